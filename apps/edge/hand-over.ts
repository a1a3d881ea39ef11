import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';

/**
 * Names the visitor's address in a request that one of our processes hands to another through a local socket, which only they can
 * open. It is removed from what visitors send.
 */
const PEER_HEADER = 'x-tributary-peer';

/** Belong to one connection and not to what is said on it. */
const OF_A_REQUEST = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'expect', PEER_HEADER]);
/** How an answer is cut depends on who is asked for it, too. */
const OF_AN_ANSWER = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** Requests at a time that one edge may have waiting at the other process: more than that process can answer in its time. */
const WAITING_MAX = 1_024;

/** Hands requests that are no clicks to the process that listens on a local socket, as they come, and its answers back. */
export function handOver(socketPath: string): {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => true;
  close(): void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: WAITING_MAX });
  return {
    handle: (request, response) => {
      pass(request, response, { agent, socketPath });
      return true;
    },
    close: () => agent.destroy(),
  };
}

function pass(request: IncomingMessage, response: ServerResponse, to: { agent: Agent; socketPath: string }): void {
  const asked = questionOf(request, response, to);
  if (asked === null) return;
  asked.once('error', () => {
    request.resume();
    if (response.headersSent) response.destroy();
    else answerPlain(response, 503, 'Not ready', 'The network is starting; see /ready.');
  });
  // Who goes away before the answer takes the question along.
  response.once('close', () => {
    if (!response.writableFinished) asked.destroy();
  });
  request.pipe(asked);
}

/** `null` where what came in cannot be said again, for instance with two hosts; it is refused then. */
function questionOf(
  request: IncomingMessage,
  response: ServerResponse,
  to: { agent: Agent; socketPath: string },
): ClientRequest | null {
  const headers = headersOf(request.rawHeaders, OF_A_REQUEST);
  headers[PEER_HEADER] = request.socket.remoteAddress ?? '';
  const { method, url: path } = request;
  try {
    return httpRequest({ ...to, method, path, headers, setHost: false }, (answer) => {
      const { statusCode = 502, statusMessage = '' } = answer;
      response.writeHead(statusCode, statusMessage, headersOf(answer.rawHeaders, OF_AN_ANSWER));
      answer.pipe(response);
      // An answer that breaks off must not look complete.
      answer.once('error', () => response.destroy());
    });
  } catch {
    request.resume();
    answerPlain(response, 400, 'Bad request', 'The headers of the request contradict each other.');
    return null;
  }
}

/** All but some; of a name that comes several times all values, in their order. */
function headersOf(raw: readonly string[], without: ReadonlySet<string>): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const value = raw[at + 1] ?? '';
    if (!without.has(name)) {
      const before = headers[name];
      // A list only where there is one: the runtime takes a host for one only as a text.
      headers[name] = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value];
    }
  }
  return headers;
}

function answerPlain(response: ServerResponse, status: number, title: string, detail: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': '5' } : {}),
  });
  response.end(`${JSON.stringify({ status, title, detail })}\n`);
}

/** On the other side: the request looks as if the visitor had connected here. */
export function takeOver(request: IncomingMessage): void {
  const peer = request.headers[PEER_HEADER];
  delete request.headers[PEER_HEADER];
  const { rawHeaders } = request;
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (rawHeaders[at]?.toLowerCase() === PEER_HEADER) rawHeaders.splice(at, 2);
  }
  // Requests on one connection come one after the other, each with its own visitor.
  Object.defineProperty(request.socket, 'remoteAddress', { value: peer, configurable: true });
}
