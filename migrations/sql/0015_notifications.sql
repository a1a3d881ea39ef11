-- Mails to be sent, and notices that organisations read in their cabinet. Breaks nothing.

create schema notifications;
grant usage on schema notifications to tributary_app, tributary_system;

create table notifications.mail (
  mail_id uuid primary key,
  -- Whose affair it is; null before somebody belongs to an organisation.
  org_id uuid,
  recipient text not null check (recipient <> ''),
  locale text not null check (locale in ('en', 'ru', 'es')),
  kind text not null,
  -- What the mail says, sealed, since its link may open an account (T-32); null when it is not needed any more.
  box bytea,
  key_id text,
  created_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'failed')),
  tries int not null default 0,
  next_try_at timestamptz not null,
  last_error text,
  settled_at timestamptz,
  check ((box is null) = (key_id is null)),
  check (status = 'sent' or box is not null or settled_at is not null),
  check ((status = 'waiting') = (settled_at is null))
);
-- Serves the worker.
create index mail_due on notifications.mail (next_try_at) where status = 'waiting';
-- Serves the health report: when the last one left.
create index mail_sent on notifications.mail (settled_at) where status = 'sent';
-- Serves the operator's list, newest first.
create index mail_newest on notifications.mail (created_at desc, mail_id desc);

create table notifications.notice (
  notice_id uuid primary key,
  org_id uuid not null,
  kind text not null,
  -- What it is about, for example program:aliexpress-ww.
  subject text not null,
  data jsonb not null check (jsonb_typeof(data) = 'object'),
  at timestamptz not null,
  read_at timestamptz,
  -- When its readers were written to, or it was too late for that.
  mailed_at timestamptz,
  -- The same notice is given once; null: it may come again.
  once text
);
-- Serves the cabinet, newest first.
create index notice_newest on notifications.notice (org_id, at desc, notice_id desc);
-- Serves the count of what was not read.
create index notice_unread on notifications.notice (org_id) where read_at is null;
-- Serves the mails about notices.
create index notice_to_mail on notifications.notice (at) where mailed_at is null;
create unique index notice_once on notifications.notice (org_id, once) where once is not null;

-- Orders that waited and were declined, until their day has ended and one notice tells of all of them.
create table notifications.declined_orders (
  org_id uuid not null,
  program text not null,
  at timestamptz not null,
  -- Fewer than none: declines that were taken back.
  orders integer not null,
  -- What they would have brought.
  minor bigint not null,
  currency char(3) not null
);
-- Serves the taking of a program's ended days.
create index declined_orders_program on notifications.declined_orders (program, at);

-- Which mails a person wants, where they have chosen.
create table notifications.mail_choice (
  user_id uuid not null,
  topic text not null,
  wanted boolean not null,
  chosen_at timestamptz not null,
  primary key (user_id, topic)
);

alter table notifications.mail_choice enable row level security;
alter table notifications.mail_choice force row level security;
create policy everybody on notifications.mail_choice to tributary_system using (true);

alter table notifications.declined_orders enable row level security;
alter table notifications.declined_orders force row level security;
create policy everybody on notifications.declined_orders to tributary_system using (true);

alter table notifications.mail enable row level security;
alter table notifications.mail force row level security;
-- An organisation may have a mail sent; what was sent is read by the network alone.
create policy own on notifications.mail for insert to tributary_app with check (org_id = tenancy.org());
create policy everybody on notifications.mail to tributary_system using (true);

alter table notifications.notice enable row level security;
alter table notifications.notice force row level security;
create policy own on notifications.notice to tributary_app using (org_id = tenancy.org());
create policy everybody on notifications.notice to tributary_system using (true);

grant insert on notifications.mail to tributary_app;
grant select, insert, delete on notifications.mail to tributary_system;
grant update (box, key_id, status, tries, next_try_at, last_error, settled_at) on notifications.mail to tributary_system;
grant select, insert on notifications.notice to tributary_app;
grant update (read_at) on notifications.notice to tributary_app;
grant select, insert, delete on notifications.notice to tributary_system;
grant update (mailed_at) on notifications.notice to tributary_system;
grant select, insert, delete on notifications.declined_orders to tributary_system;
grant select, insert, update on notifications.mail_choice to tributary_system;
