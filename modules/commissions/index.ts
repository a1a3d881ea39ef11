export { approvedOf } from './booking.ts';
export { type ComparisonDeps, comparisonRoutes } from './comparison-routes.ts';
export type {
  ActionAmounts,
  ClickQuery,
  ClickSource,
  CommissionDeps,
  CouponOwner,
  CouponQuery,
  DecidedOrder,
  DecidingClick,
  Held,
  ProductSnapshot,
  RestoreQuery,
  Sources,
  StoredDecision,
  TermsInForce,
} from './model.ts';
export {
  type ActionsOfPublisher,
  type ActionTotal,
  actionsOfPublisher,
  actionTotals,
  type PublisherAction,
  undecidedTotals,
} from './publisher-actions.ts';
export { type WhyRoutesDeps, whyRoutes } from './routes.ts';
export { type SchemeQuestion, type SchemeVerdict, schemeVerdicts } from './scheme.ts';
export {
  type AdvertiserPayment,
  dueOf,
  type PaidOrder,
  paidOrders,
  recordAdvertiserPayment,
} from './service/advertiser-payment.ts';
export { type AffectedOrdersReport, affectedOrders } from './service/affected-orders.ts';
export {
  type AmountJson,
  type BacktestReport,
  type BacktestResult,
  backtest,
  type PublisherChange,
} from './service/backtest.ts';
export { decideAgain, decideOrdersOfClicks } from './service/decide-again.ts';
export { decideOrders } from './service/decide-orders.ts';
export type { OrderOutlook } from './service/outlook.ts';
export { type ReplayDifference, type ReplayReport, replay } from './service/replay.ts';
export { type WhyDeps, type WhyResult, why } from './service/why.ts';
export { latestDecisions } from './store.ts';
