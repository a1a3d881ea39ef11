import type { ReportRow } from '../../../../contract/wire/reports.ts';

/** Clicks by where they came from, those of unknown countries left out. */
export interface Origins {
  /** From countries that the program is not for. */
  readonly outside: number;
  readonly total: number;
}

/** `rows` of a report by country; `countries` that the program is for, all where there are none. */
export function originsOf(rows: readonly ReportRow[], countries: readonly string[]): Origins {
  let outside = 0;
  let total = 0;
  for (const { group, clicks } of rows) {
    const country = group['country'] ?? null;
    if (country === null) continue;
    total += clicks ?? 0;
    if (countries.length > 0 && !countries.includes(country)) outside += clicks ?? 0;
  }
  return { outside, total };
}
