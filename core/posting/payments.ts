import type { Money } from '../money/money.ts';
import type { Instant } from '../time/instant.ts';
import { type EntryKind, titles } from './chart.ts';
import type { AccountName, Cause, JournalEntry } from './journal.ts';

interface Payment {
  readonly program: string;
  /** The organisation that pays, or is paid. */
  readonly org: string;
  /** More than zero. */
  readonly amount: Money;
  /** The bank's own reference, so that one transfer is booked once. */
  readonly cause: Cause;
  readonly effectiveAt: Instant;
}

/** Money of an advertiser that reached the network's bank account: settles what it owes for a program. */
export function advertiserPayment(payment: Payment): JournalEntry {
  return transfer('advertiser_payment', payment, {
    to: account('advertiser_due', payment),
    from: { kind: 'bank', program: null, org: null, currency: payment.amount.currency },
  });
}

/** Money that left the network's bank account for a publisher. The ledger refuses it beyond the balance (I-11). */
export function withdrawal(payment: Payment): JournalEntry {
  return transfer('withdrawal', payment, {
    to: { kind: 'bank', program: null, org: null, currency: payment.amount.currency },
    from: account('publisher_balance', payment),
  });
}

function account(kind: 'advertiser_due' | 'publisher_balance', payment: Payment): AccountName {
  return { kind, program: payment.program, org: payment.org, currency: payment.amount.currency };
}

function transfer(
  kind: EntryKind,
  payment: Payment,
  accounts: { readonly from: AccountName; readonly to: AccountName },
): JournalEntry {
  const { minor } = payment.amount;
  if (minor <= 0n) {
    throw new RangeError(`${kind}: amount ${minor} must be more than 0 minor units`);
  }
  return {
    kind,
    title: titles[kind],
    cause: payment.cause,
    effectiveAt: payment.effectiveAt,
    subject: null,
    fx: null,
    reverses: null,
    postings: [
      { account: accounts.from, minor: -minor },
      { account: accounts.to, minor },
    ],
  };
}
