import { Alert, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { inline } from './plain-markdown.tsx';
import { useProgramPage } from './program-words.ts';

/** What a program warns of, such as figures that its tools show wrongly, wherever publishers work with it (S-031). */
export function Warnings({ program }: { readonly program: string }) {
  const { i18n } = useTranslation();
  const { data } = useProgramPage(program);
  if (data === undefined || data.notices.length === 0) return null;
  return (
    <Stack gap="sm">
      {data.notices.map(({ name, text, locale }) => (
        <Alert
          key={name}
          color="yellow"
          variant="light"
          role="note"
          {...(locale === i18n.resolvedLanguage ? {} : { lang: locale })}
        >
          {inline(text)}
        </Alert>
      ))}
    </Stack>
  );
}
