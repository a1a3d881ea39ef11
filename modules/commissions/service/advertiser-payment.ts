import { addMoney, type Money, zeroMoney } from '../../../core/money/money.ts';
import { advertiserPayment, type JournalEntry } from '../../../core/posting/index.ts';
import type { Instant } from '../../../core/time/index.ts';
import type { Queryable, Tx } from '../../../platform/db/index.ts';
import { entryId, knownEntries, post } from '../../ledger/index.ts';
import { type OrderRef, orderName } from '../../orders/index.ts';
import type { StoredDecision } from '../model.ts';
import { latestDecisions } from '../store.ts';

export interface AdvertiserPayment {
  readonly program: string;
  readonly orderIds: readonly string[];
  /** The bank's name for the transfer. */
  readonly reference: string;
  readonly at: Instant;
}

export interface PaidOrder {
  readonly orderId: string;
  /** What the advertiser paid for it, in the order's currency. */
  readonly amount: Money;
}

/** Stands for all lines of an order in an entry that concerns the whole of it. */
const WHOLE_ORDER = '*';

/**
 * Books an advertiser's transfer for orders of a program: for each approved order what the advertiser owes for it now. An order is
 * paid once, whatever the reference; orders that are not approved, or paid before, are left out. Answers the orders paid by this call.
 */
export async function recordAdvertiserPayment(tx: Tx, payment: AdvertiserPayment): Promise<readonly PaidOrder[]> {
  const refs = payment.orderIds.map((orderId) => ({ program: payment.program, orderId }));
  const due = (await latestDecisions(tx, refs))
    .map((stored) => ({ stored, amount: dueOf(stored) }))
    .filter(({ amount }) => amount.minor > 0n)
    .map(({ stored, amount }) => ({ orderId: stored.orderId, amount, entry: entryOf(stored, amount, payment) }));
  const paidBefore = await knownEntries(
    tx,
    due.map(({ entry }) => entryId(entry)),
  );
  const paid = due.filter(({ entry }) => !paidBefore.has(entryId(entry)));
  const posted = await post(
    tx,
    paid.map(({ entry }) => entry),
  );
  if (!posted.ok) {
    throw new Error(
      `commissions: payment ${payment.reference} of ${payment.program} was refused: ${posted.error.kind}`,
    );
  }
  return paid.map(({ orderId, amount }) => ({ orderId, amount }));
}

/** Which of these orders an advertiser has paid for. */
export async function paidOrders(q: Queryable, refs: readonly OrderRef[]): Promise<ReadonlySet<string>> {
  const names = new Map(
    refs.map(({ program, orderId }) => [entryIdOf(program, orderId), orderName({ program, orderId })]),
  );
  const booked = await knownEntries(q, [...names.keys()]);
  return new Set([...booked].flatMap((id) => names.get(id) ?? []));
}

function entryIdOf(program: string, orderId: string): string {
  return entryId({ cause: causeOf(program, orderId), kind: 'advertiser_payment' });
}

function causeOf(program: string, orderId: string) {
  return { source: 'advertiser_payment', eventId: [program, orderId].map(encodeURIComponent).join('/') };
}

/** What the advertiser owes for an order as it is decided, whether it has paid or not, in the order's currency. */
export function dueOf({ decision, facts }: StoredDecision): Money {
  const approved = decision.lines.filter(({ status }) => status === 'approved');
  return approved.map(({ cappedCommission }) => cappedCommission).reduce(addMoney, zeroMoney(facts.currency));
}

function entryOf(stored: StoredDecision, amount: Money, payment: AdvertiserPayment): JournalEntry {
  const { program, orderId, revision, decision } = stored;
  const cause = causeOf(program, orderId);
  return {
    ...advertiserPayment({ program, org: stored.advertiserOrg, amount, cause, effectiveAt: payment.at }),
    subject: {
      program,
      orderId,
      lineId: WHOLE_ORDER,
      revision,
      termsVersion: decision.termsVersion,
      rule: null,
      reason: 'PAYMENT',
      event: payment.reference,
    },
  };
}
