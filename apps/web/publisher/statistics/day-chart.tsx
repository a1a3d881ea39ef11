import { Group, NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer, ReportRow } from '../../../../contract/wire/reports.ts';
import type { Query } from '../../kit/api.ts';
import { Chart } from '../../kit/chart/chart.tsx';
import type { Series } from '../../kit/chart/options.ts';
import { useFormats } from '../../kit/format.ts';
import { Loaded } from '../../kit/states.tsx';
import { useApi } from '../../kit/use-api.ts';
import { shownCurrency } from '../figures/currency.ts';
import { dayPlus, type Period } from '../figures/period.ts';
import type { Telling } from './dimensions.ts';
import type { ViewProps } from './view.ts';

const kinds = ['money', 'clicks', 'cr'] as const;
type Kind = (typeof kinds)[number];

export interface DayChartProps extends ViewProps {
  readonly query: Query;
  readonly period: Period;
}

/** The period day by day, drawn; the table below has the same numbers by day. */
export function DayChart({ query, period, view, change }: DayChartProps) {
  const { t } = useTranslation('publisher');
  const report = useApi<ReportAnswer>('/api/v1/reports', { ...query, group_by: 'day', limit: 400 });
  const kind = kinds.find((each) => each === view.chart) ?? 'money';
  const currencies = report.data?.total.rewards.map(({ currency }) => currency) ?? [];
  const currency = shownCurrency(report.data?.rows ?? [], view.currency);
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <SegmentedControl
          aria-label={t('statistics.chart.label')}
          value={kind}
          onChange={(chart) => change({ chart })}
          data={kinds.map((each) => ({ value: each, label: t(`statistics.chart.${each}`) }))}
        />
        {kind === 'money' && currencies.length > 1 ? (
          <NativeSelect
            aria-label={t('statistics.currency')}
            value={currency}
            data={currencies}
            onChange={({ currentTarget }) => change({ currency: currentTarget.value })}
          />
        ) : null}
      </Group>
      <Loaded query={report} rows={6}>
        {(found) => <Days rows={found.rows} period={period} kind={kind} currency={currency} />}
      </Loaded>
    </Stack>
  );
}

interface DaysProps {
  readonly rows: readonly ReportRow[];
  readonly period: Period;
  readonly kind: Kind;
  readonly currency: string;
}

/** Drawn days; longer periods are asked of the table. */
const DAYS_MAX = 400;

export function Days({ rows, period, kind, currency }: DaysProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const { from, days } = period;
  const names = useMemo(
    () => Array.from({ length: Math.min(days, DAYS_MAX) }, (_, index) => dayPlus(from, index)),
    [from, days],
  );
  const categories = useMemo(() => names.map(formats.day), [names, formats]);
  const series = useMemo(() => {
    const byDay = new Map(rows.map((row) => [row.group['day'] ?? '', row]));
    const found = names.map((day) => byDay.get(day));
    return seriesOf(found, kind, currency, { t, formats });
  }, [rows, names, kind, currency, t, formats]);
  const label =
    kind === 'money'
      ? t('statistics.chartMoney', { currency })
      : kind === 'cr'
        ? t('statistics.chartCr')
        : t('statistics.chartClicks');
  return <Chart label={label} categories={categories} series={series} />;
}

function seriesOf(
  found: readonly (ReportRow | undefined)[],
  kind: Kind,
  currency: string,
  { t, formats }: Pick<Telling, 't' | 'formats'>,
): readonly Series[] {
  if (kind === 'money') {
    return (['approved', 'pending'] as const).map((state) => {
      const amounts = found.map((row) => row?.rewards.find((sums) => sums.currency === currency)?.[state] ?? '0');
      return {
        ...{ name: t(`statistics.figure.${state}`), kind: 'bar', stack: 'money' },
        tone: state === 'approved' ? 'good' : 'waiting',
        values: amounts.map(Number),
        texts: amounts.map((amount) => (currency === '' ? amount : formats.money(amount, currency))),
      };
    });
  }
  if (kind === 'cr') {
    const ratios = found.map((row) => row?.cr ?? null);
    return [
      {
        ...{ name: t('statistics.figure.cr'), kind: 'line', tone: 'main' },
        values: ratios.map((ratio) => (ratio === null ? null : Number(ratio))),
        texts: ratios.map((ratio) => (ratio === null ? '—' : formats.percent(Number(ratio) / 100))),
      },
    ];
  }
  return (['clicks', 'unique'] as const).map((name) => {
    const counts = found.map((row) => (name === 'clicks' ? row?.clicks : row?.unique_clicks) ?? 0);
    return {
      ...{ name: t(`statistics.figure.${name}`), kind: 'line', tone: name === 'clicks' ? 'main' : 'second' },
      values: counts,
      texts: counts.map((count) => formats.number(count)),
    };
  });
}
