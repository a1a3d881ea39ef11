import { inOrder, type LineEvent, type LineState, transitionReason, transitions } from '../../lifecycle/index.ts';
import { addDecimals, compareDecimals, type Decimal, isZero } from '../../money/decimal.ts';
import type { LineFacts, OrderEventFacts, OrderFacts, ViolationCode } from '../facts/facts.ts';
import type { Reason } from '../reasons.ts';

/** What the events say about one line, assuming that it was priced; what was not is settled by its rule, or by `violation`. */
export interface LineHistory {
  readonly state: LineState;
  /** Why the state is no longer pending or plainly approved; `null` when nothing but receipt happened. */
  readonly reason: Reason | null;
  /** Refunded so far, in the order's currency. */
  readonly refunded: Decimal | null;
  /** The first violation reported on the line, whenever that was. */
  readonly violation: ViolationCode | null;
}

/** Lines and their histories at one moment. */
export interface Stage {
  readonly lines: readonly LineFacts[];
  readonly histories: readonly LineHistory[];
  readonly received: boolean;
}

/** How it stands now, and how it stood before. */
export interface OrderHistory extends Stage {
  /** As it stood when receipt was confirmed; `null` when it was not, or when nothing has happened since. */
  readonly atApproval: Stage | null;
  /** The events that were folded, in their order, for the trace. */
  readonly events: readonly OrderEventFacts[];
}

const pending: LineHistory = { state: 'pending', reason: null, refunded: null, violation: null };
const approved: LineHistory = { state: 'approved', reason: null, refunded: null, violation: null };

/**
 * Folds the events of an order (I-26, I-27). Approval happens at the time of `goods_received`; when the facts say received without
 * such an event, it happened at once and everything else came after.
 */
export function readHistory(facts: OrderFacts): OrderHistory {
  const { lines, events } = facts;
  if (events.length === 0) {
    const received = facts.goodsReceived;
    return { lines, histories: openHistories(lines, received), received, atApproval: null, events };
  }
  return foldEvents(facts, inOrder(events));
}

function foldEvents(facts: OrderFacts, events: readonly OrderEventFacts[]): OrderHistory {
  const { lines } = facts;
  const received = facts.goodsReceived && !events.some(({ type }) => type === 'goods_received');
  let now: Stage = { lines, histories: openHistories(lines, received), received };
  let atApproval: Stage | null = received ? now : null;
  for (const event of events) {
    now = applyEvent(now, event);
    if (event.type === 'goods_received' && atApproval === null) atApproval = now;
  }
  return { ...now, atApproval: atApproval === now ? null : atApproval, events };
}

/** Orders of so many lines share their opening histories; longer ones are rare and get their own. */
const SHARED_LENGTHS = 9;
const shared = { pending: openings(pending), approved: openings(approved) };

function openings(start: LineHistory): readonly (readonly LineHistory[])[] {
  return Array.from({ length: SHARED_LENGTHS }, (_, length) => Array.from({ length }, () => start));
}

function openHistories(lines: readonly LineFacts[], received: boolean): readonly LineHistory[] {
  const known = (received ? shared.approved : shared.pending)[lines.length];
  return known ?? lines.map(() => (received ? approved : pending));
}

function applyEvent(stage: Stage, event: OrderEventFacts): Stage {
  switch (event.type) {
    case 'goods_received':
      return { ...mapLines(stage, (history) => move(history, event.type, null)), received: true };
    case 'closed':
      return mapLines(stage, (history) => move(history, event.type, null));
    case 'violation':
      return mapLines(stage, (history, line) =>
        event.lines === null || event.lines.includes(line.lineId) ? flag(history, event.violation) : history,
      );
    case 'refunded':
      return mapLines(stage, (history, line) => refund(history, line, event));
    case 'corrected':
      return correct(stage, event.lines);
  }
}

function mapLines(stage: Stage, change: (history: LineHistory, line: LineFacts) => LineHistory): Stage {
  const histories = stage.lines.map((line, index) => change(stage.histories[index] ?? pending, line));
  return { ...stage, histories };
}

function move(history: LineHistory, event: LineEvent, violation: ViolationCode | null): LineHistory {
  const reason = transitionReason(history.state, event);
  const state = transitions[history.state][event];
  if (state === history.state && reason === null) return history;
  return { ...history, state, reason: reason === 'violation' ? violation : reason };
}

function flag(history: LineHistory, violation: ViolationCode): LineHistory {
  return { ...move(history, 'violation', violation), violation: history.violation ?? violation };
}

/** Refunds add up; what reaches the whole amount is a whole refund. */
function refund(history: LineHistory, line: LineFacts, event: OrderEventFacts & { type: 'refunded' }): LineHistory {
  if (history.state !== 'pending' && history.state !== 'approved') return history;
  const parts = event.lines?.filter(({ lineId }) => lineId === line.lineId);
  if (parts?.length === 0) return history;
  const taken = parts?.reduce<Decimal | null>(
    (sum, { amount }) => (sum === null || amount === null ? null : addDecimals(sum, amount)),
    history.refunded ?? { digits: 0n, scale: 0 },
  );
  if (taken === undefined || taken === null) return move(history, 'refunded', null);
  if (isZero(taken)) return history;
  if (compareDecimals(taken, line.amount) >= 0) return { ...move(history, 'refunded', null), refunded: taken };
  return { ...move(history, 'partly_refunded', null), refunded: taken };
}

/** Named lines are replaced in their place; lines that were not reported before are added and share the fate of the order. */
function correct(stage: Stage, corrected: readonly LineFacts[]): Stage {
  const lines = stage.lines.map((line) => corrected.find(({ lineId }) => lineId === line.lineId) ?? line);
  const added = corrected.filter(({ lineId }) => !stage.lines.some((line) => line.lineId === lineId));
  return {
    lines: [...lines, ...added],
    histories: [...stage.histories, ...added.map(() => (stage.received ? approved : pending))],
    received: stage.received,
  };
}
