import { ok, type Result, refused } from '../../contract/errors/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Edition, PageLocale } from './model.ts';

/** Nobody plans rules further ahead than that; a date beyond it is a slip of the keyboard. */
const AHEAD_MS_MAX = 366 * 86_400_000;

/** What is to be published, and the last English edition before it (of rules; announced or in force). */
interface Beginning {
  readonly locale: PageLocale;
  /** Asked for; `null`: at once. */
  readonly from: Instant | null;
  readonly at: Instant;
  readonly english: Pick<Edition, 'number' | 'changedAt'> | null;
}

/**
 * When a text begins to hold. A translation holds as soon as the version that it says. Versions follow one another: none begins before the
 * one that was announced, which it replaces where both begin at the same moment. Refuses `rules_begin`.
 */
export function beginningOf({ locale, from, at, english }: Beginning): Result<Instant> {
  const announced = english !== null && english.changedAt > at ? english : null;
  if (locale !== 'en') {
    const begins = announced?.changedAt ?? at;
    return from === null || from === begins
      ? ok(begins)
      : cannot('A translation holds as soon as the version that it says.');
  }
  const begins = from ?? at;
  if (begins < at) return cannot(`It would begin ${formatInstant(begins)}, which is past.`);
  if (begins > at + AHEAD_MS_MAX)
    return cannot(`It would begin ${formatInstant(begins)}; expected a day within a year.`);
  if (announced === null || begins >= announced.changedAt) return ok(begins);
  const first = formatInstant(announced.changedAt);
  return cannot(`Version ${announced.number} is announced for ${first}; the next one begins then or later.`);
}

function cannot(detail: string): Result<never> {
  return refused({ code: 'rules_begin', field: 'from', detail });
}
