import type { Refusal } from '../../../contract/errors/index.ts';
import type { Instant } from '../../../core/time/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import { parseAddress, prefixKey } from '../../../platform/geoip/index.ts';

/** Reports that were refused: how many for which reason, and how many of those that nobody proved may still come from an address. */
export interface Refusals {
  /** `null` when a report without a proven sender may be read from this address, else the seconds after which it may. */
  waitOf(address: string): number | null;
  /** A report from this address was refused because its sender is not proven. */
  unproven(address: string): void;
  count(code: string): void;
  /** Since the start, by the code of the refusal. */
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * A forged report is read, parsed and kept in the quarantine before it can be refused (BAD-66, T-18). So many a second from one address
 * cost a few per cent of a processor; a shop whose secret is wrong needs fewer to notice.
 */
export const UNPROVEN_PER_SECOND = 2;
export const UNPROVEN_BURST = 120;
/** Reports that are under way together are all read; an address that overdraws its share waits longer, though no longer than this. */
const UNPROVEN_DEBT_MAX = 600;
/** Addresses that are remembered, the last that were refused: a few megabytes. */
export const UNPROVEN_ADDRESSES_MAX = 10_000;
/** What one customer of a provider has of IPv6. */
const IPV6_NETWORK_BITS = 64;

interface Share {
  readonly left: number;
  readonly at: Instant;
}

export function refusals(clock: Clock): Refusals {
  const shares = new Map<string, Share>();
  const counts = new Map<string, number>();
  const leftOf = (key: string): number => {
    const share = shares.get(key);
    if (share === undefined) return UNPROVEN_BURST;
    const gained = (Math.max(0, clock.now() - share.at) / 1000) * UNPROVEN_PER_SECOND;
    return Math.min(UNPROVEN_BURST, share.left + gained);
  };
  return {
    counts,
    waitOf(address) {
      const left = leftOf(networkOf(address));
      return left >= 1 ? null : (1 - left) / UNPROVEN_PER_SECOND;
    },
    unproven(address) {
      const key = networkOf(address);
      const left = Math.max(-UNPROVEN_DEBT_MAX, leftOf(key) - 1);
      // Written anew, so that the first of the map is the one that was refused longest ago.
      shares.delete(key);
      shares.set(key, { left, at: clock.now() });
      const [oldest] = shares.size > UNPROVEN_ADDRESSES_MAX ? shares.keys() : [];
      if (oldest !== undefined) shares.delete(oldest);
    },
    count(code) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    },
  };
}

export function tooManyUnproven(seconds: number): Refusal {
  const detail = `Too many reports from this address had neither a valid token nor a valid signature; the next one is read in ${Math.ceil(seconds)} s.`;
  return { code: 'rate_limited', field: null, detail, extra: { retry_after: seconds } };
}

function networkOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return '';
  return parsed.family === 4 ? parsed.text : prefixKey(parsed.words, IPV6_NETWORK_BITS);
}
