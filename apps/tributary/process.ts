import { once } from 'node:events';
import { systemClock } from '../../platform/clock/index.ts';
import { type Config, openMasterKey, publicUrlOf } from '../../platform/config/index.ts';
import { createLogger, type Logger } from '../../platform/logging/index.ts';
import { type EdgeRole, edgeServer, startEdge } from '../edge/index.ts';
import type { OpenedDatabase } from './environment.ts';
import { prepareExample } from './example/prepare.ts';
import { healthHandler } from './health.ts';
import { networkMetrics } from './metrics.ts';
import { composeNetwork, type Network } from './network.ts';
import { apiServer, portOf } from './server.ts';
import { UsageError } from './usage-error.ts';
import { startWorker, type Worker } from './worker.ts';

/** What a started process is told to people with. */
export interface ProcessOutput {
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Progress of loading the example. */
  readonly onDay: (done: number, total: number) => void;
}

export interface RunningProcess {
  readonly publicUrl: string;
  readonly port: number;
  /** Takes no new requests, finishes what is under way, makes everything durable and ends. */
  stop(): Promise<void>;
}

/** The parts of a process as they come up; whatever is `null` is not there (yet). */
interface Parts {
  readonly opened: OpenedDatabase;
  server: Listening | null;
  edge: EdgeRole | null;
  worker: Worker | null;
  isOpen: boolean;
}

/**
 * Starts the roles of the configuration in this process. Rejects with the remedy when something they need is missing, and when `stop`
 * is aborted before they run; whatever was started by then is ended before that.
 */
export async function startProcess(config: Config, output: ProcessOutput, stop: AbortSignal): Promise<RunningProcess> {
  if (config.edges > 1) {
    throw new UsageError(
      `TRIBUTARY_EDGES is '${config.edges}'; this version runs one edge in a process. Leave it out, or start further processes with ` +
        'TRIBUTARY_ROLES=edge and data directories of their own, with a worker each (TRIBUTARY_ROLES=edge,worker)',
    );
  }
  const logger = createLogger({ level: config.mode === 'serve' ? 'info' : 'warn' });
  const onTrouble = (error: unknown, what: string): void => logger.error({ err: error }, what);
  const master = openMasterKey(config);
  if (master.warning !== null) output.say(master.warning);
  const prepared = await prepareExample(config, master, output);
  const { opened } = prepared;
  const parts: Parts = { opened, server: null, edge: null, worker: null, isOpen: false };
  try {
    stop.throwIfAborted();
    const network = composeNetwork({ db: opened.db, clock: systemClock, master, onDefect: onTrouble });
    const server = await listen(config, network, parts, logger);
    parts.server = server;
    const publicUrl = publicUrlOf(config, server.port);
    await unlessAborted(stop, prepared.load(publicUrl));
    if (config.roles.has('edge')) {
      parts.edge = await startEdge({
        name: 'edge-1',
        dataDir: config.dataDir,
        keepsLinks: true,
        keys: network.clickKeys,
        clock: network.clock,
        publicUrl,
        trustedProxies: config.trustedProxies,
        geoip: config.geoip,
        spoolBytesMax: config.spoolBytesMax,
        onTrouble,
      });
      parts.edge.follow(opened.db);
      await unlessAborted(stop, parts.edge.whenReady());
    }
    if (config.roles.has('worker')) parts.worker = startWorker({ network, dataDir: config.dataDir, onTrouble });
    parts.isOpen = true;
    return { publicUrl, port: server.port, stop: () => stopAll(parts) };
  } catch (error) {
    await stopAll(parts);
    throw readable(error);
  }
}

/** What `work` comes to; rejects at once when `stop` is aborted, and leaves the work to fail by what is taken away from it. */
async function unlessAborted(stop: AbortSignal, work: Promise<void>): Promise<void> {
  const settled = new AbortController();
  try {
    stop.throwIfAborted();
    const aborted = once(stop, 'abort', { signal: settled.signal }).then(() => stop.throwIfAborted());
    await Promise.race([work, aborted]);
  } finally {
    settled.abort();
  }
}

/** A port that is taken is the most frequent failure of a start, and no defect. */
function readable(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  if (error.code === 'EADDRINUSE') {
    return new UsageError(`${error.message}. Another program uses this port: end it, or set PORT to a free one`);
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    return new UsageError(`${error.message}. This process may not listen there: set PORT and HOST to what it may use`);
  }
  return error;
}

interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens at once, so that `/health` answers while the rest comes up; everything else is refused until it has. */
async function listen(config: Config, network: Network, parts: Parts, logger: Logger): Promise<Listening> {
  const metrics = networkMetrics({ edge: () => parts.edge, shipper: () => parts.worker?.shipper.status() ?? null });
  const health = healthHandler(
    {
      waitingFor: () => waitingFor(network, parts),
      facts: () => ({
        roles: [...config.roles],
        ...(parts.edge === null ? {} : { edge: parts.edge.status() }),
        ...(parts.worker === null ? {} : { shipper: parts.worker.shipper.status() }),
      }),
      metrics,
    },
    () => parts.isOpen,
  );
  if (!config.roles.has('api')) return listenAside(config, parts, health);
  const server = await apiServer({
    config,
    network,
    publicUrl: publicUrlOf(config, config.port),
    logger,
    edge: clicksOf(parts),
    health,
  });
  await server.listen({ port: config.port, host: config.host });
  return { port: portOf(server.server), close: () => server.close() };
}

/** The edge, from the moment on at which the process is open. */
function clicksOf(parts: Parts): Pick<EdgeRole, 'handle'> {
  return { handle: (request, response) => parts.isOpen && parts.edge?.handle(request, response) === true };
}

/** A process without the API: clicks and health, nothing else. */
async function listenAside(config: Config, parts: Parts, health: ReturnType<typeof healthHandler>): Promise<Listening> {
  const server = edgeServer(clicksOf(parts), health);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return {
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function waitingFor({ db }: Network, parts: Parts): Promise<string | null> {
  if (!parts.isOpen) return 'the network is starting';
  if (parts.edge !== null && !parts.edge.ready()) return 'links';
  try {
    await db.transaction({ role: 'system' }, (tx) => tx.query('select 1'));
    return null;
  } catch {
    return 'the database';
  }
}

/** In the order of the path: no new requests, clicks durable, what is recorded shipped and sealed, then the database. */
async function stopAll(parts: Parts): Promise<void> {
  parts.isOpen = false;
  await parts.server?.close();
  await parts.edge?.close();
  await parts.worker?.stop();
  await parts.opened.close();
}
