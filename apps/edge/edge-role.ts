import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type ClickKeys, createEdge, type EdgeStatus, hostingAsns } from '../../modules/clicks/index.ts';
import { linkSnapshot, watchLinks } from '../../modules/links/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { Networks, openAsnTable, openCountryTable, readNetworks } from '../../platform/geoip/index.ts';
import { openSpool } from '../../platform/spool/index.ts';
import { startLinkFeed } from './link-feed.ts';

export interface EdgeRoleOptions {
  /** Names the spool of this process, for example `edge-1`; no two processes of a data directory share one. */
  readonly name: string;
  readonly dataDir: string;
  /** For links alone; the edge starts and serves without it, from its last snapshot. */
  readonly db: Database;
  readonly keys: ClickKeys;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  /** The owner's country data; `null` for the bundled. */
  readonly geoip: string | null;
  /** Networks that count as anonymisers, beside the hosting companies and the operator's `anonymizers.txt`. */
  readonly anonymizers?: readonly string[];
  /** Further hosts that lead to this network. */
  readonly ownHosts?: readonly string[];
  /** Hosts of links out of shops' mobile apps. */
  readonly appHosts?: readonly string[];
  /** Bytes that the spool may take; as much as the disk holds if left out. */
  readonly spoolBytesMax?: number | null;
  /** Size at which a segment of the spool is closed; for tests that need many of them. */
  readonly segmentBytes?: number;
  readonly onTrouble: (error: unknown, what: string) => void;
}

/** Networks change hands by some percent a year: older data still says more than none, so it only warns. */
const GEO_DATA_DAYS_MAX = 365;
const DAY_MS = 86_400_000;

export interface EdgeRole {
  /** Answers `/g/…` and `/s/…`; `false` for another address. Fits the `aside` of the HTTP server. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Whether it knows links, be it from the last run. */
  ready(): boolean;
  /** Resolves when it does. */
  whenReady(): Promise<void>;
  /** For `/health`, `/metrics` and `tributary doctor`. */
  status(): EdgeStatus;
  /** Called after clicks became durable: wakes a shipper in the same process. */
  onRecorded(listener: () => void): void;
  /** Makes pending clicks durable and keeps the snapshot. The HTTP server must have stopped taking requests. */
  close(): Promise<void>;
}

/** Directory below the data directory in which every edge has its spool; the shipper is given the same. */
export function spoolRoot(dataDir: string): string {
  return join(dataDir, 'spool');
}

/** Starts the edge role of a process. */
export async function startEdge(options: EdgeRoleOptions): Promise<EdgeRole> {
  const { dataDir, db, onTrouble } = options;
  const [countries, asns, listed, spool] = await Promise.all([
    openCountryTable(options.geoip),
    openAsnTable(join(dataDir, 'geoip')),
    readNetworks(join(dataDir, 'anonymizers.txt'), (problem) => onTrouble(new Error(problem), 'a line is left out')),
    openSpool({
      directory: join(spoolRoot(dataDir), options.name),
      bytesMax: options.spoolBytesMax ?? null,
      ...(options.segmentBytes === undefined ? {} : { segmentBytes: options.segmentBytes }),
    }),
  ]);
  for (const { builtOn } of [countries, asns]) {
    const days = Math.floor((options.clock.now() - Date.parse(builtOn)) / DAY_MS);
    if (days > GEO_DATA_DAYS_MAX)
      onTrouble(new Error(`data of ${builtOn} is ${days} days old`), 'geo data is out of date');
  }
  const edge = createEdge({
    keys: options.keys,
    clock: options.clock,
    geo: {
      countries,
      asns,
      hosting: hostingAsns,
      anonymizers: new Networks([...listed, ...(options.anonymizers ?? [])]),
    },
    spool,
    trustedProxies: new Networks(options.trustedProxies),
    publicUrl: options.publicUrl,
    ownHosts: options.ownHosts ?? [],
    appHosts: options.appHosts ?? [],
    onProblem: (problem) => onTrouble(new Error(problem), 'a link or program cannot be used'),
  });
  const feed = await startLinkFeed({
    load: () => db.transaction({ role: 'system' }, linkSnapshot, { isolation: 'repeatable read' }),
    watch: (onChange) => watchLinks(db, onChange, { onError: (error) => onTrouble(error, 'listening for links') }),
    file: join(dataDir, 'edge', `${options.name}.links`),
    onSnapshot: (snapshot) => edge.update(snapshot),
    onTrouble: (error) => onTrouble(error, 'loading links'),
  });
  return {
    handle: (request, response) => edge.handle(request, response),
    ready: () => edge.ready(),
    whenReady: () => feed.first,
    status: () => edge.status(),
    onRecorded: (listener) => spool.onCommit(listener),
    close: async () => {
      await feed.stop();
      await edge.close();
    },
  };
}
