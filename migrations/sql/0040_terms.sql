-- Published terms of programs, proposals that wait for a second yes, and internal exchange rates. Breaks nothing.

create schema terms;
grant usage on schema terms to tributary_app, tributary_system;

-- One row a publication: the whole text as it was published. The greatest number is the current one.
create table terms.publication (
  program text not null,
  number integer not null check (number > 0),
  advertiser_org uuid not null,
  text text not null,
  hash bytea not null check (octet_length(hash) = 32),
  published_at timestamptz not null,
  published_by text not null,
  primary key (program, number)
);

create table terms.version (
  program text not null,
  number integer not null,
  version_id text not null,
  valid_from timestamptz,
  valid_until timestamptz,
  primary key (program, number, version_id),
  foreign key (program, number) references terms.publication,
  check (valid_from is null or valid_until is null or valid_from < valid_until)
);

-- One row for each time a rate was stated; the greatest revision is the rate. Nothing is overwritten.
create table terms.internal_rate (
  program text not null,
  advertiser_org uuid not null,
  base char(3) not null,
  quote char(3) not null check (quote <> base),
  day date not null,
  revision integer not null check (revision > 0),
  rate numeric not null check (rate > 0),
  source text not null check (source <> ''),
  set_at timestamptz not null,
  primary key (program, day, base, quote, revision)
);

create function terms.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% only grows: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;
create trigger publication_only_grows before update or delete or truncate on terms.publication
  for each statement execute function terms.refuse_change();
create trigger version_only_grows before update or delete or truncate on terms.version
  for each statement execute function terms.refuse_change();
create trigger internal_rate_only_grows before update or delete or truncate on terms.internal_rate
  for each statement execute function terms.refuse_change();

-- Versions of one publication neither overlap (I-10) nor belong to two of its moments. An exclusion constraint would say the
-- same, but needs an extension that not every server has. The rows of a publication are written in one transaction only, so
-- the check sees all of them.
create function terms.refuse_overlap() returns trigger language plpgsql as $$
begin
  if exists (
    select from terms.version other
     where other.program = new.program and other.number = new.number and other.version_id <> new.version_id
       and tstzrange(other.valid_from, other.valid_until) && tstzrange(new.valid_from, new.valid_until)
  ) then
    raise exception 'terms.version: % of % overlaps another version', new.version_id, new.program
      using errcode = 'exclusion_violation';
  end if;
  return null;
end
$$;
create trigger version_stands_alone after insert on terms.version
  for each row execute function terms.refuse_overlap();

-- A text waits here for a second yes, and comes into force with it only. Proposed by the program's advertiser; approved by a second person of
-- it, or by somebody of another organisation where it changes what is already valid or breaks the notice. Texts and reasons never change, a
-- verdict is given once.
create table terms.proposal (
  proposal_id uuid primary key,
  program text not null,
  advertiser_org uuid not null,
  -- The publication it changes.
  based_on integer not null,
  text text not null,
  hash bytea not null check (octet_length(hash) = 32),
  reason text not null check (reason <> ''),
  approval text not null check (approval in ('colleague', 'operator')),
  -- What it would change of what is valid, and which orders were made in that time, as they stood when it was proposed.
  findings jsonb not null,
  affected jsonb,
  proposed_at timestamptz not null,
  proposed_by text not null,
  proposed_by_org uuid not null,
  verdict text check (verdict in ('approved', 'declined')),
  verdict_at timestamptz,
  verdict_by text,
  verdict_by_org uuid,
  verdict_reason text,
  -- The publication that the approval made.
  published_number integer,
  foreign key (program, based_on) references terms.publication,
  foreign key (program, published_number) references terms.publication,
  check (proposed_by_org = advertiser_org),
  check ((verdict is null) = (verdict_at is null) and (verdict is null) = (verdict_by is null)
    and (verdict is null) = (verdict_by_org is null) and (verdict is null) = (verdict_reason is null)),
  constraint proposal_takes_two check (verdict is distinct from 'approved'
    or (verdict_by <> proposed_by and (approval = 'colleague' or verdict_by_org <> proposed_by_org))),
  check ((verdict is not distinct from 'approved') = (published_number is not null))
);
-- One open proposal a program; serves the question whether there is one.
create unique index proposal_open on terms.proposal (program) where verdict is null;
-- Serves the list of a program's proposals.
create index proposal_program on terms.proposal (program, proposed_at);

create function terms.keep_proposal() returns trigger language plpgsql as $$
begin
  if old.verdict is not null then
    raise exception 'terms.proposal: the verdict on % is given once', old.proposal_id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger proposal_verdict_once before update on terms.proposal
  for each row execute function terms.keep_proposal();
create trigger proposal_stays before delete or truncate on terms.proposal
  for each statement execute function terms.refuse_change();
alter table terms.proposal enable row level security;
alter table terms.proposal force row level security;
create policy own on terms.proposal for select to tributary_app using (advertiser_org = tenancy.org());
create policy everybody on terms.proposal to tributary_system using (true);
grant select on terms.proposal to tributary_app;
grant select, insert on terms.proposal to tributary_system;
grant update (verdict, verdict_at, verdict_by, verdict_by_org, verdict_reason, published_number) on terms.proposal to tributary_system;

-- What a person is writing: one text a program and person, nobody else's to read.
create table terms.draft (
  program text not null,
  author text not null,
  advertiser_org uuid not null,
  based_on integer not null check (based_on >= 0),
  text text not null,
  revision integer not null check (revision > 0),
  saved_at timestamptz not null,
  primary key (program, author)
);

-- Texts that are tried on recorded orders: long work that is watched and can be cancelled.
create table terms.backtest (
  backtest_id uuid primary key,
  program text not null,
  advertiser_org uuid not null,
  started_by text not null,
  started_at timestamptz not null,
  -- Moves while somebody works on it; a process that was killed leaves it behind.
  seen_at timestamptz not null,
  hash bytea not null check (octet_length(hash) = 32),
  ordered_from timestamptz not null,
  ordered_until timestamptz not null,
  status text not null check (status in ('running', 'done', 'cancelled', 'failed')),
  done bigint not null,
  total bigint not null,
  report jsonb,
  check (ordered_from < ordered_until),
  check ((status = 'done') = (report is not null))
);
-- Serves the question what runs of a program, and the removal of old ones.
create index backtest_program on terms.backtest (program, started_at);

alter table terms.draft enable row level security;
alter table terms.draft force row level security;
alter table terms.backtest enable row level security;
alter table terms.backtest force row level security;
create policy own on terms.draft for select to tributary_app using (advertiser_org = tenancy.org());
create policy own on terms.backtest for select to tributary_app using (advertiser_org = tenancy.org());
create policy everybody on terms.draft to tributary_system using (true);
create policy everybody on terms.backtest to tributary_system using (true);
grant select on terms.draft, terms.backtest to tributary_app;
grant select, insert, update, delete on terms.draft, terms.backtest to tributary_system;

alter table terms.publication enable row level security;
alter table terms.publication force row level security;
alter table terms.version enable row level security;
alter table terms.version force row level security;
alter table terms.internal_rate enable row level security;
alter table terms.internal_rate force row level security;

-- Terms are read by everybody who works under them: every organisation, nobody without being one.
create policy offer on terms.publication for select to tributary_app using (tenancy.org() is not null);
create policy offer on terms.version for select to tributary_app using (tenancy.org() is not null);
create policy offer on terms.internal_rate for select to tributary_app using (tenancy.org() is not null);
create policy everybody on terms.publication to tributary_system using (true);
create policy everybody on terms.version to tributary_system using (true);
create policy everybody on terms.internal_rate to tributary_system using (true);

grant select on terms.publication, terms.version, terms.internal_rate to tributary_app;
grant select, insert on terms.publication, terms.version, terms.internal_rate to tributary_system;
