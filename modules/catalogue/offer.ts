import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { ProductRecord } from './model.ts';
import { productsValidAt } from './store.ts';

/** The three counters of a program's product feed (S-018); `null` where there is nothing to tell. */
export interface FeedCounters {
  readonly products: number | null;
  /** When the network last took in a product. */
  readonly updatedAt: Instant | null;
  /** When the advertiser last delivered a file, or a product by hand. */
  readonly deliveredAt: Instant | null;
}

export async function feedCounters(q: Queryable, program: string): Promise<FeedCounters> {
  const [row] = await q.query<{ products: number; updated_at: Instant | null; delivered_at: Instant | null }>(
    `select count(distinct product_id)::integer as products, max(recorded_at) as updated_at,
       (select max(applied_at) from catalogue.applied_file where program = $1 and kind = 'products') as delivered_at
     from catalogue.product where program = $1`,
    [program],
  );
  const products = row?.products ?? 0;
  if (products === 0) return { products: null, updatedAt: null, deliveredAt: null };
  return {
    products,
    updatedAt: row?.updated_at ?? null,
    deliveredAt: row?.delivered_at ?? row?.updated_at ?? null,
  };
}

/** Hot products that are promoted at `at`, the best paid first (S-070); hidden ones are not. */
export async function hotProducts(
  q: Queryable,
  program: string,
  at: Instant,
  limit: number,
): Promise<readonly ProductRecord[]> {
  const rows = await q.query<{ product_id: string }>(
    `select p.product_id from (
       select distinct on (product_id) product_id, hot, hidden, affiliate
         from catalogue.product where program = $1 and valid_from <= $2
        order by product_id, valid_from desc, revision desc) p
      where p.hot and not coalesce(p.hidden, false) and coalesce(p.affiliate, true)
      order by p.product_id limit $3`,
    [program, sqlInstant(at), limit],
  );
  const found = await productsValidAt(
    q,
    program,
    rows.map((row) => row.product_id),
    at,
  );
  const percent = ({ facts: { hotRate } }: ProductRecord) =>
    hotRate === null ? -1 : Number(hotRate.digits) / 10 ** hotRate.scale;
  return found.toSorted((a, b) => percent(b) - percent(a) || (a.facts.productId < b.facts.productId ? -1 : 1));
}

/** Those of these programs that have a hot product which is promoted at `at`. */
export async function programsWithHot(
  q: Queryable,
  programs: readonly string[],
  at: Instant,
): Promise<ReadonlySet<string>> {
  const rows = await q.query<{ program: string }>(
    `select asked.program from unnest($1::text[]) as asked (program)
      where exists (
        select from catalogue.product p
         where p.program = asked.program and p.hot and not coalesce(p.hidden, false) and coalesce(p.affiliate, true)
           and p.valid_from <= $2
           and not exists (
             select from catalogue.product later
              where later.program = p.program and later.product_id = p.product_id and later.valid_from <= $2
                and (later.valid_from, later.revision) > (p.valid_from, p.revision)))`,
    [programs, sqlInstant(at)],
  );
  return new Set(rows.map(({ program }) => program));
}
