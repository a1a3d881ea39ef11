import { parseArgs } from 'node:util';

/** Options of a benchmark beside `--json` and `--help`: whole numbers with their defaults. */
export type Numbers = Readonly<Record<string, number>>;

export interface BenchOptions<T extends Numbers> {
  readonly json: boolean;
  readonly help: boolean;
  readonly numbers: { readonly [name in keyof T]: number };
}

/** Reads the command line; `null` where it is not one of ours, then the usage is shown. Each number must be whole and above zero. */
export function readOptions<T extends Numbers>(argv: readonly string[], defaults: T): BenchOptions<T> | null {
  const names = Object.keys(defaults);
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        ...Object.fromEntries(
          names.map((name) => [name, { type: 'string', default: String(defaults[name]) }] as const),
        ),
      },
    });
    const numbers = Object.fromEntries(names.map((name) => [name, Number(Reflect.get(values, name))]));
    const sensible = Object.values(numbers).every((value) => Number.isInteger(value) && value > 0);
    return sensible ? { json: values.json, help: values.help, numbers: { ...defaults, ...numbers } } : null;
  } catch {
    return null;
  }
}

/** Progress is for people; a log or a pipe gets the result only. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** One figure of a benchmark beside what it has to reach. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** What it has to reach; `null` where it only informs. */
  readonly target: { readonly most: number } | { readonly least: number } | null;
  readonly unit?: string;
}

export function isReached({ value, target }: Figure): boolean {
  if (target === null) return true;
  return 'most' in target ? value <= target.most : value >= target.least;
}

/** Figures as a table for people. */
export function figureTable(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures
    .map((figure) => {
      const { name, value, target, unit = '' } = figure;
      const wanted =
        target === null
          ? ''
          : ` (${'most' in target ? `≤ ${target.most}` : `≥ ${target.least}`}: ${isReached(figure) ? 'reached' : 'missed'})`;
      return `${name.padEnd(width)}  ${value.toLocaleString('en', { maximumSignificantDigits: 4 }).padStart(10)} ${unit}${wanted}\n`;
    })
    .join('');
}
