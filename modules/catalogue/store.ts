import { type Decimal, formatDecimal, parseDecimal } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { ProductAttributes, ProductFacts, ProductRecord, RateKind, RateStatement } from './model.ts';

export const attributeColumns = `store_id, category, seller_country, affiliate, hot, virtual, hidden, url, title, price, currency`;

interface AttributeRow {
  readonly store_id: string | null;
  readonly category: string | null;
  readonly seller_country: string | null;
  readonly affiliate: boolean | null;
  readonly hot: boolean | null;
  readonly virtual: boolean | null;
  readonly hidden: boolean | null;
  readonly url: string | null;
  readonly title: string | null;
  readonly price: string | null;
  readonly currency: string | null;
}

export interface RecordRow extends AttributeRow {
  readonly product_id: string;
  readonly valid_from: Instant;
  readonly author: string;
  readonly recorded_at: Instant;
  readonly seller_rate: string | null;
  readonly hot_rate: string | null;
}

/** The statement of a product that is valid at `$at`: the latest one begun, in its last revision. */
export function validProduct(program: string, productId: string, at: string): string {
  return `select * from catalogue.product p
    where p.program = ${program} and p.product_id = ${productId} and p.valid_from <= ${at}
    order by p.valid_from desc, p.revision desc limit 1`;
}

/** The rate of a kind that is valid: of the statements that hold the instant the one that began last, in its last revision. */
export function validRate(kind: RateKind, program: string, productId: string, at: string): string {
  return `select r.percent from catalogue.product_rate r
    where r.program = ${program} and r.product_id = ${productId} and r.kind = '${kind}' and r.valid_from <= ${at}
      and r.revision = (
        select max(revision) from catalogue.product_rate last
        where last.program = r.program and last.product_id = r.product_id and last.kind = r.kind
          and last.valid_from = r.valid_from
      )
      and (r.valid_until is null or r.valid_until > ${at})
    order by r.valid_from desc limit 1`;
}

/** The named products with every fact as valid at an instant, in one query; what is not known then is absent. */
export async function productsValidAt(
  q: Queryable,
  program: string,
  productIds: readonly string[],
  at: Instant,
): Promise<readonly ProductRecord[]> {
  const rows = await q.query<RecordRow>(
    `select p.product_id, ${attributeColumns}, p.valid_from, p.author, p.recorded_at,
       seller.percent as seller_rate, hot_one.percent as hot_rate
     from (select distinct unnest($2::text[]) as product_id) as asked
     cross join lateral (${validProduct('$1', 'asked.product_id', '$3')}) as p
     left join lateral (${validRate('seller', '$1', 'asked.product_id', '$3')}) as seller on true
     left join lateral (${validRate('hot', '$1', 'asked.product_id', '$3')}) as hot_one on true`,
    [program, productIds, sqlInstant(at)],
  );
  return rows.map((row) => recordOf(program, row));
}

/** A product of a program at an instant of its own. */
export interface ProductAtTime {
  readonly program: string;
  readonly productId: string;
  readonly at: Instant;
}

/** The facts of each asked product at its instant, in the order of `asked`, in one query; `null` where it was not known then. */
export async function factsAtTimes(
  q: Queryable,
  asked: readonly ProductAtTime[],
): Promise<readonly (ProductFacts | null)[]> {
  const rows = await q.query<RecordRow & { readonly place: number }>(
    `select asked.place::integer as place, p.product_id, ${attributeColumns}, seller.percent as seller_rate,
       hot_one.percent as hot_rate
     from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality as asked (program, product_id, at, place)
     cross join lateral (${validProduct('asked.program', 'asked.product_id', 'asked.at')}) as p
     left join lateral (${validRate('seller', 'asked.program', 'asked.product_id', 'asked.at')}) as seller on true
     left join lateral (${validRate('hot', 'asked.program', 'asked.product_id', 'asked.at')}) as hot_one on true`,
    [
      asked.map(({ program }) => program),
      asked.map(({ productId }) => productId),
      asked.map(({ at }) => sqlInstant(at)),
    ],
  );
  const facts = new Map(rows.map((row) => [row.place, factsOf(row, attributesOf(row))]));
  return asked.map((_one, index) => facts.get(index + 1) ?? null);
}

function recordOf(program: string, row: RecordRow): ProductRecord {
  const attributes = attributesOf(row);
  return {
    program,
    facts: factsOf(row, attributes),
    attributes,
    validFrom: row.valid_from,
    author: row.author,
    recordedAt: row.recorded_at,
  };
}

export function factsOf(
  row: Pick<RecordRow, 'product_id' | 'seller_rate' | 'hot_rate'>,
  attributes: ProductAttributes,
): ProductFacts {
  return {
    productId: row.product_id,
    storeId: attributes.storeId,
    category: attributes.category,
    sellerCountry: attributes.sellerCountry,
    affiliate: attributes.affiliate,
    hot: attributes.hot,
    virtual: attributes.virtual,
    hidden: attributes.hidden,
    sellerRate: numericOf(row.seller_rate),
    hotRate: numericOf(row.hot_rate),
  };
}

export function attributesOf(row: AttributeRow): ProductAttributes {
  const amount = numericOf(row.price);
  return {
    storeId: row.store_id,
    category: row.category,
    sellerCountry: row.seller_country,
    affiliate: row.affiliate,
    hot: row.hot,
    virtual: row.virtual,
    hidden: row.hidden,
    url: row.url,
    title: row.title,
    price: amount === null || row.currency === null ? null : { amount, currency: row.currency },
  };
}

/** PostgreSQL's `numeric` keeps the decimals it was given, so 5.00 comes back as 5.00. */
function numericOf(text: string | null): Decimal | null {
  if (text === null) return null;
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`catalogue: ${text} in a numeric column is no decimal from 0`);
  return parsed;
}

/** Every statement of a product's rates, the latest first, at most `limit`. */
export async function ratesOf(
  q: Queryable,
  program: string,
  productId: string,
  limit: number,
): Promise<readonly RateStatement[]> {
  const rows = await q.query<RateRow>(
    `select kind, valid_from, valid_until, percent, author, recorded_at from catalogue.product_rate
     where program = $1 and product_id = $2
     order by valid_from desc, kind desc, revision desc limit $3`,
    [program, productId, limit],
  );
  return rows.map((row) => ({
    kind: row.kind,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    percent: numericOf(row.percent),
    author: row.author,
    recordedAt: row.recorded_at,
  }));
}

interface RateRow {
  readonly kind: RateKind;
  readonly valid_from: Instant;
  readonly valid_until: Instant | null;
  readonly percent: string | null;
  readonly author: string;
  readonly recorded_at: Instant;
}

/** Makes imports of one program wait for each other, so that each compares with what the one before has written. */
export async function lockProgram(q: Queryable, program: string): Promise<void> {
  await q.query("select pg_advisory_xact_lock(hashtextextended('catalogue ' || $1, 0))", [program]);
}

/** What a product was known as at the start of a statement; of the products named `asked`, those that were known. */
export interface KnownProduct {
  readonly attributes: ProductAttributes;
  readonly validFrom: Instant;
  readonly revision: number;
}

/** For each pair of product and instant what was known then; `null` where nothing was. */
export async function knownProducts(
  q: Queryable,
  program: string,
  asked: readonly { readonly productId: string; readonly validFrom: Instant }[],
): Promise<readonly (KnownProduct | null)[]> {
  const rows = await q.query<AttributeRow & { valid_from: Instant | null; revision: number | null }>(
    `select ${attributeColumns}, p.valid_from, p.revision
     from unnest($2::text[], $3::timestamptz[]) with ordinality as asked (product_id, at, place)
     left join lateral (${validProduct('$1', 'asked.product_id', 'asked.at')}) as p on true
     order by asked.place`,
    [program, asked.map((one) => one.productId), asked.map((one) => sqlInstant(one.validFrom))],
  );
  return rows.map((row) => {
    if (row.valid_from === null || row.revision === null) return null;
    return { attributes: attributesOf(row), validFrom: row.valid_from, revision: row.revision };
  });
}

export interface NewProduct {
  readonly productId: string;
  readonly validFrom: Instant;
  readonly revision: number;
  readonly attributes: ProductAttributes;
}

/** Who states something, when. */
export interface Recording {
  readonly program: string;
  readonly author: string;
  readonly recordedAt: Instant;
}

export async function insertProducts(
  q: Queryable,
  recording: Recording,
  products: readonly NewProduct[],
): Promise<void> {
  if (products.length === 0) return;
  const rows = products.map(({ productId, validFrom, revision, attributes }) => ({
    product_id: productId,
    valid_from: sqlInstant(validFrom),
    revision,
    store_id: attributes.storeId,
    category: attributes.category,
    seller_country: attributes.sellerCountry,
    affiliate: attributes.affiliate,
    hot: attributes.hot,
    virtual: attributes.virtual,
    hidden: attributes.hidden,
    url: attributes.url,
    title: attributes.title,
    price: attributes.price === null ? null : formatDecimal(attributes.price.amount),
    currency: attributes.price?.currency ?? null,
  }));
  await q.query(
    `insert into catalogue.product (program, author, recorded_at, product_id, valid_from, revision, ${attributeColumns})
     select $1, $2, $3, product_id, valid_from, revision, ${attributeColumns}
     from json_populate_recordset(null::catalogue.product, $4::json)`,
    [recording.program, recording.author, sqlInstant(recording.recordedAt), JSON.stringify(rows)],
  );
}

/** A rate that is to be stated, and what is known around its beginning. */
export interface KnownRate {
  /** The statement that begins at this very instant, in its last revision. */
  readonly same: RateSpan | null;
  /** The rate valid at this instant: `same` or an earlier one. */
  readonly current: RateSpan | null;
  /** The rate valid until just before. */
  readonly former: RateSpan | null;
  readonly isProductKnown: boolean;
  readonly sellerCountry: string | null;
}

export interface RateSpan {
  readonly validFrom: Instant;
  readonly validUntil: Instant | null;
  readonly revision: number;
  readonly percent: Decimal | null;
}

interface SpanColumns {
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly revision: number | null;
  readonly percent: string | null;
}

/** The last revision of each statement of a product's rates of one kind that begins at or before `until`. */
function lastRevisions(condition: string): string {
  return `select distinct on (r.valid_from) r.valid_from, r.valid_until, r.revision, r.percent
    from catalogue.product_rate r
    where r.program = $1 and r.product_id = asked.product_id and r.kind = asked.kind and r.valid_from ${condition} asked.at
    order by r.valid_from desc, r.revision desc`;
}

/** For each asked statement what is known around its beginning. Of a product not known by then its first facts after count. */
export async function knownRates(
  q: Queryable,
  program: string,
  asked: readonly { readonly productId: string; readonly kind: RateKind; readonly validFrom: Instant }[],
): Promise<readonly KnownRate[]> {
  const rows = await q.query<Record<'current' | 'former' | 'same', SpanColumns | null> & ProductColumns>(
    `select ${spanColumns('same')}, ${spanColumns('current')}, ${spanColumns('former')},
       coalesce(p.product_id, later.product_id) is not null as known,
       coalesce(p.seller_country, later.seller_country) as seller_country
     from unnest($2::text[], $3::text[], $4::timestamptz[]) with ordinality as asked (product_id, kind, at, place)
     left join lateral (${lastRevisions('=')}) as same on true
     left join lateral (
       select * from (${lastRevisions('<=')}) as span where valid_until is null or valid_until > asked.at limit 1
     ) as current on true
     left join lateral (
       select * from (${lastRevisions('<')}) as span where valid_until is null or valid_until >= asked.at limit 1
     ) as former on true
     left join lateral (${validProduct('$1', 'asked.product_id', 'asked.at')}) as p on true
     left join lateral (
       select l.product_id, l.seller_country from catalogue.product l
       where p.product_id is null and l.program = $1 and l.product_id = asked.product_id
       order by l.valid_from, l.revision desc limit 1
     ) as later on true
     order by asked.place`,
    [
      program,
      asked.map((one) => one.productId),
      asked.map((one) => one.kind),
      asked.map((one) => sqlInstant(one.validFrom)),
    ],
  );
  return rows.map((row) => ({
    same: spanOf(row.same),
    current: spanOf(row.current),
    former: spanOf(row.former),
    isProductKnown: row.known,
    sellerCountry: row.seller_country,
  }));
}

interface ProductColumns {
  readonly known: boolean;
  readonly seller_country: string | null;
}

/** Milliseconds and text inside JSON: it has no instants, and its numbers are not exact. */
function spanColumns(name: string): string {
  return `case when ${name}.revision is not null then json_build_object(
    'from', floor(extract(epoch from ${name}.valid_from) * 1000)::bigint,
    'until', floor(extract(epoch from ${name}.valid_until) * 1000)::bigint,
    'revision', ${name}.revision, 'percent', ${name}.percent::text) end as ${name}`;
}

function spanOf(columns: SpanColumns | null): RateSpan | null {
  if (columns === null || columns.from === null || columns.revision === null) return null;
  return {
    validFrom: columns.from,
    validUntil: columns.until,
    revision: columns.revision,
    percent: numericOf(columns.percent),
  };
}

export interface NewRate {
  readonly productId: string;
  readonly kind: RateKind;
  readonly validFrom: Instant;
  readonly validUntil: Instant | null;
  readonly revision: number;
  readonly percent: Decimal | null;
}

export async function insertRates(q: Queryable, recording: Recording, rates: readonly NewRate[]): Promise<void> {
  if (rates.length === 0) return;
  await q.query(
    `insert into catalogue.product_rate (program, author, recorded_at, product_id, kind, valid_from, valid_until, revision, percent)
     select $1, $2, $3, product_id, kind, valid_from, valid_until, revision, percent
     from unnest($4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::integer[], $9::numeric[])
       as rate (product_id, kind, valid_from, valid_until, revision, percent)`,
    [
      recording.program,
      recording.author,
      sqlInstant(recording.recordedAt),
      rates.map((rate) => rate.productId),
      rates.map((rate) => rate.kind),
      rates.map((rate) => sqlInstant(rate.validFrom)),
      rates.map((rate) => (rate.validUntil === null ? null : sqlInstant(rate.validUntil))),
      rates.map((rate) => rate.revision),
      rates.map((rate) => (rate.percent === null ? null : formatDecimal(rate.percent))),
    ],
  );
}

/** Those of these programs that have products. */
export async function programsWithProducts(q: Queryable, programs: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await q.query<{ program: string }>(
    `select asked.program from unnest($1::text[]) as asked (program)
      where exists (select from catalogue.product where product.program = asked.program)`,
    [programs],
  );
  return new Set(rows.map(({ program }) => program));
}
