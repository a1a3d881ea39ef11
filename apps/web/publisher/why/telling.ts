import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { WhyAnswer } from '../../../../contract/wire/why.ts';
import { type Formats, useFormats } from '../../kit/values/format.ts';
import { sayingOf } from '../../kit/values/saying.ts';
import { durationText } from '../figures/duration.ts';
import { type Names, useNames } from '../figures/names.ts';

/** What every chapter of the story needs. */
export interface Telling {
  readonly why: WhyAnswer;
  readonly t: TFunction<'publisher'>;
  readonly formats: Formats;
  readonly names: Names;
  /** Day and time in the zone of the program. */
  readonly at: (instant: string) => string;
  readonly day: (instant: string) => string;
  readonly country: (code: string | null) => string;
  readonly duration: (ms: number) => string;
  /** A sentence of the server with its amounts written as everywhere on the screen. */
  readonly said: (sentence: string) => string;
}

export function useTelling(why: WhyAnswer): Telling {
  const { t, i18n } = useTranslation('publisher');
  const formats = useFormats();
  const names = useNames();
  const zone = why.story.terms.time_zone;
  return {
    why,
    t,
    formats,
    names,
    at: (instant) => formats.instant(instant, zone),
    day: (instant) => formats.day(dayIn(instant, zone)),
    country: (code) => (code === null ? t('why.click.unknownCountry') : formats.country(code)),
    duration: (ms) => durationText(ms, i18n.resolvedLanguage ?? 'en'),
    said: sayingOf(why, formats),
  };
}

export function dayIn(instant: string, zone: string): string {
  // The one locale whose days are written as ISO 8601 writes them.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(instant));
}
