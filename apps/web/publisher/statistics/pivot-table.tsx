import { Alert, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer } from '../../../../contract/wire/reports.ts';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { shownCurrency } from '../figures/currency.ts';
import { useNames } from '../figures/names.ts';
import { type Dimension, type Group, type Telling, valueText } from './dimensions.ts';
import type { Drill } from './figure-table.tsx';
import { type Cell, measures, type Pivot, type PivotRow, pivotOf, sortedRows } from './pivot.ts';
import { cellText, PivotFigure, type Shown } from './pivot-figure.tsx';
import type { ViewProps } from './view.ts';

export interface PivotTableProps extends ViewProps {
  readonly report: ReportAnswer;
  readonly rows: readonly Dimension[];
  readonly column: Dimension;
  readonly drill: Drill;
}

/** One figure by two sides, with the sums of both. */
export function PivotTable({ report, rows, column, view, change, drill }: PivotTableProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const telling: Telling = { t, formats, names: useNames() };
  const measure = measures.find((name) => name === view.measure) ?? 'clicks';
  const currency = shownCurrency(report.rows, view.currency);
  const pivot = useMemo(() => pivotOf(report.rows, { rows, column }, currency), [report, rows, column, currency]);
  const shown: Shown = { measure, currency, drill, telling };
  const cell = (found: Cell | undefined) => cellText(found, shown);
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
        columns={columnsOf(pivot, { rows, column }, shown)}
        rows={sortedRows(pivot, measure, view.sort)}
        rowKey={({ group }) => JSON.stringify(group)}
        sort={view.sort}
        onSort={(sort) => change({ sort })}
        total={{ ...totals, total: cell(pivot.total), [rows[0] ?? 'day']: t('statistics.total') }}
      />
    </Stack>
  );
}

interface Sides {
  readonly rows: readonly Dimension[];
  readonly column: Dimension;
}

function columnsOf(pivot: Pivot, { rows, column }: Sides, shown: Shown): readonly Column<PivotRow>[] {
  const { telling } = shown;
  const { t } = telling;
  const groupOf = (group: PivotRow['group']): Group =>
    Object.fromEntries(rows.map((name, index) => [name, group[index] ?? null]));
  return [
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
        cell: ({ group, cells }) => (
          <PivotFigure group={{ ...groupOf(group), [column]: value }} found={cells.get(value)} shown={shown} />
        ),
      }),
    ),
    {
      key: 'total',
      title: t('statistics.total'),
      align: 'right',
      sortBy: 'total',
      cell: ({ group, total }) => <PivotFigure group={groupOf(group)} found={total} shown={shown} />,
    },
  ];
}
