import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EdgeRole } from './edge-role.ts';

/**
 * Headers and address together. Above it the parser answers 431 by itself (a cookie of 100 kB); an address of 20 kB must still come
 * through, to be answered 414. A server that answers clicks beside other things needs the same bound.
 */
export const EDGE_HEADER_BYTES_MAX = 32_768;

/** Longer than the idle time of usual load balancers (60 s), so that they, not we, end a connection. */
const KEEP_ALIVE_MS = 72_000;

/** The HTTP server of a process that is an edge and nothing else: clicks, `/health` and `/ready`. */
export function edgeServer(edge: EdgeRole): Server {
  const server = createServer({ maxHeaderSize: EDGE_HEADER_BYTES_MAX }, (request, response) => {
    if (!edge.handle(request, response)) {
      answerOther(edge, request, response);
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

function answerOther(edge: EdgeRole, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const path = request.url?.split('?', 1)[0];
  if (path === '/health') {
    // An edge does its job as long as it redirects; a spool in trouble is an alarm, no reason to take it out of service.
    answerJson(response, 200, { status: 'ok', role: 'edge', ...edge.status() });
  } else if (path === '/ready') {
    const ready = edge.ready();
    answerJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'waiting for links' });
  } else {
    answerJson(response, 404, { title: 'Not found', status: 404 });
  }
}

function answerJson(response: ServerResponse, status: number, value: object): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${body}\n`);
}
