import type { LineFacts, OrderEventFacts } from '../../core/commission/facts/facts.ts';
import { dayAt } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { OrderRecord, ReportedLine } from '../orders/index.ts';
import type {
  ClicksById,
  CommissionDeps,
  CouponOwner,
  DecidingClick,
  ProductSnapshot,
  Rates,
  StoredDecision,
  TermsInForce,
} from './model.ts';
import { noTerms, termsOfDecision } from './terms-of-decision.ts';

/** An order on its way to a decision, with what it takes over from its last one. */
export interface Asking {
  readonly record: OrderRecord;
  readonly kept: Kept;
}

/** What a later decision takes over from the one before instead of asking anew. */
export interface Kept {
  readonly decision: StoredDecision | null;
  readonly rates: Rates | null;
  readonly ratesDay: string | null;
  readonly products: Products;
}

/**
 * Corrections use the product facts, terms and rates of the first decision, so that nothing said later about the same moment
 * re-prices an order. What the earlier decision lacked is asked again: everything if nobody was attributed or the order time itself
 * was corrected, rates and the products concerned if lines were unresolved.
 */
export function keptFrom(previous: StoredDecision | null, record: OrderRecord): Kept {
  if (
    previous === null ||
    previous.facts.orderedAt !== record.orderedAt ||
    previous.decision.status === 'not_attributed'
  ) {
    return { decision: null, rates: null, ratesDay: null, products: new Map() };
  }
  const unresolved = new Set(
    previous.decision.lines.filter(({ status }) => status === 'unresolved').map(({ lineId }) => lineId),
  );
  const lacking = new Set(
    [...previous.facts.lines, ...correctedLines(previous.facts.events)]
      .filter(({ lineId }) => unresolved.has(lineId))
      .map(({ productId }) => productId),
  );
  const products = previous.sources.products.filter(({ productId }) => !lacking.has(productId));
  return {
    decision: previous,
    rates: unresolved.size > 0 ? null : previous.facts.internalRates,
    ratesDay: previous.sources.ratesDay,
    products: new Map(products.map(({ productId, known }) => [productId, known])),
  };
}

function correctedLines(events: readonly OrderEventFacts[]): readonly LineFacts[] {
  return events.flatMap((event) => (event.type === 'corrected' ? event.lines : []));
}

/** A look-up of a whole batch by the order that asks. What everybody asks was looked up for everybody, so an absent one is a defect. */
type ByOrder<T> = (asking: Asking) => T;

function byOrder<T>(all: readonly Asking[], values: readonly T[]): ByOrder<T> {
  const found = new Map(all.map((asking, index) => [asking, values[index]]));
  return (asking) => {
    const value = found.get(asking);
    if (value === undefined) throw new Error(`commissions: nothing was looked up for order ${asking.record.orderId}`);
    return value;
  };
}

/** Terms of first decisions are those in force; later ones keep theirs. */
export async function termsOfAll(tx: Tx, deps: CommissionDeps, all: readonly Asking[]): Promise<ByOrder<TermsInForce>> {
  const programs = new Set(all.flatMap((asking) => (publicationOf(asking) === null ? asking.record.program : [])));
  const inForce = programs.size === 0 ? new Map<string, TermsInForce>() : await deps.termsOf(tx, [...programs]);
  const earlier = new Map<string, TermsInForce>();
  const terms: TermsInForce[] = [];
  for (const asking of all) {
    const { program } = asking.record;
    const publication = publicationOf(asking);
    if (publication === null) {
      terms.push(inForce.get(program) ?? noTerms(program));
      continue;
    }
    const name = `${program} ${publication}`;
    const known = earlier.get(name) ?? {
      terms: await termsOfDecision(tx, deps, { program, termsPublication: publication }),
      publication,
    };
    earlier.set(name, known);
    terms.push(known);
  }
  return byOrder(all, terms);
}

function publicationOf({ kept }: Asking): number | null {
  return kept.decision?.termsPublication ?? null;
}

export interface DayRates {
  /** Calendar day, in the program's zone, whose internal rates are used. */
  readonly day: string;
  readonly rates: Rates;
}

export async function ratesOfAll(
  tx: Tx,
  deps: CommissionDeps,
  all: readonly Asking[],
  termsOf: ByOrder<TermsInForce>,
): Promise<ByOrder<DayRates>> {
  const days = all.map((asking) => {
    const { record, kept } = asking;
    return kept.ratesDay ?? dayAt(record.orderedAt, termsOf(asking).terms.timeZone);
  });
  const wanted = new Map<string, { readonly program: string; readonly day: string }>();
  for (const [index, { record, kept }] of all.entries()) {
    const day = days[index] ?? '';
    if (kept.rates === null) wanted.set(`${record.program} ${day}`, { program: record.program, day });
  }
  const found = wanted.size === 0 ? [] : await deps.internalRatesOn(tx, [...wanted.values()]);
  const rates = new Map([...wanted.keys()].map((name, index) => [name, found[index] ?? {}]));
  return byOrder(
    all,
    all.map(({ record, kept }, index) => {
      const day = days[index] ?? '';
      return { day, rates: kept.rates ?? rates.get(`${record.program} ${day}`) ?? {} };
    }),
  );
}

export type Products = ReadonlyMap<string, ProductSnapshot | null>;

/** The catalogue's facts at order time of what `idsOf` names; what is in `knownOf` is not asked again. */
export async function productsOfAll(
  tx: Tx,
  deps: CommissionDeps,
  all: readonly Asking[],
  idsOf: (asking: Asking) => readonly string[],
  knownOf: (asking: Asking) => Products,
): Promise<ByOrder<Products>> {
  const asked = all.map((asking) => {
    const { program, orderedAt: at } = asking.record;
    const known = knownOf(asking);
    return { program, productIds: [...new Set(idsOf(asking))].filter((id) => !known.has(id)), at };
  });
  const missing = asked.filter(({ productIds }) => productIds.length > 0);
  const answers = missing.length === 0 ? [] : await deps.productsAt(tx, missing);
  const found = new Map(missing.map((query, index) => [query, answers[index]]));
  return byOrder(
    all,
    all.map((asking, index) => {
      const query = asked[index];
      const news = query === undefined ? undefined : found.get(query);
      const known = knownOf(asking);
      return new Map(idsOf(asking).map((id) => [id, known.get(id) ?? snapshot(news?.get(id))]));
    }),
  );
}

/** A click that can be looked at now: from the store, or else recovered from its id. */
export interface FoundClick {
  readonly click: DecidingClick;
  readonly origin: 'stored' | 'restored';
}
export type FoundClicks = ReadonlyMap<string, FoundClick>;

/** The stored clicks of each order, and those of its other ids that can be recovered. */
export async function clicksOfAll(
  tx: Tx,
  deps: CommissionDeps,
  all: readonly Asking[],
  stored: ByOrder<ClicksById>,
  productsOf: ByOrder<Products>,
): Promise<ByOrder<FoundClicks>> {
  const idsOf = ({ record }: Asking): readonly string[] => record.clickIds;
  const missing = all.flatMap((asking) => {
    const ids = idsOf(asking).filter((id) => stored(asking).get(id) === undefined);
    return ids.length === 0 ? [] : [{ asking, ids }];
  });
  const answers =
    missing.length === 0
      ? []
      : await deps.restoreClicks(
          tx,
          missing.map(({ asking, ids }) => restoreQuery(asking, ids, productsOf(asking))),
        );
  const restored = new Map(missing.map(({ asking }, index) => [asking, answers[index]]));
  return byOrder(
    all,
    all.map((asking) => {
      const found = new Map<string, FoundClick>();
      for (const id of idsOf(asking)) {
        const click = stored(asking).get(id);
        if (click !== undefined) found.set(id, { click, origin: 'stored' });
      }
      for (const [id, click] of restored.get(asking) ?? []) found.set(id, { click, origin: 'restored' });
      return found;
    }),
  );
}

/** Stored clicks of the whole batch, by the order's program. */
export async function storedClicks(tx: Tx, deps: CommissionDeps, all: readonly Asking[]): Promise<ByOrder<ClicksById>> {
  const wanted = new Map<string, Set<string>>();
  for (const { record } of all) {
    const ids = wanted.get(record.program) ?? new Set();
    for (const id of record.clickIds) ids.add(id);
    if (ids.size > 0) wanted.set(record.program, ids);
  }
  const asked = [...wanted].map(([program, ids]) => ({ program, clickIds: [...ids] }));
  const answers = asked.length === 0 ? [] : await deps.findClicks(tx, asked);
  const found = new Map(asked.map(({ program }, index) => [program, answers[index]]));
  const none: ClicksById = new Map();
  return ({ record }) => found.get(record.program) ?? none;
}

function restoreQuery({ record }: Asking, clickIds: readonly string[], products: Products) {
  const stores = [
    ...reportedLines(record).map(({ storeId }) => storeId),
    ...[...products.values()].map((each) => each?.storeId),
  ];
  return {
    program: record.program,
    clickIds,
    productIds: [...products.keys()],
    storeIds: [...new Set(stores.filter((id) => id !== null && id !== undefined))],
  };
}

/** Who was given the coupons of the orders; what an earlier decision found stays so and is not asked. */
export async function couponOwnersOfAll(
  tx: Tx,
  deps: CommissionDeps,
  all: readonly Asking[],
): Promise<(asking: Asking) => CouponOwner | null> {
  const asking = all.flatMap((each) => {
    const { program, coupon: code, orderedAt: at } = each.record;
    return code === null || each.kept.decision?.facts.coupon?.code === code
      ? []
      : [{ each, query: { program, code, at } }];
  });
  const answers =
    asking.length === 0
      ? []
      : await deps.couponOwners(
          tx,
          asking.map(({ query }) => query),
        );
  const found = new Map(asking.map(({ each }, index) => [each, answers[index] ?? null]));
  return (each) => found.get(each) ?? null;
}

/** Lines as first reported and as corrected; the latter name whole lines too. */
function reportedLines(record: OrderRecord): readonly ReportedLine[] {
  return [...record.lines, ...correctedLines(record.events)];
}

export function productIds(record: OrderRecord): string[] {
  return reportedLines(record).flatMap(({ productId }) => productId ?? []);
}

/** Only what a decision reads: the catalogue's own rows may carry more. */
function snapshot(product: ProductSnapshot | undefined): ProductSnapshot | null {
  if (product === undefined) {
    return null;
  }
  const { storeId, category, sellerCountry, affiliate, hot, virtual, hidden, sellerRate, hotRate } = product;
  return { storeId, category, sellerCountry, affiliate, hot, virtual, hidden, sellerRate, hotRate };
}
