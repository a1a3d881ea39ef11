import { randomUUID } from 'node:crypto';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import type { BatchWords, ClickBatch, MinuteCount, Visit } from './click-batch.ts';
import { type ProgramRows, programRollups, type RollupName, type RollupRows, type RollupSums } from './rollup.ts';
import { shareSubids } from './subid-store.ts';

/** Stores visits and returns those that nobody had made before. Keys are locked in their order, as every writer does. */
export async function insertVisits(q: Queryable, visits: readonly Visit[]): Promise<readonly Visit[]> {
  if (visits.length === 0) return [];
  const rows = await q.query<{ program: string; day: string; ad_space_id: string; visitor: bigint }>(
    `insert into stats.visitor_day (program, day, ad_space_id, visitor)
     select program, day, ad_space_id, visitor
     from unnest($1::text[], $2::date[], $3::uuid[], $4::bigint[]) as visit (program, day, ad_space_id, visitor)
     order by program, day, ad_space_id, visitor
     on conflict do nothing
     returning program, day, ad_space_id, visitor`,
    [
      visits.map((visit) => visit.program),
      visits.map((visit) => visit.day),
      visits.map((visit) => visit.adSpaceId),
      plainArray(visits.map((visit) => visit.visitor)),
    ],
  );
  return rows.map((row) => ({
    program: row.program,
    day: row.day,
    adSpaceId: row.ad_space_id,
    visitor: row.visitor,
  }));
}

/** Keeps a batch for the rollups and counts its minutes, in one statement. */
export async function insertBatch(q: Queryable, batch: ClickBatch, minutes: readonly MinuteCount[]): Promise<void> {
  const { buffer, byteOffset, byteLength } = batch.cells;
  await q.query(
    `with kept as (insert into stats.click_batch (batch, words, cells) values ($1, $2, $3))
     insert into stats.click_minute as kept (program, minute, clicks)
     select program, minute, clicks
     from unnest($4::text[], $5::timestamptz[], $6::bigint[]) as added (program, minute, clicks)
     order by program, minute
     on conflict (program, minute) do update set clicks = kept.clicks + excluded.clicks`,
    [
      randomUUID(),
      JSON.stringify(batch.words),
      Buffer.from(buffer, byteOffset, byteLength),
      minutes.map((count) => count.program),
      minutes.map((count) => sqlInstant(count.minute)),
      minutes.map((count) => count.clicks),
    ],
  );
}

/**
 * Takes batches out of the waiting ones. Two takers meet at the rows' locks: the second one waits until the first one's sums can be read.
 */
export async function takeBatches(q: Queryable, limit: number): Promise<readonly ClickBatch[]> {
  const rows = await q.query<{ words: string; cells: Buffer }>(
    `delete from stats.click_batch
     where batch in (select batch from stats.click_batch order by batch limit $1 for update)
     returning words, cells`,
    [limit],
  );
  return rows.map(({ words, cells }) => ({ words: wordsOf(words), cells: cellsOf(cells) }));
}

function wordsOf(text: string): BatchWords {
  return JSON.parse(text);
}

/** Little-endian, as every machine that this runs on. The driver's buffer may begin at an odd byte. */
function cellsOf(bytes: Buffer): Uint16Array {
  const copy = new Uint8Array(bytes);
  return new Uint16Array(copy.buffer, 0, copy.byteLength >> 1);
}

/** Adds sums to every rollup, one statement a rollup, in one order of the tables. */
export async function addToRollups(q: Queryable, sums: RollupSums): Promise<void> {
  await shareSubids(q);
  await insertPlaces(q, sums);
  await forgetLinkSums(q, sums);
  for (const rows of sums.rollups) {
    const { columns, values } = own(rows, sums);
    const names = ['place', 'day', ...columns.map((column) => column.name)];
    // What has no row for each hour notes in which hours its clicks were.
    const hours = rows.name === 'space' || rows.name === 'hour' ? [] : [plainArray(rows.hours)];
    const counters = ['clicks', 'unique_clicks', 'filtered', ...hours.map(() => 'hours')];
    const types = ['bigint', 'date', ...columns.map((column) => column.type), ...counters.map(() => 'integer')];
    const updates = counters.map((name) => `${name} = kept.${name} ${name === 'hours' ? '|' : '+'} excluded.${name}`);
    const key = names.slice(0, rows.name === 'space' ? 2 : 3).join(', ');
    await q.query(
      `insert into stats.click_day_${rows.name} as kept (${[...names, ...counters].join(', ')})
       select * from unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')})
       on conflict (${key}) do update set ${updates.join(', ')}`,
      [
        plainArray(rows.places),
        plainArray(rows.days),
        ...values,
        plainArray(rows.clicks),
        plainArray(rows.unique),
        plainArray(rows.filtered),
        ...hours,
      ],
    );
  }
  for (const rows of sums.programs) await addToProgram(q, rows, sums);
}

async function addToProgram(q: Queryable, rows: ProgramRows, sums: RollupSums): Promise<void> {
  const words = { hour: null, country: sums.countries, device: sums.devices }[rows.name];
  const counters = ['clicks', 'unique_clicks', 'filtered'];
  await q.query(
    `insert into stats.click_program_${rows.name} as kept (program, traffic_type, day, ${rows.name}, ${counters.join(', ')})
     select * from unnest($1::text[], $2::text[], $3::date[], $4::${words === null ? 'smallint' : 'text'}[], $5::integer[], $6::integer[], $7::integer[])
     on conflict (day, program, traffic_type, ${rows.name})
     do update set ${counters.map((name) => `${name} = kept.${name} + excluded.${name}`).join(', ')}`,
    [
      rows.programs,
      rows.trafficTypes,
      plainArray(rows.days),
      words === null ? plainArray(rows.values) : rows.values.map((value) => words[value]),
      plainArray(rows.clicks),
      plainArray(rows.unique),
      plainArray(rows.filtered),
    ],
  );
}

/** The sums of links up to a day that has a click more, and those up to the days after it in its month, hold no longer. */
async function forgetLinkSums(q: Queryable, { rollups }: RollupSums): Promise<void> {
  const days = new Set(rollups.flatMap(({ name, days }) => (name === 'space' ? days : [])));
  await q.query(
    `delete from stats.click_link_day as summed using unnest($1::date[]) as told (day)
     where summed.day >= told.day and date_trunc('month', summed.day) = date_trunc('month', told.day)`,
    [plainArray([...days])],
  );
}

async function insertPlaces(q: Queryable, { places }: RollupSums): Promise<void> {
  await q.query(
    `insert into stats.place (place, program, publisher_org, ad_space_id, traffic_type)
     select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::uuid[], $5::text[])
     on conflict do nothing`,
    [
      plainArray(places.map(({ place }) => place)),
      ...[0, 1, 2, 3].map((column) => places.map(({ words }) => words[column])),
    ],
  );
}

interface OwnColumn {
  readonly name: string;
  readonly type: 'smallint' | 'bigint' | 'text';
}

/** Columns of each rollup beside place, day and counts, the key's first. */
const ownColumns: Readonly<Record<RollupName, readonly OwnColumn[]>> = {
  space: [],
  hour: [{ name: 'hour', type: 'smallint' }],
  link: [{ name: 'link', type: 'text' }],
  country: [{ name: 'country', type: 'text' }],
  device: [{ name: 'device', type: 'text' }],
  subid: [
    { name: 'subid_digest', type: 'bigint' },
    ...['subid', 'subid1', 'subid2', 'subid3', 'subid4'].map((name): OwnColumn => ({ name, type: 'text' })),
  ],
};

function own(rows: RollupRows, sums: RollupSums): { columns: readonly OwnColumn[]; values: readonly string[] } {
  const columns = ownColumns[rows.name];
  const words = (list: readonly string[]) => {
    const quoted = list.map(quotedElement);
    return `{${rows.values.map((value) => quoted[value]).join(',')}}`;
  };
  switch (rows.name) {
    case 'space':
      return { columns, values: [] };
    case 'hour':
      return { columns, values: [plainArray(rows.values)] };
    case 'link':
      return { columns, values: [words(sums.links)] };
    case 'country':
      return { columns, values: [words(sums.countries)] };
    case 'device':
      return { columns, values: [words(sums.devices)] };
    case 'subid': {
      const digests = plainArray(rows.values.map((value) => sums.fives[value]?.digest ?? 0n));
      const texts = [0, 1, 2, 3, 4].map((index) => words(sums.fives.map(({ subids }) => subids[index] ?? '')));
      return { columns, values: [digests, ...texts] };
    }
  }
}

/** An array of numbers or days as PostgreSQL reads it; the driver would look at each element for what has to be quoted. */
function plainArray(elements: readonly (number | bigint | string)[]): string {
  return `{${elements.join(',')}}`;
}

function quotedElement(text: string): string {
  return /["\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`;
}

/** Forgets every click of the rollups, before they are counted anew. Places stay: they only name. */
export async function deleteClicks(q: Queryable): Promise<void> {
  await q.query('delete from stats.click_batch');
  for (const name of Object.keys(ownColumns)) await q.query(`delete from stats.click_day_${name}`);
  for (const name of programRollups) await q.query(`delete from stats.click_program_${name}`);
  for (const name of ['place_subid', 'place_day', 'copied_day']) await q.query(`delete from stats.click_${name}`);
  await q.query('delete from stats.click_link_day');
  await q.query('delete from stats.click_link_until');
  await q.query('delete from stats.click_program_subid');
  await q.query('delete from stats.click_subid_day');
  await q.query('delete from stats.click_single_subid');
  await q.query('delete from stats.click_subid_hour');
  await q.query('delete from stats.click_minute');
  await q.query('delete from stats.visitor_day');
}
