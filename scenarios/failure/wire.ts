import { until } from '../processes/liveness.ts';

/** What a request came to: an answer, or nothing because the connection broke. */
export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
}

/** Longer than the network takes for anything while it is healthy; a connection that hangs longer counts as broken. */
const ANSWER_MS_MAX = 20_000;

/** Recovery of the database and a start take a few seconds, on a busy machine many. */
const READY_MS_MAX = 60_000;

/** The way to the network through its lives: the address changes, requests break off, `/ready` tells when it is there again. */
export class Wire {
  #address: string | null = null;

  /** `null` while there is no process. */
  leadsTo(address: string | null): void {
    this.#address = address;
  }

  /** One request; `null` when there was no whole answer. */
  async ask(path: string, init: RequestInit): Promise<Answer | null> {
    const address = this.#address;
    if (address === null) return null;
    try {
      const signal = AbortSignal.timeout(ANSWER_MS_MAX);
      const response = await fetch(`${address}${path}`, { ...init, redirect: 'manual', signal });
      const body = await response.text();
      return { status: response.status, location: response.headers.get('location'), body };
    } catch {
      return null;
    }
  }

  /** Resolves when the network says that it is ready; rejects when it does not come back. */
  untilReady(): Promise<void> {
    return until('the network is ready', READY_MS_MAX, async () => (await this.ask('/ready', {}))?.status === 200);
  }
}
