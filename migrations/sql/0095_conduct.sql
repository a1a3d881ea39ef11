-- Conduct rules: how severe a breach is in a program, cases with their notes, and sanctions. Breaks nothing.

create schema conduct;
grant usage on schema conduct to tributary_app, tributary_system;

-- Where a program is stricter or milder with a rule than the network (C-38).
create table conduct.scale (
  program text not null,
  rule text not null,
  first_level text not null check (first_level in ('warning', 'block', 'block_and_void', 'expelled')),
  -- When the same rule was broken before.
  again_level text not null check (again_level in ('warning', 'block', 'block_and_void', 'expelled')),
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (program, rule)
);

-- For how many days publishers of a program may object to a sanction, where it is not what the network's rules say.
create table conduct.appeal_period (
  program text primary key,
  days integer not null check (days between 1 and 365),
  changed_by text not null,
  changed_at timestamptz not null
);

create table conduct.case_file (
  case_id uuid primary key,
  program text not null,
  advertiser_org uuid not null,
  publisher_org uuid not null,
  -- Null: it is about the publisher, not about one place.
  ad_space_id uuid,
  rule text not null,
  -- The number under which publishers read the rule; null for a rule that stands outside the list.
  rule_number integer,
  -- Version of the rules that were in force when it happened; null while the program had published none.
  rules_version integer,
  origin text not null check (origin in ('person', 'complaint', 'rule')),
  evidence text not null check (evidence <> ''),
  status text not null check (status in ('open', 'dismissed', 'sanctioned')),
  -- When the rule was broken, as far as is known: the rules of that moment count.
  happened_at timestamptz not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  check ((status = 'open') = (closed_at is null) and (closed_at is null) = (closed_by is null))
);
-- Serves the queue of open cases and the list of all, newest first.
create index case_file_status on conduct.case_file (status, opened_at desc, case_id);
create index case_file_opened on conduct.case_file (opened_at desc, case_id);
-- Serves what is known of a publisher in a program.
create index case_file_publisher on conduct.case_file (publisher_org, program);

create table conduct.note (
  note_id uuid primary key,
  case_id uuid not null references conduct.case_file,
  at timestamptz not null,
  by_whom text not null,
  text text not null check (text <> '')
);
create index note_case on conduct.note (case_id, at);

create table conduct.sanction (
  sanction_id uuid primary key,
  case_id uuid not null references conduct.case_file,
  program text not null,
  advertiser_org uuid not null,
  publisher_org uuid not null,
  -- Null: all ad spaces of the publisher, also those it will make.
  ad_space_id uuid,
  level text not null check (level in ('warning', 'block', 'block_and_void', 'expelled')),
  rule text not null,
  rule_number integer,
  rules_version integer,
  -- Under which of the five codes orders were declined or taken back; null where none were touched.
  violation text check (violation in ('abnormal_traffic', 'abnormal_order', 'PPC_violation', 'SID_black_list', 'risk')),
  reason text not null check (reason <> ''),
  imposed_by text not null,
  imposed_at timestamptz not null,
  -- What it did when it was imposed: counts and amounts.
  effect jsonb not null,
  appeal text,
  appealed_at timestamptz,
  -- Until when the publisher may object; of the moment of the sanction, whatever the period becomes later.
  appeal_until timestamptz not null,
  -- Why the network leaves the sanction as it is; one that it lifts has its reason there.
  appeal_answer text check (appeal_answer <> ''),
  appeal_answered_by text,
  appeal_answered_at timestamptz,
  lifted_by text,
  lifted_at timestamptz,
  lifted_reason text,
  check ((violation is null) = (level in ('warning', 'block'))),
  check (level <> 'expelled' or (ad_space_id is null and lifted_at is null)),
  check ((appeal is null) = (appealed_at is null)),
  check (appeal_answer is null or appeal is not null),
  check ((appeal_answer is null) = (appeal_answered_by is null) and (appeal_answer is null) = (appeal_answered_at is null)),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_reason is null))
);
-- Serves the sanctions in force against a publisher, which every new order of it asks for.
create index sanction_publisher on conduct.sanction (publisher_org, program);
create index sanction_case on conduct.sanction (case_id);
-- Serves the list of all, newest first.
create index sanction_imposed on conduct.sanction (imposed_at desc, sanction_id);

-- The ad spaces that a sanction stopped in its program. Lifting it sets free what no other sanction holds.
create table conduct.stopped (
  sanction_id uuid not null references conduct.sanction,
  ad_space_id uuid not null,
  -- Somebody else had blocked it before; then lifting leaves it blocked.
  blocked_before boolean not null,
  primary key (sanction_id, ad_space_id)
);
-- Serves the question which sanctions hold an ad space.
create index stopped_ad_space on conduct.stopped (ad_space_id);

create function conduct.refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception '%.% keeps what was: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'restrict_violation';
end
$$;
create trigger case_file_stays before delete or truncate on conduct.case_file
  for each statement execute function conduct.refuse_removal();
create trigger note_stays before update or delete or truncate on conduct.note
  for each statement execute function conduct.refuse_removal();
create trigger sanction_stays before delete or truncate on conduct.sanction
  for each statement execute function conduct.refuse_removal();

alter table conduct.scale enable row level security;
alter table conduct.scale force row level security;
alter table conduct.appeal_period enable row level security;
alter table conduct.appeal_period force row level security;
alter table conduct.case_file enable row level security;
alter table conduct.case_file force row level security;
alter table conduct.note enable row level security;
alter table conduct.note force row level security;
alter table conduct.sanction enable row level security;
alter table conduct.sanction force row level security;
alter table conduct.stopped enable row level security;
alter table conduct.stopped force row level security;

-- Evidence and notes are the network's; the sanction itself is for the publisher to read, and for the program that it protects.
create policy party on conduct.sanction for select to tributary_app
  using (publisher_org = tenancy.org() or advertiser_org = tenancy.org());
create policy everybody on conduct.scale to tributary_system using (true);
create policy everybody on conduct.appeal_period to tributary_system using (true);
create policy everybody on conduct.case_file to tributary_system using (true);
create policy everybody on conduct.note to tributary_system using (true);
create policy everybody on conduct.sanction to tributary_system using (true);
create policy everybody on conduct.stopped to tributary_system using (true);

grant select on conduct.sanction to tributary_app;
grant select, insert, update on conduct.scale, conduct.appeal_period to tributary_system;
grant select, insert, update (status, closed_by, closed_at) on conduct.case_file to tributary_system;
grant select, insert on conduct.note, conduct.stopped to tributary_system;
grant select, insert on conduct.sanction to tributary_system;
grant update (appeal, appealed_at, appeal_answer, appeal_answered_by, appeal_answered_at, lifted_by, lifted_at, lifted_reason) on conduct.sanction to tributary_system;
