import { Agent, get, type IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { type Random, seededRandom } from '../../apps/tributary/example/random.ts';
import { addressIn, userAgents } from '../../apps/tributary/example/visitors.ts';

/** What visitors were answered. */
export interface Answered {
  /** Ids of redirects whose click was durable before the answer: the set A. */
  readonly durable: string[];
  /** Ids that say of themselves that the spool could not be written: outside A. */
  readonly flagged: string[];
  /** Requests that broke off, as they do when an edge is killed. */
  broken: number;
  /** Requests that were due while no edge listened, or while too many others waited. */
  unsent: number;
  /** Answers other than a redirect with a click id of ours. */
  readonly surprises: string[];
  /** Milliseconds from the moment at which each answered request was due. */
  readonly latencies: number[];
}

export interface VisitorsOptions {
  /** Ports of the edges that listen now. */
  readonly ports: () => readonly number[];
  readonly path: string;
  readonly perSecond: number;
  readonly seed: number;
  /** Whether an id is ours, and whether it says that its click is durable. */
  readonly read: (clickId: string) => { readonly spooled: boolean } | null;
  readonly clickParameter: string;
}

/** More than wait at once in any scenario that goes well; bounds what a stuck edge makes us hold. */
const WAITING_MAX = 2_000;
/** A redirect that takes longer than this is one that never came. */
const ANSWER_MS_MAX = 10_000;
const PACE_MS = 1;
/** A load that gets no answer for this long has no one to talk to. */
const SILENCE_MS_MAX = 60_000;

/** Visitors who come at a fixed rate, whether or not the ones before were answered: waiting is counted from when each was due. */
export class Visitors {
  readonly answered: Answered = { durable: [], flagged: [], broken: 0, unsent: 0, surprises: [], latencies: [] };
  readonly #options: VisitorsOptions;
  readonly #random: Random;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 128, scheduling: 'fifo' });
  readonly #pacer: NodeJS.Timeout;
  readonly #started = performance.now();
  #due = 0;
  #waiting = 0;
  #answers = 0;
  #finished = false;
  #waits: { readonly answers: number; readonly resolve: () => void }[] = [];
  #onIdle: () => void = () => undefined;

  constructor(options: VisitorsOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#pacer = setInterval(() => this.#sendWhatIsDue(), PACE_MS);
  }

  /** Resolves when `count` more were answered; rejects when nobody is answered any more. */
  async moreAnswers(count: number): Promise<void> {
    const reached = new Promise<true>((resolve) => {
      this.#waits.push({ answers: this.#answers + count, resolve: () => resolve(true) });
    });
    for (let before = -1; before !== this.#answers; ) {
      before = this.#answers;
      const silence = new AbortController();
      const quiet = new Promise<false>((resolve) => {
        const timer = setTimeout(() => resolve(false), SILENCE_MS_MAX);
        silence.signal.addEventListener('abort', () => clearTimeout(timer));
      });
      const isReached = await Promise.race([reached, quiet]);
      silence.abort();
      if (isReached) return;
    }
    throw new Error(`no visitor was answered for ${SILENCE_MS_MAX} ms`);
  }

  /** No more visitors; resolves when the last one has been answered. */
  async finish(): Promise<Answered> {
    clearInterval(this.#pacer);
    if (this.#waiting > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    this.#finished = true;
    this.#agent.destroy();
    return this.answered;
  }

  get isFinished(): boolean {
    return this.#finished;
  }

  #sendWhatIsDue(): void {
    const { perSecond } = this.#options;
    const dueNow = Math.floor(((performance.now() - this.#started) * perSecond) / 1_000);
    while (this.#due < dueNow) {
      this.#visit(this.#started + (this.#due * 1_000) / perSecond);
      this.#due += 1;
    }
  }

  #visit(due: number): void {
    const ports = this.#options.ports();
    const port = ports[this.#due % Math.max(1, ports.length)];
    if (port === undefined || this.#waiting >= WAITING_MAX) {
      this.answered.unsent += 1;
      return;
    }
    this.#waiting += 1;
    const random = this.#random;
    const request = get({
      agent: this.#agent,
      host: '127.0.0.1',
      port,
      path: `${this.#options.path}?subid=loss`,
      headers: { 'user-agent': random.pick(userAgents), 'x-forwarded-for': addressIn('RU', random) },
      timeout: ANSWER_MS_MAX,
    });
    // Headers that arrived are an answer, even when the connection breaks behind them: the visitor is on the way to the shop.
    let isAnswered = false;
    request.on('response', (response) => {
      isAnswered = true;
      this.#take(response, performance.now() - due);
      response.on('error', () => undefined);
      response.resume();
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => {
      if (!isAnswered) this.answered.broken += 1;
    });
    request.on('close', () => this.#closed());
  }

  #closed(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#onIdle();
  }

  #take({ statusCode, headers }: IncomingMessage, milliseconds: number): void {
    const clickId = new URL(headers.location ?? 'none:').searchParams.get(this.#options.clickParameter);
    const token = clickId === null ? null : this.#options.read(clickId);
    if (statusCode !== 302 || clickId === null || token === null) {
      this.answered.surprises.push(`a click was answered ${statusCode}, location ${headers.location ?? 'none'}`);
      return;
    }
    this.answered[token.spooled ? 'durable' : 'flagged'].push(clickId);
    this.answered.latencies.push(milliseconds);
    this.#answers += 1;
    for (const wait of this.#waits.filter(({ answers }) => answers <= this.#answers)) wait.resolve();
    this.#waits = this.#waits.filter(({ answers }) => answers > this.#answers);
  }
}
