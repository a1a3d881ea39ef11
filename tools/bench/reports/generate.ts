import type pg from 'pg';
import { placeNumber } from '../../../modules/stats/clicks/rollup.ts';
import { foldSubids, pruneStatistics } from '../../../modules/stats/index.ts';
import { DAY_MS } from '../../../modules/stats/model.ts';
import type { Database } from '../../../platform/db/index.ts';
import { countryOf, linkOf, programOf, publisherOf, spread, trafficTypeOf, uuid } from './traffic.ts';

export const DAYS = 30;
/** Days of the generated clicks: `FIRST_DAY` and the 29 after it. */
export const FIRST_DAY = '2026-05-01';
export const END_DAY = '2026-05-31';

/** Words of the generated clicks, and the raw table that rollups are made of. */
export async function prepareTables(session: pg.Client): Promise<void> {
  await session.query(`create schema bench; grant usage on schema bench to tributary_system;
    create table bench.space (space integer primary key, place bigint, program text, publisher uuid, ad_space uuid, traffic text);
    create table bench.word (kind text, number integer, word text, primary key (kind, number));
    create unlogged table bench.click (
      day date, hour smallint, program text, publisher_org uuid, ad_space_id uuid, place bigint, link text, country text, device text,
      subid text, counted boolean, first boolean
    );
    grant select on all tables in schema bench to tributary_system`);
  const spaces = Array.from({ length: spread.spaces }, (_, space) => space);
  const words = spaces.map(
    (space) => [programOf(space), publisherOf(space), uuid(2, space), trafficTypeOf(space)] as const,
  );
  await session.query(
    'insert into bench.space select * from unnest($1::int[], $2::bigint[], $3::text[], $4::uuid[], $5::uuid[], $6::text[])',
    [
      spaces,
      words.map((place) => placeNumber(place)),
      ...[0, 1, 2, 3].map((column) => words.map((place) => place[column])),
    ],
  );
  const named = [
    ...Array.from({ length: spread.links }, (_, number) => ['link', number, linkOf(number)] as const),
    ...Array.from({ length: spread.countries }, (_, number) => ['country', number, countryOf(number)] as const),
    ...spread.devices.map((device, number) => ['device', number, device] as const),
  ];
  await session.query('insert into bench.word select * from unnest($1::text[], $2::int[], $3::text[])', [
    named.map(([kind]) => kind),
    named.map(([, number]) => number),
    named.map(([, , word]) => word),
  ]);
  await session.query(`begin; set local role tributary_system;
    insert into stats.place select place, program, publisher, ad_space, traffic from bench.space
      on conflict do nothing; commit; analyze bench.space; analyze bench.word`);
}

/** Makes raw clicks of one day, evenly over its hours, the same with every run. */
export async function generateDay(session: pg.Client, day: number, clicks: number): Promise<void> {
  const { links, spaces, countries, devices, subids, subidsOfSpace, withoutSubid, ownSubid } = spread;
  await session.query(`select setseed(${(day + 1) / 100})`);
  await session.query(
    `insert into bench.click
     select date '${FIRST_DAY}' + ${day}, drawn.hour, space.program, space.publisher, space.ad_space, space.place, link.word, country.word,
       device.word,
       case when drawn.kind < ${withoutSubid} then ''
         when drawn.kind < ${withoutSubid + ownSubid} then 'own-${day}-' || drawn.number
         else 'sub-' || (space.space * 7 + drawn.subid) % ${subids} end,
       drawn.kind <> 99, drawn.kind <> 99 and drawn.first < 0.8
     from (
       select number, (number::bigint * 24 / ${clicks + 1})::smallint as hour, floor(random() * ${links})::int as link,
         floor(random() * ${countries})::int as country, floor(random() * ${devices.length})::int as device,
         floor(random() * ${subidsOfSpace})::int as subid, floor(random() * 100)::int as kind, random() as first
       from generate_series(1, ${clicks}) as number
     ) as drawn
     join bench.space on space.space = drawn.link % ${spaces}
     join bench.word as link on link.kind = 'link' and link.number = drawn.link
     join bench.word as country on country.kind = 'country' and country.number = drawn.country
     join bench.word as device on device.kind = 'device' and device.number = drawn.device`,
  );
}

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
  await session.query('commit');
}

/** What the job does on a day: SubIDs that came once are folded. Returns the milliseconds. */
export async function foldDay(db: Database, session: pg.Client, day: number): Promise<number> {
  const from = performance.now();
  const end = startOf(day) + DAY_MS - 1;
  await db.transaction({ role: 'system' }, (tx) => foldSubids(tx, end));
  const time = performance.now() - from;
  await db.transaction({ role: 'system' }, (tx) => pruneStatistics(tx, end));
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
  await session.query('truncate stats.click_single_subid');
  await session.query('commit');
}

/** What autovacuum does by itself within a minute. */
export async function analyse(session: pg.Client): Promise<void> {
  await session.query('set role tributary_owner');
  for (const name of [
    ...Object.keys(own).map((each) => `click_day_${each}`),
    'click_single_subid',
    'place',
    'program',
  ]) {
    await session.query(`vacuum analyze stats.${name}`);
  }
  await session.query('reset role');
}
