import { parseInstant, wallTimeAt, wallTimeOccurrences } from '../../time/index.ts';

/** Whether the zone's clocks show this wall time (a text without a zone) twice or never, so that a reader could take it for another moment. */
export function isClockChange(text: string, zone: string): boolean {
  const asked = parseInstant(text, { assumedZone: 'UTC' });
  return asked.ok && wallTimeOccurrences(wallTimeAt(asked.value, 'UTC'), zone) !== 1;
}
