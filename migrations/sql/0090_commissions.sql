-- Creates the commission decisions: every decision ever made, and which one is the latest of each order. Breaks no running version.

create schema commissions;
grant usage on schema commissions to tributary_app, tributary_system;

-- Append-only: what was known, what was decided, under which terms and by which engine (R-8).
create table commissions.decision (
  program text not null,
  order_id text not null,
  -- Counts the decisions of the order from 1.
  revision integer not null check (revision > 0),
  decided_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  advertiser_org uuid not null,
  publisher_org uuid,
  ad_space_id uuid,
  click_id text,
  -- What made this decision necessary, as the intake names it.
  event text not null,
  status text not null check (status in ('approved', 'pending', 'deducted', 'unresolved', 'declined', 'no_reward', 'not_attributed')),
  commission_minor bigint not null check (commission_minor >= 0),
  currency char(3) not null,
  terms_version text,
  -- Number of the publication whose text was used; null where the program had none.
  terms_publication integer,
  engine_version text not null,
  -- SHA-256 of the facts: equal facts need no new decision.
  facts_hash bytea not null check (octet_length(facts_hash) = 32),
  -- Texts as they were written: they are read whole, and taking them apart would cost more than everything else of their storing.
  facts json not null,
  -- Where the facts come from, as far as later decisions of the order need it again.
  sources json not null,
  decision json not null,
  constraint decision_pkey primary key (program, order_id, revision)
-- A decision of some lines is little more than the 2 KB from which on PostgreSQL compresses: that costs more than the rest of its storing,
-- and saves little. Larger ones are compressed.
) with (toast_tuple_target = 8160);

-- The latest decision of each order, in the columns by which orders are found and counted.
create table commissions.current (
  program text not null,
  order_id text not null,
  revision integer not null,
  advertiser_org uuid not null,
  publisher_org uuid,
  ordered_at timestamptz not null,
  status text not null,
  commission_minor bigint not null,
  currency char(3) not null,
  -- Price of all lines in the order's currency.
  order_amount numeric not null,
  constraint current_pkey primary key (program, order_id)
);

-- Finds an order by its bare id.
create index current_order_id on commissions.current (order_id);
-- Serves the orders of a program by their time: what affects them, and of a publisher's volume the part that is in no sum of its own.
create index current_period on commissions.current (program, ordered_at, publisher_org);

-- What the latest decisions make together, by quarter of an hour and by day (UTC): a projection of `current`, so that volumes, caps and
-- budgets of a period cost the same however many orders are in it. The nil id is everybody. Spread over stripes, so that no row is a lock
-- on every commit; a sum is that of its stripes.
create table commissions.turnover (
  program text not null,
  publisher_org uuid not null,
  span text not null check (span in ('quarter', 'day')),
  starts timestamptz not null,
  -- In which the commission is.
  currency char(3) not null,
  stripe smallint not null,
  -- Orders that wait or are approved, and the price of their lines.
  orders bigint not null,
  amount numeric not null,
  minor bigint not null,
  constraint turnover_pkey primary key (program, publisher_org, span, starts, currency, stripe)
) with (fillfactor = 50);

create function commissions.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% on %.% is refused: decisions are only added', tg_op, tg_table_schema, tg_table_name using errcode = '42501';
end
$$;

create trigger decision_append_only before update or delete or truncate on commissions.decision
  for each statement execute function commissions.refuse_change();
revoke update, delete, truncate on commissions.decision from tributary_owner;

grant select on commissions.decision, commissions.current to tributary_app;
grant select, insert, update on commissions.current, commissions.turnover to tributary_system;
grant select on commissions.decision to tributary_system;
-- Not recorded_at: the server sets it.
grant insert (
  program, order_id, revision, decided_at, advertiser_org, publisher_org, ad_space_id, click_id, event, status, commission_minor,
  currency, terms_version, terms_publication, engine_version, facts_hash, facts, sources, decision
) on commissions.decision to tributary_system;

alter table commissions.decision enable row level security;
alter table commissions.decision force row level security;
alter table commissions.current enable row level security;
alter table commissions.current force row level security;
alter table commissions.turnover enable row level security;
alter table commissions.turnover force row level security;

create policy system_all on commissions.decision to tributary_system using (true) with check (true);
create policy system_all on commissions.current to tributary_system using (true) with check (true);
create policy system_all on commissions.turnover to tributary_system using (true) with check (true);
create policy party_reads on commissions.current for select to tributary_app
  using (advertiser_org = tenancy.org() or publisher_org = tenancy.org());
-- Only whoever is a party to the latest decision sees the order; a publisher who lost it to another sees its balance history.
create policy party_reads on commissions.decision for select to tributary_app
  using ((advertiser_org = tenancy.org() or publisher_org = tenancy.org())
    and exists (select from commissions.current c
      where c.program = decision.program and c.order_id = decision.order_id
        and (c.advertiser_org = tenancy.org() or c.publisher_org = tenancy.org())));
