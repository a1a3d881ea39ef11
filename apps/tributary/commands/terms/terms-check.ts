import type { Command } from 'commander';
import { checkText, type TermsProblem } from '../../../../core/terms/index.ts';
import { type CommandOutput, terminal } from '../output.ts';
import { describeProblem, readTermsFile, shippedFiles, termsGroup } from './terms-files.ts';

const help = `
Finds what would keep terms from being published, and what is probably a mistake: unknown words, names, countries and currencies,
two rates for the same orders, versions that overlap or leave a gap, regimes that share a country, order lines that no rule would
decide, rules that are never reached. Each finding has line, column and what to write instead.

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

async function run(names: readonly string[], json: boolean, output: CommandOutput): Promise<void> {
  const checked: Checked[] = [];
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
    checked.push({ file: path, program: terms?.code ?? null, versions, problems });
  }
  const findings = checked.reduce((sum, { problems }) => sum + problems.length, 0);
  output.out(json ? `${JSON.stringify({ files: checked, findings }, null, 2)}\n` : report(checked));
  output.exit(findings === 0 ? 0 : 1);
}

function report(checked: readonly Checked[]): string {
  const lines = checked.flatMap(({ file, problems, versions }) =>
    problems.length === 0
      ? [`${file}: no findings (${versions.length === 1 ? 'version' : 'versions'} ${versions.join(', ')})`]
      : problems.flatMap((problem) => [describeProblem(file, problem), `    ${problem.remedy} [${problem.code}]`]),
  );
  return `${lines.join('\n')}\n`;
}
