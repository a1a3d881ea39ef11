/** Languages of pages. */
export const pageLanguages = ['en', 'ru', 'es'] as const;
export type PageLanguage = (typeof pageLanguages)[number];

/** More languages than this in one header are no person's. */
const LANGUAGES_MAX = 20;

/**
 * The language of a page for somebody who asks by these headers: what they chose before (cookie `language`), else what their browser
 * asks for most, else English.
 */
export function chosenLanguage(headers: {
  readonly cookie?: string | undefined;
  readonly 'accept-language'?: string | undefined;
}): PageLanguage {
  const chosen = /(?:^|;\s*)language=([a-z]{2})(?:;|$)/.exec(headers.cookie ?? '')?.[1];
  const wanted = [chosen, ...askedFor(headers['accept-language'] ?? '')];
  for (const language of wanted) {
    const known = pageLanguages.find((each) => each === language);
    if (known !== undefined) return known;
  }
  return 'en';
}

function askedFor(header: string): readonly string[] {
  return header
    .split(',', LANGUAGES_MAX)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
      return { language: tag.split('-')[0] ?? '', weight: Number(weight ?? '1') };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}
