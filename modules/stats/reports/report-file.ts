import type { ExportRow } from '../../../platform/files/index.ts';
import { amount, decimalText } from '../route-parts.ts';
import type { ReportNumbers, ReportRow } from './report.ts';
import type { Dimension } from './report-query.ts';

const states = ['approved', 'pending', 'deducted', 'declined', 'no_reward', 'unresolved', 'not_attributed'] as const;
const earned = ['approved', 'pending', 'deducted', 'declined'] as const;

/** A report as rows of plain cells: one column for each amount and currency, because currencies are never added (S-135). */
export function flatReport(
  groupBy: readonly Dimension[],
  total: ReportNumbers,
): { readonly columns: readonly string[]; readonly flat: (row: ReportRow) => ExportRow } {
  const currencies = total.rewards.map(({ currency }) => currency);
  const bought = total.sales.map(({ currency }) => currency);
  const flat = (group: ReportRow['group'], numbers: ReportNumbers): ExportRow => ({
    ...Object.fromEntries(groupBy.map((name) => [name, group[name] ?? null])),
    ...countsOf(numbers),
    ...Object.fromEntries(currencies.flatMap((currency) => rewardCells(numbers, currency))),
    ...Object.fromEntries(
      bought.map((currency) => [
        `sales_${currency}`,
        amount(numbers.sales.find((sale) => sale.currency === currency)?.minor ?? 0n, currency),
      ]),
    ),
  });
  return { columns: Object.keys(flat({}, total)), flat: (row) => flat(row.group, row) };
}

function countsOf(numbers: ReportNumbers): ExportRow {
  const { clicks } = numbers;
  return {
    clicks: clicks === null ? null : Number(clicks.counted),
    unique_clicks: clicks === null ? null : Number(clicks.unique),
    filtered_clicks: clicks === null ? null : Number(clicks.filtered),
    actions: Number(numbers.actionsCounted),
    ...Object.fromEntries(states.map((status) => [status, Number(numbers.actions[status])])),
    new_customers: Number(numbers.newCustomers),
    cr: decimalText(numbers.conversion),
  };
}

function rewardCells({ rewards }: ReportNumbers, currency: string): (readonly [string, string | null])[] {
  const sums = rewards.find((reward) => reward.currency === currency);
  return [
    ...earned.map((name) => [`${name}_${currency}`, amount(sums?.[name] ?? 0n, currency)] as const),
    [`epc_${currency}`, decimalText(sums?.earningPerHundred ?? null)],
  ];
}
