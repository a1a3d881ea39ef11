import type { FastifyRequest } from 'fastify';
import { parseAddress } from '../../../platform/geoip/index.ts';
import type { Client } from './model.ts';

const USER_AGENT_CHARACTERS_MAX = 300;

/** Browser and network of a request; of the address no more is kept than the network. */
export function clientOf(request: FastifyRequest): Client {
  const userAgent = (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_CHARACTERS_MAX);
  return { userAgent, network: networkOf(request.ip) };
}

/** The first 24 bits of an IPv4 address, the first 48 of another: as much as one household or office usually has. */
function networkOf(ip: string): string {
  const address = parseAddress(ip);
  if (address === null) return 'unknown';
  const [first = 0, second = 0] = address.words;
  if (address.family === 4) return `${first >>> 24}.${(first >>> 16) & 255}.${(first >>> 8) & 255}.0/24`;
  const groups = [first >>> 16, first & 0xffff, second >>> 16].map((group) => group.toString(16));
  return `${groups.join(':')}::/48`;
}
