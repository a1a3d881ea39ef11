import { dirname } from 'node:path';
import type { Command } from 'commander';
import {
  checkSiblings,
  checkText,
  type ProgramTerms,
  parseTerms,
  type TermsProblem,
} from '../../../../core/terms/index.ts';
import { type CommandOutput, terminal } from '../output.ts';
import { describeProblem, readTermsFile, shippedFiles, termsFilesIn, termsGroup } from './terms-files.ts';

const help = `
Finds what would keep terms from being published, and what is probably a mistake: unknown words, names, countries and currencies,
two rates for the same orders, versions that overlap or leave a gap, regimes that share a country, order lines that no rule would
decide, rules that are never reached, rates that differ from a sibling's in the same folder. Each finding has line, column and what to write instead.

Examples:
  $ tributary terms check                                 every shipped program
  $ tributary terms check programs/shop-loyal.terms       one file
  $ tributary terms check my.terms --json | jq '.files[].problems[] | select(.severity == "error")'

The language is described in docs/terms-language.md.
Exit status: 0 nothing was found, 1 there are findings, 2 a file cannot be read.`;

export function register(program: Command, output: CommandOutput = terminal): void {
  termsGroup(program)
    .command('check [files...]')
    .summary('find mistakes in terms, with line and column')
    .description('Check files of terms, or shipped programs by their code; all shipped programs when none is named.')
    .option('--json', 'print the findings as JSON', false)
    .addHelpText('after', help)
    .action((files: string[], options: { readonly json: boolean }) => run(files, options.json, output));
}

interface Checked {
  readonly file: string;
  readonly program: string | null;
  readonly versions: readonly string[];
  readonly problems: readonly TermsProblem[];
}

interface Read extends Checked {
  readonly terms: ProgramTerms | null;
}

async function run(names: readonly string[], json: boolean, output: CommandOutput): Promise<void> {
  const checked: Read[] = [];
  for (const name of names.length === 0 ? await shippedFiles() : names) {
    const file = await readTermsFile(name);
    if (!file.ok) {
      output.err(`tributary terms check: ${file.error}\n`);
      output.exit(2);
      return;
    }
    const { path, text } = file.value;
    const { terms, problems } = checkText(text);
    const versions = terms?.versions.map((version) => version.id) ?? [];
    checked.push({ file: path, program: terms?.code ?? null, versions, problems, terms });
  }
  const compared = await Promise.all(checked.map((one) => withSiblings(one, checked)));
  const findings = compared.reduce((sum, { problems }) => sum + problems.length, 0);
  output.out(json ? `${JSON.stringify({ files: compared, findings }, null, 2)}\n` : report(compared));
  output.exit(findings === 0 ? 0 : 1);
}

/** With what its terms and those beside them say of each other; of a program that is checked itself, the checked text counts. */
async function withSiblings({ terms, ...file }: Read, checked: readonly Read[]): Promise<Checked> {
  if (terms === null) return file;
  const others = new Map<string, ProgramTerms>();
  for (const path of await termsFilesIn(dirname(file.file))) {
    const beside = await readTermsFile(path);
    const read = beside.ok ? parseTerms(beside.value.text).terms : null;
    if (read !== null) others.set(read.code, read);
  }
  for (const { terms: read } of checked) if (read !== null) others.set(read.code, read);
  return { ...file, problems: [...file.problems, ...checkSiblings(terms, [...others.values()], null)] };
}

function report(checked: readonly Checked[]): string {
  const lines = checked.flatMap(({ file, problems, versions }) =>
    problems.length === 0
      ? [`${file}: no findings (${versions.length === 1 ? 'version' : 'versions'} ${versions.join(', ')})`]
      : problems.flatMap((problem) => [describeProblem(file, problem), `    ${problem.remedy} [${problem.code}]`]),
  );
  return `${lines.join('\n')}\n`;
}
