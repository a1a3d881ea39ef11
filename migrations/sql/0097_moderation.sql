-- What stands still because the network blocked an organisation. Breaks nothing.

create schema moderation;
grant usage on schema moderation to tributary_system;

-- Ad spaces and programs that were stopped together with their organisation, so that letting it in again finds them.
create table moderation.stopped (
  org_id uuid not null,
  kind text not null check (kind in ('ad_space', 'program')),
  id text not null,
  stopped_at timestamptz not null,
  primary key (org_id, kind, id)
);

alter table moderation.stopped enable row level security;
alter table moderation.stopped force row level security;
create policy everybody on moderation.stopped to tributary_system using (true);

grant select, insert, delete on moderation.stopped to tributary_system;
