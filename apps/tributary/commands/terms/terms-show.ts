import type { Command } from 'commander';
import { formatDecimal } from '../../../../core/money/decimal.ts';
import {
  type ProgramTerms,
  printTerms,
  printVersion,
  type TermsVersion,
  versionAt,
} from '../../../../core/terms/index.ts';
import { formatInstant, formatWallTime, type Instant, parseInstant } from '../../../../core/time/index.ts';
import { type CommandOutput, terminal } from '../output.ts';
import { loadTerms, termsGroup } from './terms-files.ts';

const help = `
Prints terms in their canonical form, every version in full: what "as … except" leaves out is filled in. This is what is decided by.

Examples:
  $ tributary terms show aliexpress-ru-cis-new                       the whole program
  $ tributary terms show aliexpress-ru-cis-new R2                    one version
  $ tributary terms show aliexpress-ru-cis-new --at 2022-06-15       the version valid then (a date without zone is one of the program)
  $ tributary terms show programs/hotel-nights.terms --json          as data: decimals as text, times in UTC, positions in the file

Exit status: 0 done, 1 no version is valid then, 2 no such program, file or version.`;

export function register(program: Command, output: CommandOutput = terminal): void {
  termsGroup(program)
    .command('show <program> [version]')
    .summary('print terms with every version in full')
    .description('Show the terms of a file or of a shipped program, whole or one version.')
    .option('--at <time>', 'the version that is valid at this time')
    .option('--json', 'print data instead of text', false)
    .addHelpText('after', help)
    .action((name: string, id: string | undefined, options: Options) => run(name, id, options, output));
}

interface Options {
  readonly at?: string;
  readonly json: boolean;
}

async function run(name: string, id: string | undefined, { at, json }: Options, output: CommandOutput): Promise<void> {
  const refuse = (code: 1 | 2, error: string) => {
    output.err(`tributary terms show: ${error}\n`);
    output.exit(code);
  };
  const loaded = await loadTerms(name);
  if (!loaded.ok) return refuse(2, loaded.error);
  const terms = loaded.value;
  if (id === undefined && at === undefined) return print(terms, null, json, output);
  if (id !== undefined && at !== undefined) return refuse(2, 'Name a version or --at, not both.');
  if (at === undefined) {
    const version = terms.versions.find((one) => one.id === id);
    const ids = terms.versions.map((one) => one.id).join(', ');
    return version === undefined
      ? refuse(2, `There is no version ${id}; there are ${ids}.`)
      : print(terms, version, json, output);
  }
  const time = parseInstant(at, { assumedZone: terms.timeZone });
  if (!time.ok) return refuse(2, `--at ${time.error.value}: expected ${time.error.expected}, or a date.`);
  const version = versionAt(terms, time.value);
  if (version === null)
    return refuse(1, `No version is valid at ${formatWallTime(time.value, terms.timeZone)} ${terms.timeZone}.`);
  return print(terms, version, json, output);
}

function print(terms: ProgramTerms, version: TermsVersion | null, json: boolean, output: CommandOutput): void {
  const text = version === null ? printTerms(terms) : printVersion(terms, version);
  output.out(json ? `${JSON.stringify(plain(version ?? terms), null, 2)}\n` : text);
  output.exit(0);
}

/** JSON has neither exact decimals nor instants: decimals become text, bounds of intervals RFC 3339. */
function plain(value: unknown, key = ''): unknown {
  if ((key === 'from' || key === 'until') && typeof value === 'number') return formatInstant(value satisfies Instant);
  if (Array.isArray(value)) return value.map((element) => plain(element));
  if (typeof value !== 'object' || value === null) return value;
  if ('digits' in value && 'scale' in value && typeof value.digits === 'bigint' && typeof value.scale === 'number') {
    return formatDecimal({ digits: value.digits, scale: value.scale });
  }
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, plain(element, name)]));
}
