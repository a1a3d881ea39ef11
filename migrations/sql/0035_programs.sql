-- Programs of advertisers, their traffic types and their secrets. Breaks nothing.

create schema programs;
grant usage on schema programs to tributary_app, tributary_system;

create table programs.program (
  program text primary key check (program ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  advertiser_org uuid not null,
  campaign_code text not null unique check (campaign_code ~ '^[0-9a-f]{10}$'),
  action_code text not null,
  tariff_code text not null,
  home_url text not null,
  allowed_hosts text[] not null,
  landing_patterns jsonb not null,
  click_parameter text not null check (click_parameter ~ '^[A-Za-z][A-Za-z0-9_]*$'),
  fallback_url text,
  -- Targets of links without our signature are not taken.
  signed_links_only boolean not null,
  status text not null check (status in ('draft', 'pending', 'declined', 'active', 'stopped', 'suspended', 'archived')),
  -- What the operator said; publishers see it of a suspended program.
  status_reason text,
  status_since timestamptz not null,
  affiliate_only_landing boolean not null,
  categories text[] not null,
  -- Target countries as shown and searched; none: all.
  countries text[] not null,
  terms_notice_days integer not null check (terms_notice_days between 0 and 365),
  terms_need_two boolean not null,
  traffic_types_changed_at timestamptz,
  recruiting_state text not null check (recruiting_state in ('open', 'suspended')),
  recruiting_reason text,
  -- The same in other languages: {"ru": …, "es": …}, as far as somebody has written them.
  recruiting_translations jsonb not null default '{}',
  recruiting_since timestamptz not null,
  time_zone text not null,
  default_currency char(3),
  lost_orders boolean not null,
  cookie_ms bigint not null check (cookie_ms > 0),
  geo_pair text,
  geo_mode text not null check (geo_mode in ('off', 'test', 'on')),
  geo_share_ppm integer not null check (geo_share_ppm between 0 and 1000000),
  -- Countries whose clicks belong to this program; null: all that its pair does not name.
  geo_countries text[],
  pixel_allowed boolean not null,
  joins_also text[] not null,
  rules_with text[] not null,
  created_at timestamptz not null,
  -- The transaction that wrote the row last: edges ask for what they have not seen (platform/db/changes.ts).
  changed_in xid8 not null default pg_current_xact_id(),
  check ((recruiting_state = 'suspended') = (recruiting_reason is not null)),
  check ((status in ('declined', 'suspended')) = (status_reason is not null)),
  check (geo_mode = 'off' or geo_pair is not null)
);
-- Serves an advertiser's list of programs.
create index program_advertiser on programs.program (advertiser_org);
-- Serves the operator's queue of programs to approve.
create index program_pending on programs.program (program) where status = 'pending';

create table programs.traffic_type (
  program text not null references programs.program,
  ordinal integer not null,
  key text not null,
  parent text,
  label_key text not null,
  status text not null check (status in ('allowed', 'by_agreement', 'prohibited', 'restricted')),
  primary key (program, key),
  unique (program, ordinal)
);

create table programs.secret (
  program text primary key references programs.program,
  advertiser_org uuid not null,
  -- SHA-256 of 32 random characters.
  postback_key_hash bytea not null check (octet_length(postback_key_hash) = 32),
  -- The revision secret must be recoverable (requests are checked with it), so it is sealed, not hashed (T-32).
  revision_secret_box bytea not null,
  revision_secret_key_id text not null,
  set_at timestamptz not null,
  -- Signatures of reports are checked with it (T-18), and with the one before it as long as that counts.
  signing_secret_box bytea not null,
  signing_secret_key_id text not null,
  previous_signing_secret_box bytea,
  previous_signing_secret_key_id text,
  previous_signing_secret_until timestamptz,
  check (num_nulls(previous_signing_secret_box, previous_signing_secret_key_id, previous_signing_secret_until) in (0, 3))
);

alter table programs.program enable row level security;
alter table programs.program force row level security;
alter table programs.traffic_type enable row level security;
alter table programs.traffic_type force row level security;
alter table programs.secret enable row level security;
alter table programs.secret force row level security;

-- A program is an offer to the whole network: every organisation reads it, nobody does without being one. What is not offered yet is
-- its advertiser's alone.
create policy offer on programs.program for select to tributary_app
  using (tenancy.org() is not null and (status not in ('draft', 'pending', 'declined') or advertiser_org = tenancy.org()));
create policy offer on programs.traffic_type for select to tributary_app
  using (exists (select from programs.program p where p.program = traffic_type.program));
create policy own on programs.secret for select to tributary_app using (advertiser_org = tenancy.org());
create policy everybody on programs.program to tributary_system using (true);
create policy everybody on programs.traffic_type to tributary_system using (true);
create policy everybody on programs.secret to tributary_system using (true);

grant select on programs.program, programs.traffic_type, programs.secret to tributary_app;
grant select, insert, update on programs.program, programs.secret to tributary_system;
grant select, insert, update, delete on programs.traffic_type to tributary_system;

-- Serves the edges, which read what they have not seen.
create index program_changed on programs.program (changed_in);
create function programs.mark_change() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$$;
create trigger program_marks_change before insert or update on programs.program
  for each row execute function programs.mark_change();
-- A hint: the edges then read at once what they would find a moment later.
create function programs.announce() returns trigger language plpgsql as $$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$$;
create trigger program_announces after insert or update or delete on programs.program
  for each statement execute function programs.announce();

-- What a new program says about a kind of traffic until its advertiser says something else (S-123): the network's, so it has no owner.
create table programs.traffic_default (
  kind text primary key,
  status text not null check (status in ('allowed', 'by_agreement', 'prohibited')),
  changed_by text not null,
  changed_at timestamptz not null
);
grant select, insert, update on programs.traffic_default to tributary_system;
