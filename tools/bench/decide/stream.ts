import { Writable } from 'node:stream';
import { decideStream } from '../../../apps/tributary/decide/decide-stream.ts';
import { type CompiledTerms, factsToJson, type OrderFacts } from '../../../core/commission/index.ts';
import { median } from '../support/statistics.ts';

/** As a pipe or a file hands it over. */
const CHUNK_BYTES = 65_536;

export interface StreamRates {
  /** Order lines a processor second, median over the rounds. */
  readonly plain: number;
  readonly traced: number;
  /** Traced over plain, median of the ratios of the rounds. */
  readonly ratio: number;
}

export interface StreamPlan {
  readonly terms: CompiledTerms;
  readonly orders: readonly OrderFacts[];
  readonly rounds: number;
  /** Called after each round. */
  readonly onRound: (round: number) => void;
}

/** The whole way of `tributary decide`, from bytes to bytes, with and without the trace: orders of one line, rounds in turns. */
export async function measureStream({ terms, orders, rounds, onRound }: StreamPlan): Promise<StreamRates> {
  const text = orders.map((order) => `${JSON.stringify(factsToJson({ ...order, lines: order.lines.slice(0, 1) }))}\n`);
  const input = Buffer.from(text.join(''));
  const programs = new Map([[terms.terms.code, terms]]);
  const rate = async (trace: boolean): Promise<number> => {
    const before = process.cpuUsage();
    const { orders: decided } = await decideStream({ input: chunks(input), output: nowhere(), programs, trace });
    const { user, system } = process.cpuUsage(before);
    return (decided / (user + system)) * 1_000_000;
  };
  await rate(false);
  await rate(true);
  const plain: number[] = [];
  const traced: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    plain.push(await rate(false));
    traced.push(await rate(true));
    onRound(round);
  }
  const ratios = traced.map((value, index) => value / (plain[index] ?? Number.NaN));
  return { plain: median(plain), traced: median(traced), ratio: median(ratios) };
}

async function* chunks(input: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < input.length; start += CHUNK_BYTES) yield input.subarray(start, start + CHUNK_BYTES);
}

function nowhere(): Writable {
  return new Writable({ write: (_bytes, _encoding, done) => done() });
}
