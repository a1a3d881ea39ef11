-- Organisations, their users and API applications, access tokens, the audit of privileged changes. Breaks nothing.

create schema accounts;
grant usage on schema accounts to tributary_app, tributary_system;

-- An organisation is the tenant: every row with an owner in any schema names one.
create table accounts.organisation (
  org_id uuid primary key,
  kind text not null check (kind in ('operator', 'advertiser', 'publisher')),
  name text not null check (name <> ''),
  created_at timestamptz not null
);

create table accounts.member (
  user_id uuid primary key,
  org_id uuid not null references accounts.organisation,
  -- Lower case, so that one person cannot have two accounts that differ in capitals.
  email text not null unique check (email = lower(email)),
  -- argon2id in PHC form; parameters and salt are inside.
  password_hash text not null,
  role text not null check (role in ('owner', 'manager', 'viewer')),
  created_at timestamptz not null
);
-- Serves the foreign key and the list of an organisation's members.
create index member_org on accounts.member (org_id);

create table accounts.api_application (
  application_id uuid primary key,
  org_id uuid not null references accounts.organisation,
  name text not null,
  client_id text not null unique,
  -- SHA-256 of a random secret of 240 bits: there is nothing to guess, so it needs no slow hash.
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  scopes text[] not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index api_application_org on accounts.api_application (org_id);

create table accounts.access_token (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  application_id uuid not null references accounts.api_application,
  org_id uuid not null references accounts.organisation,
  scopes text[] not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at)
);
-- Serves the removal of an application's expired and superfluous tokens when it gets a new one.
create index access_token_application on accounts.access_token (application_id, issued_at);

-- Who changed what that others rely on, written in the transaction of the change (I-34).
create table accounts.audit (
  audit_id uuid primary key,
  at timestamptz not null,
  -- The organisation whose affairs were changed; it may read the record.
  org_id uuid references accounts.organisation,
  -- Who did it: `application:<id>`, `user:<id>`, or the name of a command or loader.
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null
);
-- Serves the history of an organisation, newest first.
create index audit_org on accounts.audit (org_id, at desc);
-- Serves the history of one thing, for instance of a program.
create index audit_subject on accounts.audit (subject, at desc);

create function accounts.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% only grows: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;

create trigger audit_only_grows before update or delete or truncate on accounts.audit
  for each statement execute function accounts.refuse_change();

alter table accounts.organisation enable row level security;
alter table accounts.organisation force row level security;
alter table accounts.member enable row level security;
alter table accounts.member force row level security;
alter table accounts.api_application enable row level security;
alter table accounts.api_application force row level security;
alter table accounts.access_token enable row level security;
alter table accounts.access_token force row level security;
alter table accounts.audit enable row level security;
alter table accounts.audit force row level security;

create policy own on accounts.organisation for select to tributary_app using (org_id = tenancy.org());
create policy own on accounts.member to tributary_app using (org_id = tenancy.org());
create policy own on accounts.api_application to tributary_app using (org_id = tenancy.org());
create policy own on accounts.audit to tributary_app using (org_id = tenancy.org());
create policy everybody on accounts.organisation to tributary_system using (true);
create policy everybody on accounts.member to tributary_system using (true);
create policy everybody on accounts.api_application to tributary_system using (true);
create policy everybody on accounts.access_token to tributary_system using (true);
create policy everybody on accounts.audit to tributary_system using (true);

-- Organisations, tokens and rights are made by the system on behalf of somebody, never by a tenant's own SQL.
grant select on accounts.organisation, accounts.member, accounts.api_application, accounts.audit to tributary_app;
grant insert on accounts.audit to tributary_app;
grant select, insert on accounts.organisation, accounts.member, accounts.audit to tributary_system;
grant select, insert, update (revoked_at) on accounts.api_application to tributary_system;
grant select, insert, delete on accounts.access_token to tributary_system;
