import type { PageLocale, SectionContent, SectionKind } from '../../../../contract/wire/program-page.ts';

/** Sections of a page in one language; what is left out falls back to English. */
export type PageContent = { readonly [K in SectionKind]?: SectionContent<K> };

export type PageTexts = Readonly<Record<PageLocale, PageContent>>;

/** What every page of the network promises (S-021 … S-025). */
export const promises: Readonly<Record<PageLocale, readonly string[]>> = {
  en: [
    'Detailed statistics and useful tools',
    '[Express payments](/help/express-payments)',
    'A wide choice of programs',
    'Every number says why it is what it is: click an amount and read its story',
  ],
  ru: [
    'Подробная статистика и полезные инструменты',
    '[Экспресс-выплаты](/help/express-payments)',
    'Большой выбор программ',
    'Каждая цифра объясняет себя: нажмите на сумму и прочитайте её историю',
  ],
  es: [
    'Estadísticas detalladas y herramientas útiles',
    '[Los pagos express](/help/express-payments)',
    'Diversidad de programas de afiliación',
    'Cada cifra explica por qué es la que es: pulse un importe y lea su historia',
  ],
};

/** Brands that may not be bid on; the least that the list of banned keywords holds (table 15). */
export const bannedBrands: readonly string[] = [
  'alibaba.com',
  'Alibaba Group',
  'Taobao',
  'Tmall',
  'Tmall Global',
  'AliExpress',
  'Alimama',
  'AliCloud',
  'Aliyun',
  'eTao',
  'Juhuasuan',
];
