import type { Decision } from '../../../core/commission/index.ts';
import { formatAmount } from '../../../core/money/money.ts';
import { formatInstant } from '../../../core/time/index.ts';
import type { StoredDecision } from '../model.ts';

/** Orders that a report shows; their differences say the rest. */
const SHOWN_MAX = 50;
/** Kept before the smaller half is let go, so that not every order is sorted in. */
const KEPT_MAX = 4 * SHOWN_MAX;

/** An order whose decision would be another, before and after. */
export interface OrderChange {
  readonly order_id: string;
  readonly ordered_at: string;
  readonly publisher: string | null;
  readonly old: OrderOutcome;
  readonly new: OrderOutcome;
}

export interface OrderOutcome {
  readonly status: string;
  readonly reason: string;
  readonly amount: string;
  readonly currency: string;
}

/** Keeps the orders that would change most, while all of them pass by. */
export class MostChanged {
  private kept: { readonly change: OrderChange; readonly weight: bigint }[] = [];

  add(stored: StoredDecision, proposed: Decision): void {
    const { decision, facts, orderId, publisherOrg } = stored;
    const change: OrderChange = {
      order_id: orderId,
      ordered_at: formatInstant(facts.orderedAt),
      publisher: publisherOrg,
      old: outcome(decision),
      new: outcome(proposed),
    };
    this.kept.push({ change, weight: weightOf(decision, proposed) });
    if (this.kept.length >= KEPT_MAX) this.shrink();
  }

  list(): readonly OrderChange[] {
    this.shrink();
    return this.kept.map(({ change }) => change);
  }

  private shrink(): void {
    const byId = (a: OrderChange, b: OrderChange) => (a.order_id < b.order_id ? -1 : 1);
    this.kept.sort((a, b) => (a.weight === b.weight ? byId(a.change, b.change) : a.weight < b.weight ? 1 : -1));
    this.kept = this.kept.slice(0, SHOWN_MAX);
  }
}

/** Amounts of two currencies cannot be subtracted: then the greater of the two counts. */
function weightOf({ commission: old }: Decision, { commission: now }: Decision): bigint {
  const absolute = (minor: bigint) => (minor < 0n ? -minor : minor);
  if (old.currency === now.currency) return absolute(now.minor - old.minor);
  return absolute(old.minor) > absolute(now.minor) ? absolute(old.minor) : absolute(now.minor);
}

/** The reason is that of the first line which gives the order its status. */
function outcome({ status, commission, lines }: Decision): OrderOutcome {
  const line = lines.find((each) => each.status === status) ?? lines[0];
  return { status, reason: line?.reason ?? '', amount: formatAmount(commission), currency: commission.currency };
}
