import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { rounded } from '../support/statistics.ts';
import { measureVisible } from './measure.ts';

const usage = `npm run bench visible [-- --json] [--seconds N] [--rate N]
Measures how long a click takes from its redirect to the first report that counts it, at a steady rate: an edge and a worker, each a process,
on the embedded PostgreSQL, and somebody who asks for the report of all clicks by day and program ten times a second. Needs Linux.
Exit status: 0 every target reached, 1 one missed, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { seconds: 60, rate: 2_000 });
  if (options === null || options.help) {
    (options === null ? process.stderr : process.stdout).write(`${usage}\n`);
    return options === null ? 2 : 0;
  }
  const { seconds, rate } = options.numbers;
  const measured = await measureVisible({ milliseconds: seconds * 1_000, perSecond: rate }, showProgress);
  showProgress('');
  const figures: Figure[] = [
    { name: 'visible in reports: the last of all', value: measured.most, target: { most: 5_000 }, unit: 'ms' },
    { name: 'visible in reports: p99', value: measured.p99, target: null, unit: 'ms' },
    { name: 'visible in reports: p50', value: measured.p50, target: null, unit: 'ms' },
    { name: 'a report: p50', value: measured.reportP50, target: null, unit: 'ms' },
    { name: 'reports asked for', value: measured.reports, target: null },
    { name: 'clicks', value: measured.clicks, target: null },
    { name: 'clicks a second', value: measured.perSecond, target: null, unit: '/s' },
  ];
  const shown = figures.map((one) => ({ ...one, value: rounded(one.value) }));
  process.stdout.write(
    options.json ? `${JSON.stringify({ benchmark: 'visible', ...machine(), figures: shown })}\n` : figureTable(figures),
  );
  return figures.every(isReached) ? 0 : 1;
}
