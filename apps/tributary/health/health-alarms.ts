import type { HealthReport } from '../../../contract/wire/health.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { BACKLOG_MS_MAX, GEO_DATA_DAYS_MAX, ROOM_BYTES_MIN } from '../watch/alarms.ts';
import { SILENT_MS_MAX } from '../watch/jobs.ts';
import type { SpoolReport } from '../watch/spools.ts';

type Alarm = HealthReport['alarms'][number];
type IsOld = (text: string | null, bound: number) => boolean;

const DAY_MS = 86_400_000;
/** An event may come before its order, but not by more than this (G-8). */
export const EVENT_MS_MAX = DAY_MS;
/** The sealer looks twice a second; a minute is no hiccup any more. */
const UNSEALED_MS_MAX = 60_000;
/** A mail server may be away for the time of a restart; whoever registers waits no longer than this. */
const MAIL_MS_MAX = 900_000;
/** What is left lets people and jobs in while somebody finds out who has the others. */
const CONNECTIONS_SHARE_MAX = 0.8;

/** Beyond these there is an alarm; the alarms below and the page that shows them go by the same. */
export function limitsWith(connectionsMax: number): HealthReport['limits'] {
  return {
    worker_seconds: SILENT_MS_MAX / 1_000,
    backlog_seconds: BACKLOG_MS_MAX / 1_000,
    room_bytes: ROOM_BYTES_MIN,
    geo_data_days: GEO_DATA_DAYS_MAX,
    seal_seconds: UNSEALED_MS_MAX / 1_000,
    event_seconds: EVENT_MS_MAX / 1_000,
    mail_seconds: MAIL_MS_MAX / 1_000,
    connections: Math.floor(connectionsMax * CONNECTIONS_SHARE_MAX),
  };
}

/** What is the matter, since when. What to do stands with the words. */
export function healthAlarms(report: Omit<HealthReport, 'alarms'>, spools: SpoolReport, now: Instant): Alarm[] {
  const { spool_room_bytes: room, geo_data: geo, parked, waiting_events: waiting, ledger, mails, database } = report;
  const isOld: IsOld = (text, bound) => text !== null && now - Date.parse(text) > bound;
  return [
    ...workerAlarms(report, isOld),
    ...report.spools.flatMap((spool) => spoolAlarms(spool, isOld)),
    ...spools.damaged
      .filter(({ books }) => books.deletedAt === null)
      .map(({ books }) => alarm('clicks_lost', null, Number(books.lost), books.segment)),
    ...(room === null || room >= ROOM_BYTES_MIN ? [] : [alarm('disk_short', null, room)]),
    ...(parked.records === 0 ? [] : [alarm('clicks_parked', parked.oldest_at, parked.records)]),
    ...(geo.days <= GEO_DATA_DAYS_MAX ? [] : [alarm('geo_data_old', grownOld(geo.of), geo.days)]),
    ...(waiting.events === 0 ? [] : [alarm('events_waiting', waiting.oldest_at, waiting.events)]),
    ...(isOld(ledger.oldest_at, UNSEALED_MS_MAX) ? [alarm('ledger_unsealed', ledger.oldest_at, ledger.unsealed)] : []),
    ...(mails.delivery === 'smtp' && isOld(mails.oldest_waiting_at, MAIL_MS_MAX)
      ? [alarm('mails_waiting', mails.oldest_waiting_at, mails.waiting)]
      : []),
    ...(mails.failed === 0 ? [] : [alarm('mails_failed', mails.oldest_failed_at, mails.failed)]),
    ...(database.connections <= report.limits.connections
      ? []
      : [alarm('connections_short', null, database.connections)]),
  ];
}

/** A worker that is silent does nothing; of its jobs one by one is told while it speaks. */
function workerAlarms({ worker, jobs }: Pick<HealthReport, 'worker' | 'jobs'>, isOld: IsOld): Alarm[] {
  if (worker.seen_at === null || isOld(worker.seen_at, SILENT_MS_MAX)) {
    return [alarm('worker_silent', worker.seen_at, jobs.length)];
  }
  return jobs.flatMap(({ name, state, failed_at, ended_at }) => {
    if (state === 'failing') return [alarm('job_failing', failed_at, 1, name)];
    return state === 'late' ? [alarm('job_late', ended_at, 1, name)] : [];
  });
}

function spoolAlarms(spool: HealthReport['spools'][number], isOld: IsOld): Alarm[] {
  const { name, recorded, stored, repeated, parked, waiting, unspooled } = spool;
  return [
    ...(isOld(waiting.oldest_at, BACKLOG_MS_MAX)
      ? [alarm('backlog_old', waiting.oldest_at, waiting.records, name)]
      : []),
    // Told for a week, as `tributary doctor` does.
    ...(unspooled.clicks > 0 && !isOld(unspooled.last_at, 7 * DAY_MS)
      ? [alarm('clicks_unspooled', unspooled.last_at, unspooled.clicks, name)]
      : []),
    ...(recorded === stored + repeated + parked ? [] : [alarm('books_differ', null, recorded, name)]),
  ];
}

function alarm(name: Alarm['name'], since: string | null, count: number, where: string | null = null): Alarm {
  return { name, since, count, where };
}

/** The day on which the data became too old. */
function grownOld(builtOn: string): string {
  return formatInstant(Date.parse(builtOn) + GEO_DATA_DAYS_MAX * DAY_MS);
}
