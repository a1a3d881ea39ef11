-- Creates the catalogue: what is known of products, and the rates their sellers set, both with history. Breaks no running version.

create schema catalogue;
grant usage on schema catalogue to tributary_app, tributary_system;

-- The facts of a product as stated from an instant on, until the next statement. Rows are only added: a correction of the same
-- instant is a further revision, and the greatest one counts. Null is "not known".
create table catalogue.product (
  program text not null,
  product_id text not null,
  valid_from timestamptz not null,
  revision integer not null check (revision > 0),
  store_id text,
  category text,
  seller_country char(2),
  affiliate boolean,
  hot boolean,
  virtual boolean,
  hidden boolean,
  url text,
  title text,
  price numeric check (price >= 0),
  currency char(3),
  author text not null,
  recorded_at timestamptz not null,
  constraint product_pkey primary key (program, product_id, valid_from, revision),
  constraint product_price_has_currency check ((price is null) = (currency is null))
);

-- What the seller (kind seller) or the advertiser (kind hot) pays for a product, in percent. Of the statements whose period holds
-- an instant the one that began last counts, then the last revision of it; a null percent says that there is none.
create table catalogue.product_rate (
  program text not null,
  product_id text not null,
  kind text not null check (kind in ('seller', 'hot')),
  valid_from timestamptz not null,
  revision integer not null check (revision > 0),
  valid_until timestamptz,
  percent numeric check (percent >= 0),
  author text not null,
  recorded_at timestamptz not null,
  constraint product_rate_pkey primary key (program, product_id, kind, valid_from, revision),
  constraint product_rate_has_length check (valid_until > valid_from)
);

-- The export, by the time of recording.
create index product_recorded_idx on catalogue.product (recorded_at);
create index product_rate_recorded_idx on catalogue.product_rate (recorded_at);

-- Files that were imported, with what was answered: the same bytes for the same time again change nothing (BAD-82). Written in the
-- transaction that applies them.
create table catalogue.applied_file (
  program text not null,
  advertiser_org uuid not null,
  kind text not null check (kind in ('products', 'rates')),
  sha256 bytea not null check (length(sha256) = 32),
  -- From when rows without a time of their own were to hold; -infinity is the time of the import.
  at timestamptz not null,
  applied_at timestamptz not null,
  author text not null,
  report jsonb not null,
  constraint applied_file_pkey primary key (program, kind, sha256, at, applied_at)
);

alter table catalogue.product enable row level security;
alter table catalogue.product force row level security;
alter table catalogue.product_rate enable row level security;
alter table catalogue.product_rate force row level security;
alter table catalogue.applied_file enable row level security;
alter table catalogue.applied_file force row level security;

create policy product_system on catalogue.product to tributary_system using (true) with check (true);
create policy product_rate_system on catalogue.product_rate to tributary_system using (true) with check (true);
create policy applied_file_system on catalogue.applied_file to tributary_system using (true) with check (true);

-- Every organisation may look at products; only imports of the advertiser's data write them (S-054).
create policy product_tenant on catalogue.product for select to tributary_app using (tenancy.org() is not null);
create policy product_rate_tenant on catalogue.product_rate for select to tributary_app using (tenancy.org() is not null);

grant select on catalogue.product, catalogue.product_rate to tributary_app;
grant select, insert on catalogue.product, catalogue.product_rate, catalogue.applied_file to tributary_system;
