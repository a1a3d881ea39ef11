import { dayAt, type Instant } from '../../../core/time/index.ts';
import { adSpacesById } from '../../../modules/ad-spaces/index.ts';
import { type NewNotice, notify } from '../../../modules/notifications/index.ts';
import { listPrograms } from '../../../modules/programs/index.ts';
import {
  type CriticalIndicator,
  settleClicks,
  type TrafficAlarm,
  trafficAlarms,
} from '../../../modules/stats/index.ts';
import type { Tx } from '../../../platform/db/index.ts';

const DAY_MS = 86_400_000;

/**
 * Tells publishers of the critical indicators that their traffic raised on the day that ended last in each program's zone (S-120 … S-122):
 * each once, however often this runs.
 */
export async function tellOfTrafficAlarms(tx: Tx, now: Instant): Promise<void> {
  await settleClicks(tx);
  for (const { code, timeZone } of await listPrograms(tx)) {
    const day = dayAt(dayStartBefore(now, timeZone), timeZone);
    const alarms = await trafficAlarms(tx, code, day);
    const owners = await adSpacesById(tx, [...new Set(alarms.map(({ adSpaceId }) => adSpaceId))]);
    const notices = alarms.flatMap((alarm) => {
      const orgId = owners.get(alarm.adSpaceId)?.orgId;
      return orgId === undefined ? [] : noticesOf(alarm, { orgId, program: code, day, at: now });
    });
    await notify(tx, ...notices);
  }
}

/** A moment of the day before in the zone; days with a change of the clock have 23 to 25 hours. */
function dayStartBefore(now: Instant, timeZone: string): Instant {
  const today = dayAt(now, timeZone);
  let before = now - DAY_MS;
  while (dayAt(before, timeZone) === today) before -= DAY_MS / 24;
  return before;
}

interface Where {
  readonly orgId: string;
  readonly program: string;
  readonly day: string;
  readonly at: Instant;
}

function noticesOf(alarm: TrafficAlarm, { orgId, program, day, at }: Where): NewNotice[] {
  return alarm.raised.map((indicator) => ({
    orgId,
    kind: 'traffic_alarm',
    subject: `ad_space:${alarm.adSpaceId}`,
    data: { program, ad_space: alarm.adSpaceId, indicator, day, ...figures(indicator, alarm) },
    at,
    once: `traffic_alarm:${program}/${alarm.adSpaceId}/${day}/${indicator}`,
  }));
}

/** What was measured, and what it should have been. */
function figures(indicator: CriticalIndicator, { clicks, actions }: TrafficAlarm): { value: string; limit: string } {
  if (indicator === 'no_actions') return { value: String(actions), limit: '1' };
  // Cut, so that a rate just below the limit is not shown as the limit.
  const hundredths = (actions * 10_000n) / clicks;
  return { value: `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')} %`, limit: '0.30 %' };
}
