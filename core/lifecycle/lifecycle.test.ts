import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inOrder,
  type LineState,
  lineEvents,
  lineStates,
  type OrderEvent,
  orderEventTypes,
  orderState,
  transitionReason,
  transitions,
} from './index.ts';

/** Written down a second time, so that a slip in the table shows: state, event, next state, reason. Pairs not listed change nothing. */
const moves = [
  ['pending', 'goods_received', 'approved', null],
  ['pending', 'refunded', 'declined', 'REFUNDED'],
  ['pending', 'violation', 'declined', 'violation'],
  ['pending', 'closed', 'declined', 'NOT_RECEIVED'],
  ['approved', 'partly_refunded', 'approved', 'PARTIAL_REFUND'],
  ['approved', 'refunded', 'deducted', 'REFUND_DEDUCTION'],
  ['approved', 'violation', 'deducted', 'violation'],
  ['no_reward', 'violation', 'declined', 'violation'],
  ['unresolved', 'violation', 'declined', 'violation'],
] as const;

describe('transitions', () => {
  it('have an asserted outcome for every pair of state and event (I-26)', () => {
    for (const state of lineStates) {
      for (const event of lineEvents) {
        const move = moves.find(([from, what]) => from === state && what === event);
        const name = `${state} + ${event}`;
        expect([name, transitions[state][event]]).toEqual([name, move === undefined ? state : move[2]]);
        expect([name, transitionReason(state, event)]).toEqual([name, move === undefined ? null : move[3]]);
      }
    }
  });

  it('never lead out of what was taken back or refused', () => {
    for (const state of ['deducted', 'declined', 'not_attributed'] as const) {
      expect(new Set(Object.values(transitions[state]))).toEqual(new Set([state]));
    }
  });
});

describe('the status of an order', () => {
  it('is the first in the list of states that one of its lines has', () => {
    const of = (...states: LineState[]): LineState => orderState(states.map((status) => ({ status })));
    expect(of('declined', 'pending', 'no_reward')).toBe('pending');
    expect(of('declined', 'unresolved')).toBe('unresolved');
    for (const [index, state] of lineStates.entries()) {
      for (const other of lineStates.slice(index)) expect([of(state, other), of(other, state)]).toEqual([state, state]);
    }
  });
});

describe('events', () => {
  const event = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    type: fc.constantFrom(...orderEventTypes),
    at: fc.integer({ min: 0, max: 3 }),
  });
  const reports = fc
    .uniqueArray(event, { selector: (each) => each.id, minLength: 2, maxLength: 6 })
    .chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
    );

  it('are folded in one order, however they arrive and however often', () => {
    fc.assert(
      fc.property(reports, ([events, reported]) => {
        expect(inOrder<OrderEvent>(reported)).toEqual(inOrder<OrderEvent>(events));
      }),
      { seed: 27 },
    );
  });

  it('of one moment: correction, receipt, refund, violation, closing', () => {
    const reversed = [...orderEventTypes].reverse().map((type, index) => ({ id: String(index), type, at: 5 }));
    expect(inOrder(reversed).map((each) => each.type)).toEqual([...orderEventTypes]);
  });
});
