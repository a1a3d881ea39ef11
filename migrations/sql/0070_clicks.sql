-- Clicks by month, the shipper's staging table and books, and what could not be stored. Breaks nothing.

create schema clicks;
grant usage on schema clicks to tributary_app, tributary_ingest, tributary_system;

-- One row a click. The day is the one of the click id's own time in UTC, so a record that is shipped twice meets itself.
create table clicks.click (
  -- Bounded only: a pattern would cost as much as all the rest of storing a click, and ids are made by the edges.
  click_id text not null check (octet_length(click_id) between 1 and 100),
  -- Where the click counts; where it was routed, not the program of the link.
  program text not null,
  day date not null,
  at timestamptz not null,
  advertiser_org uuid not null,
  publisher_org uuid not null,
  ad_space_id uuid not null,
  ad_space_kind text not null,
  traffic_type text not null,
  dropshipping boolean not null,
  agreed boolean not null,
  link_code text not null,
  country text check (octet_length(country) = 2 and country collate "C" between 'AA' and 'ZZ'),
  anonymizer text not null check (anonymizer in ('no', 'yes', 'unknown')),
  landing_kind text not null check (landing_kind in ('home', 'item', 'shop', 'category')),
  landing_product text,
  landing_store text,
  landing_category text,
  landing_redirected boolean not null,
  target text not null,
  subid text,
  subid1 text,
  subid2 text,
  subid3 text,
  subid4 text,
  visitor_id text not null,
  -- When a counted click of this program and ad space made the visitor's id; null where it was made elsewhere.
  visitor_since timestamptz,
  device text not null check (device in ('desktop', 'mobile', 'tablet', 'other')),
  flags text[] not null,
  attributable boolean not null,
  routed_from text,
  client_address inet,
  asn bigint,
  geo_data_on date not null,
  user_agent text,
  referrer text,
  raw jsonb,
  constraint click_pkey primary key (program, day, click_id)
) partition by range (day);

alter table clicks.click enable row level security;
alter table clicks.click force row level security;
-- A publisher sees the clicks of its ad spaces, an advertiser those into its programs.
create policy own on clicks.click for select to tributary_app
  using (publisher_org = tenancy.org() or advertiser_org = tenancy.org());
create policy everybody on clicks.click to tributary_system using (true);
create policy arriving on clicks.click for insert to tributary_ingest with check (true);
-- INSERT … RETURNING and ON CONFLICT read what they meet.
create policy arrived on clicks.click for select to tributary_ingest using (true);

-- Addresses, user agents, referrers and raw requests are for screening alone: no organisation reads them.
grant select (
  click_id, program, day, at, advertiser_org, publisher_org, ad_space_id, ad_space_kind, traffic_type, dropshipping, agreed,
  link_code, country, anonymizer, landing_kind, landing_product, landing_store, landing_category, landing_redirected, target,
  subid, subid1, subid2, subid3, subid4, visitor_id, visitor_since, device, flags, attributable, routed_from, asn, geo_data_on
) on clicks.click to tributary_app;
grant select on clicks.click to tributary_system;
grant insert on clicks.click to tributary_ingest;
grant select (program, day, click_id) on clicks.click to tributary_ingest;

-- Makes the partitions of all months from the first day's to the last day's. Only here are partitions made, and no query names one.
create function clicks.make_partitions(first_day date, last_day date) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  month date := date_trunc('month', first_day::timestamp)::date;
  name text;
begin
  while month <= last_day loop
    name := 'click_' || to_char(month, 'YYYY_MM');
    if to_regclass('clicks.' || name) is null then
      begin
        -- Attaching needs a weaker lock on the parent than creating a partition does: clicks keep arriving meanwhile.
        execute format('create table clicks.%I (like clicks.click including all)', name);
        -- No row-level security of its own, because COPY refuses tables that have it: shippers may add rows, and nobody may do
        -- anything else with a partition but through its table, which has it.
        execute format('grant insert on clicks.%I to tributary_ingest', name);
        execute format(
          'alter table clicks.click attach partition clicks.%I for values from (%L) to (%L)',
          name, month, (month + interval '1 month')::date
        );
      exception when duplicate_table or unique_violation then
        null; -- another shipper made it at the same moment
      end;
    end if;
    month := (month + interval '1 month')::date;
  end loop;
end
$$;
revoke all on function clicks.make_partitions(date, date) from public;
grant execute on function clicks.make_partitions(date, date) to tributary_ingest, tributary_system;

-- COPY's destination for a batch of which some clicks are stored already: it holds one batch of one shipper at a time and is emptied
-- before the next. Nothing is lost with it after a
-- crash, because the spool is read again, so it needs no write-ahead log.
create unlogged table clicks.incoming (like clicks.click);
grant select, insert, truncate on clicks.incoming to tributary_ingest;

-- How far each spool segment has been stored. Written in the transaction that stores its clicks.
create table clicks.segment (
  -- Unique for ever, from the segment's file name.
  segment text primary key,
  spool text not null,
  position bigint not null check (position >= 0),
  -- Ordinal that the next record should have; a jump means that records between were lost.
  next_ordinal bigint not null check (next_ordinal >= 0),
  recorded bigint not null check (recorded >= 0),
  stored bigint not null check (stored >= 0),
  repeated bigint not null check (repeated >= 0),
  parked bigint not null check (parked >= 0),
  lost bigint not null check (lost >= 0),
  -- Byte ranges of the file that could not be read: [[from, to], …].
  damaged jsonb not null,
  first_seen_at timestamptz not null,
  -- When the writer's closing mark was reached and everything before it was stored or parked.
  confirmed_at timestamptz,
  deleted_at timestamptz,
  constraint segment_adds_up check (recorded = stored + repeated + parked)
);
-- What still has to be shipped or deleted.
create index segment_present on clicks.segment (spool, segment) where deleted_at is null;
grant select, insert, update on clicks.segment to tributary_ingest;
grant select on clicks.segment to tributary_system;

-- Records that the store refuses, kept whole until somebody has looked at them.
create table clicks.parked (
  segment text not null,
  ordinal bigint not null,
  parked_at timestamptz not null,
  reason text not null,
  record text not null,
  constraint parked_pkey primary key (segment, ordinal)
);
-- A record that is tried again either leaves with its click, or stays with the present reason.
grant select, insert, delete, update (reason, parked_at) on clicks.parked to tributary_ingest;
grant select on clicks.parked to tributary_system;
