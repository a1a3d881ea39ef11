import type { Formats } from '../../kit/values/format.ts';

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `1.5 GB`: as disks are counted, in thousands. */
export function bytes(formats: Formats, count: number): string {
  const step = count < 1_000 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log10(count) / 3));
  return formats.unit(count / 1_000 ** step, BYTES[step] ?? 'byte');
}

/** `15 min`: in the largest unit that gives a whole number. */
export function duration(formats: Formats, seconds: number): string {
  if (seconds % 3_600 === 0) return formats.unit(seconds / 3_600, 'hour');
  return seconds % 60 === 0 ? formats.unit(seconds / 60, 'minute') : formats.unit(seconds, 'second');
}
