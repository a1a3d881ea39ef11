import type { Attribution } from '../attribution/index.ts';
import type { CompiledRegime, CompiledVersion, CurrencyPlan } from './compile.ts';
import type { OrderFacts } from './facts.ts';
import type { OrderHistory } from './history.ts';
import type { LinePrice, OrderMoney } from './prices.ts';
import type { Situation } from './situation.ts';
import type { Verdict } from './verdict.ts';

export type Owned = Attribution & { readonly owned: true };
export type Unowned = Attribution & { readonly owned: false };

/** What is known of an order before its lines are looked at. */
export interface Opening<A extends Attribution> {
  readonly facts: OrderFacts;
  readonly history: OrderHistory;
  readonly version: CompiledVersion;
  readonly plan: CurrencyPlan;
  readonly attribution: A;
}

/**
 * Everything found on the way to one decision: one record an order, read by the steps that follow and by the trace. Verdicts and prices
 * stand in the order of `history.lines`.
 */
export interface Deliberation extends Opening<Owned> {
  readonly situation: Situation;
  readonly regime: CompiledRegime | null;
  verdicts: readonly Verdict[];
  /** `null`: a rate is missing and no line can be priced, or none has to be. */
  money: OrderMoney | null;
  prices: readonly LinePrice[];
  /** Prices when receipt was confirmed, if something happened since; lines added since have none. */
  approvals: readonly LinePrice[] | null;
}
