import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';

/** What makes a file the same as one before: its bytes, what they were for, and from when its rows hold. */
export interface FileIdentity {
  readonly program: string;
  readonly kind: 'products' | 'rates';
  readonly sha256: Buffer;
  /** `null`: the time of the import. */
  readonly at: Instant | null;
}

export interface AppliedFile extends FileIdentity {
  readonly advertiserOrg: string;
  readonly appliedAt: Instant;
  readonly author: string;
  readonly report: object;
}

export async function insertAppliedFile(q: Queryable, file: AppliedFile): Promise<void> {
  await q.query(
    `insert into catalogue.applied_file (program, advertiser_org, kind, sha256, at, applied_at, author, report)
     values ($1, $2, $3, $4, coalesce($5::timestamptz, '-infinity'), $6, $7, $8) on conflict do nothing`,
    [
      file.program,
      file.advertiserOrg,
      file.kind,
      file.sha256,
      file.at === null ? null : sqlInstant(file.at),
      sqlInstant(file.appliedAt),
      file.author,
      JSON.stringify(file.report),
    ],
  );
}

/** What was answered when this file was last read; `Report` is what `insertAppliedFile` was given. */
export async function lastAppliedFile<Report>(
  q: Queryable,
  { program, kind, sha256, at }: FileIdentity,
): Promise<{ readonly appliedAt: Instant; readonly report: Report } | null> {
  const [row] = await q.query<{ applied_at: Instant; report: Report }>(
    `select applied_at, report from catalogue.applied_file
     where program = $1 and kind = $2 and sha256 = $3 and at = coalesce($4::timestamptz, '-infinity')
     order by applied_at desc limit 1`,
    [program, kind, sha256, at === null ? null : sqlInstant(at)],
  );
  return row === undefined ? null : { appliedAt: row.applied_at, report: row.report };
}
