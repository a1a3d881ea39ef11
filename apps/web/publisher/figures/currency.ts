import type { ReportRow } from '../../../../contract/wire/reports.ts';

/** The currency that is shown where only one can be: the chosen one, else that of most rows, else the first by name. */
export function shownCurrency(rows: readonly ReportRow[], chosen: string): string {
  const counts = new Map<string, number>();
  for (const { rewards } of rows) {
    for (const { currency } of rewards) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  if (counts.has(chosen)) return chosen;
  const [usual] = [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
  return usual?.[0] ?? '';
}
