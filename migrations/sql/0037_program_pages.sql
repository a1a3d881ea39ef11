-- What the public pages of programs say beside terms and figures: published editions and drafts of sections. Breaks nothing.

create schema program_pages;
grant usage on schema program_pages to tributary_app, tributary_system;

-- Every text that was ever published; the greatest number of a section and language is what the page shows.
create table program_pages.edition (
  -- Null: a section that all pages of the network show; then it has no owner either.
  program text,
  advertiser_org uuid,
  kind text not null,
  locale text not null check (locale in ('en', 'ru', 'es')),
  number integer not null check (number > 0),
  content jsonb not null,
  -- Of the rules of conduct: the number of the English edition that this text says (S-111). Null for all other sections.
  says_number integer,
  published_at timestamptz not null,
  published_by text not null,
  -- When the page begins to say it. Rules may be announced (S-111); everything else holds at once.
  effective_from timestamptz not null,
  check (effective_from >= published_at),
  check (kind = 'rules' or effective_from = published_at),
  check ((program is null) = (advertiser_org is null)),
  -- Also serves the question what a page shows now.
  constraint edition_number unique nulls not distinct (program, kind, locale, number)
);

create table program_pages.draft (
  program text,
  advertiser_org uuid,
  kind text not null,
  locale text not null check (locale in ('en', 'ru', 'es')),
  content jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  check ((program is null) = (advertiser_org is null)),
  constraint draft_of unique nulls not distinct (program, kind, locale)
);

create function program_pages.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% only grows: % is refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;
create trigger edition_only_grows before update or delete or truncate on program_pages.edition
  for each statement execute function program_pages.refuse_change();

alter table program_pages.edition enable row level security;
alter table program_pages.edition force row level security;
alter table program_pages.draft enable row level security;
alter table program_pages.draft force row level security;

-- What is published is for everybody; a draft is its advertiser's alone.
create policy published on program_pages.edition for select to tributary_app using (tenancy.org() is not null);
create policy own on program_pages.draft for select to tributary_app using (advertiser_org = tenancy.org());
create policy everybody on program_pages.edition to tributary_system using (true);
create policy everybody on program_pages.draft to tributary_system using (true);

grant select on program_pages.edition, program_pages.draft to tributary_app;
grant select, insert on program_pages.edition to tributary_system;
grant select, insert, update, delete on program_pages.draft to tributary_system;
