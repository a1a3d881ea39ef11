import { Button, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '../../../contract/wire/session.ts';

/** Instead of a screen whose person is not the one who is signed in by now: two people at one desk do not write in each other's name. */
export function SomebodyElse({ before, now }: { readonly before: SignedIn; readonly now: SignedIn }) {
  const { t } = useTranslation('frame');
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <Stack gap="sm" className="page" role="alert">
      <Title order={1} ref={title} tabIndex={-1}>
        {t('states.somebodyElse', { email: now.person.email })}
      </Title>
      <Text maw="60ch">{t('states.somebodyElseWhy', { email: before.person.email })}</Text>
      <Button w="fit-content" onClick={() => window.location.assign('/app/')}>
        {t('states.somebodyElseGo', { email: now.person.email })}
      </Button>
    </Stack>
  );
}
