import { formatDecimal } from '../../core/money/index.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { closeProductCursor, type ExportedProduct, fetchProducts, openProductCursor } from './export-store.ts';

/** Bounds of recorded time, half-open; `null` is unbounded. */
export interface RecordedRange {
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** One product in one row, as `tributary export products` writes it: rates and prices are decimals, times RFC 3339 in UTC. */
export interface ProductRow extends Readonly<Record<string, string | boolean | null>> {
  readonly product_id: string;
  readonly program: string;
  readonly recorded_at: string;
}

/**
 * Passes every product of which something was recorded in the range to `onRow`, by the last such time, oldest first, with its facts
 * and rates as valid at the end of the range. Waits for `onRow`: a slow reader slows the reading. Call it in a transaction.
 */
export async function exportProducts(
  q: Queryable,
  range: RecordedRange,
  onRow: (row: ProductRow) => Promise<void> | void,
): Promise<void> {
  await openProductCursor(q, range);
  for (;;) {
    const products = await fetchProducts(q);
    for (const product of products) await onRow(exportRow(product));
    if (products.length === 0) break;
  }
  await closeProductCursor(q);
}

function exportRow({ program, recordedAt, facts, attributes, validFrom, author }: ExportedProduct): ProductRow {
  return {
    product_id: facts.productId,
    program,
    recorded_at: formatInstant(recordedAt),
    valid_from: validFrom === null ? null : formatInstant(validFrom),
    author,
    store_id: facts.storeId,
    category: facts.category,
    seller_country: facts.sellerCountry,
    affiliate: facts.affiliate,
    hot: facts.hot,
    virtual: facts.virtual,
    hidden: facts.hidden,
    seller_rate: facts.sellerRate === null ? null : formatDecimal(facts.sellerRate),
    hot_rate: facts.hotRate === null ? null : formatDecimal(facts.hotRate),
    title: attributes.title,
    url: attributes.url,
    price: attributes.price === null ? null : formatDecimal(attributes.price.amount),
    currency: attributes.price?.currency ?? null,
  };
}
