import { compileTerms } from '../../../core/commission/index.ts';
import { type Currency, formatAmount } from '../../../core/money/money.ts';
import { parseTerms } from '../../../core/terms/reading/parse.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import type { StoredDecision } from '../model.ts';
import { countAffected } from '../store.ts';
import { decidedOrders, decidedUnder, sameOutcome } from './backtest.ts';

/** Orders that are priced for one answer: about half a second of processor time. `tributary terms backtest` prices them all. */
const COMPARED_MAX = 10_000;

/** Stands for "since ever": intake takes no order from before 2000. */
const BEFORE_ALL_ORDERS: Instant = 0;

/** What a back-dated text means for orders made in [from, until). */
export interface AffectedOrdersReport {
  readonly from: string | null;
  readonly until: string;
  /** Orders that keep their decision, and how it differs from what the text would have decided; `commission` by accrual currency. */
  readonly decided: {
    readonly orders: number;
    readonly publishers: number;
    /** The oldest ones where there are very many; the following fields are of these. */
    readonly compared: number;
    readonly would_differ: number;
    readonly undecidable: number;
    readonly commission: readonly { readonly currency: string; readonly before: string; readonly after: string }[];
  };
  /** Orders whose next decision would be made under the text: nobody owned them, or there were no terms. */
  readonly undecided: { readonly orders: number };
}

interface Compared {
  orders: number;
  differ: number;
  undecidable: number;
  readonly sums: Map<Currency, { before: bigint; after: bigint }>;
}

/** A decision that later ones of the same order go on from, under the terms it was made with. */
function keepsItsTerms({ decision, termsPublication }: StoredDecision): boolean {
  return decision.status !== 'not_attributed' && termsPublication !== null;
}

/**
 * Counts the orders that a back-dated text speaks about, and prices the decided ones under it. Reads only: what is decided stays decided,
 * and its corrections use the terms it was decided with. Throws on terms that cannot be read: whoever asks has checked them.
 */
export async function affectedOrders(
  db: Database,
  asked: {
    readonly program: string;
    readonly text: string;
    /** `null`: since ever. */
    readonly from: Instant | null;
    readonly until: Instant;
  },
): Promise<AffectedOrdersReport> {
  const { terms } = parseTerms(asked.text);
  if (terms === null) {
    throw new Error(`commissions: the text proposed for ${asked.program} cannot be read; check it first`);
  }
  const range = { program: asked.program, from: asked.from ?? BEFORE_ALL_ORDERS, until: asked.until };
  const counted = await db.transaction({ role: 'system' }, (tx) => countAffected(tx, range));
  const compiled = compileTerms(terms);
  const compared: Compared = { orders: 0, differ: 0, undecidable: 0, sums: new Map() };
  for await (const chunk of decidedOrders(db, range)) {
    for (const stored of chunk.filter(keepsItsTerms).slice(0, COMPARED_MAX - compared.orders)) {
      compared.orders += 1;
      compare(compared, stored, decidedUnder(compiled, stored));
    }
    if (compared.orders >= COMPARED_MAX) {
      break;
    }
  }
  return {
    from: asked.from === null ? null : formatInstant(asked.from),
    until: formatInstant(asked.until),
    decided: {
      orders: counted.decided,
      publishers: counted.publishers,
      compared: compared.orders,
      would_differ: compared.differ,
      undecidable: compared.undecidable,
      commission: [...compared.sums].sort(byCurrency).map(([currency, { before, after }]) => ({
        currency,
        before: formatAmount({ minor: before, currency }),
        after: formatAmount({ minor: after, currency }),
      })),
    },
    undecided: { orders: counted.undecided },
  };
}

function compare(compared: Compared, { decision }: StoredDecision, proposed: StoredDecision['decision'] | null): void {
  if (proposed === null) {
    compared.undecidable += 1;
    return;
  }
  compared.differ += sameOutcome(decision, proposed) ? 0 : 1;
  for (const [side, { commission }] of [['before', decision] as const, ['after', proposed] as const]) {
    const sum = compared.sums.get(commission.currency) ?? { before: 0n, after: 0n };
    sum[side] += commission.minor;
    compared.sums.set(commission.currency, sum);
  }
}

function byCurrency([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
