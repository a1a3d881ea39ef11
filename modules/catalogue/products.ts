import type { Instant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { ProductFacts, ProductRecord, RateStatement } from './model.ts';
import { productsValidAt, ratesOf } from './store.ts';

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
