import { parseArgs } from 'node:util';
import { RC } from '../../../core/commission/testing/examples.ts';
import { compiledProgram } from '../../../core/commission/testing/programs.ts';
import { randomOrder, seededRandom } from '../../../core/commission/testing/random-orders.ts';
import { firstDifference, measure } from './compare.ts';

const SEED = 20220615;
const ORDERS = 50_000;
const ROUNDS = 15;
/** What the engine has to reach, as a part of the hand-written function's speed. */
const RATIO_MIN = 0.5;

const usage = `npm run bench decide [-- --json] [--orders N] [--rounds N]
Measures the engine on the terms of ${RC} against a function written by hand for these terms alone, on the same orders, after
asserting that both decide every one of them alike. Rounds are interleaved; medians are printed. Target: ratio ≥ ${RATIO_MIN}.
Exit status: 0 target reached, 1 not reached or a decision differs, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const terms = compiledProgram(RC);
  const random = seededRandom(SEED);
  const orders = Array.from({ length: options.orders }, (_, index) =>
    randomOrder(random, { terms: terms.terms, orderId: `B${index}`, manner: 'plain' }),
  );
  const different = firstDifference(terms, orders);
  if (different !== null) {
    process.stderr.write(`order ${different}: the engine and the hand-written function decide it differently\n`);
    return 1;
  }
  const rates = measure({
    terms,
    orders,
    rounds: options.rounds,
    onRound: (round) => showRound(round, options.rounds),
  });
  const reached = rates.ratio >= RATIO_MIN;
  process.stdout.write(
    options.json ? `${JSON.stringify(report(orders.length, rates, reached))}\n` : table(rates, reached),
  );
  return reached ? 0 : 1;
}

interface Options {
  readonly json: boolean;
  readonly help: boolean;
  readonly orders: number;
  readonly rounds: number;
}

function readOptions(argv: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        orders: { type: 'string', default: String(ORDERS) },
        rounds: { type: 'string', default: String(ROUNDS) },
      },
    });
    const orders = Number(values.orders);
    const rounds = Number(values.rounds);
    const sensible = Number.isInteger(orders) && orders > 0 && Number.isInteger(rounds) && rounds > 0;
    return sensible ? { json: values.json, help: values.help, orders, rounds } : null;
  } catch {
    return null;
  }
}

type Measured = ReturnType<typeof measure>;

function report(orders: number, rates: Measured, reached: boolean): Record<string, unknown> {
  return {
    benchmark: 'decide',
    orders,
    lines_per_second: { engine: Math.round(rates.engine), by_hand: Math.round(rates.byHand) },
    ratio: Number(rates.ratio.toFixed(3)),
    ratio_min: RATIO_MIN,
    reached,
  };
}

function table(rates: Measured, reached: boolean): string {
  const shown = (rate: number): string => Math.round(rate).toLocaleString('en').padStart(12);
  return [
    `engine        ${shown(rates.engine)} order lines/s`,
    `by hand       ${shown(rates.byHand)} order lines/s`,
    `ratio         ${rates.ratio.toFixed(3).padStart(12)} (target ≥ ${RATIO_MIN}: ${reached ? 'reached' : 'missed'})`,
    '',
  ].join('\n');
}

/** Progress is for people; a log or a pipe gets the result only. */
function showRound(round: number, rounds: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(round === rounds ? '\r\u001b[K' : `\rround ${round} of ${rounds}`);
}
