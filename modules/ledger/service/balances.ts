import type { Instant } from '../../../core/time/instant.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import type { Balance, BalanceFilter, HistoryRow } from '../model.ts';
import { selectBalances, selectBalancesAt, selectHistory } from '../store.ts';

/** Rows of one page of a history. */
export const HISTORY_PAGE_MAX = 500;

/** Balances now, or as they were at `at` as far as was known at `knownAt` (I-15): only accounts that the reader may see. */
export async function balances(
  q: Queryable,
  filter: BalanceFilter & { readonly asOf?: { readonly at: Instant; readonly knownAt: Instant } } = {},
): Promise<Balance[]> {
  return filter.asOf === undefined
    ? await selectBalances(q, filter)
    : await selectBalancesAt(q, { ...filter, ...filter.asOf });
}

/** What happened on the accounts that the reader may see, newest recorded first; `before` is the `postingId` of the last row seen. */
export async function history(
  q: Queryable,
  filter: BalanceFilter & {
    readonly before?: bigint;
    readonly orderId?: string;
    readonly expressPayment?: string;
    readonly limit?: number;
  },
): Promise<HistoryRow[]> {
  const limit = Math.min(filter.limit ?? HISTORY_PAGE_MAX, HISTORY_PAGE_MAX);
  const { before = null, orderId = null, expressPayment = null } = filter;
  return await selectHistory(q, { ...filter, before, orderId, expressPayment, limit });
}
