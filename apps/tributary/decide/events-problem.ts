import { shownValue } from '../../../contract/errors/index.ts';
import type { OrderEventFacts, OrderFacts, ReadProblem } from '../../../core/commission/index.ts';
import { inOrder } from '../../../core/lifecycle/index.ts';
import { addDecimals, compareDecimals, DECIMAL_ZERO, type Decimal, formatDecimal } from '../../../core/money/index.ts';

/**
 * What is wrong with the events of an order as a whole: one of a line that the order does not have at that time, or a refund beyond its
 * line (BAD-58, BAD-59). The intake of orders refuses the same; `null` when nothing is wrong.
 */
export function eventsProblem(facts: OrderFacts): ReadProblem | null {
  if (facts.events.length === 0) return null;
  const amounts = new Map(facts.lines.map((line) => [line.lineId, line.amount]));
  const refunded: Refunded = new Map();
  for (const event of inOrder(facts.events)) {
    const field = `events[${facts.events.indexOf(event)}].lines`;
    const problem = unknownLine(event, field, amounts) ?? refundProblem(event, field, amounts, refunded);
    if (problem !== null) return problem;
    if (event.type === 'corrected') for (const line of event.lines) amounts.set(line.lineId, line.amount);
  }
  return null;
}

type Amounts = ReadonlyMap<string, Decimal>;
/** What was given back of each line; `all` once it was refunded whole. */
type Refunded = Map<string, Decimal | 'all'>;

function unknownLine(event: OrderEventFacts, field: string, amounts: Amounts): ReadProblem | null {
  if (event.type !== 'refunded' && event.type !== 'violation') return null;
  for (const [index, line] of (event.lines ?? []).entries()) {
    const lineId = typeof line === 'string' ? line : line.lineId;
    if (amounts.has(lineId)) continue;
    return {
      code: 'line_unknown',
      field: typeof line === 'string' ? `${field}[${index}]` : `${field}[${index}].line_id`,
      value: JSON.stringify(shownValue(lineId)),
      expected: 'the id of a line that the order has at that time',
      remedy: 'Name one of its lines, or list the corrected event that adds the line with an earlier time.',
    };
  }
  return null;
}

function refundProblem(
  event: OrderEventFacts,
  field: string,
  amounts: Amounts,
  refunded: Refunded,
): ReadProblem | null {
  if (event.type !== 'refunded') return null;
  const lines = event.lines ?? [...amounts.keys()].map((lineId) => ({ lineId, amount: null }));
  for (const [index, { lineId, amount }] of lines.entries()) {
    const before = refunded.get(lineId) ?? DECIMAL_ZERO;
    const whole = amounts.get(lineId) ?? DECIMAL_ZERO;
    const after = amount === null || before === 'all' ? 'all' : addDecimals(before, amount);
    const isWithin = amount === null || (after !== 'all' && compareDecimals(after, whole) <= 0);
    if (!isWithin) return beyond(`${field}[${index}].amount`, { amount, whole, before });
    refunded.set(lineId, after);
  }
  return null;
}

function beyond(
  field: string,
  { amount, whole, before }: { readonly amount: Decimal; readonly whole: Decimal; readonly before: Decimal | 'all' },
): ReadProblem {
  const value = JSON.stringify(formatDecimal(amount));
  const most = `at most ${formatDecimal(whole)}, the amount of the line`;
  if (compareDecimals(amount, whole) > 0) {
    const remedy = 'State what was given back; if the line was reported too low, list a corrected event before.';
    return { code: 'refund_exceeds_order', field, value, expected: most, remedy };
  }
  const earlier = before === 'all' ? 'all of it' : formatDecimal(before);
  const expected = `${most}, together with what was refunded before: ${earlier}`;
  const remedy = 'List each refund once: give its repetitions the same id.';
  return { code: 'refund_exceeds_remaining', field, value, expected, remedy };
}
