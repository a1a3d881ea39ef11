import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ClickKeys, clickKeys } from '../../../modules/clicks/edge-face.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import type { Config, MasterKey } from '../../../platform/config/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { type EdgeRole, startEdge } from '../../edge/index.ts';

/** One edge as `/health` and `/metrics` show it. */
export interface EdgeReport extends ReturnType<EdgeRole['status']> {
  readonly name: string;
  readonly pid: number;
  /** How often its process had to be started again. */
  readonly restarts: number;
}

/** A database for links: an open one for an edge in this process, its address for others. */
export interface EdgeDatabase {
  readonly db: Database;
  readonly url: string;
}

/** The edges of this process, be it one inside or several beside it. */
export interface Edges {
  /** Whether they are processes of their own, which have the port. */
  readonly outside: boolean;
  /** Answers a click here; `false` where others do. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Whether clicks are answered. */
  ready(): boolean;
  whenReady(): Promise<void>;
  /** Takes links from there from now on. */
  follow(database: EdgeDatabase): void;
  reports(): Promise<readonly EdgeReport[]>;
  /** Makes every answered click durable. What listens must have been closed, if it is in this process. */
  close(): Promise<void>;
}

export interface EdgesOptions {
  readonly config: Config;
  readonly master: MasterKey;
  readonly publicUrl: string;
  readonly onTrouble: (error: unknown, what: string) => void;
}

/** The name of the one edge of a process, and of the first of several: it keeps the file of links. */
const FIRST_EDGE = 'edge-1';

/** Starts an edge in this process, as a process of several edges does and a process with all roles. */
export function startEdgeOf(options: EdgesOptions, name: string): Promise<EdgeRole> {
  const { config, master, publicUrl, onTrouble } = options;
  const keys: ClickKeys = clickKeys(master.bytes);
  return startEdge({
    name,
    dataDir: config.dataDir,
    keepsLinks: name === FIRST_EDGE,
    keys,
    clock: systemClock,
    publicUrl,
    trustedProxies: config.trustedProxies,
    geoip: config.geoip,
    spoolBytesMax: config.spoolBytesMax,
    appLinks: config.appLinks,
    onTrouble,
  });
}

/** One edge, inside this process. */
export async function edgeInside(options: EdgesOptions): Promise<Edges> {
  const edge = await startEdgeOf(options, FIRST_EDGE);
  return {
    outside: false,
    handle: edge.handle,
    ready: () => edge.ready(),
    whenReady: () => edge.whenReady(),
    follow: ({ db }) => edge.follow(db),
    reports: async () => [{ name: FIRST_EDGE, pid: process.pid, restarts: 0, ...edge.status() }],
    close: () => edge.close(),
  };
}
