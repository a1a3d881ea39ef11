import { hostname } from 'node:os';
import type { JobName } from '../../../contract/wire/health.ts';
import type { Clock, Instant } from '../../../platform/clock/index.ts';
import { type Database, type Queryable, sqlInstant } from '../../../platform/db/index.ts';

/** A job of the worker, as it stands in the books. */
export interface Job {
  readonly name: JobName;
  readonly everyMs: number;
  readonly process: string;
  readonly startedAt: Instant;
  /** The end of the last round that went well. */
  readonly endedAt: Instant | null;
  readonly failedAt: Instant | null;
  readonly trouble: string | null;
  readonly seenAt: Instant;
}

/** How a job is: `expected` has not had its first turn yet. */
export type JobState = 'well' | 'expected' | 'late' | 'failing' | 'silent';

/** How often the worker says that it is there. */
const SAY_EVERY_MS = 5_000;
/** A worker that has said nothing for so long has died, stands still, or does not reach the database. */
export const SILENT_MS_MAX = 30_000;
/** A round may be slow; three that are missing are no coincidence. */
const ROUNDS_MISSED_MAX = 3;
const LATE_MS_MIN = 60_000;
const TROUBLE_CHARACTERS_MAX = 500;

export function lateAfter(everyMs: number): number {
  return Math.max(ROUNDS_MISSED_MAX * everyMs, LATE_MS_MIN);
}

export function jobState(job: Job, now: Instant): JobState {
  const { everyMs, startedAt, endedAt, failedAt, seenAt } = job;
  if (now - seenAt > SILENT_MS_MAX) return 'silent';
  if (failedAt !== null && (endedAt === null || failedAt > endedAt)) return 'failing';
  if (now - Math.max(startedAt, endedAt ?? startedAt) > lateAfter(everyMs)) return 'late';
  return endedAt === null ? 'expected' : 'well';
}

/** The jobs of the last worker, running or not; those that it did not take up any more are left out. Needs a system transaction. */
export async function jobsOf(q: Queryable): Promise<Job[]> {
  return q.query<Job>(
    `select name, every_ms as "everyMs", process, started_at as "startedAt", ended_at as "endedAt", failed_at as "failedAt",
            trouble, seen_at as "seenAt"
       from watch.job where seen_at > (select max(seen_at) from watch.job) - make_interval(secs => $1) order by name`,
    [SILENT_MS_MAX / 1_000],
  );
}

/** Keeps what the jobs of this process do, and says it in the database now and then. */
export interface JobBooks {
  /** Takes a job up; what comes of its rounds is told to the answer. */
  take(name: JobName, everyMs: number): { ended(): void; failed(error: unknown): void };
  start(): void;
  /** Says it a last time. */
  stop(): Promise<void>;
}

type Kept = { -readonly [Key in keyof Omit<Job, 'seenAt' | 'process'>]: Job[Key] };

export function jobBooks(deps: { readonly db: Database; readonly clock: Clock }): JobBooks {
  const { db, clock } = deps;
  const jobs: Kept[] = [];
  let timer: NodeJS.Timeout | null = null;
  let saying: Promise<void> | null = null;
  // Where the database is away the others tell; that nothing is said then is what this is for.
  const say = (): Promise<void> => {
    saying ??= db
      .transaction({ role: 'system' }, (tx) => writeJobs(tx, jobs, clock.now()))
      .catch(() => undefined)
      .finally(() => {
        saying = null;
      });
    return saying;
  };
  return {
    take: (name, everyMs) => {
      const job: Kept = { name, everyMs, startedAt: clock.now(), endedAt: null, failedAt: null, trouble: null };
      jobs.push(job);
      return {
        ended: () => {
          job.endedAt = clock.now();
        },
        failed: (error) => {
          job.failedAt = clock.now();
          job.trouble = (error instanceof Error ? error.message : String(error)).slice(0, TROUBLE_CHARACTERS_MAX);
        },
      };
    },
    start: () => {
      timer ??= setInterval(() => void say(), SAY_EVERY_MS).unref();
      void say();
    },
    stop: async () => {
      if (timer !== null) clearInterval(timer);
      await saying;
      await say();
    },
  };
}

const instant = (at: Instant | null): string | null => (at === null ? null : sqlInstant(at));

async function writeJobs(q: Queryable, jobs: readonly Kept[], now: Instant): Promise<void> {
  await q.query(
    `insert into watch.job (name, every_ms, process, started_at, ended_at, failed_at, trouble, seen_at)
     select name, every_ms, $7, started_at, ended_at, failed_at, trouble, $8
       from unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::text[])
         as said (name, every_ms, started_at, ended_at, failed_at, trouble)
     on conflict (name) do update set
       every_ms = excluded.every_ms, process = excluded.process, started_at = excluded.started_at, seen_at = excluded.seen_at,
       ended_at = coalesce(excluded.ended_at, job.ended_at), failed_at = excluded.failed_at, trouble = excluded.trouble`,
    [
      jobs.map(({ name }) => name),
      jobs.map(({ everyMs }) => everyMs),
      jobs.map(({ startedAt }) => instant(startedAt)),
      jobs.map(({ endedAt }) => instant(endedAt)),
      jobs.map(({ failedAt }) => instant(failedAt)),
      jobs.map(({ trouble }) => trouble),
      `${hostname()} ${process.pid}`,
      sqlInstant(now),
    ],
  );
}
