import type { Instant, Interval } from './instant.ts';

/** Whether `at` lies in the half-open interval: its start does, its end does not (I-30). */
export function contains(interval: Interval, at: Instant): boolean {
  return (interval.from === null || interval.from <= at) && (interval.until === null || at < interval.until);
}

/** Whether the interval holds no moment at all, because it ends where or before it starts. */
function isEmpty(interval: Interval): boolean {
  return interval.from !== null && interval.until !== null && interval.until <= interval.from;
}

/** Whether some moment lies in both; intervals that only touch do not overlap. */
export function overlaps(a: Interval, b: Interval): boolean {
  return !isEmpty(a) && !isEmpty(b) && startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}

function startsBeforeEnd(a: Interval, b: Interval): boolean {
  return a.from === null || b.until === null || a.from < b.until;
}
