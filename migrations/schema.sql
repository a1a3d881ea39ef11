-- The schema that all migrations together make, read from the catalogue of PostgreSQL 18 so that a review sees it.
-- Made by a program: change a migration, then run: npm run schema

-- accounts ------------------------------------------------------------------------------------------------------

create schema accounts authorization tributary_owner;
grant usage on schema accounts to tributary_app;
grant usage on schema accounts to tributary_system;

CREATE OR REPLACE FUNCTION accounts.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '%.% only grows: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$function$;

create table accounts.access_token (
  token_hash bytea not null,
  application_id uuid not null,
  org_id uuid not null,
  scopes text[] not null,
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);
alter table accounts.access_token owner to tributary_owner;
alter table accounts.access_token enable row level security;
alter table accounts.access_token force row level security;
grant delete, insert, select on table accounts.access_token to tributary_system;
alter table accounts.access_token add constraint access_token_check CHECK ((expires_at > issued_at));
alter table accounts.access_token add constraint access_token_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table accounts.access_token add constraint access_token_pkey PRIMARY KEY (token_hash);
alter table accounts.access_token add constraint access_token_application_id_fkey FOREIGN KEY (application_id) REFERENCES accounts.api_application(application_id);
alter table accounts.access_token add constraint access_token_org_id_fkey FOREIGN KEY (org_id) REFERENCES accounts.organisation(org_id);
CREATE INDEX access_token_application ON accounts.access_token USING btree (application_id, issued_at);
create policy everybody on accounts.access_token for all to tributary_system using (true);

create table accounts.api_application (
  application_id uuid not null,
  org_id uuid not null,
  name text not null,
  client_id text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone
);
alter table accounts.api_application owner to tributary_owner;
alter table accounts.api_application enable row level security;
alter table accounts.api_application force row level security;
grant insert, select on table accounts.api_application to tributary_system;
grant select on table accounts.api_application to tributary_app;
alter table accounts.api_application add constraint api_application_secret_hash_check CHECK ((octet_length(secret_hash) = 32));
alter table accounts.api_application add constraint api_application_pkey PRIMARY KEY (application_id);
alter table accounts.api_application add constraint api_application_client_id_key UNIQUE (client_id);
alter table accounts.api_application add constraint api_application_org_id_fkey FOREIGN KEY (org_id) REFERENCES accounts.organisation(org_id);
CREATE INDEX api_application_org ON accounts.api_application USING btree (org_id);
create policy everybody on accounts.api_application for all to tributary_system using (true);
create policy own on accounts.api_application for all to tributary_app using ((org_id = tenancy.org()));
grant update (revoked_at) on table accounts.api_application to tributary_system;

create table accounts.attempt (
  counted bytea not null,
  tries integer not null,
  next_at timestamp with time zone not null,
  forgotten_at timestamp with time zone not null
);
alter table accounts.attempt owner to tributary_owner;
alter table accounts.attempt enable row level security;
alter table accounts.attempt force row level security;
grant delete, insert, select, update on table accounts.attempt to tributary_system;
alter table accounts.attempt add constraint attempt_counted_check CHECK ((octet_length(counted) = 32));
alter table accounts.attempt add constraint attempt_tries_check CHECK ((tries > 0));
alter table accounts.attempt add constraint attempt_pkey PRIMARY KEY (counted);
CREATE INDEX attempt_forgotten ON accounts.attempt USING btree (forgotten_at);
create policy everybody on accounts.attempt for all to tributary_system using (true);

create table accounts.audit (
  audit_id uuid not null,
  at timestamp with time zone not null,
  org_id uuid,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null
);
alter table accounts.audit owner to tributary_owner;
alter table accounts.audit enable row level security;
alter table accounts.audit force row level security;
grant insert, select on table accounts.audit to tributary_app;
grant insert, select on table accounts.audit to tributary_system;
alter table accounts.audit add constraint audit_pkey PRIMARY KEY (audit_id);
alter table accounts.audit add constraint audit_org_id_fkey FOREIGN KEY (org_id) REFERENCES accounts.organisation(org_id);
CREATE INDEX audit_actor ON accounts.audit USING btree (actor, at DESC, audit_id DESC);
CREATE INDEX audit_at ON accounts.audit USING btree (at DESC, audit_id DESC);
CREATE INDEX audit_org ON accounts.audit USING btree (org_id, at DESC);
CREATE INDEX audit_subject ON accounts.audit USING btree (subject, at DESC);
CREATE TRIGGER audit_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON accounts.audit FOR EACH STATEMENT EXECUTE FUNCTION accounts.refuse_change();
create policy everybody on accounts.audit for all to tributary_system using (true);
create policy own on accounts.audit for all to tributary_app using ((org_id = tenancy.org()));

create table accounts.invitation (
  invitation_id uuid not null,
  org_id uuid not null,
  email text not null,
  role text not null,
  token_hash bytea not null,
  invited_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  withdrawn_at timestamp with time zone
);
alter table accounts.invitation owner to tributary_owner;
alter table accounts.invitation enable row level security;
alter table accounts.invitation force row level security;
grant insert, select on table accounts.invitation to tributary_system;
alter table accounts.invitation add constraint invitation_check CHECK ((expires_at > created_at));
alter table accounts.invitation add constraint invitation_email_check CHECK ((email = lower(email)));
alter table accounts.invitation add constraint invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'finance'::text, 'viewer'::text])));
alter table accounts.invitation add constraint invitation_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table accounts.invitation add constraint invitation_pkey PRIMARY KEY (invitation_id);
alter table accounts.invitation add constraint invitation_token_hash_key UNIQUE (token_hash);
alter table accounts.invitation add constraint invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES accounts.member(user_id);
alter table accounts.invitation add constraint invitation_org_id_fkey FOREIGN KEY (org_id) REFERENCES accounts.organisation(org_id);
CREATE UNIQUE INDEX invitation_open ON accounts.invitation USING btree (org_id, email) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));
create policy everybody on accounts.invitation for all to tributary_system using (true);
grant update (accepted_at, withdrawn_at) on table accounts.invitation to tributary_system;

create table accounts.known_device (
  device_hash bytea not null,
  user_id uuid not null,
  last_used_at timestamp with time zone not null
);
alter table accounts.known_device owner to tributary_owner;
alter table accounts.known_device enable row level security;
alter table accounts.known_device force row level security;
grant delete, insert, select, update on table accounts.known_device to tributary_system;
alter table accounts.known_device add constraint known_device_device_hash_check CHECK ((octet_length(device_hash) = 32));
alter table accounts.known_device add constraint known_device_pkey PRIMARY KEY (user_id, device_hash);
alter table accounts.known_device add constraint known_device_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts.member(user_id);
create policy everybody on accounts.known_device for all to tributary_system using (true);

create table accounts.mail_link (
  token_hash bytea not null,
  purpose text not null,
  user_id uuid not null,
  email text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone
);
alter table accounts.mail_link owner to tributary_owner;
alter table accounts.mail_link enable row level security;
alter table accounts.mail_link force row level security;
grant delete, insert, select, update on table accounts.mail_link to tributary_system;
alter table accounts.mail_link add constraint mail_link_check CHECK ((expires_at > created_at));
alter table accounts.mail_link add constraint mail_link_email_check CHECK ((email = lower(email)));
alter table accounts.mail_link add constraint mail_link_purpose_check CHECK ((purpose = ANY (ARRAY['confirm_mail'::text, 'reset_password'::text, 'change_mail'::text])));
alter table accounts.mail_link add constraint mail_link_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table accounts.mail_link add constraint mail_link_pkey PRIMARY KEY (token_hash);
alter table accounts.mail_link add constraint mail_link_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts.member(user_id);
CREATE INDEX mail_link_user ON accounts.mail_link USING btree (user_id, purpose);
create policy everybody on accounts.mail_link for all to tributary_system using (true);

create table accounts.member (
  user_id uuid not null,
  org_id uuid not null,
  email text not null,
  password_hash text not null,
  role text not null,
  name text not null,
  locale text not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  disabled_at timestamp with time zone
);
alter table accounts.member owner to tributary_owner;
alter table accounts.member enable row level security;
alter table accounts.member force row level security;
grant insert, select on table accounts.member to tributary_system;
grant select on table accounts.member to tributary_app;
alter table accounts.member add constraint member_email_check CHECK ((email = lower(email)));
alter table accounts.member add constraint member_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'ru'::text, 'es'::text])));
alter table accounts.member add constraint member_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'finance'::text, 'viewer'::text])));
alter table accounts.member add constraint member_pkey PRIMARY KEY (user_id);
alter table accounts.member add constraint member_org_id_fkey FOREIGN KEY (org_id) REFERENCES accounts.organisation(org_id);
CREATE UNIQUE INDEX member_email ON accounts.member USING btree (email) WHERE (disabled_at IS NULL);
CREATE INDEX member_org ON accounts.member USING btree (org_id);
create policy everybody on accounts.member for all to tributary_system using (true);
create policy own on accounts.member for all to tributary_app using ((org_id = tenancy.org()));
grant update (email, password_hash, role, name, locale, confirmed_at, disabled_at) on table accounts.member to tributary_system;

create table accounts.organisation (
  org_id uuid not null,
  kind text not null,
  name text not null,
  status text not null,
  status_reason text,
  created_at timestamp with time zone not null
);
alter table accounts.organisation owner to tributary_owner;
alter table accounts.organisation enable row level security;
alter table accounts.organisation force row level security;
grant insert, select on table accounts.organisation to tributary_system;
grant select on table accounts.organisation to tributary_app;
alter table accounts.organisation add constraint organisation_kind_check CHECK ((kind = ANY (ARRAY['operator'::text, 'advertiser'::text, 'publisher'::text])));
alter table accounts.organisation add constraint organisation_name_check CHECK ((name <> ''::text));
alter table accounts.organisation add constraint organisation_status_check CHECK ((status = ANY (ARRAY['unconfirmed'::text, 'pending'::text, 'active'::text, 'declined'::text, 'blocked'::text])));
alter table accounts.organisation add constraint organisation_pkey PRIMARY KEY (org_id);
create policy everybody on accounts.organisation for all to tributary_system using (true);
create policy own on accounts.organisation for select to tributary_app using ((org_id = tenancy.org()));
grant update (name, status, status_reason) on table accounts.organisation to tributary_system;

create table accounts.passkey (
  credential_id text not null,
  user_id uuid not null,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);
alter table accounts.passkey owner to tributary_owner;
alter table accounts.passkey enable row level security;
alter table accounts.passkey force row level security;
grant delete, insert, select, update on table accounts.passkey to tributary_system;
alter table accounts.passkey add constraint passkey_counter_check CHECK ((counter >= 0));
alter table accounts.passkey add constraint passkey_pkey PRIMARY KEY (credential_id);
alter table accounts.passkey add constraint passkey_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts.member(user_id);
CREATE INDEX passkey_user ON accounts.passkey USING btree (user_id);
create policy everybody on accounts.passkey for all to tributary_system using (true);

create table accounts.recovery_code (
  user_id uuid not null,
  code_hash bytea not null,
  used_at timestamp with time zone
);
alter table accounts.recovery_code owner to tributary_owner;
alter table accounts.recovery_code enable row level security;
alter table accounts.recovery_code force row level security;
grant delete, insert, select, update on table accounts.recovery_code to tributary_system;
alter table accounts.recovery_code add constraint recovery_code_code_hash_check CHECK ((octet_length(code_hash) = 32));
alter table accounts.recovery_code add constraint recovery_code_pkey PRIMARY KEY (user_id, code_hash);
alter table accounts.recovery_code add constraint recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts.member(user_id);
create policy everybody on accounts.recovery_code for all to tributary_system using (true);

create table accounts.session (
  session_id uuid not null,
  token_hash bytea not null,
  user_id uuid not null,
  org_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  idle_until timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  user_agent text not null,
  network text not null,
  second_factor text not null,
  reauthenticated_at timestamp with time zone not null,
  challenge text,
  challenge_for text,
  challenge_until timestamp with time zone
);
alter table accounts.session owner to tributary_owner;
alter table accounts.session enable row level security;
alter table accounts.session force row level security;
grant delete, insert, select, update on table accounts.session to tributary_system;
alter table accounts.session add constraint session_challenge_for_check CHECK ((challenge_for = ANY (ARRAY['second step'::text, 'new passkey'::text, 'proof'::text])));
alter table accounts.session add constraint session_check CHECK ((((challenge IS NULL) = (challenge_for IS NULL)) AND ((challenge IS NULL) = (challenge_until IS NULL))));
alter table accounts.session add constraint session_second_factor_check CHECK ((second_factor = ANY (ARRAY['none'::text, 'pending'::text, 'passed'::text])));
alter table accounts.session add constraint session_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table accounts.session add constraint session_pkey PRIMARY KEY (session_id);
alter table accounts.session add constraint session_token_hash_key UNIQUE (token_hash);
alter table accounts.session add constraint session_org_id_fkey FOREIGN KEY (org_id) REFERENCES accounts.organisation(org_id);
alter table accounts.session add constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts.member(user_id);
CREATE INDEX session_org ON accounts.session USING btree (org_id);
CREATE INDEX session_person ON accounts.session USING btree (user_id);
create policy everybody on accounts.session for all to tributary_system using (true);

create table accounts.totp (
  user_id uuid not null,
  secret_box bytea not null,
  secret_key_id text not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null
);
alter table accounts.totp owner to tributary_owner;
alter table accounts.totp enable row level security;
alter table accounts.totp force row level security;
grant delete, insert, select, update on table accounts.totp to tributary_system;
alter table accounts.totp add constraint totp_pkey PRIMARY KEY (user_id);
alter table accounts.totp add constraint totp_user_id_fkey FOREIGN KEY (user_id) REFERENCES accounts.member(user_id);
create policy everybody on accounts.totp for all to tributary_system using (true);

-- ad_spaces -----------------------------------------------------------------------------------------------------

create schema ad_spaces authorization tributary_owner;
grant usage on schema ad_spaces to tributary_app;
grant usage on schema ad_spaces to tributary_system;

CREATE OR REPLACE FUNCTION ad_spaces.announce()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION ad_spaces.mark_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$function$;

create table ad_spaces.ad_space (
  ad_space_id uuid not null,
  code text not null,
  org_id uuid not null,
  name text not null,
  kind text not null,
  traffic_type text not null,
  dropshipping boolean not null,
  status text not null,
  url text,
  description text default ''::text not null,
  prelander_url text,
  rewards text default 'none'::text not null,
  behaviours text[] default '{}'::text[] not null,
  proof_code text not null,
  proof_method text,
  proven_at timestamp with time zone,
  proof_checked_at timestamp with time zone,
  held_for jsonb default '[]'::jsonb not null,
  verdict_code text,
  verdict_rule text,
  verdict_reason text,
  verdict_by text,
  verdict_at timestamp with time zone,
  archived_from text,
  created_at timestamp with time zone not null,
  changed_in xid8 default pg_current_xact_id() not null
);
alter table ad_spaces.ad_space owner to tributary_owner;
alter table ad_spaces.ad_space enable row level security;
alter table ad_spaces.ad_space force row level security;
grant insert, select on table ad_spaces.ad_space to tributary_app;
grant insert, select, update on table ad_spaces.ad_space to tributary_system;
alter table ad_spaces.ad_space add constraint ad_space_check CHECK (((proven_at IS NULL) = (proof_method IS NULL)));
alter table ad_spaces.ad_space add constraint ad_space_check1 CHECK ((num_nulls(verdict_code, verdict_reason, verdict_by, verdict_at) = ANY (ARRAY[0, 4])));
alter table ad_spaces.ad_space add constraint ad_space_check2 CHECK (((status = 'archived'::text) = (archived_from IS NOT NULL)));
alter table ad_spaces.ad_space add constraint ad_space_code_check CHECK ((code ~ '^[0-9a-f]{10}$'::text));
alter table ad_spaces.ad_space add constraint ad_space_name_check CHECK ((name <> ''::text));
alter table ad_spaces.ad_space add constraint ad_space_proof_code_check CHECK ((proof_code ~ '^[0-9a-z]{32}$'::text));
alter table ad_spaces.ad_space add constraint ad_space_proof_method_check CHECK ((proof_method = ANY (ARRAY['file'::text, 'meta'::text, 'dns'::text, 'operator'::text])));
alter table ad_spaces.ad_space add constraint ad_space_rewards_check CHECK ((rewards = ANY (ARRAY['none'::text, 'purchase'::text, 'visit'::text])));
alter table ad_spaces.ad_space add constraint ad_space_status_check CHECK ((status = ANY (ARRAY['new'::text, 'pending'::text, 'active'::text, 'rejected'::text, 'blocked'::text, 'archived'::text])));
alter table ad_spaces.ad_space add constraint ad_space_verdict_code_check CHECK ((verdict_code = ANY (ARRAY['rules'::text, 'audience'::text, 'information'::text, 'interest'::text, 'other'::text])));
alter table ad_spaces.ad_space add constraint ad_space_pkey PRIMARY KEY (ad_space_id);
alter table ad_spaces.ad_space add constraint ad_space_code_key UNIQUE (code);
CREATE INDEX ad_space_changed ON ad_spaces.ad_space USING btree (changed_in);
CREATE INDEX ad_space_org ON ad_spaces.ad_space USING btree (org_id, created_at);
CREATE INDEX ad_space_waiting ON ad_spaces.ad_space USING btree (created_at) WHERE (status = 'pending'::text);
CREATE TRIGGER ad_space_announces AFTER INSERT OR DELETE OR UPDATE ON ad_spaces.ad_space FOR EACH STATEMENT EXECUTE FUNCTION ad_spaces.announce();
CREATE TRIGGER ad_space_marks_change BEFORE INSERT OR UPDATE ON ad_spaces.ad_space FOR EACH ROW EXECUTE FUNCTION ad_spaces.mark_change();
create policy everybody on ad_spaces.ad_space for all to tributary_system using (true);
create policy own on ad_spaces.ad_space for all to tributary_app using ((org_id = tenancy.org()));

-- catalogue -----------------------------------------------------------------------------------------------------

create schema catalogue authorization tributary_owner;
grant usage on schema catalogue to tributary_app;
grant usage on schema catalogue to tributary_system;

create table catalogue.applied_file (
  program text not null,
  advertiser_org uuid not null,
  kind text not null,
  sha256 bytea not null,
  at timestamp with time zone not null,
  applied_at timestamp with time zone not null,
  author text not null,
  report jsonb not null
);
alter table catalogue.applied_file owner to tributary_owner;
alter table catalogue.applied_file enable row level security;
alter table catalogue.applied_file force row level security;
grant insert, select on table catalogue.applied_file to tributary_system;
alter table catalogue.applied_file add constraint applied_file_kind_check CHECK ((kind = ANY (ARRAY['products'::text, 'rates'::text])));
alter table catalogue.applied_file add constraint applied_file_sha256_check CHECK ((length(sha256) = 32));
alter table catalogue.applied_file add constraint applied_file_pkey PRIMARY KEY (program, kind, sha256, at, applied_at);
create policy applied_file_system on catalogue.applied_file for all to tributary_system using (true) with check (true);

create table catalogue.product (
  program text not null,
  product_id text not null,
  valid_from timestamp with time zone not null,
  revision integer not null,
  store_id text,
  category text,
  seller_country character(2),
  affiliate boolean,
  hot boolean,
  virtual boolean,
  hidden boolean,
  url text,
  title text,
  price numeric,
  currency character(3),
  author text not null,
  recorded_at timestamp with time zone not null
);
alter table catalogue.product owner to tributary_owner;
alter table catalogue.product enable row level security;
alter table catalogue.product force row level security;
grant insert, select on table catalogue.product to tributary_system;
grant select on table catalogue.product to tributary_app;
alter table catalogue.product add constraint product_price_check CHECK ((price >= (0)::numeric));
alter table catalogue.product add constraint product_price_has_currency CHECK (((price IS NULL) = (currency IS NULL)));
alter table catalogue.product add constraint product_revision_check CHECK ((revision > 0));
alter table catalogue.product add constraint product_pkey PRIMARY KEY (program, product_id, valid_from, revision);
CREATE INDEX product_recorded_idx ON catalogue.product USING btree (recorded_at);
create policy product_system on catalogue.product for all to tributary_system using (true) with check (true);
create policy product_tenant on catalogue.product for select to tributary_app using ((tenancy.org() IS NOT NULL));

create table catalogue.product_rate (
  program text not null,
  product_id text not null,
  kind text not null,
  valid_from timestamp with time zone not null,
  revision integer not null,
  valid_until timestamp with time zone,
  percent numeric,
  author text not null,
  recorded_at timestamp with time zone not null
);
alter table catalogue.product_rate owner to tributary_owner;
alter table catalogue.product_rate enable row level security;
alter table catalogue.product_rate force row level security;
grant insert, select on table catalogue.product_rate to tributary_system;
grant select on table catalogue.product_rate to tributary_app;
alter table catalogue.product_rate add constraint product_rate_has_length CHECK ((valid_until > valid_from));
alter table catalogue.product_rate add constraint product_rate_kind_check CHECK ((kind = ANY (ARRAY['seller'::text, 'hot'::text])));
alter table catalogue.product_rate add constraint product_rate_percent_check CHECK ((percent >= (0)::numeric));
alter table catalogue.product_rate add constraint product_rate_revision_check CHECK ((revision > 0));
alter table catalogue.product_rate add constraint product_rate_pkey PRIMARY KEY (program, product_id, kind, valid_from, revision);
CREATE INDEX product_rate_recorded_idx ON catalogue.product_rate USING btree (recorded_at);
create policy product_rate_system on catalogue.product_rate for all to tributary_system using (true) with check (true);
create policy product_rate_tenant on catalogue.product_rate for select to tributary_app using ((tenancy.org() IS NOT NULL));

-- clicks --------------------------------------------------------------------------------------------------------

create schema clicks authorization tributary_owner;
grant usage on schema clicks to tributary_app;
grant usage on schema clicks to tributary_ingest;
grant usage on schema clicks to tributary_system;

CREATE OR REPLACE FUNCTION clicks.drop_month(dropped date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
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
$function$;
grant execute on function clicks.drop_month(date) to tributary_system;

CREATE OR REPLACE FUNCTION clicks.first_key(at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid $function$;

CREATE OR REPLACE FUNCTION clicks.hold_month(month date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  execute format('lock table clicks.%I in share row exclusive mode', 'click_' || to_char(month, 'YYYY_MM'));
end
$function$;
grant execute on function clicks.hold_month(date) to tributary_system;

CREATE OR REPLACE FUNCTION clicks.impersonal(personal text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION clicks.impersonal_record(record text, personal_from integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case when cardinality(fields) < personal_from then record else
    array_to_string(fields[1 : personal_from - 1], E'\t')
      || E'\t' || clicks.impersonal(array_to_string(fields[personal_from : personal_from + 3], E'\t'))
      || repeat(E'\t\\N', cardinality(fields) - personal_from - 3)
  end
  from (select string_to_array(record, E'\t') as fields) as split
$function$;

CREATE OR REPLACE FUNCTION clicks.make_partitions(first_day date, last_day date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  month timestamp := date_trunc('month', first_day::timestamp);
  name text;
begin
  while month <= last_day loop
    name := 'click_' || to_char(month, 'YYYY_MM');
    if to_regclass('clicks.' || name) is null then
      begin
        -- Attaching needs a weaker lock on the parent than creating a partition does: clicks keep arriving meanwhile.
        execute format('create table clicks.%I (like clicks.stored including all)', name);
        -- No row-level security of its own, because COPY refuses tables that have it: shippers may add rows, and nobody may do
        -- anything else with a partition but through its table, which has it.
        execute format('grant insert on clicks.%I to tributary_ingest', name);
        execute format(
          'alter table clicks.stored attach partition clicks.%I for values from (%L) to (%L)',
          name, clicks.first_key(month at time zone 'UTC'), clicks.first_key((month + interval '1 month') at time zone 'UTC')
        );
      exception when duplicate_table or unique_violation then
        null; -- another shipper made it at the same moment
      end;
    end if;
    month := month + interval '1 month';
  end loop;
end
$function$;
grant execute on function clicks.make_partitions(date,date) to tributary_ingest;
grant execute on function clicks.make_partitions(date,date) to tributary_system;

CREATE OR REPLACE FUNCTION clicks.months()
 RETURNS SETOF date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select to_date(right(child.relname, 7), 'YYYY_MM')
  from pg_inherits join pg_class as child on child.oid = inhrelid
  where inhparent = 'clicks.stored'::regclass order by 1
$function$;
grant execute on function clicks.months() to tributary_system;

CREATE OR REPLACE FUNCTION clicks.network_of(address text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return network(set_masklen(address::inet,
    least(masklen(address::inet), case family(address::inet) when 4 then 24 else 48 end)))::text;
exception when data_exception then
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION clicks.plain(field text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case
    when field = '\N' then null
    when strpos(field, '\') = 0 then field
    else replace(replace(replace(replace(field, '\t', E'\t'), '\n', E'\n'), '\r', E'\r'), '\-', '\')
  end
$function$;

create table clicks.archive (
  month date not null,
  part smallint not null,
  file text not null,
  clicks bigint not null,
  checksum numeric not null,
  archived_at timestamp with time zone not null
);
alter table clicks.archive owner to tributary_owner;
grant insert, select on table clicks.archive to tributary_system;
alter table clicks.archive add constraint archive_clicks_check CHECK ((clicks >= 0));
alter table clicks.archive add constraint archive_month_check CHECK ((month = (date_trunc('month'::text, (month)::timestamp without time zone))::date));
alter table clicks.archive add constraint archive_part_check CHECK ((part > 0));
alter table clicks.archive add constraint archive_pkey PRIMARY KEY (month, part);

create view clicks.click with (security_invoker=true) as
 SELECT key,
    program_number,
    program,
    (at AT TIME ZONE 'UTC'::text)::date AS day,
    at,
    advertiser_org,
    publisher_org,
    ad_space_id,
    clicks.plain(split_part(detail, '	'::text, 1)) AS ad_space_kind,
    clicks.plain(split_part(detail, '	'::text, 2)) AS traffic_type,
    split_part(detail, '	'::text, 3) = 't'::text AS dropshipping,
    split_part(detail, '	'::text, 4) = 't'::text AS agreed,
    split_part(detail, '	'::text, 5) AS click_id,
    clicks.plain(split_part(detail, '	'::text, 6)) AS link_code,
    NULLIF(split_part(detail, '	'::text, 7), '\N'::text) AS country,
    split_part(detail, '	'::text, 8) AS device,
    string_to_array(split_part(detail, '	'::text, 9), ','::text) AS flags,
    at - NULLIF(split_part(detail, '	'::text, 10), '\N'::text)::bigint::double precision * '00:00:00.001'::interval AS visitor_since,
    clicks.plain(split_part(detail, '	'::text, 11)) AS visitor_id,
    clicks.plain(split_part(detail, '	'::text, 12)) AS subid,
    clicks.plain(split_part(detail, '	'::text, 13)) AS subid1,
    clicks.plain(split_part(detail, '	'::text, 14)) AS subid2,
    clicks.plain(split_part(detail, '	'::text, 15)) AS subid3,
    clicks.plain(split_part(detail, '	'::text, 16)) AS subid4,
    split_part(detail, '	'::text, 17) AS anonymizer,
    NULLIF(split_part(detail, '	'::text, 18), '\N'::text)::bigint AS asn,
    split_part(detail, '	'::text, 19)::date AS geo_data_on,
    split_part(detail, '	'::text, 20) AS landing_kind,
    clicks.plain(split_part(detail, '	'::text, 21)) AS landing_product,
    clicks.plain(split_part(detail, '	'::text, 22)) AS landing_store,
    clicks.plain(split_part(detail, '	'::text, 23)) AS landing_category,
    split_part(detail, '	'::text, 24) = 't'::text AS landing_redirected,
    clicks.plain(split_part(detail, '	'::text, 25)) AS target,
    split_part(detail, '	'::text, 26) = 't'::text AS attributable,
    clicks.plain(split_part(detail, '	'::text, 27)) AS routed_from
   FROM clicks.stored;
alter view clicks.click owner to tributary_owner;
grant select on table clicks.click to tributary_app;
grant select on table clicks.click to tributary_system;

create unlogged table clicks.incoming (
  at timestamp with time zone not null,
  program_number integer not null,
  key uuid not null,
  advertiser_org uuid not null,
  publisher_org uuid not null,
  ad_space_id uuid not null,
  program text not null,
  detail text not null,
  personal text not null
);
alter table clicks.incoming owner to tributary_owner;
grant insert, select, truncate on table clicks.incoming to tributary_ingest;

create table clicks.parked (
  segment text not null,
  ordinal bigint not null,
  parked_at timestamp with time zone not null,
  reason text not null,
  record text not null
);
alter table clicks.parked owner to tributary_owner;
grant delete, insert, select on table clicks.parked to tributary_ingest;
grant select on table clicks.parked to tributary_system;
alter table clicks.parked add constraint parked_pkey PRIMARY KEY (segment, ordinal);
grant update (parked_at, reason) on table clicks.parked to tributary_ingest;
grant update (record) on table clicks.parked to tributary_system;

create table clicks.reduced (
  day date not null,
  clicks bigint not null,
  reduced_at timestamp with time zone not null
);
alter table clicks.reduced owner to tributary_owner;
grant delete on table clicks.reduced to tributary_ingest;
grant insert, select on table clicks.reduced to tributary_system;
alter table clicks.reduced add constraint reduced_clicks_check CHECK ((clicks >= 0));
alter table clicks.reduced add constraint reduced_pkey PRIMARY KEY (day);
grant select (day) on table clicks.reduced to tributary_ingest;

create table clicks.segment (
  segment text not null,
  spool text not null,
  "position" bigint not null,
  next_ordinal bigint not null,
  recorded bigint not null,
  stored bigint not null,
  repeated bigint not null,
  parked bigint not null,
  lost bigint not null,
  damaged jsonb not null,
  first_seen_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  deleted_at timestamp with time zone
);
alter table clicks.segment owner to tributary_owner;
grant insert, select, update on table clicks.segment to tributary_ingest;
grant select on table clicks.segment to tributary_system;
alter table clicks.segment add constraint segment_adds_up CHECK ((recorded = ((stored + repeated) + parked)));
alter table clicks.segment add constraint segment_lost_check CHECK ((lost >= 0));
alter table clicks.segment add constraint segment_next_ordinal_check CHECK ((next_ordinal >= 0));
alter table clicks.segment add constraint segment_parked_check CHECK ((parked >= 0));
alter table clicks.segment add constraint segment_position_check CHECK (("position" >= 0));
alter table clicks.segment add constraint segment_recorded_check CHECK ((recorded >= 0));
alter table clicks.segment add constraint segment_repeated_check CHECK ((repeated >= 0));
alter table clicks.segment add constraint segment_stored_check CHECK ((stored >= 0));
alter table clicks.segment add constraint segment_pkey PRIMARY KEY (segment);
CREATE INDEX segment_present ON clicks.segment USING btree (spool, segment) WHERE (deleted_at IS NULL);

create table clicks.stored (
  at timestamp with time zone not null,
  program_number integer not null,
  key uuid not null,
  advertiser_org uuid not null,
  publisher_org uuid not null,
  ad_space_id uuid not null,
  program text not null,
  detail text not null,
  personal text not null
) partition by RANGE (key);
alter table clicks.stored owner to tributary_owner;
alter table clicks.stored enable row level security;
alter table clicks.stored force row level security;
grant insert on table clicks.stored to tributary_ingest;
grant select on table clicks.stored to tributary_system;
alter table clicks.stored add constraint stored_pkey PRIMARY KEY (program_number, key);
create policy arrived on clicks.stored for select to tributary_ingest using (true);
create policy arriving on clicks.stored for insert to tributary_ingest with check (true);
create policy everybody on clicks.stored for all to tributary_system using (true);
create policy own on clicks.stored for select to tributary_app using (((publisher_org = tenancy.org()) OR (advertiser_org = tenancy.org())));
grant select (at, program_number, key, advertiser_org, publisher_org, ad_space_id, program, detail) on table clicks.stored to tributary_app;
grant select (program_number, key) on table clicks.stored to tributary_ingest;
grant update (personal) on table clicks.stored to tributary_system;

create view clicks.whole_click with (security_invoker=true) as
 SELECT key,
    program_number,
    program,
    (at AT TIME ZONE 'UTC'::text)::date AS day,
    at,
    advertiser_org,
    publisher_org,
    ad_space_id,
    clicks.plain(split_part(detail, '	'::text, 1)) AS ad_space_kind,
    clicks.plain(split_part(detail, '	'::text, 2)) AS traffic_type,
    split_part(detail, '	'::text, 3) = 't'::text AS dropshipping,
    split_part(detail, '	'::text, 4) = 't'::text AS agreed,
    split_part(detail, '	'::text, 5) AS click_id,
    clicks.plain(split_part(detail, '	'::text, 6)) AS link_code,
    NULLIF(split_part(detail, '	'::text, 7), '\N'::text) AS country,
    split_part(detail, '	'::text, 8) AS device,
    string_to_array(split_part(detail, '	'::text, 9), ','::text) AS flags,
    at - NULLIF(split_part(detail, '	'::text, 10), '\N'::text)::bigint::double precision * '00:00:00.001'::interval AS visitor_since,
    clicks.plain(split_part(detail, '	'::text, 11)) AS visitor_id,
    clicks.plain(split_part(detail, '	'::text, 12)) AS subid,
    clicks.plain(split_part(detail, '	'::text, 13)) AS subid1,
    clicks.plain(split_part(detail, '	'::text, 14)) AS subid2,
    clicks.plain(split_part(detail, '	'::text, 15)) AS subid3,
    clicks.plain(split_part(detail, '	'::text, 16)) AS subid4,
    split_part(detail, '	'::text, 17) AS anonymizer,
    NULLIF(split_part(detail, '	'::text, 18), '\N'::text)::bigint AS asn,
    split_part(detail, '	'::text, 19)::date AS geo_data_on,
    split_part(detail, '	'::text, 20) AS landing_kind,
    clicks.plain(split_part(detail, '	'::text, 21)) AS landing_product,
    clicks.plain(split_part(detail, '	'::text, 22)) AS landing_store,
    clicks.plain(split_part(detail, '	'::text, 23)) AS landing_category,
    split_part(detail, '	'::text, 24) = 't'::text AS landing_redirected,
    clicks.plain(split_part(detail, '	'::text, 25)) AS target,
    split_part(detail, '	'::text, 26) = 't'::text AS attributable,
    clicks.plain(split_part(detail, '	'::text, 27)) AS routed_from,
    clicks.plain(split_part(personal, '	'::text, 1)) AS client_address,
    clicks.plain(split_part(personal, '	'::text, 2)) AS user_agent,
    clicks.plain(split_part(personal, '	'::text, 3)) AS referrer,
    clicks.plain(split_part(personal, '	'::text, 4)) AS raw
   FROM clicks.stored;
alter view clicks.whole_click owner to tributary_owner;
grant select on table clicks.whole_click to tributary_system;

-- commissions ---------------------------------------------------------------------------------------------------

create schema commissions authorization tributary_owner;
grant usage on schema commissions to tributary_app;
grant usage on schema commissions to tributary_system;

CREATE OR REPLACE FUNCTION commissions.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception '% on %.% is refused: decisions are only added', tg_op, tg_table_schema, tg_table_name using errcode = '42501';
end
$function$;

create table commissions.current (
  program text not null,
  order_id text not null,
  revision integer not null,
  advertiser_org uuid not null,
  publisher_org uuid,
  ordered_at timestamp with time zone not null,
  status text not null,
  commission_minor bigint not null,
  currency character(3) not null,
  order_amount numeric not null
);
alter table commissions.current owner to tributary_owner;
alter table commissions.current enable row level security;
alter table commissions.current force row level security;
grant insert, select, update on table commissions.current to tributary_system;
grant select on table commissions.current to tributary_app;
alter table commissions.current add constraint current_pkey PRIMARY KEY (program, order_id);
CREATE INDEX current_order_id ON commissions.current USING btree (order_id);
CREATE INDEX current_period ON commissions.current USING btree (program, ordered_at, publisher_org);
create policy party_reads on commissions.current for select to tributary_app using (((advertiser_org = tenancy.org()) OR (publisher_org = tenancy.org())));
create policy system_all on commissions.current for all to tributary_system using (true) with check (true);

create table commissions.decision (
  program text not null,
  order_id text not null,
  revision integer not null,
  decided_at timestamp with time zone not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  advertiser_org uuid not null,
  publisher_org uuid,
  ad_space_id uuid,
  click_id text,
  event text not null,
  status text not null,
  commission_minor bigint not null,
  currency character(3) not null,
  terms_version text,
  terms_publication integer,
  engine_version text not null,
  facts_hash bytea not null,
  facts json not null,
  sources json not null,
  decision json not null
) with (toast_tuple_target=8160);
alter table commissions.decision owner to tributary_owner;
alter table commissions.decision enable row level security;
alter table commissions.decision force row level security;
grant select on table commissions.decision to tributary_app;
grant select on table commissions.decision to tributary_system;
alter table commissions.decision add constraint decision_commission_minor_check CHECK ((commission_minor >= 0));
alter table commissions.decision add constraint decision_facts_hash_check CHECK ((octet_length(facts_hash) = 32));
alter table commissions.decision add constraint decision_revision_check CHECK ((revision > 0));
alter table commissions.decision add constraint decision_status_check CHECK ((status = ANY (ARRAY['approved'::text, 'pending'::text, 'deducted'::text, 'unresolved'::text, 'declined'::text, 'no_reward'::text, 'not_attributed'::text])));
alter table commissions.decision add constraint decision_pkey PRIMARY KEY (program, order_id, revision);
CREATE TRIGGER decision_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON commissions.decision FOR EACH STATEMENT EXECUTE FUNCTION commissions.refuse_change();
create policy party_reads on commissions.decision for select to tributary_app using ((((advertiser_org = tenancy.org()) OR (publisher_org = tenancy.org())) AND (EXISTS ( SELECT
   FROM commissions.current c
  WHERE ((c.program = decision.program) AND (c.order_id = decision.order_id) AND ((c.advertiser_org = tenancy.org()) OR (c.publisher_org = tenancy.org())))))));
create policy system_all on commissions.decision for all to tributary_system using (true) with check (true);
grant insert (program, order_id, revision, decided_at, advertiser_org, publisher_org, ad_space_id, click_id, event, status, commission_minor, currency, terms_version, terms_publication, engine_version, facts_hash, facts, sources, decision) on table commissions.decision to tributary_system;

create table commissions.turnover (
  program text not null,
  publisher_org uuid not null,
  span text not null,
  starts timestamp with time zone not null,
  currency character(3) not null,
  stripe smallint not null,
  orders bigint not null,
  amount numeric not null,
  minor bigint not null
) with (fillfactor=50);
alter table commissions.turnover owner to tributary_owner;
alter table commissions.turnover enable row level security;
alter table commissions.turnover force row level security;
grant insert, select, update on table commissions.turnover to tributary_system;
alter table commissions.turnover add constraint turnover_span_check CHECK ((span = ANY (ARRAY['quarter'::text, 'day'::text])));
alter table commissions.turnover add constraint turnover_pkey PRIMARY KEY (program, publisher_org, span, starts, currency, stripe);
create policy system_all on commissions.turnover for all to tributary_system using (true) with check (true);

-- conduct -------------------------------------------------------------------------------------------------------

create schema conduct authorization tributary_owner;
grant usage on schema conduct to tributary_app;
grant usage on schema conduct to tributary_system;

CREATE OR REPLACE FUNCTION conduct.refuse_removal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '%.% keeps what was: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'restrict_violation';
end
$function$;

create table conduct.appeal_period (
  program text not null,
  days integer not null,
  changed_by text not null,
  changed_at timestamp with time zone not null
);
alter table conduct.appeal_period owner to tributary_owner;
alter table conduct.appeal_period enable row level security;
alter table conduct.appeal_period force row level security;
grant insert, select, update on table conduct.appeal_period to tributary_system;
alter table conduct.appeal_period add constraint appeal_period_days_check CHECK (((days >= 1) AND (days <= 365)));
alter table conduct.appeal_period add constraint appeal_period_pkey PRIMARY KEY (program);
create policy everybody on conduct.appeal_period for all to tributary_system using (true);

create table conduct.case_file (
  case_id uuid not null,
  program text not null,
  advertiser_org uuid not null,
  publisher_org uuid not null,
  ad_space_id uuid,
  rule text not null,
  rule_number integer,
  rules_version integer,
  origin text not null,
  evidence text not null,
  status text not null,
  happened_at timestamp with time zone not null,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  closed_by text,
  closed_at timestamp with time zone
);
alter table conduct.case_file owner to tributary_owner;
alter table conduct.case_file enable row level security;
alter table conduct.case_file force row level security;
grant insert, select on table conduct.case_file to tributary_system;
alter table conduct.case_file add constraint case_file_check CHECK ((((status = 'open'::text) = (closed_at IS NULL)) AND ((closed_at IS NULL) = (closed_by IS NULL))));
alter table conduct.case_file add constraint case_file_evidence_check CHECK ((evidence <> ''::text));
alter table conduct.case_file add constraint case_file_origin_check CHECK ((origin = ANY (ARRAY['person'::text, 'complaint'::text, 'rule'::text])));
alter table conduct.case_file add constraint case_file_status_check CHECK ((status = ANY (ARRAY['open'::text, 'dismissed'::text, 'sanctioned'::text])));
alter table conduct.case_file add constraint case_file_pkey PRIMARY KEY (case_id);
CREATE INDEX case_file_opened ON conduct.case_file USING btree (opened_at DESC, case_id);
CREATE INDEX case_file_publisher ON conduct.case_file USING btree (publisher_org, program);
CREATE INDEX case_file_status ON conduct.case_file USING btree (status, opened_at DESC, case_id);
CREATE TRIGGER case_file_stays BEFORE DELETE OR TRUNCATE ON conduct.case_file FOR EACH STATEMENT EXECUTE FUNCTION conduct.refuse_removal();
create policy everybody on conduct.case_file for all to tributary_system using (true);
grant update (status, closed_by, closed_at) on table conduct.case_file to tributary_system;

create table conduct.note (
  note_id uuid not null,
  case_id uuid not null,
  at timestamp with time zone not null,
  by_whom text not null,
  text text not null
);
alter table conduct.note owner to tributary_owner;
alter table conduct.note enable row level security;
alter table conduct.note force row level security;
grant insert, select on table conduct.note to tributary_system;
alter table conduct.note add constraint note_text_check CHECK ((text <> ''::text));
alter table conduct.note add constraint note_pkey PRIMARY KEY (note_id);
alter table conduct.note add constraint note_case_id_fkey FOREIGN KEY (case_id) REFERENCES conduct.case_file(case_id);
CREATE INDEX note_case ON conduct.note USING btree (case_id, at);
CREATE TRIGGER note_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON conduct.note FOR EACH STATEMENT EXECUTE FUNCTION conduct.refuse_removal();
create policy everybody on conduct.note for all to tributary_system using (true);

create table conduct.sanction (
  sanction_id uuid not null,
  case_id uuid not null,
  program text not null,
  advertiser_org uuid not null,
  publisher_org uuid not null,
  ad_space_id uuid,
  level text not null,
  rule text not null,
  rule_number integer,
  rules_version integer,
  violation text,
  reason text not null,
  imposed_by text not null,
  imposed_at timestamp with time zone not null,
  effect jsonb not null,
  appeal text,
  appealed_at timestamp with time zone,
  appeal_until timestamp with time zone not null,
  appeal_answer text,
  appeal_answered_by text,
  appeal_answered_at timestamp with time zone,
  lifted_by text,
  lifted_at timestamp with time zone,
  lifted_reason text
);
alter table conduct.sanction owner to tributary_owner;
alter table conduct.sanction enable row level security;
alter table conduct.sanction force row level security;
grant insert, select on table conduct.sanction to tributary_system;
grant select on table conduct.sanction to tributary_app;
alter table conduct.sanction add constraint sanction_appeal_answer_check CHECK ((appeal_answer <> ''::text));
alter table conduct.sanction add constraint sanction_check CHECK (((violation IS NULL) = (level = ANY (ARRAY['warning'::text, 'block'::text]))));
alter table conduct.sanction add constraint sanction_check1 CHECK (((level <> 'expelled'::text) OR ((ad_space_id IS NULL) AND (lifted_at IS NULL))));
alter table conduct.sanction add constraint sanction_check2 CHECK (((appeal IS NULL) = (appealed_at IS NULL)));
alter table conduct.sanction add constraint sanction_check3 CHECK (((appeal_answer IS NULL) OR (appeal IS NOT NULL)));
alter table conduct.sanction add constraint sanction_check4 CHECK ((((appeal_answer IS NULL) = (appeal_answered_by IS NULL)) AND ((appeal_answer IS NULL) = (appeal_answered_at IS NULL))));
alter table conduct.sanction add constraint sanction_check5 CHECK ((((lifted_at IS NULL) = (lifted_by IS NULL)) AND ((lifted_at IS NULL) = (lifted_reason IS NULL))));
alter table conduct.sanction add constraint sanction_level_check CHECK ((level = ANY (ARRAY['warning'::text, 'block'::text, 'block_and_void'::text, 'expelled'::text])));
alter table conduct.sanction add constraint sanction_reason_check CHECK ((reason <> ''::text));
alter table conduct.sanction add constraint sanction_violation_check CHECK ((violation = ANY (ARRAY['abnormal_traffic'::text, 'abnormal_order'::text, 'PPC_violation'::text, 'SID_black_list'::text, 'risk'::text])));
alter table conduct.sanction add constraint sanction_pkey PRIMARY KEY (sanction_id);
alter table conduct.sanction add constraint sanction_case_id_fkey FOREIGN KEY (case_id) REFERENCES conduct.case_file(case_id);
CREATE INDEX sanction_case ON conduct.sanction USING btree (case_id);
CREATE INDEX sanction_imposed ON conduct.sanction USING btree (imposed_at DESC, sanction_id);
CREATE INDEX sanction_publisher ON conduct.sanction USING btree (publisher_org, program);
CREATE TRIGGER sanction_stays BEFORE DELETE OR TRUNCATE ON conduct.sanction FOR EACH STATEMENT EXECUTE FUNCTION conduct.refuse_removal();
create policy everybody on conduct.sanction for all to tributary_system using (true);
create policy party on conduct.sanction for select to tributary_app using (((publisher_org = tenancy.org()) OR (advertiser_org = tenancy.org())));
grant update (appeal, appealed_at, appeal_answer, appeal_answered_by, appeal_answered_at, lifted_by, lifted_at, lifted_reason) on table conduct.sanction to tributary_system;

create table conduct.scale (
  program text not null,
  rule text not null,
  first_level text not null,
  again_level text not null,
  changed_by text not null,
  changed_at timestamp with time zone not null
);
alter table conduct.scale owner to tributary_owner;
alter table conduct.scale enable row level security;
alter table conduct.scale force row level security;
grant insert, select, update on table conduct.scale to tributary_system;
alter table conduct.scale add constraint scale_again_level_check CHECK ((again_level = ANY (ARRAY['warning'::text, 'block'::text, 'block_and_void'::text, 'expelled'::text])));
alter table conduct.scale add constraint scale_first_level_check CHECK ((first_level = ANY (ARRAY['warning'::text, 'block'::text, 'block_and_void'::text, 'expelled'::text])));
alter table conduct.scale add constraint scale_pkey PRIMARY KEY (program, rule);
create policy everybody on conduct.scale for all to tributary_system using (true);

create table conduct.stopped (
  sanction_id uuid not null,
  ad_space_id uuid not null,
  blocked_before boolean not null
);
alter table conduct.stopped owner to tributary_owner;
alter table conduct.stopped enable row level security;
alter table conduct.stopped force row level security;
grant insert, select on table conduct.stopped to tributary_system;
alter table conduct.stopped add constraint stopped_pkey PRIMARY KEY (sanction_id, ad_space_id);
alter table conduct.stopped add constraint stopped_sanction_id_fkey FOREIGN KEY (sanction_id) REFERENCES conduct.sanction(sanction_id);
CREATE INDEX stopped_ad_space ON conduct.stopped USING btree (ad_space_id);
create policy everybody on conduct.stopped for all to tributary_system using (true);

-- coupons -------------------------------------------------------------------------------------------------------

create schema coupons authorization tributary_owner;
grant usage on schema coupons to tributary_app;
grant usage on schema coupons to tributary_system;

CREATE OR REPLACE FUNCTION coupons.refuse_overlap()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('coupons:' || new.program || '/' || new.code_key, 0));
  if exists (
    select from coupons.coupon other
     where other.program = new.program and other.code_key = new.code_key and other.coupon_id <> new.coupon_id
       and tstzrange(other.valid_from, other.valid_until) && tstzrange(new.valid_from, new.valid_until)
  ) then
    raise exception 'coupons.coupon: % of % is another coupon at that time', new.code, new.program
      using errcode = 'exclusion_violation';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION coupons.refuse_removal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '%.% keeps what was: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'restrict_violation';
end
$function$;

create table coupons.coupon (
  coupon_id uuid not null,
  program text not null,
  advertiser_org uuid not null,
  code text not null,
  code_key text not null,
  ad_space_id uuid,
  publisher_org uuid,
  valid_from timestamp with time zone not null,
  valid_until timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by text not null
);
alter table coupons.coupon owner to tributary_owner;
alter table coupons.coupon enable row level security;
alter table coupons.coupon force row level security;
grant insert, select on table coupons.coupon to tributary_system;
grant select on table coupons.coupon to tributary_app;
alter table coupons.coupon add constraint coupon_check CHECK (((ad_space_id IS NULL) = (publisher_org IS NULL)));
alter table coupons.coupon add constraint coupon_check1 CHECK (((valid_until IS NULL) OR (valid_from <= valid_until)));
alter table coupons.coupon add constraint coupon_code_check CHECK ((code <> ''::text));
alter table coupons.coupon add constraint coupon_code_key_check CHECK ((code_key <> ''::text));
alter table coupons.coupon add constraint coupon_pkey PRIMARY KEY (coupon_id);
CREATE INDEX coupon_code ON coupons.coupon USING btree (program, code_key, valid_from);
CREATE INDEX coupon_publisher ON coupons.coupon USING btree (publisher_org);
CREATE TRIGGER coupon_stands_alone BEFORE INSERT OR UPDATE ON coupons.coupon FOR EACH ROW EXECUTE FUNCTION coupons.refuse_overlap();
CREATE TRIGGER coupon_stays BEFORE DELETE OR TRUNCATE ON coupons.coupon FOR EACH STATEMENT EXECUTE FUNCTION coupons.refuse_removal();
create policy everybody on coupons.coupon for all to tributary_system using (true);
create policy given on coupons.coupon for select to tributary_app using (((publisher_org = tenancy.org()) OR ((publisher_org IS NULL) AND (EXISTS ( SELECT
   FROM partnerships.partnership joined
  WHERE ((joined.program = coupon.program) AND (joined.publisher_org = tenancy.org()) AND (joined.status = 'joined'::text)))))));
create policy own on coupons.coupon for select to tributary_app using ((advertiser_org = tenancy.org()));
grant update (valid_until) on table coupons.coupon to tributary_system;

-- express -------------------------------------------------------------------------------------------------------

create schema express authorization tributary_owner;
grant usage on schema express to tributary_app;
grant usage on schema express to tributary_system;

CREATE OR REPLACE FUNCTION express.refuse_removal()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception '%.% keeps what was: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'restrict_violation';
end
$function$;

create table express.advance (
  payment_id uuid not null,
  program text not null,
  order_id text not null,
  "position" integer not null,
  publisher_org uuid not null,
  currency character(3) not null,
  revision integer not null,
  terms_version text,
  minor bigint not null,
  settled_minor bigint default 0 not null
);
alter table express.advance owner to tributary_owner;
alter table express.advance enable row level security;
alter table express.advance force row level security;
grant insert, select on table express.advance to tributary_system;
grant select on table express.advance to tributary_app;
alter table express.advance add constraint advance_check CHECK (((settled_minor >= 0) AND (settled_minor <= minor)));
alter table express.advance add constraint advance_minor_check CHECK ((minor > 0));
alter table express.advance add constraint advance_pkey PRIMARY KEY (payment_id, program, order_id);
alter table express.advance add constraint advance_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES express.payment(payment_id);
CREATE INDEX advance_open ON express.advance USING btree (program, order_id) WHERE (settled_minor < minor);
CREATE INDEX advance_publisher_open ON express.advance USING btree (publisher_org) WHERE (settled_minor < minor);
CREATE TRIGGER advance_stays BEFORE DELETE OR TRUNCATE ON express.advance FOR EACH STATEMENT EXECUTE FUNCTION express.refuse_removal();
create policy everybody on express.advance for all to tributary_system using (true);
create policy own on express.advance for select to tributary_app using ((publisher_org = tenancy.org()));
grant update (settled_minor) on table express.advance to tributary_system;

create table express.bounds (
  version integer not null,
  currency character(3) not null,
  per_publisher_minor bigint not null,
  in_all_minor bigint not null,
  minimum_minor bigint not null
);
alter table express.bounds owner to tributary_owner;
alter table express.bounds enable row level security;
alter table express.bounds force row level security;
grant insert, select on table express.bounds to tributary_system;
alter table express.bounds add constraint bounds_in_all_minor_check CHECK ((in_all_minor >= 0));
alter table express.bounds add constraint bounds_minimum_minor_check CHECK ((minimum_minor > 0));
alter table express.bounds add constraint bounds_per_publisher_minor_check CHECK ((per_publisher_minor >= 0));
alter table express.bounds add constraint bounds_pkey PRIMARY KEY (version, currency);
alter table express.bounds add constraint bounds_version_fkey FOREIGN KEY (version) REFERENCES express.settings(version);
CREATE TRIGGER bounds_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON express.bounds FOR EACH STATEMENT EXECUTE FUNCTION express.refuse_removal();
create policy everybody on express.bounds for all to tributary_system using (true);

create table express.part (
  payment_id uuid not null,
  program text not null,
  publisher_org uuid not null,
  advanced_minor bigint not null,
  fee_minor bigint not null
);
alter table express.part owner to tributary_owner;
alter table express.part enable row level security;
alter table express.part force row level security;
grant insert, select on table express.part to tributary_system;
grant select on table express.part to tributary_app;
alter table express.part add constraint part_advanced_minor_check CHECK ((advanced_minor > 0));
alter table express.part add constraint part_check CHECK (((fee_minor >= 0) AND (fee_minor <= advanced_minor)));
alter table express.part add constraint part_pkey PRIMARY KEY (payment_id, program);
alter table express.part add constraint part_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES express.payment(payment_id);
CREATE TRIGGER part_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON express.part FOR EACH STATEMENT EXECUTE FUNCTION express.refuse_removal();
create policy everybody on express.part for all to tributary_system using (true);
create policy own on express.part for select to tributary_app using ((publisher_org = tenancy.org()));

create table express.payment (
  payment_id uuid not null,
  publisher_org uuid not null,
  currency character(3) not null,
  state text not null,
  advanced_minor bigint not null,
  fee_minor bigint not null,
  fee_percent numeric not null,
  orders integer not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  handled_by text,
  handled_at timestamp with time zone,
  reference text,
  transferred_at timestamp with time zone,
  taken_back_reason text
);
alter table express.payment owner to tributary_owner;
alter table express.payment enable row level security;
alter table express.payment force row level security;
grant insert, select on table express.payment to tributary_system;
grant select on table express.payment to tributary_app;
alter table express.payment add constraint payment_advanced_minor_check CHECK ((advanced_minor > 0));
alter table express.payment add constraint payment_check CHECK (((fee_minor >= 0) AND (fee_minor < advanced_minor)));
alter table express.payment add constraint payment_check1 CHECK ((((state = 'granted'::text) = (handled_at IS NULL)) AND ((handled_at IS NULL) = (handled_by IS NULL))));
alter table express.payment add constraint payment_check2 CHECK ((((state = 'transferred'::text) = (reference IS NOT NULL)) AND ((reference IS NULL) = (transferred_at IS NULL))));
alter table express.payment add constraint payment_check3 CHECK (((state = 'taken_back'::text) = (taken_back_reason IS NOT NULL)));
alter table express.payment add constraint payment_orders_check CHECK ((orders > 0));
alter table express.payment add constraint payment_reference_check CHECK ((reference <> ''::text));
alter table express.payment add constraint payment_state_check CHECK ((state = ANY (ARRAY['granted'::text, 'transferred'::text, 'taken_back'::text])));
alter table express.payment add constraint payment_taken_back_reason_check CHECK ((taken_back_reason <> ''::text));
alter table express.payment add constraint payment_pkey PRIMARY KEY (payment_id);
alter table express.payment add constraint payment_reference_unique UNIQUE (reference);
CREATE INDEX payment_asked ON express.payment USING btree (asked_at DESC, payment_id);
CREATE INDEX payment_publisher ON express.payment USING btree (publisher_org, asked_at DESC, payment_id);
CREATE INDEX payment_waiting ON express.payment USING btree (asked_at, payment_id) WHERE (state = 'granted'::text);
CREATE TRIGGER payment_stays BEFORE DELETE OR TRUNCATE ON express.payment FOR EACH STATEMENT EXECUTE FUNCTION express.refuse_removal();
create policy everybody on express.payment for all to tributary_system using (true);
create policy own on express.payment for select to tributary_app using ((publisher_org = tenancy.org()));
grant update (state, handled_by, handled_at, reference, transferred_at, taken_back_reason) on table express.payment to tributary_system;

create table express.request (
  publisher_org uuid not null,
  key uuid not null,
  content_hash bytea not null,
  at timestamp with time zone not null,
  payment_id uuid,
  refusal jsonb
);
alter table express.request owner to tributary_owner;
alter table express.request enable row level security;
alter table express.request force row level security;
grant insert, select on table express.request to tributary_system;
alter table express.request add constraint request_check CHECK ((num_nonnulls(payment_id, refusal) = 1));
alter table express.request add constraint request_content_hash_check CHECK ((octet_length(content_hash) = 32));
alter table express.request add constraint request_pkey PRIMARY KEY (publisher_org, key);
alter table express.request add constraint request_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES express.payment(payment_id);
CREATE TRIGGER request_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON express.request FOR EACH STATEMENT EXECUTE FUNCTION express.refuse_removal();
create policy everybody on express.request for all to tributary_system using (true);

create table express.settings (
  version integer not null,
  enabled boolean not null,
  fee_percent numeric not null,
  account_days integer not null,
  funded_actions integer not null,
  changed_by text not null,
  changed_at timestamp with time zone not null
);
alter table express.settings owner to tributary_owner;
alter table express.settings enable row level security;
alter table express.settings force row level security;
grant insert, select on table express.settings to tributary_system;
alter table express.settings add constraint settings_account_days_check CHECK ((account_days >= 0));
alter table express.settings add constraint settings_fee_percent_check CHECK (((fee_percent >= (0)::numeric) AND (fee_percent <= (50)::numeric)));
alter table express.settings add constraint settings_funded_actions_check CHECK ((funded_actions >= 0));
alter table express.settings add constraint settings_version_check CHECK ((version > 0));
alter table express.settings add constraint settings_pkey PRIMARY KEY (version);
CREATE TRIGGER settings_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON express.settings FOR EACH STATEMENT EXECUTE FUNCTION express.refuse_removal();
create policy everybody on express.settings for all to tributary_system using (true);

-- funding -------------------------------------------------------------------------------------------------------

create schema funding authorization tributary_owner;
grant usage on schema funding to tributary_app;
grant usage on schema funding to tributary_system;

CREATE OR REPLACE FUNCTION funding.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception '%.% keeps what was: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'restrict_violation';
end
$function$;

create table funding.payment (
  payment_id uuid not null,
  program text not null,
  advertiser_org uuid not null,
  reference text not null,
  content_hash bytea not null,
  arrived_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  orders integer not null,
  due jsonb not null,
  publishers jsonb not null
);
alter table funding.payment owner to tributary_owner;
alter table funding.payment enable row level security;
alter table funding.payment force row level security;
grant insert, select on table funding.payment to tributary_system;
alter table funding.payment add constraint payment_content_hash_check CHECK ((octet_length(content_hash) = 32));
alter table funding.payment add constraint payment_orders_check CHECK ((orders > 0));
alter table funding.payment add constraint payment_reference_check CHECK ((reference <> ''::text));
alter table funding.payment add constraint payment_pkey PRIMARY KEY (payment_id);
alter table funding.payment add constraint payment_reference_unique UNIQUE (program, reference);
CREATE INDEX payment_recorded ON funding.payment USING btree (recorded_at DESC, payment_id);
CREATE TRIGGER payment_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON funding.payment FOR EACH STATEMENT EXECUTE FUNCTION funding.refuse_change();
create policy everybody on funding.payment for all to tributary_system using (true);

-- ledger --------------------------------------------------------------------------------------------------------

create schema ledger authorization tributary_owner;
grant usage on schema ledger to tributary_app;
grant usage on schema ledger to tributary_system;

CREATE OR REPLACE FUNCTION ledger.check_reversals(entries uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION ledger.entry_balances()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION ledger.postings_arrived()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION ledger.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception '% on %.% is refused: the ledger only grows; book a correction or a reversal', tg_op, tg_table_schema, tg_table_name
    using errcode = '42501';
end
$function$;

CREATE OR REPLACE FUNCTION ledger.stamp_entry()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  -- In this order: whoever sees a transaction id that is not given yet knows that nothing earlier than now will be recorded with it.
  new.xact := pg_current_xact_id();
  new.recorded_at := clock_timestamp();
  return new;
end
$function$;

create table ledger.account (
  id integer generated always as identity not null,
  kind text not null,
  program text,
  org_id uuid,
  currency character(3) not null,
  key text generated always as (((((((kind || '/'::text) || COALESCE(program, '-'::text)) || '/'::text) || COALESCE((org_id)::text, '-'::text)) || '/'::text) || (currency)::text)) stored not null
);
alter table ledger.account owner to tributary_owner;
alter table ledger.account enable row level security;
alter table ledger.account force row level security;
grant select on table ledger.account to tributary_app;
grant select on table ledger.account to tributary_system;
alter table ledger.account add constraint account_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table ledger.account add constraint account_pkey PRIMARY KEY (id);
alter table ledger.account add constraint account_key_unique UNIQUE (key);
alter table ledger.account add constraint account_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.account_kind(kind);
CREATE INDEX account_org ON ledger.account USING btree (org_id);
CREATE TRIGGER account_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.account FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
create policy holder_reads on ledger.account for select to tributary_app using ((org_id = tenancy.org()));
create policy owner_all on ledger.account for all to tributary_owner using (true) with check (true);
create policy system_all on ledger.account for all to tributary_system using (true) with check (true);
grant insert (kind, program, org_id, currency) on table ledger.account to tributary_system;

create table ledger.account_kind (
  kind text not null,
  holder text not null
);
alter table ledger.account_kind owner to tributary_owner;
grant select on table ledger.account_kind to tributary_app;
grant select on table ledger.account_kind to tributary_system;
alter table ledger.account_kind add constraint account_kind_holder_check CHECK ((holder = ANY (ARRAY['publisher'::text, 'advertiser'::text, 'network'::text])));
alter table ledger.account_kind add constraint account_kind_pkey PRIMARY KEY (kind);

create table ledger.balance (
  account_id integer not null,
  stripe smallint not null,
  amount bigint not null
) with (fillfactor=50);
alter table ledger.balance owner to tributary_owner;
alter table ledger.balance enable row level security;
alter table ledger.balance force row level security;
grant select on table ledger.balance to tributary_app;
grant select on table ledger.balance to tributary_system;
alter table ledger.balance add constraint balance_pkey PRIMARY KEY (account_id, stripe);
create policy holder_reads on ledger.balance for select to tributary_app using ((account_id IN ( SELECT a.id
   FROM ledger.account a
  WHERE (a.org_id = tenancy.org()))));
create policy owner_all on ledger.balance for all to tributary_owner using (true) with check (true);
create policy system_reads on ledger.balance for select to tributary_system using (true);

create table ledger.entry (
  id uuid not null,
  kind text not null,
  title text not null,
  source text not null,
  source_event_id text not null,
  content_hash bytea not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  xact xid8 not null,
  program text,
  order_id text,
  line_id text,
  revision integer,
  terms_version text,
  rule text,
  reason text,
  event text,
  fx_base character(3),
  fx_quote character(3),
  fx_rate numeric,
  fx_source text,
  reverses uuid
);
alter table ledger.entry owner to tributary_owner;
alter table ledger.entry enable row level security;
alter table ledger.entry force row level security;
grant select on table ledger.entry to tributary_app;
grant select on table ledger.entry to tributary_system;
alter table ledger.entry add constraint entry_content_hash_check CHECK ((octet_length(content_hash) = 32));
alter table ledger.entry add constraint entry_fx_rate_check CHECK ((fx_rate > (0)::numeric));
alter table ledger.entry add constraint entry_fx_whole CHECK ((num_nonnulls(fx_base, fx_quote, fx_rate, fx_source) = ANY (ARRAY[0, 4])));
alter table ledger.entry add constraint entry_reversal CHECK (((kind = 'reversal'::text) = (reverses IS NOT NULL)));
alter table ledger.entry add constraint entry_subject_whole CHECK ((num_nonnulls(program, order_id, line_id, revision, reason, event) = ANY (ARRAY[0, 6])));
alter table ledger.entry add constraint entry_pkey PRIMARY KEY (id);
alter table ledger.entry add constraint entry_cause_unique UNIQUE (source, source_event_id, kind);
alter table ledger.entry add constraint entry_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.entry_kind(kind);
CREATE INDEX entry_order ON ledger.entry USING btree (program, order_id);
CREATE INDEX entry_rare_kind ON ledger.entry USING btree (kind) WHERE (kind <> ALL (ARRAY['hold'::text, 'void'::text, 'reward'::text]));
CREATE INDEX entry_recorded ON ledger.entry USING btree (recorded_at, id);
CREATE INDEX entry_reverses ON ledger.entry USING btree (reverses) WHERE (reverses IS NOT NULL);
CREATE TRIGGER entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON ledger.entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.entry_balances();
CREATE TRIGGER entry_stamp BEFORE INSERT ON ledger.entry FOR EACH ROW EXECUTE FUNCTION ledger.stamp_entry();
create policy holder_reads on ledger.entry for select to tributary_app using ((EXISTS ( SELECT
   FROM (ledger.posting p
     JOIN ledger.account a ON ((a.id = p.account_id)))
  WHERE ((p.entry_id = entry.id) AND (a.org_id = tenancy.org())))));
create policy owner_all on ledger.entry for all to tributary_owner using (true) with check (true);
create policy system_all on ledger.entry for all to tributary_system using (true) with check (true);
grant insert (id, kind, title, source, source_event_id, content_hash, effective_at, program, order_id, line_id, revision, terms_version, rule, reason, event, fx_base, fx_quote, fx_rate, fx_source, reverses) on table ledger.entry to tributary_system;

create table ledger.entry_kind (
  kind text not null,
  may_overdraw boolean not null
);
alter table ledger.entry_kind owner to tributary_owner;
grant select on table ledger.entry_kind to tributary_app;
grant select on table ledger.entry_kind to tributary_system;
alter table ledger.entry_kind add constraint entry_kind_pkey PRIMARY KEY (kind);

create table ledger.posting (
  id bigint generated always as identity not null,
  entry_id uuid not null,
  "position" smallint not null,
  account_id integer not null,
  amount bigint not null,
  currency character(3) not null
);
alter table ledger.posting owner to tributary_owner;
alter table ledger.posting enable row level security;
alter table ledger.posting force row level security;
grant select on table ledger.posting to tributary_app;
grant select on table ledger.posting to tributary_system;
alter table ledger.posting add constraint posting_amount_check CHECK ((amount <> 0));
alter table ledger.posting add constraint posting_pkey PRIMARY KEY (id);
alter table ledger.posting add constraint posting_position_unique UNIQUE (entry_id, "position");
CREATE INDEX posting_account ON ledger.posting USING btree (account_id, id);
CREATE TRIGGER posting_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.posting FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER postings_arrived AFTER INSERT ON ledger.posting REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION ledger.postings_arrived();
create policy holder_reads on ledger.posting for select to tributary_app using ((account_id IN ( SELECT a.id
   FROM ledger.account a
  WHERE (a.org_id = tenancy.org()))));
create policy owner_all on ledger.posting for all to tributary_owner using (true) with check (true);
create policy system_all on ledger.posting for all to tributary_system using (true) with check (true);
grant insert (entry_id, "position", account_id, amount, currency) on table ledger.posting to tributary_system;

create table ledger.seal (
  "position" bigint not null,
  entry_id uuid not null,
  hash bytea not null,
  sealed_at timestamp with time zone default clock_timestamp() not null
);
alter table ledger.seal owner to tributary_owner;
grant select on table ledger.seal to tributary_system;
alter table ledger.seal add constraint seal_hash_check CHECK ((octet_length(hash) = 32));
alter table ledger.seal add constraint seal_position_check CHECK (("position" > 0));
alter table ledger.seal add constraint seal_pkey PRIMARY KEY ("position");
alter table ledger.seal add constraint seal_entry_id_key UNIQUE (entry_id);
CREATE TRIGGER seal_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.seal FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
grant insert ("position", entry_id, hash) on table ledger.seal to tributary_system;

create table ledger.unsealed (
  entry_id uuid not null
);
alter table ledger.unsealed owner to tributary_owner;
grant delete, select on table ledger.unsealed to tributary_system;
alter table ledger.unsealed add constraint unsealed_pkey PRIMARY KEY (entry_id);

-- links ---------------------------------------------------------------------------------------------------------

create schema links authorization tributary_owner;
grant usage on schema links to tributary_app;
grant usage on schema links to tributary_system;

CREATE OR REPLACE FUNCTION links.announce()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION links.mark_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$function$;

create table links.link (
  code text not null,
  ad_space_id uuid not null,
  program text not null,
  publisher_org uuid not null,
  kind text not null,
  target text,
  created_at timestamp with time zone not null,
  changed_in xid8 default pg_current_xact_id() not null
);
alter table links.link owner to tributary_owner;
alter table links.link enable row level security;
alter table links.link force row level security;
grant insert, select on table links.link to tributary_app;
grant insert, select on table links.link to tributary_system;
alter table links.link add constraint link_check CHECK (((kind = 'deeplink'::text) = (target IS NOT NULL)));
alter table links.link add constraint link_code_check CHECK ((code ~ '^[0-9a-z]{10}[0-9a-f]{20}$'::text));
alter table links.link add constraint link_kind_check CHECK ((kind = ANY (ARRAY['standard'::text, 'deeplink'::text])));
alter table links.link add constraint link_pkey PRIMARY KEY (code);
CREATE INDEX link_changed ON links.link USING btree (changed_in);
CREATE UNIQUE INDEX link_standard ON links.link USING btree (ad_space_id, program) WHERE (kind = 'standard'::text);
CREATE TRIGGER link_announces AFTER INSERT OR DELETE OR UPDATE ON links.link FOR EACH STATEMENT EXECUTE FUNCTION links.announce();
CREATE TRIGGER link_marks_change BEFORE INSERT OR UPDATE ON links.link FOR EACH ROW EXECUTE FUNCTION links.mark_change();
create policy everybody on links.link for all to tributary_system using (true);
create policy own on links.link for all to tributary_app using ((publisher_org = tenancy.org()));

create table links.short (
  short text not null,
  code text not null,
  publisher_org uuid not null,
  query text not null,
  created_at timestamp with time zone not null,
  changed_in xid8 default pg_current_xact_id() not null
);
alter table links.short owner to tributary_owner;
alter table links.short enable row level security;
alter table links.short force row level security;
grant insert, select on table links.short to tributary_app;
grant insert, select on table links.short to tributary_system;
alter table links.short add constraint short_query_check CHECK ((length(query) <= 2000));
alter table links.short add constraint short_short_check CHECK ((short ~ '^[0-9a-z]{8}$'::text));
alter table links.short add constraint short_pkey PRIMARY KEY (short);
alter table links.short add constraint short_code_fkey FOREIGN KEY (code) REFERENCES links.link(code);
CREATE INDEX short_changed ON links.short USING btree (changed_in);
CREATE UNIQUE INDEX short_meaning ON links.short USING btree (code, query);
CREATE TRIGGER short_announces AFTER INSERT OR DELETE OR UPDATE ON links.short FOR EACH STATEMENT EXECUTE FUNCTION links.announce();
CREATE TRIGGER short_marks_change BEFORE INSERT OR UPDATE ON links.short FOR EACH ROW EXECUTE FUNCTION links.mark_change();
create policy everybody on links.short for all to tributary_system using (true);
create policy own on links.short for all to tributary_app using ((publisher_org = tenancy.org()));

-- moderation ----------------------------------------------------------------------------------------------------

create schema moderation authorization tributary_owner;
grant usage on schema moderation to tributary_system;

create table moderation.stopped (
  org_id uuid not null,
  kind text not null,
  id text not null,
  stopped_at timestamp with time zone not null
);
alter table moderation.stopped owner to tributary_owner;
alter table moderation.stopped enable row level security;
alter table moderation.stopped force row level security;
grant delete, insert, select on table moderation.stopped to tributary_system;
alter table moderation.stopped add constraint stopped_kind_check CHECK ((kind = ANY (ARRAY['ad_space'::text, 'program'::text])));
alter table moderation.stopped add constraint stopped_pkey PRIMARY KEY (org_id, kind, id);
create policy everybody on moderation.stopped for all to tributary_system using (true);

-- notifications -------------------------------------------------------------------------------------------------

create schema notifications authorization tributary_owner;
grant usage on schema notifications to tributary_app;
grant usage on schema notifications to tributary_system;

create table notifications.declined_orders (
  org_id uuid not null,
  program text not null,
  at timestamp with time zone not null,
  orders integer not null,
  minor bigint not null,
  currency character(3) not null
);
alter table notifications.declined_orders owner to tributary_owner;
alter table notifications.declined_orders enable row level security;
alter table notifications.declined_orders force row level security;
grant delete, insert, select on table notifications.declined_orders to tributary_system;
CREATE INDEX declined_orders_program ON notifications.declined_orders USING btree (program, at);
create policy everybody on notifications.declined_orders for all to tributary_system using (true);

create table notifications.mail (
  mail_id uuid not null,
  org_id uuid,
  recipient text not null,
  locale text not null,
  kind text not null,
  box bytea,
  key_id text,
  created_at timestamp with time zone not null,
  status text default 'waiting'::text not null,
  tries integer default 0 not null,
  next_try_at timestamp with time zone not null,
  last_error text,
  settled_at timestamp with time zone
);
alter table notifications.mail owner to tributary_owner;
alter table notifications.mail enable row level security;
alter table notifications.mail force row level security;
grant delete, insert, select on table notifications.mail to tributary_system;
grant insert on table notifications.mail to tributary_app;
alter table notifications.mail add constraint mail_check CHECK (((box IS NULL) = (key_id IS NULL)));
alter table notifications.mail add constraint mail_check1 CHECK (((status = 'sent'::text) OR (box IS NOT NULL) OR (settled_at IS NOT NULL)));
alter table notifications.mail add constraint mail_check2 CHECK (((status = 'waiting'::text) = (settled_at IS NULL)));
alter table notifications.mail add constraint mail_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'ru'::text, 'es'::text])));
alter table notifications.mail add constraint mail_recipient_check CHECK ((recipient <> ''::text));
alter table notifications.mail add constraint mail_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])));
alter table notifications.mail add constraint mail_pkey PRIMARY KEY (mail_id);
CREATE INDEX mail_due ON notifications.mail USING btree (next_try_at) WHERE (status = 'waiting'::text);
CREATE INDEX mail_newest ON notifications.mail USING btree (created_at DESC, mail_id DESC);
CREATE INDEX mail_sent ON notifications.mail USING btree (settled_at) WHERE (status = 'sent'::text);
create policy everybody on notifications.mail for all to tributary_system using (true);
create policy own on notifications.mail for insert to tributary_app with check ((org_id = tenancy.org()));
grant update (box, key_id, status, tries, next_try_at, last_error, settled_at) on table notifications.mail to tributary_system;

create table notifications.mail_choice (
  user_id uuid not null,
  topic text not null,
  wanted boolean not null,
  chosen_at timestamp with time zone not null
);
alter table notifications.mail_choice owner to tributary_owner;
alter table notifications.mail_choice enable row level security;
alter table notifications.mail_choice force row level security;
grant insert, select, update on table notifications.mail_choice to tributary_system;
alter table notifications.mail_choice add constraint mail_choice_pkey PRIMARY KEY (user_id, topic);
create policy everybody on notifications.mail_choice for all to tributary_system using (true);

create table notifications.notice (
  notice_id uuid not null,
  org_id uuid not null,
  kind text not null,
  subject text not null,
  data jsonb not null,
  at timestamp with time zone not null,
  read_at timestamp with time zone,
  mailed_at timestamp with time zone,
  once text
);
alter table notifications.notice owner to tributary_owner;
alter table notifications.notice enable row level security;
alter table notifications.notice force row level security;
grant delete, insert, select on table notifications.notice to tributary_system;
grant insert, select on table notifications.notice to tributary_app;
alter table notifications.notice add constraint notice_data_check CHECK ((jsonb_typeof(data) = 'object'::text));
alter table notifications.notice add constraint notice_pkey PRIMARY KEY (notice_id);
CREATE INDEX notice_newest ON notifications.notice USING btree (org_id, at DESC, notice_id DESC);
CREATE UNIQUE INDEX notice_once ON notifications.notice USING btree (org_id, once) WHERE (once IS NOT NULL);
CREATE INDEX notice_to_mail ON notifications.notice USING btree (at) WHERE (mailed_at IS NULL);
CREATE INDEX notice_unread ON notifications.notice USING btree (org_id) WHERE (read_at IS NULL);
create policy everybody on notifications.notice for all to tributary_system using (true);
create policy own on notifications.notice for all to tributary_app using ((org_id = tenancy.org()));
grant update (mailed_at) on table notifications.notice to tributary_system;
grant update (read_at) on table notifications.notice to tributary_app;

-- orders --------------------------------------------------------------------------------------------------------

create schema orders authorization tributary_owner;
grant usage on schema orders to tributary_app;
grant usage on schema orders to tributary_system;

create table orders.applied_file (
  program text not null,
  advertiser_org uuid not null,
  sha256 bytea not null,
  applied_at timestamp with time zone not null,
  name text not null,
  author text not null,
  report jsonb not null
);
alter table orders.applied_file owner to tributary_owner;
alter table orders.applied_file enable row level security;
alter table orders.applied_file force row level security;
grant insert, select on table orders.applied_file to tributary_system;
alter table orders.applied_file add constraint applied_file_sha256_check CHECK ((length(sha256) = 32));
alter table orders.applied_file add constraint applied_file_pkey PRIMARY KEY (program, sha256, applied_at);
create policy applied_file_system on orders.applied_file for all to tributary_system using (true) with check (true);

create table orders.handling (
  id uuid not null,
  program text not null,
  advertiser_org uuid not null,
  at timestamp with time zone not null,
  author text not null,
  verdict text not null,
  reason text not null,
  order_ids text[] not null
);
alter table orders.handling owner to tributary_owner;
alter table orders.handling enable row level security;
alter table orders.handling force row level security;
grant insert, select on table orders.handling to tributary_system;
alter table orders.handling add constraint handling_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'declined'::text, 'reopened'::text])));
alter table orders.handling add constraint handling_pkey PRIMARY KEY (id);
create policy handling_system on orders.handling for all to tributary_system using (true) with check (true);

create table orders.intake (
  id uuid not null,
  channel text not null,
  program text,
  advertiser_org uuid,
  received_at timestamp with time zone not null,
  method text not null,
  path text not null,
  body bytea not null,
  content_type text,
  remote_address text,
  request_id text,
  verdict text not null,
  result_code text,
  http_status integer not null,
  order_id text,
  detail jsonb not null
);
alter table orders.intake owner to tributary_owner;
alter table orders.intake enable row level security;
alter table orders.intake force row level security;
grant insert, select on table orders.intake to tributary_system;
grant select on table orders.intake to tributary_app;
alter table orders.intake add constraint intake_channel_check CHECK ((channel = ANY (ARRAY['s2s'::text, 'pixel'::text, 'api'::text, 'file'::text])));
alter table orders.intake add constraint intake_pkey PRIMARY KEY (id);
CREATE INDEX intake_advertiser_idx ON orders.intake USING btree (advertiser_org, received_at DESC, id);
CREATE INDEX intake_program_idx ON orders.intake USING btree (program, received_at DESC, id);
CREATE INDEX intake_refused_idx ON orders.intake USING btree (program, received_at DESC, id) WHERE (jsonb_typeof((detail -> 'detail'::text)) = 'string'::text);
create policy intake_system on orders.intake for all to tributary_system using (true) with check (true);
create policy intake_tenant on orders.intake for select to tributary_app using ((advertiser_org = tenancy.org()));

create table orders.order_events (
  program text not null,
  order_id text not null,
  event_id text not null,
  advertiser_org uuid not null,
  arrival integer not null,
  type text not null,
  at timestamp with time zone not null,
  channel text not null,
  payload jsonb not null,
  digest bytea not null,
  reason text,
  recorded_at timestamp with time zone not null
);
alter table orders.order_events owner to tributary_owner;
alter table orders.order_events enable row level security;
alter table orders.order_events force row level security;
grant insert, select on table orders.order_events to tributary_system;
grant select on table orders.order_events to tributary_app;
alter table orders.order_events add constraint order_events_arrival_check CHECK ((arrival > 0));
alter table orders.order_events add constraint order_events_channel_check CHECK ((channel = ANY (ARRAY['s2s'::text, 'pixel'::text, 'api'::text, 'file'::text, 'network'::text])));
alter table orders.order_events add constraint order_events_event_id_check CHECK (((length(event_id) >= 1) AND (length(event_id) <= 128)));
alter table orders.order_events add constraint order_events_type_check CHECK ((type = ANY (ARRAY['goods_received'::text, 'closed'::text, 'refunded'::text, 'violation'::text, 'corrected'::text, 'reopened'::text, 'amended'::text])));
alter table orders.order_events add constraint order_events_pkey PRIMARY KEY (program, order_id, event_id);
CREATE INDEX order_events_recorded_idx ON orders.order_events USING btree (recorded_at);
create policy order_events_system on orders.order_events for all to tributary_system using (true) with check (true);
create policy order_events_tenant on orders.order_events for select to tributary_app using (((advertiser_org = tenancy.org()) OR (EXISTS ( SELECT
   FROM orders.orders o
  WHERE ((o.program = order_events.program) AND (o.order_id = order_events.order_id))))));

create table orders.order_lines (
  program text not null,
  order_id text not null,
  line_id text not null,
  place integer not null,
  verified boolean not null,
  product_id text,
  amount numeric not null,
  quantity integer not null,
  store_id text,
  category text,
  seller_country character(2),
  affiliate boolean,
  hot boolean,
  virtual boolean,
  hidden boolean,
  recorded_at timestamp with time zone not null
);
alter table orders.order_lines owner to tributary_owner;
alter table orders.order_lines enable row level security;
alter table orders.order_lines force row level security;
grant insert, select, update on table orders.order_lines to tributary_system;
grant select on table orders.order_lines to tributary_app;
alter table orders.order_lines add constraint order_lines_amount_check CHECK ((amount >= (0)::numeric));
alter table orders.order_lines add constraint order_lines_line_id_check CHECK (((length(line_id) >= 1) AND (length(line_id) <= 100)));
alter table orders.order_lines add constraint order_lines_quantity_check CHECK ((quantity > 0));
alter table orders.order_lines add constraint order_lines_pkey PRIMARY KEY (program, order_id, line_id);
create policy order_lines_system on orders.order_lines for all to tributary_system using (true) with check (true);
create policy order_lines_tenant on orders.order_lines for select to tributary_app using ((EXISTS ( SELECT
   FROM orders.orders o
  WHERE ((o.program = order_lines.program) AND (o.order_id = order_lines.order_id)))));

create table orders.orders (
  program text not null,
  order_id text not null,
  advertiser_org uuid not null,
  publisher_org uuid,
  status text,
  ad_space_id uuid,
  channel text not null,
  verified boolean not null,
  ordered_at timestamp with time zone not null,
  time_source text not null,
  recorded_at timestamp with time zone not null,
  delivery_country character(2),
  currency character(3) not null,
  click_ids text[] not null,
  coupon text,
  customer text,
  credited_source text,
  revision integer not null,
  decide_again_at timestamp with time zone,
  decide_attempts integer default 0 not null
);
alter table orders.orders owner to tributary_owner;
alter table orders.orders enable row level security;
alter table orders.orders force row level security;
grant insert, select, update on table orders.orders to tributary_system;
grant select on table orders.orders to tributary_app;
alter table orders.orders add constraint orders_channel_check CHECK ((channel = ANY (ARRAY['s2s'::text, 'pixel'::text, 'api'::text, 'file'::text])));
alter table orders.orders add constraint orders_customer_check CHECK ((customer = ANY (ARRAY['new'::text, 'returning'::text])));
alter table orders.orders add constraint orders_order_id_check CHECK (((length(order_id) >= 1) AND (length(order_id) <= 128)));
alter table orders.orders add constraint orders_revision_check CHECK ((revision > 0));
alter table orders.orders add constraint orders_time_source_check CHECK ((time_source = ANY (ARRAY['reported'::text, 'assumed_zone'::text, 'received'::text])));
alter table orders.orders add constraint orders_pkey PRIMARY KEY (program, order_id);
CREATE INDEX orders_ad_space_idx ON orders.orders USING btree (ad_space_id, ordered_at DESC) WHERE (ad_space_id IS NOT NULL);
CREATE INDEX orders_advertiser_idx ON orders.orders USING btree (advertiser_org, order_id);
CREATE INDEX orders_click_ids_idx ON orders.orders USING gin (click_ids);
CREATE INDEX orders_decide_again_idx ON orders.orders USING btree (decide_again_at) WHERE (decide_again_at IS NOT NULL);
CREATE INDEX orders_desk_idx ON orders.orders USING btree (advertiser_org, ordered_at DESC, program, order_id) INCLUDE (status, ad_space_id);
CREATE INDEX orders_order_id_idx ON orders.orders USING btree (order_id);
CREATE INDEX orders_program_recorded_idx ON orders.orders USING btree (program, recorded_at DESC, order_id);
CREATE INDEX orders_publisher_idx ON orders.orders USING btree (publisher_org, recorded_at) WHERE (publisher_org IS NOT NULL);
CREATE INDEX orders_recorded_idx ON orders.orders USING btree (recorded_at, program, order_id);
create policy orders_system on orders.orders for all to tributary_system using (true) with check (true);
create policy orders_tenant on orders.orders for select to tributary_app using (((advertiser_org = tenancy.org()) OR (publisher_org = tenancy.org())));

create table orders.quarantine (
  slot integer not null,
  id uuid not null,
  channel text not null,
  program text,
  advertiser_org uuid,
  received_at timestamp with time zone not null,
  method text not null,
  path text not null,
  body bytea not null,
  content_type text,
  remote_address text,
  request_id text,
  verdict text not null,
  result_code text,
  http_status integer not null,
  order_id text,
  detail jsonb not null
);
alter table orders.quarantine owner to tributary_owner;
alter table orders.quarantine enable row level security;
alter table orders.quarantine force row level security;
grant insert, select, update on table orders.quarantine to tributary_system;
grant select on table orders.quarantine to tributary_app;
alter table orders.quarantine add constraint quarantine_channel_check CHECK ((channel = ANY (ARRAY['s2s'::text, 'pixel'::text, 'api'::text, 'file'::text])));
alter table orders.quarantine add constraint quarantine_slot_check CHECK (((slot >= 0) AND (slot <= 9999)));
alter table orders.quarantine add constraint quarantine_pkey PRIMARY KEY (slot);
CREATE INDEX quarantine_advertiser_idx ON orders.quarantine USING btree (advertiser_org, received_at DESC) WHERE (advertiser_org IS NOT NULL);
create policy quarantine_system on orders.quarantine for all to tributary_system using (true) with check (true);
create policy quarantine_tenant on orders.quarantine for select to tributary_app using ((advertiser_org = tenancy.org()));

create table orders.signed_message (
  program text not null,
  message_id text not null,
  digest bytea not null,
  order_id text not null,
  received_at timestamp with time zone not null
);
alter table orders.signed_message owner to tributary_owner;
alter table orders.signed_message enable row level security;
alter table orders.signed_message force row level security;
grant delete, insert, select on table orders.signed_message to tributary_system;
alter table orders.signed_message add constraint signed_message_digest_check CHECK ((octet_length(digest) = 32));
alter table orders.signed_message add constraint signed_message_message_id_check CHECK (((length(message_id) >= 1) AND (length(message_id) <= 128)));
alter table orders.signed_message add constraint signed_message_pkey PRIMARY KEY (program, message_id);
CREATE INDEX signed_message_received_idx ON orders.signed_message USING btree (received_at);
create policy signed_message_system on orders.signed_message for all to tributary_system using (true) with check (true);

-- partnerships --------------------------------------------------------------------------------------------------

create schema partnerships authorization tributary_owner;
grant usage on schema partnerships to tributary_app;
grant usage on schema partnerships to tributary_system;

CREATE OR REPLACE FUNCTION partnerships.announce()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION partnerships.mark_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION partnerships.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '%.% only grows: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$function$;

create table partnerships.acceptance (
  acceptance_id uuid not null,
  publisher_org uuid not null,
  ad_space_id uuid not null,
  program text not null,
  rules_of text not null,
  terms_number integer,
  terms_version text,
  terms_hash bytea,
  rules_version integer,
  accepted_at timestamp with time zone not null
);
alter table partnerships.acceptance owner to tributary_owner;
alter table partnerships.acceptance enable row level security;
alter table partnerships.acceptance force row level security;
grant insert, select on table partnerships.acceptance to tributary_system;
grant select on table partnerships.acceptance to tributary_app;
alter table partnerships.acceptance add constraint acceptance_pkey PRIMARY KEY (acceptance_id);
CREATE INDEX acceptance_ad_space ON partnerships.acceptance USING btree (ad_space_id, accepted_at);
CREATE TRIGGER acceptance_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON partnerships.acceptance FOR EACH STATEMENT EXECUTE FUNCTION partnerships.refuse_change();
create policy everybody on partnerships.acceptance for all to tributary_system using (true);
create policy own on partnerships.acceptance for select to tributary_app using ((publisher_org = tenancy.org()));

create table partnerships.exclusion (
  publisher_org uuid not null,
  program text not null,
  permanent boolean not null,
  reason text not null,
  excluded_by text not null,
  excluded_at timestamp with time zone not null
);
alter table partnerships.exclusion owner to tributary_owner;
alter table partnerships.exclusion enable row level security;
alter table partnerships.exclusion force row level security;
grant delete, insert, select, update on table partnerships.exclusion to tributary_system;
grant select on table partnerships.exclusion to tributary_app;
alter table partnerships.exclusion add constraint exclusion_reason_check CHECK ((reason <> ''::text));
alter table partnerships.exclusion add constraint exclusion_pkey PRIMARY KEY (publisher_org, program);
create policy everybody on partnerships.exclusion for all to tributary_system using (true);
create policy own on partnerships.exclusion for select to tributary_app using ((publisher_org = tenancy.org()));

create table partnerships.partnership (
  ad_space_id uuid not null,
  program text not null,
  publisher_org uuid not null,
  advertiser_org uuid not null,
  traffic_type text not null,
  status text not null,
  agreement_needed boolean not null,
  agreed_at timestamp with time zone,
  agreed_by text,
  applied_at timestamp with time zone not null,
  joined_at timestamp with time zone,
  joined_through text,
  verdict_reason text,
  verdict_by text,
  verdict_at timestamp with time zone,
  verdict_code text,
  before_block jsonb,
  justification text default ''::text not null,
  changed_in xid8 default pg_current_xact_id() not null
);
alter table partnerships.partnership owner to tributary_owner;
alter table partnerships.partnership enable row level security;
alter table partnerships.partnership force row level security;
grant insert, select, update on table partnerships.partnership to tributary_system;
grant select on table partnerships.partnership to tributary_app;
alter table partnerships.partnership add constraint partnership_check CHECK (((agreed_at IS NULL) = (agreed_by IS NULL)));
alter table partnerships.partnership add constraint partnership_check1 CHECK ((((verdict_at IS NULL) = (verdict_by IS NULL)) AND ((verdict_at IS NULL) = (verdict_reason IS NULL))));
alter table partnerships.partnership add constraint partnership_check2 CHECK (((before_block IS NULL) OR (status = 'blocked'::text)));
alter table partnerships.partnership add constraint partnership_check3 CHECK (((status <> 'joined'::text) OR (joined_at IS NOT NULL)));
alter table partnerships.partnership add constraint partnership_check4 CHECK (((status <> ALL (ARRAY['declined'::text, 'blocked'::text])) OR (verdict_at IS NOT NULL)));
alter table partnerships.partnership add constraint partnership_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'joined'::text, 'declined'::text, 'blocked'::text, 'disconnected'::text])));
alter table partnerships.partnership add constraint partnership_verdict_code_check CHECK ((verdict_code = ANY (ARRAY['rules'::text, 'audience'::text, 'information'::text, 'interest'::text, 'other'::text])));
alter table partnerships.partnership add constraint partnership_pkey PRIMARY KEY (ad_space_id, program);
CREATE INDEX partnership_changed ON partnerships.partnership USING btree (changed_in);
CREATE INDEX partnership_program ON partnerships.partnership USING btree (program, status);
CREATE INDEX partnership_publisher ON partnerships.partnership USING btree (publisher_org);
CREATE INDEX partnership_rejected ON partnerships.partnership USING btree (program, verdict_code) WHERE (status = 'declined'::text);
CREATE TRIGGER partnership_announces AFTER INSERT OR DELETE OR UPDATE ON partnerships.partnership FOR EACH STATEMENT EXECUTE FUNCTION partnerships.announce();
CREATE TRIGGER partnership_marks_change BEFORE INSERT OR UPDATE ON partnerships.partnership FOR EACH ROW EXECUTE FUNCTION partnerships.mark_change();
create policy everybody on partnerships.partnership for all to tributary_system using (true);
create policy own on partnerships.partnership for select to tributary_app using (((publisher_org = tenancy.org()) OR (advertiser_org = tenancy.org())));

-- program_pages -------------------------------------------------------------------------------------------------

create schema program_pages authorization tributary_owner;
grant usage on schema program_pages to tributary_app;
grant usage on schema program_pages to tributary_system;

CREATE OR REPLACE FUNCTION program_pages.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '%.% only grows: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$function$;

create table program_pages.draft (
  program text,
  advertiser_org uuid,
  kind text not null,
  locale text not null,
  content jsonb not null,
  saved_at timestamp with time zone not null,
  saved_by text not null
);
alter table program_pages.draft owner to tributary_owner;
alter table program_pages.draft enable row level security;
alter table program_pages.draft force row level security;
grant delete, insert, select, update on table program_pages.draft to tributary_system;
grant select on table program_pages.draft to tributary_app;
alter table program_pages.draft add constraint draft_check CHECK (((program IS NULL) = (advertiser_org IS NULL)));
alter table program_pages.draft add constraint draft_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'ru'::text, 'es'::text])));
alter table program_pages.draft add constraint draft_of UNIQUE NULLS NOT DISTINCT (program, kind, locale);
create policy everybody on program_pages.draft for all to tributary_system using (true);
create policy own on program_pages.draft for select to tributary_app using ((advertiser_org = tenancy.org()));

create table program_pages.edition (
  program text,
  advertiser_org uuid,
  kind text not null,
  locale text not null,
  number integer not null,
  content jsonb not null,
  says_number integer,
  published_at timestamp with time zone not null,
  published_by text not null,
  effective_from timestamp with time zone not null
);
alter table program_pages.edition owner to tributary_owner;
alter table program_pages.edition enable row level security;
alter table program_pages.edition force row level security;
grant insert, select on table program_pages.edition to tributary_system;
grant select on table program_pages.edition to tributary_app;
alter table program_pages.edition add constraint edition_check CHECK ((effective_from >= published_at));
alter table program_pages.edition add constraint edition_check1 CHECK (((kind = 'rules'::text) OR (effective_from = published_at)));
alter table program_pages.edition add constraint edition_check2 CHECK (((program IS NULL) = (advertiser_org IS NULL)));
alter table program_pages.edition add constraint edition_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'ru'::text, 'es'::text])));
alter table program_pages.edition add constraint edition_number_check CHECK ((number > 0));
alter table program_pages.edition add constraint edition_number UNIQUE NULLS NOT DISTINCT (program, kind, locale, number);
CREATE TRIGGER edition_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON program_pages.edition FOR EACH STATEMENT EXECUTE FUNCTION program_pages.refuse_change();
create policy everybody on program_pages.edition for all to tributary_system using (true);
create policy published on program_pages.edition for select to tributary_app using ((tenancy.org() IS NOT NULL));

-- programs ------------------------------------------------------------------------------------------------------

create schema programs authorization tributary_owner;
grant usage on schema programs to tributary_app;
grant usage on schema programs to tributary_system;

CREATE OR REPLACE FUNCTION programs.announce()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('tributary_links', tg_table_schema);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION programs.mark_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end
$function$;

create table programs.program (
  program text not null,
  name text not null,
  advertiser_org uuid not null,
  campaign_code text not null,
  action_code text not null,
  tariff_code text not null,
  home_url text not null,
  allowed_hosts text[] not null,
  landing_patterns jsonb not null,
  click_parameter text not null,
  fallback_url text,
  signed_links_only boolean not null,
  status text not null,
  status_reason text,
  status_since timestamp with time zone not null,
  affiliate_only_landing boolean not null,
  categories text[] not null,
  countries text[] not null,
  terms_notice_days integer not null,
  terms_need_two boolean not null,
  traffic_types_changed_at timestamp with time zone,
  recruiting_state text not null,
  recruiting_reason text,
  recruiting_translations jsonb default '{}'::jsonb not null,
  recruiting_since timestamp with time zone not null,
  time_zone text not null,
  default_currency character(3),
  lost_orders boolean not null,
  cookie_ms bigint not null,
  geo_pair text,
  geo_mode text not null,
  geo_share_ppm integer not null,
  geo_countries text[],
  pixel_allowed boolean not null,
  joins_also text[] not null,
  rules_with text[] not null,
  created_at timestamp with time zone not null,
  changed_in xid8 default pg_current_xact_id() not null
);
alter table programs.program owner to tributary_owner;
alter table programs.program enable row level security;
alter table programs.program force row level security;
grant insert, select, update on table programs.program to tributary_system;
grant select on table programs.program to tributary_app;
alter table programs.program add constraint program_campaign_code_check CHECK ((campaign_code ~ '^[0-9a-f]{10}$'::text));
alter table programs.program add constraint program_check CHECK (((recruiting_state = 'suspended'::text) = (recruiting_reason IS NOT NULL)));
alter table programs.program add constraint program_check1 CHECK (((status = ANY (ARRAY['declined'::text, 'suspended'::text])) = (status_reason IS NOT NULL)));
alter table programs.program add constraint program_check2 CHECK (((geo_mode = 'off'::text) OR (geo_pair IS NOT NULL)));
alter table programs.program add constraint program_click_parameter_check CHECK ((click_parameter ~ '^[A-Za-z][A-Za-z0-9_]*$'::text));
alter table programs.program add constraint program_cookie_ms_check CHECK ((cookie_ms > 0));
alter table programs.program add constraint program_geo_mode_check CHECK ((geo_mode = ANY (ARRAY['off'::text, 'test'::text, 'on'::text])));
alter table programs.program add constraint program_geo_share_ppm_check CHECK (((geo_share_ppm >= 0) AND (geo_share_ppm <= 1000000)));
alter table programs.program add constraint program_name_check CHECK ((name <> ''::text));
alter table programs.program add constraint program_program_check CHECK ((program ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text));
alter table programs.program add constraint program_recruiting_state_check CHECK ((recruiting_state = ANY (ARRAY['open'::text, 'suspended'::text])));
alter table programs.program add constraint program_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'pending'::text, 'declined'::text, 'active'::text, 'stopped'::text, 'suspended'::text, 'archived'::text])));
alter table programs.program add constraint program_terms_notice_days_check CHECK (((terms_notice_days >= 0) AND (terms_notice_days <= 365)));
alter table programs.program add constraint program_pkey PRIMARY KEY (program);
alter table programs.program add constraint program_campaign_code_key UNIQUE (campaign_code);
CREATE INDEX program_advertiser ON programs.program USING btree (advertiser_org);
CREATE INDEX program_changed ON programs.program USING btree (changed_in);
CREATE INDEX program_pending ON programs.program USING btree (program) WHERE (status = 'pending'::text);
CREATE TRIGGER program_announces AFTER INSERT OR DELETE OR UPDATE ON programs.program FOR EACH STATEMENT EXECUTE FUNCTION programs.announce();
CREATE TRIGGER program_marks_change BEFORE INSERT OR UPDATE ON programs.program FOR EACH ROW EXECUTE FUNCTION programs.mark_change();
create policy everybody on programs.program for all to tributary_system using (true);
create policy offer on programs.program for select to tributary_app using (((tenancy.org() IS NOT NULL) AND ((status <> ALL (ARRAY['draft'::text, 'pending'::text, 'declined'::text])) OR (advertiser_org = tenancy.org()))));

create table programs.secret (
  program text not null,
  advertiser_org uuid not null,
  postback_key_hash bytea not null,
  revision_secret_box bytea not null,
  revision_secret_key_id text not null,
  set_at timestamp with time zone not null,
  signing_secret_box bytea not null,
  signing_secret_key_id text not null,
  previous_signing_secret_box bytea,
  previous_signing_secret_key_id text,
  previous_signing_secret_until timestamp with time zone
);
alter table programs.secret owner to tributary_owner;
alter table programs.secret enable row level security;
alter table programs.secret force row level security;
grant insert, select, update on table programs.secret to tributary_system;
grant select on table programs.secret to tributary_app;
alter table programs.secret add constraint secret_check CHECK ((num_nulls(previous_signing_secret_box, previous_signing_secret_key_id, previous_signing_secret_until) = ANY (ARRAY[0, 3])));
alter table programs.secret add constraint secret_postback_key_hash_check CHECK ((octet_length(postback_key_hash) = 32));
alter table programs.secret add constraint secret_pkey PRIMARY KEY (program);
alter table programs.secret add constraint secret_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program);
create policy everybody on programs.secret for all to tributary_system using (true);
create policy own on programs.secret for select to tributary_app using ((advertiser_org = tenancy.org()));

create table programs.traffic_default (
  kind text not null,
  status text not null,
  changed_by text not null,
  changed_at timestamp with time zone not null
);
alter table programs.traffic_default owner to tributary_owner;
grant insert, select, update on table programs.traffic_default to tributary_system;
alter table programs.traffic_default add constraint traffic_default_status_check CHECK ((status = ANY (ARRAY['allowed'::text, 'by_agreement'::text, 'prohibited'::text])));
alter table programs.traffic_default add constraint traffic_default_pkey PRIMARY KEY (kind);

create table programs.traffic_type (
  program text not null,
  ordinal integer not null,
  key text not null,
  parent text,
  label_key text not null,
  status text not null
);
alter table programs.traffic_type owner to tributary_owner;
alter table programs.traffic_type enable row level security;
alter table programs.traffic_type force row level security;
grant delete, insert, select, update on table programs.traffic_type to tributary_system;
grant select on table programs.traffic_type to tributary_app;
alter table programs.traffic_type add constraint traffic_type_status_check CHECK ((status = ANY (ARRAY['allowed'::text, 'by_agreement'::text, 'prohibited'::text, 'restricted'::text])));
alter table programs.traffic_type add constraint traffic_type_pkey PRIMARY KEY (program, key);
alter table programs.traffic_type add constraint traffic_type_program_ordinal_key UNIQUE (program, ordinal);
alter table programs.traffic_type add constraint traffic_type_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program);
create policy everybody on programs.traffic_type for all to tributary_system using (true);
create policy offer on programs.traffic_type for select to tributary_app using ((EXISTS ( SELECT
   FROM programs.program p
  WHERE (p.program = traffic_type.program))));

-- stats ---------------------------------------------------------------------------------------------------------

create schema stats authorization tributary_owner;
grant usage on schema stats to tributary_app;
grant usage on schema stats to tributary_system;

CREATE OR REPLACE FUNCTION stats.note_action_changes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_op = 'UPDATE' then
    insert into stats.action_change
      select day, hour, program, advertiser_org, publisher_org, ad_space_id, traffic_type, country, link, device, subid,
        subid1, subid2, subid3, subid4, status, currency,
        order_currency, paid_at is not null, -1, -(new_customer is true)::int, -(pending_minor > 0)::int, -(approved_minor > 0)::int,
        -pending_minor, -approved_minor, -declined_minor, -deducted_minor, -order_minor
      from before;
  end if;
  insert into stats.action_change
    select day, hour, program, advertiser_org, publisher_org, ad_space_id, traffic_type, country, link, device, subid,
      subid1, subid2, subid3, subid4, status, currency,
      order_currency, paid_at is not null, 1, (new_customer is true)::int, (pending_minor > 0)::int, (approved_minor > 0)::int,
      pending_minor, approved_minor, declined_minor, deducted_minor, order_minor
    from after;
  return null;
end
$function$;

create table stats.action (
  program text not null,
  order_id text not null,
  revision bigint not null,
  recorded_at timestamp with time zone not null,
  ordered_at timestamp with time zone not null,
  day date not null,
  click_at timestamp with time zone,
  advertiser_org uuid not null,
  publisher_org uuid,
  ad_space_id uuid,
  traffic_type text not null,
  country text not null,
  link text not null,
  device text not null,
  hour smallint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  status text not null,
  reasons text[] not null,
  currency character(3) not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_currency character(3) not null,
  order_minor bigint not null,
  new_customer boolean,
  decided_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  declined_at timestamp with time zone,
  paid_at timestamp with time zone
) with (fillfactor=70);
alter table stats.action owner to tributary_owner;
alter table stats.action enable row level security;
alter table stats.action force row level security;
grant delete, insert, select, update on table stats.action to tributary_system;
grant select on table stats.action to tributary_app;
alter table stats.action add constraint action_status_check CHECK ((status = ANY (ARRAY['approved'::text, 'pending'::text, 'deducted'::text, 'unresolved'::text, 'declined'::text, 'no_reward'::text, 'not_attributed'::text])));
alter table stats.action add constraint action_pkey PRIMARY KEY (program, order_id);
CREATE INDEX action_day_idx ON stats.action USING btree (program, day);
CREATE INDEX action_ordered_idx ON stats.action USING btree (program, ordered_at);
CREATE INDEX action_publisher_idx ON stats.action USING btree (publisher_org, day);
CREATE INDEX action_recorded_idx ON stats.action USING btree (recorded_at, program, order_id);
CREATE TRIGGER action_inserted AFTER INSERT ON stats.action REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION stats.note_action_changes();
CREATE TRIGGER action_updated AFTER UPDATE ON stats.action REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION stats.note_action_changes();
create policy action_system on stats.action for all to tributary_system using (true) with check (true);
create policy action_tenant on stats.action for select to tributary_app using (((publisher_org = ( SELECT tenancy.org() AS org)) OR (advertiser_org = ( SELECT tenancy.org() AS org))));

create table stats.action_change (
  day date not null,
  hour smallint not null,
  program text not null,
  advertiser_org uuid not null,
  publisher_org uuid,
  ad_space_id uuid,
  traffic_type text not null,
  country text not null,
  link text not null,
  device text not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  paid boolean not null,
  actions integer not null,
  new_customers integer not null,
  with_pending integer not null,
  with_approved integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
);
alter table stats.action_change owner to tributary_owner;
alter table stats.action_change enable row level security;
alter table stats.action_change force row level security;
grant delete, insert, select on table stats.action_change to tributary_system;
grant select on table stats.action_change to tributary_app;
alter table stats.action_change add constraint action_change_actions_check CHECK ((actions = ANY (ARRAY['-1'::integer, 1])));
create policy action_change_system on stats.action_change for all to tributary_system using (true) with check (true);
create policy action_change_tenant on stats.action_change for select to tributary_app using (((publisher_org = ( SELECT tenancy.org() AS org)) OR (advertiser_org = ( SELECT tenancy.org() AS org))));

create table stats.action_day_country (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  country text not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_day_country owner to tributary_owner;
alter table stats.action_day_country enable row level security;
alter table stats.action_day_country force row level security;
grant delete, insert, select, update on table stats.action_day_country to tributary_system;
grant select on table stats.action_day_country to tributary_app;
alter table stats.action_day_country add constraint action_day_country_key UNIQUE NULLS NOT DISTINCT (publisher_org, day, program, ad_space_id, traffic_type, country, status, currency, order_currency, advertiser_org);
CREATE INDEX action_day_country_program_idx ON stats.action_day_country USING btree (program, day);
create policy action_day_country_system on stats.action_day_country for all to tributary_system using (true) with check (true);
create policy action_day_country_tenant on stats.action_day_country for select to tributary_app using (((publisher_org = ( SELECT tenancy.org() AS org)) OR (advertiser_org = ( SELECT tenancy.org() AS org))));

create table stats.action_day_device (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  device text not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_day_device owner to tributary_owner;
alter table stats.action_day_device enable row level security;
alter table stats.action_day_device force row level security;
grant delete, insert, select, update on table stats.action_day_device to tributary_system;
grant select on table stats.action_day_device to tributary_app;
alter table stats.action_day_device add constraint action_day_device_key UNIQUE NULLS NOT DISTINCT (publisher_org, day, program, ad_space_id, traffic_type, device, status, currency, order_currency, advertiser_org);
CREATE INDEX action_day_device_program_idx ON stats.action_day_device USING btree (program, day);
create policy action_day_device_system on stats.action_day_device for all to tributary_system using (true) with check (true);
create policy action_day_device_tenant on stats.action_day_device for select to tributary_app using (((publisher_org = ( SELECT tenancy.org() AS org)) OR (advertiser_org = ( SELECT tenancy.org() AS org))));

create table stats.action_day_hour (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  hour smallint not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_day_hour owner to tributary_owner;
alter table stats.action_day_hour enable row level security;
alter table stats.action_day_hour force row level security;
grant delete, insert, select, update on table stats.action_day_hour to tributary_system;
grant select on table stats.action_day_hour to tributary_app;
alter table stats.action_day_hour add constraint action_day_hour_key UNIQUE NULLS NOT DISTINCT (publisher_org, day, program, ad_space_id, traffic_type, hour, status, currency, order_currency, advertiser_org);
CREATE INDEX action_day_hour_program_idx ON stats.action_day_hour USING btree (program, day);
create policy action_day_hour_system on stats.action_day_hour for all to tributary_system using (true) with check (true);
create policy action_day_hour_tenant on stats.action_day_hour for select to tributary_app using (((publisher_org = ( SELECT tenancy.org() AS org)) OR (advertiser_org = ( SELECT tenancy.org() AS org))));

create table stats.action_day_link (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  link text not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_day_link owner to tributary_owner;
alter table stats.action_day_link enable row level security;
alter table stats.action_day_link force row level security;
grant delete, insert, select, update on table stats.action_day_link to tributary_system;
grant select on table stats.action_day_link to tributary_app;
alter table stats.action_day_link add constraint action_day_link_key UNIQUE NULLS NOT DISTINCT (publisher_org, day, program, ad_space_id, traffic_type, link, status, currency, order_currency, advertiser_org);
CREATE INDEX action_day_link_program_idx ON stats.action_day_link USING btree (program, day);
create policy action_day_link_system on stats.action_day_link for all to tributary_system using (true) with check (true);
create policy action_day_link_tenant on stats.action_day_link for select to tributary_app using (((publisher_org = ( SELECT tenancy.org() AS org)) OR (advertiser_org = ( SELECT tenancy.org() AS org))));

create table stats.action_day_space (
  publisher_org uuid,
  day date not null,
  program text not null,
  ad_space_id uuid,
  traffic_type text not null,
  paid boolean not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  with_pending integer not null,
  with_approved integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_day_space owner to tributary_owner;
alter table stats.action_day_space enable row level security;
alter table stats.action_day_space force row level security;
grant delete, insert, select, update on table stats.action_day_space to tributary_system;
grant select on table stats.action_day_space to tributary_app;
alter table stats.action_day_space add constraint action_day_space_key UNIQUE NULLS NOT DISTINCT (publisher_org, day, program, ad_space_id, traffic_type, paid, status, currency, order_currency, advertiser_org);
CREATE INDEX action_day_space_program_idx ON stats.action_day_space USING btree (program, day);
create policy action_day_space_system on stats.action_day_space for all to tributary_system using (true) with check (true);
create policy action_day_space_tenant on stats.action_day_space for select to tributary_app using (((publisher_org = ( SELECT tenancy.org() AS org)) OR (advertiser_org = ( SELECT tenancy.org() AS org))));

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
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_day_subid owner to tributary_owner;
alter table stats.action_day_subid enable row level security;
alter table stats.action_day_subid force row level security;
grant delete, insert, select, update on table stats.action_day_subid to tributary_system;
grant select on table stats.action_day_subid to tributary_app;
alter table stats.action_day_subid add constraint action_day_subid_key UNIQUE NULLS NOT DISTINCT (publisher_org, day, program, ad_space_id, traffic_type, subid_digest, status, currency, order_currency, advertiser_org);
CREATE INDEX action_day_subid_day_idx ON stats.action_day_subid USING brin (day) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX action_day_subid_name_idx ON stats.action_day_subid USING btree (day, subid);
CREATE INDEX action_day_subid_program_idx ON stats.action_day_subid USING btree (program, day);
create policy action_day_subid_system on stats.action_day_subid for all to tributary_system using (true) with check (true);
create policy action_day_subid_tenant on stats.action_day_subid for select to tributary_app using (((publisher_org = ( SELECT tenancy.org() AS org)) OR (advertiser_org = ( SELECT tenancy.org() AS org))));

create table stats.action_program_country (
  day date not null,
  program text not null,
  traffic_type text not null,
  country text not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_program_country owner to tributary_owner;
alter table stats.action_program_country enable row level security;
alter table stats.action_program_country force row level security;
grant delete, insert, select, update on table stats.action_program_country to tributary_system;
grant select on table stats.action_program_country to tributary_app;
alter table stats.action_program_country add constraint action_program_country_key PRIMARY KEY (day, program, traffic_type, country, status, currency, order_currency, advertiser_org);
create policy action_program_country_system on stats.action_program_country for all to tributary_system using (true) with check (true);
create policy action_program_country_tenant on stats.action_program_country for select to tributary_app using ((advertiser_org = ( SELECT tenancy.org() AS org)));

create table stats.action_program_device (
  day date not null,
  program text not null,
  traffic_type text not null,
  device text not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_program_device owner to tributary_owner;
alter table stats.action_program_device enable row level security;
alter table stats.action_program_device force row level security;
grant delete, insert, select, update on table stats.action_program_device to tributary_system;
grant select on table stats.action_program_device to tributary_app;
alter table stats.action_program_device add constraint action_program_device_key PRIMARY KEY (day, program, traffic_type, device, status, currency, order_currency, advertiser_org);
create policy action_program_device_system on stats.action_program_device for all to tributary_system using (true) with check (true);
create policy action_program_device_tenant on stats.action_program_device for select to tributary_app using ((advertiser_org = ( SELECT tenancy.org() AS org)));

create table stats.action_program_hour (
  day date not null,
  program text not null,
  traffic_type text not null,
  hour smallint not null,
  status text not null,
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_program_hour owner to tributary_owner;
alter table stats.action_program_hour enable row level security;
alter table stats.action_program_hour force row level security;
grant delete, insert, select, update on table stats.action_program_hour to tributary_system;
grant select on table stats.action_program_hour to tributary_app;
alter table stats.action_program_hour add constraint action_program_hour_key PRIMARY KEY (day, program, traffic_type, hour, status, currency, order_currency, advertiser_org);
create policy action_program_hour_system on stats.action_program_hour for all to tributary_system using (true) with check (true);
create policy action_program_hour_tenant on stats.action_program_hour for select to tributary_app using ((advertiser_org = ( SELECT tenancy.org() AS org)));

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
  currency character(3) not null,
  order_currency character(3) not null,
  advertiser_org uuid not null,
  actions integer not null,
  new_customers integer not null,
  pending_minor bigint not null,
  approved_minor bigint not null,
  declined_minor bigint not null,
  deducted_minor bigint not null,
  order_minor bigint not null
) with (fillfactor=70);
alter table stats.action_program_subid owner to tributary_owner;
alter table stats.action_program_subid enable row level security;
alter table stats.action_program_subid force row level security;
grant delete, insert, select, update on table stats.action_program_subid to tributary_system;
grant select on table stats.action_program_subid to tributary_app;
alter table stats.action_program_subid add constraint action_program_subid_key PRIMARY KEY (day, program, traffic_type, subid_digest, status, currency, order_currency, advertiser_org);
create policy action_program_subid_system on stats.action_program_subid for all to tributary_system using (true) with check (true);
create policy action_program_subid_tenant on stats.action_program_subid for select to tributary_app using ((advertiser_org = ( SELECT tenancy.org() AS org)));

create table stats.click_batch (
  batch uuid not null,
  words text not null,
  cells bytea not null
);
alter table stats.click_batch owner to tributary_owner;
alter table stats.click_batch enable row level security;
alter table stats.click_batch force row level security;
grant delete, insert, select, update on table stats.click_batch to tributary_system;
alter table stats.click_batch add constraint click_batch_pkey PRIMARY KEY (batch);
create policy click_batch_system on stats.click_batch for all to tributary_system using (true) with check (true);

create table stats.click_copied_day (
  day date not null,
  clicks bigint not null
);
alter table stats.click_copied_day owner to tributary_owner;
alter table stats.click_copied_day enable row level security;
alter table stats.click_copied_day force row level security;
grant delete, insert, select, update on table stats.click_copied_day to tributary_system;
alter table stats.click_copied_day add constraint click_copied_day_pkey PRIMARY KEY (day);
create policy click_copied_day_system on stats.click_copied_day for all to tributary_system using (true) with check (true);

create table stats.click_day_country (
  place bigint not null,
  day date not null,
  country text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null,
  hours integer not null
) with (fillfactor=70);
alter table stats.click_day_country owner to tributary_owner;
alter table stats.click_day_country enable row level security;
alter table stats.click_day_country force row level security;
grant delete, insert, select, update on table stats.click_day_country to tributary_system;
grant select on table stats.click_day_country to tributary_app;
alter table stats.click_day_country add constraint click_day_country_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_day_country add constraint click_day_country_clicks_check CHECK ((clicks >= 0));
alter table stats.click_day_country add constraint click_day_country_filtered_check CHECK ((filtered >= 0));
alter table stats.click_day_country add constraint click_day_country_pkey PRIMARY KEY (place, day, country);
CREATE INDEX click_day_country_day_idx ON stats.click_day_country USING brin (day) WITH (pages_per_range='32', autosummarize='on');
create policy click_day_country_system on stats.click_day_country for all to tributary_system using (true) with check (true);
create policy click_day_country_tenant on stats.click_day_country for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_day_device (
  place bigint not null,
  day date not null,
  device text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null,
  hours integer not null
) with (fillfactor=70);
alter table stats.click_day_device owner to tributary_owner;
alter table stats.click_day_device enable row level security;
alter table stats.click_day_device force row level security;
grant delete, insert, select, update on table stats.click_day_device to tributary_system;
grant select on table stats.click_day_device to tributary_app;
alter table stats.click_day_device add constraint click_day_device_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_day_device add constraint click_day_device_clicks_check CHECK ((clicks >= 0));
alter table stats.click_day_device add constraint click_day_device_filtered_check CHECK ((filtered >= 0));
alter table stats.click_day_device add constraint click_day_device_pkey PRIMARY KEY (place, day, device);
CREATE INDEX click_day_device_day_idx ON stats.click_day_device USING brin (day) WITH (pages_per_range='32', autosummarize='on');
create policy click_day_device_system on stats.click_day_device for all to tributary_system using (true) with check (true);
create policy click_day_device_tenant on stats.click_day_device for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_day_hour (
  place bigint not null,
  day date not null,
  hour smallint not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null
) with (fillfactor=70);
alter table stats.click_day_hour owner to tributary_owner;
alter table stats.click_day_hour enable row level security;
alter table stats.click_day_hour force row level security;
grant delete, insert, select, update on table stats.click_day_hour to tributary_system;
grant select on table stats.click_day_hour to tributary_app;
alter table stats.click_day_hour add constraint click_day_hour_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_day_hour add constraint click_day_hour_clicks_check CHECK ((clicks >= 0));
alter table stats.click_day_hour add constraint click_day_hour_filtered_check CHECK ((filtered >= 0));
alter table stats.click_day_hour add constraint click_day_hour_hour_check CHECK (((hour >= 0) AND (hour <= 23)));
alter table stats.click_day_hour add constraint click_day_hour_pkey PRIMARY KEY (place, day, hour);
CREATE INDEX click_day_hour_day_idx ON stats.click_day_hour USING brin (day) WITH (pages_per_range='32', autosummarize='on');
create policy click_day_hour_system on stats.click_day_hour for all to tributary_system using (true) with check (true);
create policy click_day_hour_tenant on stats.click_day_hour for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_day_link (
  place bigint not null,
  day date not null,
  link text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null,
  hours integer not null
) with (fillfactor=70);
alter table stats.click_day_link owner to tributary_owner;
alter table stats.click_day_link enable row level security;
alter table stats.click_day_link force row level security;
grant delete, insert, select, update on table stats.click_day_link to tributary_system;
grant select on table stats.click_day_link to tributary_app;
alter table stats.click_day_link add constraint click_day_link_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_day_link add constraint click_day_link_clicks_check CHECK ((clicks >= 0));
alter table stats.click_day_link add constraint click_day_link_filtered_check CHECK ((filtered >= 0));
alter table stats.click_day_link add constraint click_day_link_pkey PRIMARY KEY (place, day, link);
CREATE INDEX click_day_link_day_idx ON stats.click_day_link USING brin (day) WITH (pages_per_range='32', autosummarize='on');
create policy click_day_link_system on stats.click_day_link for all to tributary_system using (true) with check (true);
create policy click_day_link_tenant on stats.click_day_link for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_day_space (
  place bigint not null,
  day date not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null
) with (fillfactor=70);
alter table stats.click_day_space owner to tributary_owner;
alter table stats.click_day_space enable row level security;
alter table stats.click_day_space force row level security;
grant delete, insert, select, update on table stats.click_day_space to tributary_system;
grant select on table stats.click_day_space to tributary_app;
alter table stats.click_day_space add constraint click_day_space_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_day_space add constraint click_day_space_clicks_check CHECK ((clicks >= 0));
alter table stats.click_day_space add constraint click_day_space_filtered_check CHECK ((filtered >= 0));
alter table stats.click_day_space add constraint click_day_space_pkey PRIMARY KEY (place, day);
CREATE INDEX click_day_space_day_idx ON stats.click_day_space USING brin (day) WITH (pages_per_range='32', autosummarize='on');
create policy click_day_space_system on stats.click_day_space for all to tributary_system using (true) with check (true);
create policy click_day_space_tenant on stats.click_day_space for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_day_subid (
  place bigint not null,
  day date not null,
  subid_digest bigint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null,
  hours integer not null
) with (fillfactor=80);
alter table stats.click_day_subid owner to tributary_owner;
alter table stats.click_day_subid enable row level security;
alter table stats.click_day_subid force row level security;
grant delete, insert, select, update on table stats.click_day_subid to tributary_system;
grant select on table stats.click_day_subid to tributary_app;
alter table stats.click_day_subid add constraint click_day_subid_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_day_subid add constraint click_day_subid_clicks_check CHECK ((clicks >= 0));
alter table stats.click_day_subid add constraint click_day_subid_filtered_check CHECK ((filtered >= 0));
alter table stats.click_day_subid add constraint click_day_subid_pkey PRIMARY KEY (place, day, subid_digest);
CREATE INDEX click_day_subid_day_idx ON stats.click_day_subid USING brin (day) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX click_day_subid_name_idx ON stats.click_day_subid USING btree (day, subid);
create policy click_day_subid_system on stats.click_day_subid for all to tributary_system using (true) with check (true);
create policy click_day_subid_tenant on stats.click_day_subid for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_link_day (
  day date not null
);
alter table stats.click_link_day owner to tributary_owner;
alter table stats.click_link_day enable row level security;
alter table stats.click_link_day force row level security;
grant delete, insert, select, update on table stats.click_link_day to tributary_system;
grant select on table stats.click_link_day to tributary_app;
alter table stats.click_link_day add constraint click_link_day_pkey PRIMARY KEY (day);
create policy click_link_day_system on stats.click_link_day for all to tributary_system using (true) with check (true);
create policy click_link_day_tenant on stats.click_link_day for select to tributary_app using ((EXISTS ( SELECT
   FROM stats.program)));

create table stats.click_link_until (
  day date not null,
  place bigint not null,
  link text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null
);
alter table stats.click_link_until owner to tributary_owner;
alter table stats.click_link_until enable row level security;
alter table stats.click_link_until force row level security;
grant delete, insert, select, update on table stats.click_link_until to tributary_system;
grant select on table stats.click_link_until to tributary_app;
alter table stats.click_link_until add constraint click_link_until_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_link_until add constraint click_link_until_clicks_check CHECK ((clicks >= 0));
alter table stats.click_link_until add constraint click_link_until_filtered_check CHECK ((filtered >= 0));
alter table stats.click_link_until add constraint click_link_until_pkey PRIMARY KEY (day, place, link);
create policy click_link_until_system on stats.click_link_until for all to tributary_system using (true) with check (true);
create policy click_link_until_tenant on stats.click_link_until for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_minute (
  program text not null,
  minute timestamp with time zone not null,
  clicks bigint not null
) with (fillfactor=70);
alter table stats.click_minute owner to tributary_owner;
alter table stats.click_minute enable row level security;
alter table stats.click_minute force row level security;
grant delete, insert, select, update on table stats.click_minute to tributary_system;
alter table stats.click_minute add constraint click_minute_clicks_check CHECK ((clicks > 0));
alter table stats.click_minute add constraint click_minute_pkey PRIMARY KEY (program, minute);
CREATE INDEX click_minute_minute_idx ON stats.click_minute USING btree (minute);
create policy click_minute_system on stats.click_minute for all to tributary_system using (true) with check (true);

create table stats.click_place_day (
  place bigint not null,
  day date not null,
  clicks bigint not null
);
alter table stats.click_place_day owner to tributary_owner;
alter table stats.click_place_day enable row level security;
alter table stats.click_place_day force row level security;
grant delete, insert, select, update on table stats.click_place_day to tributary_system;
grant select on table stats.click_place_day to tributary_app;
alter table stats.click_place_day add constraint click_place_day_pkey PRIMARY KEY (place, day);
create policy click_place_day_system on stats.click_place_day for all to tributary_system using (true) with check (true);
create policy click_place_day_tenant on stats.click_place_day for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_place_subid (
  place bigint not null,
  day date not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null
);
alter table stats.click_place_subid owner to tributary_owner;
alter table stats.click_place_subid enable row level security;
alter table stats.click_place_subid force row level security;
grant delete, insert, select, update on table stats.click_place_subid to tributary_system;
grant select on table stats.click_place_subid to tributary_app;
alter table stats.click_place_subid add constraint click_place_subid_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_place_subid add constraint click_place_subid_clicks_check CHECK ((clicks >= 0));
alter table stats.click_place_subid add constraint click_place_subid_filtered_check CHECK ((filtered >= 0));
CREATE INDEX click_place_subid_day_idx ON stats.click_place_subid USING brin (day) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX click_place_subid_idx ON stats.click_place_subid USING btree (place, day);
create policy click_place_subid_system on stats.click_place_subid for all to tributary_system using (true) with check (true);
create policy click_place_subid_tenant on stats.click_place_subid for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_program_country (
  day date not null,
  program text not null,
  traffic_type text not null,
  country text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null
) with (fillfactor=70);
alter table stats.click_program_country owner to tributary_owner;
alter table stats.click_program_country enable row level security;
alter table stats.click_program_country force row level security;
grant delete, insert, select, update on table stats.click_program_country to tributary_system;
grant select on table stats.click_program_country to tributary_app;
alter table stats.click_program_country add constraint click_program_country_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_program_country add constraint click_program_country_clicks_check CHECK ((clicks >= 0));
alter table stats.click_program_country add constraint click_program_country_filtered_check CHECK ((filtered >= 0));
alter table stats.click_program_country add constraint click_program_country_pkey PRIMARY KEY (day, program, traffic_type, country);
create policy click_program_country_system on stats.click_program_country for all to tributary_system using (true) with check (true);
create policy click_program_country_tenant on stats.click_program_country for select to tributary_app using ((program IN ( SELECT p.program
   FROM stats.program p)));

create table stats.click_program_device (
  day date not null,
  program text not null,
  traffic_type text not null,
  device text not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null
) with (fillfactor=70);
alter table stats.click_program_device owner to tributary_owner;
alter table stats.click_program_device enable row level security;
alter table stats.click_program_device force row level security;
grant delete, insert, select, update on table stats.click_program_device to tributary_system;
grant select on table stats.click_program_device to tributary_app;
alter table stats.click_program_device add constraint click_program_device_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_program_device add constraint click_program_device_clicks_check CHECK ((clicks >= 0));
alter table stats.click_program_device add constraint click_program_device_filtered_check CHECK ((filtered >= 0));
alter table stats.click_program_device add constraint click_program_device_pkey PRIMARY KEY (day, program, traffic_type, device);
create policy click_program_device_system on stats.click_program_device for all to tributary_system using (true) with check (true);
create policy click_program_device_tenant on stats.click_program_device for select to tributary_app using ((program IN ( SELECT p.program
   FROM stats.program p)));

create table stats.click_program_hour (
  day date not null,
  program text not null,
  traffic_type text not null,
  hour smallint not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null
) with (fillfactor=70);
alter table stats.click_program_hour owner to tributary_owner;
alter table stats.click_program_hour enable row level security;
alter table stats.click_program_hour force row level security;
grant delete, insert, select, update on table stats.click_program_hour to tributary_system;
grant select on table stats.click_program_hour to tributary_app;
alter table stats.click_program_hour add constraint click_program_hour_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_program_hour add constraint click_program_hour_clicks_check CHECK ((clicks >= 0));
alter table stats.click_program_hour add constraint click_program_hour_filtered_check CHECK ((filtered >= 0));
alter table stats.click_program_hour add constraint click_program_hour_pkey PRIMARY KEY (day, program, traffic_type, hour);
create policy click_program_hour_system on stats.click_program_hour for all to tributary_system using (true) with check (true);
create policy click_program_hour_tenant on stats.click_program_hour for select to tributary_app using ((program IN ( SELECT p.program
   FROM stats.program p)));

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
  filtered integer not null
);
alter table stats.click_program_subid owner to tributary_owner;
alter table stats.click_program_subid enable row level security;
alter table stats.click_program_subid force row level security;
grant delete, insert, select, update on table stats.click_program_subid to tributary_system;
grant select on table stats.click_program_subid to tributary_app;
alter table stats.click_program_subid add constraint click_program_subid_pkey PRIMARY KEY (day, program, traffic_type, subid_digest);
create policy click_program_subid_system on stats.click_program_subid for all to tributary_system using (true) with check (true);
create policy click_program_subid_tenant on stats.click_program_subid for select to tributary_app using ((program IN ( SELECT p.program
   FROM stats.program p)));

create table stats.click_single_subid (
  place bigint not null,
  day date not null,
  subid_digest bigint not null,
  subid text not null,
  subid1 text not null,
  subid2 text not null,
  subid3 text not null,
  subid4 text not null,
  folded smallint not null,
  sum_digest bigint not null,
  clicks integer not null,
  unique_clicks integer not null,
  filtered integer not null,
  hours integer not null
);
alter table stats.click_single_subid owner to tributary_owner;
alter table stats.click_single_subid enable row level security;
alter table stats.click_single_subid force row level security;
grant delete, insert, select, update on table stats.click_single_subid to tributary_system;
grant select on table stats.click_single_subid to tributary_app;
alter table stats.click_single_subid add constraint click_single_subid_check CHECK (((unique_clicks >= 0) AND (unique_clicks <= clicks)));
alter table stats.click_single_subid add constraint click_single_subid_clicks_check CHECK ((clicks >= 0));
alter table stats.click_single_subid add constraint click_single_subid_filtered_check CHECK ((filtered >= 0));
alter table stats.click_single_subid add constraint click_single_subid_folded_check CHECK (((folded >= 1) AND (folded <= 31)));
alter table stats.click_single_subid add constraint click_single_subid_pkey PRIMARY KEY (place, day, subid_digest);
CREATE INDEX click_single_subid_day_idx ON stats.click_single_subid USING brin (day) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX click_single_subid_name_idx ON stats.click_single_subid USING btree (day, subid);
create policy click_single_subid_system on stats.click_single_subid for all to tributary_system using (true) with check (true);
create policy click_single_subid_tenant on stats.click_single_subid for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.click_subid_day (
  day date not null,
  clicks bigint not null
);
alter table stats.click_subid_day owner to tributary_owner;
alter table stats.click_subid_day enable row level security;
alter table stats.click_subid_day force row level security;
grant delete, insert, select, update on table stats.click_subid_day to tributary_system;
grant select on table stats.click_subid_day to tributary_app;
alter table stats.click_subid_day add constraint click_subid_day_pkey PRIMARY KEY (day);
create policy click_subid_day_system on stats.click_subid_day for all to tributary_system using (true) with check (true);
create policy click_subid_day_tenant on stats.click_subid_day for select to tributary_app using ((EXISTS ( SELECT
   FROM stats.program)));

create table stats.click_subid_hour (
  place bigint not null,
  day date not null,
  hour smallint not null,
  hashes integer[] not null
);
alter table stats.click_subid_hour owner to tributary_owner;
alter table stats.click_subid_hour enable row level security;
alter table stats.click_subid_hour force row level security;
grant delete, insert, select, update on table stats.click_subid_hour to tributary_system;
grant select on table stats.click_subid_hour to tributary_app;
alter table stats.click_subid_hour add constraint click_subid_hour_hour_check CHECK (((hour >= 0) AND (hour <= 23)));
alter table stats.click_subid_hour add constraint click_subid_hour_pkey PRIMARY KEY (place, day, hour);
create policy click_subid_hour_system on stats.click_subid_hour for all to tributary_system using (true) with check (true);
create policy click_subid_hour_tenant on stats.click_subid_hour for select to tributary_app using ((place IN ( SELECT p.place
   FROM stats.place p)));

create table stats.place (
  place bigint not null,
  program text not null,
  publisher_org uuid not null,
  ad_space_id uuid not null,
  traffic_type text not null
);
alter table stats.place owner to tributary_owner;
alter table stats.place enable row level security;
alter table stats.place force row level security;
grant delete, insert, select, update on table stats.place to tributary_system;
grant select on table stats.place to tributary_app;
alter table stats.place add constraint place_pkey PRIMARY KEY (place);
CREATE INDEX place_program_idx ON stats.place USING btree (program);
CREATE INDEX place_publisher_idx ON stats.place USING btree (publisher_org);
create policy place_system on stats.place for all to tributary_system using (true) with check (true);
create policy place_tenant on stats.place for select to tributary_app using (((publisher_org = tenancy.org()) OR (program IN ( SELECT p.program
   FROM stats.program p
  WHERE (p.advertiser_org = tenancy.org())))));

create table stats.program (
  program text not null,
  advertiser_org uuid not null,
  time_zone text not null,
  accrual_currency character(3),
  cookie_ms bigint not null
);
alter table stats.program owner to tributary_owner;
alter table stats.program enable row level security;
alter table stats.program force row level security;
grant delete, insert, select, update on table stats.program to tributary_system;
grant select on table stats.program to tributary_app;
alter table stats.program add constraint program_cookie_ms_check CHECK ((cookie_ms > 0));
alter table stats.program add constraint program_pkey PRIMARY KEY (program);
create policy program_system on stats.program for all to tributary_system using (true) with check (true);
create policy program_tenant on stats.program for select to tributary_app using ((advertiser_org = tenancy.org()));

create table stats.visitor_day (
  program text not null,
  day date not null,
  ad_space_id uuid not null,
  visitor bigint not null
);
alter table stats.visitor_day owner to tributary_owner;
alter table stats.visitor_day enable row level security;
alter table stats.visitor_day force row level security;
grant delete, insert, select, update on table stats.visitor_day to tributary_system;
alter table stats.visitor_day add constraint visitor_day_pkey PRIMARY KEY (program, day, ad_space_id, visitor);
CREATE INDEX visitor_day_day_idx ON stats.visitor_day USING btree (day);
create policy visitor_day_system on stats.visitor_day for all to tributary_system using (true) with check (true);

-- tenancy -------------------------------------------------------------------------------------------------------

create schema tenancy authorization tributary_owner;
grant usage on schema tenancy to tributary_app;
grant usage on schema tenancy to tributary_ingest;
grant usage on schema tenancy to tributary_system;

CREATE OR REPLACE FUNCTION tenancy.org()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('tributary.org'::text, true), ''::text))::uuid;
comment on function tenancy.org() is 'The organisation on whose behalf the transaction runs; NULL when none, and then a policy that compares with it yields no row.';

-- terms ---------------------------------------------------------------------------------------------------------

create schema terms authorization tributary_owner;
grant usage on schema terms to tributary_app;
grant usage on schema terms to tributary_system;

CREATE OR REPLACE FUNCTION terms.keep_proposal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.verdict is not null then
    raise exception 'terms.proposal: the verdict on % is given once', old.proposal_id using errcode = 'restrict_violation';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION terms.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '%.% only grows: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$function$;

CREATE OR REPLACE FUNCTION terms.refuse_overlap()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

create table terms.backtest (
  backtest_id uuid not null,
  program text not null,
  advertiser_org uuid not null,
  started_by text not null,
  started_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  hash bytea not null,
  ordered_from timestamp with time zone not null,
  ordered_until timestamp with time zone not null,
  status text not null,
  done bigint not null,
  total bigint not null,
  report jsonb
);
alter table terms.backtest owner to tributary_owner;
alter table terms.backtest enable row level security;
alter table terms.backtest force row level security;
grant delete, insert, select, update on table terms.backtest to tributary_system;
grant select on table terms.backtest to tributary_app;
alter table terms.backtest add constraint backtest_check CHECK ((ordered_from < ordered_until));
alter table terms.backtest add constraint backtest_check1 CHECK (((status = 'done'::text) = (report IS NOT NULL)));
alter table terms.backtest add constraint backtest_hash_check CHECK ((octet_length(hash) = 32));
alter table terms.backtest add constraint backtest_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])));
alter table terms.backtest add constraint backtest_pkey PRIMARY KEY (backtest_id);
CREATE INDEX backtest_program ON terms.backtest USING btree (program, started_at);
create policy everybody on terms.backtest for all to tributary_system using (true);
create policy own on terms.backtest for select to tributary_app using ((advertiser_org = tenancy.org()));

create table terms.draft (
  program text not null,
  author text not null,
  advertiser_org uuid not null,
  based_on integer not null,
  text text not null,
  revision integer not null,
  saved_at timestamp with time zone not null
);
alter table terms.draft owner to tributary_owner;
alter table terms.draft enable row level security;
alter table terms.draft force row level security;
grant delete, insert, select, update on table terms.draft to tributary_system;
grant select on table terms.draft to tributary_app;
alter table terms.draft add constraint draft_based_on_check CHECK ((based_on >= 0));
alter table terms.draft add constraint draft_revision_check CHECK ((revision > 0));
alter table terms.draft add constraint draft_pkey PRIMARY KEY (program, author);
create policy everybody on terms.draft for all to tributary_system using (true);
create policy own on terms.draft for select to tributary_app using ((advertiser_org = tenancy.org()));

create table terms.internal_rate (
  program text not null,
  advertiser_org uuid not null,
  base character(3) not null,
  quote character(3) not null,
  day date not null,
  revision integer not null,
  rate numeric not null,
  source text not null,
  set_at timestamp with time zone not null
);
alter table terms.internal_rate owner to tributary_owner;
alter table terms.internal_rate enable row level security;
alter table terms.internal_rate force row level security;
grant insert, select on table terms.internal_rate to tributary_system;
grant select on table terms.internal_rate to tributary_app;
alter table terms.internal_rate add constraint internal_rate_check CHECK ((quote <> base));
alter table terms.internal_rate add constraint internal_rate_rate_check CHECK ((rate > (0)::numeric));
alter table terms.internal_rate add constraint internal_rate_revision_check CHECK ((revision > 0));
alter table terms.internal_rate add constraint internal_rate_source_check CHECK ((source <> ''::text));
alter table terms.internal_rate add constraint internal_rate_pkey PRIMARY KEY (program, day, base, quote, revision);
CREATE TRIGGER internal_rate_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON terms.internal_rate FOR EACH STATEMENT EXECUTE FUNCTION terms.refuse_change();
create policy everybody on terms.internal_rate for all to tributary_system using (true);
create policy offer on terms.internal_rate for select to tributary_app using ((tenancy.org() IS NOT NULL));

create table terms.proposal (
  proposal_id uuid not null,
  program text not null,
  advertiser_org uuid not null,
  based_on integer not null,
  text text not null,
  hash bytea not null,
  reason text not null,
  approval text not null,
  findings jsonb not null,
  affected jsonb,
  proposed_at timestamp with time zone not null,
  proposed_by text not null,
  proposed_by_org uuid not null,
  verdict text,
  verdict_at timestamp with time zone,
  verdict_by text,
  verdict_by_org uuid,
  verdict_reason text,
  published_number integer
);
alter table terms.proposal owner to tributary_owner;
alter table terms.proposal enable row level security;
alter table terms.proposal force row level security;
grant insert, select on table terms.proposal to tributary_system;
grant select on table terms.proposal to tributary_app;
alter table terms.proposal add constraint proposal_approval_check CHECK ((approval = ANY (ARRAY['colleague'::text, 'operator'::text])));
alter table terms.proposal add constraint proposal_check CHECK ((proposed_by_org = advertiser_org));
alter table terms.proposal add constraint proposal_check1 CHECK ((((verdict IS NULL) = (verdict_at IS NULL)) AND ((verdict IS NULL) = (verdict_by IS NULL)) AND ((verdict IS NULL) = (verdict_by_org IS NULL)) AND ((verdict IS NULL) = (verdict_reason IS NULL))));
alter table terms.proposal add constraint proposal_check2 CHECK (((NOT (verdict IS DISTINCT FROM 'approved'::text)) = (published_number IS NOT NULL)));
alter table terms.proposal add constraint proposal_hash_check CHECK ((octet_length(hash) = 32));
alter table terms.proposal add constraint proposal_reason_check CHECK ((reason <> ''::text));
alter table terms.proposal add constraint proposal_takes_two CHECK (((verdict IS DISTINCT FROM 'approved'::text) OR ((verdict_by <> proposed_by) AND ((approval = 'colleague'::text) OR (verdict_by_org <> proposed_by_org)))));
alter table terms.proposal add constraint proposal_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'declined'::text])));
alter table terms.proposal add constraint proposal_pkey PRIMARY KEY (proposal_id);
alter table terms.proposal add constraint proposal_program_based_on_fkey FOREIGN KEY (program, based_on) REFERENCES terms.publication(program, number);
alter table terms.proposal add constraint proposal_program_published_number_fkey FOREIGN KEY (program, published_number) REFERENCES terms.publication(program, number);
CREATE UNIQUE INDEX proposal_open ON terms.proposal USING btree (program) WHERE (verdict IS NULL);
CREATE INDEX proposal_program ON terms.proposal USING btree (program, proposed_at);
CREATE TRIGGER proposal_stays BEFORE DELETE OR TRUNCATE ON terms.proposal FOR EACH STATEMENT EXECUTE FUNCTION terms.refuse_change();
CREATE TRIGGER proposal_verdict_once BEFORE UPDATE ON terms.proposal FOR EACH ROW EXECUTE FUNCTION terms.keep_proposal();
create policy everybody on terms.proposal for all to tributary_system using (true);
create policy own on terms.proposal for select to tributary_app using ((advertiser_org = tenancy.org()));
grant update (verdict, verdict_at, verdict_by, verdict_by_org, verdict_reason, published_number) on table terms.proposal to tributary_system;

create table terms.publication (
  program text not null,
  number integer not null,
  advertiser_org uuid not null,
  text text not null,
  hash bytea not null,
  published_at timestamp with time zone not null,
  published_by text not null
);
alter table terms.publication owner to tributary_owner;
alter table terms.publication enable row level security;
alter table terms.publication force row level security;
grant insert, select on table terms.publication to tributary_system;
grant select on table terms.publication to tributary_app;
alter table terms.publication add constraint publication_hash_check CHECK ((octet_length(hash) = 32));
alter table terms.publication add constraint publication_number_check CHECK ((number > 0));
alter table terms.publication add constraint publication_pkey PRIMARY KEY (program, number);
CREATE TRIGGER publication_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON terms.publication FOR EACH STATEMENT EXECUTE FUNCTION terms.refuse_change();
create policy everybody on terms.publication for all to tributary_system using (true);
create policy offer on terms.publication for select to tributary_app using ((tenancy.org() IS NOT NULL));

create table terms.version (
  program text not null,
  number integer not null,
  version_id text not null,
  valid_from timestamp with time zone,
  valid_until timestamp with time zone
);
alter table terms.version owner to tributary_owner;
alter table terms.version enable row level security;
alter table terms.version force row level security;
grant insert, select on table terms.version to tributary_system;
grant select on table terms.version to tributary_app;
alter table terms.version add constraint version_check CHECK (((valid_from IS NULL) OR (valid_until IS NULL) OR (valid_from < valid_until)));
alter table terms.version add constraint version_pkey PRIMARY KEY (program, number, version_id);
alter table terms.version add constraint version_program_number_fkey FOREIGN KEY (program, number) REFERENCES terms.publication(program, number);
CREATE TRIGGER version_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON terms.version FOR EACH STATEMENT EXECUTE FUNCTION terms.refuse_change();
CREATE TRIGGER version_stands_alone AFTER INSERT ON terms.version FOR EACH ROW EXECUTE FUNCTION terms.refuse_overlap();
create policy everybody on terms.version for all to tributary_system using (true);
create policy offer on terms.version for select to tributary_app using ((tenancy.org() IS NOT NULL));

-- watch ---------------------------------------------------------------------------------------------------------

create schema watch authorization tributary_owner;
grant usage on schema watch to tributary_system;

create table watch.job (
  name text not null,
  every_ms integer not null,
  process text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  failed_at timestamp with time zone,
  trouble text,
  seen_at timestamp with time zone not null
);
alter table watch.job owner to tributary_owner;
alter table watch.job enable row level security;
alter table watch.job force row level security;
grant insert, select, update on table watch.job to tributary_system;
alter table watch.job add constraint job_check CHECK (((failed_at IS NULL) = (trouble IS NULL)));
alter table watch.job add constraint job_every_ms_check CHECK ((every_ms > 0));
alter table watch.job add constraint job_pkey PRIMARY KEY (name);
create policy everybody on watch.job for all to tributary_system using (true);
