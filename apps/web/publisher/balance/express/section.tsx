import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExpressOffers, ExpressPaymentPage } from '../../../../../contract/wire/express-payments.ts';
import { useApi } from '../../../kit/api/use-api.ts';
import { HelpLink } from '../../../kit/page/help-link.tsx';
import { Section } from '../../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../../kit/page/read-only-note.tsx';
import { Loaded } from '../../../kit/page/states.tsx';
import { Offer } from './offer.tsx';
import { OwnPayments } from './own-payments.tsx';
import { OFFER, PAYMENTS } from './paths.ts';

/** What the network would advance of the publisher's approved money, and what it advanced. Nothing where it never does. */
export function ExpressSection() {
  const { t } = useTranslation('publisher');
  const offers = useApi<ExpressOffers>(OFFER);
  const payments = useApi<ExpressPaymentPage>(PAYMENTS, { limit: 1 });
  const hasPayments = (payments.data?.payments.length ?? 0) > 0;
  if (offers.data?.enabled === false && !hasPayments) return null;
  return (
    <Section title={t('express.title')} lead={t('express.lead')} actions={<HelpLink article="express-payments" />}>
      <Stack gap="lg">
        <Loaded query={offers} rows={4}>
          {(found) => <Offers offers={found} />}
        </Loaded>
        {hasPayments ? <OwnPayments /> : null}
      </Stack>
    </Section>
  );
}

function Offers({ offers }: { readonly offers: ExpressOffers }) {
  const { t } = useTranslation('publisher');
  if (!offers.enabled) return <Text size="sm">{t('express.off')}</Text>;
  if (offers.currencies.length === 0) return <Text size="sm">{t('express.none')}</Text>;
  return (
    <Stack gap="md">
      <ReadOnlyNote what="payments" />
      {offers.currencies.map((offer) => (
        <Offer key={offer.currency} offer={offer} />
      ))}
    </Stack>
  );
}
