import type { Instant } from '../time/instant.ts';

/** The states a line of an order can be in (the table "States, money entries" of the terms reference). */
export const lineStates = [
  'approved',
  'pending',
  'deducted',
  'unresolved',
  'declined',
  'no_reward',
  'not_attributed',
] as const;
export type LineState = (typeof lineStates)[number];

/** What can happen to one line. `refunded` takes the whole line back, `partly_refunded` a part of it. */
export const lineEvents = [
  'corrected',
  'goods_received',
  'partly_refunded',
  'refunded',
  'violation',
  'closed',
] as const;
export type LineEvent = (typeof lineEvents)[number];

/**
 * Every pair of state and event has its row (I-26). An event that leaves the state alone is recorded but moves nothing:
 * a line that was taken back stays taken back, a closed order is not reopened by a late receipt, and what was never priced has
 * nothing to refund. Reopening is a decision of people and comes as new facts
 * (without the closing), not as an event.
 */
export const transitions: Readonly<Record<LineState, Readonly<Record<LineEvent, LineState>>>> = {
  pending: {
    corrected: 'pending',
    goods_received: 'approved',
    partly_refunded: 'pending',
    refunded: 'declined',
    violation: 'declined',
    closed: 'declined',
  },
  approved: {
    corrected: 'approved',
    goods_received: 'approved',
    partly_refunded: 'approved',
    refunded: 'deducted',
    violation: 'deducted',
    closed: 'approved',
  },
  deducted: always('deducted'),
  declined: always('declined'),
  unresolved: { ...always('unresolved'), violation: 'declined' },
  no_reward: { ...always('no_reward'), violation: 'declined' },
  not_attributed: always('not_attributed'),
};

function always(state: LineState): Readonly<Record<LineEvent, LineState>> {
  return {
    corrected: state,
    goods_received: state,
    partly_refunded: state,
    refunded: state,
    violation: state,
    closed: state,
  };
}

/** The reason that goes with a transition; `null` where the line keeps its reason, `violation` where the violation names it. */
export function transitionReason(
  from: LineState,
  event: LineEvent,
): 'NOT_RECEIVED' | 'REFUNDED' | 'REFUND_DEDUCTION' | 'PARTIAL_REFUND' | 'violation' | null {
  const to = transitions[from][event];
  if (event === 'partly_refunded' && from === 'approved') return 'PARTIAL_REFUND';
  if (to === from) return null;
  if (event === 'violation') return 'violation';
  if (event === 'closed') return 'NOT_RECEIVED';
  if (event === 'refunded') return to === 'deducted' ? 'REFUND_DEDUCTION' : 'REFUNDED';
  return null;
}

const rank: Readonly<Record<LineState, number>> = {
  approved: 0,
  pending: 1,
  deducted: 2,
  unresolved: 3,
  declined: 4,
  no_reward: 5,
  not_attributed: 6,
};

/** the status of an order is the first in `lineStates` that one of its lines has. */
export function orderState(lines: readonly { readonly status: LineState }[]): LineState {
  let first: LineState = lines[0]?.status ?? 'not_attributed';
  for (let index = 1; index < lines.length; index += 1) {
    const status = lines[index]?.status;
    if (status !== undefined && status !== first && rank[status] < rank[first]) first = status;
  }
  return first;
}

export const orderEventTypes = ['corrected', 'goods_received', 'refunded', 'violation', 'closed'] as const;
export type OrderEventType = (typeof orderEventTypes)[number];

export interface OrderEvent {
  readonly id: string;
  readonly type: OrderEventType;
  readonly at: Instant;
}

/**
 * The one order in which events are folded, however they arrived (I-27): by time, then by `orderEventTypes`, then by id; of several
 * with one id the first in this order is kept. At one moment a correction comes first, because the others then speak of the corrected
 * lines, and receipt comes before a refund, because reporters that know only days report both at midnight.
 */
export function inOrder<E extends OrderEvent>(events: readonly E[]): readonly E[] {
  const sorted = [...events].sort(
    (a, b) =>
      a.at - b.at ||
      orderEventTypes.indexOf(a.type) - orderEventTypes.indexOf(b.type) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const seen = new Set<string>();
  return sorted.filter((event) => !seen.has(event.id) && seen.add(event.id));
}
