-- The SQL roles every table is granted to, and the tenant of a transaction. Breaks nothing: it is the first.
-- run-as: connecting role
--
-- Roles belong to the server, not to one database, so another Tributary database may have made them already.
-- None can log in: the connecting role becomes one of them for the length of a transaction (SET LOCAL ROLE).
--   tributary_owner   owns every schema and table; only migrations run as it
--   tributary_app     what people and their programs do; row-level security always applies, it owns nothing
--   tributary_ingest  COPY into staging tables, which row-level security would forbid
--   tributary_system  jobs that work for everybody, through written policies

do $$
declare
  name text;
  -- Since 16 a role that creates another is a member without the right to become it.
  may_become constant text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
  foreach name in array array['tributary_owner', 'tributary_app', 'tributary_ingest', 'tributary_system'] loop
    if not exists (select from pg_roles where rolname = name) then
      begin
        execute format('create role %I nologin noinherit', name);
      exception when duplicate_object or unique_violation then
        null; -- another database of this server was migrated at the same moment
      end;
    end if;
    if not pg_has_role(current_user, name, may_become) then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
  -- Modules make their own schemas in later migrations.
  execute format('grant create on database %I to tributary_owner', current_database());
end
$$;

create schema tenancy authorization tributary_owner;

set local role tributary_owner;

grant usage on schema tenancy to tributary_app, tributary_ingest, tributary_system;

-- Only plain SQL in it, so that the planner reads through it and policies can use indexes.
create function tenancy.org() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('tributary.org', true), '')::uuid;

comment on function tenancy.org() is
  'The organisation on whose behalf the transaction runs; NULL when none, and then a policy that compares with it yields no row.';
