-- Coupon codes of programs: public ones, and ones given to an ad space. Breaks nothing.

create schema coupons;
grant usage on schema coupons to tributary_app, tributary_system;

create table coupons.coupon (
  coupon_id uuid primary key,
  program text not null,
  advertiser_org uuid not null,
  -- As the advertiser writes it, and as codes are compared: buyers type them in any case.
  code text not null check (code <> ''),
  code_key text not null check (code_key <> ''),
  -- Both null: the code is public.
  ad_space_id uuid,
  publisher_org uuid,
  valid_from timestamptz not null,
  -- Excluded; null is open. Equal to the beginning: taken back before it began.
  valid_until timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  check ((ad_space_id is null) = (publisher_org is null)),
  check (valid_until is null or valid_from <= valid_until)
);
-- Serves the question whose a code was when an order was made.
create index coupon_code on coupons.coupon (program, code_key, valid_from);
-- Serves a publisher's list.
create index coupon_publisher on coupons.coupon (publisher_org);

-- At any moment a code of a program means one coupon. An exclusion constraint would say the same, but needs an extension that not
-- every server has. Whoever writes a code waits for the others who write it, and then sees what they wrote.
create function coupons.refuse_overlap() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
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
$$;
create trigger coupon_stands_alone before insert or update on coupons.coupon
  for each row execute function coupons.refuse_overlap();

-- What decisions may rest on stays: a coupon is ended, never removed.
create function coupons.refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception '%.% keeps what was: % is refused', tg_table_schema, tg_table_name, tg_op using errcode = 'restrict_violation';
end
$$;
create trigger coupon_stays before delete or truncate on coupons.coupon
  for each statement execute function coupons.refuse_removal();

alter table coupons.coupon enable row level security;
alter table coupons.coupon force row level security;

create policy own on coupons.coupon for select to tributary_app using (advertiser_org = tenancy.org());
-- A publisher sees what its ad spaces were given, and the public codes of programs that one of them has joined.
create policy given on coupons.coupon for select to tributary_app
  using (publisher_org = tenancy.org()
    or (publisher_org is null and exists (select from partnerships.partnership joined
      where joined.program = coupon.program and joined.publisher_org = tenancy.org() and joined.status = 'joined')));
create policy everybody on coupons.coupon to tributary_system using (true);

grant select on coupons.coupon to tributary_app;
grant select, insert on coupons.coupon to tributary_system;
grant update (valid_until) on coupons.coupon to tributary_system;
