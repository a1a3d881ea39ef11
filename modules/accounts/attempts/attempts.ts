import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { hashSecret } from '../../../platform/secrets/index.ts';
import * as store from './store.ts';

/** How often something may be tried. */
export interface Bound {
  /** Tries without a pause. */
  readonly free: number;
  /** Tries within the window; the next is looked at when it has ended. */
  readonly most: number;
  readonly windowMs: number;
}

/** What is counted, such as `['sign-in', email]`, and how often it may be tried. */
export interface Counted {
  readonly what: readonly string[];
  readonly bound: Bound;
}

const MINUTE_MS = 60_000;
const SECONDS_SAID_MAX = 120;

/** Ten guesses in a quarter of an hour; from the fourth on each waits twice as long as the one before (T-21). */
export const guesses: Bound = { free: 3, most: 10, windowMs: 15 * MINUTE_MS };

/** The same from one network, where many people may sit behind one address. */
export const guessesOfNetwork: Bound = { free: 20, most: 60, windowMs: 15 * MINUTE_MS };

/** To one address, so that nobody is flooded through us. */
export const mailsTo: Bound = { free: 4, most: 4, windowMs: 60 * MINUTE_MS };

/**
 * Counts a try of everything in the list, before it is looked at: a thousand at once are a thousand. Refuses `too_many_tries` where one of
 * them has to wait, and then counts nothing. Needs a system transaction, which is to be committed before the try is evaluated.
 */
export async function countTry(tx: Tx, counted: readonly Counted[], now: Instant): Promise<Result<null>> {
  await store.forgetTries(tx, now);
  const keyed = counted.map((each) => ({ bound: each.bound, key: keyOf(each.what) }));
  // In one order for everybody, so that two transactions never wait for each other.
  keyed.sort((a, b) => a.key.compare(b.key));
  const found = [];
  for (const { bound, key } of keyed) found.push({ bound, key, before: await store.triesOf(tx, key, now) });
  // Another may have counted a moment later and come first, so a try that is still free is never compared with its time.
  const paused = found.filter(({ bound, before }) => before !== null && before.tries >= bound.free);
  const waits = Math.max(0, ...paused.map(({ before }) => (before?.nextAt ?? now) - now));
  if (waits > 0) {
    const seconds = Math.ceil(waits / 1000);
    const detail = `This was tried too often; the next try is looked at in ${waitOf(seconds)}.`;
    return refused({ code: 'too_many_tries', field: null, detail, extra: { retry_after: seconds } });
  }
  for (const { bound, key, before } of found) {
    const tries = (before?.tries ?? 0) + 1;
    const forgottenAt = before?.forgottenAt ?? now + bound.windowMs;
    await store.writeTries(tx, key, { tries, forgottenAt, nextAt: nextAt(tries, bound, now, forgottenAt) });
  }
  return ok(null);
}

/** As people say it. */
function waitOf(seconds: number): string {
  if (seconds > SECONDS_SAID_MAX) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? 'one second' : `${seconds} seconds`;
}

/** Whether this is the first time within the window that somebody uses what is good once. */
export async function takeOnce(tx: Tx, what: readonly string[], windowMs: number, now: Instant): Promise<boolean> {
  return (await countTry(tx, [{ what, bound: { free: 1, most: 1, windowMs } }], now)).ok;
}

/** Forgets the tries of something that went well. */
export async function forgiveTries(tx: Tx, what: readonly string[]): Promise<void> {
  await store.deleteTries(tx, keyOf(what));
}

/** Takes back the one try that went well, where others are counted too. */
export async function returnTry(tx: Tx, what: readonly string[], now: Instant): Promise<void> {
  await store.returnTry(tx, keyOf(what), now);
}

/** One second after the first try that is no longer free, twice as long after each further one; at last the end of the window. */
function nextAt(tries: number, bound: Bound, now: Instant, forgottenAt: Instant): Instant {
  if (tries >= bound.most) return forgottenAt;
  if (tries < bound.free) return now;
  return Math.min(now + 1000 * 2 ** Math.min(tries - bound.free, 9), forgottenAt);
}

function keyOf(what: readonly string[]): Buffer {
  return hashSecret(JSON.stringify(what));
}
