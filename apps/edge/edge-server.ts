import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { EdgeRole } from './edge-role.ts';

/**
 * Headers and address together. Above it the parser answers 431 by itself (a cookie of 100 kB); an address of 20 kB must still come
 * through, to be answered 414.
 */
const EDGE_HEADER_BYTES_MAX = 32_768;

/** Time to send a whole request; longer ones hold a connection for nothing. */
const REQUEST_MS_MAX = 60_000;

/** The headers of a click are one packet. Who takes longer, or says nothing at all, holds a connection for nothing. */
const HEADERS_MS_MAX = 20_000;
const LOOK_FOR_SLOW_MS = 5_000;

/** Open files that are kept for the spool, the database and the rest when connections take all others. */
const FILES_KEPT = 128;
const CONNECTIONS_MIN = 64;
const ROOM_AGAIN_MS = 1_000;

/** Longer than the idle time of usual load balancers (60 s), so that they, not we, end a connection. */
const KEEP_ALIVE_MS = 72_000;

/** Who has not taken its answer by then does not take it any more. */
const DRAIN_MS_MAX = 20_000;

/** An HTTP server whose first question is whether a request is a click; then what `aside` takes; anything else is answered 404. */
export function edgeServer(edge: Pick<EdgeRole, 'handle'>, aside: EdgeRole['handle'] = () => false): Server {
  const limits = {
    maxHeaderSize: EDGE_HEADER_BYTES_MAX,
    headersTimeout: HEADERS_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: LOOK_FOR_SLOW_MS,
  };
  const server = createServer(limits, (request, response) => {
    if (edge.handle(request, response) || aside(request, response)) return;
    request.resume();
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end('This process answers clicks only.\n');
  });
  boundConnections(server);
  return server;
}

/** Who opens ever more connections gets none of the files that clicks are written to. Where there are too many, those that rest are closed. */
function boundConnections(server: Server): void {
  const files = openFilesMax();
  if (files === null) return;
  server.maxConnections = Math.max(CONNECTIONS_MIN, files - FILES_KEPT);
  let madeRoomAt = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    const now = performance.now();
    if (now - madeRoomAt < ROOM_AGAIN_MS) return;
    madeRoomAt = now;
    server.closeIdleConnections();
  });
}

/** `null` where the system does not say, or sets no limit. */
function openFilesMax(): number | null {
  try {
    const [, files] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return files === undefined ? null : Number(files);
  } catch {
    return null;
  }
}

/** Takes no new connections, answers what was asked, and ends each connection after its answer. Resolves when none is left. */
export async function drainServer(server: Server): Promise<void> {
  if (!server.listening) return;
  // A connection on which one request follows the other would never be idle.
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const last = setTimeout(() => server.closeAllConnections(), DRAIN_MS_MAX).unref();
  await closed;
  clearTimeout(last);
}
