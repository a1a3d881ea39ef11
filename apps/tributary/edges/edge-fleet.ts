import cluster, { type Worker as ClusterWorker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { type FromEdge, isFromEdge, type ToEdge } from './edge-messages.ts';
import type { EdgeDatabase, EdgeReport, Edges, EdgesOptions } from './edges.ts';

export interface FleetOptions extends EdgesOptions {
  /** The port that all edges share; not 0. */
  readonly port: number;
  /** Where this process takes what is no click. */
  readonly socketPath: string;
}

/** First pause before an edge that died is started again; it doubles, and is forgotten after a life of `STEADY_MS`. */
const RESTART_MS = 100;
const RESTART_MS_MAX = 5_000;
const STEADY_MS = 30_000;

/** An edge that does not say how it is within this time is shown as it last was. */
const REPORT_MS_MAX = 250;

/** Longer than an edge takes to answer its last requests: then it hangs. */
const END_MS_MAX = 25_000;

const program = fileURLToPath(import.meta.url.replace(/edge-fleet(\.[jt]s)$/, 'edge-process$1'));

/** Starts the edges of the configuration as processes of their own, which share the port. Rejects when they cannot listen on it. */
export async function startFleet(options: FleetOptions): Promise<Edges> {
  // Each edge takes connections by itself: a click does not wait for this process, whatever it is busy with.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const edges = Array.from({ length: options.config.edges }, (_, index) => new EdgeChild(`edge-${index + 1}`, options));
  try {
    await Promise.all(edges.map((edge) => edge.start()));
  } catch (error) {
    await Promise.all(edges.map((edge) => edge.stop()));
    throw error;
  }
  return {
    outside: true,
    handle: () => false,
    ready: () => edges.some(({ ready }) => ready),
    whenReady: () => Promise.any(edges.map((edge) => edge.whenReady)),
    follow: (database) => {
      for (const edge of edges) edge.follow(database);
    },
    reports: async () => (await Promise.all(edges.map((edge) => edge.report()))).filter((report) => report !== null),
    close: async () => {
      await Promise.all(edges.map((edge) => edge.stop()));
    },
  };
}

class EdgeChild {
  readonly whenReady: Promise<void>;
  ready = false;
  readonly #name: string;
  readonly #options: FleetOptions;
  #worker: ClusterWorker | null = null;
  #onReady: () => void = () => undefined;
  #database: EdgeDatabase | null = null;
  #last: Omit<EdgeReport, 'restarts'> | null = null;
  #restarts = 0;
  #pause = RESTART_MS;
  #restart: NodeJS.Timeout | null = null;
  #stopping = false;
  #question = 0;
  readonly #answers = new Map<number, () => void>();

  constructor(name: string, options: FleetOptions) {
    this.#name = name;
    this.#options = options;
    this.whenReady = new Promise((resolve) => {
      this.#onReady = resolve;
    });
  }

  /** Resolves when it listens; rejects when it never will. */
  start(): Promise<void> {
    const { config, port, socketPath, publicUrl, onTrouble } = this.#options;
    cluster.setupPrimary({ exec: program, args: [config.mode, this.#name, socketPath, publicUrl] });
    const worker = cluster.fork({ PORT: String(port) });
    const bornAt = performance.now();
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      worker.on('error', (error) => onTrouble(error, `${this.#name}: talking to its process`));
      worker.on('message', (message: unknown) => {
        if (!isFromEdge(message)) return;
        if (message.kind === 'listening') {
          // Not before: what a process of a cluster is told while it is being loaded, nobody hears.
          if (this.#database !== null) this.#tell({ kind: 'database', url: this.#database.url });
          resolve();
        } else if (message.kind === 'refused')
          reject(Object.assign(new Error(message.message), { code: message.code }));
        else this.#hear(message, worker);
      });
      worker.once('exit', (status, signal) => {
        reject(new Error(`${this.#name} ended before it listened (${signal ?? status})`));
        if (performance.now() - bornAt > STEADY_MS) this.#pause = RESTART_MS;
        this.#gone(signal ?? String(status));
      });
    });
  }

  follow(database: EdgeDatabase): void {
    this.#database = database;
    this.#tell({ kind: 'database', url: database.url });
  }

  /** As it is now, or was last; `null` when it never said. */
  async report(): Promise<EdgeReport | null> {
    const question = ++this.#question;
    if (this.#worker?.isConnected() === true) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, REPORT_MS_MAX);
        this.#answers.set(question, () => {
          clearTimeout(late);
          resolve();
        });
        this.#tell({ kind: 'report', question });
      });
      this.#answers.delete(question);
    }
    return this.#last === null ? null : { ...this.#last, restarts: this.#restarts };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart ?? undefined);
    const worker = this.#worker;
    if (worker === null || worker.isDead()) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const late = setTimeout(() => worker.process.kill('SIGKILL'), END_MS_MAX);
    this.#tell({ kind: 'stop' });
    await ended;
    clearTimeout(late);
  }

  #hear(message: Exclude<FromEdge, { kind: 'listening' | 'refused' }>, worker: ClusterWorker): void {
    const { onTrouble } = this.#options;
    if (message.kind === 'ready') {
      this.ready = true;
      this.#onReady();
    } else if (message.kind === 'trouble') {
      const error = Object.assign(new Error(message.error.message), { stack: message.error.stack ?? '' });
      onTrouble(error, `${this.#name}: ${message.what}`);
    } else {
      this.#last = { name: this.#name, pid: worker.process.pid ?? 0, ...message.status };
      this.#answers.get(message.question)?.();
    }
  }

  #gone(how: string): void {
    this.ready = false;
    this.#worker = null;
    if (this.#stopping) return;
    const { onTrouble } = this.#options;
    onTrouble(new Error(`${this.#name} ended (${how}); it is started again in ${this.#pause} ms`), 'an edge died');
    this.#restart = setTimeout(() => {
      this.#restarts += 1;
      this.start().catch((error: unknown) => onTrouble(error, `${this.#name}: starting it again`));
    }, this.#pause);
    this.#pause = Math.min(RESTART_MS_MAX, this.#pause * 2);
  }

  #tell(message: ToEdge): void {
    if (this.#worker?.isConnected() === true) this.#worker.send(message, () => undefined);
  }
}
