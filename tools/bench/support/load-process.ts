import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { LoadOrder, LoadResult } from './load.ts';

/**
 * The other end of every connection, in a process of its own, so that its work is not counted as the server's. Requests are texts made
 * ahead, answers are looked at only as far as needed to know that they are whole: their status and their length.
 */
const HEADERS_END = '\r\n\r\n';

type OnAnswer = (connection: Connection, answer: string) => void;

class Connection {
  readonly #socket: Socket;
  readonly #onAnswer: OnAnswer;
  #received = '';
  /** When the request was due, milliseconds; what is waited for is counted from then on. */
  since = 0;

  constructor(port: number, onAnswer: OnAnswer, onError: (error: Error) => void) {
    this.#onAnswer = onAnswer;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('error', onError);
    this.#socket.on('data', (text: string) => this.#take(text));
    this.#socket.on('close', () => onError(new Error('the server closed a connection')));
  }

  send(text: string, since: number): void {
    this.since = since;
    this.#socket.write(text, 'latin1');
  }

  end(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received = this.#received === '' ? text : this.#received + text;
    const headers = this.#received.indexOf(HEADERS_END);
    if (headers < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#received);
    const end = headers + HEADERS_END.length + Number(length?.[1] ?? 0);
    if (this.#received.length < end) return;
    const answer = this.#received;
    this.#received = '';
    this.#onAnswer(this, answer);
  }
}

/** Keeps every connection busy for as long as asked, or sends so many a second and counts what is late as late. */
function run(order: LoadOrder): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const { requests, connections, milliseconds, perSecond } = order;
    const samples: number[] = [];
    const times: number[] = [];
    const statuses: Record<string, number> = {};
    const started = performance.now();
    const ends = started + milliseconds;
    const idle: Connection[] = [];
    let sent = 0;
    let open = 0;
    let finished = false;
    const next = (connection: Connection, since: number): void => {
      const text = requests[sent % requests.length] ?? '';
      sent += 1;
      open += 1;
      connection.send(text, since);
    };
    const onAnswer = (connection: Connection, answer: string): void => {
      const now = performance.now();
      open -= 1;
      samples.push(now - connection.since);
      if (order.withTimes === true) times.push(performance.timeOrigin + now);
      const status = answer.slice(9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (perSecond === null && now < ends) next(connection, now);
      else idle.push(connection);
      if (now >= ends && open === 0) finish(now);
    };
    const finish = (now: number): void => {
      if (finished) return;
      finished = true;
      for (const connection of all) connection.end();
      resolve({ answers: samples.length, statuses, milliseconds: now - started, samples, times });
    };
    const all = Array.from({ length: connections }, () => new Connection(order.port, onAnswer, reject));
    if (perSecond === null) {
      for (const connection of all) next(connection, started);
      return;
    }
    idle.push(...all);
    // A timer's millisecond would be coarser than what is measured: this process does nothing else, so it looks again at once.
    const pace = (): void => {
      const now = performance.now();
      const due = Math.floor(((Math.min(now, ends) - started) * perSecond) / 1000);
      while (sent < due) {
        const connection = idle.pop();
        if (connection === undefined) break;
        next(connection, started + (sent * 1000) / perSecond);
      }
      if (now < ends) setImmediate(pace);
      else if (open === 0) finish(now);
    };
    pace();
  });
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
