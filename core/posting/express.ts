import type { Currency } from '../money/money.ts';
import type { Instant } from '../time/instant.ts';
import { type AccountKind, type EntryKind, titles } from './chart.ts';
import type { Cause, JournalEntry, Subject } from './journal.ts';

/** Names an express payment in the causes and subjects of its entries. */
const SOURCE = 'express';

/** The same in the causes of what is transferred for it. */
const TRANSFER_SOURCE = 'express_transfer';

/** Of all entries of express payments; the id of the payment is the first part of the name of their causes, before a slash. */
export const expressSources = [SOURCE, TRANSFER_SOURCE] as const;

/** The cause of what is transferred of a payment in one program. */
export function transferCause(payment: string, program: string): Cause {
  return { source: TRANSFER_SOURCE, eventId: nameOf(payment, program) };
}

/** Stands for all lines of an order: an order is advanced as a whole. */
const WHOLE_ORDER = '*';

interface Advance {
  /** Id of the express payment. */
  readonly payment: string;
  readonly program: string;
  readonly publisherOrg: string;
  readonly currency: Currency;
  /** More than zero, in minor units. */
  readonly minor: bigint;
  readonly effectiveAt: Instant;
}

/** The order an advance is for, as its decision stood when it was booked. */
export interface AdvancedOrder {
  readonly orderId: string;
  readonly revision: number;
  readonly termsVersion: string | null;
}

/** Why an advance is set off: the advertiser paid, less is approved by now, or the network took the payment back. */
export type SettlementReason = 'ADVANCE_FUNDED' | 'ADVANCE_LOWERED' | 'ADVANCE_TAKEN_BACK';

/** Credits the publisher with what is approved of an order before its advertiser has paid for it (S-022). */
export function expressPayment(advance: Advance & { readonly order: AdvancedOrder }): JournalEntry {
  return {
    ...moved('express_payment', advance, { from: 'publisher_advance', to: 'publisher_balance' }),
    cause: { source: SOURCE, eventId: nameOf(advance.payment, advance.program, advance.order.orderId) },
    subject: subjectOf(advance, advance.order, 'EXPRESS_PAYMENT'),
  };
}

/** What the network keeps of the advances of one payment in one program. */
export function expressFee(fee: Advance): JournalEntry {
  const entry = moved('express_fee', fee, { from: 'publisher_balance', to: 'network_fees' });
  return { ...entry, cause: { source: SOURCE, eventId: nameOf(fee.payment, fee.program) } };
}

/** Sets off an advance or a part of it. The ledger books it beyond the balance too (I-11): what it follows from has happened. */
export function expressSettlement(
  settlement: Advance & {
    readonly order: AdvancedOrder;
    readonly reason: SettlementReason;
    /** Tells settlements of one advance from each other: each event settles it once. */
    readonly event: string;
  },
): JournalEntry {
  const { payment, program, order, reason, event } = settlement;
  return {
    ...moved('express_settlement', settlement, { from: 'publisher_balance', to: 'publisher_advance' }),
    cause: { source: SOURCE, eventId: nameOf(payment, program, order.orderId, reason, event) },
    subject: subjectOf(settlement, order, reason),
  };
}

function moved(
  kind: EntryKind,
  { program, publisherOrg, currency, minor, effectiveAt }: Advance,
  { from, to }: { readonly from: AccountKind; readonly to: AccountKind },
): Omit<JournalEntry, 'cause'> {
  if (minor <= 0n) throw new RangeError(`${kind}: amount ${minor} must be more than 0 minor units`);
  const account = (name: AccountKind) =>
    name === 'network_fees'
      ? { kind: name, program, org: null, currency }
      : { kind: name, program, org: publisherOrg, currency };
  return {
    kind,
    title: titles[kind],
    effectiveAt,
    subject: null,
    fx: null,
    reverses: null,
    postings: [
      { account: account(from), minor: -minor },
      { account: account(to), minor },
    ],
  };
}

function subjectOf({ payment, program }: Advance, order: AdvancedOrder, reason: string): Subject {
  const { orderId, revision, termsVersion } = order;
  return { program, orderId, lineId: WHOLE_ORDER, revision, termsVersion, rule: null, reason, event: payment };
}

/** Identifiers may contain any character, so each part is encoded: two different causes never share a name. */
function nameOf(...parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join('/');
}
