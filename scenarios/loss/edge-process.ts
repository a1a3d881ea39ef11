import { drainServer, edgeServer, startEdge } from '../../apps/edge/index.ts';
import { healthHandler } from '../../apps/tributary/health/health.ts';
import { networkMetrics } from '../../apps/tributary/health/metrics.ts';
import { watchClickPath } from '../../apps/tributary/watch/watch.ts';
import { clickKeys } from '../../modules/clicks/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openMasterKey } from '../../platform/config/index.ts';
import { connectDatabase } from '../../platform/db/index.ts';
import type { EdgeSettings } from './edges.ts';

/**
 * The edge role as the product starts it, with what no production setting can do: the clock is told by the scenario, and segments
 * of the spool are as small as a scenario needs them. Tells its port to whoever started it, and ends in order on SIGTERM or when its
 * parent ends.
 */
const settings: EdgeSettings = JSON.parse(process.argv[2] ?? '{}');
const { name, dataDir, secretFile, databaseUrl, publicUrl, spoolBytesMax, segmentBytes } = settings;

process.once('disconnect', () => process.exit(1));
// The parent may have gone while this was being loaded.
if (!process.connected) process.exit(1);

let clockAheadMs = settings.clockAheadMs;
const master = openMasterKey({ mode: 'serve', secretFile, dataDir });
const db = connectDatabase(databaseUrl, { poolSize: 2 });
const edge = await startEdge({
  name,
  dataDir,
  keepsLinks: settings.keepsLinks,
  keys: clickKeys(master.bytes),
  clock: { now: () => systemClock.now() + clockAheadMs },
  publicUrl,
  trustedProxies: ['127.0.0.0/8'],
  geoip: null,
  spoolBytesMax,
  ...(segmentBytes === null ? {} : { segmentBytes }),
  onTrouble: (error, what) => process.stderr.write(`${what}: ${String(error)}\n`),
});
edge.follow(db);
await edge.whenReady();

const edges = async () => [{ name, pid: process.pid, restarts: 0, ...edge.status() }];
const shipper = () => null;
const watch = watchClickPath({ edges, shipper, db: () => null, dataDir, clock: systemClock });
const watched = () => watch.look();
const health = healthHandler(
  {
    waitingFor: async () => null,
    facts: async () => ({ edges: await edges(), alarms: (await watched()).alarms.map(({ sentence }) => sentence) }),
    metrics: networkMetrics({ edges, shipper, watched }),
  },
  () => true,
);
const server = edgeServer(edge, health);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : null });
});

process.on('message', (message: { readonly clockAheadMs: number }) => {
  clockAheadMs = message.clockAheadMs;
  process.send?.({ clockAheadMs });
});
process.once('SIGTERM', () => {
  void drainServer(server)
    .then(() => edge.close())
    .then(() => process.exit(0));
});
