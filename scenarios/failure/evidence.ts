import { openDatabase } from '../../apps/tributary/environment.ts';
import { formatDecimal } from '../../core/money/index.ts';
import { dayAt } from '../../core/time/index.ts';
import { segmentBooks } from '../../modules/clicks/index.ts';
import { latestDecisions } from '../../modules/commissions/index.ts';
import { balances } from '../../modules/ledger/index.ts';
import { type OrderRecord, orderHistory, orderRecords } from '../../modules/orders/index.ts';
import { report, settleClicks } from '../../modules/stats/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type Environment, tributary } from '../processes/tributary-process.ts';
import type { Answered, ReportedOrder } from './load.ts';
import { configOf } from './small-network.ts';

/** What a stopped network holds, compared with what those outside were answered. */
export interface Evidence {
  /** What contradicts a promise of the network, in words; empty when it kept all of them. */
  readonly findings: readonly string[];
  readonly clicks: number;
  readonly orders: number;
  readonly decisions: number;
  readonly ledgerEntries: number;
  /** Clicks that were durable, but whose visitor never saw the answer. */
  readonly unansweredClicks: number;
}

/** More than any scenario makes. */
const SEGMENTS_MAX = 10_000;

export async function gatherEvidence(settings: Environment, program: string, answered: Answered): Promise<Evidence> {
  // Held open for the commands, which join it, instead of starting the database once each.
  const opened = await openDatabase(configOf(settings));
  try {
    const clicks = await exported(settings, 'clicks', 'click_id');
    const orders = await exported(settings, 'orders', 'order_id');
    const ledger = await asked<LedgerReport>(settings, ['ledger', 'verify', '--json']);
    const replayed = await asked<ReplayReport>(settings, ['replay', '--json']);
    const doctor = await asked<{ readonly findings: readonly string[] }>(settings, ['doctor', '--json']);
    const { db } = opened;
    const findings = [
      ...answered.surprises.map((surprise) => `unexpected answer: ${surprise}`),
      ...onceEach('click', answered.clickIds, clicks),
      ...onceEach(
        'order',
        answered.orders.map(({ orderId }) => orderId),
        orders,
      ),
      ...ledger.findings.map(({ detail }) => `ledger: ${detail}`),
      ...ledger.totals
        .filter(({ sum }) => Number(sum) !== 0)
        .map((each) => `ledger: ${each.currency} sums to ${each.sum}`),
      ...(replayed.differences === 0 ? [] : [`replay: ${replayed.differences} differences`]),
      ...doctor.findings.map((finding) => `doctor: ${finding}`),
      ...(await orderFindings(db, program, answered.orders)),
      ...(await clickFindings(db, program, clicks.length)),
      ...(await moneyFindings(db, program, orders)),
    ];
    return {
      findings,
      clicks: clicks.length,
      orders: orders.length,
      decisions: replayed.decisions,
      ledgerEntries: ledger.entries,
      unansweredClicks: clicks.length - answered.clickIds.length,
    };
  } finally {
    await opened.close();
  }
}

interface LedgerReport {
  readonly entries: number;
  readonly totals: readonly { readonly currency: string; readonly sum: string }[];
  readonly findings: readonly { readonly detail: string }[];
}

interface ReplayReport {
  readonly decisions: number;
  readonly differences: number;
}

async function exported(settings: Environment, what: string, column: string): Promise<string[]> {
  const { ending, output, errors } = await tributary(['export', what], settings);
  if (ending !== 0) throw new Error(`tributary export ${what} ended (${ending}): ${errors}`);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row: Readonly<Record<string, unknown>> = JSON.parse(line);
      return String(row[column]);
    });
}

/** A report as JSON. A command with findings ends with 1; the findings are in its output. */
async function asked<T>(settings: Environment, args: readonly string[]): Promise<T> {
  const { ending, output, errors } = await tributary(args, settings);
  if (ending !== 0 && ending !== 1) throw new Error(`tributary ${args.join(' ')} ended (${ending}): ${errors}`);
  const answer: T = JSON.parse(output);
  return answer;
}

/** Each answered id is there, and none is there twice. */
export function onceEach(what: string, answered: readonly string[], present: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const id of present) times.set(id, (times.get(id) ?? 0) + 1);
  return [
    ...answered.filter((id) => !times.has(id)).map((id) => `${what} ${id} was answered and is lost`),
    ...[...times].filter(([, count]) => count > 1).map(([id, count]) => `${what} ${id} is there ${count} times`),
  ];
}

/** Each acknowledged order has its lines, its acknowledged events and a decision. */
async function orderFindings(db: Database, program: string, reported: readonly ReportedOrder[]): Promise<string[]> {
  const refs = reported.map(({ orderId }) => ({ program, orderId }));
  return db.transaction({ role: 'system' }, async (tx) => {
    const records = new Map((await orderRecords(tx, refs)).map((record) => [record.orderId, record]));
    const decisions = new Map((await latestDecisions(tx, refs)).map((each) => [each.orderId, each]));
    const findings: string[] = [];
    for (const order of reported) {
      const record = records.get(order.orderId);
      if (record === undefined) continue;
      if (linesOf(record) !== linesReported(order))
        findings.push(`order ${order.orderId} has lines ${linesOf(record)}`);
      const history = await orderHistory(tx, { program, orderId: order.orderId });
      const events = history.filter(({ notApplied }) => notApplied === null).map(({ event }) => event.id);
      findings.push(...onceEach(`order ${order.orderId}: event`, order.events, events));
      const decision = decisions.get(order.orderId);
      if (decision === undefined) findings.push(`order ${order.orderId} has no decision`);
      else if (decision.clickId !== order.clickId) {
        findings.push(`order ${order.orderId} is decided for click ${decision.clickId}, not ${order.clickId}`);
      }
    }
    return findings;
  });
}

function linesOf({ lines }: OrderRecord): string {
  const shown = lines.map(({ lineId, productId, amount }) => `${lineId} ${productId} ${Number(formatDecimal(amount))}`);
  return shown.sort().join(', ');
}

function linesReported({ lines }: ReportedOrder): string {
  const shown = lines.map(({ line_id, product_id, amount }) => `${line_id} ${product_id} ${Number(amount)}`);
  return shown.sort().join(', ');
}

/** The statistics counted every stored click once, and the books of every spool segment are closed without a loss. */
async function clickFindings(db: Database, program: string, stored: number): Promise<string[]> {
  const now = Date.now();
  const { total, segments } = await db.transaction({ role: 'system' }, async (tx) => ({
    total: await settleClicks(tx)
      .then(() =>
        report(tx, {
          since: dayAt(now - 2 * DAY_MS, 'UTC'),
          until: dayAt(now + 2 * DAY_MS, 'UTC'),
          groupBy: ['program'],
          filters: { program: [program] },
          sort: null,
          limit: 10,
          offset: 0,
          publisherOrg: null,
        }),
      )
      .then((made) => made.total.clicks),
    segments: await segmentBooks(tx, SEGMENTS_MAX),
  }));
  const counted = (total?.counted ?? 0n) + (total?.filtered ?? 0n);
  const open = segments.filter(({ confirmedAt }) => confirmedAt === null);
  const short = segments.filter(({ lost, parked, damaged }) => lost > 0 || parked > 0 || damaged.length > 0);
  return [
    ...(counted === BigInt(stored) ? [] : [`statistics count ${counted} clicks, ${stored} are stored`]),
    ...open.map(({ segment }) => `spool segment ${segment} was not shipped to its end`),
    ...short.map((books) => `spool segment ${books.segment}: ${books.lost} lost, ${books.parked} parked`),
  ];
}

const DAY_MS = 86_400_000;

/** What publishers hold in the ledger is what the present decisions give them, to the minor unit. */
async function moneyFindings(db: Database, program: string, orderIds: readonly string[]): Promise<string[]> {
  const refs = orderIds.map((orderId) => ({ program, orderId }));
  const { held, decisions } = await db.transaction({ role: 'system' }, async (tx) => ({
    held: await balances(tx, { program }),
    decisions: await latestDecisions(tx, refs),
  }));
  const booked = held
    .filter(({ account }) => account.kind.startsWith('publisher_'))
    .reduce((sum, { minor }) => sum + minor, 0n);
  const decided = decisions.reduce((sum, { decision }) => sum + decision.commission.minor, 0n);
  return booked === decided ? [] : [`publishers hold ${booked} minor units, decisions give them ${decided}`];
}
