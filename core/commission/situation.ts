import type { Decimal } from '../money/decimal.ts';
import type { AdSpaceFacts, ClickFacts, LineFacts, OrderFacts } from './facts.ts';

/**
 * What conditions read while one order is decided. One record an order: only `line` changes, from line to line, so that the rules
 * of a long order cost no allocation.
 */
export interface Situation {
  readonly facts: OrderFacts;
  /** The lines as they should have been reported, after corrections. */
  readonly lines: readonly LineFacts[];
  /** The click that owns the order; `null` when only a coupon attributes it. */
  readonly click: ClickFacts | null;
  readonly adSpace: AdSpaceFacts | null;
  line: LineFacts;
}

/** Sum of the lines' amounts in the order's currency, exact. */
export function orderAmount(situation: Situation): Decimal {
  let digits = 0n;
  let scale = 0;
  for (const { amount } of situation.lines) {
    if (amount.scale > scale) {
      digits *= 10n ** BigInt(amount.scale - scale);
      scale = amount.scale;
    }
    digits += amount.digits * 10n ** BigInt(scale - amount.scale);
  }
  return { digits, scale };
}
