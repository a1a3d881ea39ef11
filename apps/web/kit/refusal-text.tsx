import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

interface CodeText {
  readonly title: string;
  readonly remedy: string;
}
type CodeTexts = Readonly<Record<string, CodeText>>;

/** What codes mean in each language but English: loaded where a list of refusals is shown. */
const files = import.meta.glob<{ texts: CodeTexts }>('../../../contract/errors/words/{ru,es}/index.ts');

/** What became of one of many: in English the sentence about it, in other languages what its code means and what to do. */
export function RefusalText({ code, detail }: { readonly code: string; readonly detail: string }) {
  const known = useCodeText(code);
  if (known === undefined) return <>{detail}</>;
  if (known === null) return <code>{code}</code>;
  return (
    <>
      {known.title}
      <Text size="sm" c="dimmed">
        {known.remedy}
      </Text>
    </>
  );
}

/** `undefined`: the reader's language is English; `null`: there are no words for the code, or not yet. */
function useCodeText(code: string): CodeText | null | undefined {
  const { i18n } = useTranslation();
  const load = files[`../../../contract/errors/words/${i18n.language}/index.ts`];
  const found = useQuery({
    queryKey: ['words of codes', i18n.language],
    queryFn: async (): Promise<CodeTexts> => (load === undefined ? {} : (await load()).texts),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return load === undefined ? undefined : (found.data?.[code] ?? null);
}
