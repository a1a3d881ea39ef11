import { performance } from 'node:perf_hooks';
import type { Clock, Instant } from '../../../platform/clock/index.ts';

/** A clock that differs from the process's own reckoning by no more than this is right: time servers move it by seconds, not by minutes. */
const RIGHT_MS = 300_000;

/** What of the time that passes counts while the clock is behind: so it catches up, and clicks still have times of their own. */
const HELD_SPEED = 0.5;

/** The times of clicks: never earlier than the last one, except after a clock that was ahead for a while is right again. */
export interface ClickTime {
  /** The time for the next click, and whether it is not the clock's because that went back. */
  next(): { readonly at: Instant; readonly held: boolean };
  /** How far the times of clicks are ahead of the clock, in milliseconds; 0 where they are the clock's. */
  ahead(): number;
}

/** `elapsed` never jumps, whatever is done to the clock. */
export function clickTime(clock: Clock, elapsed: () => number = () => performance.now()): ClickTime {
  const begun = clock.now() - elapsed();
  let last = 0;
  /** Where the clock went back: the last click's time, and `elapsed` then. */
  let held: { readonly at: Instant; readonly since: number } | null = null;
  /** A clock that jumped ahead and came back; one that was always wrong, or is now, looks otherwise. */
  const isBack = (now: Instant): boolean => last - now > RIGHT_MS && Math.abs(begun + elapsed() - now) <= RIGHT_MS;
  return {
    next: () => {
      const now = clock.now();
      if (now >= last || isBack(now)) {
        held = null;
        last = now;
        return { at: now, held: false };
      }
      held ??= { at: last, since: elapsed() };
      last = Math.max(last, Math.floor(held.at + (elapsed() - held.since) * HELD_SPEED));
      return { at: last, held: true };
    },
    ahead: () => (held === null ? 0 : Math.max(0, last - clock.now())),
  };
}
