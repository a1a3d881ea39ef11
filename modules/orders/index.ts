export type { Notice } from './accept-answers.ts';
export { clickTimeForOrder } from './click-times.ts';
export type { OpenedClickId, OrdersDeps } from './deps.ts';
export { orderDeskRoutes } from './desk-routes.ts';
export { type ParkedEvent, parkedEvents } from './event-store.ts';
export { type ExportedOrder, exportOrders } from './export.ts';
export { type ImportedRow, type ImportOptions, type ImportReport, importOrders } from './import.ts';
export {
  type DurableDeps,
  ORDERS_BURST,
  ORDERS_PER_SECOND,
  type Quota,
  quota,
  recordDurably,
  retryPending,
} from './intake.ts';
export { forgetOldMessages } from './message-store.ts';
export * from './model.ts';
export { contentId } from './payload.ts';
export { type EventHistory, findOrderRefs, orderHistory, orderRecords } from './read.ts';
export {
  BATCH_ORDERS_MAX,
  type EventResult,
  type RecordDeps,
  type ReportResult,
  recordEvents,
  recordOrders,
} from './record.ts';
export { type Refusals, refusals } from './refusals.ts';
export { orderRoutes } from './routes.ts';
export { lockOrderKeys, refsOfClicks, updateAttributions as setAttribution } from './store.ts';
