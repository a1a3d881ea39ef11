-- Partnerships of ad spaces with programs, and which rules were accepted by applying. Breaks nothing.

create schema partnerships;
grant usage on schema partnerships to tributary_app, tributary_system;

create table partnerships.partnership (
  ad_space_id uuid not null,
  program text not null,
  publisher_org uuid not null,
  advertiser_org uuid not null,
  traffic_type text not null,
  status text not null check (status in ('pending', 'joined', 'declined', 'blocked', 'disconnected')),
  agreement_needed boolean not null,
  agreed_at timestamptz,
  agreed_by text,
  applied_at timestamptz not null,
  joined_at timestamptz,
  joined_through text,
  verdict_reason text,
  verdict_by text,
  verdict_at timestamptz,
  -- Out of the closed list, where who declined or blocked named one.
  verdict_code text check (verdict_code in ('rules', 'audience', 'information', 'interest', 'other')),
  -- Where a blocked one stood before, with the verdict it had: there it stands again when the block ends.
  before_block jsonb,
  -- What the publisher said of traffic that is taken by agreement.
  justification text not null default '',
  -- The transaction that wrote the row last: edges ask for what they have not seen (platform/db/changes.ts).
  changed_in xid8 not null default pg_current_xact_id(),
  primary key (ad_space_id, program),
  check ((agreed_at is null) = (agreed_by is null)),
  check ((verdict_at is null) = (verdict_by is null) and (verdict_at is null) = (verdict_reason is null)),
  check (before_block is null or status = 'blocked'),
  check (status <> 'joined' or joined_at is not null),
  check (status not in ('declined', 'blocked') or verdict_at is not null)
);
-- Serves a publisher's list.
create index partnership_publisher on partnerships.partnership (publisher_org);
-- Serves an advertiser's list of applications and partners of a program.
create index partnership_program on partnerships.partnership (program, status);
-- Serves the shares of rejection reasons on a program's page.
create index partnership_rejected on partnerships.partnership (program, verdict_code) where status = 'declined';

-- Which terms a publisher accepted when it applied; one row for each program whose rules are accepted (S-116).
create table partnerships.acceptance (
  acceptance_id uuid primary key,
  publisher_org uuid not null,
  ad_space_id uuid not null,
  -- The program applied to.
  program text not null,
  -- The program whose rules were accepted, and their publication and version; null while it has published none.
  rules_of text not null,
  terms_number integer,
  terms_version text,
  terms_hash bytea,
  -- Version of the conduct rules; null while it has published none.
  rules_version integer,
  accepted_at timestamptz not null
);
-- Serves the question what an ad space accepted.
create index acceptance_ad_space on partnerships.acceptance (ad_space_id, accepted_at);

-- Publishers that a program does not work with at all, whatever the ad space (S-090, S-109).
create table partnerships.exclusion (
  publisher_org uuid not null,
  program text not null,
  -- There is no way back.
  permanent boolean not null,
  reason text not null check (reason <> ''),
  excluded_by text not null,
  excluded_at timestamptz not null,
  primary key (publisher_org, program)
);

create function partnerships.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% only grows: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;
create trigger acceptance_only_grows before update or delete or truncate on partnerships.acceptance
  for each statement execute function partnerships.refuse_change();

alter table partnerships.partnership enable row level security;
alter table partnerships.partnership force row level security;
alter table partnerships.acceptance enable row level security;
alter table partnerships.acceptance force row level security;
alter table partnerships.exclusion enable row level security;
alter table partnerships.exclusion force row level security;

create policy own on partnerships.partnership for select to tributary_app
  using (publisher_org = tenancy.org() or advertiser_org = tenancy.org());
create policy own on partnerships.acceptance for select to tributary_app using (publisher_org = tenancy.org());
create policy own on partnerships.exclusion for select to tributary_app using (publisher_org = tenancy.org());
create policy everybody on partnerships.exclusion to tributary_system using (true);
create policy everybody on partnerships.partnership to tributary_system using (true);
create policy everybody on partnerships.acceptance to tributary_system using (true);

-- Both sides change a partnership, each its own part, and an approval may touch a second program: the system writes for them.
grant select on partnerships.partnership, partnerships.acceptance, partnerships.exclusion to tributary_app;
grant select, insert, update on partnerships.partnership to tributary_system;
grant select, insert on partnerships.acceptance to tributary_system;
grant select, insert, update, delete on partnerships.exclusion to tributary_system;

-- Serves the edges, which read what they have not seen.
create index partnership_changed on partnerships.partnership (changed_in);
create function partnerships.mark_change() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$$;
create trigger partnership_marks_change before insert or update on partnerships.partnership
  for each row execute function partnerships.mark_change();
-- A hint: the edges then read at once what they would find a moment later.
create function partnerships.announce() returns trigger language plpgsql as $$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$$;
create trigger partnership_announces after insert or update or delete on partnerships.partnership
  for each statement execute function partnerships.announce();
