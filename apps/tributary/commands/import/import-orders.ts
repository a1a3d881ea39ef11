import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { Result } from '../../../../contract/errors/index.ts';
import { formatInstant } from '../../../../core/time/index.ts';
import {
  type ImportedRow,
  type ImportReport,
  importOrders,
  type OrdersDeps,
} from '../../../../modules/orders/index.ts';
import { programByCode } from '../../../../modules/programs/index.ts';
import { startProgress } from '../../../../platform/progress/index.ts';
import { type CommandOutput, terminal } from '../output.ts';
import { importGroup } from './import-catalogue.ts';
import { alreadyAppliedText, openInput, remedyOf, toldText } from './import-input.ts';

/** What the import needs of its surroundings. */
export interface OrdersNetwork {
  withNetwork<T>(work: (network: { readonly orders: OrdersDeps }) => Promise<T>): Promise<T>;
}

const help = `
CSV (UTF-8; commas, semicolons or tabs), one row a line of an order: order_id, ordered_at and amount are required; currency, click_id,
delivery_country, coupon, customer, line_id, product_id, quantity, store_id, category, seller_country, affiliate, hot, virtual, hidden
are known. With order_id and status (pending, approved, declined, refunded, or a violation) it is a file of states.
Workbooks (.xlsx): the first sheet, with the same columns. XML: <payment_list version="2">, or the revision <Payments xmlns="http://admitad.com/payments-revision">.

Examples:
  $ tributary import orders --program aliexpress-ru-cis-new orders.csv
  $ tributary import orders --program aliexpress-ru-cis-new --dry-run --json june.xml
  $ gunzip -c orders.csv.gz | tributary import orders --program aliexpress-ww -

Refused rows are named with line, reason and remedy; all others are taken. A file that was applied before is answered as then and
changes nothing. Formats: docs/api/orders.md.
Exit status: 0 done, 1 rows or the file were refused, 2 wrong usage.`;

interface Options {
  readonly program: string;
  readonly format?: 'csv' | 'xml' | 'xlsx';
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly json: boolean;
}

export function register(program: Command, network: OrdersNetwork, output: CommandOutput = terminal): void {
  importGroup(program)
    .command('orders')
    .argument('<file>', 'CSV, XML or .xlsx; - reads standard input')
    .summary('import orders or their states')
    .description('Import orders or their states.')
    .requiredOption('--program <code>', 'program the file is for')
    .addOption(new Option('--format <format>', 'told from the file when left out').choices(['csv', 'xml', 'xlsx']))
    .option('--dry-run', 'read and try everything, change nothing', false)
    .option('--again', 'read a file again that was applied before', false)
    .option('--json', 'print refused rows and the report as JSON lines', false)
    .addHelpText('after', help)
    .action((file: string, options: Options) => run({ file, options, network, output }));
}

interface Run {
  readonly file: string;
  readonly options: Options;
  readonly network: OrdersNetwork;
  readonly output: CommandOutput;
}

async function run({ file, options, network, output }: Run): Promise<void> {
  const opened = await openInput(file);
  if (opened === null) {
    output.err(`tributary import orders: ${file} cannot be read. Name a file, or - for standard input.\n`);
    output.exit(2);
    return;
  }
  try {
    await network.withNetwork(({ orders }) => importFrom({ file, options, output, orders, input: opened.stream }));
  } finally {
    await opened.close();
  }
}

interface Import extends Omit<Run, 'network'> {
  readonly orders: OrdersDeps;
  readonly input: AsyncIterable<Uint8Array>;
}

async function importFrom({ file, options, output, orders, input }: Import): Promise<void> {
  const program = await orders.db.transaction({ role: 'system' }, (tx) => programByCode(tx, options.program));
  if (program === null) {
    output.err(`tributary import orders: there is no program ${options.program}. See: GET /api/v1/programs\n`);
    output.exit(2);
    return;
  }
  const progress = startProgress({ label: options.dryRun ? 'trying orders' : 'importing orders', unit: 'rows' });
  let rows = 0;
  const result = await importOrders(orders, {
    program,
    format: options.format ?? null,
    dryRun: options.dryRun,
    again: options.again,
    name: file === '-' ? 'standard input' : basename(file),
    author: 'tributary import orders',
    input,
    onRow: (row) => {
      rows += 1;
      progress.update(rows);
      if (row.outcome === 'refused' || row.outcome === 'needs_review') tellRow(output, options.json, file, row);
    },
  });
  if (result.ok) progress.finish();
  else progress.abort();
  tellResult(output, options, file, result);
}

function tellRow(
  output: CommandOutput,
  json: boolean,
  file: string,
  { line, orderId, outcome, refusal }: ImportedRow,
): void {
  if (json) {
    const { code = null, field = null, value = null, detail = null } = refusal ?? {};
    const remedy = code === null ? null : remedyOf(code);
    const told = { line, order_id: orderId, outcome, code: code ?? outcome, field, value, detail, remedy };
    output.out(`${JSON.stringify(told)}\n`);
    return;
  }
  const review = 'the goods of the order were received; nothing was changed, send a corrected or refunded event.';
  const told = refusal === null ? `${outcome}: ${review}` : toldText(refusal);
  output.err(`${file}:${line}: ${told}\n`);
}

function tellResult(
  output: CommandOutput,
  { json, dryRun }: Options,
  file: string,
  result: Result<ImportReport>,
): void {
  if (!result.ok) {
    const { code, field, detail, extra } = result.error;
    if (json) output.out(`${JSON.stringify({ error: { code, field, detail, remedy: remedyOf(code), ...extra } })}\n`);
    else output.err(`${file}: refused ${toldText(result.error)}\n`);
    output.exit(1);
    return;
  }
  const { rows, outcomes, alreadyApplied } = result.value;
  const found = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const would = dryRun ? ' Nothing was changed (--dry-run).' : '';
  const text = `${rows} ${rows === 1 ? 'row' : 'rows'} read: ${found.join(', ')}.${would}`;
  const before = alreadyApplied === undefined ? '' : alreadyAppliedText(alreadyApplied.at);
  const added = alreadyApplied === undefined ? {} : { already_applied: formatInstant(alreadyApplied.at) };
  output.out(
    json ? `${JSON.stringify({ report: { rows, outcomes, dry_run: dryRun, ...added } })}\n` : `${before}${text}\n`,
  );
  output.exit((outcomes['refused'] ?? 0) === 0 ? 0 : 1);
}
