import { inOrder, type LineEvent, type LineState, transitionReason, transitions } from '../lifecycle/index.ts';
import { addDecimals, compareDecimals, type Decimal, isZero } from '../money/decimal.ts';
import type { LineFacts, OrderEventFacts, OrderFacts, ViolationCode } from './facts.ts';
import type { Reason } from './reasons.ts';

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

export interface OrderHistory {
  readonly now: Stage;
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
  const start = facts.goodsReceived && !facts.events.some(({ type }) => type === 'goods_received') ? approved : pending;
  const opening: Stage = { lines: facts.lines, histories: facts.lines.map(() => start), received: start === approved };
  if (facts.events.length === 0) return { now: opening, atApproval: null, events: [] };
  const events = inOrder(facts.events);
  let now = opening;
  let atApproval: Stage | null = start === approved ? opening : null;
  for (const event of events) {
    now = applyEvent(now, event);
    if (event.type === 'goods_received' && atApproval === null) atApproval = now;
  }
  return { now, atApproval: atApproval === now ? null : atApproval, events };
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
