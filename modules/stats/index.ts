export { settleActions } from './actions/action-rollup.ts';
export { type ActionRow, exportActions, type RecordedRange } from './actions/export-actions.ts';
export { type OpenAmounts, openAmounts } from './actions/open-amounts.ts';
export { fundedActions, unfundedByProgram, unfundedOf, unfundedOrders } from './actions/unfunded.ts';
export { type ClickHoursQuery, type DayHours, hoursWithClicks } from './clicks/click-hours.ts';
export { type Metric, type MetricKey, metricKeys, metricsOf } from './metrics/metrics.ts';
export { type MetricsNow, metricsNow } from './metrics/metrics-now.ts';
export { type Pace, paces } from './metrics/pace.ts';
export { type Language, metricText, wordingOf } from './metrics/wording.ts';
export {
  type ActionAmounts,
  type ActionFact,
  type ClickFact,
  type CriticalIndicator,
  countedStatuses,
  criticalIndicators,
  type PaidFact,
  type ProgramFact,
} from './model.ts';
export { type TrafficAlarm, trafficAlarms } from './quality/indicators.ts';
export { type NamedSpace, type QualityRoutes, qualityRoutes } from './quality/quality-routes.ts';
export {
  type FactSources,
  foldSubids,
  pruneStatistics,
  rebuildStatistics,
  recordActions,
  recordClicks,
  recordPaid,
  recordProgram,
  settleClicks,
} from './record.ts';
export { sumLinkDays } from './reports/link-sums.ts';
export { copyPlaceSubids } from './reports/place-subids.ts';
export { type Report, type ReportRow, report } from './reports/report.ts';
export type { Dimension, ReportQuery } from './reports/report-query.ts';
export { sumSubidDays } from './reports/subid-sums.ts';
export { type StatsRoutes, statsRoutes } from './routes.ts';
export { paidAt } from './store.ts';
