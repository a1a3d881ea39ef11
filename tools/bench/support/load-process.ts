import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { AnswerReader } from './answer-reader.ts';
import type { LoadOrder, LoadResult } from './load.ts';

/**
 * The other end of every connection, in a process of its own, so that its work is not counted as the server's. It must be quicker and
 * steadier than what it measures: requests are bytes made ahead, answers are looked at where they lie, samples go into arrays that
 * are there already, and all connections are open before the clock starts.
 */
type OnAnswer = (connection: Connection, status: number) => void;

/** Each connection reads into the same bytes again and again. */
const READ_BYTES = 64 * 1024;

class Connection {
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  /** When the request was due, milliseconds; what is waited for is counted from then on. */
  since = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  static open(port: number, onAnswer: OnAnswer, onError: (error: Error) => void): Promise<Connection> {
    return new Promise((resolve) => {
      const take = (length: number, bytes: Uint8Array): boolean => {
        for (let at = 0; at < length; ) {
          at = connection.#reader.read(bytes, at, length);
          if (at < 0) break;
          onAnswer(connection, connection.#reader.status);
        }
        return true;
      };
      const onread = { buffer: new Uint8Array(READ_BYTES), callback: take };
      const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
      const connection = new Connection(socket);
      socket.on('error', onError);
      socket.on('close', () => onError(new Error('the server closed a connection')));
      socket.once('connect', () => resolve(connection));
    });
  }

  send(request: Uint8Array, since: number): void {
    this.since = since;
    this.#socket.write(request);
  }

  end(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }
}

/** More answers a millisecond than any server here gives. */
const ANSWERS_PER_MS_MAX = 200;
const STATUSES = 600;

/** What one run has seen. */
class Samples {
  readonly #latencies: Float64Array;
  readonly #times: Float64Array;
  readonly #statuses = new Uint32Array(STATUSES);
  #answers = 0;
  #told = 0;

  constructor({ milliseconds, perSecond, withTimes }: LoadOrder) {
    const perMs = perSecond === null ? ANSWERS_PER_MS_MAX : perSecond / 1000;
    const room = Math.ceil(milliseconds * perMs) + 1;
    // Filled, so that the system gives the memory now and not answer by answer.
    this.#latencies = new Float64Array(room).fill(1);
    this.#times = new Float64Array(withTimes === true ? room : 0).fill(1);
  }

  add(status: number, latency: number, now: number, isTold: boolean): void {
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (this.#times.length > 0) this.#times[this.#answers] = performance.timeOrigin + now;
    this.#answers += 1;
    if (!isTold) return;
    if (this.#told === this.#latencies.length) throw new Error('more answers than this client has room for');
    this.#latencies[this.#told] = latency;
    this.#told += 1;
  }

  result(milliseconds: number): LoadResult {
    const statuses = [...this.#statuses.entries()].filter(([, count]) => count > 0);
    return {
      answers: this.#answers,
      statuses: Object.fromEntries(statuses),
      milliseconds,
      samples: this.#latencies.slice(0, this.#told),
      times: this.#times.slice(0, this.#answers),
    };
  }
}

/** Keeps every connection busy for as long as asked, or sends so many a second and counts what is late as late. */
async function run(order: LoadOrder, requests: readonly Uint8Array[]): Promise<LoadResult> {
  const { port, connections, milliseconds, perSecond } = order;
  const samples = new Samples(order);
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  let onAnswer: OnAnswer = () => undefined;
  const opening = Array.from({ length: connections }, () =>
    Connection.open(port, (connection, status) => onAnswer(connection, status), fail),
  );
  const all = await Promise.race([Promise.all(opening), failed]);
  const finished = new Promise<number>((resolve) => {
    const started = performance.now();
    const ends = started + milliseconds;
    const tellsFrom = started + (order.settleMs ?? 0);
    const idle: Connection[] = [];
    let sent = 0;
    let open = 0;
    const next = (connection: Connection, since: number): void => {
      const request = requests[sent % requests.length];
      if (request === undefined) throw new Error('no requests were given');
      sent += 1;
      open += 1;
      connection.send(request, since);
    };
    const dueAt = (now: number): number => Math.floor(((Math.min(now, ends) - started) * (perSecond ?? 0)) / 1000);
    onAnswer = (connection, status) => {
      const now = performance.now();
      open -= 1;
      samples.add(status, now - connection.since, now, connection.since >= tellsFrom);
      if (perSecond === null && now < ends) next(connection, now);
      else idle.push(connection);
      if (now >= ends && open === 0 && (perSecond === null || sent >= dueAt(now))) resolve(now - started);
    };
    if (perSecond === null) {
      for (const connection of all) next(connection, started);
      return;
    }
    idle.push(...all);
    // A timer's millisecond would be coarser than what is measured, and looking again at once would keep a core busy: a machine that shares
    // its processors with others stops one of them for up to 9 ms while both are, which is no server's doing. So it naps in between.
    const pace = (): void => {
      const now = performance.now();
      const due = dueAt(now);
      while (sent < due) {
        const connection = idle.pop();
        if (connection === undefined) break;
        next(connection, started + (sent * 1000) / perSecond);
      }
      // What was due is sent, however late: leaving it out would flatter a server that hung.
      if (now < ends || sent < due) {
        if (sent >= due) nap();
        setImmediate(pace);
      } else if (open === 0) resolve(now - started);
    };
    pace();
  });
  const took = await Promise.race([finished, failed]);
  for (const connection of all) connection.end();
  return samples.result(took);
}

const NAP_MS = 0.05;
const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Gives the core away; with what the system adds for waking it is a fifth of a millisecond, which counts as the server's. */
function nap(): void {
  Atomics.wait(never, 0, 0, NAP_MS);
}

/** Bytes of the requests that are sent from now on; they come once, however often they are sent. */
let requests: readonly Uint8Array[] = [];

process.on('message', (message: { requests: readonly string[] } | { order: LoadOrder }) => {
  if ('requests' in message) {
    requests = message.requests.map((text) => Buffer.from(text, 'latin1'));
    return;
  }
  run(message.order, requests).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
