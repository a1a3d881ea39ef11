import type { ErrorArea } from './entry.ts';

/** What can be wrong with the coupons of a program. */
export const couponErrors = {
  coupon_taken: {
    status: 409,
    title: 'The code is another coupon of the program at that time',
    remedy: 'End the other coupon first, choose a time after its end, or another code.',
    members: ['coupon'],
  },
  coupon_ended: {
    status: 409,
    title: 'The coupon has ended',
    remedy: 'Make a new coupon; what has ended stays as it was, as orders may have been decided by it.',
  },
  ad_space_not_joined: {
    status: 422,
    title: 'The ad space has not joined the program',
    remedy: 'Name an ad space that has joined, or leave `ad_space` out for a public code.',
  },
} as const satisfies ErrorArea;
