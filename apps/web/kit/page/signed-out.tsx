import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../api/session.ts';

/**
 * The session ended meanwhile: signing in leads back to this very address. Where something was written, it is done in a window beside, so
 * that the words stay.
 */
export function SignedOut({ isBeside }: { readonly isBeside: boolean }) {
  const { t } = useTranslation('frame');
  const client = useQueryClient();
  // What is known of the session is out of date, now and when he comes back from signing in.
  useEffect(() => {
    const renew = () => void client.invalidateQueries(sessionQuery);
    renew();
    window.addEventListener('focus', renew);
    return () => window.removeEventListener('focus', renew);
  }, [client]);
  const here = `${window.location.pathname}${window.location.search}`;
  return (
    <Alert color="orange" title={t('states.sessionEnded')} role="alert" variant="light">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('states.sessionEndedWhy')}</Text>
        {isBeside ? <Text size="sm">{t('states.sessionBeside')}</Text> : null}
        <Button
          component="a"
          href={`/app/sign-in?next=${encodeURIComponent(here)}`}
          variant="default"
          size="xs"
          {...(isBeside ? { target: '_blank', rel: 'opener' } : {})}
        >
          {t('account.signIn')}
        </Button>
      </Stack>
    </Alert>
  );
}
