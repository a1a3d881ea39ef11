const DAY_MS = 86_400_000;
const WEEK = 7;

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The same day of another month, or its last one where that month is shorter. */
export function plusMonths(day: string, months: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(at.getUTCDate(), last))).toISOString().slice(0, 10);
}

/** Monday is 0. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % WEEK;

/** The weeks that a month touches, from Monday on, with the days of its neighbours. */
export function weeksOf(day: string): readonly (readonly string[])[] {
  const month = day.slice(0, 7);
  const first = `${month}-01`;
  const weeks: string[][] = [];
  for (let monday = plusDays(first, -weekdayOf(first)); monday.slice(0, 7) <= month; monday = plusDays(monday, WEEK)) {
    weeks.push(Array.from({ length: WEEK }, (_, place) => plusDays(monday, place)));
  }
  return weeks;
}

const STEPS: Readonly<Record<string, (day: string) => string>> = {
  ArrowLeft: (day) => plusDays(day, -1),
  ArrowRight: (day) => plusDays(day, 1),
  ArrowUp: (day) => plusDays(day, -WEEK),
  ArrowDown: (day) => plusDays(day, WEEK),
  Home: (day) => plusDays(day, -weekdayOf(day)),
  End: (day) => plusDays(day, WEEK - 1 - weekdayOf(day)),
  PageUp: (day) => plusMonths(day, -1),
  PageDown: (day) => plusMonths(day, 1),
  'shift PageUp': (day) => plusMonths(day, -12),
  'shift PageDown': (day) => plusMonths(day, 12),
};

/** Where a key leads from a day; `null`: this key does not move. */
export function stepFrom(day: string, key: string, isShifted: boolean): string | null {
  return (STEPS[isShifted ? `shift ${key}` : key] ?? STEPS[key])?.(day) ?? null;
}
