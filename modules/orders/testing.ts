import assert from 'node:assert/strict';
import { decimal } from '../../core/money/decimal.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Clock, manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { EventContent, EventReport, OrderRecord, OrderRef, OrderReport, ReportedLineAt } from './model.ts';
import { orderRecords } from './reading/read.ts';
import { contentId } from './record/payload.ts';
import { type EventResult, type RecordDeps, type ReportResult, recordEvents, recordOrders } from './record/record.ts';

/** Builders and shorthands of the tests of this module. */

export const ADVERTISER = '0a000000-0000-4000-8000-000000000001';
export const OTHER_ADVERTISER = '0a000000-0000-4000-8000-000000000002';
export const PUBLISHER = '0b000000-0000-4000-8000-000000000001';
export const NOON: Instant = Date.UTC(2022, 5, 15, 12);

export function line(lineId: string, amount: string, more: Partial<ReportedLineAt> = {}): ReportedLineAt {
  return { lineId, productId: `P${lineId}`, amount: decimal(amount), quantity: 1, place: Number(lineId) || 0, ...more };
}

export function report(orderId: string, more: Partial<OrderReport> = {}): OrderReport {
  return {
    program: 'shop',
    advertiserOrg: ADVERTISER,
    orderId,
    channel: 'api',
    orderedAt: NOON,
    timeSource: 'reported',
    deliveryCountry: 'RU',
    currency: 'USD',
    clickIds: ['click-1'],
    coupon: null,
    customer: null,
    creditedSource: null,
    lines: [line('1', '20.00')],
    ...more,
  };
}

export function event(
  orderId: string,
  content: EventContent,
  at: Instant,
  more: Partial<EventReport> = {},
): EventReport {
  return {
    program: 'shop',
    advertiserOrg: ADVERTISER,
    orderId,
    channel: 'api',
    id: contentId(content, at, null),
    at,
    content,
    reason: null,
    ...more,
  };
}

/** Records in transactions of their own and remembers which orders were handed on to be decided. */
export interface Recorder {
  readonly clock: Clock & { set(at: Instant): void; advance(ms: number): void };
  readonly deps: RecordDeps;
  readonly decided: OrderRef[];
  reports(...reports: readonly OrderReport[]): Promise<ReportResult[]>;
  events(...events: readonly EventReport[]): Promise<EventResult[]>;
  order(orderId: string, program?: string): Promise<OrderRecord | undefined>;
}

export function recorder(db: Database): Recorder {
  const clock = manualClock(NOON);
  const decided: OrderRef[] = [];
  const deps: RecordDeps = {
    clock,
    onOrdersChanged: async (tx, refs, known) => {
      decided.push(...refs);
      // What is handed on unread is what reading would answer, in every test that records.
      assert.deepStrictEqual(known, await orderRecords(tx, known));
    },
  };
  const system = { role: 'system' } as const;
  return {
    clock,
    deps,
    decided,
    reports: (...reports) => db.transaction(system, (tx) => recordOrders(tx, deps, reports)),
    events: (...events) => db.transaction(system, (tx) => recordEvents(tx, deps, events)),
    order: (orderId, program = 'shop') =>
      db.transaction(system, async (tx) => (await orderRecords(tx, [{ program, orderId }]))[0]),
  };
}
