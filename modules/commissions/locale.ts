import { type Locale, locales } from '../../core/commission/index.ts';

/** More languages than this in one header are no person's. */
const LANGUAGES_MAX = 20;

/** The language of ours that an Accept-Language header asks for most; English where it asks for none of them. */
export function preferredLocale(header: string | undefined): Locale {
  const asked = (header ?? '')
    .split(',', LANGUAGES_MAX)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
      return { language: tag.split('-')[0] ?? '', weight: Number(weight ?? '1') };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of asked) {
    const known = locales.find((locale) => locale === language);
    if (known !== undefined) {
      return known;
    }
  }
  return 'en';
}
