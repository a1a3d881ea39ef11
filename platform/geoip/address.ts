import { isIPv6 } from 'node:net';

/**
 * An IP address as numbers. An IPv4 address mapped into IPv6 (`::ffff:1.2.3.4`, what a dual-stack socket reports) is the IPv4
 * address, so that one visitor has one address.
 */
export interface Address {
  readonly family: 4 | 6;
  /** One unsigned 32-bit word for IPv4, four for IPv6, most significant first. */
  readonly words: readonly number[];
  /** Canonical enough to be stored as PostgreSQL `inet`. */
  readonly text: string;
}

/** Longest text of an address with a zone, brackets and a port; anything longer is no address and is not looked at. */
const ADDRESS_TEXT_MAX = 100;

/**
 * Reads an address as sockets, `X-Forwarded-For` and people write it: IPv4, IPv6, either with a port, IPv6 in brackets or with a
 * zone. `null` for anything else.
 */
export function parseAddress(written: string): Address | null {
  if (written.length > ADDRESS_TEXT_MAX) {
    return null;
  }
  const text = withoutPort(written.trim());
  const word = ipv4Word(text);
  if (word >= 0) {
    return { family: 4, words: [word], text };
  }
  const zone = text.indexOf('%');
  const bare = zone < 0 ? text : text.slice(0, zone);
  return isIPv6(bare) ? ipv6(bare.toLowerCase()) : null;
}

function withoutPort(text: string): string {
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    return close < 0 ? text : text.slice(1, close);
  }
  const colon = text.indexOf(':');
  // A single colon cannot be IPv6, so what follows it is a port.
  return colon > 0 && text.indexOf(':', colon + 1) < 0 ? text.slice(0, colon) : text;
}

const DOT = 46;
const ZERO = 48;
const OCTETS = 4;

/** Four numbers to 255 without leading zeros, as `inet` takes them; −1 for anything else. Runs for every click, so it makes nothing. */
function ipv4Word(text: string): number {
  let word = 0;
  let octets = 1;
  let octet = 0;
  let digits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === DOT && digits > 0 && octets < OCTETS) {
      word = word * 256 + octet;
      octets += 1;
      octet = 0;
      digits = 0;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9 || (digits > 0 && octet === 0)) {
      return -1;
    }
    octet = octet * 10 + digit;
    digits += 1;
    if (octet > 255) {
      return -1;
    }
  }
  return octets === OCTETS && digits > 0 ? word * 256 + octet : -1;
}

/** `text` has passed `isIPv6`. */
function ipv6(text: string): Address {
  const groups = ipv6Groups(text);
  const words: number[] = [];
  for (let index = 0; index < 8; index += 2) {
    words.push((groups[index] ?? 0) * 65_536 + (groups[index + 1] ?? 0));
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = words;
  if (first === 0 && second === 0 && third === 0xffff) {
    const mapped = [fourth >>> 24, (fourth >>> 16) & 255, (fourth >>> 8) & 255, fourth & 255].join('.');
    return { family: 4, words: [fourth], text: mapped };
  }
  return { family: 6, words, text };
}

function ipv6Groups(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const before = groupsOf(head);
  if (tail === undefined) {
    return before;
  }
  const after = groupsOf(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function groupsOf(text: string): number[] {
  if (text === '') {
    return [];
  }
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) {
      const word = ipv4Word(group);
      return [Math.floor(word / 65_536), word % 65_536];
    }
    return [Number.parseInt(group, 16)];
  });
}

/**
 * A set of networks. A look-up costs one hash look-up for each prefix length that occurs, however long the list is.
 * Throws on text that is no network, naming it: lists come from settings and files, where a silent gap would be worse.
 */
export class Networks {
  readonly #v4: { readonly mask: number; readonly keys: Set<number> }[] = [];
  readonly #v6: { readonly bits: number; readonly keys: Set<string> }[] = [];

  constructor(cidrs: readonly string[]) {
    for (const cidr of cidrs) {
      this.#add(cidr);
    }
  }

  get size(): number {
    return [...this.#v4, ...this.#v6].reduce((sum, { keys }) => sum + keys.size, 0);
  }

  has(address: Address): boolean {
    if (address.family === 4) {
      const word = address.words[0] ?? 0;
      for (const { mask, keys } of this.#v4) {
        if (keys.has((word & mask) >>> 0)) return true;
      }
      return false;
    }
    return this.#v6.some(({ bits, keys }) => keys.has(prefixKey(address.words, bits)));
  }

  #add(cidr: string): void {
    const slash = cidr.lastIndexOf('/');
    const address = parseAddress(slash < 0 ? cidr : cidr.slice(0, slash));
    const bitsMax = address?.family === 4 ? 32 : 128;
    const bits = slash < 0 ? bitsMax : Number(cidr.slice(slash + 1));
    if (address === null || !/^\d*$/.test(cidr.slice(slash + 1 || cidr.length)) || !(bits >= 0 && bits <= bitsMax)) {
      throw new RangeError(`'${cidr}' is no network; write an address or a CIDR such as 10.0.0.0/8 or 2001:db8::/32`);
    }
    if (address.family === 4) {
      const mask = maskOf(bits);
      const known = this.#v4.find((entry) => entry.mask === mask);
      const group = known ?? { mask, keys: new Set<number>() };
      if (known === undefined) this.#v4.push(group);
      group.keys.add(((address.words[0] ?? 0) & mask) >>> 0);
      return;
    }
    const known = this.#v6.find((entry) => entry.bits === bits);
    const group = known ?? { bits, keys: new Set<string>() };
    if (known === undefined) this.#v6.push(group);
    group.keys.add(prefixKey(address.words, bits));
  }
}

/** The first `bits` bits of 32. A shift by 32 would be a shift by 0 in JavaScript. */
function maskOf(bits: number): number {
  return bits === 0 ? 0 : (0xffff_ffff << (32 - bits)) >>> 0;
}

/** The first `bits` bits of an address as a key; equal keys mean the same network of that length. */
export function prefixKey(words: readonly number[], bits: number): string {
  let key = '';
  for (let index = 0; index < words.length && index * 32 < bits; index += 1) {
    const kept = Math.min(32, bits - index * 32);
    // A shift by 32 would be a shift by 0 in JavaScript; `kept` is never 0 here.
    const word = kept === 32 ? (words[index] ?? 0) : ((words[index] ?? 0) >>> (32 - kept)) >>> 0;
    key += `${word}.`;
  }
  return key;
}
