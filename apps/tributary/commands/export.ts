import type { Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { recordAudit } from '../../../modules/accounts/index.ts';
import { settled } from '../../../modules/ledger/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import { type ExportFormat, type ExportRow, openRowWriter } from '../../../platform/files/index.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandNetwork, instantArgument } from './import/import-catalogue.ts';

const exportNames = ['clicks', 'orders', 'actions', 'ledger', 'products'] as const;
export type ExportName = (typeof exportNames)[number];

/** Bounds in UTC, half-open: of recorded time, or for the ledger of effective time where that was asked for. */
export interface ExportRange {
  readonly by: 'recorded' | 'effective';
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

const ledgerHelp = `
Recorded time is given by the database, whatever clock its writers have: it is evidence, and covered by the hash chain. The books of the
example network were all recorded while it was loaded; its periods are found with --by effective, the time at which an entry counts. What
is recorded later may count earlier, so only recorded time serves to fetch piece after piece: everything before --until is there, since
transactions that may still record it are waited for.

Examples:
  $ tributary export ledger --since 2026-09-01 --until 2026-11-01 --by effective`;

export function register(
  program: Command,
  network: CommandNetwork,
  sources: ExportSources,
  output: Writable = process.stdout,
): void {
  const group = program
    .command('export')
    .summary('write clicks, orders, actions, ledger or products as rows')
    .description('Write clicks, orders, actions, ledger or products as rows.');
  for (const name of exportNames) {
    const command = group
      .command(name)
      .description(`Write ${name} to standard output as JSON lines or CSV.`)
      .addOption(new Option('--format <format>', 'format of the rows').choices(['jsonl', 'csv']).default('jsonl'))
      .option('--since <instant>', 'first recorded time (RFC 3339, UTC where no zone is given)', instantArgument)
      .option('--until <instant>', 'first recorded time that is left out (default: now)', instantArgument)
      .addHelpText('after', name === 'ledger' ? `${ledgerHelp}\n${help}` : help)
      .action((options: Options) =>
        network.withNetwork((opened) => runExport({ ...opened, name, options, source: sources[name], output })),
      );
    if (name === 'ledger')
      command.addOption(
        new Option('--by <time>', 'time of entries that --since, --until and the order go by')
          .choices(['recorded', 'effective'])
          .default('recorded'),
      );
  }
}

interface Options {
  readonly format: ExportFormat;
  readonly since?: Instant;
  readonly until?: Instant;
  readonly by?: ExportRange['by'];
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
  const asked = { by: options.by ?? 'recorded', since: first ?? null, until: last ?? now };
  const range = name === 'ledger' && asked.by === 'recorded' ? await settledRange(db, asked) : asked;
  const writer = openRowWriter(output, options.format, columns[name]);
  await db.transaction(
    { role: 'system' },
    async (tx) => {
      const since = range.since === null ? null : formatInstant(range.since);
      const counted = range.by === 'recorded' ? {} : { by: range.by };
      const detail = { since, until: formatInstant(range.until), ...counted, format: options.format };
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

/** The range after whose reading nothing can be recorded in it any more: the next export may begin where this one ends. */
async function settledRange(db: Database, range: ExportRange): Promise<ExportRange> {
  const until = await settled(db, range.until);
  if (until === null)
    throw new UsageError(
      `export ledger: a transaction that may still record entries before ${formatInstant(range.until)} does not end. ` +
        'Run the export again later, or with an --until more than an hour ago',
    );
  return { ...range, until };
}
