import type { Instant } from '../../../core/time/instant.ts';
import { type OrderRecord, type OrderReport, orderName, wholeLine } from '../model.ts';
import type { OrderRow, Sibling } from '../store.ts';
import type { EventRow } from './event-store.ts';
import { earliestEvent, foldEvents } from './fold.ts';
import type { LineRow } from './line-store.ts';
import type { OrderHead } from './merge.ts';

/** Nothing happened to the order before, by all times that were stated for it. */
export function earliestEventOf(head: OrderHead, events: readonly EventRow[]): Instant {
  const before = events.flatMap((event) => event.head?.orderedAt ?? []);
  return earliestEvent([
    { at: head.orderedAt, source: head.timeSource },
    ...before.map(({ from, fromSource }) => ({ at: from, source: fromSource })),
  ]);
}

/** Once a channel that proves its sender has reported the order, lines that only a pixel named do not count. */
export function linesInForce(
  order: { readonly verified: boolean },
  lines: readonly LineRow[],
  which: 'all' | 'counting',
) {
  return lines.filter((line) => which === 'all' || line.verified || !order.verified).map(({ line }) => line);
}

export function recordOf(
  row: OrderRow,
  lines: readonly LineRow[],
  events: readonly EventRow[],
  siblings: readonly Sibling[],
): OrderRecord {
  const counting = linesInForce(row, lines, 'counting');
  const folded = foldEvents(
    counting,
    events.flatMap(({ event }) => event ?? []),
    earliestEventOf(row, events),
  );
  return {
    program: row.program,
    orderId: row.orderId,
    advertiserOrg: row.advertiserOrg,
    publisherOrg: row.publisherOrg,
    orderedAt: row.orderedAt,
    timeSource: row.timeSource,
    recordedAt: row.recordedAt,
    deliveryCountry: row.deliveryCountry,
    currency: row.currency,
    clickIds: row.clickIds,
    coupon: row.coupon,
    customer: row.customer,
    lines: counting,
    linesNow: counting.map((line) => folded.lines.get(line.lineId) ?? line),
    events: folded.applied,
    reopened: folded.reopened.map(({ id, at }) => ({ id, at })),
    goodsReceived: folded.state === 'goods_received',
    channel: row.channel,
    verified: row.verified,
    revision: row.revision,
    alsoIn: siblings.map(({ sibling, recordedAt }) => ({ program: sibling, recordedAt })),
  };
}

/** Orders that have just been inserted at `now`, as reading them would answer. */
export function newRecords(
  reports: readonly OrderReport[],
  now: Instant,
  events: ReadonlyMap<string, readonly EventRow[]>,
  siblings: ReadonlyMap<string, readonly Sibling[]>,
): OrderRecord[] {
  return reports.map((report) => {
    const name = orderName(report);
    const row = newRow(report, now);
    const lines = [...report.lines]
      .sort((a, b) => a.place - b.place)
      .map((line) => ({ program: row.program, orderId: row.orderId, line: wholeLine(line), verified: row.verified }));
    return recordOf(row, lines, events.get(name) ?? [], siblings.get(name) ?? []);
  });
}

function newRow(report: OrderReport, now: Instant): OrderRow {
  const { program, orderId, advertiserOrg, channel, orderedAt, timeSource } = report;
  const { deliveryCountry, currency, clickIds, coupon, customer } = report;
  return {
    ...{ program, orderId, advertiserOrg, channel, orderedAt, timeSource },
    ...{ deliveryCountry, currency, clickIds, coupon, customer },
    publisherOrg: null,
    status: null,
    verified: channel !== 'pixel',
    recordedAt: now,
    revision: 1,
  };
}
