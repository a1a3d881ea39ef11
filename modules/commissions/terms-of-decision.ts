import type { ProgramTerms } from '../../core/terms/model.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { CommissionDeps, StoredDecision, TermsInForce } from './model.ts';

/** Number of the publication that does not exist; real ones count from 1. */
export const NO_TERMS = 0;

/** Decides nothing because it says nothing: stands in for a program that has published no terms. */
export function noTerms(program: string): TermsInForce {
  return {
    publication: NO_TERMS,
    terms: {
      code: program,
      name: program,
      timeZone: 'UTC',
      orderCurrencies: [],
      categoryNames: {},
      countrySets: {},
      storeLists: {},
      productLists: {},
      adSpaceGroups: {},
      internalRates: [],
      notices: [],
      siblings: [],
      versions: [],
    },
  };
}

/** The terms under which a stored decision was made. */
export async function termsOfDecision(
  q: Queryable,
  deps: Pick<CommissionDeps, 'termsOfPublication'>,
  { program, termsPublication }: Pick<StoredDecision, 'program' | 'termsPublication'>,
): Promise<ProgramTerms> {
  if (termsPublication === null) {
    return noTerms(program).terms;
  }
  const terms = await deps.termsOfPublication(q, program, termsPublication);
  if (terms === null) {
    throw new Error(
      `commissions: publication ${termsPublication} of the terms of ${program} is gone; restore it from a backup`,
    );
  }
  return terms;
}
