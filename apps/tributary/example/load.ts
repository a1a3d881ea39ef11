import { Readable } from 'node:stream';
import { versionAt } from '../../../core/terms/index.ts';
import type { Instant } from '../../../core/time/index.ts';
import { type TargetSigner, targetSigner } from '../../../modules/clicks/index.ts';
import { recordAdvertiserPayment } from '../../../modules/commissions/index.ts';
import { settleFunded } from '../../../modules/express-payments/index.ts';
import { seal } from '../../../modules/ledger/index.ts';
import { type ImportedRow, importOrders } from '../../../modules/orders/index.ts';
import { type Program, setRecruiting } from '../../../modules/programs/index.ts';
import { recordPaid, recordProgram } from '../../../modules/stats/index.ts';
import { termsOf } from '../../../modules/terms/index.ts';
import { type ManualClock, manualClock } from '../../../platform/clock/index.ts';
import type { MasterKey } from '../../../platform/config/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { type EdgeRole, startEdge } from '../../edge/index.ts';
import { composeNetwork, type Network } from '../network.ts';
import { networkShipper } from '../worker.ts';
import { type ClickThrough, clickThrough } from './click-through.ts';
import { type Credentials, withAddresses } from './credentials.ts';
import { dailyFiles } from './daily-file.ts';
import { type Established, establish, expectOk } from './establish.ts';
import { addExpress } from './express.ts';
import { addNewcomers } from './newcomers.ts';
import { rc } from './people.ts';
import { dayMs, historyDays, type TrafficPlan } from './plan.ts';
import { pricing } from './pricing.ts';
import { exampleRates } from './rates.ts';
import { planTraffic } from './traffic.ts';

export interface ExampleOptions {
  readonly db: Database;
  readonly master: MasterKey;
  readonly dataDir: string;
  readonly publicUrl: string;
  /** The moment at which the example's history ends. */
  readonly now: Instant;
  readonly onDay: (done: number, total: number) => void;
}

const TRAFFIC_SEED = 25_179;

/**
 * Makes the example network: its people, and `historyDays` days of traffic that end at `now`. Clicks go through an edge and its
 * spool, orders and their states through the import of daily files, all under a clock that stands at the moment of each.
 * Nothing is written into tables beside the modules. Needs an empty database and an empty spool.
 */
export async function loadExample(options: ExampleOptions): Promise<Credentials> {
  const start = options.now - historyDays * dayMs;
  const clock = manualClock(start - dayMs);
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown): void => {
    troubles.push(error);
  };
  const network = composeNetwork({ db: options.db, clock, master: options.master, onDefect: onTrouble });
  const established = await establish(network, clock.now());
  const plan = await planned(network, clock.now(), options.now);
  const edge = await startEdge({
    name: 'example',
    dataDir: options.dataDir,
    keepsLinks: false,
    // An edge of another process may have kept what it knew before there was anything.
    startsAnew: true,
    keys: network.clickKeys,
    clock,
    publicUrl: options.publicUrl,
    trustedProxies: [],
    geoip: null,
    onTrouble,
  });
  const shipper = networkShipper({ network, dataDir: options.dataDir, onTrouble });
  edge.follow(options.db);
  try {
    await edge.whenReady();
    const through = visitors(established, edge, targetSigner(network.clickKeys));
    const clickIds: (string | null)[] = [];
    const reported: Reported = new Map();
    for (const [index, day] of days(plan, start).entries()) {
      clickIds.push(...(await clickDay(through, clock, day)));
      clock.set(day.end);
      await shipper.runOnce();
      const programs = [...established.programs.values()].filter(({ code }) => reports(code, index + 1));
      await reportSales(network, plan, { programs, end: day.end, clickIds, reported });
      await payDay(network, day);
      if (troubles.length > 0) throw troubles[0];
      options.onDay(index + 1, historyDays);
    }
  } finally {
    await edge.close();
  }
  await shipper.runOnce();
  await finish(network, established, options.now);
  return withAddresses(established.credentials, options.publicUrl);
}

function visitors(established: Established, edge: EdgeRole, signer: TargetSigner): ClickThrough {
  return {
    edge,
    signer,
    linkCode: (click) => established.linkCode(click.adSpace, click.program),
    clickParameter: (program) => established.programs.get(program)?.clickParameter ?? '',
  };
}

/** The day's clicks in their order; they become durable together, as under load. */
function clickDay(through: ClickThrough, clock: ManualClock, day: Day): Promise<(string | null)[]> {
  return Promise.all(
    day.clicks.map((click) => {
      clock.set(click.at);
      return clickThrough(through, click);
    }),
  );
}

async function planned({ db }: Network, since: Instant, now: Instant): Promise<TrafficPlan> {
  const terms = await db.transaction({ role: 'system' }, (tx) => termsOf(tx, rc));
  if (terms === null) throw new Error(`example network: no terms of ${rc}`);
  const rates = exampleRates(since, terms.timeZone);
  const rateOn = (day: string) => {
    const rate = rates.get(day);
    if (rate === undefined) throw new Error(`example network: no internal rate on ${day}`);
    return rate;
  };
  return planTraffic({ now, seed: TRAFFIC_SEED, priceOf: pricing(terms, rateOn) });
}

/** Until when each program has reported. */
type Reported = Map<string, Instant>;

const otherProgramsReportEvery = 7;

/** The main program's advertiser uploads its files every day, the others every week and on the last day. */
function reports(program: string, day: number): boolean {
  return program === rc || day % otherProgramsReportEvery === 0 || day === historyDays;
}

interface Reporting {
  readonly programs: readonly Program[];
  readonly end: Instant;
  /** By index of the planned click. */
  readonly clickIds: readonly (string | null)[];
  readonly reported: Reported;
}

/** Each advertiser uploads what it sold since its last report, and what became of earlier orders. */
async function reportSales(
  network: Network,
  plan: TrafficPlan,
  { programs, end, clickIds, reported }: Reporting,
): Promise<void> {
  for (const program of programs) {
    const since = reported.get(program.code) ?? 0;
    const isNew = (each: { readonly program: string; readonly at: Instant }): boolean =>
      each.program === program.code && each.at >= since && each.at < end;
    const orders = plan.orders
      .filter(isNew)
      .map((order) => ({ ...order, clickId: order.click === null ? null : (clickIds[order.click] ?? null) }));
    for (const { name, text } of dailyFiles(orders, plan.events.filter(isNew))) {
      const file = `${program.code}-${name}-${new Date(end).toISOString().slice(0, 10)}.csv`;
      const input = Readable.from([Buffer.from(text)]);
      const taking = { format: 'csv', dryRun: false, author: 'example network', onRow: expectTaken } as const;
      expectOk(await importOrders(network.orders, { ...taking, program, name: file, input }));
    }
    reported.set(program.code, end);
  }
}

async function payDay({ db }: Network, day: Day): Promise<void> {
  for (const { at, program, orderIds } of day.payments) {
    const reference = `transfer-${new Date(at).toISOString().slice(0, 10)}`;
    await db.transaction({ role: 'system' }, async (tx) => {
      const paid = await recordAdvertiserPayment(tx, { program, orderIds, reference, at });
      await recordPaid(
        tx,
        paid.map(({ orderId }) => ({ program, orderId, paidAt: at })),
      );
      await settleFunded(tx, { program, orderIds, at });
    });
  }
}

/** A row that is refused or needs somebody's review means that plan and product have drifted apart. */
function expectTaken(row: ImportedRow): void {
  if (row.outcome === 'refused' || row.outcome === 'needs_review') {
    throw new Error(`example order ${row.orderId}, line ${row.line}: ${row.outcome} ${row.refusal?.detail ?? ''}`);
  }
}

const suspended = {
  reason: 'Due to delays in payments, the recruiting of new partners has been suspended.',
  translations: {
    ru: 'Из-за задержек выплат набор новых партнёров приостановлен.',
    es: 'Debido a retrasos en los pagos, se ha suspendido la captación de nuevos socios.',
  },
};

/** How the network stands on its last day: the main program takes no new partners, newcomers wait, and the ledger is sealed (S-028, R-20). */
async function finish({ db }: Network, { credentials }: Established, now: Instant): Promise<void> {
  await db.transaction({ role: 'system' }, async (tx) => {
    const by = { at: now, actor: 'example network' };
    const program = expectOk(await setRecruiting(tx, rc, { state: 'suspended', ...suspended }, by));
    const terms = await termsOf(tx, rc);
    await recordProgram(tx, {
      program: rc,
      advertiserOrg: program.advertiserOrg,
      timeZone: program.timeZone,
      accrualCurrency: terms === null ? null : (versionAt(terms, now)?.accrualCurrency ?? null),
      cookieMs: program.cookieMs,
    });
    await addNewcomers(tx, credentials.ad_spaces, now);
    await addExpress(tx, credentials.ad_spaces, now);
  });
  await seal(db);
}

interface Day {
  readonly end: Instant;
  readonly clicks: TrafficPlan['clicks'];
  readonly payments: TrafficPlan['payments'];
}

function days(plan: TrafficPlan, start: Instant): Day[] {
  const within =
    (from: Instant) =>
    ({ at }: { readonly at: Instant }): boolean =>
      at >= from && at < from + dayMs;
  return Array.from({ length: historyDays }, (_, i) => {
    const inside = within(start + i * dayMs);
    return {
      end: start + (i + 1) * dayMs,
      clicks: plan.clicks.filter(inside),
      payments: plan.payments.filter(inside),
    };
  });
}
