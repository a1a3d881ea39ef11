import { createServer } from 'node:net';
import { type EdgeRole, startEdge } from '../../apps/edge/index.ts';
import { type Credentials, withAddresses } from '../../apps/tributary/example/credentials.ts';
import type { Established } from '../../apps/tributary/example/establish.ts';
import { composeNetwork, type Network } from '../../apps/tributary/network.ts';
import { apiServer } from '../../apps/tributary/server.ts';
import { networkShipper } from '../../apps/tributary/worker.ts';
import type { Instant } from '../../core/time/index.ts';
import type { Shipper } from '../../modules/clicks/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { HttpServer } from '../../platform/http/index.ts';
import { type Client, client } from './client.ts';
import { openExample } from './example.ts';

/** A whole network in this process: its database, people and programs of the example, an edge, the API; without traffic. */
export interface TestNetwork extends Client {
  readonly network: Network;
  readonly established: Established;
  readonly credentials: Credentials;
  readonly url: string;
  readonly server: HttpServer;
  /** For commands that run beside it. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly edge: EdgeRole;
  /** Run by hand, `runOnce()`, where a network would carry clicks into the store all the time. */
  readonly shipper: Shipper;
  /** What went wrong on our side; a scenario that ends well leaves it empty. */
  readonly troubles: unknown[];
  close(): Promise<void>;
}

export interface TestNetworkOptions {
  readonly clock: Clock;
  /** When people and programs came; the clock's time if left out. */
  readonly establishedAt?: Instant;
  /** Changes settings before the edge reads its links. */
  readonly prepare?: (network: Network, established: Established) => Promise<void>;
  /** How browsers name it; passkeys belong to a name and never to an address. */
  readonly host?: 'localhost';
}

/** Networks whose clicks count as made through an anonymiser, beside those of hosting companies. */
export const anonymizers: readonly string[] = ['95.24.17.0/24'];

const loopback: readonly string[] = ['127.0.0.0/8', '::1/128'];

export async function openTestNetwork(options: TestNetworkOptions): Promise<TestNetwork> {
  const { clock, establishedAt = clock.now(), prepare, host = '127.0.0.1' } = options;
  const [example, place] = await Promise.all([openExample(establishedAt), keptPort()]);
  const { t, dataDir, master, established } = example;
  const { port } = place;
  const url = `http://${host}:${port}`;
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown): void => {
    troubles.push(error);
  };
  const network = composeNetwork({ db: t.db, clock, master, onDefect: onTrouble });
  await prepare?.(network, established);
  const edge = await startEdge({
    name: 'edge-1',
    dataDir,
    keepsLinks: true,
    keys: network.clickKeys,
    clock,
    publicUrl: url,
    trustedProxies: loopback,
    geoip: null,
    anonymizers,
    onTrouble,
  });
  edge.follow(t.db);
  await edge.whenReady();
  const server = await listen({ network, edge, place, dataDir, publicUrl: url });
  const shipper = networkShipper({ network, dataDir, onTrouble });
  const close = async (): Promise<void> => {
    await server.close();
    await edge.close();
    await example.remove();
  };
  const credentials = withAddresses(established.credentials, url);
  const parts = {
    network,
    established,
    credentials,
    url,
    server,
    databaseUrl: t.url,
    dataDir,
    edge,
    shipper,
    troubles,
    close,
  };
  return { ...parts, ...client({ url, clock, credentials }) };
}

interface Listening {
  readonly network: Network;
  readonly edge: EdgeRole;
  readonly place: KeptPort;
  readonly dataDir: string;
  readonly publicUrl: string;
}

async function listen({ network, edge, place, dataDir, publicUrl }: Listening): Promise<HttpServer> {
  const server = await apiServer({
    config: { trustedProxies: loopback, apiHost: null, dataDir, mail: null },
    network,
    publicUrl,
    logger: null,
    front: null,
    aside: (request, response) => edge.handle(request, response),
  });
  await server.listen({ port: await place.release(), host: '127.0.0.1' });
  return server;
}

interface KeptPort {
  readonly port: number;
  /** Makes room for whoever listens there next; answers with the port. */
  release(): Promise<number>;
}

/** The network's addresses hold its port, so that it is known, and nobody else's, before anything of it listens. */
function keptPort(): Promise<KeptPort> {
  return new Promise((resolve, reject) => {
    const keeper = createServer();
    keeper.once('error', reject);
    keeper.listen(0, '127.0.0.1', () => {
      const address = keeper.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ port, release: () => new Promise((released) => keeper.close(() => released(port))) });
    });
  });
}
