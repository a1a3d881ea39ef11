-- Organisations, their people and API applications, sessions, access tokens, the audit of privileged changes. Breaks nothing.

create schema accounts;
grant usage on schema accounts to tributary_app, tributary_system;

-- An organisation is the tenant: every row with an owner in any schema names one.
create table accounts.organisation (
  org_id uuid primary key,
  kind text not null check (kind in ('operator', 'advertiser', 'publisher')),
  name text not null check (name <> ''),
  -- What it may do: only an active one gets links, orders and applications; a blocked one nothing at all.
  status text not null check (status in ('unconfirmed', 'pending', 'active', 'declined', 'blocked')),
  -- Why, in the operator's words, for the organisation to read.
  status_reason text,
  created_at timestamptz not null
);

create table accounts.member (
  user_id uuid primary key,
  org_id uuid not null references accounts.organisation,
  -- Lower case, so that one person cannot have two accounts that differ in capitals.
  email text not null check (email = lower(email)),
  -- argon2id in PHC form; parameters and salt are inside.
  password_hash text not null,
  role text not null check (role in ('owner', 'manager', 'finance', 'viewer')),
  name text not null,
  locale text not null check (locale in ('en', 'ru', 'es')),
  created_at timestamptz not null,
  -- When the person proved to read the address.
  confirmed_at timestamptz,
  -- Set when the person was removed: nobody signs in any more, the records keep the name.
  disabled_at timestamptz
);
-- One person, one address; who was removed leaves it free.
create unique index member_email on accounts.member (email) where disabled_at is null;
-- Serves the foreign key and the list of an organisation's members.
create index member_org on accounts.member (org_id);

-- A person signed in with one browser. It ends by being deleted.
create table accounts.session (
  session_id uuid primary key,
  -- SHA-256 of the random 256 bits in the cookie: who reads the table cannot sign in with it.
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  user_id uuid not null references accounts.member,
  org_id uuid not null references accounts.organisation,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- Ends when unused for long, and at last in any case.
  idle_until timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null,
  -- The network of the address, never the address itself.
  network text not null,
  -- `pending`: the password was right, the second factor is still to come; nothing else is allowed until then.
  second_factor text not null check (second_factor in ('none', 'pending', 'passed')),
  -- When the person last proved to be who they are; what is dear asks for a recent proof.
  reauthenticated_at timestamptz not null,
  -- What a passkey has to sign, once and soon, and for what: a signature for one thing does nothing else.
  challenge text,
  challenge_for text check (challenge_for in ('second step', 'new passkey', 'proof')),
  challenge_until timestamptz,
  check ((challenge is null) = (challenge_for is null) and (challenge is null) = (challenge_until is null))
);
-- Serves the list of a person's sessions and the end of all of them.
create index session_person on accounts.session (user_id);
create index session_org on accounts.session (org_id);

-- A browser that a person has signed in with before: strangers who guess cannot keep it out.
create table accounts.known_device (
  device_hash bytea not null check (octet_length(device_hash) = 32),
  user_id uuid not null references accounts.member,
  last_used_at timestamptz not null,
  primary key (user_id, device_hash)
);

-- Codes of an authenticator app (RFC 6238).
create table accounts.totp (
  user_id uuid primary key references accounts.member,
  -- Sealed under the master key.
  secret_box bytea not null,
  secret_key_id text not null,
  created_at timestamptz not null,
  -- Null until the person has shown a first code: until then it is no second factor.
  confirmed_at timestamptz,
  -- The last 30-second step whose code was taken; a code is good once.
  last_step bigint not null
);

-- A key of a device or a password manager (WebAuthn).
create table accounts.passkey (
  credential_id text primary key,
  user_id uuid not null references accounts.member,
  name text not null,
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_user on accounts.passkey (user_id);

-- For who has lost the second factor; each is good once.
create table accounts.recovery_code (
  user_id uuid not null references accounts.member,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  used_at timestamptz,
  primary key (user_id, code_hash)
);

-- A link in a mail: whoever follows it reads that address. Good once; what was used stays until it would have ended (410).
create table accounts.mail_link (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  purpose text not null check (purpose in ('confirm_mail', 'reset_password', 'change_mail')),
  user_id uuid not null references accounts.member,
  -- The address it was sent to, which the person has or wants to have.
  email text not null check (email = lower(email)),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  used_at timestamptz
);
create index mail_link_user on accounts.mail_link (user_id, purpose);

-- Somebody was asked to join an organisation.
create table accounts.invitation (
  invitation_id uuid primary key,
  org_id uuid not null references accounts.organisation,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'manager', 'finance', 'viewer')),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  invited_by uuid not null references accounts.member,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  accepted_at timestamptz,
  withdrawn_at timestamptz
);
-- One open invitation of an address to an organisation; serves the list too.
create unique index invitation_open on accounts.invitation (org_id, email) where accepted_at is null and withdrawn_at is null;

-- How often something was tried of what may not be tried without end: sign-ins, mails, sign-ups.
create table accounts.attempt (
  -- SHA-256 of what is counted, so that the table names nobody.
  counted bytea primary key check (octet_length(counted) = 32),
  tries integer not null check (tries > 0),
  -- The next try before this moment is not even looked at.
  next_at timestamptz not null,
  forgotten_at timestamptz not null
);
create index attempt_forgotten on accounts.attempt (forgotten_at);

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
-- Serves the operator, who reads everybody's, and all that one person did.
create index audit_at on accounts.audit (at desc, audit_id desc);
create index audit_actor on accounts.audit (actor, at desc, audit_id desc);

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
alter table accounts.session enable row level security;
alter table accounts.session force row level security;
alter table accounts.known_device enable row level security;
alter table accounts.known_device force row level security;
alter table accounts.totp enable row level security;
alter table accounts.totp force row level security;
alter table accounts.passkey enable row level security;
alter table accounts.passkey force row level security;
alter table accounts.recovery_code enable row level security;
alter table accounts.recovery_code force row level security;
alter table accounts.mail_link enable row level security;
alter table accounts.mail_link force row level security;
alter table accounts.invitation enable row level security;
alter table accounts.invitation force row level security;
alter table accounts.attempt enable row level security;
alter table accounts.attempt force row level security;
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
create policy everybody on accounts.session to tributary_system using (true);
create policy everybody on accounts.known_device to tributary_system using (true);
create policy everybody on accounts.totp to tributary_system using (true);
create policy everybody on accounts.passkey to tributary_system using (true);
create policy everybody on accounts.recovery_code to tributary_system using (true);
create policy everybody on accounts.mail_link to tributary_system using (true);
create policy everybody on accounts.invitation to tributary_system using (true);
create policy everybody on accounts.attempt to tributary_system using (true);
create policy everybody on accounts.api_application to tributary_system using (true);
create policy everybody on accounts.access_token to tributary_system using (true);
create policy everybody on accounts.audit to tributary_system using (true);

-- Organisations, tokens and rights are made by the system on behalf of somebody, never by a tenant's own SQL.
grant select on accounts.organisation, accounts.member, accounts.api_application, accounts.audit to tributary_app;
grant insert on accounts.audit to tributary_app;
grant select, insert on accounts.organisation, accounts.member, accounts.invitation, accounts.audit to tributary_system;
grant update (accepted_at, withdrawn_at) on accounts.invitation to tributary_system;
grant update (status, status_reason, name) on accounts.organisation to tributary_system;
grant update (email, password_hash, role, name, locale, confirmed_at, disabled_at) on accounts.member to tributary_system;
grant select, insert, update, delete on accounts.session, accounts.known_device, accounts.attempt to tributary_system;
grant select, insert, update, delete on accounts.totp, accounts.passkey, accounts.recovery_code, accounts.mail_link to tributary_system;
grant select, insert, update (revoked_at) on accounts.api_application to tributary_system;
grant select, insert, delete on accounts.access_token to tributary_system;
