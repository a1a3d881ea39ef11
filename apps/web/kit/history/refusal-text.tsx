import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { citedText } from '../../../../contract/citation.ts';
import { inPhrases, type Phrases } from '../../../../contract/errors/words/phrases.ts';
import type { RowRefusal } from '../../../../contract/wire/refused-row.ts';
import { useFormats } from '../values/format.ts';

interface CodeText {
  readonly title: string;
  readonly remedy: string;
}

/** What the server says in English, in another language. */
interface ServerWords {
  readonly texts: Readonly<Record<string, CodeText>>;
  readonly findings: Readonly<Record<string, string>>;
  readonly earlyStarts: Phrases;
  readonly notApplied: Phrases;
}

const NONE: ServerWords = { texts: {}, findings: {}, earlyStarts: [], notApplied: [] };

/** For each language but English; loaded where such texts are shown. */
const files = import.meta.glob<ServerWords>('../../../contract/errors/words/{ru,es}/index.ts');

/** `null`: the reader's language is English, in which everything is said already. */
export function useServerWords(): ServerWords | null {
  const { i18n } = useTranslation();
  const load = files[`../../../contract/errors/words/${i18n.language}/index.ts`];
  const found = useQuery({
    queryKey: ['server words', i18n.language],
    queryFn: async () => (load === undefined ? NONE : { ...(await load()) }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return load === undefined ? null : (found.data ?? NONE);
}

/** What became of one of many: in English the sentence about it, in other languages what its code means and what to do. */
export function RefusalText({ code, detail }: { readonly code: string; readonly detail: string }) {
  const words = useServerWords();
  if (words === null) return <>{detail}</>;
  const known = words.texts[code];
  if (known === undefined) return <code>{code}</code>;
  return (
    <>
      {known.title}
      <Text size="sm" c="dimmed">
        {known.remedy}
      </Text>
    </>
  );
}

/** Why a row of a file or one of many was refused, as the server says it in the reader's language: the case, and what to do. */
export function RowRefusalText({ title, told, remedy }: Pick<RowRefusal, 'title' | 'told' | 'remedy'>) {
  const { i18n } = useTranslation();
  return (
    <>
      {i18n.language === 'en' ? told : told === '' ? title : `${title}. ${told}`}
      <Text size="sm" c="dimmed">
        {remedy}
      </Text>
    </>
  );
}

/** The reason of a record, with a rule that it cites in the reader's language. */
export function useReason(): (reason: string) => string {
  const { t } = useTranslation('trace');
  const rules = t('cited.rules', { returnObjects: true });
  const citation = t('cited.citation', { returnObjects: true });
  return (reason) => citedText(reason, { rules, citation });
}

/** Why something of the terms begins too early, as `what: why`. */
export function useEarlyStart(): (finding: { readonly what: string; readonly problem: string }) => string {
  const words = useServerWords();
  const formats = useFormats();
  const said = (text: string): string =>
    (words === null ? text : inPhrases(words.earlyStarts, text)).replace(
      /(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/g,
      (_, day: string, time: string) => `${formats.instant(`${day}T${time}:00Z`)} UTC`,
    );
  return ({ what, problem }) => `${said(what)}: ${said(problem)}`;
}

/** Why an event of an order changed nothing. */
export function useNotApplied(): (because: string) => string {
  const words = useServerWords();
  return (because) => (words === null ? because : inPhrases(words.notApplied, because));
}
