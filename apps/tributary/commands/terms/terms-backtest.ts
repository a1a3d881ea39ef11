import type { Command } from 'commander';
import { parseTerms } from '../../../../core/terms/index.ts';
import { dayInterval, formatInstant, type Instant, parseInstant } from '../../../../core/time/index.ts';
import {
  type AmountJson,
  type BacktestReport,
  backtest,
  type PublisherChange,
} from '../../../../modules/commissions/index.ts';
import { startProgress } from '../../../../platform/progress/index.ts';
import type { CommandDatabase } from '../command-database.ts';
import { type CommandOutput, terminal } from '../output.ts';
import { textTable } from '../table.ts';
import { describeProblem, readTermsFile, termsGroup } from './terms-files.ts';

const help = `
Prices the orders made from --from to --to under the terms of a file and compares with what was decided: total cost, who would earn
more and who less, how often a cap was hit. Days are those of the program's time zone, and the last one is included; a time is not.
Reads only.

Examples:
  $ tributary terms backtest --from 2022-05-01 --to 2022-05-31 proposed.terms
  $ tributary terms backtest --from 2022-05-01T00:00:00Z --to 2022-06-01T00:00:00Z proposed.terms --json

Exit status: 0 done, 1 some orders could not be decided under the proposed terms, 2 wrong usage or unreadable terms.`;

interface Options {
  readonly from: string;
  readonly to: string;
  readonly json: boolean;
}

export function register(program: Command, env: CommandDatabase, output: CommandOutput = terminal): void {
  termsGroup(program)
    .command('backtest <file>')
    .summary('price past orders under proposed terms')
    .description('Price past orders under proposed terms and compare with what they cost.')
    .requiredOption('--from <time>', 'first day, or a time such as 2022-05-01T00:00:00Z')
    .requiredOption('--to <time>', 'last day (included), or a time (excluded)')
    .option('--json', 'print the report as JSON', false)
    .addHelpText('after', help)
    .action((file: string, options: Options) => run(file, options, env, output));
}

async function run(name: string, options: Options, env: CommandDatabase, output: CommandOutput): Promise<void> {
  const wrong = (message: string) => {
    output.err(`tributary terms backtest: ${message}\n`);
    output.exit(2);
  };
  const file = await readTermsFile(name);
  if (!file.ok) {
    return wrong(file.error);
  }
  const { terms, problems } = parseTerms(file.value.text);
  if (terms === null) {
    const [first] = problems.filter(({ severity }) => severity === 'error');
    return wrong(first === undefined ? `${name} cannot be read` : describeProblem(file.value.path, first));
  }
  const range = rangeOf(options, terms.timeZone);
  if (!range.ok) {
    return wrong(range.error);
  }
  const asked = { program: terms.code, termsText: file.value.text, from: range.from, until: range.until };
  const result = await env.withDatabase(async (db) => {
    const progress = startProgress({ label: 'pricing', unit: 'orders' });
    const made = await backtest(db, { ...asked, onProgress: (orders) => progress.update(orders) });
    progress.finish();
    return made;
  });
  if (!result.ok) {
    return wrong(`${name} cannot be used: ${result.error}`);
  }
  output.out(options.json ? `${JSON.stringify(result.value, null, 2)}\n` : told(result.value));
  output.exit(result.value.undecidable === 0 ? 0 : 1);
}

type Range =
  | { readonly ok: true; readonly from: Instant; readonly until: Instant }
  | { readonly ok: false; readonly error: string };

function rangeOf(options: Options, zone: string): Range {
  const from = moment(options.from, zone, 'from');
  const until = moment(options.to, zone, 'until');
  if (from === null || until === null) {
    const [option, value] = from === null ? ['--from', options.from] : ['--to', options.to];
    return { ok: false, error: `${option} '${value}' is no time; write 2022-05-01 or 2022-05-01T00:00:00Z` };
  }
  if (from >= until) {
    return { ok: false, error: `the period from ${formatInstant(from)} until ${formatInstant(until)} is empty` };
  }
  return { ok: true, from, until };
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** A day means its first moment, or with `until` the first moment after it. */
function moment(text: string, zone: string, edge: 'from' | 'until'): Instant | null {
  if (DAY.test(text)) {
    const isDay = parseInstant(`${text}T00:00:00Z`).ok;
    return isDay ? dayInterval(text, zone)[edge] : null;
  }
  const parsed = parseInstant(text);
  return parsed.ok ? parsed.value : null;
}

function told(report: BacktestReport): string {
  const amounts = (list: readonly AmountJson[]) =>
    list.length === 0 ? 'nothing' : list.map(({ amount, currency }) => `${amount} ${currency}`).join(' + ');
  const lines = [
    `${report.program}, orders from ${report.from} until ${report.until}`,
    `Orders ${report.orders}, changed ${report.changed}, not decidable under the proposed terms ${report.undecidable}`,
    `Cost   ${amounts(report.cost.old)} → ${amounts(report.cost.new)}`,
    `Capped ${report.cap_hits.old} → ${report.cap_hits.new} orders`,
    '',
    section('Winners', report.winners),
    '',
    section('Losers', report.losers),
    '',
    report.assumption,
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, changes: readonly PublisherChange[]): string {
  if (changes.length === 0) {
    return `${title}: none`;
  }
  const rows = changes.map((each) => [
    each.publisher,
    String(each.orders),
    each.old,
    each.new,
    each.difference,
    each.currency,
  ]);
  return `${title}\n${textTable(['publisher', 'orders', 'old', 'new', 'difference', 'currency'], rows, [1, 2, 3, 4])}`;
}
