import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { rounded } from '../support/statistics.ts';
import { measureIntake } from './measure.ts';

const usage = `npm run bench intake [-- --json] [--rounds N] [--seconds N] [--connections N]
Measures orders from HTTP to the stored decision and its ledger entries: a whole network in one process on the embedded PostgreSQL,
single orders of three programs over keep-alive connections, then files in batches; in turns with a server that answers after one
awaited INSERT of a row. Every order names a real click and earns; what was acknowledged is compared with what was decided. Needs Linux.
Exit status: 0 every target reached, 1 one missed, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { rounds: 3, seconds: 4, connections: 128 });
  if (options === null || options.help) {
    (options === null ? process.stderr : process.stdout).write(`${usage}\n`);
    return options === null ? 2 : 0;
  }
  const { rounds, seconds, connections } = options.numbers;
  const measured = await measureIntake({ rounds, milliseconds: seconds * 1_000, connections }, showProgress);
  showProgress('');
  const { singles, batches, floor } = measured;
  const figures: Figure[] = [
    { name: 'single orders to decision and ledger', value: singles.perSecond, target: { least: 1_500 }, unit: '/s' },
    { name: 'orders of files to decision and ledger', value: batches.perSecond, target: { least: 1_500 }, unit: '/s' },
    { name: 'single orders not accepted', value: singles.failed, target: { most: 0 } },
    { name: 'ledger entries an order', value: singles.entriesPerOrder, target: { least: 1 } },
    { name: 'single orders ÷ one awaited INSERT', value: singles.perSecond / floor.perSecond, target: null },
    { name: 'CPU of all a single order ÷ that of one INSERT', value: cpu(singles) / cpu(floor), target: null },
    { name: 'one awaited INSERT', value: floor.perSecond, target: null, unit: '/s' },
    { name: 'one awaited INSERT: CPU', value: floor.cpu, target: null, unit: 'ms' },
    { name: 'one awaited INSERT: CPU of the database', value: floor.cpuDatabase, target: null, unit: 'ms' },
    { name: 'single: CPU of the network', value: singles.cpu, target: null, unit: 'ms' },
    { name: 'single: CPU of the database', value: singles.cpuDatabase, target: null, unit: 'ms' },
    { name: 'single: p50', value: singles.latencies.p50, target: null, unit: 'ms' },
    { name: 'single: p99', value: singles.latencies.p99, target: null, unit: 'ms' },
    { name: 'file: CPU of the importer', value: batches.cpu, target: null, unit: 'ms' },
    { name: 'file: CPU of the database', value: batches.cpuDatabase, target: null, unit: 'ms' },
  ];
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ benchmark: 'intake', ...machine(), figures: figures.map((one) => ({ ...one, value: rounded(one.value) })) })}\n`
      : figureTable(figures),
  );
  return figures.every(isReached) ? 0 : 1;
}

function cpu(way: { readonly cpu: number; readonly cpuDatabase: number }): number {
  return way.cpu + way.cpuDatabase;
}
