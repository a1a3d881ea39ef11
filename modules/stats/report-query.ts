import type { CalendarDay } from '../../core/time/index.ts';

/** What a report can be grouped and filtered by. `status` belongs to actions alone. */
export const dimensions = [
  'day',
  'month',
  'program',
  'ad_space',
  'subid',
  'subid1',
  'subid2',
  'subid3',
  'subid4',
  'country',
  'traffic_type',
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
  /** Reads one publisher's rows only; what a tenant may see at all is up to the database. */
  readonly publisherOrg: string | null;
}

/** Whether actions are divided by their state, which clicks do not have. */
export function isByStatus(query: Pick<ReportQuery, 'groupBy' | 'filters'>): boolean {
  return query.groupBy.includes('status') || query.filters.status !== undefined;
}
