export { openByPublisher } from './advance-store.ts';
export { type Ask, askExpress } from './ask.ts';
export { recordTransfer, takeBack } from './payout.ts';
export { type ExpressRoutes, expressPaymentRoutes } from './routes.ts';
export { changeSettings } from './settings.ts';
export { settleFunded, settlementsOfLowered } from './settle.ts';
export type { StandingDeps } from './standing.ts';
export { lockExpress } from './store.ts';
export { paymentsOfSubjects } from './subjects.ts';
