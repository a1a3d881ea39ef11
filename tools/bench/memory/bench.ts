import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { rounded } from '../support/statistics.ts';
import { measureMemory } from './measure.ts';

const usage = `npm run bench memory [-- --json] [--links N] [--clicks N] [--rounds N]
Measures an edge that knows many links from the file of its last run: the memory it holds beside that of an edge without links, how much
longer it takes to start, and what is left in memory after many clicks, each of them recorded. A tenth of the links lead to a page of
their own. Medians of the rounds are printed. Needs Linux, and about a gigabyte of disk for a million clicks.
Exit status: 0 every target reached, 1 one missed, 2 wrong usage.`;

const MB = 1024 * 1024;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { links: 1_000_000, clicks: 1_000_000, rounds: 3 });
  if (options === null || options.help) {
    (options === null ? process.stderr : process.stdout).write(`${usage}\n`);
    return options === null ? 2 : 0;
  }
  const { links, clicks, rounds } = options.numbers;
  const { file, start, resident, clicks: made } = await measureMemory({ links, clicks, rounds }, showProgress);
  showProgress('');
  const figures: Figure[] = [
    { name: 'edge with links: memory', value: resident.full / MB, target: { most: 350 }, unit: 'MB' },
    { name: 'the links alone', value: (resident.full - resident.empty) / MB, target: null, unit: 'MB' },
    { name: 'loading the links', value: start.full - start.empty, target: { most: 3_000 }, unit: 'ms' },
    { name: 'start of the edge with links', value: start.full, target: null, unit: 'ms' },
    { name: 'file of the links', value: file / MB, target: null, unit: 'MB' },
    { name: 'clicks answered', value: made, target: null },
    { name: 'memory after a tenth of the clicks', value: resident.warm / MB, target: null, unit: 'MB' },
    { name: 'memory after all clicks', value: resident.after / MB, target: { most: 350 }, unit: 'MB' },
    { name: 'after all ÷ after a tenth', value: resident.after / resident.warm, target: { most: 1.25 } },
    { name: 'most memory ever held', value: resident.peak / MB, target: null, unit: 'MB' },
  ];
  const shown = figures.map((one) => ({ ...one, value: rounded(one.value) }));
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ benchmark: 'memory', links, ...machine(), figures: shown })}\n`
      : figureTable(figures),
  );
  return figures.every(isReached) ? 0 : 1;
}
