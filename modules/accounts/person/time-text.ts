import type { Locale } from '../../../contract/wire/session.ts';
import type { Instant } from '../../../core/time/instant.ts';

/** A moment as a person reads it in a mail; we know no place of theirs, so it says its zone. */
export function timeText(at: Instant, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(at)} UTC`;
}
