import { seededRandom } from '../../../core/commission/testing/random-orders.ts';
import { recordClicks, recordProgram, report, settleClicks } from '../../../modules/stats/index.ts';
import type { Dimension, ReportQuery } from '../../../modules/stats/reports/report-query.ts';
import type { Actor } from '../../../platform/db/index.ts';
import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { median, rounded } from '../support/statistics.ts';
import { type BenchDatabase, openBenchDatabase } from './database.ts';
import {
  addRawToRollups,
  analyse,
  DAYS,
  END_DAY,
  emptyRaw,
  emptyRollups,
  FIRST_DAY,
  foldDay,
  generateDay,
  generateOrders,
  prepareTables,
  singleSubidOf,
  startOf,
} from './generate.ts';
import { timeDuckDb } from './parquet.ts';
import { measureRecording } from './recording.ts';
import { medianOf, p95, timed } from './timing.ts';
import { advertiser, advertiserOf, clickFacts, programCode, publisherOf, spread } from './traffic.ts';

const SEED = 20260501;
const CLICKS = 50_000_000;
const ORDERS = 500_000;
const RAW_CLICKS = 5_000_000;
const ROUNDS = 9;
/** What a report of 30 days may take, warm. */
const REPORT_MS_MAX = 300;
/** Part of the time of a raw GROUP BY. */
const RATIO_MAX = 1 / 20;

const usage = `npm run bench reports [-- --json] [--clicks N] [--orders N] [--raw N] [--rounds N]
Measures reports from rollups: each listed dimension over 30 days of --clicks (${CLICKS.toLocaleString('en')}) generated clicks and --orders
(${ORDERS.toLocaleString('en')}), for the operator, the largest advertiser and the largest publisher under row-level security; day × program of --raw (${RAW_CLICKS.toLocaleString('en')})
clicks against a raw GROUP BY of the same rows and DuckDB over Parquet; and what counting a click costs. Rollups are made in SQL from the raw
clicks, day by day. A quarter to half an hour and up to 10 GB below the temporary directory. Exit status: 0 targets reached, 1 missed, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { clicks: CLICKS, orders: ORDERS, raw: RAW_CLICKS, rounds: ROUNDS });
  if (options === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const bench = await openBenchDatabase();
  try {
    const figures = await measure(bench, options.numbers);
    const reached = figures.every(isReached);
    const shown = figures.map((figure) => ({ ...figure, value: rounded(figure.value), reached: isReached(figure) }));
    const result = {
      benchmark: 'reports',
      ...options.numbers,
      days: DAYS,
      spread,
      machine: machine(),
      figures: shown,
      reached,
    };
    process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : figureTable(figures));
    return reached ? 0 : 1;
  } finally {
    await bench.end();
  }
}

type Sizes = Readonly<Record<'clicks' | 'orders' | 'raw' | 'rounds', number>>;

async function measure(bench: BenchDatabase, sizes: Sizes): Promise<readonly Figure[]> {
  const { db, session } = bench;
  await db.transaction({ role: 'system' }, async (tx) => {
    for (let number = 0; number < spread.programs; number += 1) {
      const cookieMs = 30 * 86_400_000;
      const program = programCode(number);
      await recordProgram(tx, {
        program,
        advertiserOrg: advertiserOf(number),
        timeZone: 'Europe/Moscow',
        accrualCurrency: 'RUB',
        cookieMs,
      });
    }
  });
  showProgress('counting clicks as they are shipped');
  const cost = await measureRecording(bench, seededRandom(SEED));
  await emptyRollups(session);
  await session.query("set work_mem = '256MB'");
  await prepareTables(session);
  const against = await compareWithRaw(bench, sizes);
  await emptyRollups(session);
  const folding = await generate(bench, sizes);
  return [
    { name: 'counting: node', value: cost.node, unit: 'µs of processor a click', target: null },
    { name: 'counting: PostgreSQL', value: cost.postgresql, unit: 'µs of processor a click', target: null },
    ...against,
    { name: 'folding the SubIDs of a day at once', value: folding, unit: 'ms', target: null },
    ...(await timeReports(bench, sizes.rounds)),
  ];
}

/** Day × program from rollups, from the raw rows, and from the raw rows as Parquet. */
async function compareWithRaw(bench: BenchDatabase, { raw, rounds }: Sizes): Promise<readonly Figure[]> {
  const { session, directory } = bench;
  for (let day = 0; day < DAYS; day += 1) {
    showProgress(`generating ${raw} raw clicks: day ${day + 1} of ${DAYS}`);
    await generateDay(session, day, Math.round(raw / DAYS));
  }
  await session.query('analyze bench.click');
  await addRawToRollups(session);
  await analyse(session);
  showProgress('comparing with raw rows');
  const rollups = await medianOf(rounds, () => ask(bench, { role: 'system' }, ['day', 'program'], null));
  const plain = await medianOf(Math.min(rounds, 5), () =>
    session.query(
      `select day, program, count(*) filter (where counted), count(*) filter (where first), count(*) filter (where not counted)
       from bench.click group by day, program order by day, program`,
    ),
  );
  const duckDb = await timeDuckDb(session, directory, rounds);
  await emptyRaw(session);
  return [
    { name: 'day × program: rollups', value: rollups, unit: 'ms', target: null },
    { name: 'day × program: raw GROUP BY', value: plain, unit: 'ms', target: null },
    { name: 'day × program: DuckDB, Parquet', value: duckDb, unit: 'ms', target: null },
    { name: 'rollups ÷ raw GROUP BY', value: rollups / plain, target: { most: RATIO_MAX } },
    { name: 'rollups ÷ DuckDB', value: rollups / duckDb, target: null },
  ];
}

/** Clicks since the job folded last: their SubIDs stand one by one. It runs every minute, and more clicks came at 300 a second. */
const UNFOLDED_CLICKS = 20_000;

/** Returns the milliseconds that folding a day at once took. */
async function generate({ db, session }: BenchDatabase, { clicks, orders }: Sizes): Promise<number> {
  const times: number[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    showProgress(`generating ${clicks} clicks: day ${day + 1} of ${DAYS}`);
    await generateDay(session, day, Math.round(clicks / DAYS));
    await addRawToRollups(session);
    await emptyRaw(session);
    times.push(await foldDay(db, session, day));
    await generateOrders(db, session, day, Math.round(orders / DAYS));
  }
  await db.transaction({ role: 'system' }, async (tx) => {
    await recordClicks(tx, clickFacts(seededRandom(SEED), UNFOLDED_CLICKS, startOf(DAYS - 1), 300));
    await settleClicks(tx);
  });
  showProgress('analysing');
  await analyse(session);
  return median(times);
}

const asked: readonly (readonly Dimension[])[] = [
  ['day'],
  ['hour'],
  ['day', 'hour'],
  ['program'],
  ['ad_space'],
  ['traffic_type'],
  ['link'],
  ['country'],
  ['device'],
  ['subid'],
];

async function timeReports(bench: BenchDatabase, rounds: number): Promise<readonly Figure[]> {
  const publisher = publisherOf(0);
  const callers: readonly (readonly [string, Actor, string | null])[] = [
    ['operator', { role: 'system' }, null],
    ['advertiser', { role: 'app', org: advertiser }, null],
    ['publisher', { role: 'app', org: publisher }, publisher],
  ];
  const figures: Figure[] = [];
  for (const groupBy of asked) {
    for (const [who, actor, org] of callers) {
      showProgress(`asking for ${groupBy.join(' × ')} as ${who}`);
      const times = await timed(rounds, () => ask(bench, actor, groupBy, org));
      const target = { most: REPORT_MS_MAX };
      const name = `30 days by ${groupBy.join(' × ')}, ${who}`;
      figures.push({ name, value: median(times), unit: `ms (p95 ${Math.round(p95(times))})`, target });
    }
  }
  const subid = await singleSubidOf(bench.db, publisher);
  for (const [who, actor, org] of callers) {
    showProgress(`asking for one SubID of a single click as ${who}`);
    const times = await timed(rounds, () => ask(bench, actor, ['ad_space', 'subid'], org, { subid: [subid] }));
    const name = `30 days of a SubID that came once, ${who}`;
    figures.push({
      name,
      value: median(times),
      unit: `ms (p95 ${Math.round(p95(times))})`,
      target: { most: REPORT_MS_MAX },
    });
  }
  showProgress('');
  return figures;
}

async function ask(
  bench: BenchDatabase,
  actor: Actor,
  groupBy: readonly Dimension[],
  publisherOrg: string | null,
  filters: ReportQuery['filters'] = {},
) {
  const query: ReportQuery = {
    since: FIRST_DAY,
    until: END_DAY,
    groupBy,
    filters,
    sort: null,
    limit: 100,
    offset: 0,
    publisherOrg,
  };
  const found = await bench.db.transaction(actor, (tx) => report(tx, query));
  if (found.rows.length === 0) throw new Error(`bench reports: ${groupBy.join(', ')} gave no row`);
  return found;
}
