import { Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BalanceStates } from '../../../../contract/wire/balance.ts';
import { Money } from '../../kit/values/amounts.tsx';
import { isSome } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { expectedWeeks } from '../balance/expected-weeks.ts';

/** What is there, and the next week in which more may come, by currency. */
export function NextPayments({ states }: { readonly states: BalanceStates }) {
  const { t } = useTranslation('publisher');
  const weeks = expectedWeeks(states.expected, Date.parse(states.at));
  if (states.totals.length === 0) return <Text c="dimmed">{t('overview.nextNone')}</Text>;
  return (
    <Stack gap="sm">
      {states.totals
        .filter(({ pending, approved, available }) => [pending, approved, available].some(isSome))
        .map(({ currency, available }) => (
          <Paper key={currency} withBorder radius="md" p="sm">
            <Text component="div">
              {t('overview.available')}:{' '}
              <strong>
                <Money amount={available} currency={currency} />
              </strong>
            </Text>
            <Coming weeks={weeks.filter((week) => week.currency === currency)} />
          </Paper>
        ))}
    </Stack>
  );
}

function Coming({ weeks }: { readonly weeks: ReturnType<typeof expectedWeeks> }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const late = weeks.find(({ week }) => week === 'late');
  const unknown = weeks.find(({ week }) => week === 'unknown');
  const next = weeks.find(({ week }) => week !== 'late' && week !== 'unknown');
  return (
    <Text size="sm" c="dimmed" component="div">
      {late === undefined ? null : (
        <div>{t('overview.nextLate', { amount: formats.money(late.total, late.currency) })}</div>
      )}
      {next === undefined ? null : (
        <div>
          {t('overview.nextAt', { amount: formats.money(next.total, next.currency), day: formats.day(next.week) })}
        </div>
      )}
      {unknown === undefined || next !== undefined ? null : (
        <div>{t('overview.nextUnknown', { amount: formats.money(unknown.total, unknown.currency) })}</div>
      )}
      {weeks.length === 0 ? t('overview.nextNone') : null}
    </Text>
  );
}
