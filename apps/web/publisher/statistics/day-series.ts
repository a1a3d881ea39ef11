import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportRow } from '../../../../contract/wire/reports.ts';
import type { Series } from '../../kit/chart/series.ts';
import { useFormats } from '../../kit/values/format.ts';
import { dayPlus, type Period } from '../figures/period.ts';
import type { Telling } from './dimensions.ts';

export const kinds = ['money', 'clicks', 'cr'] as const;
export type Kind = (typeof kinds)[number];

export interface DaysProps {
  readonly rows: readonly ReportRow[];
  readonly period: Period;
  readonly kind: Kind;
  readonly currency: string;
}

/** Drawn days; longer periods are asked of the table. */
const DAYS_MAX = 400;

/** A report by day as something to be drawn; days of which it says nothing are there too. */
export function useDays({ rows, period, kind, currency }: DaysProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const { from, days } = period;
  // A program further east may have begun a day that the reader has not.
  const ends = dayPlus(from, days - 1);
  const last = rows.map(({ group }) => group['day'] ?? '').reduce((one, day) => (day > one ? day : one), ends);
  const names = useMemo(() => daysFrom(from, last), [from, last]);
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
  return { label, categories, series };
}

function daysFrom(first: string, last: string): readonly string[] {
  const names: string[] = [];
  for (let day = first; day <= last && names.length < DAYS_MAX; day = dayPlus(day, 1)) names.push(day);
  return names;
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
