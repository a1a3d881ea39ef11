import type { Attribution } from '../../attribution/index.ts';
import type { CompiledRegime, CompiledVersion, CurrencyPlan } from '../compiling/compile.ts';
import type { Situation } from '../compiling/situation.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { OrderHistory } from './history.ts';
import type { OrderMoney } from './prices.ts';
import type { JudgedLine } from './verdict.ts';

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
 * Everything found on the way to one decision: one record an order, read by the steps that follow and by the trace. Judged lines stand
 * in the order of `history.lines`.
 */
export interface Deliberation extends Opening<Owned> {
  readonly situation: Situation;
  readonly regime: CompiledRegime | null;
  judged: readonly JudgedLine[];
  /** `null`: a rate is missing and no line can be priced, or none has to be. */
  money: OrderMoney | null;
  /** The lines when receipt was confirmed, if something happened since; lines added since have none. */
  approvals: readonly JudgedLine[] | null;
}
