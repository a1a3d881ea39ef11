import { ScrollArea, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface Column<Row> {
  readonly key: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand right. */
  readonly align?: 'left' | 'right';
  /** The address value of sorting by this column; without it, it cannot be sorted by. */
  readonly sortBy?: string;
  /** Names the row for those who hear the table. */
  readonly isHeader?: boolean;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** `name` ascending, `-name` descending. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  /** The last row: sums. */
  readonly total?: Readonly<Record<string, ReactNode>>;
}

/** A table that scrolls sideways on its own, and reads as cards on a phone. */
export function DataTable<Row>({ caption, columns, rows, rowKey, sort, onSort, total }: DataTableProps<Row>) {
  const { t } = useTranslation('frame');
  return (
    <ScrollArea
      type="auto"
      className="table-scroll"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': `${caption}. ${t('table.scroll')}` }}
    >
      <Table className="data-table" highlightOnHover verticalSpacing="xs">
        <VisuallyHidden component="caption">{caption}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map((column) => (
                <BodyCell key={column.key} column={column} row={row} />
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        {total === undefined ? null : <TotalRow columns={columns} total={total} />}
      </Table>
    </ScrollArea>
  );
}

function HeadCell<Row>(props: {
  readonly column: Column<Row>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
}) {
  const { t } = useTranslation('frame');
  const { column, sort, onSort } = props;
  const by = column.sortBy;
  if (by === undefined || onSort === undefined) {
    return (
      <Table.Th scope="col" ta={column.align ?? 'left'}>
        {column.title}
      </Table.Th>
    );
  }
  const direction = sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : 'none';
  const name = typeof column.title === 'string' ? column.title : by;
  return (
    <Table.Th scope="col" ta={column.align ?? 'left'} aria-sort={direction}>
      <UnstyledButton
        className="sort-button"
        aria-label={t('table.sortBy', { column: name })}
        onClick={() => onSort(direction === 'descending' ? by : `-${by}`)}
      >
        {column.title}
        <span aria-hidden="true">{direction === 'none' ? '' : direction === 'ascending' ? ' ↑' : ' ↓'}</span>
      </UnstyledButton>
    </Table.Th>
  );
}

function BodyCell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const label = typeof column.title === 'string' ? { 'data-label': column.title } : {};
  const align = column.align ?? 'left';
  if (column.isHeader === true) {
    return (
      <Table.Th scope="row" ta={align} {...label}>
        {column.cell(row)}
      </Table.Th>
    );
  }
  return (
    <Table.Td ta={align} {...label}>
      {column.cell(row)}
    </Table.Td>
  );
}

function TotalRow<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly total: Readonly<Record<string, ReactNode>>;
}) {
  return (
    <Table.Tfoot>
      <Table.Tr>
        {props.columns.map((column) => (
          <Table.Td
            key={column.key}
            ta={column.align ?? 'left'}
            {...(typeof column.title === 'string' ? { 'data-label': column.title } : {})}
          >
            {props.total[column.key] ?? ''}
          </Table.Td>
        ))}
      </Table.Tr>
    </Table.Tfoot>
  );
}
