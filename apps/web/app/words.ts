import i18next, { type BackendModule, type FormatterModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { words as account } from '../../../contract/words/en/account.ts';
import type { words as advertiser } from '../../../contract/words/en/advertiser.ts';
import type { words as complaint } from '../../../contract/words/en/complaint.ts';
import type { words as frame } from '../../../contract/words/en/frame.ts';
import type { words as many } from '../../../contract/words/en/many.ts';
import type { words as operator } from '../../../contract/words/en/operator.ts';
import type { words as publisher } from '../../../contract/words/en/publisher.ts';
import type { words as rules } from '../../../contract/words/en/rules.ts';
import type { words as trace } from '../../../contract/words/en/trace.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'frame';
    resources: {
      frame: typeof frame;
      account: typeof account;
      publisher: typeof publisher;
      advertiser: typeof advertiser;
      operator: typeof operator;
      many: typeof many;
      complaint: typeof complaint;
      rules: typeof rules;
      trace: typeof trace;
    };
  }
}

export const languages = ['en', 'ru', 'es'] as const;
export type Language = (typeof languages)[number];

const isLanguage = (text: string | undefined): text is Language => languages.some((language) => language === text);

/** Each namespace of each language is a file of its own, loaded when a screen asks for it. */
const files = import.meta.glob<{ words: object }>([
  '../../../contract/words/*/{frame,account,complaint,publisher,advertiser,operator,many,rules,trace}.ts',
]);

const catalogue: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`../../../contract/words/${language}/${namespace}.ts`];
    if (load === undefined) return done(new Error(`no words ${namespace} in ${language}`), false);
    load().then(
      ({ words }) => done(null, { ...words }),
      // Asked for again a few times: a connection may come back.
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), true),
    );
  },
};

/** Numbers within sentences, as the reader's language writes them. */
const numbers: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, language) =>
    typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : String(value),
};

/** Begins with the language that the server chose for the page. */
export async function startWords(): Promise<void> {
  const chosen = document.documentElement.lang;
  await i18next
    .use(catalogue)
    .use(numbers)
    .use(initReactI18next)
    .init({
      lng: isLanguage(chosen) ? chosen : 'en',
      // Each language has every word (a test holds them to it), so that nobody loads English beside his own.
      fallbackLng: false,
      supportedLngs: languages,
      ns: ['frame'],
      defaultNS: 'frame',
      // React writes texts, not HTML.
      interpolation: { escapeValue: false, alwaysFormat: true },
      returnNull: false,
    });
}

const YEAR_SECONDS = 31_536_000;

/** Changes the language of the pages, here and on the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  document.cookie = `language=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
