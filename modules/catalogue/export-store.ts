import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { ProductRecord } from './model.ts';
import { attributeColumns, attributesOf, factsOf, type RecordRow, validProduct, validRate } from './store.ts';

export interface ExportedProduct extends Pick<ProductRecord, 'program' | 'facts' | 'attributes' | 'recordedAt'> {
  /** `null` where nothing but rates of the product is valid yet. */
  readonly validFrom: Instant | null;
  readonly author: string | null;
}

/** Products of an export that are in memory at a time. */
const EXPORT_BATCH = 1000;

/** Begins to read the products of which something was recorded in a half-open range; one such reading a transaction. */
export async function openProductCursor(
  q: Queryable,
  range: { readonly since: Instant | null; readonly until: Instant | null },
): Promise<void> {
  const until = "coalesce($2::timestamptz, 'infinity')";
  await q.query(
    `declare exported_products no scroll cursor for
     select touched.program, touched.product_id, touched.recorded_at, p.valid_from, p.author, ${attributeColumns},
       seller.percent as seller_rate, hot_one.percent as hot_rate
     from (
       select program, product_id, max(recorded_at) as recorded_at from (
         select program, product_id, recorded_at from catalogue.product
         union all
         select program, product_id, recorded_at from catalogue.product_rate
       ) as statement
       where recorded_at >= coalesce($1::timestamptz, '-infinity') and recorded_at < ${until}
       group by program, product_id
     ) as touched
     left join lateral (${validProduct('touched.program', 'touched.product_id', until)}) as p on true
     left join lateral (${validRate('seller', 'touched.program', 'touched.product_id', until)}) as seller on true
     left join lateral (${validRate('hot', 'touched.program', 'touched.product_id', until)}) as hot_one on true
     order by touched.recorded_at, touched.program, touched.product_id`,
    [range.since, range.until].map((at) => (at === null ? null : sqlInstant(at))),
  );
}

export async function fetchProducts(q: Queryable): Promise<readonly ExportedProduct[]> {
  type Row = Omit<RecordRow, 'valid_from' | 'author'> & {
    readonly program: string;
    readonly valid_from: Instant | null;
    readonly author: string | null;
  };
  const rows = await q.query<Row>(`fetch forward ${EXPORT_BATCH} from exported_products`);
  return rows.map((row) => {
    const attributes = attributesOf(row);
    return {
      program: row.program,
      facts: factsOf(row, attributes),
      attributes,
      recordedAt: row.recorded_at,
      validFrom: row.valid_from,
      author: row.author,
    };
  });
}

export async function closeProductCursor(q: Queryable): Promise<void> {
  await q.query('close exported_products');
}
