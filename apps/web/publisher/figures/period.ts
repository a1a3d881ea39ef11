const DAY_MS = 86_400_000;
const DAYS_DEFAULT = 30;

/** What the address says of a period: both days are shown; the API leaves the last one out. */
export const periodDefaults = { from: '', to: '' } as const;

export interface Period {
  /** The day that it is. */
  readonly today: string;
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

/** The day that it is by now in these IANA zones, the latest where they differ; in UTC while none is known. */
export function todayIn(zones: readonly string[], now: number): string {
  return (
    zones.map((zone) => dayIn(zone, now)).reduce((one, other) => (one > other ? one : other), '') || dayIn('UTC', now)
  );
}

function dayIn(zone: string, now: number): string {
  // Sweden writes its days as we do.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}

/** The period of an address; the last 30 days where it says nothing, or nothing that is a day. */
export function periodOf(address: { readonly from: string; readonly to: string }, today: string): Period {
  const to = isDay(address.to) ? address.to : today;
  const from = isDay(address.from) && address.from <= to ? address.from : dayPlus(to, 1 - DAYS_DEFAULT);
  return {
    today,
    from,
    to,
    since: from,
    until: dayPlus(to, 1),
    days: (Date.parse(to) - Date.parse(from)) / DAY_MS + 1,
  };
}

/** The period of so many days that ends today. */
export function lastDays(days: number, today: string): Period {
  return periodOf({ from: dayPlus(today, 1 - days), to: today }, today);
}
