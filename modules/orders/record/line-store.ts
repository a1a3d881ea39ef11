import { type Decimal, formatDecimal, parseDecimal } from '../../../core/money/decimal.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../../platform/db/index.ts';
import type { OrderRef, ReportedLine, ReportedLineAt } from '../model.ts';
import { refArrays } from '../store.ts';

export interface LineRow extends OrderRef {
  readonly line: ReportedLine;
  readonly verified: boolean;
}

export type NewLine = OrderRef & { readonly line: ReportedLineAt; readonly verified: boolean };

/** Inserts lines; a line that only a pixel had reported is replaced by one from a channel that proves its sender. */
export async function putLines(tx: Tx, lines: readonly NewLine[], at: Instant): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `insert into orders.order_lines (program, order_id, line_id, place, verified, product_id, amount, quantity, store_id, category,
       seller_country, affiliate, hot, virtual, hidden, recorded_at)
     select line.*, $2
     from jsonb_to_recordset($1::jsonb) as line (program text, order_id text, line_id text, place integer, verified boolean,
       product_id text, amount numeric, quantity integer, store_id text, category text, seller_country char(2), affiliate boolean,
       hot boolean, virtual boolean, hidden boolean)
     on conflict (program, order_id, line_id) do update set
       place = excluded.place, verified = excluded.verified, product_id = excluded.product_id, amount = excluded.amount,
       quantity = excluded.quantity, store_id = excluded.store_id, category = excluded.category,
       seller_country = excluded.seller_country, affiliate = excluded.affiliate, hot = excluded.hot, virtual = excluded.virtual,
       hidden = excluded.hidden
     where not order_lines.verified`,
    [JSON.stringify(lines.map(lineJson)), sqlInstant(at)],
  );
}

function lineJson({ program, orderId, line, verified }: NewLine): object {
  return {
    program,
    order_id: orderId,
    line_id: line.lineId,
    place: line.place,
    verified,
    product_id: line.productId,
    // As text: a JSON number would lose the written decimals.
    amount: formatDecimal(line.amount),
    quantity: line.quantity,
    store_id: line.storeId ?? null,
    category: line.category ?? null,
    seller_country: line.sellerCountry ?? null,
    affiliate: line.affiliate ?? null,
    hot: line.hot ?? null,
    virtual: line.virtual ?? null,
    hidden: line.hidden ?? null,
  };
}

/** The advertiser confirmed the orders as they are known: what only a pixel had reported counts now. */
export async function verifyLines(tx: Tx, refs: readonly OrderRef[]): Promise<void> {
  if (refs.length === 0) return;
  await tx.query(
    `update orders.order_lines l set verified = true
     from unnest($1::text[], $2::text[]) as asked (program, order_id)
     where l.program = asked.program and l.order_id = asked.order_id and not l.verified`,
    refArrays(refs),
  );
}

interface LineColumns {
  readonly program: string;
  readonly order_id: string;
  readonly line_id: string;
  readonly verified: boolean;
  readonly product_id: string | null;
  readonly amount: string;
  readonly quantity: number;
  readonly store_id: string | null;
  readonly category: string | null;
  readonly seller_country: string | null;
  readonly affiliate: boolean | null;
  readonly hot: boolean | null;
  readonly virtual: boolean | null;
  readonly hidden: boolean | null;
}

/** Lines in their places. */
export async function linesByRefs(q: Queryable, refs: readonly OrderRef[]): Promise<LineRow[]> {
  const rows = await q.query<LineColumns>(
    `select program, order_id, line_id, verified, product_id, amount, quantity, store_id, category, seller_country, affiliate, hot,
       virtual, hidden
     from orders.order_lines
     join (select distinct * from unnest($1::text[], $2::text[])) as asked (program, order_id) using (program, order_id)
     order by program, order_id, place, line_id`,
    refArrays(refs),
  );
  return rows.map((row) => ({
    program: row.program,
    orderId: row.order_id,
    verified: row.verified,
    line: {
      lineId: row.line_id,
      productId: row.product_id,
      amount: storedDecimal(row.amount),
      quantity: row.quantity,
      storeId: row.store_id,
      category: row.category,
      sellerCountry: row.seller_country,
      affiliate: row.affiliate,
      hot: row.hot,
      virtual: row.virtual,
      hidden: row.hidden,
    },
  }));
}

function storedDecimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`stored amount ${text} is not a decimal`);
  return parsed;
}
