import { createServer, type Server } from 'node:http';
import type { EdgeRole } from './edge-role.ts';

/**
 * Headers and address together. Above it the parser answers 431 by itself (a cookie of 100 kB); an address of 20 kB must still come
 * through, to be answered 414.
 */
const EDGE_HEADER_BYTES_MAX = 32_768;

/** Time to send a whole request; longer ones hold a connection for nothing. */
const REQUEST_MS_MAX = 60_000;

/** Longer than the idle time of usual load balancers (60 s), so that they, not we, end a connection. */
const KEEP_ALIVE_MS = 72_000;

/** Who has not taken its answer by then does not take it any more. */
const DRAIN_MS_MAX = 20_000;

/** An HTTP server whose first question is whether a request is a click; then what `aside` takes; anything else is answered 404. */
export function edgeServer(edge: Pick<EdgeRole, 'handle'>, aside: EdgeRole['handle'] = () => false): Server {
  const server = createServer({ maxHeaderSize: EDGE_HEADER_BYTES_MAX }, (request, response) => {
    if (edge.handle(request, response) || aside(request, response)) return;
    request.resume();
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end('This process answers clicks only.\n');
  });
  server.requestTimeout = REQUEST_MS_MAX;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
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
