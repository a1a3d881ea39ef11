import { setTimeout as pass } from 'node:timers/promises';
import { dayAt } from '../../../core/time/index.ts';
import { type ReportQuery, report, settleClicks } from '../../../modules/stats/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { type BenchNetwork, startBenchNetwork } from '../redirect/network.ts';
import { trafficOf } from '../redirect/traffic.ts';
import { LoadClient } from '../support/load.ts';
import { percentile } from '../support/statistics.ts';

export interface VisiblePlan {
  readonly milliseconds: number;
  readonly perSecond: number;
}

/** Milliseconds from the answer to a click to the first report that counts it. */
export interface Visible {
  readonly clicks: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** How long a report took, its clicks settled before it as the API does. */
  readonly reportP50: number;
  /** Reports that were asked for. */
  readonly reports: number;
}

const REQUESTS = 60_000;
const SEED = 2_000;
const CONNECTIONS = 64;
/** Between two reports: what is seen between them is told as seen by the later one. */
const LOOK_EVERY_MS = 100;
const WARM_MS = 2_000;
/** Clicks that are not in reports by then are lost, and the run is no measurement. */
const WAIT_MS_MAX = 60_000;
const DAY_MS = 86_400_000;

export async function measureVisible(plan: VisiblePlan, onProgress: (text: string) => void): Promise<Visible> {
  onProgress('starting the network');
  const network = await startBenchNetwork();
  const client = new LoadClient(null);
  try {
    onProgress('warming up');
    const warm = await load(client, network, { ...plan, milliseconds: WARM_MS });
    const before = await seen(network.network.db, warm.times.length);
    onProgress(`${plan.perSecond} clicks a second for ${plan.milliseconds / 1_000} s`);
    const looks = new Looks(network.network.db, before);
    const looking = looks.until(WAIT_MS_MAX + plan.milliseconds);
    const { times, perSecond } = await load(client, network, plan);
    looks.expect(times.length);
    await looking;
    return { clicks: times.length, perSecond, ...looks.delays(times) };
  } finally {
    client.end();
    await network.end();
  }
}

async function load(client: LoadClient, { edge, links }: BenchNetwork, { milliseconds, perSecond }: VisiblePlan) {
  const requests = trafficOf({ links, requests: REQUESTS, seed: SEED });
  const order = { port: edge.port, requests, connections: CONNECTIONS, milliseconds, perSecond, withTimes: true };
  const run = await client.run(order);
  const others = Object.keys(run.statuses).filter((status) => status !== '302');
  if (others.length > 0) throw new Error(`answers other than 302: ${JSON.stringify(run.statuses)}`);
  return run;
}

/** Clicks in a report over everything, asked for as the API asks. */
async function counted(db: Database): Promise<number> {
  await db.transaction({ role: 'system' }, settleClicks);
  const { total } = await db.transaction({ role: 'system' }, (tx) => report(tx, everything()));
  return total.clicks === null ? 0 : Number(total.clicks.counted + total.clicks.filtered);
}

function everything(): ReportQuery {
  const now = systemClock.now();
  return {
    since: dayAt(now - DAY_MS, 'UTC'),
    until: dayAt(now + 2 * DAY_MS, 'UTC'),
    groupBy: ['day', 'program'],
    filters: {},
    sort: null,
    limit: 100,
    offset: 0,
    publisherOrg: null,
  };
}

/** Waits until so many clicks are seen, and answers how many that are. */
async function seen(db: Database, expected: number): Promise<number> {
  for (const end = performance.now() + WAIT_MS_MAX; performance.now() < end; ) {
    const clicks = await counted(db);
    if (clicks >= expected) return clicks;
    await pass(LOOK_EVERY_MS);
  }
  throw new Error(`${expected} clicks were answered and are not in the reports after a minute`);
}

/** Asks for the report again and again, and remembers when it showed how many. */
class Looks {
  readonly #db: Database;
  readonly #before: number;
  readonly #seen: { readonly at: number; readonly clicks: number; readonly took: number }[] = [];
  #expected = Number.POSITIVE_INFINITY;

  constructor(db: Database, before: number) {
    this.#db = db;
    this.#before = before;
  }

  expect(clicks: number): void {
    this.#expected = clicks;
  }

  async until(millisecondsMax: number): Promise<void> {
    for (const end = performance.now() + millisecondsMax; performance.now() < end; ) {
      const asked = performance.now();
      const clicks = (await counted(this.#db)) - this.#before;
      const answered = performance.now();
      this.#seen.push({ at: performance.timeOrigin + answered, clicks, took: answered - asked });
      if (clicks >= this.#expected) return;
      await pass(LOOK_EVERY_MS);
    }
    throw new Error(
      `of ${this.#expected} answered clicks ${this.#seen.at(-1)?.clicks} are in the reports after a minute`,
    );
  }

  /** The n-th click to be answered is taken for the n-th to be counted: reports tell numbers. */
  delays(answered: Float64Array): Omit<Visible, 'clicks' | 'perSecond'> {
    const delays = new Float64Array(answered.length);
    let look = 0;
    for (const [index, at] of answered.entries()) {
      while ((this.#seen[look]?.clicks ?? Number.POSITIVE_INFINITY) <= index) look += 1;
      delays[index] = (this.#seen[look]?.at ?? Number.NaN) - at;
    }
    delays.sort();
    const took = this.#seen.map((one) => one.took).sort((one, other) => one - other);
    return {
      p50: percentile(delays, 0.5),
      p99: percentile(delays, 0.99),
      most: delays.at(-1) ?? Number.NaN,
      reportP50: percentile(took, 0.5),
      reports: took.length,
    };
  }
}
