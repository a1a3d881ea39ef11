import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SanctionPage } from '../../../../contract/wire/conduct.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';

type Sanction = SanctionPage['sanctions'][number];

/** The sanction that keeps every ad space out of this program; `undefined` until it is known whether there is one. */
export function useExclusion(program: string): Sanction | null | undefined {
  const found = useApi<SanctionPage>('/api/v1/conduct/sanctions', { program });
  if (found.isPending) return undefined;
  const keepsOut = ({ level, ad_space, lifted }: Sanction) =>
    level !== 'warning' && ad_space === null && lifted === null;
  return found.data?.sanctions.find(keepsOut) ?? null;
}

/** Why nothing can be applied for here, and where to read and object. */
export function Excluded({ by }: { readonly by: Sanction }) {
  const { t } = useTranslation('publisher');
  return (
    <Alert color="red" variant="light" title={t(by.level === 'expelled' ? 'programs.expelled' : 'programs.excluded')}>
      <Text size="sm">{by.reason}</Text>
      <TextLink size="sm" to="/publisher/conduct">
        {t('programs.excludedMore')}
      </TextLink>
    </Alert>
  );
}
