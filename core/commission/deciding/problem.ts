import type { CompiledTerms } from '../compiling/compile.ts';
import type { OrderFacts } from '../facts/facts.ts';

/** Why facts cannot be decided at all: an error for whoever sent them, not a decision. */
export interface FactsProblem {
  readonly code: 'program_differs' | 'currency_not_agreed';
  readonly field: 'program' | 'currency';
  readonly value: string;
  readonly expected: string;
  readonly remedy: string;
}

/** `null` when the facts can be decided under these terms. */
export function factsProblem({ terms }: CompiledTerms, facts: OrderFacts): FactsProblem | null {
  if (facts.program !== terms.code) {
    return {
      code: 'program_differs',
      field: 'program',
      value: facts.program,
      expected: terms.code,
      remedy: 'Decide the order under the terms of its own program.',
    };
  }
  if (!terms.orderCurrencies.includes(facts.currency)) {
    return {
      code: 'currency_not_agreed',
      field: 'currency',
      value: facts.currency,
      expected: `one of ${terms.orderCurrencies.join(', ')}`,
      remedy: 'Report the order in a currency that the program takes, or add the currency to its terms.',
    };
  }
  return null;
}
