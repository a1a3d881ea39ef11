import { NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer, ReportNumbers } from '../../../../contract/wire/reports.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Bars } from '../../kit/chart/bars.tsx';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { sumOf } from '../../kit/values/decimals.ts';
import { FigureCard } from '../../kit/values/figure-card.tsx';
import { type Formats, useFormats } from '../../kit/values/format.ts';
import { AmountList } from '../figures/amount-list.tsx';
import { shownCurrency } from '../figures/currency.ts';
import { dayPlus, lastDays, type Period } from '../figures/period.ts';
import { useToday } from '../figures/today.ts';
import { useDays } from '../statistics/day-series.ts';

const DAYS = 30;

const ask = { group_by: 'day', limit: 100 } as const;

/** What the last 30 days brought, by day, and the 30 days before them. */
export function useMonth() {
  const period = lastDays(DAYS, useToday());
  const { since, until } = period;
  const report = useApi<ReportAnswer>('/api/v1/reports', { ...ask, since, until });
  const before = useApi<ReportAnswer>('/api/v1/reports', {
    ...ask,
    since: dayPlus(since, -DAYS),
    until: since,
  });
  return { period, report, before };
}

/** The last 30 days in five figures, beside the 30 days before, and drawn by day. */
export function Month() {
  const { t } = useTranslation('publisher');
  const { period, report: now, before } = useMonth();
  return (
    <Section
      title={t('overview.month')}
      actions={<TextLink to="/publisher/statistics">{t('overview.statistics')}</TextLink>}
    >
      <Loaded query={now} rows={6}>
        {(found) => (
          <Stack gap="lg">
            <Figures now={found.total} before={before.data?.total ?? null} />
            <Earned report={found} period={period} />
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}

function Figures({ now, before }: { readonly now: ReportNumbers; readonly before: ReportNumbers | null }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const note = (value: string | null) => (value === null ? undefined : t('overview.before', { value }));
  const numbers = [
    {
      name: t('overview.clicks'),
      value: countText(now.clicks, formats),
      was: before && countText(before.clicks, formats),
    },
    {
      name: t('overview.actions'),
      value: countText(now.actions.total, formats),
      was: before && countText(before.actions.total, formats),
    },
    { name: t('overview.cr'), value: ratioText(now.cr, formats), was: before && ratioText(before.cr, formats) },
  ];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="md">
      <FigureCard
        name={t('overview.earned')}
        value={<AmountList align="flex-start" amounts={earnedOf(now)} />}
        note={note(before === null ? null : amountsText(earnedOf(before), formats)) ?? t('overview.earnedNote')}
      />
      {numbers.map(({ name, value, was }) => (
        <FigureCard key={name} name={name} value={value} note={note(was)} />
      ))}
      <FigureCard
        name={t('overview.epc')}
        value={<AmountList align="flex-start" amounts={epcOf(now)} />}
        note={t('overview.epcNote')}
      />
    </SimpleGrid>
  );
}

function earnedOf({ rewards }: ReportNumbers) {
  return rewards.map(({ approved, pending, currency }) => ({ amount: sumOf([approved, pending]), currency }));
}

function epcOf({ rewards }: ReportNumbers) {
  return rewards.map(({ epc, currency }) => ({ amount: epc ?? '0', currency }));
}

function countText(count: number | null, formats: Formats): string {
  return count === null ? '—' : formats.number(count);
}

function ratioText(ratio: string | null, formats: Formats): string {
  return ratio === null ? '—' : formats.percent(Number(ratio) / 100);
}

function amountsText(amounts: ReturnType<typeof earnedOf>, formats: Formats): string {
  return formats.list(amounts.map(({ amount, currency }) => formats.money(amount, currency))) || '—';
}

/** One currency at a time. */
function Earned({ report, period }: { readonly report: ReportAnswer; readonly period: Period }) {
  const { t } = useTranslation('publisher');
  const { values, change } = useAddress({ currency: '' });
  const currencies = report.total.rewards.map(({ currency }) => currency);
  const currency = shownCurrency(report.rows, values.currency);
  const drawn = useDays({ rows: report.rows, period, kind: 'money', currency });
  if (currencies.length === 0) return null;
  return (
    <Stack gap="xs">
      {currencies.length < 2 ? null : (
        <NativeSelect
          w="fit-content"
          aria-label={t('statistics.currency')}
          value={currency}
          data={currencies}
          onChange={({ currentTarget }) => change({ currency: currentTarget.value })}
        />
      )}
      <Bars {...drawn} tableOf={t('statistics.dimension.day')} />
    </Stack>
  );
}
