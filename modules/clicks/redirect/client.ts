import { isbot } from 'isbot';
import {
  type Address,
  type AsnTable,
  type CountryTable,
  type Networks,
  parseAddress,
  prefixKey,
} from '../../../platform/geoip/index.ts';
import type { Anonymizer, Device } from '../model.ts';
import { BoundedCache } from './bounded-cache.ts';

/** What is known of the place a click came from. */
export interface Origin {
  /** Canonical text; `null` where the socket has no address (closed, or a local pipe). */
  readonly address: string | null;
  readonly country: string | null;
  readonly asn: number | null;
  readonly anonymizer: Anonymizer;
  /** The network that counts as one source for rates: /24, or /48 of IPv6. */
  readonly network: string | number;
}

export interface GeoData {
  readonly countries: CountryTable;
  readonly asns: AsnTable;
  /** Autonomous systems of hosting companies and proxy services. */
  readonly hosting: ReadonlySet<number>;
  /** The operator's own list of proxies. */
  readonly anonymizers: Networks;
}

const NOWHERE: Origin = { address: null, country: null, asn: null, anonymizer: 'unknown', network: '' };

/** Visitors come back within minutes; each entry is some 300 bytes. */
const ORIGINS_KEPT = 20_000;

/**
 * Says where addresses belong. IPv4 is looked up each time, which costs less than remembering visitors who come once; IPv6, whose
 * look-up walks a tree, is remembered.
 */
export function originReader(geo: GeoData): (address: Address | null) => Origin {
  const cache = new BoundedCache<Origin>(ORIGINS_KEPT);
  return (address) => {
    if (address === null) {
      return NOWHERE;
    }
    if (address.family === 4) {
      return originOf(geo, address, (address.words[0] ?? 0) >>> 8);
    }
    const known = cache.get(address.text);
    if (known !== undefined) {
      return known;
    }
    const origin = originOf(geo, address, prefixKey(address.words, 48));
    cache.set(address.text, origin);
    return origin;
  };
}

function originOf(geo: GeoData, address: Address, network: string | number): Origin {
  const asn = geo.asns.lookup(address);
  return {
    address: address.text,
    country: geo.countries.lookup(address),
    asn,
    anonymizer: anonymizerOf(geo, address, asn),
    network,
  };
}

function anonymizerOf(geo: GeoData, address: Address, asn: number | null): Anonymizer {
  if (geo.anonymizers.has(address) || (asn !== null && geo.hosting.has(asn))) {
    return 'yes';
  }
  return asn === null ? 'unknown' : 'no';
}

/** Longer chains of proxies are nobody's; the rest is not looked at (T-26). */
const HOPS_MAX = 64;

export interface ClientAddress {
  readonly address: Address | null;
  /** The header was there and did not count: it came from a stranger, or it holds something that is no address. */
  readonly headerIgnored: boolean;
}

/** Sockets of proxies repeat; those of visitors do not, and cost no more than being read. */
const PEERS_KEPT = 1_000;

interface Peer {
  readonly address: Address | null;
  readonly trusted: boolean;
}

/**
 * Reads the address of the visitor: the right-most hop of `X-Forwarded-For` that is not one of our proxies, if the request came
 * through one of them; otherwise the socket's. Garbage in the header before that hop makes the socket's address count.
 */
export function clientAddressReader(
  trusted: Networks,
): (socket: string | undefined, forwardedFor: string | null) => ClientAddress {
  const peers = new BoundedCache<Peer>(PEERS_KEPT);
  const peerOf = (socket: string): Peer => {
    const known = peers.get(socket);
    if (known !== undefined) {
      return known;
    }
    const address = parseAddress(socket);
    const peer = { address, trusted: address !== null && trusted.has(address) };
    peers.set(socket, peer);
    return peer;
  };
  return (socket, forwardedFor) => {
    const peer = socket === undefined ? NO_PEER : peerOf(socket);
    if (forwardedFor === null) {
      return { address: peer.address, headerIgnored: false };
    }
    const address = peer.trusted ? outermostHop(forwardedFor, trusted) : null;
    return { address: address ?? peer.address, headerIgnored: address === null };
  };
}

const NO_PEER: Peer = { address: null, trusted: false };

/** From the right, the first hop that is none of our proxies, or the last of them; `null` where something before it is no address. */
function outermostHop(forwardedFor: string, trusted: Networks): Address | null {
  let outermost: Address | null = null;
  let end = forwardedFor.length;
  for (let hops = 0; hops < HOPS_MAX && end >= 0; hops += 1) {
    const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(',', end - 1);
    outermost = parseAddress(forwardedFor.slice(comma + 1, end));
    if (outermost === null || !trusted.has(outermost)) {
      return outermost;
    }
    end = comma;
  }
  return outermost;
}

/** Who sends a request, by its User-Agent. */
export type AgentKind = 'browser' | 'bot' | 'http_tool';

/** A few thousand texts make up nearly all traffic. */
const AGENTS_KEPT = 5_000;

/**
 * Programs that people use to make single requests. They are no crawlers: a click with one is unusual, not void, and stays with the
 * screening of orders.
 */
const HTTP_TOOL =
  /^(curl|wget|httpie|python|aiohttp|node|undici|axios|got|go-http-client|okhttp|java|apache-httpclient|libwww|perl|ruby|faraday|guzzlehttp|php|postmanruntime|insomnia|k6|autocannon|wrk|ab|vegeta|hey|fasthttp)(\/|\b|$)/i;

export interface Agent {
  readonly kind: AgentKind;
  readonly device: Device;
}

/**
 * What follows says nothing new about a browser. Longer ones are judged by this much and not remembered: some thousand of 30 kB would fill
 * the memory, and matching one whole took up to 60 ms.
 */
const AGENT_LENGTH_MAX = 512;

/** Says what a User-Agent is, remembering the verdict: matching costs some microseconds. */
export function agentReader(): (userAgent: string) => Agent {
  const cache = new BoundedCache<Agent>(AGENTS_KEPT);
  return (userAgent) => {
    if (userAgent.length > AGENT_LENGTH_MAX) return agentOf(userAgent.slice(0, AGENT_LENGTH_MAX));
    const known = cache.get(userAgent);
    if (known !== undefined) {
      return known;
    }
    const agent = agentOf(userAgent);
    cache.set(userAgent, agent);
    return agent;
  };
}

function agentOf(userAgent: string): Agent {
  const kind = agentKind(userAgent);
  return { kind, device: kind === 'browser' ? deviceOf(userAgent) : 'other' };
}

function agentKind(userAgent: string): AgentKind {
  if (HTTP_TOOL.test(userAgent) && !/bot|crawl|spider/i.test(userAgent)) {
    return 'http_tool';
  }
  return isbot(userAgent) ? 'bot' : 'browser';
}

/** Android says `Mobile` on a phone and leaves it out on a tablet; televisions and consoles name systems of desktops too. */
function deviceOf(userAgent: string): Device {
  if (/TV|PlayStation|Xbox|Nintendo/.test(userAgent)) {
    return 'other';
  }
  if (/iPad|Tablet|PlayBook|Silk\/|Android(?!.*Mobi)/.test(userAgent)) {
    return 'tablet';
  }
  if (/Mobi|iPhone|iPod|Android|Phone/.test(userAgent)) {
    return 'mobile';
  }
  return /Windows NT|Macintosh|X11|Linux|CrOS/.test(userAgent) ? 'desktop' : 'other';
}
