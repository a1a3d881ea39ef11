import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditedSections, SectionSeen } from '../../../../../contract/wire/program-page.ts';
import type { RuleVersions } from '../../../../../contract/wire/rules.ts';
import { type Send, useSend } from '../../api/use-api.ts';
import { isRules, type RulesContent } from '../compare.ts';
import { type Locale, locales } from './locales.ts';

export type Sections = EditedSections['sections'];
type Edited = Sections[number];

export interface NextVersionProps {
  readonly program: string;
  readonly sections: Sections;
  readonly versions: RuleVersions;
  /** Begins with what is there now. */
  readonly onBeginAgain: () => void;
}

interface Draft {
  readonly content: RulesContent;
  /** As the server has it. */
  readonly saved: RulesContent;
  readonly seen: SectionSeen;
}

type Written = Pick<Draft, 'content' | 'seen'> & { readonly locale: Locale };

export interface RulesDrafts {
  readonly contentOf: (locale: Locale) => RulesContent;
  readonly change: (locale: Locale, content: RulesContent) => void;
  readonly isChanged: (locale: Locale) => boolean;
  /** Each language as the server had it when it was looked at or saved from here. */
  readonly seen: readonly (SectionSeen & { readonly locale: Locale })[];
  readonly save: Pick<Send<Locale, Edited>, 'run' | 'running' | 'problem'>;
  /** Saves what is on the screen and not saved, language by language; tells whether all of it could be. */
  readonly saveAll: () => Promise<boolean>;
}

const NOTHING: RulesContent = { intro: '', rules: [], further: [] };

/** Where a draft begins: the draft, what is published in the language, or else the English text. */
function startOf(locale: Locale, sections: Sections): RulesContent {
  const found = sections.find((each) => each.locale === locale);
  const said = found?.draft?.content ?? found?.published?.content;
  if (isRules(said)) return said;
  const english = sections.find((each) => each.locale === 'en');
  const text = english?.draft?.content ?? english?.published?.content;
  return isRules(text) ? text : NOTHING;
}

const seenOf = (edited: Edited | undefined): SectionSeen => ({
  number: edited?.published?.number ?? 0,
  saved_at: edited?.draft?.saved_at ?? null,
});

function beginWith(locale: Locale, sections: Sections): Draft {
  const content = startOf(locale, sections);
  return { content, saved: content, seen: seenOf(sections.find((each) => each.locale === locale)) };
}

const isSame = (one: RulesContent, other: RulesContent) => JSON.stringify(one) === JSON.stringify(other);

/** The drafts of the rules in all languages. What somebody else saves meanwhile is neither shown in them nor overwritten by them. */
export function useRulesDrafts(program: string, sections: Sections): RulesDrafts {
  const { t } = useTranslation('rules');
  const [drafts, setDrafts] = useState<Readonly<Record<Locale, Draft>>>(() => ({
    en: beginWith('en', sections),
    ru: beginWith('ru', sections),
    es: beginWith('es', sections),
  }));
  const put = (locale: Locale, changed: Partial<Draft>) =>
    setDrafts((present) => ({ ...present, [locale]: { ...present[locale], ...changed } }));
  const path = `/api/v1/programs/${encodeURIComponent(program)}/page/sections`;
  const save = useSend<Written, Edited>({
    method: 'PUT',
    path: ({ locale }) => `${path}/rules/${locale}`,
    body: ({ content, seen }) => ({ content, over: seen }),
    renews: [path],
    done: t('saved'),
    // What was typed while it was on its way is not saved.
    onDone: (answer, { locale, content }) => put(locale, { saved: content, seen: seenOf(answer) }),
  });
  const isChanged = (locale: Locale) => !isSame(drafts[locale].content, drafts[locale].saved);
  const writtenIn = (locale: Locale): Written => ({ ...drafts[locale], locale });
  const saveAll = async () => {
    for (const locale of locales.filter(isChanged)) if ((await save.runAsync(writtenIn(locale))) === null) return false;
    return true;
  };
  return {
    contentOf: (locale) => drafts[locale].content,
    change: (locale, content) => put(locale, { content }),
    isChanged,
    seen: locales.map((locale) => ({ locale, ...drafts[locale].seen })),
    save: { ...save, run: (locale) => save.run(writtenIn(locale)) },
    saveAll,
  };
}
