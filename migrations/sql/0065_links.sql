-- Tracking links. Breaks nothing.

create schema links;
grant usage on schema links to tributary_app, tributary_system;

create table links.link (
  -- 10 own characters, 10 of the ad space, 10 of the program.
  code text primary key check (code ~ '^[0-9a-z]{10}[0-9a-f]{20}$'),
  ad_space_id uuid not null,
  program text not null,
  publisher_org uuid not null,
  kind text not null check (kind in ('standard', 'deeplink')),
  target text,
  created_at timestamptz not null,
  check ((kind = 'deeplink') = (target is not null))
);
-- An ad space has one standard link in a program, for ever (S-014); also serves the list of its links.
create unique index link_standard on links.link (ad_space_id, program) where kind = 'standard';

alter table links.link enable row level security;
alter table links.link force row level security;
create policy own on links.link to tributary_app using (publisher_org = tenancy.org());
create policy everybody on links.link to tributary_system using (true);
grant select, insert on links.link to tributary_app, tributary_system;

-- The edges keep a snapshot of what decides a redirect; they are told that it changed, not what.
create function links.announce() returns trigger language plpgsql as $$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$$;
create trigger link_announces after insert or update or delete on links.link
  for each statement execute function links.announce();
