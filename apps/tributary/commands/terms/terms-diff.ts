import { type Command, Option } from 'commander';
import {
  type DiffLocale,
  diffLocales,
  diffTerms,
  diffVersions,
  type ProgramTerms,
} from '../../../../core/terms/index.ts';
import { type CommandOutput, terminal } from '../output.ts';
import { isPath, type Loaded, loadTerms, termsGroup } from './terms-files.ts';

const help = `
Tells in plain sentences what differs: between the versions of one program, or between two files of it.

Examples:
  $ tributary terms diff aliexpress-ru-cis-new                 each version against the one before
  $ tributary terms diff aliexpress-ru-cis-new R1              what R1 changed
  $ tributary terms diff aliexpress-ru-cis-new R0 R2           from R0 to R2
  $ tributary terms diff published.terms proposed.terms        two files: lists, notices, and every version
  $ tributary terms diff aliexpress-ru-cis-new --language ru   in Russian; without it the language of LANG, else English

Exit status: 0 done (with or without differences), 2 no such program, file or version.`;

export function register(program: Command, output: CommandOutput = terminal): void {
  termsGroup(program)
    .command('diff <program> [before] [after]')
    .summary('tell versions or files of terms apart in sentences')
    .description('Compare versions of a program, or two files of terms.')
    .option('--json', 'print the sentences as JSON', false)
    .addOption(new Option('--language <code>', 'language of the sentences').choices(diffLocales))
    .addHelpText('after', help)
    .action((name: string, before: string | undefined, after: string | undefined, options: Options) =>
      run([name, before, after], options, output),
    );
}

interface Options {
  readonly json: boolean;
  readonly language?: DiffLocale;
}

/** Said where there is nothing to tell apart. */
const NO_DIFFERENCE: Readonly<Record<DiffLocale, string>> = {
  en: 'No difference.',
  ru: 'Различий нет.',
  es: 'No hay diferencias.',
};

interface Difference {
  readonly before: string;
  readonly after: string;
  readonly sentences: readonly string[];
}

type Names = readonly [name: string, before: string | undefined, after: string | undefined];

async function run(names: Names, options: Options, output: CommandOutput): Promise<void> {
  const locale = options.language ?? diffLocales.find((one) => process.env['LANG']?.startsWith(`${one}_`)) ?? 'en';
  const found = await differences(names, locale);
  if (!found.ok) {
    output.err(`tributary terms diff: ${found.error}\n`);
    output.exit(2);
    return;
  }
  const told = found.value.map((difference) => report(difference, locale)).join('\n');
  output.out(options.json ? `${JSON.stringify({ differences: found.value }, null, 2)}\n` : told);
  output.exit(0);
}

async function differences([name, before, after]: Names, locale: DiffLocale): Promise<Loaded<readonly Difference[]>> {
  const first = await loadTerms(name);
  if (!first.ok) return first;
  if (before === undefined || !isPath(before)) return betweenVersions(first.value, before, after, locale);
  if (after !== undefined) return { ok: false, error: 'Compare two files, or name versions of one.' };
  const second = await loadTerms(before);
  if (!second.ok) return second;
  const sentences = diffTerms(first.value, second.value, locale);
  return { ok: true, value: [{ before: name, after: before, sentences }] };
}

function betweenVersions(
  terms: ProgramTerms,
  from: string | undefined,
  to: string | undefined,
  locale: DiffLocale,
): Loaded<readonly Difference[]> {
  const { versions } = terms;
  const missing = [from, to].find((id) => id !== undefined && !versions.some((version) => version.id === id));
  if (missing !== undefined) {
    return {
      ok: false,
      error: `There is no version ${missing}; there are ${versions.map((one) => one.id).join(', ')}.`,
    };
  }
  const pairs = versions.flatMap((version, index) => {
    const previous = to === undefined ? versions[index - 1] : versions.find((one) => one.id === from);
    const wanted = version.id === (to ?? from ?? version.id);
    return wanted && previous !== undefined ? [{ previous, version }] : [];
  });
  const value = pairs.map(({ previous, version }) => ({
    before: previous.id,
    after: version.id,
    sentences: diffVersions({ terms, version: previous }, { terms, version }, locale),
  }));
  return { ok: true, value };
}

function report({ before, after, sentences }: Difference, locale: DiffLocale): string {
  const lines = sentences.length === 0 ? [NO_DIFFERENCE[locale]] : sentences;
  return `${before} → ${after}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
