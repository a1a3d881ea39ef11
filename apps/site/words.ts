import { words as siteEn } from '../../contract/words/en/site.ts';
import { words as kindsEn } from '../../contract/words/en/site-kinds.ts';
import { words as programEn } from '../../contract/words/en/site-program.ts';
import { words as siteEs } from '../../contract/words/es/site.ts';
import { words as kindsEs } from '../../contract/words/es/site-kinds.ts';
import { words as programEs } from '../../contract/words/es/site-program.ts';
import { words as siteRu } from '../../contract/words/ru/site.ts';
import { words as kindsRu } from '../../contract/words/ru/site-kinds.ts';
import { words as programRu } from '../../contract/words/ru/site-program.ts';
import type { PageLanguage } from '../../platform/http/index.ts';

export interface Words {
  readonly site: typeof siteEn;
  readonly program: typeof programEn;
  readonly kinds: typeof kindsEn;
}

const words: Readonly<Record<PageLanguage, Words>> = {
  en: { site: siteEn, program: programEn, kinds: kindsEn },
  ru: { site: siteRu, program: programRu, kinds: kindsRu },
  es: { site: siteEs, program: programEs, kinds: kindsEs },
};

export function wordsOf(language: PageLanguage): Words {
  return words[language];
}

/** A text with its `{{names}}` replaced. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A text that depends on a number: `found` of `{ found_one, found_other }`, with the number in the language's digits. */
export function counted(
  group: Readonly<Record<string, unknown>>,
  stem: string,
  count: bigint | number,
  language: PageLanguage,
  told = new Intl.NumberFormat(language).format(count),
): string {
  const category = new Intl.PluralRules(language).select(Number(count));
  const text = group[`${stem}_${category}`] ?? group[`${stem}_other`];
  return typeof text === 'string' ? filled(text, { count: told }) : String(count);
}

/** The label of a key of a closed list; the key itself where the list was extended elsewhere. */
export function labelOf(labels: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(labels, key) ? (labels[key] ?? key) : key;
}
