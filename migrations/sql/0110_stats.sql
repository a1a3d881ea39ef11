-- Creates the statistics: rollups of clicks, one row an action, what is known of programs. Breaks no running version.

create schema stats;
grant usage on schema stats to tributary_app, tributary_system;

-- What statistics must know of a program: whose it is, where its days begin, in which currency it pays.
create table stats.program (
  program text not null,
  advertiser_org uuid not null,
  time_zone text not null,
  accrual_currency char(3),
  cookie_ms bigint not null check (cookie_ms > 0),
  constraint program_pkey primary key (program)
);

-- Where clicks come from: an ad space in a program. Rollups name it by eight bytes of a digest, so that their keys are short and writers
-- need no number from here. Rows are never changed or removed.
create table stats.place (
  place bigint not null,
  program text not null,
  publisher_org uuid not null,
  ad_space_id uuid not null,
  traffic_type text not null,
  constraint place_pkey primary key (place)
);

-- Clicks that are counted but not yet added to the rollups: a batch as it was told, its words once and seven small numbers a click in `cells`.
-- Adding many batches at once costs a fraction of adding each. Not compressed: it is gone within seconds.
create table stats.click_batch (
  batch uuid not null,
  words text not null,
  cells bytea not null,
  constraint click_batch_pkey primary key (batch)
);
alter table stats.click_batch alter column words set storage external, alter column cells set storage external;

-- Rollups of clicks: one narrow table for each dimension that a report may ask for beside the ad space, by calendar day of the program's
-- zone. An absent word is '' because a key column cannot be null. Counters are not indexed and pages keep room, so that an update stays in
-- its page.
create table stats.click_day_space (
  place bigint not null,
  day date not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  constraint click_day_space_pkey primary key (place, day)
) with (fillfactor = 70);

create table stats.click_day_hour (
  place bigint not null,
  day date not null,
  hour smallint not null check (hour between 0 and 23),
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  constraint click_day_hour_pkey primary key (place, day, hour)
) with (fillfactor = 70);

create table stats.click_day_link (
  place bigint not null,
  day date not null,
  link text not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  -- A bit for each hour of the day in which there were such clicks, filtered ones included: where single clicks are looked for.
  hours integer not null,
  constraint click_day_link_pkey primary key (place, day, link)
) with (fillfactor = 70);

create table stats.click_day_country (
  place bigint not null,
  day date not null,
  country text not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  hours integer not null,
  constraint click_day_country_pkey primary key (place, day, country)
) with (fillfactor = 70);

create table stats.click_day_device (
  place bigint not null,
  day date not null,
  device text not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  hours integer not null,
  constraint click_day_device_pkey primary key (place, day, device)
) with (fillfactor = 70);

-- The same over all ad spaces of a program and traffic type, for reports over many publishers: as many rows as there are words, however many
-- ad spaces there are. Added to together with the rollups by ad space.
create table stats.click_program_hour (
  day date not null,
  program text not null,
  traffic_type text not null,
  hour smallint not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  constraint click_program_hour_pkey primary key (day, program, traffic_type, hour)
) with (fillfactor = 70);

create table stats.click_program_country (
  day date not null,
  program text not null,
  traffic_type text not null,
  country text not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  constraint click_program_country_pkey primary key (day, program, traffic_type, country)
) with (fillfactor = 70);

create table stats.click_program_device (
  day date not null,
  program text not null,
  traffic_type text not null,
  device text not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  constraint click_program_device_pkey primary key (day, program, traffic_type, device)
) with (fillfactor = 70);

-- The SubIDs that came most often on a day in a program, over all its ad spaces, for reports over many publishers; made anew every few minutes for
-- days with very many of them (`click_subid_day` names these). The row of '…' has the clicks of the others less those of all: a day's rows of a program
-- and traffic type add up to nothing, so that what `click_program_device` counts beside them is, at any moment, what has no name here.
create table stats.click_program_subid (
  day date not null,
  program text not null,
  traffic_type text not null,
  subid_digest bigint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null,
  constraint click_program_subid_pkey primary key (day, program, traffic_type, subid_digest)
);

create table stats.click_subid_day (
  day date not null,
  -- Clicks of the day when its rows were made, filtered ones included: more by now, and they are made anew.
  clicks bigint not null,
  constraint click_subid_day_pkey primary key (day)
);

-- The clicks of each link from the beginning of a month to a day of it, for reports over many publishers: the difference of two such sums is what lies
-- between them, three rows a link where the days have thirty. A job makes them when the day is over; they hold while `click_link_day` has the day.
create table stats.click_link_until (
  day date not null,
  place bigint not null,
  link text not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  constraint click_link_until_pkey primary key (day, place, link)
);

create table stats.click_link_day (
  day date not null,
  constraint click_link_day_pkey primary key (day)
);

-- Five SubIDs together can be longer than an index entry may be: the key holds eight bytes of their digest, the columns their text.
create table stats.click_day_subid (
  place bigint not null,
  day date not null,
  subid_digest bigint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  hours integer not null,
  constraint click_day_subid_pkey primary key (place, day, subid_digest)
) with (fillfactor = 80);

-- SubIDs that came once on a day, where an ad space has many of them: the rollup has them summed in one row (`sum_digest`), and this tells
-- for some days which they are, so that each is found by its name. `folded` has a bit for each of the five that is '…' in the sum, 1 for the first.
create table stats.click_single_subid (
  place bigint not null,
  day date not null,
  subid_digest bigint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  folded smallint not null check (folded between 1 and 31),
  sum_digest bigint not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0),
  hours integer not null,
  constraint click_single_subid_pkey primary key (place, day, subid_digest)
);

-- The SubIDs of days that are over once more, where an ad space has many of them: in the order of the ad spaces, so that those of one publisher lie
-- together. `click_place_day` has how many clicks they tell, filtered ones included; an ad space that has more by now is read from the rollup.
create table stats.click_place_subid (
  place bigint not null,
  day date not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  clicks integer not null check (clicks >= 0),
  unique_clicks integer not null check (unique_clicks between 0 and clicks),
  filtered integer not null check (filtered >= 0)
);

create table stats.click_place_day (
  place bigint not null,
  day date not null,
  clicks bigint not null,
  constraint click_place_day_pkey primary key (place, day)
);

create table stats.click_copied_day (
  day date not null,
  -- Clicks of the day when its SubIDs were copied: more by now, and they are copied anew.
  clicks bigint not null,
  constraint click_copied_day_pkey primary key (day)
);

-- In which hours of a day an ad space had SubIDs that came once and whose names are forgotten: a hash of each of the five that was folded, four
-- bytes a click. It says where to look for the click of one, and nothing else.
create table stats.click_subid_hour (
  place bigint not null,
  day date not null,
  hour smallint not null check (hour between 0 and 23),
  hashes integer[] not null,
  constraint click_subid_hour_pkey primary key (place, day, hour)
);

-- Counted clicks by minute: the trailing windows of the metrics (30 days, 48 hours).
create table stats.click_minute (
  program text not null,
  minute timestamptz not null,
  clicks bigint not null check (clicks > 0),
  constraint click_minute_pkey primary key (program, minute)
) with (fillfactor = 70);

-- Who has clicked on a day already, so that a second click of theirs is not unique. Visitors are 64 bits of a hash.
create table stats.visitor_day (
  program text not null,
  day date not null,
  ad_space_id uuid not null,
  visitor bigint not null,
  constraint visitor_day_pkey primary key (program, day, ad_space_id, visitor)
);

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

create table stats.action_day_space (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  paid boolean not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  with_pending integer not null,
  with_approved integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_day_space_key unique nulls not distinct
    (publisher_org, day, program, ad_space_id, traffic_type, paid, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

create table stats.action_day_hour (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  hour smallint not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_day_hour_key unique nulls not distinct
    (publisher_org, day, program, ad_space_id, traffic_type, hour, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

create table stats.action_day_link (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  link text not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_day_link_key unique nulls not distinct
    (publisher_org, day, program, ad_space_id, traffic_type, link, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

create table stats.action_day_country (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  country text not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_day_country_key unique nulls not distinct
    (publisher_org, day, program, ad_space_id, traffic_type, country, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

create table stats.action_day_device (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  device text not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_day_device_key unique nulls not distinct
    (publisher_org, day, program, ad_space_id, traffic_type, device, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

-- Five SubIDs by eight bytes of their digest, as in the rollup of clicks.
create table stats.action_day_subid (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  subid_digest bigint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_day_subid_key unique nulls not distinct
    (publisher_org, day, program, ad_space_id, traffic_type, subid_digest, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

-- The same over all publishers and ad spaces of a program and traffic type.
create table stats.action_program_hour (
  day date not null,
  program text not null,
  traffic_type text not null,
  hour smallint not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_program_hour_key primary key
    (day, program, traffic_type, hour, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

create table stats.action_program_country (
  day date not null,
  program text not null,
  traffic_type text not null,
  country text not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_program_country_key primary key
    (day, program, traffic_type, country, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

create table stats.action_program_device (
  day date not null,
  program text not null,
  traffic_type text not null,
  device text not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_program_device_key primary key
    (day, program, traffic_type, device, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

-- Those of the SubIDs that `click_program_subid` names, and as '…' what these have together, taken away: `action_program_device` beside them leaves
-- the actions of all others.
create table stats.action_program_subid (
  day date not null,
  program text not null,
  traffic_type text not null,
  subid_digest bigint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  status text not null,
  currency char(3) not null,
  order_currency char(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null,
  constraint action_program_subid_key primary key
    (day, program, traffic_type, subid_digest, status, currency, order_currency, advertiser_org)
) with (fillfactor = 70);

-- The ad spaces of a publisher, and those of a program.
create index place_publisher_idx on stats.place (publisher_org);
create index place_program_idx on stats.place (program);
-- Reports over all ad spaces: rows lie in the order of their days.
create index click_day_space_day_idx on stats.click_day_space using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_hour_day_idx on stats.click_day_hour using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_link_day_idx on stats.click_day_link using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_country_day_idx on stats.click_day_country using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_device_day_idx on stats.click_day_device using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_single_subid_day_idx on stats.click_single_subid using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_subid_day_idx on stats.click_day_subid using brin (day) with (pages_per_range = 32, autosummarize = on);
-- Of a publisher's ad spaces; and days that are copied anew.
create index click_place_subid_idx on stats.click_place_subid (place, day);
create index click_place_subid_day_idx on stats.click_place_subid using brin (day) with (pages_per_range = 32, autosummarize = on);
-- Reports of a publisher over all programs.
create index action_publisher_idx on stats.action (publisher_org, day);
-- Their sums by program and day.
create index action_day_space_program_idx on stats.action_day_space (program, day);
create index action_day_hour_program_idx on stats.action_day_hour (program, day);
create index action_day_link_program_idx on stats.action_day_link (program, day);
create index action_day_country_program_idx on stats.action_day_country (program, day);
create index action_day_device_program_idx on stats.action_day_device (program, day);
create index action_day_subid_program_idx on stats.action_day_subid (program, day);
-- Days of which no sums by program are kept.
create index action_day_subid_day_idx on stats.action_day_subid using brin (day) with (pages_per_range = 32, autosummarize = on);
-- Reports of a program by day.
create index action_day_idx on stats.action (program, day);
-- The metrics of a program: its actions of a window of time.
create index action_ordered_idx on stats.action (program, ordered_at);
-- The export, oldest recorded first.
create index action_recorded_idx on stats.action (recorded_at, program, order_id);
-- Forgetting old minutes and visitors of all programs.
create index click_minute_minute_idx on stats.click_minute (minute);
create index visitor_day_day_idx on stats.visitor_day (day);

alter table stats.program enable row level security;
alter table stats.program force row level security;
alter table stats.place enable row level security;
alter table stats.place force row level security;
alter table stats.click_batch enable row level security;
alter table stats.click_batch force row level security;
alter table stats.click_day_space enable row level security;
alter table stats.click_day_space force row level security;
alter table stats.click_day_hour enable row level security;
alter table stats.click_day_hour force row level security;
alter table stats.click_day_link enable row level security;
alter table stats.click_link_until enable row level security;
alter table stats.click_place_subid enable row level security;
alter table stats.click_place_day enable row level security;
alter table stats.click_day_link force row level security;
alter table stats.click_link_until force row level security;
alter table stats.click_place_subid force row level security;
alter table stats.click_place_day force row level security;
alter table stats.click_day_country enable row level security;
alter table stats.click_day_country force row level security;
alter table stats.click_day_device enable row level security;
alter table stats.click_day_device force row level security;
alter table stats.click_day_subid enable row level security;
alter table stats.click_single_subid enable row level security;
alter table stats.click_day_subid force row level security;
alter table stats.click_subid_hour enable row level security;
alter table stats.click_subid_hour force row level security;
alter table stats.click_single_subid force row level security;
alter table stats.click_minute enable row level security;
alter table stats.click_minute force row level security;
alter table stats.visitor_day enable row level security;
alter table stats.visitor_day force row level security;
alter table stats.action enable row level security;
alter table stats.action force row level security;

alter table stats.action_change enable row level security;
alter table stats.action_change force row level security;
alter table stats.action_day_space enable row level security;
alter table stats.action_day_space force row level security;
alter table stats.action_day_hour enable row level security;
alter table stats.action_day_hour force row level security;
alter table stats.action_day_link enable row level security;
alter table stats.action_day_link force row level security;
alter table stats.action_day_country enable row level security;
alter table stats.action_day_country force row level security;
alter table stats.action_day_device enable row level security;
alter table stats.action_day_subid enable row level security;
alter table stats.action_day_device force row level security;
alter table stats.action_day_subid force row level security;
alter table stats.click_program_hour enable row level security;
alter table stats.click_program_hour force row level security;
alter table stats.click_program_country enable row level security;
alter table stats.click_program_country force row level security;
alter table stats.click_program_device enable row level security;
alter table stats.click_link_day enable row level security;
alter table stats.click_copied_day enable row level security;
alter table stats.click_program_device force row level security;
alter table stats.click_link_day force row level security;
alter table stats.click_copied_day force row level security;
alter table stats.click_program_subid enable row level security;
alter table stats.click_program_subid force row level security;
alter table stats.click_subid_day enable row level security;
alter table stats.click_subid_day force row level security;
alter table stats.action_program_hour enable row level security;
alter table stats.action_program_hour force row level security;
alter table stats.action_program_country enable row level security;
alter table stats.action_program_country force row level security;
alter table stats.action_program_device enable row level security;
alter table stats.action_program_subid enable row level security;
alter table stats.action_program_device force row level security;
alter table stats.action_program_subid force row level security;

create policy program_system on stats.program to tributary_system using (true) with check (true);
create policy place_system on stats.place to tributary_system using (true) with check (true);
create policy click_batch_system on stats.click_batch to tributary_system using (true) with check (true);
create policy click_day_space_system on stats.click_day_space to tributary_system using (true) with check (true);
create policy click_day_hour_system on stats.click_day_hour to tributary_system using (true) with check (true);
create policy click_day_link_system on stats.click_day_link to tributary_system using (true) with check (true);
create policy click_link_until_system on stats.click_link_until to tributary_system using (true) with check (true);
create policy click_place_subid_system on stats.click_place_subid to tributary_system using (true) with check (true);
create policy click_place_day_system on stats.click_place_day to tributary_system using (true) with check (true);
create policy click_day_country_system on stats.click_day_country to tributary_system using (true) with check (true);
create policy click_day_device_system on stats.click_day_device to tributary_system using (true) with check (true);
create policy click_day_subid_system on stats.click_day_subid to tributary_system using (true) with check (true);
create policy click_single_subid_system on stats.click_single_subid to tributary_system using (true) with check (true);
create policy click_subid_hour_system on stats.click_subid_hour to tributary_system using (true) with check (true);
create policy click_minute_system on stats.click_minute to tributary_system using (true) with check (true);
create policy visitor_day_system on stats.visitor_day to tributary_system using (true) with check (true);
create policy action_system on stats.action to tributary_system using (true) with check (true);
create policy action_change_system on stats.action_change to tributary_system using (true) with check (true);
create policy action_day_space_system on stats.action_day_space to tributary_system using (true) with check (true);
create policy action_day_hour_system on stats.action_day_hour to tributary_system using (true) with check (true);
create policy action_day_link_system on stats.action_day_link to tributary_system using (true) with check (true);
create policy action_day_country_system on stats.action_day_country to tributary_system using (true) with check (true);
create policy action_day_device_system on stats.action_day_device to tributary_system using (true) with check (true);
create policy action_day_subid_system on stats.action_day_subid to tributary_system using (true) with check (true);
create policy click_program_hour_system on stats.click_program_hour to tributary_system using (true) with check (true);
create policy click_program_country_system on stats.click_program_country to tributary_system using (true) with check (true);
create policy click_program_device_system on stats.click_program_device to tributary_system using (true) with check (true);
create policy click_link_day_system on stats.click_link_day to tributary_system using (true) with check (true);
create policy click_copied_day_system on stats.click_copied_day to tributary_system using (true) with check (true);
create policy click_program_subid_system on stats.click_program_subid to tributary_system using (true) with check (true);
create policy click_subid_day_system on stats.click_subid_day to tributary_system using (true) with check (true);
create policy action_program_hour_system on stats.action_program_hour to tributary_system using (true) with check (true);
create policy action_program_country_system on stats.action_program_country to tributary_system using (true) with check (true);
create policy action_program_device_system on stats.action_program_device to tributary_system using (true) with check (true);
create policy action_program_subid_system on stats.action_program_subid to tributary_system using (true) with check (true);

-- A publisher sees its own rows, an advertiser those of its programs; without an organisation there is nothing to see.
create policy program_tenant on stats.program for select to tributary_app
  using (advertiser_org = tenancy.org());
create policy place_tenant on stats.place for select to tributary_app
  using (
    publisher_org = tenancy.org()
    or program in (select p.program from stats.program p where p.advertiser_org = tenancy.org())
  );
-- What is counted belongs to whom its place belongs to.
create policy click_day_space_tenant on stats.click_day_space for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_day_hour_tenant on stats.click_day_hour for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_day_link_tenant on stats.click_day_link for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_link_until_tenant on stats.click_link_until for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_place_subid_tenant on stats.click_place_subid for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_place_day_tenant on stats.click_place_day for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_day_country_tenant on stats.click_day_country for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_day_device_tenant on stats.click_day_device for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_day_subid_tenant on stats.click_day_subid for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_single_subid_tenant on stats.click_single_subid for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_subid_hour_tenant on stats.click_subid_hour for select to tributary_app using (place in (select p.place from stats.place p));
-- Asked once a statement: asked row by row, who the tenant is takes longer than everything else of a report.
create policy action_tenant on stats.action for select to tributary_app
  using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_change_tenant on stats.action_change for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_space_tenant on stats.action_day_space for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_hour_tenant on stats.action_day_hour for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_link_tenant on stats.action_day_link for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_country_tenant on stats.action_day_country for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_device_tenant on stats.action_day_device for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_subid_tenant on stats.action_day_subid for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));

-- Sums over many publishers are for advertisers alone.
create policy click_program_hour_tenant on stats.click_program_hour for select to tributary_app using (program in (select p.program from stats.program p));
create policy click_program_country_tenant on stats.click_program_country for select to tributary_app using (program in (select p.program from stats.program p));
create policy click_program_device_tenant on stats.click_program_device for select to tributary_app using (program in (select p.program from stats.program p));
create policy click_link_day_tenant on stats.click_link_day for select to tributary_app using (exists (select from stats.program));
create policy click_program_subid_tenant on stats.click_program_subid for select to tributary_app using (program in (select p.program from stats.program p));
-- Which days have such sums is no secret, but nothing either to whoever has no program.
create policy click_subid_day_tenant on stats.click_subid_day for select to tributary_app using (exists (select from stats.program));
create policy action_program_hour_tenant on stats.action_program_hour for select to tributary_app using (advertiser_org = (select tenancy.org()));
create policy action_program_country_tenant on stats.action_program_country for select to tributary_app using (advertiser_org = (select tenancy.org()));
create policy action_program_device_tenant on stats.action_program_device for select to tributary_app using (advertiser_org = (select tenancy.org()));
create policy action_program_subid_tenant on stats.action_program_subid for select to tributary_app using (advertiser_org = (select tenancy.org()));

grant select on stats.program, stats.place, stats.click_day_space, stats.click_day_hour, stats.click_day_link, stats.click_day_country,
  stats.click_day_device, stats.click_day_subid, stats.click_single_subid, stats.click_subid_hour, stats.action to tributary_app;
grant select, insert, update, delete on stats.program, stats.place, stats.click_batch, stats.click_day_space, stats.click_day_hour,
  stats.click_day_link, stats.click_day_country, stats.click_day_device, stats.click_day_subid, stats.click_single_subid, stats.click_subid_hour, stats.click_minute,
  stats.visitor_day, stats.action to tributary_system;
grant select on stats.action_change, stats.action_day_space, stats.action_day_hour,
  stats.action_day_link, stats.action_day_country, stats.action_day_device, stats.action_day_subid to tributary_app;
grant select, insert, delete on stats.action_change to tributary_system;
grant select, insert, update, delete on stats.action_day_space, stats.action_day_hour, stats.action_day_link, stats.action_day_country, stats.action_day_device, stats.action_day_subid to tributary_system;
grant select on stats.click_program_hour, stats.click_program_country, stats.click_program_device, stats.click_program_subid, stats.click_subid_day, stats.action_program_hour, stats.action_program_country, stats.action_program_device, stats.action_program_subid, stats.click_link_day, stats.click_link_until, stats.click_place_subid, stats.click_place_day to tributary_app;
grant select, insert, update, delete on stats.click_program_hour, stats.click_program_country, stats.click_program_device, stats.click_program_subid, stats.click_subid_day, stats.action_program_hour, stats.action_program_country, stats.action_program_device, stats.action_program_subid, stats.click_link_day, stats.click_link_until, stats.click_place_subid, stats.click_place_day, stats.click_copied_day to tributary_system;
