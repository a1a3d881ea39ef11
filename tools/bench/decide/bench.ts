import { RC } from '../../../core/commission/testing/examples.ts';
import { compiledProgram } from '../../../core/commission/testing/programs.ts';
import { randomOrder, seededRandom } from '../../../core/commission/testing/random-orders.ts';
import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { firstDifference, measure } from './compare.ts';
import { measureStream } from './stream.ts';

const SEED = 20220615;
const ORDERS = 50_000;
const ROUNDS = 15;
/** What the engine has to reach, as a part of the hand-written function's speed. */
const RATIO_MIN = 0.5;
/** What a stream with the trace has to reach, as a part of the speed without: 30,000 order lines a second against 100,000. */
const TRACE_RATIO_MIN = 0.3;

const usage = `npm run bench decide [-- --json] [--orders N] [--rounds N]
Measures the engine on the terms of ${RC} against a function written by hand for these terms alone, on the same orders, after
asserting that both decide every one of them alike; then the whole way of tributary decide, from bytes to bytes, with the trace against
without. Rounds are in turns; medians are printed. Targets: ratio ≥ ${RATIO_MIN}, with the trace ≥ ${TRACE_RATIO_MIN}.
Exit status: 0 targets reached, 1 not reached or a decision differs, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { orders: ORDERS, rounds: ROUNDS });
  if (options === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const { rounds } = options.numbers;
  const terms = compiledProgram(RC);
  const random = seededRandom(SEED);
  const orders = Array.from({ length: options.numbers.orders }, (_, index) =>
    randomOrder(random, { terms: terms.terms, orderId: `B${index}`, manner: 'plain' }),
  );
  const different = firstDifference(terms, orders);
  if (different !== null) {
    process.stderr.write(`order ${different}: the engine and the hand-written function decide it differently\n`);
    return 1;
  }
  const shown = (what: string) => (round: number) => showProgress(`${what}: round ${round} of ${rounds}`);
  const engine = measure({ terms, orders, rounds, onRound: shown('engine') });
  const stream = await measureStream({ terms, orders, rounds, onRound: shown('stream') });
  showProgress('');
  const figures: readonly Figure[] = [
    { name: 'engine', value: engine.engine, unit: 'order lines/s', target: null },
    { name: 'by hand', value: engine.byHand, unit: 'order lines/s', target: null },
    { name: 'engine / by hand', value: engine.ratio, target: { least: RATIO_MIN } },
    { name: 'stream', value: stream.plain, unit: 'order lines/processor s', target: null },
    { name: 'stream with trace', value: stream.traced, unit: 'order lines/processor s', target: null },
    { name: 'with trace / without', value: stream.ratio, target: { least: TRACE_RATIO_MIN } },
  ];
  const reached = figures.every(isReached);
  const report = {
    benchmark: 'decide',
    orders: orders.length,
    lines_per_second: { engine: Math.round(engine.engine), by_hand: Math.round(engine.byHand) },
    ratio: Number(engine.ratio.toFixed(3)),
    ratio_min: RATIO_MIN,
    stream_lines_per_processor_second: { plain: Math.round(stream.plain), traced: Math.round(stream.traced) },
    trace_ratio: Number(stream.ratio.toFixed(3)),
    trace_ratio_min: TRACE_RATIO_MIN,
    reached,
  };
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : figureTable(figures));
  return reached ? 0 : 1;
}
