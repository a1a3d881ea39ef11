import type { ReportRow } from '../../../../contract/wire/reports.ts';
import { sumOf } from '../../kit/values/decimals.ts';

/** What a cell of a pivot can show. */
export const measures = ['clicks', 'unique', 'actions', 'cr', 'earned', 'approved', 'pending', 'deducted'] as const;
export type Measure = (typeof measures)[number];

export const moneyMeasures: readonly Measure[] = ['earned', 'approved', 'pending', 'deducted'];

/** What stands behind a cell: sums, from which the ratio is made last. */
export interface Cell {
  readonly clicks: number;
  readonly unique: number;
  readonly actions: number;
  /** In the chosen currency. */
  readonly approved: string;
  readonly pending: string;
  readonly deducted: string;
}

export interface PivotRow {
  /** Values of the row's dimensions, in their order. */
  readonly group: readonly (string | null)[];
  /** By column. */
  readonly cells: ReadonlyMap<string | null, Cell>;
  readonly total: Cell;
}

export interface Pivot {
  readonly columns: readonly (string | null)[];
  readonly rows: readonly PivotRow[];
  readonly totals: ReadonlyMap<string | null, Cell>;
  readonly total: Cell;
}

/** Turns the rows of a report into a table of two sides. Every sum is of the rows themselves, so that all sides agree to the last digit. */
export function pivotOf(
  rows: readonly ReportRow[],
  sides: { readonly rows: readonly string[]; readonly column: string },
  currency: string,
): Pivot {
  const columnOf = ({ group }: ReportRow) => group[sides.column] ?? null;
  const groupOf = ({ group }: ReportRow) => sides.rows.map((name) => group[name] ?? null);
  const byGroup = grouped(rows, (row) => JSON.stringify(groupOf(row)));
  const columns = [...new Set(rows.map(columnOf))].sort(inOrder);
  const cellsOf = (some: readonly ReportRow[]): ReadonlyMap<string | null, Cell> =>
    new Map([...grouped(some, columnOf)].map(([column, members]) => [column, cellOf(members, currency)]));
  return {
    columns,
    rows: [...byGroup.values()].map((members) => ({
      group: members[0] === undefined ? [] : groupOf(members[0]),
      cells: cellsOf(members),
      total: cellOf(members, currency),
    })),
    totals: cellsOf(rows),
    total: cellOf(rows, currency),
  };
}

function grouped<K>(rows: readonly ReportRow[], keyOf: (row: ReportRow) => K): Map<K, ReportRow[]> {
  const groups = new Map<K, ReportRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [row]);
    else members.push(row);
  }
  return groups;
}

/** What is unknown comes last. */
function inOrder(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null || a < b ? -1 : 1;
}

function cellOf(rows: readonly ReportRow[], currency: string): Cell {
  const rewards = rows.flatMap((row) => row.rewards.filter((reward) => reward.currency === currency));
  const count = (of: (row: ReportRow) => number | null) => rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  return {
    clicks: count((row) => row.clicks),
    unique: count((row) => row.unique_clicks),
    actions: count((row) => row.actions.total),
    approved: sumOf(rewards.map(({ approved }) => approved)),
    pending: sumOf(rewards.map(({ pending }) => pending)),
    deducted: sumOf(rewards.map(({ deducted }) => deducted)),
  };
}

/** What a cell says of a measure, exactly; the ratio of CR as a fraction, `null` without clicks. */
export function cellValue(cell: Cell | undefined, measure: Measure): string | number | null {
  if (cell === undefined) return null;
  if (measure === 'earned') return sumOf([cell.approved, cell.pending]);
  if (measure === 'cr') return cell.clicks === 0 ? null : cell.actions / cell.clicks;
  return cell[measure];
}

/** Rows by a column, by `total` or as they come; `-` orders downwards. Only for the order on the screen numbers are compared as floats. */
export function sortedRows(pivot: Pivot, measure: Measure, sort: string): readonly PivotRow[] {
  const isDown = sort.startsWith('-');
  const by = isDown ? sort.slice(1) : sort;
  if (by === '' || by === 'group') return isDown ? [...pivot.rows].reverse() : pivot.rows;
  const keyOf = (row: PivotRow): number => {
    const column = pivot.columns.find((each) => `column ${each ?? ''}` === by);
    const value = cellValue(
      by === 'total' ? row.total : column === undefined ? undefined : row.cells.get(column),
      measure,
    );
    return value === null ? Number.NEGATIVE_INFINITY : Number(value);
  };
  return [...pivot.rows].sort((a, b) => (isDown ? keyOf(b) - keyOf(a) : keyOf(a) - keyOf(b)) || 0);
}
