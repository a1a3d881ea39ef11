import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { type Latencies, rounded } from '../support/statistics.ts';
import { type Measured, measureRedirect } from './measure.ts';

const usage = `npm run bench redirect [-- --json] [--rounds N] [--seconds N] [--connections N]
Measures the click path as it runs in production (an edge and a worker, each a process, on the embedded PostgreSQL) against a bare
node:http 302 and Fastify in turns; before these, our whole click with one awaited INSERT instead of spool and shipper, a bare server with one
awaited INSERT of three columns, and a plain redirector (Fastify, a link looked up and a visit stored), all in the same PostgreSQL; their
rows are dropped before clicks are measured. All of them on one core, the one on which fdatasync is quicker, and the client on another.
Every visitor is new and nearly every address too; medians of the rounds are printed. Needs Linux and two cores.
Exit status: 0 every target reached, 1 one missed, 2 wrong usage.`;

function latencyFigures(name: string, { p50, p99, p999 }: Latencies): Figure[] {
  return [
    { name: `${name}: p50`, value: p50, target: null, unit: 'ms' },
    { name: `${name}: p99`, value: p99, target: null, unit: 'ms' },
    { name: `${name}: p99.9`, value: p999, target: null, unit: 'ms' },
  ];
}

function ratios(measured: Measured): Figure[] {
  const { bare, edge, latencies } = measured;
  const keptUp = sustained(measured);
  return [
    { name: 'CPU of an edge a click ÷ bare 302', value: edge.cpu / bare.cpu, target: { most: 2.7 } },
    { name: 'CPU of everything a click ÷ bare 302', value: edge.cpuAll / bare.cpu, target: { most: 3.5 } },
    { name: 'throughput, all on one core ÷ bare 302', value: edge.perSecond / bare.perSecond, target: { least: 0.3 } },
    {
      name: 'throughput ÷ the whole click with one awaited INSERT',
      value: edge.perSecond / measured.clickInsert.perSecond,
      target: { least: 6 },
    },
    { name: 'p50, one connection ÷ fdatasync', value: latencies.one.p50 / latencies.disk.p50, target: { most: 2 } },
    {
      name: 'p99.9 at half load ÷ p99.9 of fdatasync',
      value: latencies.half.p999 / latencies.disk.p999,
      target: { most: 3 },
    },
    {
      name: 'the same with worker and database on the other core',
      value: latencies.halfApart.p999 / latencies.disk.p999,
      target: null,
    },
    {
      name: 'throughput that store and reports keep up with ÷ bare 302',
      value: keptUp / bare.perSecond,
      target: null,
    },
    {
      name: 'the same ÷ the whole click with one awaited INSERT',
      value: keptUp / measured.clickInsert.perSecond,
      target: null,
    },
    {
      name: 'throughput ÷ one awaited INSERT of three columns',
      value: edge.perSecond / measured.insert.perSecond,
      target: null,
    },
    {
      name: 'throughput ÷ a plain redirector',
      value: edge.perSecond / measured.redirector.perSecond,
      target: null,
    },
  ];
}

/** What the ratios are made of. */
function amounts(measured: Measured): Figure[] {
  const { bare, edge, latencies } = measured;
  return [
    { name: 'bare 302: CPU', value: bare.cpu, target: null, unit: 'µs' },
    { name: 'Fastify: CPU', value: measured.fastify.cpu, target: null, unit: 'µs' },
    { name: 'a plain redirector: CPU, its database apart', value: measured.redirector.cpu, target: null, unit: 'µs' },
    { name: 'edge: CPU', value: edge.cpu, target: null, unit: 'µs' },
    { name: 'worker: CPU', value: edge.cpuWorker, target: null, unit: 'µs' },
    { name: 'database: CPU', value: edge.cpuDatabase, target: null, unit: 'µs' },
    { name: 'bare 302', value: bare.perSecond, target: null, unit: '/s' },
    { name: 'Fastify', value: measured.fastify.perSecond, target: null, unit: '/s' },
    { name: 'the whole click with one INSERT', value: measured.clickInsert.perSecond, target: null, unit: '/s' },
    { name: 'one INSERT of three columns', value: measured.insert.perSecond, target: null, unit: '/s' },
    { name: 'a plain redirector', value: measured.redirector.perSecond, target: null, unit: '/s' },
    { name: 'clicks', value: edge.perSecond, target: null, unit: '/s' },
    { name: 'clicks that store and reports keep up with', value: sustained(measured), target: null, unit: '/s' },
    ...latencyFigures('full load', edge.latencies),
    ...latencyFigures('half load', latencies.half),
    ...latencyFigures('half load, worker and database on the other core', latencies.halfApart),
    ...latencyFigures('bare 302 at that rate', latencies.bareHalf),
    ...latencyFigures('one connection', latencies.one),
    ...latencyFigures('bare 302, one connection', latencies.bareOne),
    ...latencyFigures(`fdatasync on the core of the servers (${measured.core})`, latencies.disk),
    ...latencyFigures('fdatasync wherever the system runs it', latencies.diskFree),
  ];
}

/** Worker and database wait behind visitors and store what is left afterwards: this many clicks a second leave nothing behind. */
function sustained({ edge }: Measured): number {
  return 1e6 / edge.cpuAll;
}

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { rounds: 5, seconds: 3, connections: 64 });
  if (options === null || options.help) {
    (options === null ? process.stderr : process.stdout).write(`${usage}\n`);
    return options === null ? 2 : 0;
  }
  const { rounds, seconds, connections } = options.numbers;
  const measured = await measureRedirect({ rounds, milliseconds: seconds * 1000, connections }, showProgress);
  showProgress('');
  const figures = [...ratios(measured), ...amounts(measured)];
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ benchmark: 'redirect', ...machine(), figures: figures.map((one) => ({ ...one, value: rounded(one.value) })) })}\n`
      : figureTable(figures),
  );
  return figures.every(isReached) ? 0 : 1;
}
