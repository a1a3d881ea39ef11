import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../kit/address/use-address.ts';

/** What the links of our mails carry: 256 random bits. */
const WHOLE = /^[A-Za-z0-9_-]{43}$/;

/** What the link of a mail brought here; `null` where it is missing or was cut, so that nothing is to be asked with it. */
export function useLinkToken(whole: RegExp = WHOLE): string | null {
  const { token } = useAddress({ token: '' }).values;
  return whole.test(token) ? token : null;
}

/** Mail programs break long links, and people type addresses: the mail still has the whole one. */
export function BrokenLink({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('account');
  return (
    <Alert color="blue" variant="light" role="status" title={t('mailLink.broken')}>
      {children}
    </Alert>
  );
}
