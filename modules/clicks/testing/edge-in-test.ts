import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { Networks } from '../../../platform/geoip/index.ts';
import { listSegments, openSpool, readSegment } from '../../../platform/spool/index.ts';
import type { LinkSnapshot } from '../links/links.ts';
import type { RecordedClick } from '../model.ts';
import { createEdge, type Edge } from '../redirect/edge.ts';
import { listen, recordedClick, testGeo, testKeys, testSnapshot } from './index.ts';

/** Large enough for the 20 kB address that must be answered 414, small enough for the 100 kB cookie that must be 431. */
const HEADER_BYTES_MAX = 32_768;
export const AT = Date.UTC(2022, 5, 15, 9);
export const clock = manualClock(AT);

export const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

/** What of a Location is not the click id. */
export const place = (location: string | null) => location?.replace(/(admitad_uid=)[0-9a-v]{96}/, '$1*') ?? null;

async function recordedIn(root: string): Promise<RecordedClick[]> {
  const clicks: RecordedClick[] = [];
  for (const segment of await listSegments(root)) {
    const part = await readSegment(segment.path, 0, 10_000_000);
    clicks.push(...part.records.map(({ text }) => recordedClick(text)));
  }
  return clicks;
}

async function lastRecordedIn(root: string): Promise<RecordedClick> {
  const click = (await recordedIn(root)).at(-1);
  if (click === undefined) {
    throw new Error('no click was recorded');
  }
  return click;
}

/** An edge of its own for each test, served by HTTP. */
export function edgeInTest() {
  let root = '';
  let edge: Edge;
  let server: Server;
  let port = 0;

  async function serve(other: Edge): Promise<void> {
    edge = other;
    server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (request, response) => {
      if (!other.handle(request, response)) {
        response.writeHead(200).end('not a click');
      }
    });
    port = await listen(server);
  }

  async function start(snapshot: LinkSnapshot, publicUrl = 'http://network.example'): Promise<void> {
    const started = createEdge({
      keys: testKeys,
      clock,
      geo: testGeo,
      spool: await openSpool({ directory: join(root, 'edge-1') }),
      trustedProxies: new Networks(['127.0.0.0/8', '::1', '10.0.0.0/8']),
      publicUrl,
      appHosts: ['app.shop.tld'],
    });
    started.update(snapshot);
    await serve(started);
  }

  async function stop(): Promise<void> {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await edge.close();
  }

  async function restart(snapshot: LinkSnapshot, publicUrl?: string): Promise<void> {
    await stop();
    await start(snapshot, publicUrl);
  }

  beforeEach(async () => {
    clock.set(AT);
    root = await mkdtemp(join(tmpdir(), 'tributary-edge-'));
    await start(testSnapshot());
  });
  afterEach(async () => {
    await stop();
    await rm(root, { recursive: true });
  });

  const its = {
    get root(): string {
      return root;
    },
    get edge(): Edge {
      return edge;
    },
    get port(): number {
      return port;
    },
  };
  const recorded = () => recordedIn(root);
  const lastRecorded = () => lastRecordedIn(root);
  return { its, serve, stop, restart, recorded, lastRecorded };
}
