import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ShipperStatus } from '../../../modules/clicks/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import type { EdgeReport } from '../edges/edges.ts';
import { alarmNames, geoDataAge } from '../watch/alarms.ts';
import type { StoreBooks, Watched } from '../watch/watch.ts';

export interface MetricSources {
  readonly edges: () => Promise<readonly EdgeReport[]>;
  readonly shipper: () => ShipperStatus | null;
  /** By reason; of a process without API left out. */
  readonly refusedOrders?: () => ReadonlyMap<string, number>;
  readonly watched: () => Promise<Watched>;
}

type Reading<T> = readonly [name: string, help: string, read: (source: T) => number];

const clickReadings: readonly Reading<EdgeReport>[] = [
  [
    'clicks_recorded_total',
    'Clicks redirected with a durable record since the start of the process.',
    ({ recorded }) => recorded,
  ],
  [
    'clicks_unspooled_total',
    'Clicks redirected although the spool could not be written, since the start of the process.',
    ({ unspooled }) => unspooled,
  ],
];

const restarts: Reading<EdgeReport> = [
  'restarts_total',
  'How often the process of the edge was started again after it had died.',
  (report) => report.restarts,
];

const shipperReadings: readonly Reading<ShipperStatus>[] = [
  [
    'tributary_clicks_stored_total',
    'Clicks carried into the store since the start of the process.',
    ({ stored }) => stored,
  ],
  [
    'tributary_clicks_repeated_total',
    'Records whose clicks were in the store already, since the start of the process.',
    ({ repeated }) => repeated,
  ],
  [
    'tributary_clicks_parked_total',
    'Records that the store refused and that were put aside, since the start of the process.',
    ({ parked }) => parked,
  ],
  [
    'tributary_clicks_lost_total',
    'Records that were damaged in the spool, since the start of the process.',
    ({ lost }) => lost,
  ],
];

const DAY_SECONDS = 86_400;

const LINKS_HELP = 'Links that the edge knows.';

/**
 * What a monitor reads: recorded = stored + repeated + parked must hold for every spool and segment, and `unspooled` must not grow. Of
 * several edges the same figures are also there one by one, as `tributary_edge_…{edge="edge-1"}`.
 */
export function networkMetrics({ edges, shipper, refusedOrders, watched }: MetricSources): () => Promise<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const setEdges = edgeFigures(registry);
  const ofShipper = shipperReadings.map(([name, help, read]) => ({ counter: counter(registry, name, help), read }));
  const refused = counter(
    registry,
    'tributary_orders_refused_total',
    'Reports of orders that were refused since start.',
    ['reason'],
  );
  const setWatched = watchedGauges(registry);
  const setBooks = booksFigures(registry);
  return async () => {
    const [reports, seen] = await Promise.all([edges(), watched()]);
    setWatched(seen, reports);
    setBooks(seen.books);
    setEdges(reports);
    const status = shipper();
    for (const { counter: each, read } of ofShipper) {
      each.reset();
      if (status !== null) each.inc(read(status));
      else each.remove();
    }
    refused.reset();
    for (const [reason, count] of refusedOrders?.() ?? []) refused.inc({ reason }, count);
    return registry.metrics();
  };
}

/** Of all edges of this process in sum, and of several also one by one. */
function edgeFigures(registry: Registry): (reports: readonly EdgeReport[]) => void {
  const links = gauge(registry, 'tributary_links', LINKS_HELP);
  const ownLinks = gauge(registry, 'tributary_edge_links', LINKS_HELP, ['edge']);
  const sums = clickReadings.map(([name, help, read]) => ({
    total: counter(registry, `tributary_${name}`, help),
    read,
  }));
  const own = [...clickReadings, restarts].map(([name, help, read]) => {
    return { each: counter(registry, `tributary_edge_${name}`, help, ['edge']), read };
  });
  return (reports) => {
    for (const figure of [links, ownLinks, ...sums.map(({ total }) => total), ...own.map(({ each }) => each)])
      figure.reset();
    if (reports.length === 0) {
      links.remove();
      for (const { total } of sums) total.remove();
      return;
    }
    // Each edge knows all links; clicks are counted where they were answered.
    links.set(Math.min(...reports.map((report) => report.links)));
    for (const { total, read } of sums) total.inc(reports.reduce((sum, report) => sum + read(report), 0));
    for (const report of reports.length > 1 ? reports : []) {
      const edge = report.name;
      ownLinks.set({ edge }, report.links);
      for (const { each, read } of own) each.inc({ edge }, read(report));
    }
  };
}

const OUTCOMES = ['recorded', 'stored', 'repeated', 'parked', 'lost'] as const;

/** The books as the store has them, which outlive every process: of each spool, and of its newest segments. */
function booksFigures(registry: Registry): (books: StoreBooks | null) => void {
  const spools = gauge(
    registry,
    'tributary_spool_records',
    'Records of all segments of a spool that the shipper has read, and what became of them: recorded = stored + repeated + parked.',
    ['spool', 'outcome'],
  );
  const segments = gauge(registry, 'tributary_segment_records', 'The same of the newest segments, one by one.', [
    'spool',
    'segment',
    'outcome',
  ]);
  return (books) => {
    spools.reset();
    segments.reset();
    for (const outcome of OUTCOMES) {
      for (const total of books?.totals ?? []) spools.set({ spool: total.spool, outcome }, Number(total[outcome]));
      for (const each of books?.segments ?? [])
        segments.set({ spool: each.spool, segment: each.segment, outcome }, each[outcome]);
    }
  };
}

/** What waits in each spool, and each alarm by its name: 1 while there is reason for it. */
function watchedGauges(registry: Registry): (seen: Watched, reports: readonly EdgeReport[]) => void {
  const bySpool = (name: string, help: string) => gauge(registry, name, help, ['spool']);
  const segments = bySpool('tributary_spool_segments', 'Segment files, confirmed ones of the last day among them.');
  const bytes = bySpool('tributary_spool_bytes', 'Bytes of all segment files.');
  const waiting = bySpool('tributary_spool_waiting_bytes', 'Bytes that the store has not confirmed.');
  const oldest = bySpool('tributary_spool_oldest_seconds', 'Age of the oldest click that waits for the store.');
  const room = gauge(registry, 'tributary_spool_room_bytes', 'Bytes free on the disk of the spools.');
  const geoData = gauge(
    registry,
    'tributary_geo_data_age_seconds',
    'Age of the data of countries and networks, in whole days.',
  );
  const help = '1 while there is reason for the alarm; /health says the sentence.';
  const alarms = gauge(registry, 'tributary_alarms', help, ['alarm']);
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
    if (geoDataOn !== undefined) geoData.set(geoDataAge(geoDataOn, now).days * DAY_SECONDS);
    const names = new Set(present.map(({ name }) => name));
    for (const alarm of alarmNames) alarms.set({ alarm }, names.has(alarm) ? 1 : 0);
  };
}

function gauge<T extends string>(registry: Registry, name: string, help: string, labelNames: T[] = []): Gauge<T> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}

/** Counted elsewhere: it is told anew each time it is asked for. */
function counter<T extends string>(registry: Registry, name: string, help: string, labelNames: T[] = []): Counter<T> {
  return new Counter({ name, help, labelNames, registers: [registry] });
}
