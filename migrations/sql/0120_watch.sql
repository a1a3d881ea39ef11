-- What the worker does in the background and when it last did it, for whoever looks whether the network is well. Breaks nothing.

create schema watch;
grant usage on schema watch to tributary_system;

-- One row a job, written over: what went on before stands in the log.
create table watch.job (
  name text primary key,
  every_ms int not null check (every_ms > 0),
  -- The process that runs it, as its machine names it.
  process text not null,
  -- When that process took it up.
  started_at timestamptz not null,
  -- The end of the last round that went well, by whichever process.
  ended_at timestamptz,
  failed_at timestamptz,
  -- What it failed of.
  trouble text,
  -- The worker says every few seconds that it is there.
  seen_at timestamptz not null,
  check ((failed_at is null) = (trouble is null))
);

alter table watch.job enable row level security;
alter table watch.job force row level security;
create policy everybody on watch.job to tributary_system using (true);

grant select, insert, update on watch.job to tributary_system;
