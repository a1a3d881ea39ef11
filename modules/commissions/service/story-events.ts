import type { WhyStoryEvent } from '../../../contract/wire/why.ts';
import type { OrderEventFacts, OrderFacts } from '../../../core/commission/facts/facts.ts';
import { inOrder } from '../../../core/lifecycle/index.ts';
import type { Decimal } from '../../../core/money/index.ts';
import { formatInstant } from '../../../core/time/index.ts';
import { exact } from './story-lines.ts';

/** What was reported of an order after it, in the order in which it counts; of a correction also what it replaced. */
export function eventsOf({ lines, events, currency }: OrderFacts): WhyStoryEvent[] {
  const prices = new Map<string, Decimal>(lines.map(({ lineId, amount }) => [lineId, amount]));
  return inOrder(events).map((event) => {
    const told = {
      type: event.type,
      at: formatInstant(event.at),
      violation: event.type === 'violation' ? event.violation : null,
      lines: linesOf(event, prices, (amount) => exact(amount, currency)),
    };
    if (event.type === 'corrected') for (const { lineId, amount } of event.lines) prices.set(lineId, amount);
    return told;
  });
}

/** `null`: the whole order. */
function linesOf(
  event: OrderEventFacts,
  prices: ReadonlyMap<string, Decimal>,
  text: (amount: Decimal) => string,
): WhyStoryEvent['lines'] {
  const priceOf = (lineId: string): string | null => {
    const price = prices.get(lineId);
    return price === undefined ? null : text(price);
  };
  switch (event.type) {
    case 'goods_received':
    case 'closed':
      return null;
    case 'violation':
      return event.lines?.map((lineId) => ({ line_id: lineId, amount: null, before: priceOf(lineId) })) ?? null;
    case 'refunded':
      return (
        event.lines?.map(({ lineId, amount }) => ({
          line_id: lineId,
          amount: amount === null ? null : text(amount),
          before: priceOf(lineId),
        })) ?? null
      );
    case 'corrected':
      return event.lines.map(({ lineId, amount }) => ({
        line_id: lineId,
        amount: text(amount),
        before: priceOf(lineId),
      }));
  }
}
