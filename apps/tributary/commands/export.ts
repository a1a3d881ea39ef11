import type { Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { recordAudit } from '../../../modules/accounts/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import { type ExportFormat, type ExportRow, openRowWriter } from '../export/row-writer.ts';
import { type CommandNetwork, instantArgument } from './import-catalogue.ts';

export const exportNames = ['clicks', 'orders', 'actions', 'ledger', 'products'] as const;
export type ExportName = (typeof exportNames)[number];

/** Bounds of recorded time in UTC, half-open. */
export interface ExportRange {
  readonly since: Instant | null;
  readonly until: Instant;
}

/** Passes every row of the range to `onRow`, oldest first, and waits for it. */
export type ExportSource = (tx: Tx, range: ExportRange, onRow: (row: ExportRow) => Promise<void>) => Promise<unknown>;

export type ExportSources = Readonly<Record<ExportName, ExportSource>>;

/** The header of a CSV file without rows; with rows the first one names the columns. */
const columnsOfNothing: Readonly<Record<ExportName, readonly string[]>> = {
  clicks: ['click_id', 'at', 'program', 'ad_space', 'country', 'anonymizer', 'subid'],
  orders: ['order_id', 'program', 'status', 'commission', 'currency', 'click_id', 'publisher'],
  actions: ['order_id', 'program', 'status', 'recorded_at'],
  ledger: ['entry_id', 'recorded_at'],
  products: ['product_id', 'program', 'recorded_at'],
};

const help = `
Writes to standard output, oldest recorded first, while it reads: any amount of rows needs the same memory. Times are UTC; --since is
included, --until is not. Cells of CSV files that a spreadsheet would take for a formula begin with an apostrophe.

Examples:
  $ tributary export orders > orders.jsonl
  $ tributary export clicks --format csv --since 2022-06-01 --until 2022-07-01 > june.csv

Exit status: 0 done, 2 wrong usage.`;

export function register(
  program: Command,
  network: CommandNetwork,
  sources: ExportSources,
  output: Writable = process.stdout,
): void {
  const group = program.command('export').description('Write clicks, orders, actions, ledger or products as rows.');
  for (const name of exportNames) {
    group
      .command(name)
      .description(`Write ${name} to standard output as JSON lines or CSV.`)
      .addOption(new Option('--format <format>', 'format of the rows').choices(['jsonl', 'csv']).default('jsonl'))
      .option('--since <instant>', 'first recorded time (RFC 3339, UTC where no zone is given)', instantArgument)
      .option('--until <instant>', 'first recorded time that is left out (default: now)', instantArgument)
      .addHelpText('after', help)
      .action((options: Options) =>
        network.withNetwork((opened) => runExport({ ...opened, name, options, source: sources[name], output })),
      );
  }
}

interface Options {
  readonly format: ExportFormat;
  readonly since?: Instant;
  readonly until?: Instant;
}

interface Export {
  readonly db: Database;
  readonly clock: Clock;
  readonly name: ExportName;
  readonly options: Options;
  readonly source: ExportSource;
  readonly output: Writable;
}

/** One transaction: all rows are of one moment, and that somebody took the data away is on record with it (I-34). */
async function runExport({ db, clock, name, options, source, output }: Export): Promise<void> {
  const now = clock.now();
  const range = { since: options.since ?? null, until: options.until ?? now };
  const writer = openRowWriter(output, options.format, columnsOfNothing[name]);
  await db.transaction(
    { role: 'system' },
    async (tx) => {
      const since = range.since === null ? null : formatInstant(range.since);
      const detail = { since, until: formatInstant(range.until), format: options.format };
      await recordAudit(tx, {
        at: now,
        orgId: null,
        actor: `tributary export ${name}`,
        action: 'data.exported',
        subject: `export:${name}`,
        detail,
      });
      await writer.writeAll((onRow) => source(tx, range, onRow));
    },
    { isolation: 'repeatable read' },
  );
}
