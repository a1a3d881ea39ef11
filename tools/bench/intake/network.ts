import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type OpenedDatabase, openDatabase } from '../../../apps/tributary/environment.ts';
import { type Established, establish } from '../../../apps/tributary/example/establish.ts';
import { composeNetwork, type Network } from '../../../apps/tributary/network.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { describeProblems, openMasterKey, readConfig } from '../../../platform/config/index.ts';
import { dataDirectory } from '../../../scenarios/processes/data-directory.ts';
import { buildProduct, settingsOf, TributaryProcess } from '../../../scenarios/processes/tributary-process.ts';

const DAY_MS = 86_400_000;

/** The example's people and programs without traffic, and a process with every role on an embedded database of its own. */
export interface IntakeNetwork {
  readonly established: Established;
  /** Wired on the same database, for what goes past HTTP. */
  readonly network: Network;
  readonly port: number;
  readonly pid: number;
  readonly serverPid: number;
  /** Answers each request after one awaited INSERT of a row: what a simple network does. */
  readonly floor: { readonly port: number; readonly pid: number };
  readonly counts: () => Promise<Counts>;
  /** Resolves when so many clicks are in the store: an order of one that comes later is decided twice. */
  readonly clicksStored: (count: number) => Promise<void>;
  readonly end: () => Promise<void>;
}

export interface Counts {
  readonly decisions: number;
  readonly entries: number;
}

export async function startIntakeNetwork(): Promise<IntakeNetwork> {
  buildProduct();
  const data = dataDirectory();
  let opened: OpenedDatabase | null = null;
  let running: TributaryProcess | null = null;
  let floor: ChildProcess | null = null;
  const end = async (): Promise<void> => {
    floor?.disconnect();
    await running?.end('SIGTERM');
    await opened?.close();
    await data.remove();
  };
  try {
    const settings = settingsOf(data);
    const read = readConfig(settings, 'serve');
    if (!read.ok) throw new Error(describeProblems(read.problems));
    opened = await openDatabase(read.config);
    const { db, url } = opened;
    const network = composeNetwork({ db, clock: systemClock, master: openMasterKey(read.config) });
    const established = await establish(network, systemClock.now() - DAY_MS);
    running = new TributaryProcess(['serve'], settings);
    const port = Number(new URL(await running.address()).port);
    floor = fork(fileURLToPath(new URL('../redirect/floor-process.ts', import.meta.url)), ['insert', url], {
      execArgv: ['--import', 'tsx'],
    });
    const [floorPort] = await once(floor, 'message');
    return {
      established,
      network,
      port,
      pid: running.pid,
      serverPid: data.serverPid() ?? 0,
      floor: { port: Number(floorPort), pid: floor.pid ?? 0 },
      counts: () => countsOf(network),
      clicksStored: (count) => clicksStored(network, count),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

const STORED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

async function clicksStored({ db }: Network, count: number): Promise<void> {
  const until = performance.now() + STORED_WITHIN_MS;
  for (;;) {
    const [row] = await db.transaction({ role: 'system' }, (tx) =>
      tx.query<{ clicks: bigint }>('select count(*) as clicks from clicks.click'),
    );
    if (Number(row?.clicks ?? 0n) >= count) return;
    if (performance.now() > until) throw new Error(`of ${count} clicks ${row?.clicks} are stored after a minute`);
    await pass(LOOK_EVERY_MS);
  }
}

async function countsOf({ db }: Network): Promise<Counts> {
  const [row] = await db.transaction({ role: 'system' }, (tx) =>
    tx.query<{ decisions: bigint; entries: bigint }>(
      'select (select count(*) from commissions.decision) as decisions, (select count(*) from ledger.entry) as entries',
    ),
  );
  return { decisions: Number(row?.decisions ?? 0n), entries: Number(row?.entries ?? 0n) };
}
