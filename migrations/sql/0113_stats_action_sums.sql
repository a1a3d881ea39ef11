-- Creates the sums of actions by day, of ad spaces and of programs, to which a job adds what `action_change` has. Breaks no running version.

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

-- Reports of a program by day.
create index action_day_space_program_idx on stats.action_day_space (program, day);
create index action_day_hour_program_idx on stats.action_day_hour (program, day);
create index action_day_link_program_idx on stats.action_day_link (program, day);
create index action_day_country_program_idx on stats.action_day_country (program, day);
create index action_day_device_program_idx on stats.action_day_device (program, day);
create index action_day_subid_program_idx on stats.action_day_subid (program, day);
-- Days of which no sums by program are kept.
create index action_day_subid_day_idx on stats.action_day_subid using brin (day) with (pages_per_range = 32, autosummarize = on);
create index action_day_subid_name_idx on stats.action_day_subid (day, subid);

alter table stats.action_day_space enable row level security;
alter table stats.action_day_space force row level security;
alter table stats.action_day_hour enable row level security;
alter table stats.action_day_hour force row level security;
alter table stats.action_day_link enable row level security;
alter table stats.action_day_link force row level security;
alter table stats.action_day_country enable row level security;
alter table stats.action_day_country force row level security;
alter table stats.action_day_device enable row level security;
alter table stats.action_day_device force row level security;
alter table stats.action_day_subid enable row level security;
alter table stats.action_day_subid force row level security;
alter table stats.action_program_hour enable row level security;
alter table stats.action_program_hour force row level security;
alter table stats.action_program_country enable row level security;
alter table stats.action_program_country force row level security;
alter table stats.action_program_device enable row level security;
alter table stats.action_program_device force row level security;
alter table stats.action_program_subid enable row level security;
alter table stats.action_program_subid force row level security;

create policy action_day_space_system on stats.action_day_space to tributary_system using (true) with check (true);
create policy action_day_hour_system on stats.action_day_hour to tributary_system using (true) with check (true);
create policy action_day_link_system on stats.action_day_link to tributary_system using (true) with check (true);
create policy action_day_country_system on stats.action_day_country to tributary_system using (true) with check (true);
create policy action_day_device_system on stats.action_day_device to tributary_system using (true) with check (true);
create policy action_day_subid_system on stats.action_day_subid to tributary_system using (true) with check (true);
create policy action_program_hour_system on stats.action_program_hour to tributary_system using (true) with check (true);
create policy action_program_country_system on stats.action_program_country to tributary_system using (true) with check (true);
create policy action_program_device_system on stats.action_program_device to tributary_system using (true) with check (true);
create policy action_program_subid_system on stats.action_program_subid to tributary_system using (true) with check (true);

create policy action_day_space_tenant on stats.action_day_space for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_hour_tenant on stats.action_day_hour for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_link_tenant on stats.action_day_link for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_country_tenant on stats.action_day_country for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_device_tenant on stats.action_day_device for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_day_subid_tenant on stats.action_day_subid for select to tributary_app using (publisher_org = (select tenancy.org()) or advertiser_org = (select tenancy.org()));
create policy action_program_hour_tenant on stats.action_program_hour for select to tributary_app using (advertiser_org = (select tenancy.org()));
create policy action_program_country_tenant on stats.action_program_country for select to tributary_app using (advertiser_org = (select tenancy.org()));
create policy action_program_device_tenant on stats.action_program_device for select to tributary_app using (advertiser_org = (select tenancy.org()));
create policy action_program_subid_tenant on stats.action_program_subid for select to tributary_app using (advertiser_org = (select tenancy.org()));

grant select on stats.action_day_space, stats.action_day_hour, stats.action_day_link, stats.action_day_country, stats.action_day_device,
  stats.action_day_subid, stats.action_program_hour, stats.action_program_country, stats.action_program_device,
  stats.action_program_subid to tributary_app;
grant select, insert, update, delete on stats.action_day_space, stats.action_day_hour, stats.action_day_link, stats.action_day_country,
  stats.action_day_device, stats.action_day_subid, stats.action_program_hour, stats.action_program_country, stats.action_program_device,
  stats.action_program_subid to tributary_system;
