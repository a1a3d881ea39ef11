import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { Config } from '../../../platform/config/index.ts';
import { drainServer, edgeServer, takeOver } from '../../edge/index.ts';
import { portOf } from '../start/port.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What answers on a port, or on a local socket behind processes that do. It listens before there is an API to answer. */
export interface Front {
  /** The server itself, for a framework that reports broken requests there. */
  readonly server: Server;
  /** Everything that is neither a click nor taken by `aside` goes there from now on. */
  serve(api: (request: IncomingMessage, response: ServerResponse) => void): void;
  /** Takes no new requests and answers those under way. */
  close(): Promise<void>;
}

export interface FrontOptions {
  readonly clicks: Handler;
  readonly aside: Handler;
  /** A port, or the path of a local socket behind our own edges, which name their visitors. */
  readonly at: { readonly port: number; readonly host: string } | { readonly path: string };
}

/** Listens. Rejects where that is not possible. */
export async function openFront(options: FrontOptions): Promise<Front> {
  const { clicks, aside, at } = options;
  let api: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  const server = edgeServer({ handle: clicks }, (request, response) => {
    if (aside(request, response)) return true;
    api?.(request, response);
    return api !== null;
  });
  if ('path' in at) server.prependListener('request', takeOver);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, resolve);
  });
  return {
    server,
    serve: (handler) => {
      api = handler;
    },
    close: () => drainServer(server),
  };
}

/** The port of the configuration, or a free one where it leaves the choice to us: addresses that we print must name it beforehand. */
export async function settledPort({ port, host }: Pick<Config, 'port' | 'host'>): Promise<number> {
  if (port !== 0) return port;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, host, resolve);
  });
  const free = portOf(probe);
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
