import type { Instant } from '../../../core/time/instant.ts';

/** More clicks a second from one network than people behind one router make; only flagged, never refused (BAD-20). */
export const RATE_PER_SECOND = 100;

/** Two clicks of one visitor on one link within this time are one intention: a double click, a reload. */
const REPEAT_MS = 10_000;

/**
 * Places for the last clicks of visitors, a power of two: at 5,000 clicks a second they cover the ten seconds. A click that takes the
 * place of another only makes that one forgotten.
 */
const PLACES = 65_536;

/** Notices floods and repeats. Each is only said of the click: every click is stored, so counts stay exact. */
export interface TrafficWatch {
  /** Whether the network has had more clicks in this second than `RATE_PER_SECOND`, this one counted. */
  isFlood(network: string | number, at: Instant): boolean;
  /** Whether the person clicked the same link shortly before; `code` is the link's. */
  isRepeat(person: string, code: string, at: Instant): boolean;
}

export function createTrafficWatch(): TrafficWatch {
  let second = 0;
  let counts = new Map<string | number, number>();
  const visits = new Int32Array(PLACES);
  const times = new Float64Array(PLACES);
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
    isRepeat: (person, code, at) => {
      const visit = hashed(code, hashed(person, 0x811c9dc5));
      const place = (visit ^ (visit >>> 16)) & (PLACES - 1);
      const last = times[place] ?? 0;
      const isSame = visits[place] === visit && at - last < REPEAT_MS && at >= last;
      visits[place] = visit;
      times[place] = at;
      return isSame;
    },
  };
}

/** FNV-1a, continued from `seed`. Two visits of the last seconds share a number once in billions; it would flag a click, no more. */
function hashed(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
