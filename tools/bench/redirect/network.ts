import { type OpenedDatabase, openDatabase } from '../../../apps/tributary/environment.ts';
import { type Established, establish } from '../../../apps/tributary/example/establish.ts';
import { composeNetwork, type Network } from '../../../apps/tributary/network.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { describeProblems, openMasterKey, readConfig } from '../../../platform/config/index.ts';
import { type DataDirectory, dataDirectory } from '../../../scenarios/processes/data-directory.ts';
import {
  buildProduct,
  type Environment,
  settingsOf,
  TributaryProcess,
} from '../../../scenarios/processes/tributary-process.ts';

const DAY_MS = 86_400_000;

/** The product as it is run in production: an edge and a worker, each a process, on the embedded database. */
export interface BenchNetwork {
  /** Paths of publishers' standard links. */
  readonly links: readonly string[];
  /** Wired on the same database, for whoever asks past HTTP. */
  readonly network: Network;
  readonly directory: string;
  readonly settings: Environment;
  readonly databaseUrl: string;
  readonly edge: { readonly pid: number; readonly port: number };
  readonly workerPid: number;
  readonly serverPid: number;
  /** Clicks that are in the store, and batches of them that have not been added up for the reports yet. */
  stored(): Promise<{ readonly clicks: number; readonly toBeCounted: number }>;
  end(): Promise<void>;
}

export async function startBenchNetwork(): Promise<BenchNetwork> {
  buildProduct();
  const data = dataDirectory();
  const running: TributaryProcess[] = [];
  let opened: OpenedDatabase | null = null;
  const end = async (): Promise<void> => {
    for (const one of running.reverse()) await one.end('SIGTERM');
    await opened?.close();
    await data.remove();
  };
  try {
    const settings = settingsOf(data);
    const read = readConfig(settings, 'serve');
    if (!read.ok) throw new Error(describeProblems(read.problems));
    opened = await openDatabase(read.config);
    const { db } = opened;
    const network = composeNetwork({ db, clock: systemClock, master: openMasterKey(read.config) });
    const links = linksOf(await establish(network, systemClock.now() - DAY_MS));
    const worker = new TributaryProcess(['serve'], { ...settings, TRIBUTARY_ROLES: 'worker' });
    running.push(worker);
    await worker.address();
    const edge = new TributaryProcess(['serve'], { ...settings, TRIBUTARY_ROLES: 'edge' });
    running.push(edge);
    const port = Number(new URL(await edge.address()).port);
    return {
      links,
      network,
      directory: data.path,
      settings,
      databaseUrl: opened.url,
      edge: { pid: edge.pid, port },
      workerPid: worker.pid,
      serverPid: pidOfServer(data),
      stored: async () => {
        const rows = await db.transaction({ role: 'system' }, (tx) =>
          tx.query<{ stored: string; batches: string }>(
            `select (select coalesce(sum(stored), 0) from clicks.segment)::text as stored,
               (select count(*) from stats.click_batch)::text as batches`,
          ),
        );
        return { clicks: Number(rows[0]?.stored), toBeCounted: Number(rows[0]?.batches) };
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Paths of the standard links of an established network. */
export function linksOf({ credentials }: Established): string[] {
  return credentials.ad_spaces.flatMap(({ links }) =>
    Object.values(links).map((link) => new URL(link, 'http://localhost').pathname),
  );
}

function pidOfServer(data: DataDirectory): number {
  const pid = data.serverPid();
  if (pid === null) throw new Error('the embedded database does not run');
  return pid;
}
