import { performance } from 'node:perf_hooks';
import { edgeServer, startEdge } from '../../../apps/edge/index.ts';
import { clickKeys } from '../../../modules/clicks/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';

/** An edge on the data directory given, without a database; tells how long it took to know its links, and its port. */
const [dataDir = ''] = process.argv.slice(2);

const begun = performance.now();
const edge = await startEdge({
  name: 'edge-1',
  dataDir,
  keepsLinks: false,
  keys: clickKeys(Buffer.alloc(32, 1)),
  clock: systemClock,
  publicUrl: 'http://network.example',
  trustedProxies: ['127.0.0.0/8'],
  geoip: null,
  onTrouble: (error, what) => process.stderr.write(`${what}: ${String(error)}\n`),
});
const milliseconds = performance.now() - begun;
const server = edgeServer(edge);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.({ port, milliseconds, links: edge.status().links });
});
process.once('disconnect', () => process.exit(0));
