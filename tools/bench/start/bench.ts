import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { rounded } from '../support/statistics.ts';
import { measureStarts } from './measure.ts';

const usage = `npm run bench start [-- --json] [--rounds N]
Measures how long the product takes from the start of its process to its first redirect, with its data present, and until /ready, in turns
with a bare node:http server. Each start is the whole network in one process, on the embedded PostgreSQL; medians of the rounds are
printed. Needs Linux.
Exit status: 0 every target reached, 1 one missed, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { rounds: 7 });
  if (options === null || options.help) {
    (options === null ? process.stderr : process.stdout).write(`${usage}\n`);
    return options === null ? 2 : 0;
  }
  const { bare, redirect, ready } = await measureStarts(options.numbers.rounds, showProgress);
  showProgress('');
  const figures: Figure[] = [
    { name: 'first redirect', value: redirect, target: { most: 1_500 }, unit: 'ms' },
    { name: 'everything ready', value: ready, target: null, unit: 'ms' },
    { name: 'bare node:http: first answer', value: bare, target: null, unit: 'ms' },
    { name: 'first redirect ÷ bare', value: redirect / bare, target: null },
  ];
  const shown = figures.map((one) => ({ ...one, value: rounded(one.value) }));
  process.stdout.write(
    options.json ? `${JSON.stringify({ benchmark: 'start', ...machine(), figures: shown })}\n` : figureTable(figures),
  );
  return figures.every(isReached) ? 0 : 1;
}
