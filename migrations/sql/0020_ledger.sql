-- Creates the ledger: accounts, append-only entries and postings, balances, the hash chain. Breaks no running version.

create schema ledger;
grant usage on schema ledger to tributary_app, tributary_system;

-- Kinds of accounts and entries. The rules behind them live in core/posting; a test compares these rows with it.
create table ledger.account_kind (
  kind text primary key,
  holder text not null check (holder in ('publisher', 'advertiser', 'network'))
);

create table ledger.entry_kind (
  kind text primary key,
  -- May leave a publisher's balance below zero: a closed list (I-11).
  may_overdraw boolean not null
);

insert into ledger.account_kind values
  ('publisher_hold', 'publisher'),
  ('publisher_balance', 'publisher'),
  ('publisher_advance', 'publisher'),
  ('advertiser_hold', 'advertiser'),
  ('advertiser_due', 'advertiser'),
  ('network_fx', 'network'),
  ('network_fees', 'network'),
  ('bank', 'network');

insert into ledger.entry_kind values
  ('hold', false),
  ('void', false),
  ('reward', false),
  ('refund_deduction', true),
  ('antispam_deduction', true),
  ('correction', true),
  ('reversal', false),
  ('advertiser_payment', false),
  ('withdrawal', false),
  ('express_payment', false),
  ('express_fee', false),
  ('express_settlement', true);

create table ledger.account (
  id integer generated always as identity primary key,
  kind text not null references ledger.account_kind,
  program text,
  -- Organisation of the holder; null for the network's own accounts.
  org_id uuid,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- The account by its meaning; also names it in the hash chain.
  key text not null generated always as
    (kind || '/' || coalesce(program, '-') || '/' || coalesce(org_id::text, '-') || '/' || currency::text) stored,
  constraint account_key_unique unique (key)
);

-- Serves the policies and the balances of one organisation.
create index account_org on ledger.account (org_id);

create table ledger.entry (
  id uuid primary key,
  kind text not null references ledger.entry_kind,
  title text not null,
  -- The one business cause of the entry; unique for ever (I-6).
  source text not null,
  source_event_id text not null,
  -- SHA-256 of everything that is booked: the same cause with other content is refused (I-7).
  content_hash bytea not null check (octet_length(content_hash) = 32),
  effective_at timestamptz not null,
  -- Set by the database whatever the statement says.
  recorded_at timestamptz not null,
  -- The transaction that made it: no later one may add postings.
  xact xid8 not null,
  program text,
  order_id text,
  line_id text,
  revision integer,
  terms_version text,
  rule text,
  reason text,
  event text,
  fx_base char(3),
  fx_quote char(3),
  fx_rate numeric check (fx_rate > 0),
  fx_source text,
  reverses uuid,
  constraint entry_cause_unique unique (source, source_event_id, kind),
  constraint entry_reversal check ((kind = 'reversal') = (reverses is not null)),
  constraint entry_fx_whole check (num_nonnulls(fx_base, fx_quote, fx_rate, fx_source) in (0, 4)),
  -- An entry about an order names line, decision, reason and event (I-9).
  constraint entry_subject_whole check (num_nonnulls(program, order_id, line_id, revision, reason, event) in (0, 6))
);

-- Serves "what was booked for this order".
create index entry_order on ledger.entry (program, order_id);
-- Serves the limit of reversals.
create index entry_reverses on ledger.entry (reverses) where reverses is not null;
-- Serves lists of the kinds that are rare among orders.
create index entry_rare_kind on ledger.entry (kind) where kind not in ('hold', 'void', 'reward');
-- Serves exports by recorded time.
create index entry_recorded on ledger.entry (recorded_at, id);

create table ledger.posting (
  -- Order of recording; the cursor of an account's history.
  id bigint generated always as identity primary key,
  entry_id uuid not null,
  position smallint not null,
  account_id integer not null,
  -- Minor units; positive is what the network owes the holder.
  amount bigint not null check (amount <> 0),
  currency char(3) not null,
  constraint posting_position_unique unique (entry_id, position)
);

-- Serves the history of an account, newest first.
create index posting_account on ledger.posting (account_id, id);

-- A projection of the postings, kept by a trigger and rebuildable (I-16). Accounts that every order of a program touches are spread
-- over stripes so that their row is no single lock on every commit (R-20); the balance of an account is the sum of its stripes.
create table ledger.balance (
  account_id integer not null,
  stripe smallint not null,
  amount bigint not null,
  constraint balance_pkey primary key (account_id, stripe)
) with (fillfactor = 50);

-- Entries that are committed and wait for the sealer.
create table ledger.unsealed (
  entry_id uuid primary key
);

-- The hash chain: each link covers its entry and the link before (I-18).
create table ledger.seal (
  position bigint primary key check (position > 0),
  entry_id uuid not null unique,
  hash bytea not null check (octet_length(hash) = 32),
  sealed_at timestamptz not null default clock_timestamp()
);

-- What the database itself guarantees -------------------------------------------------------------------------------------------

create function ledger.stamp_entry() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  -- In this order: whoever sees a transaction id that is not given yet knows that nothing earlier than now will be recorded with it.
  new.xact := pg_current_xact_id();
  new.recorded_at := clock_timestamp();
  return new;
end
$$;

create trigger entry_stamp before insert on ledger.entry
  for each row execute function ledger.stamp_entry();

-- Last line of defence for I-1: at COMMIT every new entry has at least two postings and sums to zero per currency.
create function ledger.entry_balances() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (
    select sum(s.postings) >= 2 and bool_and(s.total = 0)
      from (select count(*) as postings, sum(p.amount) as total from ledger.posting p where p.entry_id = new.id group by p.currency) s
  ) is not true
  then
    raise exception 'ledger entry % does not balance: it needs at least 2 postings that sum to 0 per currency', new.id
      using errcode = '23514', constraint = 'entry_balances', schema = 'ledger', table = 'entry';
  end if;
  return null;
end
$$;

create constraint trigger entry_balances after insert on ledger.entry
  deferrable initially deferred for each row execute function ledger.entry_balances();

-- Checks and books a batch of postings as one set. The postings of an entry arrive in one statement, in the transaction that made
-- the entry: otherwise somebody could let the deferred check run early and add a posting after it.
create function ledger.postings_arrived() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  wrong record;
  seen record;
begin
  -- Everything that entries and accounts tell, in one pass.
  select min(p.entry_id::text) filter (where e.id is null or e.xact <> pg_current_xact_id()) as closed,
         min(p.entry_id::text) filter (where a.currency is distinct from p.currency) as elsewhere,
         bool_or(e.reverses is not null) as reverses,
         bool_or(p.amount < 0 and a.kind = 'publisher_balance') as takes
    into seen
    from arrived p left join ledger.entry e on e.id = p.entry_id left join ledger.account a on a.id = p.account_id;
  if seen.closed is not null then
    raise exception 'ledger entry % is closed or missing: postings are added only by the transaction that makes the entry', seen.closed
      using errcode = '23514', constraint = 'entry_closed', schema = 'ledger', table = 'posting';
  end if;
  if seen.elsewhere is not null then
    raise exception 'ledger entry % posts to an account that is missing or has another currency', seen.elsewhere
      using errcode = '23514', constraint = 'posting_account', schema = 'ledger', table = 'posting';
  end if;

  select s.entry_id into wrong
    from (
      select c.entry_id, sum(c.postings) as postings, bool_or(c.total <> 0) as differs
        from (select p.entry_id, count(*) as postings, sum(p.amount) as total from arrived p group by p.entry_id, p.currency) c
        group by c.entry_id
    ) s
    where s.differs or s.postings < 2 or s.postings <> (select count(*) from ledger.posting x where x.entry_id = s.entry_id) limit 1;
  if found then
    raise exception 'ledger entry % does not balance: all its postings, at least 2, come in one statement and sum to 0 per currency', wrong.entry_id
      using errcode = '23514', constraint = 'entry_balances', schema = 'ledger', table = 'posting';
  end if;

  if seen.reverses then
    perform ledger.check_reversals(array(
      select e.id from ledger.entry e where e.reverses is not null and e.id in (select p.entry_id from arrived p)));
  end if;

  -- Lock order of all who book: balances by (account, stripe), ascending. A publisher's balance has one stripe because it is
  -- compared with zero below; all other accounts, which every order touches, are spread by connection.
  insert into ledger.balance as b (account_id, stripe, amount)
    select s.account_id, s.stripe, s.amount
      from (
        select p.account_id, case when a.kind = 'publisher_balance' then 0 else pg_backend_pid() % 16 end as stripe, sum(p.amount) as amount
          from arrived p
          join ledger.account a on a.id = p.account_id
          group by 1, 2
      ) s
      order by s.account_id, s.stripe
    on conflict (account_id, stripe) do update set amount = b.amount + excluded.amount;

  if seen.takes then
    select a.key, b.amount into wrong
      from ledger.balance b join ledger.account a on a.id = b.account_id
      where a.kind = 'publisher_balance' and b.amount < 0
        and b.account_id in (
          select p.account_id from arrived p
            join ledger.entry e on e.id = p.entry_id
            join ledger.entry_kind k on k.kind = e.kind
            where p.amount < 0 and not k.may_overdraw)
      limit 1;
    if found then
      raise exception 'ledger account % would fall to % minor units: this kind of entry may not overdraw it', wrong.key, wrong.amount
        using errcode = '23514', constraint = 'publisher_balance_overdrawn', schema = 'ledger', table = 'balance';
    end if;
  end if;

  insert into ledger.unsealed (entry_id) select distinct p.entry_id from arrived p;
  return null;
end
$$;

-- Reversals of one entry, together, never take back more than the entry booked, on any account (I-4). They queue up on a lock
-- named after the original, because two of them at once could each see the other's postings missing.
create function ledger.check_reversals(entries uuid[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  original uuid;
  wrong record;
begin
  for original in
    select distinct e.reverses from ledger.entry e where e.id = any (entries) order by e.reverses
  loop
    perform pg_advisory_xact_lock(hashtextextended('ledger reversal ' || original::text, 0));
    select a.key into wrong
      from (
        select p.account_id,
               coalesce(sum(p.amount) filter (where e.id = original), 0) as booked,
               coalesce(sum(p.amount) filter (where e.reverses = original), 0) as taken_back
          from ledger.entry e join ledger.posting p on p.entry_id = e.id
          where e.id = original or e.reverses = original
          group by p.account_id
      ) s join ledger.account a on a.id = s.account_id
      where not (taken_back between least(-booked, 0) and greatest(-booked, 0))
      limit 1;
    if found then
      raise exception 'ledger entry % is already reversed, or this reversal exceeds it on %', original, wrong.key
        using errcode = '23514', constraint = 'reversal_exceeds_original', schema = 'ledger', table = 'posting';
    end if;
  end loop;
end
$$;

create trigger postings_arrived after insert on ledger.posting
  referencing new table as arrived for each statement execute function ledger.postings_arrived();

-- Append-only for everybody, the owner included (I-3): by privilege below, and by trigger for whoever has the privilege.
create function ledger.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% on %.% is refused: the ledger only grows; book a correction or a reversal', tg_op, tg_table_schema, tg_table_name
    using errcode = '42501';
end
$$;

create trigger entry_append_only before update or delete or truncate on ledger.entry
  for each statement execute function ledger.refuse_change();
create trigger posting_append_only before update or delete or truncate on ledger.posting
  for each statement execute function ledger.refuse_change();
create trigger account_append_only before update or delete or truncate on ledger.account
  for each statement execute function ledger.refuse_change();
create trigger seal_append_only before update or delete or truncate on ledger.seal
  for each statement execute function ledger.refuse_change();

revoke update, delete, truncate on ledger.entry, ledger.posting, ledger.account, ledger.seal from tributary_owner;
revoke execute on function ledger.check_reversals(uuid[]) from public;

-- Who sees what ------------------------------------------------------------------------------------------------------------------

grant select on all tables in schema ledger to tributary_system;
grant select on ledger.account_kind, ledger.entry_kind, ledger.account, ledger.entry, ledger.posting, ledger.balance to tributary_app;
grant insert (kind, program, org_id, currency) on ledger.account to tributary_system;
grant insert (
  id, kind, title, source, source_event_id, content_hash, effective_at, program, order_id, line_id, revision, terms_version, rule,
  reason, event, fx_base, fx_quote, fx_rate, fx_source, reverses
) on ledger.entry to tributary_system;
grant insert (entry_id, position, account_id, amount, currency) on ledger.posting to tributary_system;
grant delete on ledger.unsealed to tributary_system;
grant insert (position, entry_id, hash) on ledger.seal to tributary_system;

alter table ledger.account enable row level security;
alter table ledger.account force row level security;
alter table ledger.entry enable row level security;
alter table ledger.entry force row level security;
alter table ledger.posting enable row level security;
alter table ledger.posting force row level security;
alter table ledger.balance enable row level security;
alter table ledger.balance force row level security;

-- The owner needs its policies because the checks above run as it.
create policy owner_all on ledger.account to tributary_owner using (true) with check (true);
create policy owner_all on ledger.entry to tributary_owner using (true) with check (true);
create policy owner_all on ledger.posting to tributary_owner using (true) with check (true);
create policy owner_all on ledger.balance to tributary_owner using (true) with check (true);
create policy system_all on ledger.account to tributary_system using (true) with check (true);
create policy system_all on ledger.entry to tributary_system using (true) with check (true);
create policy system_all on ledger.posting to tributary_system using (true) with check (true);
create policy system_reads on ledger.balance for select to tributary_system using (true);

create policy holder_reads on ledger.account for select to tributary_app using (org_id = tenancy.org());
create policy holder_reads on ledger.posting for select to tributary_app
  using (account_id in (select a.id from ledger.account a where a.org_id = tenancy.org()));
create policy holder_reads on ledger.balance for select to tributary_app
  using (account_id in (select a.id from ledger.account a where a.org_id = tenancy.org()));
-- An entry is visible to whoever sees one of its postings.
create policy holder_reads on ledger.entry for select to tributary_app
  using (exists (
    select from ledger.posting p join ledger.account a on a.id = p.account_id
      where p.entry_id = entry.id and a.org_id = tenancy.org()));
