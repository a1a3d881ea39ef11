import type { LineFacts, OrderEventFacts } from '../../../core/commission/facts/facts.ts';
import {
  addDecimals,
  compareDecimals,
  DECIMAL_ZERO,
  type Decimal,
  formatDecimal,
} from '../../../core/money/decimal.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import {
  type EventContent,
  type LinePatch,
  type ReportedLine,
  type StoredEvent,
  type TimeSource,
  wholeLine,
} from '../model.ts';

/** Why an event does not count at present. `line_unknown` waits; the others contradict what stands before them. */
export type NotAppliedReason =
  | { readonly code: 'line_unknown'; readonly lineId: string }
  /** Is said to have happened before the order. */
  | { readonly code: 'order_time_invalid'; readonly asked: string; readonly earliest: string }
  | { readonly code: 'transition_not_allowed'; readonly state: OrderState }
  | {
      readonly code: 'refund_exceeds_order' | 'refund_exceeds_remaining';
      readonly lineId: string;
      readonly asked: string;
      readonly remaining: string;
    };

/** Where an order stands by its events alone; what it earns is the decision's matter. */
export type OrderState = 'open' | 'goods_received' | 'closed';

/** The state of an order after its events (I-26). */
export interface Folded {
  readonly state: OrderState;
  /** Lines as they stand now, corrections included. */
  readonly lines: ReadonlyMap<string, ReportedLine>;
  /** Every content a line ever had, oldest first; the last is the present one. */
  readonly history: ReadonlyMap<string, readonly ReportedLine[]>;
  readonly applied: readonly OrderEventFacts[];
  /** Events that took a closing back, oldest first. */
  readonly reopened: readonly StoredEvent[];
  /** The closings that they took back. */
  readonly takenBack: ReadonlySet<string>;
  readonly notApplied: ReadonlyMap<string, NotAppliedReason>;
}

interface Folding {
  state: OrderState;
  readonly lines: Map<string, ReportedLine>;
  readonly history: Map<string, ReportedLine[]>;
  readonly refunded: Map<string, Decimal | 'all'>;
}

/**
 * Runs the events over the lines in the order of their times, those of one time in order of arrival. An event that contradicts what
 * stands before it does not count, and begins to count by itself once an earlier event makes it legal. So for events with different
 * times the result depends only on which events there are, not on the order in which they came (I-27). Neither does one count that
 * is said to be older than the order (`earliestEvent`); that is checked here, as the order may come after it.
 *
 * A closing that was taken back counts like one that never was: what contradicted it alone, such as a late receipt, counts then.
 */
export function foldEvents(
  lines: readonly ReportedLine[],
  events: readonly StoredEvent[],
  earliest: Instant | null,
): Folded {
  const sorted = events.toSorted((a, b) => a.at - b.at || a.arrival - b.arrival);
  const reopened: StoredEvent[] = [];
  const takenBack = new Set<string>();
  for (;;) {
    const standing = sorted.filter((event) => !takenBack.has(event.id) && !reopened.includes(event));
    const found = foldOnce(lines, standing, earliest);
    if (found.reopening === null) return { ...found.folded, reopened, takenBack };
    reopened.push(found.reopening);
    for (const { id, type } of found.folded.applied) if (type === 'closed') takenBack.add(id);
  }
}

/** Folds up to the first event that takes a closing back, which it names; up to the end where there is none. */
function foldOnce(
  lines: readonly ReportedLine[],
  sorted: readonly StoredEvent[],
  earliest: Instant | null,
): { readonly folded: Omit<Folded, 'reopened' | 'takenBack'>; readonly reopening: StoredEvent | null } {
  const folding: Folding = {
    state: 'open',
    lines: new Map(lines.map((line) => [line.lineId, line])),
    history: new Map(lines.map((line) => [line.lineId, [line]])),
    refunded: new Map(),
  };
  const applied: OrderEventFacts[] = [];
  const notApplied = new Map<string, NotAppliedReason>();
  for (const event of sorted) {
    const { content } = event;
    const reason = tooEarly(event, earliest) ?? objection(folding, event);
    if (reason !== null) notApplied.set(event.id, reason);
    else if (content.type === 'reopened') return { folded: { ...folding, applied, notApplied }, reopening: event };
    else applied.push(apply(folding, { ...event, content }));
  }
  return { folded: { ...folding, applied, notApplied }, reopening: null };
}

/** A time of an order, as it was stated. */
export interface StatedTime {
  readonly at: Instant;
  readonly source: TimeSource;
}

/** Order times are told in whole seconds by many, and so are those of events of the same moment. */
const SECOND_MS = 1_000;
/** A tracking request tells no order time; a shop repeats one that failed for days, so the order may be older than the request. */
const REQUEST_LATE_MS_MAX = 30 * 24 * 3_600_000;

/**
 * Before this moment nothing can have happened to an order. Of several times that it was ever said to have the first counts, so that
 * a changed order time takes no event away.
 */
export function earliestEvent(times: readonly StatedTime[]): Instant {
  const stated = times.filter(({ source }) => source !== 'received');
  if (stated.length === 0) return Math.min(...times.map(({ at }) => at)) - REQUEST_LATE_MS_MAX;
  const first = Math.min(...stated.map(({ at }) => at));
  return Math.floor(first / SECOND_MS) * SECOND_MS;
}

/** Only times that the sender names are judged: files and changed reports name none and have ours, whatever the shop's clock says. */
function tooEarly({ at, recordedAt, channel }: StoredEvent, earliest: Instant | null): NotAppliedReason | null {
  if (earliest === null || at >= earliest || channel === 'file' || at === recordedAt) return null;
  return { code: 'order_time_invalid', asked: formatInstant(at), earliest: formatInstant(earliest) };
}

/** Why the event may not happen in this state; `null` when it may. Every pair of state and event has its answer here (I-26). */
function objection(folding: Folding, { content }: StoredEvent): NotAppliedReason | null {
  switch (content.type) {
    case 'goods_received':
      return folding.state === 'closed' ? { code: 'transition_not_allowed', state: 'closed' } : null;
    case 'closed':
      return folding.state === 'goods_received' ? { code: 'transition_not_allowed', state: 'goods_received' } : null;
    case 'reopened':
      return folding.state === 'closed' ? null : { code: 'transition_not_allowed', state: folding.state };
    case 'violation':
      return unknownLine(folding, content.lines ?? []);
    case 'corrected':
      return unknownLine(folding, lineIds(content.lines));
    case 'refunded':
      return unknownLine(folding, lineIds(content.lines ?? [])) ?? refundObjection(folding, content.lines ?? []);
  }
}

function lineIds(lines: readonly { readonly lineId: string }[]): readonly string[] {
  return lines.map((line) => line.lineId);
}

function unknownLine(folding: Folding, ids: readonly string[]): NotAppliedReason | null {
  const unknown = ids.find((id) => !folding.lines.has(id));
  return unknown === undefined ? null : { code: 'line_unknown', lineId: unknown };
}

type RefundedLines = readonly { readonly lineId: string; readonly amount: Decimal | null }[];

/** A whole line may be refunded again and again; parts may not exceed what is left of the line (BAD-58, BAD-59). */
function refundObjection(folding: Folding, lines: RefundedLines): NotAppliedReason | null {
  for (const { lineId, amount } of lines) {
    const whole = folding.lines.get(lineId)?.amount ?? DECIMAL_ZERO;
    const before = folding.refunded.get(lineId) ?? DECIMAL_ZERO;
    if (amount === null) continue;
    if (before !== 'all' && compareDecimals(addDecimals(before, amount), whole) <= 0) continue;
    const code = compareDecimals(amount, whole) > 0 ? 'refund_exceeds_order' : 'refund_exceeds_remaining';
    return { code, lineId, asked: formatDecimal(amount), remaining: remainingOf(whole, before) };
  }
  return null;
}

function remainingOf(whole: Decimal, before: Decimal | 'all'): string {
  if (before === 'all' || compareDecimals(before, whole) >= 0) return '0';
  const scale = Math.max(whole.scale, before.scale);
  const left = addDecimals(whole, { digits: -before.digits, scale: before.scale });
  return formatDecimal({ ...left, scale });
}

type Happening = StoredEvent & { readonly content: Exclude<EventContent, { readonly type: 'reopened' }> };

function apply(folding: Folding, event: Happening): OrderEventFacts {
  const { id, at, content } = event;
  switch (content.type) {
    case 'goods_received':
      folding.state = 'goods_received';
      return { id, at, type: 'goods_received' };
    case 'closed':
      folding.state = 'closed';
      return { id, at, type: 'closed' };
    case 'violation':
      return { id, at, ...content };
    case 'refunded':
      applyRefund(folding, content.lines ?? [...folding.lines.keys()].map((lineId) => ({ lineId, amount: null })));
      return { id, at, ...content };
    case 'corrected':
      return { id, at, type: 'corrected', lines: content.lines.map((patch) => lineFacts(applyPatch(folding, patch))) };
  }
}

function applyRefund(folding: Folding, lines: RefundedLines): void {
  for (const { lineId, amount } of lines) {
    const before = folding.refunded.get(lineId) ?? DECIMAL_ZERO;
    folding.refunded.set(lineId, amount === null || before === 'all' ? 'all' : addDecimals(before, amount));
  }
}

function applyPatch(folding: Folding, patch: LinePatch): ReportedLine {
  const before = folding.lines.get(patch.lineId);
  if (before === undefined) throw new Error(`line ${patch.lineId} was checked before and is not there`);
  const line: ReportedLine = { ...before, ...patch };
  folding.lines.set(line.lineId, line);
  folding.history.get(line.lineId)?.push(line);
  return line;
}

/** Rates are never the advertiser's report: they come from the catalogue, so they are unknown here (C-42). */
function lineFacts(line: ReportedLine): LineFacts {
  return { ...wholeLine(line), sellerRate: null, hotRate: null };
}
