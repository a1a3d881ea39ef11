import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../table/data-table.tsx';
import type { Series } from './series.ts';

interface BarTableProps {
  readonly caption: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  /** What the categories are. */
  readonly tableOf: string;
}

/** The numbers of a picture to be read, for whoever opens them. */
export function BarTable({ caption, categories, series, tableOf }: BarTableProps) {
  const { t } = useTranslation('frame');
  const [isOpen, setIsOpen] = useState(false);
  const columns = [
    { key: 'category', title: tableOf, isHeader: true, cell: (row: number) => categories[row] },
    ...series.map(({ name, texts }) => ({
      key: name,
      title: name,
      align: 'right' as const,
      cell: (row: number) => texts[row] ?? t('states.noValue'),
    })),
  ];
  return (
    <details className="bars-table" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{t('chart.asTable')}</summary>
      {isOpen ? <DataTable caption={caption} columns={columns} rows={[...categories.keys()]} rowKey={String} /> : null}
    </details>
  );
}
