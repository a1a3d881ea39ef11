-- Creates the orders of the statistics, one row an action, and what changed in them. Breaks no running version.

-- One row an order: its state and amounts as last decided. Amounts are minor units; rewards are in the accrual currency.
create table stats.action (
  program text not null,
  order_id text not null,
  revision bigint not null,
  recorded_at timestamptz not null,
  ordered_at timestamptz not null,
  -- Calendar day of ordered_at in the program's zone.
  day date not null,
  click_at timestamptz,
  advertiser_org uuid not null,
  publisher_org uuid,
  ad_space_id uuid,
  traffic_type text not null,
  country text not null,
  link text not null,
  device text not null,
  -- Hour of ordered_at in the program's zone.
  hour smallint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  status text not null check (
    status in ('approved', 'pending', 'deducted', 'unresolved', 'declined', 'no_reward', 'not_attributed')
  ),
  -- Of its lines, each once.
  reasons text[] not null,
  currency char(3) not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_currency char(3) not null,
  order_minor bigint not null,
  new_customer boolean,
  decided_at timestamptz,
  confirmed_at timestamptz,
  declined_at timestamptz,
  paid_at timestamptz,
  constraint action_pkey primary key (program, order_id)
) with (fillfactor = 70);

-- Sums of actions by day, for reports and totals that would otherwise read every order of the period. What changes in `action` is noted here by
-- its triggers, in the transaction that changes it: rows with the sign of what came and what went. A job adds them to the rollups; until then
-- readers add them themselves, so that nobody waits and nothing is missing.
create table stats.action_change (
  day date not null,
  hour smallint not null,
  program text not null,
  advertiser_org uuid not null,
  publisher_org uuid,
  ad_space_id uuid,
  traffic_type text not null,
  country text not null,
  link text not null,
  device text not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  paid boolean not null,
  actions integer not null check (actions in (-1, 1)),
  new_customers integer not null,
  -- Actions that still wait for something, which is less than what they earned in all.
  with_pending integer not null,
  with_approved integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
);

create function stats.note_action_changes() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    insert into stats.action_change
      select day, hour, program, advertiser_org, publisher_org, ad_space_id, traffic_type, country, link, device, subid,
        subid1, subid2, subid3, subid4, status, currency,
        order_currency, paid_at is not null, -1, -(new_customer is true)::int, -(pending_minor > 0)::int, -(approved_minor > 0)::int,
        -pending_minor, -approved_minor, -declined_minor, -deducted_minor, -order_minor
      from before;
  end if;
  insert into stats.action_change
    select day, hour, program, advertiser_org, publisher_org, ad_space_id, traffic_type, country, link, device, subid,
      subid1, subid2, subid3, subid4, status, currency,
      order_currency, paid_at is not null, 1, (new_customer is true)::int, (pending_minor > 0)::int, (approved_minor > 0)::int,
      pending_minor, approved_minor, declined_minor, deducted_minor, order_minor
    from after;
  return null;
end
$$;

create trigger action_inserted after insert on stats.action
  referencing new table as after for each statement execute function stats.note_action_changes();
create trigger action_updated after update on stats.action
  referencing old table as before new table as after for each statement execute function stats.note_action_changes();

-- Reports of a publisher over all programs.
create index action_publisher_idx on stats.action (publisher_org, day);
-- Reports of a program by day.
create index action_day_idx on stats.action (program, day);
-- The metrics of a program: its actions of a window of time.
create index action_ordered_idx on stats.action (program, ordered_at);
-- The export, oldest recorded first.
create index action_recorded_idx on stats.action (recorded_at, program, order_id);

alter table stats.action enable row level security;
alter table stats.action force row level security;
alter table stats.action_change enable row level security;
alter table stats.action_change force row level security;

create policy action_system on stats.action to tributary_system using (true) with check (true);
create policy action_change_system on stats.action_change to tributary_system using (true) with check (true);

-- Asked once a statement: asked row by row, who the tenant is takes longer than everything else of a report.
create policy action_tenant on stats.action for select to tributary_app
  using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_change_tenant on stats.action_change for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));

grant select on stats.action, stats.action_change to tributary_app;
grant select, insert, update, delete on stats.action to tributary_system;
grant select, insert, delete on stats.action_change to tributary_system;
