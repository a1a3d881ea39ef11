import type { SegmentBooks } from '../../../modules/clicks/index.ts';
import type { verify } from '../../../modules/ledger/index.ts';
import type { Job } from '../watch/jobs.ts';
import type { SpoolReport, SpoolState } from '../watch/spools.ts';
import { textTable } from './table.ts';

/** Everything that `tributary doctor` looked at. */
export interface DoctorReport {
  readonly dataDir: string;
  readonly database: string;
  readonly version: string;
  readonly ledger: Awaited<ReturnType<typeof verify>>;
  /** The newest ones. */
  readonly segments: readonly SegmentBooks[];
  readonly spools: SpoolReport;
  /** Of the worker that ran last. */
  readonly jobs: readonly Job[];
  readonly geoData: { readonly builtOn: string; readonly days: number };
  /** Each with its remedy; any makes the exit status 1. */
  readonly findings: readonly string[];
  /** What should be mended in time, and is no finding. */
  readonly warnings: readonly string[];
}

export function jsonOf(report: DoctorReport): string {
  const { dataDir, database, version, ledger, segments, spools, jobs, geoData, findings, warnings } = report;
  const shown = {
    data_directory: dataDir,
    database,
    postgresql: version,
    spools: spools.spools.map(spoolJson),
    segments: segments.map(({ segment, spool, recorded, stored, repeated, parked, lost, damaged }) => {
      return { segment, spool, recorded, stored, repeated, parked, lost, damaged };
    }),
    parked: spools.parked.map(({ segment, ordinal, parkedAt, reason }) => {
      return { segment, ordinal, parked_at: new Date(parkedAt).toISOString(), reason };
    }),
    spool_room_bytes: spools.room,
    jobs: jobs.map(({ name, endedAt, failedAt, trouble, seenAt }) => ({
      name,
      ended_at: shownAt(endedAt),
      failed_at: shownAt(failedAt),
      trouble,
      seen_at: shownAt(seenAt),
    })),
    geo_data: { of: geoData.builtOn, days: geoData.days },
    ledger: {
      entries: String(ledger.entries),
      sealed: String(ledger.sealed),
      unsealed: String(ledger.unsealed),
    },
    findings,
    warnings,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function shownAt(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function spoolJson({ spool, totals, backlog, unspooled }: SpoolState): object {
  const { segments = 0, bytes = 0, waiting = null } = backlog ?? {};
  return {
    spool,
    on_disk: { segments, bytes },
    recorded: Number(totals?.recorded ?? 0),
    stored: Number(totals?.stored ?? 0),
    repeated: Number(totals?.repeated ?? 0),
    parked: Number(totals?.parked ?? 0),
    lost: Number(totals?.lost ?? 0),
    waiting: {
      records: waiting?.records ?? 0,
      bytes: waiting?.bytes ?? 0,
      oldest_at: waiting?.oldestAt == null ? null : new Date(waiting.oldestAt).toISOString(),
    },
    unspooled: unspooled?.count ?? 0,
  };
}

export function textOf(report: DoctorReport): string {
  const { dataDir, database, version, ledger, segments, spools, jobs, geoData, findings, warnings } = report;
  const seen = jobs.map(({ seenAt }) => seenAt).sort((one, other) => other - one)[0];
  const rows = segments.map(({ segment, recorded, stored, repeated, parked, lost }) =>
    [segment, recorded, stored, repeated, parked, lost].map(String),
  );
  const verdict = findings.length === 0 ? ['all is well'] : findings.map((finding) => `finding    ${finding}`);
  return [
    `data       ${dataDir}`,
    `database   ${database} (PostgreSQL ${version})`,
    `ledger     ${ledger.entries} entries, ${ledger.sealed} sealed`,
    `addresses  data of ${geoData.builtOn}, ${geoData.days} days old`,
    `worker     ${seen === undefined ? 'never seen' : `seen at ${shownAt(seen)}`}`,
    `spool      ${spools.room === null ? 'none yet' : `${megabytes(spools.room)} MB free on its disk`}`,
    '',
    textTable(SPOOL_COLUMNS, spools.spools.map(spoolRow)),
    '',
    textTable(['spool segment', 'recorded', 'stored', 'repeated', 'parked', 'lost'], rows),
    '',
    ...warnings.map((warning) => `warning    ${warning}`),
    ...verdict,
    '',
  ].join('\n');
}

const SPOOL_COLUMNS = [
  'edge',
  'MB',
  'recorded',
  'stored',
  'repeated',
  'parked',
  'lost',
  'waiting',
  'since',
  'unspooled',
];

function spoolRow({ spool, totals, backlog, unspooled }: SpoolState): string[] {
  const { recorded = 0, stored = 0, repeated = 0, parked = 0, lost = 0 } = totals ?? {};
  const { records = 0, oldestAt = null } = backlog?.waiting ?? {};
  const since = oldestAt === null ? '' : new Date(oldestAt).toISOString();
  const counts = [megabytes(backlog?.bytes ?? 0), recorded, stored, repeated, parked, lost, records ?? 0];
  return [spool, ...counts.map(String), since, String(unspooled?.count ?? 0)];
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0);
}
