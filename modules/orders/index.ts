export { forgetOldMessages } from './api/message-store.ts';
export type { OpenedClickId, OrdersDeps } from './deps.ts';
export { orderDeskRoutes } from './desk/desk-routes.ts';
export { type ImportedRow, type ImportOptions, type ImportReport, importOrders } from './import/import.ts';
export type { Notice } from './intake/accept-answers.ts';
export { clickTimeForOrder } from './intake/click-times.ts';
export {
  type DurableDeps,
  ORDERS_BURST,
  ORDERS_PER_SECOND,
  type Quota,
  quota,
  recordDurably,
  retryPending,
} from './intake/intake.ts';
export * from './model.ts';
export { type ExportedOrder, exportOrders } from './reading/export.ts';
export { type EventHistory, findOrderRefs, orderHistory, orderRecords } from './reading/read.ts';
export { type ParkedEvent, parkedEvents } from './record/event-store.ts';
export { setAttribution } from './record/new-orders.ts';
export { contentId } from './record/payload.ts';
export {
  type EventResult,
  type RecordDeps,
  type ReportResult,
  recordEvents,
  recordOrders,
} from './record/record.ts';
export { orderRoutes } from './routes.ts';
export { lockOrderKeys, refsOfClicks } from './store.ts';
export { type Refusals, refusals } from './tracking/refusals.ts';
