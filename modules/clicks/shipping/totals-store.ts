import type { Queryable } from '../../../platform/db/index.ts';
import { booksOfSegments, type SegmentBooks } from '../store.ts';

/** The books of all segments of one edge: recorded = stored + repeated + parked. */
export interface SpoolTotals {
  readonly spool: string;
  readonly segments: bigint;
  readonly recorded: bigint;
  readonly stored: bigint;
  readonly repeated: bigint;
  readonly parked: bigint;
  readonly lost: bigint;
}

/** The books of every edge that ever recorded a click, summed over its segments. */
export function spoolTotals(q: Queryable): Promise<SpoolTotals[]> {
  return q.query<SpoolTotals>(
    `select spool, count(*) as segments, sum(recorded)::bigint as recorded, sum(stored)::bigint as stored,
       sum(repeated)::bigint as repeated, sum(parked)::bigint as parked, sum(lost)::bigint as lost
     from clicks.segment group by spool order by spool`,
  );
}

/** Segments with records that could not be read, newest first. */
export async function damagedSegments(q: Queryable, limit: number): Promise<SegmentBooks[]> {
  const rows = await q.query<{ segment: string }>(
    `select segment from clicks.segment where lost > 0 or damaged <> '[]' order by first_seen_at desc, segment desc limit $1`,
    [limit],
  );
  return booksOfSegments(
    q,
    rows.map(({ segment }) => segment),
  );
}

/** Segments whose end the store has not seen, oldest first. */
export async function openSegments(q: Queryable, limit: number): Promise<SegmentBooks[]> {
  const rows = await q.query<{ segment: string }>(
    `select segment from clicks.segment where confirmed_at is null and deleted_at is null order by spool, segment limit $1`,
    [limit],
  );
  return booksOfSegments(
    q,
    rows.map(({ segment }) => segment),
  );
}
