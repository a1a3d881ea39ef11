import { formatWallTime, parseInstant } from '../time/index.ts';

const hourMs = 3_600_000;

/** Whether the zone's clocks show this wall time twice or never, so that a reader could take it for another moment. */
export function isClockChange(text: string, zone: string): boolean {
  const parsed = parseInstant(text, { assumedZone: zone });
  if (!parsed.ok) return false;
  const shown = formatWallTime(parsed.value, zone);
  const asked = parseInstant(text, { assumedZone: 'UTC' });
  if (!asked.ok || formatWallTime(asked.value, 'UTC') !== shown) return true;
  return (
    formatWallTime(parsed.value + hourMs, zone) === shown || formatWallTime(parsed.value + hourMs / 2, zone) === shown
  );
}
