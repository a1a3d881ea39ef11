import type { WhyStory } from '../../../contract/wire/why.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { StoredDecision } from '../model.ts';
import type { Told } from './told.ts';

/** What is known of an order outside its decision: when money comes. */
export interface OrderOutlook {
  /** When the advertiser paid for it; `null` until then. */
  readonly paidAt: Instant | null;
  /** Average times of the program from order to decision and to payment (S-007, S-008); `null` while nothing tells. */
  readonly processingDays: number | null;
  readonly paymentDays: number | null;
}

const DAY_MS = 86_400_000;

/** What happens next to an order, and when that may be expected: averages of the program, counted from the order (C-28). */
export function nextOf(stored: StoredDecision, { decision, terms }: Told, outlook: OrderOutlook): WhyStory['next'] {
  const { orderedAt } = stored.facts;
  // What rounds to nothing is booked nowhere, so that nobody pays for it.
  const isNothing = decision.status === 'approved' && decision.commission.minor === 0n;
  const step = isNothing ? 'closed' : stepOf(stored, decision.status, outlook.paidAt);
  const within = terms.versions.find(({ id }) => id === decision.termsVersion)?.confirmation.withinDays ?? null;
  const after = (days: number | null): string | null =>
    days === null ? null : formatInstant(orderedAt + days * DAY_MS);
  const waits = step === 'receipt' || step === 'held';
  return {
    step,
    overdue_at: waits ? after(within) : null,
    processing_days: outlook.processingDays,
    payment_days: outlook.paymentDays,
    decision_expected_at: waits ? after(outlook.processingDays) : null,
    payment_expected_at: waits || step === 'payment' ? after(outlook.paymentDays) : null,
    paid_at: outlook.paidAt === null ? null : formatInstant(outlook.paidAt),
  };
}

function stepOf(
  { sources }: StoredDecision,
  status: Told['decision']['status'],
  paidAt: Instant | null,
): WhyStory['next']['step'] {
  switch (status) {
    case 'pending':
      return sources.held === null ? 'receipt' : 'held';
    case 'approved':
      return paidAt === null ? 'payment' : 'available';
    case 'unresolved':
      return 'review';
    default:
      return 'closed';
  }
}
