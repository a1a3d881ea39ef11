const SECOND_MS = 1_000;
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
/** Up to here hours are told as hours, as people do. */
const HOURS_TOLD_MAX_MS = 72 * 3_600_000;

/** `72 hours`, `5 hours 12 minutes`, `40 seconds`: at most two units. */
export function durationText(ms: number, language: string): string {
  const told = (count: number, unit: string): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  let rest = ms;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    if (unit === 'day' && ms <= HOURS_TOLD_MAX_MS) continue;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(told(count, unit));
    else if (parts.length > 0) break;
  }
  return parts.length > 0 ? parts.join(' ') : told(Math.floor(ms / SECOND_MS), 'second');
}
