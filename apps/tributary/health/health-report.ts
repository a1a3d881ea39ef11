import { join } from 'node:path';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type HealthReport, healthReport } from '../../../contract/wire/health.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { unsealedTail } from '../../../modules/ledger/index.ts';
import { mailTotals } from '../../../modules/notifications/index.ts';
import { parkedEvents } from '../../../modules/orders/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { openAsnTable, openCountryTable } from '../../../platform/geoip/index.ts';
import { callerAccess } from '../../../platform/http/index.ts';
import { geoDataAge } from '../watch/alarms.ts';
import { type Job, jobState, jobsOf, lateAfter } from '../watch/jobs.ts';
import { inspectSpools, type SpoolState } from '../watch/spools.ts';
import { EVENT_MS_MAX, healthAlarms, limitsWith } from './health-alarms.ts';

export interface HealthReportDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly geoip: string | null;
  /** Of the software. */
  readonly version: string;
  readonly hasMailServer: boolean;
}

const WAITING_EVENTS_MAX = 1_000;

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
    server: (await tx.query<ServerRow>(SERVER))[0],
    jobs: await jobsOf(tx),
    tail: await unsealedTail(tx),
    mails: await mailTotals(tx),
    events: await parkedEvents(tx, { program: null, before: now - EVENT_MS_MAX, limit: WAITING_EVENTS_MAX }),
  }));
  const spools = await inspectSpools(db, dataDir);
  const geo = { of: await builtOn, days: geoDataAge(await builtOn, now).days };
  const { server, jobs, tail, mails, events } = found;
  const connectionsMax = server?.connections_max ?? 0;
  const [parked] = spools.parked;
  const report: Omit<HealthReport, 'alarms'> = {
    at: formatInstant(now),
    version,
    limits: limitsWith(connectionsMax),
    worker: { seen_at: jobs.length === 0 ? null : formatInstant(Math.max(...jobs.map(({ seenAt }) => seenAt))) },
    jobs: jobs.map((job) => shownJob(job, now)),
    database: {
      postgresql: server?.version ?? '',
      bytes: Number(server?.bytes ?? 0),
      connections: server?.connections ?? 0,
      connections_max: connectionsMax,
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
    ledger: { unsealed: tail.entries, oldest_at: shownInstant(tail.oldest) },
    mails: {
      delivery: hasMailServer ? 'smtp' : 'kept',
      waiting: mails.waiting,
      failed: mails.failed,
      oldest_waiting_at: shownInstant(mails.oldestWaiting),
      last_sent_at: shownInstant(mails.lastSent),
      oldest_failed_at: shownInstant(mails.oldestFailed),
    },
  };
  return { ...report, alarms: healthAlarms(report, spools, now) };
}

interface ServerRow {
  readonly version: string;
  readonly bytes: bigint;
  readonly connections: number;
  readonly connections_max: number;
}

const SERVER = `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
  current_setting('max_connections')::int as connections_max,
  (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`;

function shownInstant(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

function shownJob(job: Job, now: Instant): HealthReport['jobs'][number] {
  const { name, everyMs, endedAt, failedAt, trouble } = job;
  return {
    name,
    state: jobState(job, now),
    every_seconds: everyMs / 1_000,
    late_after_seconds: lateAfter(everyMs) / 1_000,
    ended_at: shownInstant(endedAt),
    failed_at: shownInstant(failedAt),
    trouble,
  };
}

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
      last_at: shownInstant(unspooled?.lastAt ?? null),
      reason: unspooled?.reason ?? null,
    },
  };
}
