import type { Instant } from '../../../core/time/instant.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import {
  byOrder,
  type EventOutcome,
  type EventReport,
  type OrderRecord,
  type OrderRef,
  type OrderReport,
  orderName,
  type ReportOutcome,
} from '../model.ts';
import {
  countChange,
  insertOrders,
  lockOrderKeys,
  type OrderRow,
  ordersByRefs,
  ordersOfIds,
  type Sibling,
  siblingsOf,
  updateOrder,
} from '../store.ts';
import { type EventRow, eventsByRefs, insertEvents, type NewEventRow } from './event-store.ts';
import { foldEvents, type NotAppliedReason } from './fold.ts';
import { type LineRow, linesByRefs, type NewLine, putLines, verifyLines } from './line-store.ts';
import { type HeadChanges, type Known, type Merge, mergeReport, type OrderHead } from './merge.ts';
import { apart, withNewOrders } from './new-orders.ts';
import { earliestEventOf, linesInForce, newRecords } from './order-record.ts';
import { encodeContent, encodeHead, eventDigest } from './payload.ts';

export interface RecordDeps {
  readonly clock: Clock;
  /**
   * Runs in the transaction of the record, with the orders that are to be decided (again). Those that are new have no decision yet, and
   * need not be read: they are `known`.
   */
  readonly onOrdersChanged: (tx: Tx, refs: readonly OrderRef[], known: readonly OrderRecord[]) => Promise<void>;
}

export type ReportResult =
  | {
      readonly ok: true;
      readonly outcome: ReportOutcome;
      readonly earlierContent: boolean;
      readonly fields: readonly string[];
    }
  | { readonly ok: false; readonly code: 'currency_differs'; readonly known: string };

export type EventResult =
  | { readonly ok: true; readonly outcome: EventOutcome; readonly id: string; readonly waitsFor: string | null }
  | { readonly ok: false; readonly code: 'id_reused_with_other_content'; readonly id: string }
  /** Kept, but it does not count; `event` is the one that does not, usually this one. */
  | {
      readonly ok: false;
      readonly code: 'conflict';
      readonly id: string;
      readonly event: string;
      readonly because: NotAppliedReason;
    };

/** One statement carries this many orders: large enough that round trips do not count, small enough for the server's lock table. */
const BATCH_ORDERS_MAX = 1_000;

/**
 * Records reports of orders (any number, also several of one order) and has the changed ones decided, all in `tx`.
 * Answers the outcome of each report, in their order.
 */
export async function recordOrders(tx: Tx, deps: RecordDeps, reports: readonly OrderReport[]): Promise<ReportResult[]> {
  const results: ReportResult[] = [];
  for (let from = 0; from < reports.length; from += BATCH_ORDERS_MAX) {
    results.push(...(await recordBatch(tx, deps, reports.slice(from, from + BATCH_ORDERS_MAX))));
  }
  return results;
}

async function recordBatch(tx: Tx, deps: RecordDeps, reports: readonly OrderReport[]): Promise<ReportResult[]> {
  const now = deps.clock.now();
  const firsts = firstOfEach(reports);
  const [, standing] = await Promise.all([lockOrderKeys(tx, reports), ordersOfIds(tx, firsts)]);
  const { alone, others } = apart(firsts, [...reports, ...standing]);
  const rows = await insertOrders(
    tx,
    others.map((report) => ({ report, at: now, attribution: null })),
  );
  const inserted = new Set([...alone, ...rows].map(orderName));
  const fresh = new Set(firsts.filter((report) => inserted.has(orderName(report))));
  const lines = [...fresh].flatMap((report) => newLines(report, report.lines));
  const further = reports.filter((report) => !fresh.has(report));
  const freshRefs = [...fresh].map(refOf);
  const [, known, siblings, events] = await Promise.all([
    putLines(tx, lines, now),
    loadKnown(tx, further),
    siblingsOf(tx, rows),
    eventsByRefs(tx, freshRefs),
  ]);
  const results = new Map<OrderReport, ReportResult>();
  const changed = new Map<string, OrderRef>();
  for (const report of fresh) results.set(report, accepted('recorded'));
  for (const report of further) {
    const result = await recordFurther(tx, known, report, now);
    results.set(report, result);
    if (result.ok && isChange(result.outcome)) changed.set(orderName(report), refOf(report));
  }
  const again = [...changed.values()].filter((ref) => !inserted.has(orderName(ref)));
  const unchanged = [...fresh].filter((report) => !changed.has(orderName(report)));
  const change = {
    changed: [...freshRefs, ...again],
    siblings: [...siblings, ...(await siblingsOf(tx, again))],
    known: newRecords(unchanged, now, byOrder(events), byOrder(siblings)),
  };
  await withNewOrders(tx, alone, now, () => decide(tx, deps, change));
  return reports.map((report) => results.get(report) ?? accepted('no_change'));
}

function isChange(outcome: ReportOutcome): boolean {
  return outcome !== 'no_change' && outcome !== 'needs_review';
}

function accepted(outcome: ReportOutcome): ReportResult {
  return { ok: true, outcome, earlierContent: false, fields: [] };
}

function firstOfEach(reports: readonly OrderReport[]): OrderReport[] {
  const firsts = new Map<string, OrderReport>();
  for (const report of reports) {
    if (!firsts.has(orderName(report))) firsts.set(orderName(report), report);
  }
  return [...firsts.values()];
}

function newLines(report: OrderReport, lines: OrderReport['lines']): NewLine[] {
  return lines.map((line) => ({ ...refOf(report), line, verified: report.channel !== 'pixel' }));
}

function refOf({ program, orderId }: OrderRef): OrderRef {
  return { program, orderId };
}

/** Orders as they stand inside the transaction; further reports of one batch see what the earlier ones did. */
interface KnownOrder {
  row: OrderRow;
  lines: LineRow[];
  events: EventRow[];
}

async function loadKnown(tx: Tx, refs: readonly OrderRef[]): Promise<Map<string, KnownOrder>> {
  if (refs.length === 0) return new Map();
  const [rows, lines, events] = await Promise.all([
    ordersByRefs(tx, refs),
    linesByRefs(tx, refs),
    eventsByRefs(tx, refs),
  ]);
  const known = new Map<string, KnownOrder>(rows.map((row) => [orderName(row), { row, lines: [], events: [] }]));
  for (const line of lines) known.get(orderName(line))?.lines.push(line);
  for (const event of events) known.get(orderName(event))?.events.push(event);
  return known;
}

async function recordFurther(
  tx: Tx,
  orders: Map<string, KnownOrder>,
  report: OrderReport,
  now: Instant,
): Promise<ReportResult> {
  const order = orders.get(orderName(report));
  if (order === undefined) throw new Error(`order ${orderName(report)} was neither inserted nor found`);
  const merge = mergeReport(knownOf(order), report);
  if (merge.kind === 'currency_differs') return { ok: false, code: 'currency_differs', known: order.row.currency };
  if (merge.kind === 'no_change')
    return { ok: true, outcome: 'no_change', earlierContent: merge.earlierContent, fields: [] };
  if (merge.kind === 'needs_review')
    return { ok: true, outcome: 'needs_review', earlierContent: false, fields: merge.fields };
  await applyChange(tx, order, report, merge, now);
  const [reloaded] = (await loadKnown(tx, [report])).values();
  if (reloaded !== undefined) orders.set(orderName(report), reloaded);
  return accepted(outcomeOf(merge));
}

function outcomeOf(merge: Extract<Merge, { kind: 'change' }>): ReportOutcome {
  if (merge.becomesVerified) return 'verified';
  return merge.patches.length > 0 || Object.keys(merge.head).length > 0 ? 'amended' : 'extended';
}

function knownOf({ row, lines, events }: KnownOrder): Known {
  return {
    head: row,
    folded: foldEvents(linesInForce(row, lines, 'all'), storedEvents(events), earliestEventOf(row, events)),
    verifiedLineIds: new Set(lines.filter((line) => line.verified).map((line) => line.line.lineId)),
    earlierHeads: events.flatMap((event) => event.head ?? []),
  };
}

function storedEvents(events: readonly EventRow[]) {
  return events.flatMap(({ event }) => event ?? []);
}

async function applyChange(
  tx: Tx,
  { row, events }: KnownOrder,
  report: OrderReport,
  merge: Extract<Merge, { kind: 'change' }>,
  now: Instant,
): Promise<void> {
  const revision = row.revision + 1;
  await putLines(tx, newLines(report, [...merge.newLines, ...merge.verifiedLines]), now);
  const arrival = (events.at(-1)?.arrival ?? 0) + 1;
  const base = {
    ...refOf(report),
    advertiserOrg: report.advertiserOrg,
    at: now,
    channel: report.channel,
    reason: null,
  };
  const added: NewEventRow[] = [];
  if (merge.patches.length > 0) {
    const payload = encodeContent({ type: 'corrected', lines: merge.patches });
    const digest = eventDigest('corrected', now, payload, null);
    added.push({ ...base, id: `report-${revision}`, arrival, type: 'corrected', payload, digest });
  }
  if (Object.keys(merge.head).length > 0) {
    const payload = encodeHead(merge.head);
    const digest = eventDigest('amended', now, payload, null);
    added.push({ ...base, id: `head-${revision}`, arrival: arrival + 1, type: 'amended', payload, digest });
  }
  await insertEvents(tx, added, now);
  const head = { ...changedHead(row, merge.head), verified: row.verified || merge.becomesVerified };
  await updateOrder(tx, row, head, revision);
}

function changedHead(head: OrderHead, changes: HeadChanges): OrderHead {
  return {
    ...head,
    orderedAt: changes.orderedAt?.to ?? head.orderedAt,
    timeSource: changes.orderedAt?.source ?? head.timeSource,
    deliveryCountry: changes.deliveryCountry?.to ?? head.deliveryCountry,
    coupon: changes.coupon?.to ?? head.coupon,
    customer: changes.customer?.to ?? head.customer,
    clickIds: changes.clickIds?.to ?? head.clickIds,
  };
}

/** Records events of orders, also of orders that are not known yet, and has the changed orders decided, all in `tx`. */
export async function recordEvents(tx: Tx, deps: RecordDeps, reports: readonly EventReport[]): Promise<EventResult[]> {
  const results: EventResult[] = [];
  for (let from = 0; from < reports.length; from += BATCH_ORDERS_MAX) {
    results.push(...(await recordEventBatch(tx, deps, reports.slice(from, from + BATCH_ORDERS_MAX))));
  }
  return results;
}

/** The events of one order while a batch goes over them. */
interface EventsOfOrder {
  readonly order: OrderRow | null;
  readonly lines: readonly LineRow[];
  readonly events: EventRow[];
  arrival: number;
  isChanged: boolean;
}

async function recordEventBatch(tx: Tx, deps: RecordDeps, reports: readonly EventReport[]): Promise<EventResult[]> {
  const now = deps.clock.now();
  await lockOrderKeys(tx, reports);
  const orders = await loadEventsOf(tx, reports);
  const added: NewEventRow[] = [];
  const results = reports.map((report) => {
    const order = orders.get(orderName(report));
    if (order === undefined) throw new Error(`events of ${orderName(report)} were not loaded`);
    return addEvent(order, report, now, added);
  });
  await insertEvents(tx, added, now);
  const changed = [...orders.values()].flatMap(({ order, isChanged }) => (order !== null && isChanged ? order : []));
  await confirmAsKnown(tx, changed);
  await decide(tx, deps, { changed: changed.map(refOf), siblings: await siblingsOf(tx, changed), known: [] });
  return results;
}

async function loadEventsOf(tx: Tx, refs: readonly OrderRef[]): Promise<Map<string, EventsOfOrder>> {
  const [found, allLines, allEvents] = await Promise.all([
    ordersByRefs(tx, refs),
    linesByRefs(tx, refs),
    eventsByRefs(tx, refs),
  ]);
  const rows = new Map(found.map((row) => [orderName(row), row]));
  const [lines, events] = [byOrder(allLines), byOrder(allEvents)];
  return new Map(
    refs.map((ref) => {
      const name = orderName(ref);
      const ofOrder = events.get(name) ?? [];
      const order = rows.get(name) ?? null;
      const arrival = ofOrder.at(-1)?.arrival ?? 0;
      return [name, { order, lines: lines.get(name) ?? [], events: ofOrder, arrival, isChanged: false }];
    }),
  );
}

/** An event of the order proves that the advertiser knows it: what only pixels reported counts from then on (BAD-72). */
async function confirmAsKnown(tx: Tx, orders: readonly OrderRow[]): Promise<void> {
  await verifyLines(
    tx,
    orders.filter((order) => !order.verified),
  );
  await countChange(tx, orders);
}

function addEvent(order: EventsOfOrder, report: EventReport, now: Instant, added: NewEventRow[]): EventResult {
  const payload = encodeContent(report.content);
  const digest = eventDigest(
    report.content.type,
    report.isTimeReported === false ? null : report.at,
    payload,
    report.reason,
  );
  const same = order.events.find(({ event }) => event?.id === report.id);
  if (same !== undefined) {
    if (!same.digest.equals(digest)) return { ok: false, code: 'id_reused_with_other_content', id: report.id };
    return repeated(order, report.id);
  }
  order.arrival += 1;
  const { content, reason, channel, at, id, advertiserOrg } = report;
  const ref = refOf(report);
  const event = { id, at, arrival: order.arrival, content, reason, channel, recordedAt: now };
  const before = foldOf(order);
  order.events.push({ ...ref, advertiserOrg, arrival: order.arrival, digest, event, head: null });
  added.push({
    ...ref,
    advertiserOrg,
    id,
    arrival: order.arrival,
    type: content.type,
    at,
    channel,
    payload,
    digest,
    reason,
  });
  if (order.order === null) return { ok: true, outcome: 'parked', id, waitsFor: 'order' };
  order.isChanged = true;
  return judged(id, before.notApplied, foldOf(order).notApplied);
}

/** Whoever repeats an event that does not count hears so again: as a mere duplicate it would pass for applied. */
function repeated(order: EventsOfOrder, id: string): EventResult {
  if (order.order === null) return { ok: true, outcome: 'parked', id, waitsFor: 'order' };
  const because = foldOf(order).notApplied.get(id);
  return because === undefined ? { ok: true, outcome: 'duplicate', id, waitsFor: null } : notCounted(id, id, because);
}

function foldOf({ order, lines, events }: EventsOfOrder) {
  if (order === null) return foldEvents([], storedEvents(events), null);
  return foldEvents(linesInForce(order, lines, 'counting'), storedEvents(events), earliestEventOf(order, events));
}

type NotApplied = ReadonlyMap<string, NotAppliedReason>;

/** Whoever brings a contradiction hears of it, whichever of the two events is the one that does not count. */
function judged(id: string, before: NotApplied, after: NotApplied): EventResult {
  for (const [event, because] of after) {
    if (before.has(event)) continue;
    return notCounted(id, event, because);
  }
  return { ok: true, outcome: 'applied', id, waitsFor: null };
}

/** The answer to `id` when `event` does not count. */
function notCounted(id: string, event: string, because: NotAppliedReason): EventResult {
  if (because.code === 'line_unknown') return { ok: true, outcome: 'parked', id, waitsFor: `line ${because.lineId}` };
  return { ok: false, code: 'conflict', id, event, because };
}

/** An order whose id stands in another program of the advertiser too is decided together with that one. */
async function decide(
  tx: Tx,
  deps: RecordDeps,
  {
    changed,
    siblings,
    known,
  }: {
    readonly changed: readonly OrderRef[];
    readonly siblings: readonly Sibling[];
    readonly known: readonly OrderRecord[];
  },
): Promise<void> {
  if (changed.length === 0) return;
  const refs = new Map(
    [...changed, ...siblings.map(({ sibling, orderId }) => ({ program: sibling, orderId }))].map((ref) => [
      orderName(ref),
      ref,
    ]),
  );
  await deps.onOrdersChanged(tx, [...refs.values()], known);
}
