import type { Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { recordAudit } from '../../../modules/accounts/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import { type ExportFormat, type ExportRow, openRowWriter } from '../export/row-writer.ts';
import { UsageError } from '../usage-error.ts';
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

/** The columns, in their order: a file without rows has the same header as any other. */
const columns: Readonly<Record<ExportName, readonly string[]>> = {
  clicks: [
    'click_id',
    'at',
    'program',
    'ad_space',
    'publisher',
    'link',
    'country',
    'anonymizer',
    'subid',
    'subid1',
    'subid2',
    'subid3',
    'subid4',
    'traffic_type',
    'landing',
    'routed_from',
    'attributable',
    'flags',
  ],
  orders: [
    'order_id',
    'program',
    'status',
    'commission',
    'currency',
    'click_id',
    'publisher',
    'ordered_at',
    'recorded_at',
    'delivery_country',
    'order_amount',
    'order_currency',
    'terms_version',
  ],
  actions: [
    'order_id',
    'program',
    'status',
    'recorded_at',
    'ordered_at',
    'click_at',
    'decided_at',
    'paid_at',
    'publisher',
    'ad_space',
    'subid',
    'subid1',
    'subid2',
    'subid3',
    'subid4',
    'country',
    'traffic_type',
    'link',
    'device',
    'currency',
    'pending',
    'approved',
    'declined',
    'deducted',
    'order_currency',
    'order_amount',
    'new_customer',
    'revision',
  ],
  ledger: [
    'entry_id',
    'recorded_at',
    'effective_at',
    'kind',
    'title',
    'account',
    'program',
    'organisation',
    'amount',
    'currency',
    'order_id',
    'line_id',
    'terms_version',
    'rule',
    'reason',
    'event',
    'reverses',
  ],
  products: [
    'product_id',
    'program',
    'recorded_at',
    'valid_from',
    'author',
    'store_id',
    'category',
    'seller_country',
    'affiliate',
    'hot',
    'virtual',
    'hidden',
    'seller_rate',
    'hot_rate',
    'title',
    'url',
    'price',
    'currency',
  ],
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
  const { since: first, until: last } = options;
  if (first !== undefined && last !== undefined && last < first)
    throw new UsageError(
      `export ${name}: --until ${formatInstant(last)} is before --since ${formatInstant(first)}. Expected a later instant.`,
    );
  const range = { since: options.since ?? null, until: options.until ?? now };
  const writer = openRowWriter(output, options.format, columns[name]);
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
