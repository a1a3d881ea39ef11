import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Answers, LoadClient, type LoadOrder } from '../support/load.ts';
import { cpuSeconds, pin, pinTree, treeCpuSeconds } from '../support/processes.ts';
import { type Latencies, median } from '../support/statistics.ts';
import { syncLatencies } from './disk.ts';
import { clearFloors } from './floor-tables.ts';
import { type BenchNetwork, startBenchNetwork } from './network.ts';
import { trafficOf } from './traffic.ts';

export interface RedirectPlan {
  readonly rounds: number;
  readonly milliseconds: number;
  readonly connections: number;
}

/** Medians; processor time in microseconds a request, latencies in milliseconds. */
interface Floor {
  readonly cpu: number;
  readonly perSecond: number;
}

export interface Measured {
  readonly bare: Floor;
  readonly fastify: Floor;
  readonly insert: Floor;
  readonly redirector: Floor;
  readonly edge: Floor & {
    /** Of edge, worker and database together, until the clicks are in the store and the reports. */
    readonly cpuAll: number;
    readonly cpuWorker: number;
    readonly cpuDatabase: number;
    readonly latencies: Latencies;
  };
  readonly oneByOne: Latencies;
  readonly halfLoad: Latencies;
  readonly disk: Latencies;
  /** What the machine and the client take by themselves, for comparison. */
  readonly apart: Apart;
}

interface Apart {
  /** One connection of the bare floor. */
  readonly bareOneByOne: Latencies;
  /** The bare floor at the rate of half load. */
  readonly bareHalfLoad: Latencies;
  /** Clicks at half load without the client's start. */
  readonly halfLoadSettled: Latencies;
  /** `fdatasync` on the core of the servers: interrupts of the disk may come to another one. */
  readonly diskThere: Latencies;
}

/** What is measured runs on the first core, the client on the second. */
const SERVER_CORE = '0';
const CLIENT_CORE = '1';

/** Different requests: more than the edge remembers addresses. */
const REQUESTS = 60_000;
const SEED = 302;

/** Machines throttle after a burst; each measurement starts rested. */
const REST_MS = 300;
const WARM_MS = 1_500;
/** Until edge and worker are compiled. */
const WARM_EDGE_MS = 6_000;
const DRAIN_MS_MAX = 60_000;
const LOOK_EVERY_MS = 200;

export async function measureRedirect(plan: RedirectPlan, onProgress: (text: string) => void): Promise<Measured> {
  onProgress('starting the network');
  const network = await startBenchNetwork();
  const client = new LoadClient(CLIENT_CORE);
  const floors: FloorServer[] = [];
  try {
    for (const kind of ['bare', 'fastify', 'insert', 'redirector'] as const)
      floors.push(await startFloor(kind, network.databaseUrl));
    for (const pid of [network.edge.pid, network.workerPid]) pin(pid, SERVER_CORE);
    pinTree(network.serverPid, SERVER_CORE);
    return await new Bench(plan, network, client, floors).measure(onProgress);
  } finally {
    client.end();
    for (const floor of floors) floor.child.disconnect();
    await network.end();
  }
}

interface FloorServer {
  readonly kind: 'bare' | 'fastify' | 'insert' | 'redirector';
  /** In the database that the click path uses. */
  readonly stores: boolean;
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

async function startFloor(kind: FloorServer['kind'], databaseUrl: string): Promise<FloorServer> {
  const path = fileURLToPath(new URL('./floor-process.ts', import.meta.url));
  const child = fork(path, [kind, databaseUrl], { execArgv: ['--import', 'tsx'] });
  const [port] = await once(child, 'message');
  if (child.pid === undefined) throw new Error(`floor ${kind}: it could not be started`);
  pin(child.pid, SERVER_CORE);
  return { kind, stores: kind === 'insert' || kind === 'redirector', child, pid: child.pid, port: Number(port) };
}

interface EdgeRun extends Answers {
  readonly cpu: number;
  readonly cpuWorker: number;
  readonly cpuDatabase: number;
}

class Bench {
  readonly #plan: RedirectPlan;
  readonly #network: BenchNetwork;
  readonly #client: LoadClient;
  readonly #floors: readonly FloorServer[];
  readonly #requests: readonly string[];
  #answered = 0;

  constructor(plan: RedirectPlan, network: BenchNetwork, client: LoadClient, floors: readonly FloorServer[]) {
    this.#plan = plan;
    this.#network = network;
    this.#client = client;
    this.#floors = floors;
    this.#requests = trafficOf({ links: network.links, requests: REQUESTS, seed: SEED });
  }

  async measure(onProgress: (text: string) => void): Promise<Measured> {
    const { rounds } = this.#plan;
    const floors: Record<FloorServer['kind'], Floor[]> = { bare: [], fastify: [], insert: [], redirector: [] };
    const edges: EdgeRun[] = [];
    const ones: Latencies[] = [];
    const halves: Latencies[] = [];
    const disks: Latencies[] = [];
    const aparts: Apart[] = [];
    onProgress('warming up');
    for (const floor of this.#floors) await this.#floor(floor, WARM_MS);
    const inTurns = async (which: readonly FloorServer[]): Promise<void> => {
      for (const floor of which) floors[floor.kind].push(await this.#floor(floor, this.#plan.milliseconds));
    };
    const storing = this.#floors.filter(({ stores }) => stores);
    for (let round = 1; round <= rounds; round += 1) {
      onProgress(`floors that store, round ${round} of ${rounds}`);
      await inTurns(storing);
    }
    // What the database still has to do for their rows would be counted as the click path's.
    await clearFloors(this.#network.databaseUrl);
    await this.#edge(WARM_EDGE_MS);
    for (let round = 1; round <= rounds; round += 1) {
      onProgress(`round ${round} of ${rounds}`);
      await inTurns(this.#floors.filter(({ stores }) => !stores));
      const edge = await this.#edge(this.#plan.milliseconds);
      edges.push(edge);
      disks.push(syncLatencies(this.#network.directory, this.#plan.milliseconds / 2));
      ones.push((await this.#clicks({ connections: 1, perSecond: null })).latencies);
      await this.#drained();
      disks.push(syncLatencies(this.#network.directory, this.#plan.milliseconds / 2));
      const half = { connections: this.#plan.connections, perSecond: edge.perSecond / 2, withTimes: true };
      const run = await this.#clicks(half);
      halves.push(run.latencies);
      await this.#drained();
      aparts.push({ ...(await this.#apart(half)), halfLoadSettled: run.settled });
    }
    const of = (runs: readonly Floor[]): Floor => ({
      cpu: median(runs.map(({ cpu }) => cpu)),
      perSecond: median(runs.map(({ perSecond }) => perSecond)),
    });
    return {
      bare: of(floors.bare),
      fastify: of(floors.fastify),
      insert: of(floors.insert),
      redirector: of(floors.redirector),
      edge: {
        ...of(edges),
        cpuAll: median(edges.map((run) => run.cpu + run.cpuWorker + run.cpuDatabase)),
        cpuWorker: median(edges.map(({ cpuWorker }) => cpuWorker)),
        cpuDatabase: median(edges.map(({ cpuDatabase }) => cpuDatabase)),
        latencies: middle(edges.map(({ latencies }) => latencies)),
      },
      oneByOne: middle(ones),
      halfLoad: middle(halves),
      disk: middle(disks),
      apart: {
        bareOneByOne: middle(aparts.map(({ bareOneByOne }) => bareOneByOne)),
        bareHalfLoad: middle(aparts.map(({ bareHalfLoad }) => bareHalfLoad)),
        halfLoadSettled: middle(aparts.map(({ halfLoadSettled }) => halfLoadSettled)),
        diskThere: middle(aparts.map(({ diskThere }) => diskThere)),
      },
    };
  }

  async #apart(half: { connections: number; perSecond: number }): Promise<Omit<Apart, 'halfLoadSettled'>> {
    const { milliseconds } = this.#plan;
    const order = { requests: this.#requests, port: this.#floors[0]?.port ?? 0, milliseconds, withTimes: true };
    const one = await this.#client.run({ ...order, connections: 1, perSecond: null });
    const paced = await this.#client.run({ ...order, ...half });
    pin(process.pid, SERVER_CORE);
    const diskThere = syncLatencies(this.#network.directory, milliseconds / 2);
    pin(process.pid, `0-${cpus().length - 1}`);
    return { bareOneByOne: one.latencies, bareHalfLoad: paced.settled, diskThere };
  }

  async #floor({ pid, port }: FloorServer, milliseconds: number): Promise<Floor> {
    await pass(REST_MS);
    const before = cpuSeconds(pid);
    const { connections } = this.#plan;
    const run = await this.#client.run({ port, requests: this.#requests, connections, milliseconds, perSecond: null });
    only302(run);
    return { cpu: ((cpuSeconds(pid) - before) * 1e6) / run.answers, perSecond: run.perSecond };
  }

  /** One run at full load, and then as long as it takes until all of it is in the store. */
  async #edge(milliseconds: number): Promise<EdgeRun> {
    await pass(REST_MS);
    const { edge, workerPid, serverPid } = this.#network;
    const times = (): readonly number[] => [cpuSeconds(edge.pid), cpuSeconds(workerPid), treeCpuSeconds(serverPid)];
    const before = times();
    const run = await this.#clicks({ connections: this.#plan.connections, perSecond: null, milliseconds });
    await this.#drained();
    const each = times().map((seconds, index) => ((seconds - (before[index] ?? 0)) * 1e6) / run.answers);
    return { ...run, cpu: each[0] ?? Number.NaN, cpuWorker: each[1] ?? Number.NaN, cpuDatabase: each[2] ?? Number.NaN };
  }

  async #clicks(
    order: Pick<LoadOrder, 'connections' | 'perSecond' | 'withTimes'> & { milliseconds?: number },
  ): Promise<Answers> {
    const { port } = this.#network.edge;
    const { milliseconds } = this.#plan;
    const run = await this.#client.run({ port, requests: this.#requests, milliseconds, ...order });
    only302(run);
    this.#answered += run.answers;
    return run;
  }

  /** Every click that was answered is in the store and added up in the rollups that reports read. */
  async #drained(): Promise<void> {
    const from = performance.now();
    for (;;) {
      const { clicks, toBeCounted } = await this.#network.stored();
      if (clicks >= this.#answered && toBeCounted === 0) return;
      if (performance.now() - from > DRAIN_MS_MAX) {
        throw new Error(
          `of ${this.#answered} answered clicks ${clicks} are stored after a minute, ${toBeCounted} batches wait to be counted`,
        );
      }
      await pass(LOOK_EVERY_MS);
    }
  }
}

function middle(all: readonly Latencies[]): Latencies {
  return {
    p50: median(all.map(({ p50 }) => p50)),
    p99: median(all.map(({ p99 }) => p99)),
    p999: median(all.map(({ p999 }) => p999)),
  };
}

function only302({ statuses }: Answers): void {
  const others = Object.keys(statuses).filter((status) => status !== '302');
  if (others.length > 0) throw new Error(`answers other than 302: ${JSON.stringify(statuses)}`);
}
