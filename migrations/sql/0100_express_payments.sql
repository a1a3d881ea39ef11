-- Creates express payments: settings, payments with what was advanced for which order, requests. Breaks no running version.

create schema express;
grant usage on schema express to tributary_app, tributary_system;

-- What the network has decided, version by version; the highest is in force. Without one there are no express payments.
create table express.settings (
  version integer primary key check (version > 0),
  enabled boolean not null,
  fee_percent numeric not null check (fee_percent between 0 and 50),
  -- What a publisher must fulfil: days with the network, and actions that advertisers have paid for.
  account_days integer not null check (account_days >= 0),
  funded_actions integer not null check (funded_actions >= 0),
  changed_by text not null,
  changed_at timestamptz not null
);

-- Minor units. A currency without a row has no express payments.
create table express.bounds (
  version integer not null references express.settings,
  currency char(3) not null,
  -- The most that may be advanced and not settled: to one publisher, and to all.
  per_publisher_minor bigint not null check (per_publisher_minor >= 0),
  in_all_minor bigint not null check (in_all_minor >= 0),
  -- The least that may be asked for.
  minimum_minor bigint not null check (minimum_minor > 0),
  primary key (version, currency)
);

create table express.payment (
  payment_id uuid primary key,
  publisher_org uuid not null,
  currency char(3) not null,
  state text not null check (state in ('granted', 'transferred', 'taken_back')),
  advanced_minor bigint not null check (advanced_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0 and fee_minor < advanced_minor),
  -- As it was when it was granted.
  fee_percent numeric not null,
  orders integer not null check (orders > 0),
  asked_at timestamptz not null,
  asked_by text not null,
  -- Who transferred it or took it back, and when that was recorded.
  handled_by text,
  handled_at timestamptz,
  -- The bank's name for the transfer, and when the money left.
  reference text constraint payment_reference_unique unique check (reference <> ''),
  transferred_at timestamptz,
  taken_back_reason text check (taken_back_reason <> ''),
  check ((state = 'granted') = (handled_at is null) and (handled_at is null) = (handled_by is null)),
  check ((state = 'transferred') = (reference is not null) and (reference is null) = (transferred_at is null)),
  check ((state = 'taken_back') = (taken_back_reason is not null))
);
-- Serves a publisher's list, newest first.
create index payment_publisher on express.payment (publisher_org, asked_at desc, payment_id);
-- Serves the network's list, newest first, and what is to be transferred.
create index payment_asked on express.payment (asked_at desc, payment_id);
create index payment_waiting on express.payment (asked_at, payment_id) where state = 'granted';

-- A payment by program: each has an account of its own.
create table express.part (
  payment_id uuid not null references express.payment,
  program text not null,
  publisher_org uuid not null,
  advanced_minor bigint not null check (advanced_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0 and fee_minor <= advanced_minor),
  primary key (payment_id, program)
);

-- What was advanced for which order, and how much of it is settled: the postings on publisher_advance, found by order.
create table express.advance (
  payment_id uuid not null references express.payment,
  program text not null,
  order_id text not null,
  -- Place in the payment: the order confirmed first before the others.
  position integer not null,
  publisher_org uuid not null,
  currency char(3) not null,
  -- The decision and the terms under which it was approved then.
  revision integer not null,
  terms_version text,
  minor bigint not null check (minor > 0),
  settled_minor bigint not null default 0 check (settled_minor between 0 and minor),
  primary key (payment_id, program, order_id)
);
-- Serves decisions and payments of advertisers: what of an order is advanced and not settled.
create index advance_open on express.advance (program, order_id) where settled_minor < minor;
-- Serves offers: of which orders a publisher has an advance.
create index advance_publisher_open on express.advance (publisher_org) where settled_minor < minor;

-- Each request and how it was answered, so that the same one again is answered as the first time (I-8).
create table express.request (
  publisher_org uuid not null,
  key uuid not null,
  -- SHA-256 of what was asked for.
  content_hash bytea not null check (octet_length(content_hash) = 32),
  at timestamptz not null,
  payment_id uuid references express.payment,
  refusal jsonb,
  primary key (publisher_org, key),
  check (num_nonnulls(payment_id, refusal) = 1)
);

create function express.refuse_removal() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%.% keeps what was: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'restrict_violation';
end
$$;
create trigger settings_stay before update or delete or truncate on express.settings
  for each statement execute function express.refuse_removal();
create trigger bounds_stay before update or delete or truncate on express.bounds
  for each statement execute function express.refuse_removal();
create trigger payment_stays before delete or truncate on express.payment
  for each statement execute function express.refuse_removal();
create trigger part_stays before update or delete or truncate on express.part
  for each statement execute function express.refuse_removal();
create trigger advance_stays before delete or truncate on express.advance
  for each statement execute function express.refuse_removal();
create trigger request_stays before update or delete or truncate on express.request
  for each statement execute function express.refuse_removal();

alter table express.settings enable row level security;
alter table express.settings force row level security;
alter table express.bounds enable row level security;
alter table express.bounds force row level security;
alter table express.payment enable row level security;
alter table express.payment force row level security;
alter table express.part enable row level security;
alter table express.part force row level security;
alter table express.advance enable row level security;
alter table express.advance force row level security;
alter table express.request enable row level security;
alter table express.request force row level security;

create policy everybody on express.settings to tributary_system using (true);
create policy everybody on express.bounds to tributary_system using (true);
create policy everybody on express.payment to tributary_system using (true);
create policy everybody on express.part to tributary_system using (true);
create policy everybody on express.advance to tributary_system using (true);
create policy everybody on express.request to tributary_system using (true);
create policy own on express.payment for select to tributary_app using (publisher_org = tenancy.org());
create policy own on express.part for select to tributary_app using (publisher_org = tenancy.org());
create policy own on express.advance for select to tributary_app using (publisher_org = tenancy.org());

grant select on express.payment, express.part, express.advance to tributary_app;
grant select, insert on all tables in schema express to tributary_system;
grant update (state, handled_by, handled_at, reference, transferred_at, taken_back_reason) on express.payment to tributary_system;
grant update (settled_minor) on express.advance to tributary_system;
