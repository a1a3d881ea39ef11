import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Refusal, Result } from '../../../../contract/errors/index.ts';
import { formatInstant, type Instant, parseInstant } from '../../../../core/time/index.ts';
import type { FileFormat, ImportFile, ImportReport, RowFinding } from '../../../../modules/catalogue/index.ts';
import { type Program, programByCode } from '../../../../modules/programs/index.ts';
import type { Clock } from '../../../../platform/clock/index.ts';
import type { Database } from '../../../../platform/db/index.ts';
import { type Progress, startProgress } from '../../../../platform/progress/index.ts';
import type { CommandOutput } from '../output.ts';
import { alreadyAppliedText, openInput, remedyOf, toldText } from './import-input.ts';

/** What the imports and exports need of their surroundings. */
export interface CommandNetwork {
  withNetwork<T>(work: (network: { readonly db: Database; readonly clock: Clock }) => Promise<T>): Promise<T>;
}

export interface CatalogueImport {
  readonly name: 'products' | 'rates';
  readonly summary: string;
  readonly help: string;
  readonly run: (
    network: { readonly db: Database; readonly clock: Clock },
    program: Program,
    file: ImportFile,
  ) => Promise<Result<ImportReport>>;
}

interface Options {
  readonly program: string;
  readonly format?: FileFormat;
  readonly at?: Instant;
  readonly again: boolean;
  readonly json: boolean;
}

/** `tributary import`, to which each kind of import adds itself. */
export function importGroup(program: Command): Command {
  const existing = program.commands.find((command) => command.name() === 'import');
  return (
    existing ??
    program
      .command('import')
      .summary('import orders, products and rates from files')
      .description('Import orders, products and rates from files.')
  );
}

export function registerImport(
  program: Command,
  network: CommandNetwork,
  output: CommandOutput,
  kind: CatalogueImport,
): void {
  importGroup(program)
    .command(kind.name)
    .argument('<file>', 'CSV, JSON lines or .xlsx; - reads standard input')
    .summary(kind.summary)
    .description(`${kind.summary.charAt(0).toUpperCase()}${kind.summary.slice(1)}.`)
    .requiredOption('--program <code>', 'program the file is for')
    .addOption(new Option('--format <format>', 'told from the file when left out').choices(['csv', 'jsonl', 'xlsx']))
    .option('--at <instant>', 'from when rows without valid_from hold (RFC 3339; default: now)', instantArgument)
    .option('--again', 'read a file again that was applied before', false)
    .option('--json', 'print findings and the report as JSON lines', false)
    .addHelpText('after', kind.help)
    .action((file: string, options: Options) => runImport({ file, options, network, output, kind }));
}

interface Run {
  readonly file: string;
  readonly options: Options;
  readonly network: CommandNetwork;
  readonly output: CommandOutput;
  readonly kind: CatalogueImport;
}

async function runImport(run: Run): Promise<void> {
  const { file, network, output, kind } = run;
  const opened = await openInput(file);
  if (opened === null) {
    output.err(`tributary import ${kind.name}: ${file} cannot be read. Name a file, or - for standard input.\n`);
    output.exit(2);
    return;
  }
  try {
    await network.withNetwork((opening) => importFrom(run, opened.stream, opening));
  } finally {
    await opened.close();
  }
}

async function importFrom(
  { file, options, output, kind }: Run,
  stream: AsyncIterable<Uint8Array>,
  network: { readonly db: Database; readonly clock: Clock },
): Promise<void> {
  const program = await network.db.transaction({ role: 'system' }, (tx) => programByCode(tx, options.program));
  if (program === null) {
    output.err(`tributary import ${kind.name}: there is no program ${options.program}. See: GET /api/v1/programs\n`);
    output.exit(2);
    return;
  }
  const progress = startProgress({ label: `importing ${kind.name}`, unit: 'rows' });
  const result = await kind.run(network, program, {
    format: options.format ?? null,
    stream,
    at: options.at ?? null,
    again: options.again,
    author: `tributary import ${kind.name}`,
    onFinding: (finding) => tellFinding(output, options.json, file, finding),
    onProgress: (rows) => progress.update(rows),
  });
  end(progress, result.ok);
  tellResult(output, options.json, file, result);
}

function end(progress: Progress, done: boolean): void {
  if (done) progress.finish();
  else progress.abort();
}

function tellFinding(output: CommandOutput, json: boolean, file: string, finding: RowFinding): void {
  if (json) output.out(`${JSON.stringify({ ...finding, remedy: remedyOf(finding.code) })}\n`);
  else output.err(`${file}:${finding.line}: ${finding.severity} ${toldText(finding)}\n`);
}

function tellResult(output: CommandOutput, json: boolean, file: string, result: Result<ImportReport>): void {
  if (!result.ok) {
    tellRefusedFile(output, json, file, result.error);
    return;
  }
  const { alreadyApplied, ...report } = result.value;
  const before = alreadyApplied === undefined ? '' : alreadyAppliedText(alreadyApplied.at);
  const added = alreadyApplied === undefined ? {} : { already_applied: formatInstant(alreadyApplied.at) };
  output.out(json ? `${JSON.stringify({ report: { ...report, ...added } })}\n` : `${before}${reportText(report)}\n`);
  output.exit(report.refused === 0 ? 0 : 1);
}

/** A file that cannot be read to its end has changed nothing. */
function tellRefusedFile(output: CommandOutput, json: boolean, file: string, refusal: Refusal): void {
  if (json) output.out(`${JSON.stringify({ error: { ...refusal, remedy: remedyOf(refusal.code) } })}\n`);
  else output.err(`${file}: refused ${toldText(refusal)} Nothing was changed.\n`);
  output.exit(1);
}

function reportText({ rows, changed, unchanged, repeated, refused, warnings }: ImportReport): string {
  const parts = [
    changed === 0 ? 'nothing changed' : `${changed} changed`,
    `${unchanged} already known`,
    ...(repeated === 0 ? [] : [`${repeated} replaced by a later row of the file`]),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`]),
    `${refused} refused`,
  ];
  return `${rows} ${rows === 1 ? 'row' : 'rows'} read: ${parts.join(', ')}.`;
}

/** Reads an instant of the command line; commander turns the refusal into exit status 2. */
export function instantArgument(text: string): Instant {
  const parsed = parseInstant(text, { assumedZone: 'UTC' });
  if (!parsed.ok) throw new InvalidArgumentError(`Expected ${parsed.error.expected}.`);
  return parsed.value;
}
