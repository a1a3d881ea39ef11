import { createServer, type Server } from 'node:http';
import type { EdgeRole } from './edge-role.ts';

/**
 * Headers and address together. Above it the parser answers 431 by itself (a cookie of 100 kB); an address of 20 kB must still come
 * through, to be answered 414.
 */
const EDGE_HEADER_BYTES_MAX = 32_768;

/** Longer than the idle time of usual load balancers (60 s), so that they, not we, end a connection. */
const KEEP_ALIVE_MS = 72_000;

/** The HTTP server of a process without an API: clicks, then what `aside` takes (health); anything else is answered 404. */
export function edgeServer(edge: Pick<EdgeRole, 'handle'>, aside: EdgeRole['handle'] = () => false): Server {
  const server = createServer({ maxHeaderSize: EDGE_HEADER_BYTES_MAX }, (request, response) => {
    if (edge.handle(request, response) || aside(request, response)) return;
    request.resume();
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end('This process answers clicks only.\n');
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}
