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
  created_at timestamptz not null
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

-- The edges keep a snapshot of what decides a redirect; they are told that it changed, not what.
create function ad_spaces.announce() returns trigger language plpgsql as $$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$$;
create trigger ad_space_announces after insert or update or delete on ad_spaces.ad_space
  for each statement execute function ad_spaces.announce();
