import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type ClickKeys, createEdge, type EdgeStatus, hostingAsns } from '../../modules/clicks/edge-face.ts';
import { type AppLinks, appHostsOf } from '../../modules/links/edge-face.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { Networks, openAsnTable, openCountryTable, readNetworks } from '../../platform/geoip/index.ts';
import { openSpool, type Spool } from '../../platform/spool/index.ts';
import { type LinkSource, startLinkFeed } from './link-feed.ts';
import { keepUnspooledNote } from './unspooled-note.ts';

export interface EdgeRoleOptions {
  /** Names the spool of this process, for example `edge-1`; no two processes of a data directory share one. */
  readonly name: string;
  readonly dataDir: string;
  /** Whether this edge keeps the file of links that all edges of a data directory start from; one of them does. */
  readonly keepsLinks: boolean;
  /** Whether it answers no click before `follow` has told all links, as where those of the last run are of another database. */
  readonly startsAnew?: boolean;
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
  /** What the operator says of links out of shops' mobile apps; those that are known are refused if left out. */
  readonly appLinks?: AppLinks;
  /** Bytes that the spool may take; as much as the disk holds if left out. */
  readonly spoolBytesMax?: number | null;
  /** Where clicks are made durable; a spool of its own in the data directory if left out. */
  readonly spool?: Spool;
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
  /** Takes links from there from now on. Until then, and while it is away, it serves from its last snapshot. */
  follow(db: Database): void;
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

/** Directory below the data directory in which edges keep what they need at their next start, and their notes. */
export function edgeRoot(dataDir: string): string {
  return join(dataDir, 'edge');
}

/** The file of links from which every edge of a data directory starts. */
export function linksFile(dataDir: string): string {
  return join(edgeRoot(dataDir), 'links');
}

/** Starts the edge role of a process. It needs no database: it serves from the links of the last run, and waits for `follow`. */
export async function startEdge(options: EdgeRoleOptions): Promise<EdgeRole> {
  const { dataDir, onTrouble } = options;
  const [countries, asns, listed, spool] = await Promise.all([
    openCountryTable(options.geoip, join(dataDir, 'geoip')),
    openAsnTable(join(dataDir, 'geoip')),
    readNetworks(join(dataDir, 'anonymizers.txt'), (problem) => onTrouble(new Error(problem), 'a line is left out')),
    options.spool ??
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
    appHosts: appHostsOf(options.appLinks ?? { hosts: null, refused: true }).refused,
    onProblem: (problem) => onTrouble(new Error(problem), 'a link or program cannot be used'),
  });
  const feed = await startLinkFeed({
    file: linksFile(dataDir),
    keeps: options.keepsLinks,
    startsAnew: options.startsAnew ?? false,
    onBook: (book) => edge.update(book),
    onTrouble: (error) => onTrouble(error, 'loading or keeping links'),
    onProblem: (problem) => onTrouble(new Error(problem), 'a link cannot be used'),
  });
  const note = await keepUnspooledNote(edgeRoot(dataDir), options.name, options.clock, () => {
    const { unspooled, spool: present } = edge.status();
    return { unspooled, reason: present.trouble };
  });
  return {
    handle: (request, response) => edge.handle(request, response),
    ready: () => edge.ready(),
    whenReady: () => feed.first,
    follow: (db) => feed.follow(linkSource(db)),
    status: () => edge.status(),
    onRecorded: (listener) => spool.onCommit(listener),
    close: async () => {
      // Clicks first: what asks a database that is away may take its time to give up.
      await edge.close();
      await feed.stop();
      await note.close();
    },
  };
}

const SYSTEM = { role: 'system' } as const;
/** All that is read in one look is of one moment. */
const ONE_MOMENT = { isolation: 'repeatable read' } as const;

/** What asks the database is loaded when there is one: the first clicks do not wait for it. */
function linkSource(db: Database): LinkSource {
  const links = import('../../modules/links/edge-face.ts');
  const read = async <T>(work: (face: Awaited<typeof links>, tx: Tx) => Promise<T>): Promise<T> => {
    const face = await links;
    return db.transaction(SYSTEM, (tx) => work(face, tx), ONE_MOMENT);
  };
  return {
    all: (sink) => read(({ allLinks }, tx) => allLinks(tx, sink)),
    since: (mark, sure, sink) => read(({ linksSince }, tx) => linksSince(tx, mark, sure, sink)),
    watch: async (onHint, onLost) => (await links).watchLinks(db, onHint, { onError: onLost }),
  };
}
