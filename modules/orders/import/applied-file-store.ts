import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';

/** A file that was read to its end, with what was answered (BAD-82). */
export interface AppliedFile<Report> {
  readonly program: string;
  readonly advertiserOrg: string;
  readonly sha256: Buffer;
  readonly appliedAt: Instant;
  readonly name: string;
  readonly author: string;
  readonly report: Report;
}

/** Two that import the same file at the same instant have the same answer. */
export async function insertAppliedFile(q: Queryable, file: AppliedFile<object>): Promise<void> {
  await q.query(
    `insert into orders.applied_file (program, advertiser_org, sha256, applied_at, name, author, report)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      file.program,
      file.advertiserOrg,
      file.sha256,
      sqlInstant(file.appliedAt),
      file.name,
      file.author,
      JSON.stringify(file.report),
    ],
  );
}

/** What was answered when these bytes were last read; `Report` is what `insertAppliedFile` was given. */
export async function lastAppliedFile<Report>(
  q: Queryable,
  program: string,
  sha256: Buffer,
): Promise<{ readonly appliedAt: Instant; readonly name: string; readonly report: Report } | null> {
  const [row] = await q.query<{ applied_at: Instant; name: string; report: Report }>(
    `select applied_at, name, report from orders.applied_file where program = $1 and sha256 = $2
     order by applied_at desc limit 1`,
    [program, sha256],
  );
  return row === undefined ? null : { appliedAt: row.applied_at, name: row.name, report: row.report };
}
