import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExpressOffer, ExpressReason } from '../../../../../contract/wire/express-payments.ts';
import { TextLink } from '../../../kit/controls/text-link.tsx';
import { isSome } from '../../../kit/values/decimals.ts';
import { useFormats } from '../../../kit/values/format.ts';

/** Those whose value is an amount; the others count days or actions. */
const OF_MONEY: readonly ExpressReason['code'][] = [
  'owes',
  'limit_reached',
  'network_limit_reached',
  'below_minimum',
  'nothing_approved',
];

/** Why nothing can be asked for, or less than all: what is, what is expected, and when it will be met. */
export function Reasons({ offer }: { readonly offer: ExpressOffer }) {
  const { t } = useTranslation('publisher');
  if (offer.reasons.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text size="sm">{isSome(offer.may_ask) ? t('express.whyNotAll') : t('express.whyNot')}</Text>
      <List size="sm">
        {offer.reasons.map((reason) => (
          <List.Item key={reason.code}>
            <Reason reason={reason} currency={offer.currency} />
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

function Reason({ reason, currency }: { readonly reason: ExpressReason; readonly currency: string }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const isMoney = OF_MONEY.includes(reason.code);
  const told = (value: string | null): string =>
    value === null ? '—' : isMoney ? formats.money(value, currency) : formats.number(value);
  // Where nothing is advanced yet, only the limit itself stands in the way.
  const isBare = reason.code === 'limit_reached' && reason.value !== null && !isSome(reason.value);
  return (
    <>
      {t(isBare ? 'express.limitOnly' : `express.reasons.${reason.code}`, {
        value: told(reason.value),
        expected: told(reason.expected),
      })}
      {reason.met_at === null ? '' : `; ${t('express.metAt', { day: formats.day(reason.met_at.slice(0, 10)) })}`}
      {reason.code === 'sanctioned' ? (
        <>
          {'. '}
          <TextLink to="/publisher/conduct">{t('express.toConduct')}</TextLink>
        </>
      ) : null}
    </>
  );
}
