import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pin } from './processes.ts';
import { type Latencies, latenciesOf } from './statistics.ts';

/** What one run of the load asks. */
export interface LoadOrder {
  readonly port: number;
  /** Whole requests, sent in turn. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly milliseconds: number;
  /** Requests a second, late ones counted from when they were due; `null`: each connection asks again as soon as it is answered. */
  readonly perSecond: number | null;
  /** Whether to tell each answer's latency and when it came. */
  readonly withTimes?: boolean;
}

/** What came of it. */
export interface LoadResult {
  readonly answers: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly milliseconds: number;
  /** Latency of each answer, milliseconds. */
  readonly samples: readonly number[];
  /** When each answer came, milliseconds since 1970; empty where nobody asked. */
  readonly times: readonly number[];
}

export interface Answers {
  readonly answers: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly perSecond: number;
  readonly latencies: Latencies;
  /** Latencies without the first `SETTLE_MS`; as `latencies` where nobody asked when answers came. */
  readonly settled: Latencies;
  readonly times: readonly number[];
}

/** By then a client has opened its connections and has what it needs in memory. */
const SETTLE_MS = 250;

/** A client that asks from a process of its own. */
export class LoadClient {
  readonly #child: ChildProcess;

  constructor(core: string | null) {
    this.#child = fork(fileURLToPath(new URL('./load-process.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    });
    if (core !== null && this.#child.pid !== undefined) pin(this.#child.pid, core);
  }

  async run(order: LoadOrder): Promise<Answers> {
    this.#child.send(order);
    const [message] = await once(this.#child, 'message');
    const { result, error }: { result?: LoadResult; error?: string } = message;
    if (result === undefined) throw new Error(`load on port ${order.port}: ${error}`);
    const from = (result.times[0] ?? 0) + SETTLE_MS;
    return {
      answers: result.answers,
      statuses: result.statuses,
      perSecond: (result.answers * 1000) / result.milliseconds,
      latencies: latenciesOf(Float64Array.from(result.samples)),
      settled: latenciesOf(
        Float64Array.from(result.samples.filter((_, index) => (result.times[index] ?? from) >= from)),
      ),
      times: result.times,
    };
  }

  end(): void {
    this.#child.disconnect();
  }
}
