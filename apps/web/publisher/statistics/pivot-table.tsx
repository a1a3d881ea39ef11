import { Alert, Stack } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer } from '../../../../contract/wire/reports.ts';
import { Money } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { type Formats, useFormats } from '../../kit/format.ts';
import { shownCurrency } from '../figures/currency.ts';
import { useNames } from '../figures/names.ts';
import { type Dimension, type Telling, valueText } from './dimensions.ts';
import {
  type Cell,
  cellValue,
  type Measure,
  measures,
  moneyMeasures,
  type PivotRow,
  pivotOf,
  sortedRows,
} from './pivot.ts';
import type { ViewProps } from './view.ts';

export interface PivotTableProps extends ViewProps {
  readonly report: ReportAnswer;
  readonly rows: readonly Dimension[];
  readonly column: Dimension;
}

/** One figure by two sides, with the sums of both. */
export function PivotTable({ report, rows, column, view, change }: PivotTableProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const telling: Telling = { t, formats, names: useNames() };
  const measure = measures.find((name) => name === view.measure) ?? 'clicks';
  const currency = shownCurrency(report.rows, view.currency);
  const pivot = useMemo(() => pivotOf(report.rows, { rows, column }, currency), [report, rows, column, currency]);
  const cell = (found: Cell | undefined) => cellText(found, measure, currency, formats);
  const columns: readonly Column<PivotRow>[] = [
    ...rows.map(
      (name, index): Column<PivotRow> => ({
        key: name,
        title: t(`statistics.dimension.${name}`),
        isHeader: index === 0,
        ...(index === 0 ? { sortBy: 'group' } : {}),
        cell: ({ group }) => valueText(name, group[index] ?? null, telling),
      }),
    ),
    ...pivot.columns.map(
      (value): Column<PivotRow> => ({
        key: `column ${value ?? ''}`,
        title: valueText(column, value, telling),
        align: 'right',
        sortBy: `column ${value ?? ''}`,
        cell: ({ cells }) => cell(cells.get(value)),
      }),
    ),
    { key: 'total', title: t('statistics.total'), align: 'right', sortBy: 'total', cell: ({ total }) => cell(total) },
  ];
  const totals = Object.fromEntries(
    pivot.columns.map((value) => [`column ${value ?? ''}`, cell(pivot.totals.get(value))]),
  );
  const { rows_total: all, limit } = report.page;
  const names = formats.list(rows.map((name) => t(`statistics.dimension.${name}`)));
  return (
    <Stack gap="sm">
      {all > limit ? (
        <Alert variant="light" color="orange">
          {t('statistics.tooMany', { all: formats.number(all), shown: formats.number(limit) })}
        </Alert>
      ) : null}
      <DataTable
        caption={t('statistics.pivot', {
          measure: t(`statistics.figure.${measure}`),
          rows: names,
          columns: t(`statistics.dimension.${column}`),
        })}
        columns={columns}
        rows={sortedRows(pivot, measure, view.sort)}
        rowKey={({ group }) => JSON.stringify(group)}
        sort={view.sort}
        onSort={(sort) => change({ sort })}
        total={{ ...totals, total: cell(pivot.total), [rows[0] ?? 'day']: t('statistics.total') }}
      />
    </Stack>
  );
}

function cellText(found: Cell | undefined, measure: Measure, currency: string, formats: Formats): ReactNode {
  const value = cellValue(found, measure);
  if (value === null) return '—';
  if (measure === 'cr') return formats.percent(value);
  if (moneyMeasures.includes(measure))
    return currency === '' ? '—' : <Money amount={String(value)} currency={currency} />;
  return formats.number(value);
}
