export type { Instant, Interval } from './instant.ts';
export { contains, overlaps } from './interval.ts';
export { type ParsedInstant, parseInstant, type TimeProblem } from './rfc3339.ts';
export { formatDuration, formatInstant } from './utc-format.ts';
export {
  type CalendarDay,
  type CalendarMonth,
  dayAt,
  dayInterval,
  formatWallTime,
  instantAtWallTime,
  isTimeZone,
  monthAt,
  monthInterval,
  type WallTime,
  wallTimeAt,
  wallTimeOccurrences,
} from './zone.ts';
