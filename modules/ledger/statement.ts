import type { Currency } from '../../core/money/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { selectBalances, selectTaken } from './store.ts';

/** A publisher's money in one program and currency, in minor units. What is available is `balance − approved`. */
export interface BalanceSums {
  readonly program: string;
  readonly currency: Currency;
  /** On hold until orders are confirmed. */
  readonly pending: bigint;
  /** Confirmed, and not yet paid by the advertiser. */
  readonly approved: bigint;
  /** All that is confirmed, less deductions and payouts: the ledger's own figure; below zero after a deduction of what was paid out (S-084). */
  readonly balance: bigint;
  readonly paid: bigint;
  readonly deducted: bigint;
}

interface Waiting {
  readonly program: string;
  readonly currency: Currency;
  readonly state: 'pending' | 'approved';
  readonly minor: bigint;
}

/** One row for each account of a publisher that was ever used, by program and currency. */
export async function statementOf(
  q: Queryable,
  org: string,
  waiting: readonly Waiting[],
): Promise<readonly BalanceSums[]> {
  const kinds = ['publisher_hold', 'publisher_balance'] as const;
  const held = await selectBalances(q, { org, kinds });
  const taken = await selectTaken(q, org);
  const sums = new Map<string, BalanceSums>();
  const sumsOf = (program: string, currency: Currency): BalanceSums =>
    sums.get(`${program} ${currency}`) ?? {
      program,
      currency,
      pending: 0n,
      approved: 0n,
      balance: 0n,
      paid: 0n,
      deducted: 0n,
    };
  const change = (program: string, currency: Currency, changes: Partial<BalanceSums>): void => {
    sums.set(`${program} ${currency}`, { ...sumsOf(program, currency), ...changes });
  };
  for (const { account, minor } of held) {
    const name = account.kind === 'publisher_hold' ? 'pending' : 'balance';
    change(account.program ?? '', account.currency, { [name]: minor });
  }
  for (const { program, currency, paid, deducted } of taken) change(program, currency, { paid, deducted });
  for (const { program, currency, state, minor } of waiting) {
    if (state === 'approved') change(program, currency, { approved: sumsOf(program, currency).approved + minor });
  }
  return [...sums.values()];
}

const added = ['pending', 'approved', 'balance', 'paid', 'deducted'] as const;

/** Currencies are never added to each other (S-135). */
export function totalsByCurrency(all: readonly BalanceSums[]): readonly Omit<BalanceSums, 'program'>[] {
  const currencies = [...new Set(all.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const own = all.filter((sums) => sums.currency === currency);
    const total = { pending: 0n, approved: 0n, balance: 0n, paid: 0n, deducted: 0n };
    for (const sums of own) for (const name of added) total[name] += sums[name];
    return { currency, ...total };
  });
}
