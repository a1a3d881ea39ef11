export type { FundingDeps } from './model.ts';
export { recordPayment } from './record.ts';
export { type AdvertiserPaymentRoutes, advertiserPaymentRoutes } from './routes.ts';
