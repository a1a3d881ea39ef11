export type {
  ActionAmounts,
  ClickSource,
  CommissionDeps,
  CouponOwner,
  DecidedOrder,
  DecidingClick,
  Held,
  ProductSnapshot,
  Sources,
  StoredDecision,
  TermsInForce,
} from './model.ts';
export { decideOrders } from './service/decide-orders.ts';
export { latestDecisions } from './store.ts';
