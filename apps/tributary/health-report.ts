import { join } from 'node:path';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type HealthReport, healthReport } from '../../contract/wire/health.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import { unsealedTail } from '../../modules/ledger/index.ts';
import { mailTotals } from '../../modules/notifications/index.ts';
import { parkedEvents } from '../../modules/orders/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { openAsnTable, openCountryTable } from '../../platform/geoip/index.ts';
import { callerAccess } from '../../platform/http/index.ts';
import { BACKLOG_MS_MAX, GEO_DATA_DAYS_MAX, geoDataAge, ROOM_BYTES_MIN } from './watch/alarms.ts';
import { inspectSpools, type SpoolReport, type SpoolState } from './watch/spools.ts';

export interface HealthReportDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly geoip: string | null;
  /** Of the software. */
  readonly version: string;
  readonly hasMailServer: boolean;
}

type Alarm = HealthReport['alarms'][number];

const DAY_MS = 86_400_000;
/** An event may come before its order, but not by more than this (G-8). */
const WAITING_MS_MAX = DAY_MS;
const WAITING_EVENTS_MAX = 1_000;
/** The sealer looks twice a second; a minute is no hiccup any more. */
const UNSEALED_MS_MAX = 60_000;

/** `GET /api/v1/health-report`: spools, books, data and mails, and what is the matter since when. For operators. */
export function healthReportRoutes(deps: HealthReportDeps): FastifyPluginAsyncZod {
  let builtOn: Promise<string> | null = null;
  const config = { access: callerAccess('health', 'operator') };
  return async (app) => {
    app.get('/api/v1/health-report', { config, schema: { response: { 200: healthReport } } }, () => {
      builtOn ??= geoDataOf(deps);
      return lookAt(deps, builtOn);
    });
  };
}

/** The older of both tables of addresses; they stay as long as the process. */
async function geoDataOf({ dataDir, geoip }: HealthReportDeps): Promise<string> {
  const directory = join(dataDir, 'geoip');
  const tables = await Promise.all([openCountryTable(geoip, directory), openAsnTable(directory)]);
  const [older = ''] = tables.map(({ builtOn }) => builtOn).sort();
  return older;
}

async function lookAt(deps: HealthReportDeps, builtOn: Promise<string>): Promise<HealthReport> {
  const { db, clock, dataDir, version, hasMailServer } = deps;
  const now = clock.now();
  const found = await db.transaction({ role: 'system' }, async (tx) => ({
    server: (await tx.query<{ version: string; bytes: bigint; connections: number }>(SERVER))[0],
    tail: await unsealedTail(tx),
    mails: await mailTotals(tx),
    events: await parkedEvents(tx, { program: null, before: now - WAITING_MS_MAX, limit: WAITING_EVENTS_MAX }),
  }));
  const spools = await inspectSpools(db, dataDir);
  const geo = { of: await builtOn, days: geoDataAge(await builtOn, now).days };
  const { server, tail, mails, events } = found;
  const [parked] = spools.parked;
  const report: Omit<HealthReport, 'alarms'> = {
    at: formatInstant(now),
    version,
    database: {
      postgresql: server?.version ?? '',
      bytes: Number(server?.bytes ?? 0),
      connections: server?.connections ?? 0,
    },
    spools: spools.spools.map(shownSpool),
    spool_room_bytes: spools.room,
    geo_data: geo,
    parked: {
      records: spools.spools.reduce((sum, { totals }) => sum + Number(totals?.parked ?? 0), 0),
      oldest_at: parked === undefined ? null : formatInstant(parked.parkedAt),
      reason: parked?.reason ?? null,
    },
    waiting_events: {
      events: events.length,
      oldest_at: events.length === 0 ? null : formatInstant(Math.min(...events.map(({ recordedAt }) => recordedAt))),
    },
    ledger: { unsealed: tail.entries, oldest_at: tail.oldest === null ? null : formatInstant(tail.oldest) },
    mails: {
      delivery: hasMailServer ? 'smtp' : 'kept',
      waiting: mails.waiting,
      failed: mails.failed,
      oldest_failed_at: mails.oldestFailed === null ? null : formatInstant(mails.oldestFailed),
    },
  };
  return { ...report, alarms: alarmsOf(report, spools, now) };
}

const SERVER = `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
  (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`;

function shownSpool({ spool, totals, backlog, unspooled }: SpoolState): HealthReport['spools'][number] {
  const { records = 0, bytes = 0, oldestAt = null } = backlog?.waiting ?? {};
  return {
    name: spool,
    recorded: Number(totals?.recorded ?? 0),
    stored: Number(totals?.stored ?? 0),
    repeated: Number(totals?.repeated ?? 0),
    parked: Number(totals?.parked ?? 0),
    lost: Number(totals?.lost ?? 0),
    bytes: backlog?.bytes ?? 0,
    waiting: { records: records ?? 0, bytes, oldest_at: oldestAt === null ? null : formatInstant(oldestAt) },
    unspooled: {
      clicks: unspooled?.count ?? 0,
      last_at: unspooled?.lastAt == null ? null : formatInstant(unspooled.lastAt),
    },
  };
}

function alarmsOf(report: Omit<HealthReport, 'alarms'>, spools: SpoolReport, now: Instant): Alarm[] {
  const { spool_room_bytes: room, geo_data: geo, parked, waiting_events: waiting, ledger, mails } = report;
  const isOld = (text: string | null, bound: number): boolean => text !== null && now - Date.parse(text) > bound;
  return [
    ...report.spools.flatMap((spool) => spoolAlarms(spool, isOld)),
    ...spools.damaged
      .filter(({ books }) => books.deletedAt === null)
      .map(({ books }) => alarm('clicks_lost', null, Number(books.lost), books.segment)),
    ...(room === null || room >= ROOM_BYTES_MIN ? [] : [alarm('disk_short', null, room)]),
    ...(parked.records === 0 ? [] : [alarm('clicks_parked', parked.oldest_at, parked.records)]),
    ...(geo.days <= GEO_DATA_DAYS_MAX ? [] : [alarm('geo_data_old', grownOld(geo.of), geo.days)]),
    ...(waiting.events === 0 ? [] : [alarm('events_waiting', waiting.oldest_at, waiting.events)]),
    ...(isOld(ledger.oldest_at, UNSEALED_MS_MAX) ? [alarm('ledger_unsealed', ledger.oldest_at, ledger.unsealed)] : []),
    ...(mails.failed === 0 ? [] : [alarm('mails_failed', mails.oldest_failed_at, mails.failed)]),
  ];
}

function spoolAlarms(
  spool: HealthReport['spools'][number],
  isOld: (text: string | null, bound: number) => boolean,
): Alarm[] {
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
