export * from './model.ts';
export { findOrderRefs, orderRecords } from './read.ts';
export { type EventResult, type RecordDeps, type ReportResult, recordEvents, recordOrders } from './record.ts';
export { lockOrderKeys, refsOfClicks, updateAttributions as setAttribution } from './store.ts';
