-- Months of clicks that left the database for a file, and days whose clicks were made anonymous. Breaks no running version.

-- A month is written to a file, the file is read back and compared with the partition, and only then the partition is dropped, in the
-- transaction that says so here. Until then the file means nothing: a run that was killed is simply run again.
create table clicks.archive (
  month date not null check (month = date_trunc('month', month::timestamp)::date),
  -- From 1; a later part holds clicks that were shipped after the month had left.
  part smallint not null check (part > 0),
  -- Name below the archive's directory.
  file text not null,
  clicks bigint not null check (clicks >= 0),
  -- Sum over all rows of 60 bits of a digest of the whole row: the same for the same rows in any order.
  checksum numeric not null,
  archived_at timestamptz not null,
  constraint archive_pkey primary key (month, part)
);
grant select, insert on clicks.archive to tributary_system;

-- Days whose clicks have no whole addresses, user agents, referrers and requests any more.
create table clicks.reduced (
  day date not null,
  clicks bigint not null check (clicks >= 0),
  reduced_at timestamptz not null,
  constraint reduced_pkey primary key (day)
);
grant select, insert on clicks.reduced to tributary_system;
-- Who stores a click of such a day makes it a day to be reduced again.
grant select (day), delete on clicks.reduced to tributary_ingest;
grant update (personal) on clicks.stored to tributary_system;

-- The network of an address, /24 or /48; null where it is none.
create function clicks.network_of(address text) returns text
  language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $$
begin
  return network(set_masklen(address::inet,
    least(masklen(address::inet), case family(address::inet) when 4 then 24 else 48 end)))::text;
exception when data_exception then
  return null;
end
$$;

-- The personal fields of a click without what tells one person from others: of the address the network, of the user agent a browser's name
-- and number, which millions share. Doing it twice changes nothing.
create function clicks.impersonal(personal text) returns text
  language sql immutable parallel safe
as $$
  select concat_ws(
    E'\t',
    coalesce(clicks.network_of(nullif(split_part(personal, E'\t', 1), '\N')), '\N'),
    case split_part(personal, E'\t', 2)
      when '\N' then '\N'
      else coalesce(
        substring(split_part(personal, E'\t', 2) from '(?:Firefox|Edg|OPR|YaBrowser|SamsungBrowser|Chrome|Safari)/\d+'), 'other')
    end,
    '\N', '\N'
  )
$$;

-- The months that have a partition.
create function clicks.months() returns setof date
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select to_date(right(child.relname, 7), 'YYYY_MM')
  from pg_inherits join pg_class as child on child.oid = inhrelid
  where inhparent = 'clicks.stored'::regclass order by 1
$$;
revoke all on function clicks.months() from public;
grant execute on function clicks.months() to tributary_system;

-- Keeps a month as it is until the transaction ends: it can be read, and nobody adds to it.
create function clicks.hold_month(month date) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  execute format('lock table clicks.%I in share row exclusive mode', 'click_' || to_char(month, 'YYYY_MM'));
end
$$;
revoke all on function clicks.hold_month(date) from public;
grant execute on function clicks.hold_month(date) to tributary_system;

-- Drops a month whose last part in the archive has as many clicks as the partition; refuses any other. Whoever reads clicks for long makes it
-- give up instead of wait: behind its waiting lock every new click would wait too. It is tried again with the next run.
create function clicks.drop_month(dropped date) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s'
as $$
declare
  name text := 'click_' || to_char(dropped, 'YYYY_MM');
  present bigint;
  archived bigint;
begin
  execute format('lock table clicks.%I in share row exclusive mode', name);
  execute format('select count(*) from clicks.%I', name) into present;
  select a.clicks into archived from clicks.archive a where a.month = dropped order by a.part desc limit 1;
  if archived is distinct from present then
    raise exception 'clicks.%: it has % clicks, its last part in the archive %; archive it first', name, present, archived;
  end if;
  execute format('alter table clicks.stored detach partition clicks.%I', name);
  execute format('drop table clicks.%I', name);
end
$$;
revoke all on function clicks.drop_month(date) from public;
grant execute on function clicks.drop_month(date) to tributary_system;
