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
  -- The transaction that wrote the row last: edges ask for what they have not seen (platform/db/changes.ts).
  changed_in xid8 not null default pg_current_xact_id(),
  check ((kind = 'deeplink') = (target is not null))
);
-- An ad space has one standard link in a program, for ever (S-014); also serves the list of its links.
create unique index link_standard on links.link (ad_space_id, program) where kind = 'standard';

-- Short links: a few characters that stand for a link with parameters.
create table links.short (
  short text primary key check (short ~ '^[0-9a-z]{8}$'),
  code text not null references links.link,
  publisher_org uuid not null,
  -- As it stands in an address after the question mark.
  query text not null check (length(query) <= 2000),
  created_at timestamptz not null,
  changed_in xid8 not null default pg_current_xact_id()
);
-- The same link with the same parameters has one short link, however often it is asked for.
create unique index short_meaning on links.short (code, query);
-- Serves the edges, which read what they have not seen.
create index short_changed on links.short (changed_in);

alter table links.short enable row level security;
alter table links.short force row level security;
create policy own on links.short to tributary_app using (publisher_org = tenancy.org());
create policy everybody on links.short to tributary_system using (true);
grant select, insert on links.short to tributary_app, tributary_system;

alter table links.link enable row level security;
alter table links.link force row level security;
create policy own on links.link to tributary_app using (publisher_org = tenancy.org());
create policy everybody on links.link to tributary_system using (true);
grant select, insert on links.link to tributary_app, tributary_system;

-- Serves the edges, which read what they have not seen.
create index link_changed on links.link (changed_in);
create function links.mark_change() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$$;
create trigger link_marks_change before insert or update on links.link
  for each row execute function links.mark_change();
-- A hint: the edges then read at once what they would find a moment later.
create function links.announce() returns trigger language plpgsql as $$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$$;
create trigger link_announces after insert or update or delete on links.link
  for each statement execute function links.announce();
create trigger short_marks_change before insert or update on links.short
  for each row execute function links.mark_change();
create trigger short_announces after insert or update or delete on links.short
  for each statement execute function links.announce();
