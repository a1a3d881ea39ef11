/** A moment in UTC: milliseconds since 1970-01-01T00:00:00Z, always an integer. */
export type Instant = number;

/** A half-open interval: `from` is inside, `until` is outside; `null` means unbounded on that side (I-30). */
export interface Interval {
  readonly from: Instant | null;
  readonly until: Instant | null;
}
