import {
  type CompiledTerms,
  compileTerms,
  type Decision,
  decide,
  factsProblem,
} from '../../../core/commission/index.ts';
import { type Currency, formatAmount } from '../../../core/money/money.ts';
import type { TermsProblem } from '../../../core/terms/problem.ts';
import { parseTerms } from '../../../core/terms/reading/parse.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import type { StoredDecision } from '../model.ts';
import { publisherOf } from '../periods.ts';
import { countDecided, latestDecisionsOf, type OrderCursor } from '../store.ts';
import { MostChanged, type OrderChange } from './most-changed.ts';

/** Decisions read at a time: bounds the memory whatever the number of orders. */
const CHUNK = 1_000;

/** Said with every result, because a backtest can only re-price what happened. */
const BACKTEST_ASSUMPTION =
  'Behaviour is assumed to be unchanged: the same clicks, orders, receipts and refunds as happened.';

export interface AmountJson {
  readonly amount: string;
  readonly currency: string;
}

export interface BacktestReport {
  readonly program: string;
  readonly from: string;
  readonly until: string;
  readonly assumption: string;
  readonly orders: number;
  /** Orders whose commission or status would be another. */
  readonly changed: number;
  /** Orders that the proposed terms could not decide, for instance because of their currency; in no total. */
  readonly undecidable: number;
  /** What pending and approved orders cost the advertiser, by accrual currency. */
  readonly cost: { readonly old: readonly AmountJson[]; readonly new: readonly AmountJson[] };
  readonly cap_hits: { readonly old: number; readonly new: number };
  readonly winners: readonly PublisherChange[];
  readonly losers: readonly PublisherChange[];
  /** Those whose commission would change most, the greatest change first. */
  readonly most_changed: readonly OrderChange[];
}

export interface PublisherChange {
  readonly publisher: string;
  readonly orders: number;
  readonly old: string;
  readonly new: string;
  readonly difference: string;
  readonly currency: string;
}

export type BacktestResult =
  | { readonly ok: true; readonly value: BacktestReport }
  | { readonly ok: false; readonly error: 'cancelled' }
  | { readonly ok: false; readonly error: 'terms_unreadable'; readonly problems: readonly TermsProblem[] }
  | { readonly ok: false; readonly error: 'other_program'; readonly found: string };

interface Sum {
  orders: number;
  old: bigint;
  new: bigint;
}

/** Sums while the orders pass by; only publishers and currencies are kept. */
interface Tally {
  orders: number;
  changed: number;
  undecidable: number;
  capsOld: number;
  capsNew: number;
  /** By publisher and currency. */
  readonly publishers: Map<string, Map<Currency, Sum>>;
  readonly totals: Map<Currency, Sum>;
  readonly mostChanged: MostChanged;
}

/** Prices the orders made in [from, until) under proposed terms and compares with what was decided. Reads only. */
export async function backtest(
  db: Database,
  asked: {
    readonly program: string;
    readonly termsText: string;
    /** As if this version had been valid all the time; left out, each order is priced by the version of its time. */
    readonly version?: string | null;
    readonly from: Instant;
    readonly until: Instant;
    /** Of how many orders so many are priced; what it returns is waited for. */
    readonly onProgress?: (orders: number, total: number) => unknown;
    readonly signal?: AbortSignal;
  },
): Promise<BacktestResult> {
  const { terms, problems } = parseTerms(asked.termsText);
  if (terms === null) {
    return { ok: false, error: 'terms_unreadable', problems };
  }
  if (terms.code !== asked.program) {
    return { ok: false, error: 'other_program', found: terms.code };
  }
  const only = asked.version == null ? null : terms.versions.filter(({ id }) => id === asked.version);
  const versions = only?.map((version) => ({ ...version, from: null, until: null })) ?? terms.versions;
  const compiled = compileTerms({ ...terms, versions });
  const tally: Tally = {
    orders: 0,
    changed: 0,
    undecidable: 0,
    capsOld: 0,
    capsNew: 0,
    publishers: new Map(),
    totals: new Map(),
    mostChanged: new MostChanged(),
  };
  const total = await db.transaction({ role: 'system' }, (tx) => countDecided(tx, asked));
  for await (const chunk of decidedOrders(db, asked)) {
    for (const stored of chunk) {
      compare(tally, compiled, stored);
    }
    await asked.onProgress?.(tally.orders, total);
    if (asked.signal?.aborted === true) return { ok: false, error: 'cancelled' };
  }
  return { ok: true, value: reportOf(tally, asked) };
}

/** The latest decisions of the orders made in [from, until), some at a time, in order of order time. */
export async function* decidedOrders(
  db: Database,
  asked: { readonly program: string; readonly from: Instant; readonly until: Instant },
): AsyncGenerator<readonly StoredDecision[]> {
  let after: OrderCursor | null = null;
  for (;;) {
    const page: OrderCursor | null = after;
    const chunk: readonly StoredDecision[] = await db.transaction({ role: 'system' }, (tx) =>
      latestDecisionsOf(tx, { ...asked, after: page, limit: CHUNK }),
    );
    yield chunk;
    const last: StoredDecision | undefined = chunk.at(-1);
    if (last === undefined || chunk.length < CHUNK) {
      return;
    }
    after = { orderedAt: last.facts.orderedAt, orderId: last.orderId };
  }
}

/** What other terms would decide of the facts of a decision; `null` where they could not, for instance because of the currency. */
export function decidedUnder(compiled: CompiledTerms, { facts }: StoredDecision): Decision | null {
  return factsProblem(compiled, facts) === null ? decide(compiled, facts, { trace: false }) : null;
}

function compare(tally: Tally, compiled: CompiledTerms, stored: StoredDecision): void {
  tally.orders += 1;
  const proposed = decidedUnder(compiled, stored);
  if (proposed === null) {
    tally.undecidable += 1;
    return;
  }
  const { decision } = stored;
  if (!sameOutcome(decision, proposed)) {
    tally.changed += 1;
    tally.mostChanged.add(stored, proposed);
  }
  tally.capsOld += decision.capped ? 1 : 0;
  tally.capsNew += proposed.capped ? 1 : 0;
  add(tally, stored.publisherOrg, decision, 'old');
  add(tally, publisherOf(proposed.adSpaceId, stored.sources.publishers), proposed, 'new');
}

export function sameOutcome(a: Decision, b: Decision): boolean {
  return (
    a.status === b.status &&
    a.commission.minor === b.commission.minor &&
    a.commission.currency === b.commission.currency
  );
}

function add(tally: Tally, publisher: string | null, decision: Decision, side: 'old' | 'new'): void {
  const { minor, currency } = decision.commission;
  const byCurrency = tally.publishers.get(publisher ?? '') ?? new Map<Currency, Sum>();
  if (publisher !== null) {
    tally.publishers.set(publisher, byCurrency);
  }
  for (const sums of [tally.totals, byCurrency]) {
    const sum = sums.get(currency) ?? { orders: 0, old: 0n, new: 0n };
    sum[side] += minor;
    sum.orders += side === 'new' ? 1 : 0;
    sums.set(currency, sum);
  }
}

function reportOf(
  tally: Tally,
  asked: { readonly program: string; readonly from: Instant; readonly until: Instant },
): BacktestReport {
  const changes = [...tally.publishers].flatMap(([publisher, sums]) =>
    [...sums].map(([currency, sum]) => ({ publisher, currency, sum, difference: sum.new - sum.old })),
  );
  const listed = (some: typeof changes): PublisherChange[] =>
    some.map(({ publisher, currency, sum, difference }) => ({
      publisher,
      orders: sum.orders,
      old: formatAmount({ minor: sum.old, currency }),
      new: formatAmount({ minor: sum.new, currency }),
      difference: formatAmount({ minor: difference, currency }),
      currency,
    }));
  const byDifference = [...changes].sort((a, b) => (a.difference < b.difference ? -1 : 1));
  const total = (side: 'old' | 'new'): AmountJson[] =>
    [...tally.totals]
      .filter(([, sum]) => sum[side] !== 0n)
      .map(([currency, sum]) => ({ amount: formatAmount({ minor: sum[side], currency }), currency }));
  return {
    program: asked.program,
    from: formatInstant(asked.from),
    until: formatInstant(asked.until),
    assumption: BACKTEST_ASSUMPTION,
    orders: tally.orders,
    changed: tally.changed,
    undecidable: tally.undecidable,
    cost: { old: total('old'), new: total('new') },
    cap_hits: { old: tally.capsOld, new: tally.capsNew },
    winners: listed(byDifference.filter(({ difference }) => difference > 0n).reverse()),
    losers: listed(byDifference.filter(({ difference }) => difference < 0n)),
    most_changed: tally.mostChanged.list(),
  };
}
