import type { Instant } from '../../core/time/instant.ts';
import { BoundedCache } from './bounded-cache.ts';

/** More clicks a second from one network than people behind one router make; only flagged, never refused (BAD-20). */
export const RATE_PER_SECOND = 100;

/** Two clicks of one visitor on one link within this time are one intention: a double click, a reload. */
export const REPEAT_MS = 10_000;

/** Visitors remembered for the repeat window; at 2,000 clicks a second it covers ten seconds. */
const VISITORS_KEPT = 20_000;

/** Notices floods and repeats. Each is only said of the click: every click is stored, so counts stay exact. */
export interface TrafficWatch {
  /** Whether the network has had more clicks in this second than `RATE_PER_SECOND`, this one counted. */
  isFlood(network: string, at: Instant): boolean;
  isRepeat(visitorId: string, code: string, at: Instant): boolean;
}

export function createTrafficWatch(): TrafficWatch {
  let second = 0;
  let counts = new Map<string, number>();
  const visits = new BoundedCache<Instant>(VISITORS_KEPT);
  return {
    isFlood: (network, at) => {
      const present = Math.floor(at / 1000);
      if (present !== second) {
        second = present;
        counts = new Map();
      }
      const count = (counts.get(network) ?? 0) + 1;
      counts.set(network, count);
      return count > RATE_PER_SECOND;
    },
    isRepeat: (visitorId, code, at) => {
      const key = visitorId + code;
      const last = visits.get(key);
      visits.set(key, at);
      return last !== undefined && at - last < REPEAT_MS && at >= last;
    },
  };
}
