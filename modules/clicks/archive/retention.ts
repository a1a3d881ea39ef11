import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import {
  daysToReduce,
  noteReduced,
  presentMonths,
  programsOfDay,
  reduceClicksAfter,
  reduceParkedBefore,
} from './archive-store.ts';

export interface RetentionOptions {
  readonly db: Database;
  readonly clock: Clock;
  /** Days after which screening needs whole addresses, user agents, referrers and requests no longer. */
  readonly personalDays: number;
}

/** Clicks that one transaction changes: it takes some tens of milliseconds and holds nobody up. */
const CLICKS_AT_ONCE = 2_000;
const DAY_MS = 86_400_000;

/**
 * Cuts from old clicks what identifies a person: addresses become networks (/24, /48), user agents a browser's name, referrers and raw
 * requests go. Day by day, in small transactions; a run that was ended goes on where it was, and doing it twice changes nothing. Records
 * that nobody has dealt with lose the same as many days after they came. Returns how many clicks it looked at.
 */
export async function reduceOldClicks({ db, clock, personalDays }: RetentionOptions): Promise<number> {
  const whole = clock.now() - personalDays * DAY_MS;
  await db.transaction({ role: 'system' }, (tx) => reduceParkedBefore(tx, whole));
  const until = new Date(whole).toISOString().slice(0, 10);
  const days = await db.transaction({ role: 'system' }, async (tx) => {
    const [first] = await presentMonths(tx);
    return first === undefined || first >= until ? [] : await daysToReduce(tx, first, until);
  });
  let reduced = 0;
  for (const day of days) {
    const programs = await db.transaction({ role: 'system' }, (tx) => programsOfDay(tx, day));
    let ofDay = 0;
    for (const program of programs) ofDay += await reduceDay(db, program, day);
    await db.transaction({ role: 'system' }, (tx) => noteReduced(tx, day, ofDay, clock.now()));
    reduced += ofDay;
  }
  return reduced;
}

async function reduceDay(db: Database, program: string, day: string): Promise<number> {
  let reduced = 0;
  for (let after: string | null = null; ; ) {
    const place: { program: string; day: string; after: string | null } = { program, day, after };
    const { last, clicks }: { last: string | null; clicks: number } = await db.transaction({ role: 'system' }, (tx) =>
      reduceClicksAfter(tx, place, CLICKS_AT_ONCE),
    );
    reduced += clicks;
    if (last === null) return reduced;
    after = last;
  }
}
