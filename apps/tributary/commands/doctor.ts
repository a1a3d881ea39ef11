import type { Command } from 'commander';
import { segmentBooks } from '../../../modules/clicks/index.ts';
import { verify } from '../../../modules/ledger/index.ts';
import { parkedEvents } from '../../../modules/orders/index.ts';
import { type Clock, type Instant, systemClock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { findDatabaseHome } from '../../../platform/postgres/index.ts';
import { type CommandEnvironment, configOf } from '../environment.ts';
import { textTable } from './table.ts';

const help = `
Tells where the data live and whether what was recorded has arrived: for every spool segment, recorded = stored + repeated + parked,
and nothing lost; for the ledger, that it is in order; for orders, which events have waited more than a day for theirs.

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
  const { dataDir, databaseUrl } = configOf('command');
  const database = databaseUrl === null ? (findDatabaseHome(dataDir) ?? 'not made yet') : 'DATABASE_URL';
  const { version, segments, ledger, waiting } = await environment.withDatabase(async (db) => {
    const [shown] = await db.transaction({ role: 'system' }, (tx) =>
      tx.query<{ version: string }>(`select current_setting('server_version') as version`),
    );
    return {
      version: shown?.version ?? '',
      segments: await db.transaction({ role: 'system' }, (tx) => segmentBooks(tx, SEGMENTS_SHOWN)),
      ledger: await verify(db),
      waiting: await waitingEvents(db, now),
    };
  });
  const findings = [
    ...segments
      .filter(({ lost, damaged }) => lost > 0 || damaged.length > 0)
      .map(({ segment, lost }) => `spool segment ${segment}: ${lost} records lost to damage`),
    ...segments
      .filter((books) => books.recorded !== books.stored + books.repeated + books.parked)
      .map(({ segment }) => `spool segment ${segment}: recorded is not stored + repeated + parked`),
    ...ledger.findings.map(({ detail }) => `ledger: ${detail}`),
    ...waiting,
  ];
  if (isJson) {
    const books = segments.map(({ segment, recorded, stored, repeated, parked, lost }) => {
      return { segment, recorded, stored, repeated, parked, lost };
    });
    const { entries, sealed, unsealed } = ledger;
    const shown = { entries: String(entries), sealed: String(sealed), unsealed: String(unsealed) };
    const report = { data_directory: dataDir, database, postgresql: version, segments: books, ledger: shown, findings };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    const rows = segments.map(({ segment, recorded, stored, repeated, parked, lost }) =>
      [segment, recorded, stored, repeated, parked, lost].map(String),
    );
    process.stdout.write(
      [
        `data       ${dataDir}`,
        `database   ${database} (PostgreSQL ${version})`,
        `ledger     ${ledger.entries} entries, ${ledger.sealed} sealed`,
        '',
        textTable(['spool segment', 'recorded', 'stored', 'repeated', 'parked', 'lost'], rows),
        '',
        ...(findings.length === 0 ? ['all is well'] : findings),
        '',
      ].join('\n'),
    );
  }
  if (findings.length > 0) process.exitCode = 1;
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
