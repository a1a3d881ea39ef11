import { Alert, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer, ReportNumbers, ReportRow } from '../../../../contract/wire/reports.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Pages } from '../../kit/table/pages.tsx';
import { isSome, sumOf } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { AmountList } from '../figures/amount-list.tsx';
import { useNames } from '../figures/names.ts';
import type { Period } from '../figures/period.ts';
import { actionsSearch, clicksSearch, type Dimension, type Telling, valueText } from './dimensions.ts';
import type { ViewProps } from './view.ts';

export interface Drill {
  readonly chosen: Readonly<Record<string, string>>;
  readonly period: Period;
}

export interface FigureTableProps extends ViewProps {
  readonly report: ReportAnswer;
  readonly rows: readonly Dimension[];
  readonly drill: Drill;
}

/** Rows of one page of the screen. */
const PAGE = 100;

/** Every figure of each row, with the clicks and orders behind it. */
export function FigureTable({ report, rows, view, change, drill }: FigureTableProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const telling: Telling = { t, formats, names: useNames() };
  const page = Math.max(1, Number.parseInt(view.page, 10) || 1);
  const sorted = sortedByMoney(report.rows, view.sort);
  const shown = sorted.slice((page - 1) * PAGE, page * PAGE);
  const columns = [...groupColumns(rows, telling), ...figureColumns(report, telling), openColumn(rows, telling, drill)];
  const { rows_total: all, limit } = report.page;
  return (
    <Stack gap="sm">
      {all > limit ? (
        <Alert variant="light" color="orange">
          {t('statistics.tooMany', { all: formats.number(all), shown: formats.number(limit) })}
        </Alert>
      ) : null}
      <DataTable
        caption={t('statistics.table', { rows: formats.list(rows.map((name) => t(`statistics.dimension.${name}`))) })}
        columns={columns}
        rows={shown}
        rowKey={(row) => JSON.stringify(row.group)}
        sort={view.sort}
        onSort={(sort) => change({ sort, page: '1' })}
        total={totalCells(report.total, columns, rows, telling)}
      />
      <Pages
        page={page}
        hasMore={page * PAGE < sorted.length}
        onPage={(next) => change({ page: String(next) }, { push: true })}
      />
    </Stack>
  );
}

const moneySorts = ['approved', 'pending', 'deducted'] as const;

/** By money only the screen can put in order: by the first currency that the rows have. */
function sortedByMoney(rows: readonly ReportRow[], sort: string): readonly ReportRow[] {
  const by = moneySorts.find((name) => name === sort.replace(/^-/, ''));
  if (by === undefined) return rows;
  const keyOf = (row: ReportRow) => Number(row.rewards[0]?.[by] ?? 0);
  const direction = sort.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => direction * (keyOf(a) - keyOf(b)));
}

function groupColumns(rows: readonly Dimension[], telling: Telling): Column<ReportRow>[] {
  return rows.map((name, index) => ({
    key: name,
    title: telling.t(`statistics.dimension.${name}`),
    isHeader: index === 0,
    sortBy: name,
    cell: (row) => valueText(name, row.group[name] ?? null, telling),
  }));
}

type Figure = 'clicks' | 'unique' | 'actions' | 'cr' | 'approved' | 'pending' | 'deducted' | 'epc' | 'sales';

/** A figure of a row or of the total. */
function figureOf(figure: Figure, numbers: ReportNumbers, { formats }: Telling): ReactNode {
  const count = (value: number | null) => (value === null ? '—' : formats.number(value));
  switch (figure) {
    case 'clicks':
      return count(numbers.clicks);
    case 'unique':
      return count(numbers.unique_clicks);
    case 'actions':
      return count(numbers.actions.total);
    case 'cr':
      return numbers.cr === null ? '—' : formats.percent(Number(numbers.cr) / 100);
    case 'sales':
      return <AmountList amounts={numbers.sales} />;
    case 'epc':
      return <AmountList amounts={numbers.rewards.map(({ epc, currency }) => ({ amount: epc ?? '0', currency }))} />;
    default:
      return (
        <AmountList amounts={numbers.rewards.map((sums) => ({ amount: sums[figure], currency: sums.currency }))} />
      );
  }
}

const serverSorts: Readonly<Partial<Record<Figure, string>>> = {
  clicks: 'clicks',
  unique: 'unique_clicks',
  actions: 'actions',
};

function figuresOf({ total }: ReportAnswer): readonly Figure[] {
  const isDeducted = isSome(sumOf(total.rewards.map(({ deducted }) => deducted)));
  const ofClicks: readonly Figure[] = total.clicks === null ? ['actions'] : ['clicks', 'unique', 'actions', 'cr'];
  const ofMoney: readonly Figure[] = isDeducted ? ['approved', 'pending', 'deducted'] : ['approved', 'pending'];
  return [...ofClicks, ...ofMoney, ...(total.clicks === null ? [] : (['epc'] as const)), 'sales'];
}

function figureColumns(report: ReportAnswer, telling: Telling): Column<ReportRow>[] {
  return figuresOf(report).map((figure) => {
    const sortBy = serverSorts[figure] ?? moneySorts.find((name) => name === figure);
    return {
      key: figure,
      title: telling.t(`statistics.figure.${figure}`),
      align: 'right',
      cell: (row) => figureOf(figure, row, telling),
      ...(sortBy === undefined ? {} : { sortBy }),
    };
  });
}

/** The way from a row to its single clicks and its orders. */
function openColumn(rows: readonly Dimension[], telling: Telling, { chosen, period }: Drill): Column<ReportRow> {
  const { t } = telling;
  return {
    key: 'open',
    title: t('statistics.show'),
    cell: ({ group }) => {
      const clicks = clicksSearch(group, chosen, period);
      const actions = actionsSearch(group, chosen, period);
      const row = rows.map((name) => valueText(name, group[name] ?? null, telling)).join(', ');
      return (
        <Group gap="xs" wrap="nowrap">
          {clicks === null ? null : (
            <TextLink
              size="sm"
              to="/publisher/statistics/clicks"
              search={clicks}
              aria-label={t('statistics.clicksOf', { row })}
            >
              {t('statistics.clicks')}
            </TextLink>
          )}
          {actions === null ? null : (
            <TextLink
              size="sm"
              to="/publisher/actions"
              search={actions}
              aria-label={t('statistics.actionsOf', { row })}
            >
              {t('statistics.actions')}
            </TextLink>
          )}
          {clicks === null && actions === null ? <Text span>—</Text> : null}
        </Group>
      );
    },
  };
}

function totalCells(
  total: ReportNumbers,
  columns: readonly Column<ReportRow>[],
  rows: readonly Dimension[],
  telling: Telling,
): Record<string, ReactNode> {
  const figures: readonly Figure[] = [
    'clicks',
    'unique',
    'actions',
    'cr',
    'approved',
    'pending',
    'deducted',
    'epc',
    'sales',
  ];
  const shown = figures.filter((figure) => columns.some(({ key }) => key === figure));
  return {
    ...Object.fromEntries(shown.map((figure) => [figure, figureOf(figure, total, telling)])),
    [rows[0] ?? 'day']: telling.t('statistics.total'),
  };
}
