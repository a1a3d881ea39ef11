import { currencyPair, internalRate } from '../../core/commission/deciding/internal-rates.ts';
import { type Booking, entriesFor, type FxUsed, type JournalEntry } from '../../core/posting/index.ts';
import type { ProgramTerms } from '../../core/terms/model.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { StoredDecision } from './model.ts';

/** What the ledger has to add because `next` takes the place of `previous`. */
export function entriesOf(previous: StoredDecision | null, next: StoredDecision, terms: ProgramTerms): JournalEntry[] {
  return entriesFor({
    previous: previous === null ? null : bookingOf(previous, terms),
    next: bookingOf(next, terms),
    cause: { revision: next.revision, event: next.event, effectiveAt: effectiveAt(previous, next) },
  });
}

/** What is approved of an order as it is decided, in minor units of the currency in which the publisher earns. */
export function approvedOf({ decision }: Pick<StoredDecision, 'decision'>): bigint {
  const approved = decision.lines.filter(({ status }) => status === 'approved');
  return approved.reduce((sum, { commission }) => sum + commission.minor, 0n);
}

function bookingOf(stored: StoredDecision, terms: ProgramTerms): Booking {
  return {
    decision: stored.decision,
    parties: { advertiserOrg: stored.advertiserOrg, publisherOrg: stored.publisherOrg },
    orderCurrency: stored.facts.currency,
    fx: fxOf(stored, terms),
  };
}

/** The internal rate behind a decision, as the ledger records it: as it was stated, in the direction in which it was stated. */
function fxOf({ facts, decision, sources }: StoredDecision, terms: ProgramTerms): FxUsed | null {
  const from = facts.currency;
  const to = decision.commission.currency;
  if (from === to) {
    return null;
  }
  const rate = internalRate(facts, terms.internalRates, currencyPair(from, to));
  if (rate === null) {
    return null;
  }
  const pair = rate.inverse ? `${to}/${from}` : `${from}/${to}`;
  const source =
    facts.internalRates[pair] === undefined ? 'terms of the program' : `internal rate of ${sources.ratesDay}`;
  return { base: rate.inverse ? to : from, quote: rate.inverse ? from : to, rate: rate.stated, source };
}

/** A decision counts from what made it necessary: the order itself, the latest new event, else the moment it was made. */
function effectiveAt(previous: StoredDecision | null, next: StoredDecision): Instant {
  const known = new Set(previous?.facts.events.map(({ id }) => id) ?? []);
  const news = next.facts.events.filter(({ id }) => !known.has(id)).map(({ at }) => at);
  if (news.length > 0) {
    return Math.max(...news);
  }
  return previous === null ? next.facts.orderedAt : next.decidedAt;
}
