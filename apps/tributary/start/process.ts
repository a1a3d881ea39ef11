import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '../../../platform/clock/index.ts';
import { type Config, makeDataDirectory, publicUrlOf } from '../../../platform/config/index.ts';
import type { Backend, LinkDatabase } from '../backend.ts';
import { type Edges, type EdgesOptions, edgeInside } from '../edges/edges.ts';
import { type Front, openFront, settledPort } from '../edges/front.ts';
import { privateSocket } from '../edges/private-socket.ts';
import { healthHandler } from '../health/health.ts';
import type { watchClickPath } from '../watch/watch.ts';
import type { ProcessOutput } from './process-output.ts';
import { readable } from './readable.ts';
import { masterKeyOf } from './settings.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface RunningProcess {
  readonly publicUrl: string;
  readonly port: number;
  /** Takes no new requests, finishes what is under way, makes everything durable and ends. */
  stop(): Promise<void>;
}

/** The parts of a process as they come up; whatever is `null` is not there (yet). */
interface Parts {
  edges: Edges | null;
  front: Front | null;
  backend: Backend | null;
  links: LinkDatabase | null;
  isOpen: boolean;
  /** What else is to be undone. */
  readonly leftovers: (() => void)[];
}

type OnTrouble = (error: unknown, what: string) => void;

/**
 * Starts the roles of the configuration: first what answers clicks, from the links of the last run, then the rest, whose code and
 * database take longer. Rejects with the remedy when something they need is missing, and when `stop` is aborted before they run;
 * whatever was started by then is ended before that.
 */
export async function startProcess(config: Config, output: ProcessOutput, stop: AbortSignal): Promise<RunningProcess> {
  const onTrouble = troubleLog(config);
  makeDirectory(config);
  const master = await masterKey(config);
  if (master.warning !== null) output.say(master.warning);
  const port = await settledPort(config).catch(async (error: unknown) => {
    throw await readable(error);
  });
  const publicUrl = publicUrlOf(config, port);
  const parts: Parts = { edges: null, front: null, backend: null, links: null, isOpen: false, leftovers: [] };
  const running: RunningProcess = { publicUrl, port, stop: () => stopAll(parts) };
  try {
    stop.throwIfAborted();
    const front = await listen(parts, { config, master, publicUrl, onTrouble }, port);
    const needs = { config, master, publicUrl, front, edges: parts.edges, onTrouble, output, stop };
    const isEdgeOnly = !config.roles.has('api') && !config.roles.has('worker');
    const backend = await import('../backend.ts');
    if (isEdgeOnly) {
      parts.links = backend.openLinkDatabase(needs, (database) => parts.edges?.follow(database));
    } else {
      parts.backend = await backend.startBackend(needs, (started) => {
        parts.backend = started;
      });
      parts.edges?.follow(parts.backend.database);
    }
    await unlessAborted(stop, parts.edges?.whenReady() ?? Promise.resolve());
    parts.isOpen = true;
    return running;
  } catch (error) {
    await stopAll(parts);
    throw await readable(error);
  }
}

/** Before the edge puts its spool there, which would close it to the account of the database. */
function makeDirectory({ dataDir }: Config): void {
  try {
    makeDataDirectory(dataDir);
  } catch {
    // Whoever needs it says so, with the remedy; an edge answers without it.
  }
}

/** A data directory that belongs to somebody else shows here first. */
async function masterKey(config: Config): Promise<ReturnType<typeof masterKeyOf>> {
  try {
    return masterKeyOf(config);
  } catch (error) {
    throw await readable(error);
  }
}

/** Edges and what answers on the port: one edge inside this process, or several beside it, with the port theirs. */
async function listen(parts: Parts, options: EdgesOptions, port: number): Promise<Front> {
  const { config } = options;
  const clicks = (request: IncomingMessage, response: ServerResponse) =>
    parts.edges?.handle(request, response) === true;
  const aside = healthOf(config, parts);
  if (!config.roles.has('edge') || config.edges === 1) {
    if (config.roles.has('edge')) parts.edges = await edgeInside(options);
    parts.front = await openFront({ clicks, aside, at: { port, host: config.host } });
    return parts.front;
  }
  const socket = await privateSocket();
  parts.leftovers.push(() => socket.remove());
  parts.front = await openFront({ clicks, aside, at: { path: socket.path } });
  const { startFleet } = await import('../edges/edge-fleet.ts');
  parts.edges = await startFleet({ ...options, port, socketPath: socket.path });
  return parts.front;
}

function healthOf(config: Config, parts: Parts): ReturnType<typeof healthHandler> {
  let metrics: Promise<() => Promise<string>> | null = null;
  const edges = async () => (await parts.edges?.reports()) ?? [];
  const shipper = () => parts.backend?.shipper() ?? null;
  const refusedOrders = () => parts.backend?.refusedOrders() ?? new Map<string, number>();
  const db = () => parts.backend?.database.db ?? null;
  let watching: Promise<ReturnType<typeof watchClickPath>> | null = null;
  const watched = async () => {
    watching ??= import('../watch/watch.ts').then(({ watchClickPath: watch }) =>
      watch({ edges, shipper, db, dataDir: config.dataDir, clock: systemClock }),
    );
    return (await watching).look();
  };
  return healthHandler(
    {
      waitingFor: () => waitingFor(parts),
      facts: async () => ({
        roles: [...config.roles],
        ...(parts.edges === null ? {} : { edges: await edges() }),
        ...(shipper() === null ? {} : { shipper: shipper() }),
        alarms: (await watched()).alarms.map(({ sentence }) => sentence),
      }),
      metrics: async () => {
        metrics ??= import('../health/metrics.ts').then(({ networkMetrics }) =>
          networkMetrics({ edges, shipper, refusedOrders, watched }),
        );
        return (await metrics)();
      },
    },
    () => parts.isOpen,
  );
}

async function waitingFor({ isOpen, edges, backend, links }: Parts): Promise<string | null> {
  if (!isOpen) return 'the network is starting';
  if (edges !== null && !edges.ready()) return 'links';
  return (await (backend ?? links)?.isThere()) === true ? null : 'the database';
}

/** In the order of the path: no new requests, clicks durable, what is recorded shipped and sealed, then the database. */
async function stopAll(parts: Parts): Promise<void> {
  parts.isOpen = false;
  // Edges beside us take requests and hand some of them to us; an edge inside takes them from what listens here.
  if (parts.edges?.outside === true) await parts.edges.close();
  await parts.front?.close();
  if (parts.edges?.outside === false) await parts.edges.close();
  await parts.links?.close();
  await parts.backend?.stop();
  for (const undo of parts.leftovers) undo();
}

/** The log is loaded when there is something to say: a click does not wait for it. */
function troubleLog(config: Config): OnTrouble {
  let log: Promise<OnTrouble> | null = null;
  return (error, what) => {
    log ??= import('../../../platform/logging/index.ts').then(({ createLogger }) => {
      const logger = createLogger({ level: config.mode === 'serve' ? 'info' : 'warn' });
      return (problem, during) => logger.error({ err: problem }, during);
    });
    void log.then((tell) => tell(error, what));
  };
}
