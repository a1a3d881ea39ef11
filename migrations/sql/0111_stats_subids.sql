-- Creates the rollups of clicks by SubID: of ad spaces, folded where there are very many, and over many publishers. Breaks no running version.

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

-- Reports over all ad spaces, as of the other rollups of clicks.
create index click_single_subid_day_idx on stats.click_single_subid using brin (day) with (pages_per_range = 32, autosummarize = on);
create index click_day_subid_day_idx on stats.click_day_subid using brin (day) with (pages_per_range = 32, autosummarize = on);
-- Finds a SubID by its name, day by day: those of a day lie together, so that adding to it touches few pages.
create index click_day_subid_name_idx on stats.click_day_subid (day, subid);
create index click_single_subid_name_idx on stats.click_single_subid (day, subid);
-- Of a publisher's ad spaces; and days that are copied anew.
create index click_place_subid_idx on stats.click_place_subid (place, day);
create index click_place_subid_day_idx on stats.click_place_subid using brin (day) with (pages_per_range = 32, autosummarize = on);

alter table stats.click_place_subid enable row level security;
alter table stats.click_place_subid force row level security;
alter table stats.click_place_day enable row level security;
alter table stats.click_place_day force row level security;
alter table stats.click_day_subid enable row level security;
alter table stats.click_day_subid force row level security;
alter table stats.click_single_subid enable row level security;
alter table stats.click_single_subid force row level security;
alter table stats.click_subid_hour enable row level security;
alter table stats.click_subid_hour force row level security;
alter table stats.click_copied_day enable row level security;
alter table stats.click_copied_day force row level security;
alter table stats.click_program_subid enable row level security;
alter table stats.click_program_subid force row level security;
alter table stats.click_subid_day enable row level security;
alter table stats.click_subid_day force row level security;

create policy click_place_subid_system on stats.click_place_subid to tributary_system using (true) with check (true);
create policy click_place_day_system on stats.click_place_day to tributary_system using (true) with check (true);
create policy click_day_subid_system on stats.click_day_subid to tributary_system using (true) with check (true);
create policy click_single_subid_system on stats.click_single_subid to tributary_system using (true) with check (true);
create policy click_subid_hour_system on stats.click_subid_hour to tributary_system using (true) with check (true);
create policy click_copied_day_system on stats.click_copied_day to tributary_system using (true) with check (true);
create policy click_program_subid_system on stats.click_program_subid to tributary_system using (true) with check (true);
create policy click_subid_day_system on stats.click_subid_day to tributary_system using (true) with check (true);

-- As of the other rollups: what is counted belongs to whom its place belongs to; sums over many publishers are for advertisers alone.
create policy click_place_subid_tenant on stats.click_place_subid for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_place_day_tenant on stats.click_place_day for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_day_subid_tenant on stats.click_day_subid for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_single_subid_tenant on stats.click_single_subid for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_subid_hour_tenant on stats.click_subid_hour for select to tributary_app using (place in (select p.place from stats.place p));
create policy click_program_subid_tenant on stats.click_program_subid for select to tributary_app using (program in (select p.program from stats.program p));
-- Which days have such sums is no secret, but nothing either to whoever has no program.
create policy click_subid_day_tenant on stats.click_subid_day for select to tributary_app using (exists (select from stats.program));

grant select on stats.click_day_subid, stats.click_single_subid, stats.click_subid_hour, stats.click_program_subid, stats.click_subid_day,
  stats.click_place_subid, stats.click_place_day to tributary_app;
grant select, insert, update, delete on stats.click_day_subid, stats.click_single_subid, stats.click_subid_hour, stats.click_program_subid,
  stats.click_subid_day, stats.click_place_subid, stats.click_place_day, stats.click_copied_day to tributary_system;
