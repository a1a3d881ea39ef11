-- Creates the statistics: what is known of programs and ad spaces, and rollups of clicks. Breaks no running version.

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

-- The ad spaces of a publisher, and those of a program.
create index place_publisher_idx on stats.place (publisher_org);
create index place_program_idx on stats.place (program);
-- Reports over all ad spaces: rows lie in the order of their days.
create index click_day_space_day_idx on stats.click_day_space using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_hour_day_idx on stats.click_day_hour using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_link_day_idx on stats.click_day_link using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_country_day_idx on stats.click_day_country using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_device_day_idx on stats.click_day_device using brin (day) with (pages_per_range = 32, autosummarize = on);
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
alter table stats.click_day_link force row level security;
alter table stats.click_link_until enable row level security;
alter table stats.click_link_until force row level security;
alter table stats.click_day_country enable row level security;
alter table stats.click_day_country force row level security;
alter table stats.click_day_device enable row level security;
alter table stats.click_day_device force row level security;
alter table stats.click_minute enable row level security;
alter table stats.click_minute force row level security;
alter table stats.visitor_day enable row level security;
alter table stats.visitor_day force row level security;
alter table stats.click_program_hour enable row level security;
alter table stats.click_program_hour force row level security;
alter table stats.click_program_country enable row level security;
alter table stats.click_program_country force row level security;
alter table stats.click_program_device enable row level security;
alter table stats.click_program_device force row level security;
alter table stats.click_link_day enable row level security;
alter table stats.click_link_day force row level security;

create policy program_system on stats.program to tributary_system using (true) with check (true);
create policy place_system on stats.place to tributary_system using (true) with check (true);
create policy click_batch_system on stats.click_batch to tributary_system using (true) with check (true);
create policy click_day_space_system on stats.click_day_space to tributary_system using (true) with check (true);
create policy click_day_hour_system on stats.click_day_hour to tributary_system using (true) with check (true);
create policy click_day_link_system on stats.click_day_link to tributary_system using (true) with check (true);
create policy click_link_until_system on stats.click_link_until to tributary_system using (true) with check (true);
create policy click_day_country_system on stats.click_day_country to tributary_system using (true) with check (true);
create policy click_day_device_system on stats.click_day_device to tributary_system using (true) with check (true);
create policy click_minute_system on stats.click_minute to tributary_system using (true) with check (true);
create policy visitor_day_system on stats.visitor_day to tributary_system using (true) with check (true);
create policy click_program_hour_system on stats.click_program_hour to tributary_system using (true) with check (true);
create policy click_program_country_system on stats.click_program_country to tributary_system using (true) with check (true);
create policy click_program_device_system on stats.click_program_device to tributary_system using (true) with check (true);
create policy click_link_day_system on stats.click_link_day to tributary_system using (true) with check (true);

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
create policy click_day_country_tenant on stats.click_day_country for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_day_device_tenant on stats.click_day_device for select to tributary_app using (place in (select p.place from stats.place p));

-- Sums over many publishers are for advertisers alone.
create policy click_program_hour_tenant on stats.click_program_hour for select to tributary_app using (program in (select p.program from stats.program p));
create policy click_program_country_tenant on stats.click_program_country for select to tributary_app using (program in (select p.program from stats.program p));
create policy click_program_device_tenant on stats.click_program_device for select to tributary_app using (program in (select p.program from stats.program p));
create policy click_link_day_tenant on stats.click_link_day for select to tributary_app using (exists (select from stats.program));

grant select on stats.program, stats.place, stats.click_day_space, stats.click_day_hour, stats.click_day_link, stats.click_day_country,
  stats.click_day_device, stats.click_program_hour, stats.click_program_country, stats.click_program_device, stats.click_link_day,
  stats.click_link_until to tributary_app;
grant select, insert, update, delete on stats.program, stats.place, stats.click_batch, stats.click_day_space, stats.click_day_hour,
  stats.click_day_link, stats.click_day_country, stats.click_day_device, stats.click_minute, stats.visitor_day, stats.click_program_hour,
  stats.click_program_country, stats.click_program_device, stats.click_link_day, stats.click_link_until to tributary_system;
