const DAY_MS = 86_400_000;
const DAYS_DEFAULT = 30;

/** What the address says of a period: both days are shown; the API leaves the last one out. */
export const periodDefaults = { from: '', to: '' } as const;

export interface Period {
  readonly from: string;
  readonly to: string;
  /** For the API: half-open. */
  readonly since: string;
  readonly until: string;
  readonly days: number;
}

export function isDay(day: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
}

export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The period of an address; the last 30 days where it says nothing, or nothing that is a day. */
export function periodOf(address: { readonly from: string; readonly to: string }, now: number): Period {
  const today = new Date(now).toISOString().slice(0, 10);
  const to = isDay(address.to) ? address.to : today;
  const from = isDay(address.from) && address.from <= to ? address.from : dayPlus(to, 1 - DAYS_DEFAULT);
  // East of here it is tomorrow already: orders of a program's day that has begun there belong to a period that ends today.
  const until = dayPlus(to, to >= today ? 2 : 1);
  return { from, to, since: from, until, days: (Date.parse(to) - Date.parse(from)) / DAY_MS + 1 };
}

/** The period of so many days that ends today. */
export function lastDays(days: number, now: number): Period {
  const to = new Date(now).toISOString().slice(0, 10);
  return periodOf({ from: dayPlus(to, 1 - days), to }, now);
}
