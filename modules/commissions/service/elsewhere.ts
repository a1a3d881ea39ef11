import type { WhyElsewhere } from '../../../contract/wire/why.ts';
import { type Decision, decide, factsProblem, type OrderFacts } from '../../../core/commission/index.ts';
import { addMoney, formatAmount, type Money, zeroMoney } from '../../../core/money/index.ts';
import type { ProgramTerms } from '../../../core/terms/index.ts';
import { compiled } from './decide-orders.ts';

/**
 * The same order under the terms of another program (S-113): decided by the same code from the same facts. What others had used of a cap
 * or a volume there is not known and counts as none. `null` where that program takes no orders in this currency.
 */
export function decidedElsewhere(facts: OrderFacts, terms: ProgramTerms): Decision | null {
  const moved: OrderFacts = {
    ...facts,
    program: terms.code,
    volume: null,
    used: { day: null, month: null, budget: null },
  };
  const engine = compiled(terms);
  return factsProblem(engine, moved) === null ? decide(engine, moved, { trace: false }) : null;
}

/** What an order earns in its own currency, before any exchange: the one money in which two programs can be compared. */
export function chargeOf(decision: Decision, facts: Pick<OrderFacts, 'currency'>): Money {
  return decision.lines.map(({ cappedCommission }) => cappedCommission).reduce(addMoney, zeroMoney(facts.currency));
}

export function elsewhere(here: Decision, facts: OrderFacts, terms: ProgramTerms): WhyElsewhere | null {
  const there = decidedElsewhere(facts, terms);
  if (there === null) return null;
  return {
    program: terms.code,
    name: terms.name,
    status: there.status,
    reasons: [...new Set(there.lines.map(({ reason }) => reason))],
    here: shown(chargeOf(here, facts)),
    there: shown(chargeOf(there, facts)),
    accrued: shown(there.commission),
  };
}

function shown(money: Money): { readonly amount: string; readonly currency: string } {
  return { amount: formatAmount(money), currency: money.currency };
}
