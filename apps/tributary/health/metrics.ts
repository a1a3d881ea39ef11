import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ShipperStatus } from '../../../modules/clicks/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import type { EdgeReport } from '../edges/edges.ts';
import { alarmNames, geoDataAge } from '../watch/alarms.ts';
import type { Watched } from '../watch/watch.ts';

export interface MetricSources {
  readonly edges: () => Promise<readonly EdgeReport[]>;
  readonly shipper: () => ShipperStatus | null;
  /** By reason; of a process without API left out. */
  readonly refusedOrders?: () => ReadonlyMap<string, number>;
  readonly watched: () => Promise<Watched>;
}

type Reading<T> = readonly [name: string, help: string, read: (source: T) => number];

const edgeReadings: readonly Reading<EdgeReport>[] = [
  ['tributary_links', 'Links that the edge knows.', ({ links }) => links],
  ['tributary_clicks_recorded', 'Clicks redirected with a durable record since start.', ({ recorded }) => recorded],
  [
    'tributary_clicks_unspooled',
    'Clicks redirected although the spool could not be written.',
    ({ unspooled }) => unspooled,
  ],
];

const fleetReadings: readonly Reading<EdgeReport>[] = [
  ...edgeReadings,
  ['tributary_restarts', 'How often its process was started again after it had died.', ({ restarts }) => restarts],
];

const shipperReadings: readonly Reading<ShipperStatus>[] = [
  ['tributary_clicks_stored', 'Clicks carried into the store since start.', ({ stored }) => stored],
  ['tributary_clicks_repeated', 'Clicks that were in the store already.', ({ repeated }) => repeated],
  ['tributary_clicks_parked', 'Records that cannot be stored, kept aside.', ({ parked }) => parked],
  ['tributary_clicks_lost', 'Records that were damaged in the spool.', ({ lost }) => lost],
];

/**
 * What a monitor reads: recorded = stored + parked must hold, and `unspooled` must not grow. Of several edges the same figures
 * are also there one by one, as `tributary_edge_…{edge="edge-1"}`.
 */
export function networkMetrics({ edges, shipper, refusedOrders, watched }: MetricSources): () => Promise<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const ofEdges = edgeReadings.map(([name, help, read]) => ({ gauge: gauge(registry, name, help), read, name }));
  const ofEach = fleetReadings.map(([name, help, read]) => {
    const own = name.replace('tributary_', 'tributary_edge_');
    return { gauge: new Gauge({ name: own, help, labelNames: ['edge'], registers: [registry] }), read };
  });
  const ofShipper = shipperReadings.map(([name, help, read]) => ({ gauge: gauge(registry, name, help), read }));
  const refused = new Gauge({
    name: 'tributary_orders_refused',
    help: 'Reports of orders that were refused since start, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  const setWatched = watchedGauges(registry);
  return async () => {
    const [reports, seen] = await Promise.all([edges(), watched()]);
    setWatched(seen, reports);
    for (const { gauge: total, read, name } of ofEdges) {
      // Each edge knows all links; clicks are counted where they were answered.
      const values = reports.map(read);
      total.reset();
      if (values.length > 0) total.set(name === 'tributary_links' ? Math.min(...values) : sum(values));
    }
    for (const { gauge: each, read } of ofEach) {
      each.reset();
      for (const report of reports.length > 1 ? reports : []) each.set({ edge: report.name }, read(report));
    }
    const status = shipper();
    for (const { gauge: each, read } of ofShipper) {
      each.reset();
      if (status !== null) each.set(read(status));
    }
    for (const [reason, count] of refusedOrders?.() ?? []) refused.set({ reason }, count);
    return registry.metrics();
  };
}

/** What waits in each spool, and each alarm by its name: 1 while there is reason for it. */
function watchedGauges(registry: Registry): (seen: Watched, reports: readonly EdgeReport[]) => void {
  const bySpool = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['spool'], registers: [registry] });
  const segments = bySpool('tributary_spool_segments', 'Segment files, confirmed ones of the last day among them.');
  const bytes = bySpool('tributary_spool_bytes', 'Bytes of all segment files.');
  const waiting = bySpool('tributary_spool_waiting_bytes', 'Bytes that the store has not confirmed.');
  const oldest = bySpool('tributary_spool_oldest_seconds', 'Age of the oldest click that waits for the store.');
  const room = gauge(registry, 'tributary_spool_room_bytes', 'Bytes free on the disk of the spools.');
  const geoData = gauge(registry, 'tributary_geo_data_days', 'Age of the data of countries and networks.');
  const help = '1 while there is reason for the alarm; /health says the sentence.';
  const alarms = new Gauge({ name: 'tributary_alarms', help, labelNames: ['alarm'], registers: [registry] });
  return ({ alarms: present, backlogs, room: free }, reports) => {
    for (const each of [segments, bytes, waiting, oldest, room, geoData]) each.reset();
    const now = systemClock.now();
    for (const backlog of backlogs) {
      const { spool } = backlog;
      const { oldestAt } = backlog.waiting;
      segments.set({ spool }, backlog.segments);
      bytes.set({ spool }, backlog.bytes);
      waiting.set({ spool }, backlog.waiting.bytes);
      oldest.set({ spool }, oldestAt === null ? 0 : Math.max(0, (now - oldestAt) / 1_000));
    }
    if (free !== null) room.set(free);
    const [geoDataOn] = reports.map((report) => report.geoDataOn).sort();
    if (geoDataOn !== undefined) geoData.set(geoDataAge(geoDataOn, now).days);
    const names = new Set(present.map(({ name }) => name));
    for (const alarm of alarmNames) alarms.set({ alarm }, names.has(alarm) ? 1 : 0);
  };
}

function gauge(registry: Registry, name: string, help: string): Gauge {
  return new Gauge({ name, help, registers: [registry] });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
