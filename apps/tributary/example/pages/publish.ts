import { pageLocales, type SectionKind } from '../../../../contract/wire/program-page.ts';
import type { Instant } from '../../../../core/time/index.ts';
import { type PageOf, publishSection } from '../../../../modules/program-pages/index.ts';
import type { Program } from '../../../../modules/programs/index.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { hotel, leads, rc, shop, ww } from '../people.ts';
import { rcEnglish, wwEnglish } from './aliexpress-en.ts';
import { rcSpanish, wwSpanish } from './aliexpress-es.ts';
import { rcRussian, wwRussian } from './aliexpress-ru.ts';
import { rcRulesEnglish, wwRulesEnglish } from './aliexpress-rules-en.ts';
import { rcRulesRussian, wwRulesRussian } from './aliexpress-rules-ru.ts';
import { bankTexts, hotelTexts, shopTexts } from './other-programs.ts';
import { bannedBrands, type PageContent, type PageTexts, promises } from './page-content.ts';

const banned = { banned_keywords: { keywords: [...bannedBrands] } };

const pages: Readonly<Record<string, PageTexts>> = {
  [rc]: {
    en: { ...rcEnglish, ...banned, rules: rcRulesEnglish },
    ru: { ...rcRussian, rules: rcRulesRussian },
    es: rcSpanish,
  },
  [ww]: {
    en: { ...wwEnglish, ...banned, rules: wwRulesEnglish },
    ru: { ...wwRussian, rules: wwRulesRussian },
    es: wwSpanish,
  },
  [leads]: bankTexts,
  [hotel]: hotelTexts,
  [shop]: shopTexts,
};

/** The day since which the rules of the two real programs are as they are (table 3); all their texts are dated so. */
const dated = Date.parse('2022-05-31T09:00:00.000Z');
const actor = 'example network';

/** Publishes the page of a program of the example network. */
export async function publishPage(tx: Tx, program: Program): Promise<void> {
  const texts = pages[program.code];
  if (texts === undefined) return;
  for (const locale of pageLocales) await publishAll(tx, program, locale, texts[locale], dated);
}

/** Publishes what every page of the example network shows. */
export async function publishPromises(tx: Tx, at: Instant): Promise<void> {
  for (const locale of pageLocales) {
    await publishAll(tx, null, locale, { promises: { items: [...promises[locale]] } }, at);
  }
}

async function publishAll(
  tx: Tx,
  page: PageOf,
  locale: (typeof pageLocales)[number],
  content: PageContent,
  at: Instant,
): Promise<void> {
  for (const [kind, section] of Object.entries(content) as [SectionKind, never][]) {
    const published = await publishSection(tx, { page, kind, locale, content: section }, { at, actor });
    if (!published.ok) throw new Error(`example page ${page?.code ?? ''} ${kind} ${locale}: ${published.error.detail}`);
  }
}
