import type { Status } from '../../../core/commission/decision.ts';
import { currencyExponent, type Decimal } from '../../../core/money/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { countedStatuses, earningPerHundredClicks, percent } from '../model.ts';
import { keptSumsOf } from './kept-sums.ts';
import { type Dimension, isByStatus, type ReportQuery } from './report-query.ts';
import { reportRowsStatement, reportStatement } from './report-statement.ts';

export interface Report {
  readonly rows: readonly ReportRow[];
  /** Over all rows, not only those of the page. */
  readonly total: ReportNumbers;
  readonly rowsTotal: number;
}

export interface ReportRow extends ReportNumbers {
  /** In the order of `groupBy`; `null` is unknown or none. */
  readonly group: Readonly<Partial<Record<Dimension, string | null>>>;
}

export interface ReportNumbers {
  /** `null` in reports by status: a click has none, so it cannot be divided among them. */
  readonly clicks: ClickCounts | null;
  readonly actions: Readonly<Record<Status, bigint>>;
  /** Actions that count in ratios: approved, pending, deducted and declined (C-26). */
  readonly actionsCounted: bigint;
  readonly newCustomers: bigint;
  /** Percent; `null` without clicks. */
  readonly conversion: Decimal | null;
  /** One entry an accrual currency; currencies are never added (S-135). */
  readonly rewards: readonly RewardSums[];
  /** What was bought in counted actions, one entry an order currency (S-119). */
  readonly sales: readonly { readonly currency: string; readonly minor: bigint }[];
}

export interface ClickCounts {
  readonly counted: bigint;
  /** A visitor's first click of the day on an ad space. */
  readonly unique: bigint;
  /** Bots and prefetches: in no ratio. */
  readonly filtered: bigint;
}

export interface RewardSums {
  readonly currency: string;
  readonly pending: bigint;
  readonly approved: bigint;
  readonly declined: bigint;
  readonly deducted: bigint;
  /** Approved and pending per 100 clicks of the row (S-002); `null` without clicks. */
  readonly earningPerHundred: Decimal | null;
}

/**
 * Clicks, actions and money by the asked dimensions, with a total. One statement, so rows and total are of the same moment:
 * the rows add up to the total exactly, per currency to the minor unit (S-021). Call `settleClicks` before, so that it shows every click.
 * Throws where no rollup has the dimensions together; `readReportRequest` refuses that.
 */
export async function report(q: Queryable, query: ReportQuery): Promise<Report> {
  const { text, values } = reportStatement(query, await keptSumsOf(q, query));
  await q.query(SETTING);
  const [answer] = await q.query<ReportAnswer>(text, values);
  if (answer === undefined) throw new Error('report: the statement answered no row');
  const clicksShown = !isByStatus(query);
  return {
    rows: (answer.page ?? []).map((cells) => rowOf(query, cells)),
    total: numbersOf(answer.total, clicksShown),
    rowsTotal: Number(answer.rows_total),
  };
}

function rowOf(query: ReportQuery, cells: Cells): ReportRow {
  return {
    group: Object.fromEntries(query.groupBy.map((dimension) => [dimension, text0(cells[`d_${dimension}`])])),
    ...numbersOf(cells, !isByStatus(query)),
  };
}

/** Groups of a month of SubIDs fit into it; with the server's default they go through files. */
const SETTING = `set local work_mem = '32MB'; set local parallel_setup_cost = 100; set local parallel_tuple_cost = 0.005`;

/** How the same report is read row by row, for a file: what the statement answers first is the total. */
export async function reportRows(q: Queryable, query: ReportQuery) {
  const statement = reportRowsStatement(query, await keptSumsOf(q, query));
  await q.query(SETTING);
  return {
    ...statement,
    totalOf: ({ cells, rows_total }: LineAnswer): Pick<Report, 'total' | 'rowsTotal'> => ({
      total: numbersOf(cells, !isByStatus(query)),
      rowsTotal: Number(rows_total),
    }),
    read: ({ cells }: LineAnswer): ReportRow => rowOf(query, cells),
  };
}

interface LineAnswer {
  readonly cells: Cells;
  readonly rows_total: bigint;
}

interface ReportAnswer {
  readonly page: readonly Cells[] | null;
  readonly total: Cells;
  readonly rows_total: bigint;
}

/** A row as PostgreSQL's JSON gives it: counts and amounts are text, so that none loses a digit. */
type Cells = Readonly<Record<string, string | null>> & {
  readonly rewards: readonly Readonly<Record<'currency' | 'pending' | 'approved' | 'declined' | 'deducted', string>>[];
  readonly sales: readonly Readonly<Record<'currency' | 'amount', string>>[];
};

function numbersOf(cells: Cells, clicksShown: boolean): ReportNumbers {
  const count = (name: string) => BigInt(cells[name] ?? '0');
  const clicks = count('clicks');
  const actions: Record<Status, bigint> = {
    approved: count('approved'),
    pending: count('pending'),
    deducted: count('deducted'),
    unresolved: count('unresolved'),
    declined: count('declined'),
    no_reward: count('no_reward'),
    not_attributed: count('not_attributed'),
  };
  const actionsCounted = countedStatuses.reduce((sum, status) => sum + actions[status], 0n);
  return {
    clicks: clicksShown
      ? { counted: clicks, unique: count('unique_clicks'), filtered: count('filtered_clicks') }
      : null,
    actions,
    actionsCounted,
    newCustomers: count('new_customers'),
    conversion: clicksShown ? percent(actionsCounted, clicks) : null,
    rewards: cells.rewards.map((sums) => rewardOf(sums, clicksShown ? clicks : 0n)),
    sales: cells.sales.map((sale) => ({ currency: sale.currency, minor: BigInt(sale.amount) })),
  };
}

function rewardOf(sums: Cells['rewards'][number], clicks: bigint): RewardSums {
  const pending = BigInt(sums.pending);
  const approved = BigInt(sums.approved);
  return {
    currency: sums.currency,
    pending,
    approved,
    declined: BigInt(sums.declined),
    deducted: BigInt(sums.deducted),
    earningPerHundred: earningPerHundredClicks(pending + approved, clicks, currencyExponent(sums.currency) ?? 2),
  };
}

/** Absent words are kept as ''. */
function text0(value: string | null | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
