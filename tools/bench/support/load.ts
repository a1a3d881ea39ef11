import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pin } from './processes.ts';
import { type Latencies, latenciesOf } from './statistics.ts';

/** What one run of the load asks. */
export interface LoadOrder {
  readonly port: number;
  readonly connections: number;
  readonly milliseconds: number;
  /** Requests a second, late ones counted from when they were due; `null`: each connection asks again as soon as it is answered. */
  readonly perSecond: number | null;
  /** Whether to tell when each answer came. */
  readonly withTimes?: boolean;
  /** Latencies of requests that were due in the first so many milliseconds are not told. */
  readonly settleMs?: number;
}

/** What came of it. */
export interface LoadResult {
  readonly answers: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly milliseconds: number;
  /** Latency of each answer, milliseconds. */
  readonly samples: Float64Array;
  /** When each answer came, milliseconds since 1970; empty where nobody asked. */
  readonly times: Float64Array;
}

export interface Answers extends Omit<LoadResult, 'milliseconds'> {
  readonly perSecond: number;
  readonly latencies: Latencies;
}

/** Room for young objects of a client, megabytes: with the usual 16 it would stop for garbage while it measures. */
const YOUNG_MB = 128;

/** A client that asks from a process of its own. */
export class LoadClient {
  readonly #child: ChildProcess;
  #requests: readonly string[] | null = null;

  constructor(core: string | null) {
    this.#child = fork(fileURLToPath(new URL('./load-process.ts', import.meta.url)), {
      execArgv: [`--min-semi-space-size=${YOUNG_MB}`, `--max-semi-space-size=${YOUNG_MB}`, '--import', 'tsx'],
      serialization: 'advanced',
    });
    if (core !== null && this.#child.pid !== undefined) pin(this.#child.pid, core);
  }

  /** `requests` are whole, and sent in turn. */
  async run({ requests, ...order }: LoadOrder & { readonly requests: readonly string[] }): Promise<Answers> {
    if (requests !== this.#requests) this.#child.send({ requests });
    this.#requests = requests;
    this.#child.send({ order });
    const [message] = await once(this.#child, 'message');
    const { result, error }: { result?: LoadResult; error?: string } = message;
    if (result === undefined) throw new Error(`load on port ${order.port}: ${error}`);
    const { answers, statuses, samples, times } = result;
    return {
      answers,
      statuses,
      perSecond: (answers * 1000) / result.milliseconds,
      samples,
      latencies: latenciesOf(samples),
      times,
    };
  }

  end(): void {
    this.#child.disconnect();
  }
}
