-- Creates the payments of advertisers as the network records them. Breaks no running version.

create schema funding;
grant usage on schema funding to tributary_app, tributary_system;

create table funding.payment (
  payment_id uuid primary key,
  program text not null,
  advertiser_org uuid not null,
  -- The bank's name for the transfer; one of a program is recorded once.
  reference text not null check (reference <> ''),
  -- SHA-256 of what was recorded under the reference: the same again is answered as the first time.
  content_hash bytea not null check (octet_length(content_hash) = 32),
  arrived_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  orders integer not null check (orders > 0),
  -- Sums by currency and by publisher, as they were told then.
  due jsonb not null,
  publishers jsonb not null,
  constraint payment_reference_unique unique (program, reference)
);
-- Serves the list, newest first.
create index payment_recorded on funding.payment (recorded_at desc, payment_id);

create function funding.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%.% keeps what was: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'restrict_violation';
end
$$;
create trigger payment_stays before update or delete or truncate on funding.payment
  for each statement execute function funding.refuse_change();

alter table funding.payment enable row level security;
alter table funding.payment force row level security;
-- The network's alone: it names publishers.
create policy everybody on funding.payment to tributary_system using (true);
grant select, insert on funding.payment to tributary_system;
