import { Group, NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer } from '../../../../contract/wire/reports.ts';
import type { Query } from '../../kit/api/api.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Chart } from '../../kit/chart/chart.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { shownCurrency } from '../figures/currency.ts';
import type { Period } from '../figures/period.ts';
import { type DaysProps, kinds, useDays } from './day-series.ts';
import type { ViewProps } from './view.ts';

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

function Days(props: DaysProps) {
  return <Chart {...useDays(props)} />;
}
