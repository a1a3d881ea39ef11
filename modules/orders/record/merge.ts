import { couponKey } from '../../../core/terms/index.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Customer, LinePatch, OrderReport, ReportedLineAt, TimeSource } from '../model.ts';
import type { Folded } from './fold.ts';
import { agrees, differences } from './lines.ts';

/** What is known of an order apart from its lines. */
export interface OrderHead {
  readonly verified: boolean;
  readonly orderedAt: Instant;
  readonly timeSource: TimeSource;
  readonly deliveryCountry: string | null;
  readonly currency: string;
  readonly clickIds: readonly string[];
  readonly coupon: string | null;
  readonly customer: Customer | null;
}

/** Fields of the head that a later report may change, with the values they had before. */
export interface HeadChanges {
  readonly orderedAt?: {
    readonly from: Instant;
    readonly to: Instant;
    readonly fromSource: TimeSource;
    readonly source: TimeSource;
  };
  readonly deliveryCountry?: { readonly from: string | null; readonly to: string };
  readonly coupon?: { readonly from: string | null; readonly to: string };
  readonly customer?: { readonly from: Customer | null; readonly to: Customer };
  readonly clickIds?: { readonly from: readonly string[]; readonly to: readonly string[] };
}

/** What a further report of a known order means. */
export type Merge =
  | { readonly kind: 'no_change'; readonly earlierContent: boolean }
  | { readonly kind: 'currency_differs' }
  | { readonly kind: 'needs_review'; readonly fields: readonly string[] }
  | {
      readonly kind: 'change';
      readonly newLines: readonly ReportedLineAt[];
      /** Lines that only a pixel had reported; this report takes their place. */
      readonly verifiedLines: readonly ReportedLineAt[];
      readonly patches: readonly LinePatch[];
      readonly head: HeadChanges;
      readonly becomesVerified: boolean;
    };

/** Clicks of one buyer that may own an order are few; more mean that something else is sent as click id. */
export const CLICK_IDS_MAX = 10;

/** Channels cut or round the order time differently; within a second it is the same time. */
const SAME_TIME_MS = 1_000;

export interface Known {
  readonly head: OrderHead;
  readonly folded: Folded;
  /** Ids of the lines that a channel has reported which proves its sender. */
  readonly verifiedLineIds: ReadonlySet<string>;
  /** Values the head had before it was changed, to know a late repetition from a change back. */
  readonly earlierHeads: readonly HeadChanges[];
}

/**
 * Compares a report with what is known. Lines that are not named stay; new ones are added; a content that was reported before and
 * has been changed since is a late repetition, not a change back (any number of repetitions in any order is one order).
 * What a pixel says never changes what is known, except for further positions of an order that only pixels have reported.
 */
export function mergeReport(known: Known, report: OrderReport): Merge {
  if (report.currency !== known.head.currency) return { kind: 'currency_differs' };
  const fromPixel = report.channel === 'pixel';
  const unknown = report.lines.filter((line) => !known.folded.lines.has(line.lineId));
  if (fromPixel) return known.head.verified || unknown.length === 0 ? NOTHING_NEW : addition(unknown);
  const confirming = report.lines.filter((line) => isUnverified(known, line.lineId));
  const compared = report.lines.filter(
    (line) => known.folded.lines.has(line.lineId) && !isUnverified(known, line.lineId),
  );
  const patches = compared.flatMap((line) => patchOf(known, line) ?? []);
  const head = headChanges(known, report);
  const becomesVerified = !known.head.verified;
  const conflicting = [...patches.map(({ lineId }) => `lines[${lineId}]`), ...overwritten(head)];
  if (conflicting.length > 0 && known.folded.state === 'goods_received' && known.head.verified) {
    return { kind: 'needs_review', fields: conflicting };
  }
  const changes = unknown.length + confirming.length + patches.length + Object.keys(head).length;
  if (changes === 0 && !becomesVerified)
    return { kind: 'no_change', earlierContent: compared.some((line) => isEarlier(known, line)) };
  return { kind: 'change', newLines: unknown, verifiedLines: confirming, patches, head, becomesVerified };
}

const NOTHING_NEW: Merge = { kind: 'no_change', earlierContent: false };

function addition(newLines: readonly ReportedLineAt[]): Merge {
  return { kind: 'change', newLines, verifiedLines: [], patches: [], head: {}, becomesVerified: false };
}

function isUnverified(known: Known, lineId: string): boolean {
  return known.folded.lines.has(lineId) && !known.verifiedLineIds.has(lineId);
}

function patchOf(known: Known, line: ReportedLineAt): LinePatch | null {
  const now = known.folded.lines.get(line.lineId);
  return now === undefined || isEarlier(known, line) ? null : differences(now, line);
}

function isEarlier(known: Known, line: ReportedLineAt): boolean {
  const history = known.folded.history.get(line.lineId) ?? [];
  return (
    history.slice(0, -1).some((content) => agrees(content, line)) && !history.slice(-1).some((now) => agrees(now, line))
  );
}

function headChanges(known: Known, report: OrderReport): HeadChanges {
  const { head, earlierHeads } = known;
  const orderedAt = orderTimeChange(known, report);
  const countries = earlierHeads.flatMap((earlier) => earlier.deliveryCountry?.from ?? []);
  const deliveryCountry = news(head.deliveryCountry, report.deliveryCountry, countries);
  const coupons = earlierHeads.flatMap((earlier) => earlier.coupon?.from ?? []);
  const coupon = couponNews(head.coupon, report.coupon, coupons);
  const customers = earlierHeads.flatMap((earlier) => earlier.customer?.from ?? []);
  const customer = news(head.customer, report.customer, customers);
  const clickIds = [...new Set([...head.clickIds, ...report.clickIds])].slice(0, CLICK_IDS_MAX);
  return {
    ...(orderedAt === null ? {} : { orderedAt }),
    ...(deliveryCountry === null ? {} : { deliveryCountry }),
    ...(coupon === null ? {} : { coupon }),
    ...(customer === null ? {} : { customer }),
    ...(clickIds.length > head.clickIds.length ? { clickIds: { from: head.clickIds, to: clickIds } } : {}),
  };
}

/** The change where something is stated that neither is nor was known. */
function news<T extends string>(
  now: T | null,
  stated: T | null,
  earlier: readonly T[],
): { readonly from: T | null; readonly to: T } | null {
  return stated === null || stated === now || earlier.includes(stated) ? null : { from: now, to: stated };
}

/** The same code in another case is the same coupon. */
function couponNews(now: string | null, stated: string | null, earlier: readonly string[]) {
  const known = [...(now === null ? [] : [now]), ...earlier].map(couponKey);
  return stated === null || known.includes(couponKey(stated)) ? null : { from: now, to: stated };
}

function orderTimeChange(
  { head, earlierHeads }: Known,
  report: OrderReport,
): NonNullable<HeadChanges['orderedAt']> | null {
  if (report.timeSource === 'received') return null;
  const change = { from: head.orderedAt, to: report.orderedAt, fromSource: head.timeSource, source: report.timeSource };
  if (head.timeSource === 'received') return change;
  const before = earlierHeads.flatMap((earlier) => (earlier.orderedAt === undefined ? [] : earlier.orderedAt.from));
  const isKnown = [head.orderedAt, ...before].some((at) => Math.abs(at - report.orderedAt) < SAME_TIME_MS);
  return isKnown ? null : change;
}

/** Changes of something that was known; filling in what was not contradicts nobody. */
function overwritten(head: HeadChanges): readonly string[] {
  const fields: string[] = [];
  if (head.orderedAt !== undefined && head.orderedAt.fromSource !== 'received') fields.push('ordered_at');
  if (typeof head.deliveryCountry?.from === 'string') fields.push('delivery_country');
  if (typeof head.coupon?.from === 'string') fields.push('coupon');
  if (typeof head.customer?.from === 'string') fields.push('customer');
  return fields;
}
