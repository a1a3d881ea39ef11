import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { WhyAnswer } from '../../../../contract/wire/why.ts';
import { type Formats, useFormats } from '../../kit/values/format.ts';
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
    said: (sentence) => withSymbols(sentence, currenciesOf(why), formats),
  };
}

export function dayIn(instant: string, zone: string): string {
  // The one locale whose days are written as ISO 8601 writes them.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(instant));
}

function currenciesOf({ story, commission }: WhyAnswer): ReadonlySet<string> {
  return new Set([
    story.price.currency,
    commission.currency,
    ...story.terms.caps.map(({ currency }) => currency),
    ...story.lines.flatMap(({ fixed }) => fixed.map(({ currency }) => currency)),
  ]);
}

/** `62.21 RUB` as `62.21 ₽` and `5.00 %` as the language writes it, with each of its digits; words of three capitals that are no currency stay. */
export function withSymbols(sentence: string, currencies: ReadonlySet<string>, formats: Formats): string {
  const shares = sentence.replace(/(\d+)(?:[.,](\d+))? %/g, (_, whole: string, places = '') =>
    formats.rate(places === '' ? whole : `${whole}.${places}`, String(places).length),
  );
  return shares.replace(/(\d+(?:[.,]\d+)?) ([A-Z]{3})(?!\w)/g, (text, amount: string, currency: string) =>
    currencies.has(currency) ? formats.money(amount.replace(',', '.'), currency, { exact: true }) : text,
  );
}
