import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type Addresses, addressesOf, type NameServers, namesOf, type TxtAnswer, textsOf } from './names.ts';
import { publicAddresses } from './networks.ts';

/** Why a page was not read. */
export type OutboundFault = 'not_resolved' | 'not_public' | 'unreachable' | 'timed_out' | 'too_large';

export type PageAnswer =
  | { readonly ok: true; readonly status: number; readonly location: string | null; readonly body: string }
  | { readonly ok: false; readonly fault: OutboundFault };

export interface OutboundOptions {
  /** Networks that may be reached although they are not public, on any port. */
  readonly allowed?: readonly string[];
  readonly nameServers?: NameServers;
  /** How we call ourselves. */
  readonly agent: string;
}

export interface Outbound {
  /** Reads a page; follows no redirect. Never throws for what the other side does. */
  page(url: URL): Promise<PageAnswer>;
  texts(host: string): Promise<TxtAnswer>;
}

const ALL_MS = 5_000;
const BODY_BYTES_MAX = 256 * 1024;
const HEADER_BYTES_MAX = 16 * 1024;
const PORTS: ReadonlySet<string> = new Set(['', '80', '443']);

export function outbound(options: OutboundOptions): Outbound {
  const resolver = namesOf(options.nameServers ?? null);
  const networks = publicAddresses(options.allowed ?? []);
  const reachable = (found: Addresses, port: string) =>
    found.every(({ address }) => networks.isAllowed(address) || (networks.isPublic(address) && PORTS.has(port)));
  return {
    texts: (host) => textsOf(resolver, host),
    page: async (url) => {
      if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, fault: 'not_public' };
      if (url.username !== '' || url.password !== '') return { ok: false, fault: 'not_public' };
      const found = await located(url.hostname, (host) => addressesOf(resolver, host));
      const [first] = found;
      if (first === undefined) return { ok: false, fault: 'not_resolved' };
      if (!reachable(found, url.port)) return { ok: false, fault: 'not_public' };
      return read(url, first, options.agent);
    },
  };
}

async function located(hostname: string, resolve: (host: string) => Promise<Addresses>): Promise<Addresses> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  if (family === 4 || family === 6) return [{ address: bare, family }];
  return resolve(hostname);
}

/** The connection goes to the address that was judged: a name that answers differently the second time leads nowhere else. */
function read(url: URL, at: Addresses[number], agent: string): Promise<PageAnswer> {
  const lookup: LookupFunction = (_host, asked, answer) => {
    if (asked.all === true) answer(null, [at]);
    else answer(null, at.address, at.family);
  };
  const ending = AbortSignal.timeout(ALL_MS);
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const failed = () => resolve({ ok: false, fault: ending.aborted ? 'timed_out' : 'unreachable' });
    const headers = { 'user-agent': agent, accept: 'text/html, text/plain, */*;q=0.1', 'accept-encoding': 'identity' };
    const options = { lookup, agent: false, signal: ending, maxHeaderSize: HEADER_BYTES_MAX, headers };
    const request = ask(url, options, (response) => {
      readBody(response).then((body) => {
        request.destroy();
        if (body === null) resolve({ ok: false, fault: 'too_large' });
        else resolve({ ok: true, status: response.statusCode ?? 0, location: response.headers.location ?? null, body });
      }, failed);
    });
    request.on('error', failed);
    request.end();
  });
}

/** `null` where it is longer than we read. */
async function readBody(response: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
