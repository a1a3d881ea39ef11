-- Ad spaces of publishers. Breaks nothing.

create schema ad_spaces;
grant usage on schema ad_spaces to tributary_app, tributary_system;

create table ad_spaces.ad_space (
  ad_space_id uuid primary key,
  code text not null unique check (code ~ '^[0-9a-f]{10}$'),
  org_id uuid not null,
  name text not null check (name <> ''),
  kind text not null,
  traffic_type text not null,
  dropshipping boolean not null,
  status text not null check (status in ('new', 'pending', 'active', 'rejected', 'blocked', 'archived')),
  url text,
  description text not null default '',
  prelander_url text,
  -- What its publisher declares: what visitors get, and what an extension does.
  rewards text not null default 'none' check (rewards in ('none', 'purchase', 'visit')),
  behaviours text[] not null default '{}',
  -- What is put into a file, a meta tag or a DNS record to prove that the address is the publisher's.
  proof_code text not null check (proof_code ~ '^[0-9a-z]{32}$'),
  proof_method text check (proof_method in ('file', 'meta', 'dns', 'operator')),
  proven_at timestamptz,
  proof_checked_at timestamptz,
  -- Brands that name or host resemble: [{"field": "name", "word": "AliExpress"}].
  held_for jsonb not null default '[]',
  verdict_code text check (verdict_code in ('rules', 'audience', 'information', 'interest', 'other')),
  verdict_rule text,
  verdict_reason text,
  verdict_by text,
  verdict_at timestamptz,
  archived_from text,
  created_at timestamptz not null,
  -- The transaction that wrote the row last: edges ask for what they have not seen (platform/db/changes.ts).
  changed_in xid8 not null default pg_current_xact_id(),
  check ((proven_at is null) = (proof_method is null)),
  check (num_nulls(verdict_code, verdict_reason, verdict_by, verdict_at) in (0, 4)),
  check ((status = 'archived') = (archived_from is not null))
);
-- Serves a publisher's list of ad spaces.
create index ad_space_org on ad_spaces.ad_space (org_id, created_at);
-- Serves the network's queue of ad spaces that wait for a verdict.
create index ad_space_waiting on ad_spaces.ad_space (created_at) where status = 'pending';

alter table ad_spaces.ad_space enable row level security;
alter table ad_spaces.ad_space force row level security;
create policy own on ad_spaces.ad_space to tributary_app using (org_id = tenancy.org());
create policy everybody on ad_spaces.ad_space to tributary_system using (true);

-- The status is the network's verdict, and an edit may change it: the system writes, for the publisher too.
grant select, insert on ad_spaces.ad_space to tributary_app, tributary_system;
grant update on ad_spaces.ad_space to tributary_system;

-- Serves the edges, which read what they have not seen.
create index ad_space_changed on ad_spaces.ad_space (changed_in);
create function ad_spaces.mark_change() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$$;
create trigger ad_space_marks_change before insert or update on ad_spaces.ad_space
  for each row execute function ad_spaces.mark_change();
-- A hint: the edges then read at once what they would find a moment later.
create function ad_spaces.announce() returns trigger language plpgsql as $$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$$;
create trigger ad_space_announces after insert or update or delete on ad_spaces.ad_space
  for each statement execute function ad_spaces.announce();
