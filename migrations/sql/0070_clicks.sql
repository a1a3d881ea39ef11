-- Clicks by month, the shipper's staging table and books, and what could not be stored. Breaks nothing.

create schema clicks;
grant usage on schema clicks to tributary_app, tributary_ingest, tributary_system;

-- One row a click, as cheap to write as it can be: what rows are found by in columns of their own, all else as the fields of the record in the
-- spool, between tabs. Views give every field its name and type; readers ask them. The shipper judges a record before it hands it on.
create table clicks.stored (
  at timestamptz not null,
  -- The program's code as a number: rows of a program lie together in the index, whose entries stay short.
  program_number integer not null,
  -- Of the click id the time and 80 random bits. A record that is shipped twice meets itself; keys sort by time, which says the month.
  key uuid not null,
  advertiser_org uuid not null,
  publisher_org uuid not null,
  ad_space_id uuid not null,
  -- Where the click counts; where it was routed, not the program of the link.
  program text not null,
  -- In the order of the record: what everybody may read who may see the row, and what is for screening alone.
  detail text not null,
  personal text not null,
  constraint stored_pkey primary key (program_number, key)
) partition by range (key);

alter table clicks.stored enable row level security;
alter table clicks.stored force row level security;
-- A publisher sees the clicks of its ad spaces, an advertiser those into its programs.
create policy own on clicks.stored for select to tributary_app
  using (publisher_org = tenancy.org() or advertiser_org = tenancy.org());
create policy everybody on clicks.stored to tributary_system using (true);
create policy arriving on clicks.stored for insert to tributary_ingest with check (true);
-- INSERT … RETURNING and ON CONFLICT read what they meet.
create policy arrived on clicks.stored for select to tributary_ingest using (true);

-- Addresses, user agents, referrers and raw requests are for screening alone: no organisation reads them.
grant select (at, program_number, key, advertiser_org, publisher_org, ad_space_id, program, detail) on clicks.stored to tributary_app;
grant select on clicks.stored to tributary_system;
grant insert on clicks.stored to tributary_ingest;
grant select (program_number, key) on clicks.stored to tributary_ingest;

-- The least key that a click of this time or later has.
create function clicks.first_key(at timestamptz) returns uuid
  language sql immutable parallel safe
as $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid $$;

-- What stands in a field of a record. A backslash of its own is followed by a hyphen, so one kind of special character can be undone after the other.
create function clicks.plain(field text) returns text
  language sql immutable parallel safe
as $$
  select case
    when field = '\N' then null
    when strpos(field, '\') = 0 then field
    else replace(replace(replace(replace(field, '\t', E'\t'), '\n', E'\n'), '\r', E'\r'), '\-', '\')
  end
$$;

-- Clicks with a column for each field. `security_invoker`: rows are protected as those of the table are.
create view clicks.click with (security_invoker = true) as
select
  key, program_number, program, (at at time zone 'UTC')::date as day, at, advertiser_org, publisher_org, ad_space_id,
  clicks.plain(split_part(detail, E'\t', 1)) as ad_space_kind,
  clicks.plain(split_part(detail, E'\t', 2)) as traffic_type,
  split_part(detail, E'\t', 3) = 't' as dropshipping,
  split_part(detail, E'\t', 4) = 't' as agreed,
  split_part(detail, E'\t', 5) as click_id,
  clicks.plain(split_part(detail, E'\t', 6)) as link_code,
  nullif(split_part(detail, E'\t', 7), '\N') as country,
  split_part(detail, E'\t', 8) as device,
  string_to_array(split_part(detail, E'\t', 9), ',') as flags,
  at - nullif(split_part(detail, E'\t', 10), '\N')::bigint * interval '1 millisecond' as visitor_since,
  clicks.plain(split_part(detail, E'\t', 11)) as visitor_id,
  clicks.plain(split_part(detail, E'\t', 12)) as subid,
  clicks.plain(split_part(detail, E'\t', 13)) as subid1,
  clicks.plain(split_part(detail, E'\t', 14)) as subid2,
  clicks.plain(split_part(detail, E'\t', 15)) as subid3,
  clicks.plain(split_part(detail, E'\t', 16)) as subid4,
  split_part(detail, E'\t', 17) as anonymizer,
  nullif(split_part(detail, E'\t', 18), '\N')::bigint as asn,
  split_part(detail, E'\t', 19)::date as geo_data_on,
  split_part(detail, E'\t', 20) as landing_kind,
  clicks.plain(split_part(detail, E'\t', 21)) as landing_product,
  clicks.plain(split_part(detail, E'\t', 22)) as landing_store,
  clicks.plain(split_part(detail, E'\t', 23)) as landing_category,
  split_part(detail, E'\t', 24) = 't' as landing_redirected,
  clicks.plain(split_part(detail, E'\t', 25)) as target,
  split_part(detail, E'\t', 26) = 't' as attributable,
  clicks.plain(split_part(detail, E'\t', 27)) as routed_from
from clicks.stored;
grant select on clicks.click to tributary_app, tributary_system;

-- The same with what is for screening alone.
create view clicks.whole_click with (security_invoker = true) as
select
  key, program_number, program, (at at time zone 'UTC')::date as day, at, advertiser_org, publisher_org, ad_space_id,
  clicks.plain(split_part(detail, E'\t', 1)) as ad_space_kind,
  clicks.plain(split_part(detail, E'\t', 2)) as traffic_type,
  split_part(detail, E'\t', 3) = 't' as dropshipping,
  split_part(detail, E'\t', 4) = 't' as agreed,
  split_part(detail, E'\t', 5) as click_id,
  clicks.plain(split_part(detail, E'\t', 6)) as link_code,
  nullif(split_part(detail, E'\t', 7), '\N') as country,
  split_part(detail, E'\t', 8) as device,
  string_to_array(split_part(detail, E'\t', 9), ',') as flags,
  at - nullif(split_part(detail, E'\t', 10), '\N')::bigint * interval '1 millisecond' as visitor_since,
  clicks.plain(split_part(detail, E'\t', 11)) as visitor_id,
  clicks.plain(split_part(detail, E'\t', 12)) as subid,
  clicks.plain(split_part(detail, E'\t', 13)) as subid1,
  clicks.plain(split_part(detail, E'\t', 14)) as subid2,
  clicks.plain(split_part(detail, E'\t', 15)) as subid3,
  clicks.plain(split_part(detail, E'\t', 16)) as subid4,
  split_part(detail, E'\t', 17) as anonymizer,
  nullif(split_part(detail, E'\t', 18), '\N')::bigint as asn,
  split_part(detail, E'\t', 19)::date as geo_data_on,
  split_part(detail, E'\t', 20) as landing_kind,
  clicks.plain(split_part(detail, E'\t', 21)) as landing_product,
  clicks.plain(split_part(detail, E'\t', 22)) as landing_store,
  clicks.plain(split_part(detail, E'\t', 23)) as landing_category,
  split_part(detail, E'\t', 24) = 't' as landing_redirected,
  clicks.plain(split_part(detail, E'\t', 25)) as target,
  split_part(detail, E'\t', 26) = 't' as attributable,
  clicks.plain(split_part(detail, E'\t', 27)) as routed_from,
  clicks.plain(split_part(personal, E'\t', 1)) as client_address,
  clicks.plain(split_part(personal, E'\t', 2)) as user_agent,
  clicks.plain(split_part(personal, E'\t', 3)) as referrer,
  clicks.plain(split_part(personal, E'\t', 4)) as raw
from clicks.stored;
grant select on clicks.whole_click to tributary_system;

-- Makes the partitions of all months from the first day's to the last day's. Only here are partitions made, and no query names one.
create function clicks.make_partitions(first_day date, last_day date) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  month timestamp := date_trunc('month', first_day::timestamp);
  name text;
begin
  while month <= last_day loop
    name := 'click_' || to_char(month, 'YYYY_MM');
    if to_regclass('clicks.' || name) is null then
      begin
        -- Attaching needs a weaker lock on the parent than creating a partition does: clicks keep arriving meanwhile.
        execute format('create table clicks.%I (like clicks.stored including all)', name);
        -- No row-level security of its own, because COPY refuses tables that have it: shippers may add rows, and nobody may do
        -- anything else with a partition but through its table, which has it.
        execute format('grant insert on clicks.%I to tributary_ingest', name);
        execute format(
          'alter table clicks.stored attach partition clicks.%I for values from (%L) to (%L)',
          name, clicks.first_key(month at time zone 'UTC'), clicks.first_key((month + interval '1 month') at time zone 'UTC')
        );
      exception when duplicate_table or unique_violation then
        null; -- another shipper made it at the same moment
      end;
    end if;
    month := month + interval '1 month';
  end loop;
end
$$;
revoke all on function clicks.make_partitions(date, date) from public;
grant execute on function clicks.make_partitions(date, date) to tributary_ingest, tributary_system;

-- COPY's destination for a batch of which some clicks are stored already: it holds one batch of one shipper at a time and is emptied
-- before the next. Nothing is lost with it after a
-- crash, because the spool is read again, so it needs no write-ahead log.
create unlogged table clicks.incoming (like clicks.stored);
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
