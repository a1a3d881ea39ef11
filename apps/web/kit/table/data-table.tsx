import './data-table.css';
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

/** What scrolls can be scrolled without a mouse (WCAG 2.1.1). */
const byKeyboard = { tabIndex: 0 };

/** A table that scrolls sideways on its own, and reads as cards on a phone. */
export function DataTable<Row>({ caption, columns, rows, rowKey, sort, onSort, total }: DataTableProps<Row>) {
  const { t } = useTranslation('frame');
  return (
    <>
      {onSort === undefined ? null : <SortChoice columns={columns} sort={sort ?? ''} onSort={onSort} />}
      <section className="table-scroll" {...byKeyboard} aria-label={`${caption}. ${t('table.scroll')}`}>
        <table className="data-table">
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map((column) => (
                  <BodyCell key={column.key} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
          {total === undefined ? null : <TotalRow columns={columns} total={total} />}
        </table>
      </section>
    </>
  );
}

/** On a phone there is no head to press: the order is chosen from a list. */
function SortChoice<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  const { t } = useTranslation('frame');
  const options = props.columns.flatMap(({ sortBy: by, title }) => {
    if (by === undefined) return [];
    const name = typeof title === 'string' ? title : by;
    return [
      { value: by, label: `${name} ↑` },
      { value: `-${by}`, label: `${name} ↓` },
    ];
  });
  if (options.length === 0) return null;
  const isOther = options.every(({ value }) => value !== props.sort);
  return (
    <label className="table-sort">
      {t('table.sort')}{' '}
      <select value={props.sort} onChange={({ currentTarget }) => props.onSort(currentTarget.value)}>
        {isOther ? <option value={props.sort}>—</option> : null}
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
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
      <th scope="col" className={column.align ?? 'left'}>
        {column.title}
      </th>
    );
  }
  const direction = sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : 'none';
  const name = typeof column.title === 'string' ? column.title : by;
  return (
    <th scope="col" className={column.align ?? 'left'} aria-sort={direction}>
      <button
        type="button"
        className="sort-button"
        aria-label={t('table.sortBy', { column: name })}
        onClick={() => onSort(direction === 'descending' ? by : `-${by}`)}
      >
        {column.title}
        <span aria-hidden="true">{direction === 'none' ? '' : direction === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );
}

function BodyCell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const label = typeof column.title === 'string' ? { 'data-label': column.title } : {};
  const align = column.align ?? 'left';
  if (column.isHeader === true) {
    return (
      <th scope="row" className={align} {...label}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td className={align} {...label}>
      {column.cell(row)}
    </td>
  );
}

function TotalRow<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly total: Readonly<Record<string, ReactNode>>;
}) {
  return (
    <tfoot>
      <tr>
        {props.columns.map((column) => (
          <td
            key={column.key}
            className={column.align ?? 'left'}
            {...(typeof column.title === 'string' ? { 'data-label': column.title } : {})}
          >
            {props.total[column.key] ?? ''}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
