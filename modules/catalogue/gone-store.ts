import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import { attributeColumns, type Recording } from './store.ts';

/** What is known and a file of everything does not name: found in the transaction of its import, and taken away where that is asked for. */

export interface Gone {
  readonly count: number;
  /** The first of their ids, by name. */
  readonly first: readonly string[];
}

const GONE_SHOWN_MAX = 20;

/** Products whose row was refused are named by the file all the same. */
export async function createNamed(q: Queryable): Promise<void> {
  await q.query('create temporary table named_product (product_id text not null) on commit drop');
  await q.query(
    `create temporary table gone_row (
       product_id text not null, kind text not null, valid_from timestamptz not null, revision integer not null
     ) on commit drop`,
  );
}

export async function insertNamed(q: Queryable, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return;
  await q.query('insert into named_product select unnest($1::text[])', [productIds]);
}

export async function dropNamed(q: Queryable): Promise<void> {
  await q.query('drop table named_product, gone_row');
}

const NOT_NAMED = `not exists (select from staged_row s where s.product_id = known.product_id)
  and not exists (select from named_product n where n.product_id = known.product_id)`;

/** Of a product that was taken away nothing is known, so it cannot be gone again. */
const PRODUCTS = `select product_id, '', valid_from, revision
  from (
    select distinct on (product_id) product_id, valid_from, revision, num_nonnulls(${attributeColumns}) as told
    from catalogue.product where program = $1 and valid_from <= $2
    order by product_id, valid_from desc, revision desc
  ) as known
  where told > 0 and ${NOT_NAMED}`;

/** Rates that hold, of the kinds that the file states. */
const RATES = `select product_id, kind, valid_from, revision
  from (
    select distinct on (product_id, kind) product_id, kind, valid_from, revision, percent
    from (
      select distinct on (product_id, kind, valid_from) product_id, kind, valid_from, valid_until, revision, percent
      from catalogue.product_rate
      where program = $1 and valid_from <= $2 and kind in (select kind from staged_row)
      order by product_id, kind, valid_from, revision desc
    ) as last
    where valid_until is null or valid_until > $2
    order by product_id, kind, valid_from desc
  ) as known
  where percent is not null and ${NOT_NAMED}`;

export async function findGone(
  q: Queryable,
  what: 'products' | 'rates',
  { program, at }: { readonly program: string; readonly at: Instant },
): Promise<Gone> {
  await q.query(`insert into gone_row ${what === 'products' ? PRODUCTS : RATES}`, [program, sqlInstant(at)]);
  const [row] = await q.query<{ count: number; first: string[] | null }>(
    `select (select count(*)::int from gone_row) as count,
       (select array_agg(product_id order by product_id) from
         (select distinct product_id from gone_row order by product_id limit ${GONE_SHOWN_MAX}) as shown) as first`,
  );
  return { count: row?.count ?? 0, first: row?.first ?? [] };
}

/** From `at` on nothing is known of these products, or there is no rate: decisions of earlier orders see what was known then. */
export async function endGone(
  q: Queryable,
  what: 'products' | 'rates',
  { program, author, recordedAt }: Recording,
  at: Instant,
): Promise<void> {
  const [into, kind] = what === 'products' ? ['product', ''] : ['product_rate', 'kind, '];
  await q.query(
    `insert into catalogue.${into} (program, product_id, ${kind}valid_from, revision, author, recorded_at)
     select $1, product_id, ${kind}$2::timestamptz, case when valid_from = $2 then revision + 1 else 1 end, $3, $4
     from gone_row`,
    [program, sqlInstant(at), author, sqlInstant(recordedAt)],
  );
}
