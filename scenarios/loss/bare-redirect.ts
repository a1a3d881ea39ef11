import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Latencies, latenciesOf } from '../../tools/bench/support/statistics.ts';
import { Visitors } from './visitors.ts';

/** Enough for a p99 within seconds, and little beside what the scenario itself asks of the machine. */
const PER_SECOND = 50;
const PARAMETER = 'id';

const script = fileURLToPath(new URL('./bare-process.ts', import.meta.url));

/**
 * Visitors of a bare server, beside those of a scenario: how long they wait is the machine's doing alone. A latency limit that is missed
 * while they wait as long says that the machine was busy, not that the edge was slow.
 */
export class BareRedirect {
  readonly #child = fork(script, [`http://shop.example/?${PARAMETER}=1`], { execArgv: ['--import', 'tsx'] });
  #visitors: Visitors | null = null;

  async start(): Promise<void> {
    const messages = await once(this.#child, 'message');
    const { port }: { readonly port: number } = messages[0];
    this.#visitors = new Visitors({
      ports: () => [port],
      path: '/',
      clickParameter: PARAMETER,
      perSecond: PER_SECOND,
      seed: 1,
      read: () => ({ spooled: true }),
    });
  }

  /** How long they have waited since the start. */
  latencies(): Latencies {
    return latenciesOf(Float64Array.from(this.#visitors?.answered.latencies ?? []));
  }

  async end(): Promise<void> {
    await this.#visitors?.finish();
    if (!this.#child.connected) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
