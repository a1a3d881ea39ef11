import type { Instant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { ProductFacts, ProductRecord, RateStatement } from './model.ts';
import { factsAtTimes, type ProductAtTime, productsValidAt, ratesOf } from './store.ts';

/** Statements of rates shown with one product: several years of monthly changes of both kinds. */
const RATES_SHOWN_MAX = 100;

/**
 * What the catalogue knows of products of one program, every fact and rate as valid at `at` (the order's time, S-066), in one
 * query. A product that was not known then is absent: it is never guessed.
 */
export async function productsAt(
  q: Queryable,
  program: string,
  productIds: readonly string[],
  at: Instant,
): Promise<ReadonlyMap<string, ProductFacts>> {
  if (productIds.length === 0) return new Map();
  const records = await productsValidAt(q, program, productIds, at);
  return new Map(records.map(({ facts }) => [facts.productId, facts]));
}

/** What products were called at `at`, by id; those without a title are absent. */
export async function productTitles(
  q: Queryable,
  program: string,
  productIds: readonly string[],
  at: Instant,
): Promise<Readonly<Record<string, string>>> {
  const records = productIds.length === 0 ? [] : await productsValidAt(q, program, productIds, at);
  return Object.fromEntries(
    records.flatMap(({ facts, attributes: { title } }) => (title === null ? [] : [[facts.productId, title]])),
  );
}

/**
 * What the catalogue knew of products at several instants, for instance those of many orders, in one query; answers in the order of
 * `asked`. The same product at the same instant is looked up once, however often it is asked.
 */
export async function productsAtTimes(
  q: Queryable,
  asked: readonly { readonly program: string; readonly productIds: readonly string[]; readonly at: Instant }[],
): Promise<readonly ReadonlyMap<string, ProductFacts>[]> {
  const wanted = new Map<string, ProductAtTime>();
  const nameOf = ({ program, productId, at }: ProductAtTime) => JSON.stringify([program, productId, at]);
  const each = asked.map(({ program, productIds, at }) => productIds.map((productId) => ({ program, productId, at })));
  for (const one of each.flat()) wanted.set(nameOf(one), one);
  const found = wanted.size === 0 ? [] : await factsAtTimes(q, [...wanted.values()]);
  const facts = new Map([...wanted.keys()].map((name, index) => [name, found[index] ?? null]));
  return each.map((products) => {
    const known = products.flatMap((one): [string, ProductFacts][] => {
      const product = facts.get(nameOf(one)) ?? null;
      return product === null ? [] : [[one.productId, product]];
    });
    return new Map(known);
  });
}

/** One product as valid at an instant, with the history of its rates, latest first; `null` where it is not known. */
export async function productAt(
  q: Queryable,
  program: string,
  productId: string,
  at: Instant,
): Promise<{ readonly product: ProductRecord; readonly rates: readonly RateStatement[] } | null> {
  const [product] = await productsValidAt(q, program, [productId], at);
  if (product === undefined) return null;
  return { product, rates: await ratesOf(q, program, productId, RATES_SHOWN_MAX) };
}
