import type { CalendarDay } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { type CriticalIndicator, criticalIndicators, type DayCounts } from '../model.ts';
import { spacesOfDay } from '../store.ts';

export interface TrafficAlarm extends DayCounts {
  readonly adSpaceId: string;
  readonly raised: readonly CriticalIndicator[];
}

/** Ad spaces whose traffic to a program raises a critical indicator on a calendar day of its zone (S-120 … S-122). Call `settleClicks` before. */
export async function trafficAlarms(q: Queryable, program: string, day: CalendarDay): Promise<readonly TrafficAlarm[]> {
  const spaces = await spacesOfDay(q, program, day);
  return spaces
    .map((space) => ({ ...space, raised: criticalIndicators(space) }))
    .filter((space) => space.raised.length > 0);
}
