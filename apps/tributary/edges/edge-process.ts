import cluster from 'node:cluster';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { openMasterKey, type StartMode } from '../../../platform/config/index.ts';
import { DirectoryTaken } from '../../../platform/spool/index.ts';
import { drainServer, type EdgeRole, edgeServer, handOver } from '../../edge/index.ts';
import { configOf } from '../start/settings.ts';
import { type FromEdge, isToEdge, type TroubleText } from './edge-messages.ts';
import { type EdgesOptions, startEdgeOf } from './edges.ts';

/**
 * The process of one of several edges, started by `edge-fleet.ts`. It shares the port with the others, answers clicks from its own
 * spool, and hands every other request to the process that started it. It ends when it is told to or that process is gone: answered
 * clicks are durable then.
 */
const [mode = '', name = '', socketPath = '', publicUrl = ''] = process.argv.slice(2);

/** Links are read by one look at a time, and one connection listens. */
const POOL_SIZE = 2;

/** A little longer than an edge takes at most to end in order. */
const FREE_MS_MAX = 25_000;
const FREE_LOOK_MS = 100;

let edge: EdgeRole | null = null;
let server: Server | null = null;
let ending: Promise<void> | null = null;
const others = handOver(socketPath);

function say(message: FromEdge): void {
  if (process.connected) process.send?.(message);
}

function textOf(error: unknown): TroubleText {
  return error instanceof Error
    ? { message: error.message, stack: error.stack ?? null }
    : { message: String(error), stack: null };
}

function isMode(text: string): text is StartMode {
  return text === 'start' || text === 'serve';
}

async function run(): Promise<void> {
  if (!isMode(mode)) throw new Error(`an edge process is started by the network, with its mode; got '${mode}'`);
  const config = configOf(mode);
  const made = await whenFree({
    config,
    master: openMasterKey(config),
    publicUrl,
    onTrouble: (error, what) => say({ kind: 'trouble', what, error: textOf(error) }),
  });
  edge = made;
  void made.whenReady().then(() => say({ kind: 'ready' }));
  const listening = edgeServer(made, others.handle);
  server = listening;
  // Nothing is lost by listening late: the other edges have the port already, and this one answers at once then.
  await new Promise<void>((resolve, reject) => {
    listening.once('error', reject);
    listening.listen(config.port, config.host, resolve);
  });
  say({ kind: 'listening' });
}

/** An edge whose parent was killed answers its last requests and makes them durable: the next on its spool waits for that. */
async function whenFree(options: EdgesOptions): Promise<EdgeRole> {
  const until = performance.now() + FREE_MS_MAX;
  for (;;) {
    try {
      return await startEdgeOf(options, name);
    } catch (error) {
      if (!(error instanceof DirectoryTaken) || performance.now() > until) throw error;
      await pause(FREE_LOOK_MS);
    }
  }
}

/** Answers what was asked, makes it durable, and ends. */
function end(): Promise<void> {
  ending ??= (async () => {
    if (server !== null) await drainServer(server);
    others.close();
    await edge?.close();
    process.exit(0);
  })();
  return ending;
}

let followed: string | null = null;

/** Asked again for the same database it has nothing to do. */
async function follow(url: string): Promise<void> {
  if (followed === url) return;
  followed = url;
  const { connectDatabase } = await import('../../../platform/db/index.ts');
  edge?.follow(connectDatabase(url, { poolSize: POOL_SIZE }));
}

// The runtime would end this process at once when its parent is gone; we end by ourselves, in order.
if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
process.once('disconnect', () => void end());
process.once('SIGTERM', () => void end());
// Ctrl-C reaches every process of the terminal; the parent then tells us in its turn.
process.on('SIGINT', () => undefined);

const started = run().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  say({ kind: 'refused', message: textOf(error).message, code });
  process.exitCode = 1;
  process.disconnect();
});

process.on('message', (message: unknown) => {
  if (!isToEdge(message)) return;
  if (message.kind === 'stop') void end();
  else if (message.kind === 'database') void started.then(() => follow(message.url));
  else if (edge !== null) say({ kind: 'report', question: message.question, status: edge.status() });
});
