import { useNames } from './names.ts';
import { todayIn } from './period.ts';

/** The zones in which the publisher's programs, or these of them, count their days; none until they are loaded. */
export function useZones(programs = ''): readonly string[] {
  const names = useNames();
  const counted = names.programs.filter(({ code }) => programs === '' || programs.split(',').includes(code));
  return [...new Set(counted.map(({ time_zone: zone }) => zone))].sort();
}

/** The day that it is where the publisher's programs, or these of them, count their days: the latest where they differ. */
export function useToday(programs = ''): string {
  return todayIn(useZones(programs), Date.now());
}
