import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { rounded } from '../support/statistics.ts';
import { measureShipping } from './measure.ts';

const usage = `npm run bench ship [-- --json] [--clicks N] [--rounds N]
Lets a real edge fill a spool, and then ships it from this process: into the store alone, and with everything that follows (orders that
wait for their clicks, rollups of the reports). The floor is one COPY of the same rows into the same partition in one transaction, in
turns; medians of the rounds are printed. Needs Linux.
Exit status: 0 target reached, 1 missed, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { clicks: 100_000, rounds: 3 });
  if (options === null || options.help) {
    (options === null ? process.stderr : process.stdout).write(`${usage}\n`);
    return options === null ? 2 : 0;
  }
  const { clicks, copied, stored, counted } = await measureShipping(options.numbers, showProgress);
  showProgress('');
  const figures: Figure[] = [
    { name: 'into the store ÷ plain COPY', value: stored.perSecond / copied.perSecond, target: { least: 0.5 } },
    { name: 'and into the reports ÷ plain COPY', value: counted.perSecond / copied.perSecond, target: null },
    { name: 'plain COPY', value: copied.perSecond, target: null, unit: '/s' },
    { name: 'into the store', value: stored.perSecond, target: null, unit: '/s' },
    { name: 'and into the reports', value: counted.perSecond, target: null, unit: '/s' },
    { name: 'plain COPY: CPU of the database', value: copied.database, target: null, unit: 'µs' },
    { name: 'into the store: CPU of the shipper', value: stored.shipper, target: null, unit: 'µs' },
    { name: 'into the store: CPU of the database', value: stored.database, target: null, unit: 'µs' },
    { name: 'and into the reports: CPU of the shipper', value: counted.shipper, target: null, unit: 'µs' },
    { name: 'and into the reports: CPU of the database', value: counted.database, target: null, unit: 'µs' },
  ];
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ benchmark: 'ship', clicks, ...machine(), figures: figures.map((one) => ({ ...one, value: rounded(one.value) })) })}\n`
      : `${clicks.toLocaleString('en')} clicks\n${figureTable(figures)}`,
  );
  return figures.every(isReached) ? 0 : 1;
}
