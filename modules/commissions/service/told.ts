import type { Decision, Locale, OrderFacts } from '../../../core/commission/index.ts';
import type { ProgramTerms } from '../../../core/terms/index.ts';

/** A decision with what it was made from. */
export interface Told {
  readonly decision: Decision;
  readonly facts: OrderFacts;
  readonly terms: ProgramTerms;
}

export interface Reader {
  readonly locale: Locale;
  /** The asking publisher, who is told nothing of the clicks of others; `null` may know all. */
  readonly viewer: string | null;
}
