import { couponKey } from '../../core/terms/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { AskedCoupon, Coupon } from './model.ts';

interface CouponRow {
  readonly coupon_id: string;
  readonly program: string;
  readonly advertiser_org: string;
  readonly code: string;
  readonly ad_space_id: string | null;
  readonly publisher_org: string | null;
  readonly valid_from: Instant;
  readonly valid_until: Instant | null;
  readonly created_at: Instant;
}

const COLUMNS =
  'coupon_id, program, advertiser_org, code, ad_space_id, publisher_org, valid_from, valid_until, created_at';

function couponOf(row: CouponRow): Coupon {
  return {
    id: row.coupon_id,
    program: row.program,
    advertiserOrg: row.advertiser_org,
    code: row.code,
    adSpaceId: row.ad_space_id,
    publisherOrg: row.publisher_org,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    createdAt: row.created_at,
  };
}

/** Held until the transaction ends: the coupons of one code are written one after another. */
export async function lockCode(q: Queryable, program: string, code: string): Promise<void> {
  await q.query(`select pg_advisory_xact_lock(hashtextextended('coupons:' || $1 || '/' || $2, 0))`, [
    program,
    couponKey(code),
  ]);
}

export async function insertCoupon(q: Queryable, coupon: Coupon, createdBy: string): Promise<void> {
  await q.query(
    `insert into coupons.coupon (coupon_id, program, advertiser_org, code, code_key, ad_space_id, publisher_org, valid_from,
       valid_until, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      coupon.id,
      coupon.program,
      coupon.advertiserOrg,
      coupon.code,
      couponKey(coupon.code),
      coupon.adSpaceId,
      coupon.publisherOrg,
      sqlInstant(coupon.validFrom),
      coupon.validUntil === null ? null : sqlInstant(coupon.validUntil),
      sqlInstant(coupon.createdAt),
      createdBy,
    ],
  );
}

/** A coupon of the program under the same code whose interval meets [from, until); `null` where there is none. */
export async function overlapping(
  q: Queryable,
  program: string,
  code: string,
  { from, until }: { readonly from: Instant; readonly until: Instant | null },
): Promise<Coupon | null> {
  const [row] = await q.query<CouponRow>(
    `select ${COLUMNS} from coupons.coupon
      where program = $1 and code_key = $2 and tstzrange(valid_from, valid_until) && tstzrange($3, $4)
      order by valid_from limit 1`,
    [program, couponKey(code), sqlInstant(from), until === null ? null : sqlInstant(until)],
  );
  return row === undefined ? null : couponOf(row);
}

/** Held against other changes until the transaction ends. */
export async function lockedCoupon(q: Queryable, program: string, id: string): Promise<Coupon | null> {
  const [row] = await q.query<CouponRow>(
    `select ${COLUMNS} from coupons.coupon where program = $1 and coupon_id = $2 for update`,
    [program, id],
  );
  return row === undefined ? null : couponOf(row);
}

export async function setEnd(q: Queryable, id: string, until: Instant): Promise<void> {
  await q.query('update coupons.coupon set valid_until = $2 where coupon_id = $1', [id, sqlInstant(until)]);
}

/** A page of what the transaction may see, by id; of one program, or of all with `null`. */
export async function couponsAfter(
  q: Queryable,
  program: string | null,
  after: string,
  limit: number,
): Promise<Coupon[]> {
  const rows = await q.query<CouponRow>(
    `select ${COLUMNS} from coupons.coupon
      where coupon_id > $1 and ($2::text is null or program = $2) order by coupon_id limit $3`,
    [after, program, limit],
  );
  return rows.map(couponOf);
}

/** The ad space that each code was given to at its moment, in the order of the questions; `null` for public and unknown codes. */
export async function adSpacesGiven(q: Queryable, asked: readonly AskedCoupon[]): Promise<(string | null)[]> {
  const rows = await q.query<{ place: number; ad_space_id: string }>(
    `select asked.place::int as place, coupon.ad_space_id
       from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality as asked (program, code_key, at, place)
       join coupons.coupon on coupon.program = asked.program and coupon.code_key = asked.code_key
        and coupon.valid_from <= asked.at and (coupon.valid_until is null or asked.at < coupon.valid_until)
      where coupon.ad_space_id is not null`,
    [
      asked.map(({ program }) => program),
      asked.map(({ code }) => couponKey(code)),
      asked.map(({ at }) => sqlInstant(at)),
    ],
  );
  const byPlace = new Map(rows.map(({ place, ad_space_id }) => [place, ad_space_id]));
  return asked.map((_, index) => byPlace.get(index + 1) ?? null);
}

/** The codes of coupons and whose programs' they are, by id; unknown ones are absent. Needs a system transaction. */
export async function couponCodes(
  q: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<Coupon, 'code' | 'program'>>> {
  if (ids.length === 0) return new Map();
  const rows = await q.query<CouponRow>(`select ${COLUMNS} from coupons.coupon where coupon_id = any ($1::uuid[])`, [
    ids,
  ]);
  return new Map(rows.map(couponOf).map(({ id, code, program }) => [id, { code, program }]));
}
