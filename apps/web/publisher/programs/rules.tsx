import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PageAnswer, SectionContent } from '../../../../contract/wire/program-page.ts';
import { inline, PlainMarkdown } from './plain-markdown.tsx';
import { useProgramPage } from './program-words.ts';

export interface RulesSection {
  /** Of the rules, in whatever language they are read: an acceptance cites it. */
  readonly version: number;
  readonly language: string;
  readonly content: SectionContent<'rules'>;
}

/** The published rules of a program, in the reader's language where there is a translation of the present version. */
export function useRules(program: string) {
  const query = useProgramPage(program);
  return { query, section: query.data === undefined ? null : rulesOf(query.data) };
}

export function rulesOf({ sections }: PageAnswer): RulesSection | null {
  const found = sections.find(({ kind }) => kind === 'rules');
  if (found === undefined || !isRules(found.content)) return null;
  return { version: found.version ?? found.number, language: found.locale, content: found.content };
}

/** A section comes as its kind says; this only tells the compiler. */
function isRules(content: object): content is SectionContent<'rules'> {
  return 'rules' in content && Array.isArray(content.rules);
}

/** The numbered rules, and what stands beside them. */
export function RulesText({ section }: { readonly section: RulesSection }) {
  const { i18n } = useTranslation();
  const { intro, rules, further } = section.content;
  const lang = section.language === i18n.resolvedLanguage ? {} : { lang: section.language };
  return (
    <Stack gap="sm" {...lang}>
      {intro === '' ? null : <PlainMarkdown text={intro} />}
      <List type="ordered" spacing="xs">
        {rules.map(({ number, text }) => (
          <List.Item key={number}>{inline(text)}</List.Item>
        ))}
      </List>
      {further.map(({ title, text }) => (
        <div key={title}>
          <Text fw={600}>{title}</Text>
          <PlainMarkdown text={text} />
        </div>
      ))}
    </Stack>
  );
}
