import type { CalendarDay } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { type LinkSpans, linkSpansOf } from './link-sums.ts';
import type { ReportQuery } from './report-query.ts';
import { daysOfSummedSubids } from './subid-sums.ts';

/** Which of the sums that a job keeps answer a report. */
export interface KeptSums {
  /** Days whose SubIDs are summed by program. */
  readonly subidDays: readonly CalendarDay[];
  /** How clicks by link are put together; `null` where they are read day by day. */
  readonly links: LinkSpans | null;
}

export async function keptSumsOf(q: Queryable, query: ReportQuery): Promise<KeptSums> {
  return { subidDays: await daysOfSummedSubids(q, query), links: await linkSpansOf(q, query) };
}
