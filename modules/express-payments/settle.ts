import { expressSettlement, type JournalEntry, type SettlementReason } from '../../core/posting/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { approvedOf, type StoredDecision } from '../commissions/index.ts';
import { postOrThrow } from '../ledger/index.ts';
import { orderName } from '../orders/index.ts';
import { addSettled, advancesOf, lockedAdvances } from './advance-store.ts';
import { excessOf } from './allocation.ts';
import type { Advance } from './model.ts';

interface Because {
  readonly reason: SettlementReason;
  /** Tells settlements of one advance for the same reason from each other. */
  readonly event: string;
  readonly at: Instant;
}

const openOf = ({ minor, settled }: Advance) => minor - settled;

/** Notes that of these advances so much is settled, and answers the entries that say so. */
async function settlements(
  q: Queryable,
  excess: readonly (Advance & { readonly minor: bigint })[],
  becauseOf: (advance: Advance) => Because,
): Promise<JournalEntry[]> {
  await addSettled(q, excess);
  return excess.map((advance) => {
    const { paymentId: payment, program, publisherOrg, currency, orderId, revision, termsVersion, minor } = advance;
    const { reason, event, at: effectiveAt } = becauseOf(advance);
    const order = { orderId, revision, termsVersion };
    return expressSettlement({ payment, program, publisherOrg, currency, minor, effectiveAt, order, reason, event });
  });
}

/**
 * The entries that set off what is advanced for orders beyond what is approved of them by these decisions, which lower it; whoever books
 * the decisions books them too, in the same transaction. Needs a system transaction.
 */
export async function settlementsOfLowered(tx: Tx, decisions: readonly StoredDecision[]): Promise<JournalEntry[]> {
  const byOrder = new Map<string, Advance[]>();
  for (const advance of await lockedAdvances(tx, decisions)) {
    byOrder.set(orderName(advance), [...(byOrder.get(orderName(advance)) ?? []), advance]);
  }
  const decided = new Map(decisions.map((stored) => [orderName(stored), stored]));
  const excess = [...byOrder].flatMap(([name, advances]) => {
    const stored = decided.get(name);
    const { currency } = stored?.decision.commission ?? {};
    // The order may belong to another publisher by now, or earn in another currency: then nothing is approved for these.
    const holders = [...new Set(advances.map((each) => `${each.publisherOrg} ${each.currency}`))];
    return holders.flatMap((holder) => {
      const own = advances.filter((each) => `${each.publisherOrg} ${each.currency}` === holder);
      const kept = stored !== undefined && holder === `${stored.publisherOrg} ${currency}` ? approvedOf(stored) : 0n;
      return excessOf(
        own.map((each) => ({ ...each, open: openOf(each) })),
        kept,
      );
    });
  });
  return await settlements(tx, excess, (advance) => {
    const stored = decided.get(orderName(advance));
    return { reason: 'ADVANCE_LOWERED', event: String(stored?.revision), at: stored?.decidedAt ?? 0 };
  });
}

/** Books that the advertiser has paid for these orders: everything that is advanced for them is settled. Needs a system transaction. */
export async function settleFunded(
  tx: Tx,
  paid: { readonly program: string; readonly orderIds: readonly string[]; readonly at: Instant },
): Promise<void> {
  const refs = paid.orderIds.map((orderId) => ({ program: paid.program, orderId }));
  const all = (await lockedAdvances(tx, refs)).map((advance) => ({ ...advance, minor: openOf(advance) }));
  await postOrThrow(tx, await settlements(tx, all, () => ({ reason: 'ADVANCE_FUNDED', event: 'funded', at: paid.at })));
}

/** The entries that set off what is left of a payment that is taken back. The caller holds the lock of all payments. */
export async function settlementsOfTakenBack(tx: Tx, paymentId: string, at: Instant): Promise<JournalEntry[]> {
  const refs = (await advancesOf(tx, paymentId)).filter((advance) => openOf(advance) > 0n);
  // Read again under the lock: a decision may have settled some meanwhile.
  const left = (await lockedAdvances(tx, refs)).filter((advance) => advance.paymentId === paymentId);
  const all = left.map((advance) => ({ ...advance, minor: openOf(advance) }));
  return await settlements(tx, all, () => ({ reason: 'ADVANCE_TAKEN_BACK', event: 'taken back', at }));
}
