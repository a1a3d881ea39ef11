import { randomBytes } from 'node:crypto';
import { spoolRoot } from '../../apps/edge/index.ts';
import { segmentPositions } from '../../apps/tributary/watch/spools.ts';
import { type ClickKeys, clickKeys, spoolBacklog } from '../../modules/clicks/index.ts';
import { openMasterKey } from '../../platform/config/index.ts';
import { connectDatabase, type Database } from '../../platform/db/index.ts';
import { listSegments } from '../../platform/spool/index.ts';
import { makeSmallNetwork, type SmallNetwork } from '../failure/small-network.ts';
import { type DataDirectory, dataDirectory } from '../processes/data-directory.ts';
import { until } from '../processes/liveness.ts';
import { buildProduct, type Environment, settingsOf, TributaryProcess } from '../processes/tributary-process.ts';
import { DatabaseServer } from './database-server.ts';
import { Edge } from './edges.ts';
import { Relay } from './relay.ts';

interface SpoolOptions {
  readonly spoolBytesMax: number | null;
  readonly segmentBytes: number | null;
}

/** Shipping what was recorded in ten minutes takes a fraction of them; a store that takes longer is stuck. */
const DRAIN_MS_MAX = 300_000;

/**
 * A network in its parts, so that each can be broken alone: a PostgreSQL server behind a relay, the product as worker and API, and edges
 * in processes of their own. `remove` ends every process and leaves no file, whatever happened.
 */
export class Rig {
  readonly database: DatabaseServer;
  readonly relay: Relay;
  readonly data: DataDirectory;
  readonly settings: Environment;
  readonly network: SmallNetwork;
  readonly keys: ClickKeys;
  readonly db: Database;
  readonly edges: Edge[] = [];
  /** Ids whose records scenarios damaged on purpose before they were shipped. */
  readonly damagedIds = new Set<string>();
  /** What `tributary doctor` has to say of what scenarios did. */
  readonly expectedFindings: RegExp[] = [];
  #worker: TributaryProcess | null = null;

  private constructor(parts: Pick<Rig, 'database' | 'relay' | 'data' | 'settings' | 'network'>) {
    this.database = parts.database;
    this.relay = parts.relay;
    this.data = parts.data;
    this.settings = parts.settings;
    this.network = parts.network;
    const { path: dataDir, secretFile } = this.data;
    this.keys = clickKeys(openMasterKey({ mode: 'serve', secretFile, dataDir }).bytes);
    this.db = connectDatabase(this.database.url, { poolSize: 2 });
  }

  static async open(): Promise<Rig> {
    buildProduct();
    const data = dataDirectory();
    const opened: { database?: DatabaseServer; relay?: Relay } = {};
    try {
      const database = await DatabaseServer.open();
      opened.database = database;
      const network = await makeSmallNetwork({ ...settingsOf(data), DATABASE_URL: database.url });
      const relay = await Relay.open(database.port);
      opened.relay = relay;
      const through = new URL(database.url);
      through.port = String(relay.port);
      const settings = { ...settingsOf(data), DATABASE_URL: through.href, TRIBUTARY_ROLES: 'api,worker' };
      return new Rig({ database, relay, data, settings, network });
    } catch (error) {
      await opened.relay?.close();
      await opened.database?.remove();
      await data.remove();
      throw error;
    }
  }

  get spoolDir(): string {
    return spoolRoot(this.data.path);
  }

  /** Edges for a scenario, with spools of their own and running: those that are there and suit, and new ones. */
  async runningEdges(count: number, options: SpoolOptions): Promise<Edge[]> {
    const suits = ({ port, settings }: Edge) =>
      port !== null &&
      settings.spoolBytesMax === options.spoolBytesMax &&
      settings.segmentBytes === options.segmentBytes;
    const edges = this.edges.filter(suits).slice(0, count);
    while (edges.length < count) edges.push(this.#addEdge(options));
    await Promise.all(edges.map((edge) => (edge.port === null ? edge.start() : undefined)));
    return edges;
  }

  #addEdge(options: SpoolOptions): Edge {
    const { path: dataDir, secretFile } = this.data;
    const edge = new Edge({
      name: `edge-${randomBytes(4).toString('hex')}`,
      dataDir,
      secretFile,
      databaseUrl: this.settings['DATABASE_URL'] ?? '',
      publicUrl: 'http://network.example',
      keepsLinks: this.edges.length === 0,
      clockAheadMs: 0,
      ...options,
    });
    this.edges.push(edge);
    return edge;
  }

  async startWorker(): Promise<void> {
    if (this.#worker !== null) return;
    const worker = new TributaryProcess(['serve'], this.settings);
    this.#worker = worker;
    await worker.address();
  }

  async endWorker(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    const ending = await worker?.end(signal);
    if (signal === 'SIGTERM' && worker !== null && ending !== 0) {
      throw new Error(`the worker did not stop in order (${ending}):\n${worker.errors}`);
    }
  }

  /** Address of the worker's API. */
  async api(): Promise<string> {
    if (this.#worker === null) throw new Error('the worker does not run');
    return this.#worker.address();
  }

  /** Waits until the store has everything that was recorded; edges go on. */
  async settle(): Promise<void> {
    await until('the store has every recorded click', DRAIN_MS_MAX, async () => {
      const backlogs = await spoolBacklog(this.spoolDir, await this.#books(), { countRecords: false });
      return backlogs.every(({ waiting }) => waiting.segments === 0);
    });
  }

  /** Stops the edges in order, so that their last segments are closed, and waits until the store has confirmed every segment. */
  async endEdges(): Promise<void> {
    for (const edge of this.edges) {
      const ending = await edge.end('SIGTERM');
      if (ending !== 0) throw new Error(`${edge.settings.name} did not stop in order: ${ending}`);
    }
    await until('every spool segment is confirmed by the store', DRAIN_MS_MAX, async () => {
      const [segments, books] = await Promise.all([listSegments(this.spoolDir), this.#books()]);
      return segments.every(({ id }) => (books.get(id)?.confirmedAt ?? null) !== null);
    });
  }

  #books(): ReturnType<typeof segmentPositions> {
    return segmentPositions(this.db, this.data.path);
  }

  async remove(): Promise<void> {
    for (const edge of this.edges) await edge.end('SIGKILL');
    await this.#worker?.end('SIGKILL');
    await this.db.close();
    await this.relay.close();
    await this.database.remove();
    await this.data.remove();
  }
}
