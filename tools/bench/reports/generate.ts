import type pg from 'pg';
import { placeNumber } from '../../../modules/stats/clicks/rollup.ts';
import {
  copyPlaceSubids,
  foldSubids,
  pruneStatistics,
  settleActions,
  sumLinkDays,
  sumSubidDays,
} from '../../../modules/stats/index.ts';
import { DAY_MS } from '../../../modules/stats/model.ts';
import type { Database } from '../../../platform/db/index.ts';
import {
  adSpaceOf,
  advertiserOf,
  countryOf,
  linkOf,
  programNumberOf,
  programOf,
  publisherOf,
  spaceOf,
  spread,
  subidsOf,
  trafficTypeOf,
} from './traffic.ts';

export const DAYS = 30;
/** Days of the generated clicks: `FIRST_DAY` and the 29 after it. */
export const FIRST_DAY = '2026-05-01';
export const END_DAY = '2026-05-31';

/** Words of the generated clicks, and the raw table that rollups are made of. */
export async function prepareTables(session: pg.Client): Promise<void> {
  await session.query(`create schema bench; grant usage on schema bench to tributary_system;
    create table bench.link (number integer primary key, link text, space integer, subids integer, program text, advertiser uuid,
      publisher uuid, ad_space uuid, traffic text, place bigint);
    create table bench.word (kind text, number integer, word text, primary key (kind, number));
    create unlogged table bench.click (
      day date, hour smallint, program text, publisher_org uuid, ad_space_id uuid, place bigint, link text, country text, device text,
      subid text, counted boolean, first boolean
    );
    grant select on all tables in schema bench to tributary_system`);
  const links = Array.from({ length: spread.links }, (_, number) => linkRow(number));
  await session.query('insert into bench.link select * from jsonb_populate_recordset(null::bench.link, $1)', [
    JSON.stringify(links),
  ]);
  const named = [
    ...Array.from({ length: spread.countries }, (_, number) => ['country', number, countryOf(number)] as const),
    ...spread.devices.map((device, number) => ['device', number, device] as const),
  ];
  await session.query('insert into bench.word select * from unnest($1::text[], $2::int[], $3::text[])', [
    named.map(([kind]) => kind),
    named.map(([, number]) => number),
    named.map(([, , word]) => word),
  ]);
  await session.query(`begin; set local role tributary_system;
    insert into stats.place select distinct place, program, publisher, ad_space, traffic from bench.link
      on conflict do nothing; commit; analyze bench.link; analyze bench.word`);
}

function linkRow(number: number) {
  const space = spaceOf(number);
  const words = [programOf(number), publisherOf(space), adSpaceOf(space), trafficTypeOf(space)] as const;
  return {
    number,
    link: linkOf(number),
    space,
    subids: subidsOf(space),
    program: words[0],
    advertiser: advertiserOf(programNumberOf(number)),
    publisher: words[1],
    ad_space: words[2],
    traffic: words[3],
    place: String(placeNumber(words)),
  };
}

/** A number below a limit, the first ones oftener, as `clickFacts` draws it. */
const ranked = (limit: number | string, random = 'random()') => `(floor(power(${limit}, ${random})) - 1)::int`;

/** The SubID of a click or an order of a link, by a number below 100. */
const drawnSubid = (day: number, prefix: string) => `case when drawn.kind < ${spread.withoutSubid} then ''
  when drawn.kind < ${spread.withoutSubid + spread.ownSubid} then '${prefix}-${day}-' || drawn.number
  else 'sub-' || link.space || '-' || ${ranked('link.subids', 'drawn.subid')} end`;

/** Makes raw clicks of one day, evenly over its hours, the same with every run. */
export async function generateDay(session: pg.Client, day: number, clicks: number): Promise<void> {
  await session.query(`select setseed(${(day + 1) / 100})`);
  await session.query(
    `insert into bench.click
     select date '${FIRST_DAY}' + ${day}, drawn.hour, link.program, link.publisher, link.ad_space, link.place, link.link, country.word,
       device.word, ${drawnSubid(day, 'own')}, drawn.kind <> 99, drawn.kind <> 99 and drawn.first < 0.8
     from (
       select number, (number::bigint * 24 / ${clicks + 1})::smallint as hour, ${ranked(spread.links)} as link,
         ${ranked(spread.countries)} as country, ${ranked(spread.devices.length)} as device,
         random() as subid, floor(random() * 100)::int as kind, random() as first
       from generate_series(1, ${clicks}) as number
     ) as drawn
     join bench.link on link.number = drawn.link
     join bench.word as country on country.kind = 'country' and country.number = drawn.country
     join bench.word as device on device.kind = 'device' and device.number = drawn.device`,
  );
}

/** Makes orders of one day as the engine decides them, and has them summed as the job does. */
export async function generateOrders(db: Database, session: pg.Client, day: number, orders: number): Promise<void> {
  await session.query(`select setseed(${(day + 1) / 200})`);
  await session.query('begin; set local role tributary_system');
  await session.query(
    `insert into stats.action (program, order_id, revision, recorded_at, ordered_at, day, click_at, advertiser_org, publisher_org, ad_space_id,
       traffic_type, country, link, device, hour, subid, subid1, subid2, subid3, subid4, status, reasons, currency, pending_minor,
       approved_minor, declined_minor, deducted_minor, order_currency, order_minor, new_customer, decided_at, paid_at)
     select program, ${day} || '-' || number, 1, at, at, date '${FIRST_DAY}' + ${day}, at - interval '1 hour', advertiser, publisher, ad_space,
       traffic, country, link, device, hour, subid, '', '', '', '', status, reasons, 'RUB', reward * (status = 'pending')::int,
       reward * (status = 'approved')::int, reward * (status = 'declined')::int, 0, 'USD', reward * 12, number % 3 = 0, at,
       case when status = 'approved' and number % 2 = 0 then at end
     from (
       select drawn.number, drawn.hour, link.link, link.program, link.advertiser, link.publisher, link.ad_space, link.traffic, country.word as country, device.word as device, ${drawnSubid(day, 'order')} as subid,
         timestamptz '${FIRST_DAY} 00:00Z' + make_interval(days => ${day}, hours => drawn.hour, secs => drawn.number % 3600) as at,
         (500 + drawn.number % 1000)::bigint as reward,
         case when drawn.state < 0.5 then 'approved' when drawn.state < 0.85 then 'pending' when drawn.state < 0.95 then 'declined'
           else 'no_reward' end as status,
         case when drawn.state < 0.5 then '{}'::text[] when drawn.state < 0.85 then '{AWAITING_RECEIPT}'
           when drawn.state < 0.95 then array[(array['CANCELED_BY_BUYER','risk','abnormal_order','RETURNED'])[1 + drawn.number % 4]]
           else '{NO_RATE}' end as reasons
       from (
         select number, (number * 24 / ${orders + 1})::smallint as hour, ${ranked(spread.links)} as link_number,
           ${ranked(spread.countries)} as country_number, ${ranked(spread.devices.length)} as device_number, random() as subid,
           floor(random() * 100)::int as kind, random() as state
         from generate_series(1, ${orders}) as number
       ) as drawn
       join bench.link on link.number = drawn.link_number
       join bench.word as country on country.kind = 'country' and country.number = drawn.country_number
       join bench.word as device on device.kind = 'device' and device.number = drawn.device_number
     ) as made`,
  );
  await session.query('commit');
  await db.transaction({ role: 'system' }, settleActions);
}

const ofProgram = ['hour', 'country', 'device'] as const;
const own = {
  space: { columns: '', values: '' },
  hour: { columns: 'hour, ', values: 'hour, ' },
  link: { columns: 'link, ', values: 'link, ' },
  country: { columns: 'country, ', values: 'country, ' },
  device: { columns: 'device, ', values: 'device, ' },
  subid: {
    columns: 'subid_digest, subid, subid1, subid2, subid3, subid4, ',
    values: "hashtextextended(subid, 0), subid, '', '', '', '', ",
  },
} as const;

/** The rollups that `recordClicks` and `settleClicks` make of the raw clicks, made set by set: counting them one by one takes hours. */
export async function addRawToRollups(session: pg.Client): Promise<void> {
  await session.query('begin; set local role tributary_system');
  for (const [name, { columns, values }] of Object.entries(own)) {
    const groups = name === 'space' ? '' : `, ${name}`;
    const [hours, bits] = name === 'space' || name === 'hour' ? ['', ''] : [', hours', ', bit_or(1 << hour)'];
    await session.query(
      `insert into stats.click_day_${name} (place, day, ${columns}clicks, unique_clicks, filtered${hours})
       select place, day, ${values}count(*) filter (where counted), count(*) filter (where first), count(*) filter (where not counted)${bits}
       from bench.click group by place, day${groups}`,
    );
  }
  for (const name of ofProgram) {
    await session.query(
      `insert into stats.click_program_${name} (day, program, traffic_type, ${name}, clicks, unique_clicks, filtered)
       select day, program, traffic_type, ${name}, sum(clicks), sum(unique_clicks), sum(filtered)
       from stats.click_day_${name} join stats.place using (place)
       where day between (select min(day) from bench.click) and (select max(day) from bench.click)
       group by day, program, traffic_type, ${name}`,
    );
  }
  await session.query('commit');
}

/** What the job does on a day: SubIDs that came once are folded. Returns the milliseconds. */
export async function foldDay(db: Database, session: pg.Client, day: number): Promise<number> {
  const from = performance.now();
  const end = startOf(day) + DAY_MS - 1;
  await db.transaction({ role: 'system' }, (tx) => foldSubids(tx, end));
  const time = performance.now() - from;
  await db.transaction({ role: 'system' }, (tx) => pruneStatistics(tx, end));
  await db.transaction({ role: 'system' }, (tx) => sumSubidDays(tx, end));
  await db.transaction({ role: 'system' }, (tx) => sumLinkDays(tx, end));
  await db.transaction({ role: 'system' }, (tx) => copyPlaceSubids(tx, end));
  // As autovacuum does: the rows that went make room for those of the next day.
  await session.query('set role tributary_owner');
  await session.query('vacuum stats.click_day_subid, stats.click_single_subid');
  await session.query('reset role');
  return time;
}

/** The moment a day begins. */
export function startOf(day: number): number {
  return Date.parse(`${FIRST_DAY}T00:00:00Z`) + day * DAY_MS;
}

/** A SubID of one of a publisher's clicks of the last days that came once and was folded. */
export async function singleSubidOf(db: Database, publisher: string): Promise<string> {
  const [row] = await db.transaction({ role: 'system' }, (tx) =>
    tx.query<{ subid: string }>(
      `select subid from stats.click_single_subid join stats.place using (place) where publisher_org = $1 order by subid limit 1`,
      [publisher],
    ),
  );
  if (row === undefined) throw new Error('bench reports: no SubID was folded; pass more --clicks');
  return row.subid;
}

export async function emptyRaw(session: pg.Client): Promise<void> {
  await session.query('truncate bench.click');
}

export async function emptyRollups(session: pg.Client): Promise<void> {
  await session.query('begin; set local role tributary_owner');
  for (const name of Object.keys(own)) await session.query(`truncate stats.click_day_${name}`);
  for (const name of ofProgram) await session.query(`truncate stats.click_program_${name}`);
  await session.query(
    'truncate stats.click_single_subid, stats.click_program_subid, stats.click_subid_day, stats.click_place_subid, stats.click_place_day, stats.click_copied_day, stats.click_link_until, stats.click_link_day',
  );
  await session.query('commit');
}

/** What autovacuum does by itself within a minute. */
export async function analyse(session: pg.Client): Promise<void> {
  await session.query('set role tributary_owner');
  for (const name of [
    ...Object.keys(own).map((each) => `click_day_${each}`),
    ...[...ofProgram, 'subid'].map((each) => `click_program_${each}`),
    ...['space', 'hour', 'link', 'country', 'device', 'subid'].map((each) => `action_day_${each}`),
    ...[...ofProgram, 'subid'].map((each) => `action_program_${each}`),
    'click_subid_day',
    'click_link_day',
    'click_link_until',
    'click_place_subid',
    'click_place_day',
    'action',
    'action_change',
    'click_single_subid',
    'place',
    'program',
  ]) {
    await session.query(`vacuum analyze stats.${name}`);
  }
  await session.query('reset role');
}
