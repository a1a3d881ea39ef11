import type { EdgeStatus, ShipperStatus, SpoolBacklog } from '../../../modules/clicks/index.ts';
import type { Instant } from '../../../platform/clock/index.ts';

/** Every trouble that a process can tell of, by the name a monitor knows it by. */
export const alarmNames = [
  'spool_unwritable',
  'clicks_unspooled',
  'shipping_failing',
  'backlog_old',
  'disk_short',
  'clicks_parked',
  'clicks_lost',
  'geo_data_old',
  'clock_set_back',
] as const;
export type AlarmName = (typeof alarmNames)[number];

export interface Alarm {
  readonly name: AlarmName;
  /** What is the matter and what to do, for people. */
  readonly sentence: string;
}

/** What a process sees of itself and of the spools beside it. */
export interface Observed {
  readonly edges: readonly (Pick<EdgeStatus, 'unspooled' | 'spool' | 'geoDataOn' | 'clockAheadMs'> & {
    readonly name: string;
  })[];
  readonly shipper: ShipperStatus | null;
  /** Empty where nobody could say what waits. */
  readonly backlogs: readonly SpoolBacklog[];
  readonly room: number | null;
  /** Records that are put aside now; `null` where the store has not said. */
  readonly parkedInAll: number | null;
}

/** A click is in the store within a second; a minute is no hiccup any more. */
export const BACKLOG_MS_MAX = 60_000;

/** Half a million clicks: at 500 a second a quarter of an hour to act in. */
export const ROOM_BYTES_MIN = 500_000_000;

/** Time servers move a clock by less. */
const CLOCK_AHEAD_MS_MAX = 60_000;

/** Networks change hands by some percent a year: older data still says more than none. */
export const GEO_DATA_DAYS_MAX = 365;
const DAY_MS = 86_400_000;

export function alarmsOf({ edges, shipper, backlogs, room, parkedInAll }: Observed, now: Instant): Alarm[] {
  return [
    ...edges.flatMap((edge) => edgeAlarms(edge)),
    ...(shipper === null ? [] : shipperAlarms(shipper, parkedInAll ?? shipper.parked)),
    ...backlogs.flatMap((backlog) => backlogAlarms(backlog, now)),
    ...(room === null || room >= ROOM_BYTES_MIN ? [] : [alarm('disk_short', shortOfRoom(room))]),
    ...geoAlarms(
      edges.map(({ geoDataOn }) => geoDataOn),
      now,
    ),
  ];
}

function alarm(name: AlarmName, sentence: string): Alarm {
  return { name, sentence };
}

function edgeAlarms({ name, unspooled, spool, clockAheadMs }: Observed['edges'][number]): Alarm[] {
  return [
    ...(clockAheadMs <= CLOCK_AHEAD_MS_MAX
      ? []
      : [
          alarm(
            'clock_set_back',
            `the clock of ${name} was set back: its clicks are dated ${Math.floor(clockAheadMs / 1_000)} s ahead of it, flagged clock_held, ` +
              'until it has caught up. If the clock is right now, start this process again.',
          ),
        ]),
    ...(spool.trouble === null
      ? []
      : [
          alarm(
            'spool_unwritable',
            `${name} cannot write its spool (${spool.trouble}): visitors are redirected with ids that say so. ` +
              'Give the disk room, see that it takes writes, or raise TRIBUTARY_SPOOL_MAX and start again.',
          ),
        ]),
    ...(unspooled === 0
      ? []
      : [
          alarm(
            'clicks_unspooled',
            `${name} has redirected ${unspooled} clicks without a durable record since it started; orders for them are ` +
              'attributed by the signature of their ids, without SubIDs.',
          ),
        ]),
  ];
}

function shipperAlarms({ trouble, lost }: ShipperStatus, parked: number): Alarm[] {
  return [
    ...(trouble === null
      ? []
      : [
          alarm(
            'shipping_failing',
            `clicks are not carried into the store (${trouble}); they wait in the spool and nothing is lost. ` +
              'Bring the database back; what waits is stored by itself then.',
          ),
        ]),
    ...(parked === 0
      ? []
      : [
          alarm(
            'clicks_parked',
            `${parked} records that the store refused are put aside. ` +
              'Look at them with `tributary clicks parked`, and try again with `tributary clicks retry-parked`.',
          ),
        ]),
    ...(lost === 0
      ? []
      : [
          alarm(
            'clicks_lost',
            `${lost} records of the spool could not be read back since the start. ` +
              '`tributary doctor` names segments and byte ranges; look at the disk.',
          ),
        ]),
  ];
}

function backlogAlarms({ spool, waiting }: SpoolBacklog, now: Instant): Alarm[] {
  const { bytes, oldestAt } = waiting;
  if (oldestAt === null || now - oldestAt < BACKLOG_MS_MAX) return [];
  const seconds = Math.floor((now - oldestAt) / 1_000);
  return [
    alarm(
      'backlog_old',
      `${bytes} bytes of clicks wait in the spool of ${spool}, the oldest for ${seconds} s. ` +
        'See that a process with the role worker runs on this data directory and reaches the database.',
    ),
  ];
}

export function shortOfRoom(room: number): string {
  return (
    `${Math.floor(room / 1_000_000)} MB are free on the disk of the spool, less than ${ROOM_BYTES_MIN / 1_000_000} MB. ` +
    'Give it room before it is full: then clicks are redirected without a durable record.'
  );
}

/** Days since the data was made, and whether that is too many. */
export function geoDataAge(builtOn: string, now: Instant): { readonly days: number; readonly isOld: boolean } {
  const days = Math.floor((now - Date.parse(builtOn)) / DAY_MS);
  return { days, isOld: days > GEO_DATA_DAYS_MAX };
}

export function oldGeoData(builtOn: string, days: number): string {
  return (
    `the data of countries and networks are of ${builtOn}, ${days} days old. ` +
    'Update @ip-location-db/asn and @ip-location-db/geo-whois-asn-country-mmdb, or set TRIBUTARY_GEOIP to newer data.'
  );
}

function geoAlarms(builtOn: readonly string[], now: Instant): Alarm[] {
  const [oldest] = [...builtOn].sort();
  if (oldest === undefined) return [];
  const { days, isOld } = geoDataAge(oldest, now);
  return isOld ? [alarm('geo_data_old', oldGeoData(oldest, days))] : [];
}
