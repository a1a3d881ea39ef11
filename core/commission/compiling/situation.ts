import type { Attribution } from '../../attribution/index.ts';
import { addDecimals, DECIMAL_ZERO, type Decimal } from '../../money/decimal.ts';
import type { OrderHistory } from '../deciding/history.ts';
import type { AdSpaceFacts, ClickFacts, LineFacts, OrderFacts } from '../facts/facts.ts';
import { type CountriesAgree, lineFlags, orderFlags } from './flags.ts';

/**
 * What conditions read while one order is decided. One record an order: only what belongs to the line changes, from line to line
 * (`focus`), so that the rules of a long order cost no allocation.
 */
export interface Situation {
  readonly facts: OrderFacts;
  /** The lines as they should have been reported, after corrections. */
  readonly lines: readonly LineFacts[];
  /** The click that owns the order; `null` when only a coupon attributes it. */
  readonly click: ClickFacts | null;
  readonly adSpace: AdSpaceFacts | null;
  /** The flags of the order, packed. */
  orderFlags: number;
  line: LineFacts;
  /** The flags of order and line, packed. */
  flags: number;
}

/** A situation that looks at no line yet: `focus` it before asking about one. */
export function situationOf(
  history: OrderHistory,
  facts: OrderFacts,
  attribution: Attribution & { readonly owned: true },
): Situation {
  const click = attribution.click === null ? null : (facts.clicks[attribution.click] ?? null);
  const coupon = facts.coupon === null ? null : facts.coupon.adSpace;
  const adSpace = attribution.by === 'coupon' ? coupon : click === null ? null : click.adSpace;
  return { facts, lines: history.lines, click, adSpace, orderFlags: 0, line: noLine, flags: 0 };
}

/** Reads the flags of the order, which hold for all its lines. */
export function readOrderFlags(situation: Situation, agree: CountriesAgree): void {
  situation.orderFlags = orderFlags(situation, agree);
}

export function focus(situation: Situation, line: LineFacts): void {
  if (situation.line === line) return;
  // The flags of order and line share no bit, so both sets of both are joined at once.
  situation.flags = situation.orderFlags | lineFlags(line, situation.click);
  situation.line = line;
}

const noLine: LineFacts = {
  lineId: '',
  productId: null,
  storeId: null,
  sellerCountry: null,
  category: null,
  amount: DECIMAL_ZERO,
  quantity: 0,
  affiliate: null,
  hot: null,
  virtual: null,
  hidden: null,
  sellerRate: null,
  hotRate: null,
};

/** Sum of the lines' amounts in the order's currency, exact. */
export function orderAmount(situation: Situation): Decimal {
  return situation.lines.reduce<Decimal>((sum, { amount }) => addDecimals(sum, amount), DECIMAL_ZERO);
}
