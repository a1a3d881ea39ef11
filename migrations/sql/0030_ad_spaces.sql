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
  status text not null check (status in ('pending', 'active', 'blocked', 'rejected')),
  url text,
  created_at timestamptz not null,
  -- The transaction that wrote the row last: edges ask for what they have not seen (platform/db/changes.ts).
  changed_in xid8 not null default pg_current_xact_id()
);
-- Serves a publisher's list of ad spaces.
create index ad_space_org on ad_spaces.ad_space (org_id, created_at);

alter table ad_spaces.ad_space enable row level security;
alter table ad_spaces.ad_space force row level security;
create policy own on ad_spaces.ad_space to tributary_app using (org_id = tenancy.org());
create policy everybody on ad_spaces.ad_space to tributary_system using (true);

-- The status is the network's verdict: a publisher cannot write it.
grant select, insert on ad_spaces.ad_space to tributary_app, tributary_system;
grant update (status) on ad_spaces.ad_space to tributary_system;

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
