import type { Command } from 'commander';
import { type KeptRecord, parkedRecords, type Retried, retryParked } from '../../../modules/clicks/index.ts';
import type { CommandEnvironment } from '../environment.ts';
import { type CommandOutput, terminal } from './output.ts';
import { textTable } from './table.ts';

const parkedHelp = `
A record is put aside, whole and with the reason, when the store refuses it: its neighbours are stored, and it waits for somebody to look.

Examples:
  $ tributary clicks parked
  $ tributary clicks parked --json | jq -r '.[].reason' | sort | uniq -c

Exit status: 0 told (also when there is none), 2 wrong usage.`;

const retryHelp = `
Tries every parked record again, each for itself. What is stored now leaves the list and counts everywhere as if it had never been parked;
what is refused again stays, with the present reason. May be repeated and interrupted.

Exit status: 0 nothing is parked any more, 1 some records still are, 2 wrong usage.`;

/** Enough to see what is the matter; a cause that parks more is one cause. */
const SHOWN_MAX = 1_000;
const REASON_LENGTH_MAX = 100;

export function register(program: Command, environment: CommandEnvironment, output: CommandOutput = terminal): void {
  const clicks = program
    .command('clicks')
    .summary('look at records that the store refused')
    .description('Look at records that the store refused, and try them again.');
  clicks
    .command('parked')
    .summary('list records that the store refused')
    .description('List the records that the store refused, with their reasons.')
    .option('--json', 'print the records whole, as JSON', false)
    .addHelpText('after', parkedHelp)
    .action(async (options: { readonly json: boolean }) => {
      const records = await environment.withDatabase((db) =>
        db.transaction({ role: 'system' }, (tx) => parkedRecords(tx, { limit: SHOWN_MAX })),
      );
      output.out(options.json ? `${JSON.stringify(records.map(recordJson), null, 2)}\n` : listText(records));
    });
  clicks
    .command('retry-parked')
    .summary('try parked records again')
    .description('Try to store every parked record again.')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', retryHelp)
    .action(async (options: { readonly json: boolean }) => {
      const retried = await environment.withNetwork(({ db, clock, onStored }) => retryParked({ db, clock, onStored }));
      const { stored, repeated, parked } = retried;
      const shown = { stored, repeated, parked: parked.length };
      output.out(options.json ? `${JSON.stringify(shown, null, 2)}\n` : retriedText(retried));
      output.exit(parked.length === 0 ? 0 : 1);
    });
}

function recordJson({ segment, ordinal, parkedAt, reason, record }: KeptRecord): object {
  return { segment, ordinal, parked_at: new Date(parkedAt).toISOString(), reason, record };
}

function listText(records: readonly KeptRecord[]): string {
  if (records.length === 0) return 'no record is parked\n';
  const rows = records.map(({ segment, ordinal, parkedAt, reason }) => [
    segment,
    String(ordinal),
    new Date(parkedAt).toISOString(),
    reason.slice(0, REASON_LENGTH_MAX),
  ]);
  return `${textTable(['spool segment', 'record', 'parked at', 'reason'], rows)}\n`;
}

function retriedText({ stored, repeated, parked }: Retried): string {
  const still = parked.map(({ segment, ordinal, reason }) => `  ${segment} record ${ordinal}: ${reason}\n`);
  return `${stored} stored, ${repeated} were there already, ${parked.length} refused again\n${still.join('')}`;
}
