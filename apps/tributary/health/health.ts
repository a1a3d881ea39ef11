import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AsideHandler } from '../../../platform/http/index.ts';

/** What this process can say of itself. */
export interface HealthSource {
  /** Why the process is not ready yet, in words for people; `null` when it is. */
  readonly waitingFor: () => Promise<string | null>;
  /** Facts shown with `/health` to whoever asks from this machine. */
  readonly facts: () => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  /** Text of the metrics page. */
  readonly metrics: () => Promise<string>;
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** A proxy on this machine names its visitor in one of these; the visitor is not on this machine. */
const FORWARDING_HEADERS = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const;

/** Whether somebody on this machine asks, and not a proxy for somebody else. */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  return (
    LOOPBACK.test(socket.remoteAddress ?? '') && FORWARDING_HEADERS.every((header) => headers[header] === undefined)
  );
}

/**
 * Answers `/health` (200 while the process does its job), `/ready` (200 when its dependencies and the example network are there) and
 * `/metrics` (only from this machine, T-46), before anything else sees the request. While the process is not ready every other
 * address answers 503.
 */
export function healthHandler(source: HealthSource, isOpen: () => boolean): AsideHandler {
  return (request, response) => {
    const path = addressOf(request);
    if (path === '/health') {
      void health(source, request, response);
    } else if (path === '/ready') {
      void ready(source, request, response);
    } else if (path === '/metrics' && isFromHere(request)) {
      void metrics(source, request, response);
    } else if (!isOpen()) {
      response.setHeader('retry-after', '5');
      answer(request, response, 503, {
        status: 503,
        title: 'Not ready',
        detail: 'The network is starting; see /ready.',
      });
    } else {
      return false;
    }
    return true;
  };
}

/** One slash at the end is nothing; more are another address, which keeps a long row of them from costing anything. */
function addressOf({ url = '' }: IncomingMessage): string {
  const [path = ''] = url.split('?', 1);
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

async function health(source: HealthSource, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const facts = isFromHere(request) ? await source.facts() : {};
  answer(request, response, 200, { status: 'ok', ...facts });
}

async function ready(source: HealthSource, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const waitingFor = await source.waitingFor().catch((error: unknown) => String(error));
  if (waitingFor === null) answer(request, response, 200, { status: 'ready' });
  else answer(request, response, 503, { status: 'waiting', waiting_for: waitingFor });
}

async function metrics(source: HealthSource, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await source.metrics().catch(() => null);
  request.resume();
  response.writeHead(text === null ? 500 : 200, {
    'content-type': 'text/plain; version=0.0.4',
    'cache-control': 'no-store',
  });
  response.end(text ?? '');
}

function answer(request: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  request.resume();
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(`${JSON.stringify(body)}\n`);
}
