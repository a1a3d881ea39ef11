import type { Queryable } from '../../platform/db/index.ts';
import type { ActionQuery } from './actions/action-request.ts';
import { actionsStatement, type ListedAction } from './actions/action-store.ts';
import { type Report, type ReportRow, reportRows } from './reports/report.ts';
import type { ReportQuery } from './reports/report-query.ts';

/** Rows of a file that are in memory at a time. */
const BATCH = 1_000;

/** Passes every action asked for to `onRow`, newest first, waiting for it. Of the moment of its one statement. */
export async function eachAction(
  q: Queryable,
  query: ActionQuery,
  onRow: (row: ListedAction) => Promise<void> | void,
): Promise<void> {
  for await (const rows of batches<ListedAction>(q, actionsStatement(query))) for (const row of rows) await onRow(row);
}

/** Passes every row of a report to what `onTotal` answers to its total and the number of rows; all of one moment, as one statement finds them. */
export async function eachReportRow(
  q: Queryable,
  query: ReportQuery,
  onTotal: (found: Pick<Report, 'total' | 'rowsTotal'>, rest: RowsOf) => Promise<void>,
): Promise<void> {
  const reading = await reportRows(q, query);
  const all = batches<Parameters<typeof reading.read>[0]>(q, reading)[Symbol.asyncIterator]();
  const first = await all.next();
  const [head, ...rows] = first.done === true ? [] : first.value;
  if (head === undefined) throw new Error('report: the statement answered no total');
  await onTotal(reading.totalOf(head), async (onRow) => {
    for (const row of rows) await onRow(reading.read(row));
    for (let next = await all.next(); next.done !== true; next = await all.next())
      for (const row of next.value) await onRow(reading.read(row));
  });
}

type RowsOf = (onRow: (row: ReportRow) => Promise<void> | void) => Promise<void>;

/**
 * For reading all of it: a cursor is planned for its first rows unless told otherwise, and of groups brought together nobody knows before how
 * many there are, so that loops within loops would be chosen for few and never end with many.
 */
const FOR_ALL_ROWS = 'set local cursor_tuple_fraction = 1; set local enable_nestloop = off';

/** One such reading a transaction. */
async function* batches<Row extends object>(
  q: Queryable,
  { text, values }: { readonly text: string; readonly values: readonly unknown[] },
): AsyncGenerator<readonly Row[]> {
  await q.query(FOR_ALL_ROWS);
  await q.query(`declare file_rows no scroll cursor for ${text}`, values);
  for (;;) {
    const rows = await q.query<Row>(`fetch forward ${BATCH} from file_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) break;
  }
  await q.query('close file_rows');
}
