import { isDeepStrictEqual } from 'node:util';
import { type CompiledTerms, decide, type OrderFacts } from '../../../core/commission/index.ts';
import { median } from '../support/statistics.ts';
import { decideByHand } from './hand-written.ts';

/** The first order on which the engine and the hand-written function differ; `null` when they agree on all of them. */
export function firstDifference(terms: CompiledTerms, orders: readonly OrderFacts[]): string | null {
  for (const order of orders) {
    if (!isDeepStrictEqual(decide(terms, order, { trace: false }), decideByHand(order))) return order.orderId;
  }
  return null;
}

export interface Rates {
  /** Order lines a second, median over the rounds. */
  readonly engine: number;
  readonly byHand: number;
  /** Engine over hand, median of the ratios of the rounds. */
  readonly ratio: number;
}

export interface BenchPlan {
  readonly terms: CompiledTerms;
  readonly orders: readonly OrderFacts[];
  readonly rounds: number;
  /** Called after each round. */
  readonly onRound: (round: number) => void;
}

/** Rounds of both are interleaved, so that whatever else the machine does falls on both alike. */
export function measure({ terms, orders, rounds, onRound }: BenchPlan): Rates {
  const lines = orders.reduce((sum, order) => sum + order.lines.length, 0);
  const engineOnce = (order: OrderFacts): unknown => decide(terms, order, noTrace);
  const warmUp = orders.slice(0, WARM_UP_ORDERS);
  for (let index = 0; index < WARM_UP_ROUNDS; index += 1) {
    timeMs(warmUp, engineOnce);
    timeMs(warmUp, decideByHand);
  }
  const engine: number[] = [];
  const byHand: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    engine.push((lines / timeMs(orders, engineOnce)) * 1_000);
    byHand.push((lines / timeMs(orders, decideByHand)) * 1_000);
    onRound(round);
  }
  const ratios = engine.map((rate, index) => rate / (byHand[index] ?? Number.NaN));
  return { engine: median(engine), byHand: median(byHand), ratio: median(ratios) };
}

const noTrace = { trace: false };
const WARM_UP_ORDERS = 2_000;
const WARM_UP_ROUNDS = 5;

/** Keeps results alive, so that no work is optimised away. */
let sink: unknown;

function timeMs(orders: readonly OrderFacts[], work: (order: OrderFacts) => unknown): number {
  const start = performance.now();
  for (const order of orders) sink = work(order);
  const elapsed = performance.now() - start;
  return sink === undefined ? Number.NaN : elapsed;
}
