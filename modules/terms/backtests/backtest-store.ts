import type { z } from 'zod';
import type { backtestReport } from '../../../contract/wire/terms.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';

export interface Backtest {
  readonly id: string;
  readonly program: string;
  readonly status: 'running' | 'done' | 'cancelled' | 'failed';
  readonly startedAt: Instant;
  /** When somebody worked on it last. */
  readonly seenAt: Instant;
  readonly hash: Buffer;
  readonly from: Instant;
  readonly until: Instant;
  readonly done: bigint;
  readonly total: bigint;
  readonly report: z.input<typeof backtestReport> | null;
}

const COLUMNS = `backtest_id as id, program, status, started_at as "startedAt", seen_at as "seenAt", hash, ordered_from as "from",
  ordered_until as "until", done, total, report`;

export async function insertBacktest(
  q: Queryable,
  { advertiserOrg, startedBy, ...test }: Backtest & { readonly advertiserOrg: string; readonly startedBy: string },
): Promise<void> {
  await q.query(
    `insert into terms.backtest (backtest_id, program, advertiser_org, started_by, started_at, seen_at, hash, ordered_from, ordered_until,
       status, done, total)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', 0, 0)`,
    [
      test.id,
      test.program,
      advertiserOrg,
      startedBy,
      sqlInstant(test.startedAt),
      sqlInstant(test.seenAt),
      test.hash,
      sqlInstant(test.from),
      sqlInstant(test.until),
    ],
  );
}

export async function backtestById(q: Queryable, program: string, id: string): Promise<Backtest | null> {
  const [row] = await q.query<Backtest>(
    `select ${COLUMNS} from terms.backtest where program = $1 and backtest_id = $2`,
    [program, id],
  );
  return row ?? null;
}

/** The one that somebody has worked on since `seen`. */
export async function runningBacktest(q: Queryable, program: string, seen: Instant): Promise<Backtest | null> {
  const [row] = await q.query<Backtest>(
    `select ${COLUMNS} from terms.backtest where program = $1 and status = 'running' and seen_at >= $2 limit 1`,
    [program, sqlInstant(seen)],
  );
  return row ?? null;
}

/** Says how far it is; `false` when it was cancelled and is to stop. */
export async function noteProgress(
  q: Queryable,
  id: string,
  progress: { readonly done: number; readonly total: number; readonly at: Instant },
): Promise<boolean> {
  const rows = await q.query(
    `update terms.backtest set done = $2, total = $3, seen_at = $4 where backtest_id = $1 and status = 'running' returning backtest_id`,
    [id, progress.done, progress.total, sqlInstant(progress.at)],
  );
  return rows.length === 1;
}

/** Ends one that runs; an end is not changed by a later one. */
export async function endBacktest(
  q: Queryable,
  id: string,
  end: { readonly status: Backtest['status']; readonly report: Backtest['report'] },
): Promise<void> {
  await q.query(
    `update terms.backtest set status = $2, report = $3::jsonb where backtest_id = $1 and status = 'running'`,
    [id, end.status, end.report === null ? null : JSON.stringify(end.report)],
  );
}

/** Of one program: those begun before. */
export async function forgetBacktests(q: Queryable, program: string, before: Instant): Promise<void> {
  await q.query('delete from terms.backtest where program = $1 and started_at < $2', [program, sqlInstant(before)]);
}
