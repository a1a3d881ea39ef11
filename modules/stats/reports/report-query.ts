import type { CalendarDay } from '../../../core/time/index.ts';
import type { RollupName } from '../clicks/rollup.ts';

/** What a report can be grouped and filtered by. `status` belongs to actions alone; `hour` is the hour of the day, 00 to 23. */
export const dimensions = [
  'day',
  'month',
  'hour',
  'program',
  'ad_space',
  'traffic_type',
  'link',
  'subid',
  'subid1',
  'subid2',
  'subid3',
  'subid4',
  'country',
  'device',
  'status',
] as const;
export type Dimension = (typeof dimensions)[number];

/** Days are chosen by the range, so they are no filters. */
export type FilterDimension = Exclude<Dimension, 'day' | 'month'>;

/** Counts a report can be ordered by; money cannot, as currencies have no common order. */
export const sortMeasures = ['clicks', 'unique_clicks', 'filtered_clicks', 'actions', 'new_customers'] as const;
export type SortMeasure = (typeof sortMeasures)[number];

export interface ReportQuery {
  /** First calendar day, each program counting in its own zone. */
  readonly since: CalendarDay;
  /** The day after the last. */
  readonly until: CalendarDay;
  readonly groupBy: readonly Dimension[];
  /** Accepted values by dimension; '' stands for "unknown" or "none". */
  readonly filters: Readonly<Partial<Record<FilterDimension, readonly string[]>>>;
  /** `null` orders by the dimensions. */
  readonly sort: { readonly by: Dimension | SortMeasure; readonly descending: boolean } | null;
  readonly limit: number;
  readonly offset: number;
  /**
   * Reads one publisher's rows only; what a tenant may see at all is up to the database. `null` reads sums over all publishers where there
   * are some, of which a publisher sees none: it always asks for its own.
   */
  readonly publisherOrg: string | null;
}

/** Whether actions are divided by their state, which clicks do not have. */
export function isByStatus(query: Pick<ReportQuery, 'groupBy' | 'filters'>): boolean {
  return query.groupBy.includes('status') || query.filters.status !== undefined;
}

/** Dimensions that every rollup of clicks has, and those that one has beside them: one table each, because narrow ones are read fast. */
export const commonDimensions = ['day', 'month', 'program', 'ad_space', 'traffic_type'] as const;
export const ownDimensions: Readonly<Record<Exclude<RollupName, 'space'>, readonly Dimension[]>> = {
  hour: ['hour'],
  link: ['link'],
  country: ['country'],
  device: ['device'],
  subid: ['subid', 'subid1', 'subid2', 'subid3', 'subid4'],
};

/** The rollup that answers a query about clicks, or the dimensions that no rollup has together. */
export function rollupOf(
  query: Pick<ReportQuery, 'groupBy' | 'filters'>,
): { readonly ok: true; readonly rollup: RollupName } | { readonly ok: false; readonly apart: readonly Dimension[] } {
  const filtered = dimensions.filter((name) => isFilter(name) && query.filters[name] !== undefined);
  const asked = [...new Set([...query.groupBy, ...filtered])];
  const special = asked.filter((dimension) => !isCommon(dimension));
  if (special.length === 0) return { ok: true, rollup: 'space' };
  for (const rollup of ['hour', 'link', 'country', 'device', 'subid'] as const) {
    if (special.every((dimension) => ownDimensions[rollup].includes(dimension))) return { ok: true, rollup };
  }
  return { ok: false, apart: special };
}

/** Whether nothing is asked for that only sums by ad space know. */
export function isOverPublishers(query: Pick<ReportQuery, 'groupBy' | 'filters' | 'publisherOrg'>): boolean {
  return query.publisherOrg === null && !query.groupBy.includes('ad_space') && query.filters.ad_space === undefined;
}

export function isCommon(dimension: Dimension): boolean {
  return commonDimensions.some((common) => common === dimension);
}

export function isFilter(dimension: Dimension): dimension is FilterDimension {
  return dimension !== 'day' && dimension !== 'month';
}
