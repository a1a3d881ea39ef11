import { join } from 'node:path';
import type { Command } from 'commander';
import { type SegmentBooks, segmentBooks } from '../../../modules/clicks/index.ts';
import { verify } from '../../../modules/ledger/index.ts';
import { parkedEvents } from '../../../modules/orders/index.ts';
import { type Clock, type Instant, systemClock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { openAsnTable, openCountryTable } from '../../../platform/geoip/index.ts';
import { findDatabaseHome } from '../../../platform/postgres/index.ts';
import { type CommandEnvironment, configOf } from '../environment.ts';
import { geoDataAge, oldGeoData } from '../watch/alarms.ts';
import { spoolFindings } from '../watch/findings.ts';
import { type Job, jobState, jobsOf } from '../watch/jobs.ts';
import { inspectSpools, type SpoolReport } from '../watch/spools.ts';
import { type DoctorReport, jsonOf, textOf } from './doctor-report.ts';

const help = `
Tells where the data live and whether what was recorded has arrived: for every edge, recorded = stored + repeated + parked, what still
waits, what was lost and where, and how many clicks were redirected without a durable record; the room on the spool's disk; the age of
the data of countries and networks; for the ledger, that it is in order; for orders, which events have waited more than a day for
theirs. Each finding says what to do.

Exit status: 0 all is well, 1 there are findings, 2 wrong usage.`;

/** Enough to see the last days; older segments are deleted anyway. */
const SEGMENTS_SHOWN = 20;

/** An event may come before its order, but not by more than this: then somebody should ask the advertiser for it (G-8). */
const WAITING_MS_MAX = 24 * 3_600_000;
const WAITING_SHOWN = 20;

export function register(program: Command, environment: CommandEnvironment, clock: Clock = systemClock): void {
  program
    .command('doctor')
    .summary('look whether all is well')
    .description('Look whether all is well with database, spool and ledger.')
    .option('--json', 'print the findings as JSON', false)
    .addHelpText('after', help)
    .action((options: { readonly json: boolean }) => run(environment, clock.now(), options.json));
}

async function run(environment: CommandEnvironment, now: Instant, isJson: boolean): Promise<void> {
  const { dataDir, databaseUrl, geoip } = configOf('command');
  const examined = await environment.withDatabase((db) => examine(db, dataDir, now));
  const geoDataOn = await geoDataOf(dataDir, geoip);
  const age = geoDataAge(geoDataOn, now);
  const report: DoctorReport = {
    ...examined,
    dataDir,
    database: databaseUrl === null ? (findDatabaseHome(dataDir) ?? '') : 'DATABASE_URL',
    geoData: { builtOn: geoDataOn, days: age.days },
    warnings: [
      ...(age.isOld ? [oldGeoData(geoDataOn, age.days)] : []),
      ...examined.jobs.flatMap((job) => jobWarnings(job, now)),
    ],
  };
  process.stdout.write(isJson ? jsonOf(report) : textOf(report));
  if (report.findings.length > 0) process.exitCode = 1;
}

/** A worker that is not there is none: this command is asked also while the network stands still. */
function jobWarnings(job: Job, now: Instant): string[] {
  const { name, trouble, endedAt } = job;
  const since = endedAt === null ? 'never went well' : `went well last at ${new Date(endedAt).toISOString()}`;
  const state = jobState(job, now);
  if (state === 'failing') return [`job ${name} fails (${trouble}), it ${since}. It is tried again by itself.`];
  return state === 'late'
    ? [`job ${name} is late, it ${since}. Look at the log of the worker and start it again.`]
    : [];
}

/** The day of the older of both. */
async function geoDataOf(dataDir: string, geoip: string | null): Promise<string> {
  const tables = await Promise.all([
    openCountryTable(geoip, join(dataDir, 'geoip')),
    openAsnTable(join(dataDir, 'geoip')),
  ]);
  const [older = ''] = tables.map(({ builtOn }) => builtOn).sort();
  return older;
}

async function examine(
  db: Database,
  dataDir: string,
  now: Instant,
): Promise<Pick<DoctorReport, 'version' | 'ledger' | 'segments' | 'spools' | 'jobs' | 'findings'>> {
  const { version, segments, jobs } = await db.transaction({ role: 'system' }, async (tx) => {
    const [shown] = await tx.query<{ version: string }>(`select current_setting('server_version') as version`);
    return { version: shown?.version ?? '', segments: await segmentBooks(tx, SEGMENTS_SHOWN), jobs: await jobsOf(tx) };
  });
  const ledger = await verify(db);
  const spools = await inspectSpools(db, dataDir);
  const findings = [
    ...clickFindings(spools, segments, now),
    ...ledger.findings.map(({ detail }) => `ledger: ${detail}`),
    ...(await waitingEvents(db, now)),
  ];
  return { version, ledger, segments, spools, jobs, findings };
}

function clickFindings(spools: SpoolReport, segments: readonly SegmentBooks[], now: Instant): string[] {
  return [
    ...spoolFindings(spools, now),
    ...segments
      .filter((books) => books.recorded !== books.stored + books.repeated + books.parked)
      .map(
        ({ segment }) =>
          `spool segment ${segment}: recorded is not stored + repeated + parked; report this as a defect`,
      ),
  ];
}

/** Events that have waited too long for their order, each as a sentence. */
export async function waitingEvents(db: Database, now: Instant): Promise<readonly string[]> {
  const asked = { program: null, before: now - WAITING_MS_MAX, limit: WAITING_SHOWN };
  const events = await db.transaction({ role: 'system' }, (tx) => parkedEvents(tx, asked));
  return events.map(
    ({ program, orderId, type, recordedAt }) =>
      `order ${program}/${orderId}: ${type} has waited for it since ${new Date(recordedAt).toISOString()}`,
  );
}
