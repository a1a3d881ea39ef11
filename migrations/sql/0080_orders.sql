-- Creates orders: orders with lines and events, the intake log, the quarantine. Breaks no running version.

create schema orders;
grant usage on schema orders to tributary_app, tributary_system;

-- What was first reported of an order, with later changes of its head (events tell them). Amounts and corrections: lines, events.
create table orders.orders (
  program text not null,
  order_id text not null check (length(order_id) between 1 and 128),
  advertiser_org uuid not null,
  -- Set by the commission decision, so that the one who earns sees the order, and so that lists can be filtered by status.
  publisher_org uuid,
  status text,
  ad_space_id uuid,
  channel text not null check (channel in ('s2s', 'pixel', 'api', 'file')),
  verified boolean not null,
  ordered_at timestamptz not null,
  time_source text not null check (time_source in ('reported', 'assumed_zone', 'received')),
  recorded_at timestamptz not null,
  delivery_country char(2),
  currency char(3) not null,
  click_ids text[] not null,
  coupon text,
  customer text check (customer in ('new', 'returning')),
  credited_source text,
  revision integer not null check (revision > 0),
  -- Not null: from then on it is decided again, as its decision failed or did not find its click in the store.
  decide_again_at timestamptz,
  decide_attempts integer not null default 0,
  constraint orders_pkey primary key (program, order_id)
);

-- The same order id in other programs of the advertiser (R-6); the lists of an advertiser.
create index orders_advertiser_idx on orders.orders (advertiser_org, order_id);
-- Lists and exports, by the time they were recorded.
create index orders_recorded_idx on orders.orders (recorded_at, program, order_id);
-- Orders of a program, newest first, also by status.
create index orders_program_recorded_idx on orders.orders (program, recorded_at desc, order_id);
-- Orders of a program by the ad space that earns, newest first.
create index orders_ad_space_idx on orders.orders (ad_space_id, ordered_at desc) where ad_space_id is not null;
-- The desk of an advertiser: its orders, newest first, counted by state and ad space without looking at them.
create index orders_desk_idx on orders.orders (advertiser_org, ordered_at desc, program, order_id) include (status, ad_space_id);
-- Orders of a publisher.
create index orders_publisher_idx on orders.orders (publisher_org, recorded_at) where publisher_org is not null;
-- Bare names: an order id without its program.
create index orders_order_id_idx on orders.orders (order_id);
-- Decisions to try again.
create index orders_decide_again_idx on orders.orders (decide_again_at) where decide_again_at is not null;
-- Orders of a click, for clicks that arrive after their order.
create index orders_click_ids_idx on orders.orders using gin (click_ids);

-- (program, order id, line id) is one line for ever (I-28). Content as first reported by a channel that proves its sender.
create table orders.order_lines (
  program text not null,
  order_id text not null,
  line_id text not null check (length(line_id) between 1 and 100),
  place integer not null,
  verified boolean not null,
  product_id text,
  amount numeric not null check (amount >= 0),
  quantity integer not null check (quantity > 0),
  store_id text,
  category text,
  seller_country char(2),
  affiliate boolean,
  hot boolean,
  virtual boolean,
  hidden boolean,
  recorded_at timestamptz not null,
  constraint order_lines_pkey primary key (program, order_id, line_id)
);

-- Append-only. An event may be here before its order (G-8). `amended` tells a change of the order's head.
create table orders.order_events (
  program text not null,
  order_id text not null,
  event_id text not null check (length(event_id) between 1 and 128),
  advertiser_org uuid not null,
  arrival integer not null check (arrival > 0),
  type text not null check (type in ('goods_received', 'closed', 'refunded', 'violation', 'corrected', 'reopened', 'amended')),
  at timestamptz not null,
  -- network: what a sanction of the network did to the order, not said by its advertiser.
  channel text not null check (channel in ('s2s', 'pixel', 'api', 'file', 'network')),
  payload jsonb not null,
  -- SHA-256 of type, time and payload: tells a repetition from another event under the same id.
  digest bytea not null,
  reason text,
  recorded_at timestamptz not null,
  constraint order_events_pkey primary key (program, order_id, event_id)
);

-- Events that still wait for their order are found by what came long ago.
create index order_events_recorded_idx on orders.order_events (recorded_at);

-- Every business request with its verdict, accepted or refused; secrets are blacked out.
create table orders.intake (
  id uuid not null,
  channel text not null check (channel in ('s2s', 'pixel', 'api', 'file')),
  program text,
  advertiser_org uuid,
  received_at timestamptz not null,
  method text not null,
  path text not null,
  body bytea not null,
  content_type text,
  remote_address text,
  request_id text,
  -- What became of it in our words, and in those of the tracking protocol where it has one.
  verdict text not null,
  result_code text,
  http_status integer not null,
  order_id text,
  detail jsonb not null,
  constraint intake_pkey primary key (id)
);

-- The log of a program, newest first.
create index intake_program_idx on orders.intake (program, received_at desc, id);
create index intake_refused_idx on orders.intake (program, received_at desc, id) where jsonb_typeof(detail -> 'detail') = 'string';
create index intake_advertiser_idx on orders.intake (advertiser_org, received_at desc, id);

-- Requests whose sender is not proven. Bounded by its key: a new one takes the place of an old one from the same corner of the
-- network, so that nobody can fill the store or wash away what others sent.
create table orders.quarantine (
  slot integer not null check (slot between 0 and 9999),
  id uuid not null,
  channel text not null check (channel in ('s2s', 'pixel', 'api', 'file')),
  program text,
  advertiser_org uuid,
  received_at timestamptz not null,
  method text not null,
  path text not null,
  body bytea not null,
  content_type text,
  remote_address text,
  request_id text,
  verdict text not null,
  result_code text,
  http_status integer not null,
  order_id text,
  detail jsonb not null,
  constraint quarantine_pkey primary key (slot)
);

create index quarantine_advertiser_idx on orders.quarantine (advertiser_org, received_at desc) where advertiser_org is not null;

-- Ids of the signed messages that recorded something, so that one that comes again records nothing (T-18). Forgotten after some days.
create table orders.signed_message (
  program text not null,
  message_id text not null check (length(message_id) between 1 and 128),
  -- SHA-256 of the body: tells a repetition from another message under the same id.
  digest bytea not null check (octet_length(digest) = 32),
  order_id text not null,
  received_at timestamptz not null,
  constraint signed_message_pkey primary key (program, message_id)
);

-- Those that are old enough to be forgotten.
create index signed_message_received_idx on orders.signed_message (received_at);

-- Files that were read to their end and of which something counted, with what was answered: the same bytes again change nothing
-- (BAD-82). Written after the last row, so that a file whose import was interrupted is not among them.
create table orders.applied_file (
  program text not null,
  advertiser_org uuid not null,
  sha256 bytea not null check (length(sha256) = 32),
  applied_at timestamptz not null,
  name text not null,
  author text not null,
  report jsonb not null,
  constraint applied_file_pkey primary key (program, sha256, applied_at)
);

-- What a person said of many orders at once, with those that changed: so that all of it can be taken back. Of the advertiser; read by
-- the system for it.
create table orders.handling (
  id uuid not null,
  program text not null,
  advertiser_org uuid not null,
  at timestamptz not null,
  author text not null,
  verdict text not null check (verdict in ('approved', 'declined', 'reopened')),
  reason text not null,
  order_ids text[] not null,
  constraint handling_pkey primary key (id)
);

alter table orders.handling enable row level security;
alter table orders.handling force row level security;
alter table orders.orders enable row level security;
alter table orders.orders force row level security;
alter table orders.order_lines enable row level security;
alter table orders.order_lines force row level security;
alter table orders.order_events enable row level security;
alter table orders.order_events force row level security;
alter table orders.intake enable row level security;
alter table orders.intake force row level security;
alter table orders.quarantine enable row level security;
alter table orders.quarantine force row level security;
alter table orders.applied_file enable row level security;
alter table orders.applied_file force row level security;
alter table orders.signed_message enable row level security;
alter table orders.signed_message force row level security;

create policy orders_system on orders.orders to tributary_system using (true) with check (true);
create policy order_lines_system on orders.order_lines to tributary_system using (true) with check (true);
create policy order_events_system on orders.order_events to tributary_system using (true) with check (true);
create policy intake_system on orders.intake to tributary_system using (true) with check (true);
create policy quarantine_system on orders.quarantine to tributary_system using (true) with check (true);
create policy handling_system on orders.handling to tributary_system using (true) with check (true);
create policy applied_file_system on orders.applied_file to tributary_system using (true) with check (true);
create policy signed_message_system on orders.signed_message to tributary_system using (true) with check (true);

-- An advertiser sees the orders of its programs and what it sent; a publisher sees the orders it earns by, not the requests.
create policy orders_tenant on orders.orders for select to tributary_app
  using (advertiser_org = tenancy.org() or publisher_org = tenancy.org());
create policy order_lines_tenant on orders.order_lines for select to tributary_app
  using (
    exists (select from orders.orders o where o.program = order_lines.program and o.order_id = order_lines.order_id)
  );
create policy order_events_tenant on orders.order_events for select to tributary_app
  using (
    advertiser_org = tenancy.org()
    or exists (select from orders.orders o where o.program = order_events.program and o.order_id = order_events.order_id)
  );
create policy intake_tenant on orders.intake for select to tributary_app using (advertiser_org = tenancy.org());
create policy quarantine_tenant on orders.quarantine for select to tributary_app using (advertiser_org = tenancy.org());

grant select on orders.orders, orders.order_lines, orders.order_events, orders.intake, orders.quarantine to tributary_app;
-- Events and the log only grow; nobody may change or remove them.
grant select, insert, update on orders.orders, orders.order_lines to tributary_system;
grant select, insert on orders.order_events, orders.intake, orders.applied_file, orders.handling to tributary_system;
grant select, insert, update on orders.quarantine to tributary_system;
-- A message that was refused in the end is forgotten in the same transaction, an old one after its days.
grant select, insert, delete on orders.signed_message to tributary_system;
