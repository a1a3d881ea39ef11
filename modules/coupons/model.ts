import type { Instant } from '../../core/time/instant.ts';

/** A coupon code of a program: public, or given to one ad space. Valid half-open, from its beginning until before its end. */
export interface Coupon {
  readonly id: string;
  readonly program: string;
  readonly advertiserOrg: string;
  /** As the advertiser writes it; codes are compared without regard to case (`couponKey`). */
  readonly code: string;
  /** The ad space it was given to; `null` for a public code. */
  readonly adSpaceId: string | null;
  readonly publisherOrg: string | null;
  readonly validFrom: Instant;
  /** `null` is open. */
  readonly validUntil: Instant | null;
  readonly createdAt: Instant;
}

export type CouponStatus = 'upcoming' | 'valid' | 'ended';

/** A code that an order names, and when the order was made. */
export interface AskedCoupon {
  readonly program: string;
  readonly code: string;
  readonly at: Instant;
}

/** The ad space a code was given to, with what a decision wants to know of it. */
export interface GivenTo {
  readonly adSpaceId: string;
  readonly adSpaceCode: string | null;
  readonly publisherOrg: string;
  readonly kind: string | null;
  readonly trafficType: string | null;
  readonly dropshipping: boolean;
  readonly blocked: boolean;
  readonly agreed: boolean;
}

export function couponStatus({ validFrom, validUntil }: Coupon, at: Instant): CouponStatus {
  if (validUntil !== null && (validUntil <= at || validUntil === validFrom)) return 'ended';
  return validFrom > at ? 'upcoming' : 'valid';
}
