import { createServer } from 'node:http';
import { systemClock } from '../../../platform/clock/index.ts';
import { Networks } from '../../../platform/geoip/index.ts';
import { openSpool } from '../../../platform/spool/index.ts';
import { createEdge } from '../redirect/edge.ts';
import { listen, testGeo, testKeys, testSnapshot } from './index.ts';

/** An edge that serves until it is killed; prints its port. Argument: directory of its spool. */
const [directory = ''] = process.argv.slice(2);

const edge = createEdge({
  keys: testKeys,
  clock: systemClock,
  geo: testGeo,
  spool: await openSpool({ directory, segmentBytes: 30_000 }),
  trustedProxies: new Networks(['127.0.0.0/8']),
  publicUrl: 'http://network.example',
});
edge.update(testSnapshot());
const port = await listen(createServer((request, response) => edge.handle(request, response)));
process.stdout.write(`${port}\n`);
