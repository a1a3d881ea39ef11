export type { AskedCoupon, Coupon, CouponStatus, GivenTo } from './model.ts';
export { couponRoutes } from './routes.ts';
export { couponOwners, createCoupon, endCoupon, type NewCoupon } from './service.ts';
export { couponCodes } from './store.ts';
