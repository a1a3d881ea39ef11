export { settleActions } from './action-rollup.ts';
export { type ClickHoursQuery, type DayHours, hoursWithClicks } from './click-hours.ts';
export { type ActionRow, exportActions, type RecordedRange } from './export-actions.ts';
export { type TrafficAlarm, trafficAlarms } from './indicators.ts';
export { type Metric, type MetricKey, metricKeys, metricsOf } from './metrics.ts';
export { type MetricsNow, metricsNow } from './metrics-now.ts';
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
export { type OpenAmounts, openAmounts } from './open-amounts.ts';
export { type Pace, paces } from './pace.ts';
export { type NamedSpace, type QualityRoutes, qualityRoutes } from './quality-routes.ts';
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
export { type Report, type ReportRow, report } from './report.ts';
export type { Dimension, ReportQuery } from './report-query.ts';
export { type StatsRoutes, statsRoutes } from './routes.ts';
export { paidAt } from './store.ts';
export { type Language, metricText, wordingOf } from './wording.ts';
