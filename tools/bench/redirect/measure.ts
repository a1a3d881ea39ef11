import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { yieldToVisitors } from '../../../platform/priority/index.ts';
import { type Answers, LoadClient, type LoadOrder } from '../support/load.ts';
import { cpuSeconds, pin, pinTree, treeCpuSeconds } from '../support/processes.ts';
import { type Latencies, median } from '../support/statistics.ts';
import { Disk } from './disk.ts';
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
  /** The whole click with one awaited INSERT. */
  readonly clickInsert: Floor;
  readonly redirector: Floor;
  readonly edge: Floor & {
    /** Of edge, worker and database together, until the clicks are in the store and the reports. */
    readonly cpuAll: number;
    readonly cpuWorker: number;
    readonly cpuDatabase: number;
    readonly latencies: Latencies;
  };
  /** The core of the servers. */
  readonly core: string;
  readonly latencies: Readonly<Record<LatencyKind, Latencies>>;
}

/**
 * Latencies that are measured in turns: of clicks with one connection (`one`), at half load (`half`), and at half load with worker and
 * database on the client's core (`halfApart`); of a bare 302 in the same ways; and of the disk, on the core of the servers and wherever
 * the system lets a process run (`diskFree`).
 */
const LATENCY_KINDS = ['one', 'half', 'halfApart', 'bareOne', 'bareHalf', 'disk', 'diskFree'] as const;
type LatencyKind = (typeof LATENCY_KINDS)[number];

/** What is measured runs on one of them, the client on the other. */
const CORES = ['0', '1'] as const;
const ALL_CORES = CORES.join(',');
/** Each of them is tried for so long. */
const TRY_CORE_MS = 1_000;

/** Different requests: more than the edge remembers addresses. */
const REQUESTS = 60_000;
const SEED = 302;

/** Latencies are told of requests after so many milliseconds: whatever begins with a load has begun by then. */
const SETTLE_MS = 250;

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
  const disk = new Disk(network.directory);
  const floors: FloorServer[] = [];
  let client: LoadClient | null = null;
  try {
    onProgress('choosing the core of the servers');
    const core = await disk.nearest(CORES, TRY_CORE_MS);
    const otherCore = CORES.find((one) => one !== core) ?? core;
    client = new LoadClient(otherCore);
    for (const kind of KINDS) floors.push(await startFloor(kind, network, core));
    // Everything it starts is there: this process has to look on, and its garbage is nobody's latency.
    yieldToVisitors(process.pid);
    return await new Bench(plan, { network, client, disk, floors, core, otherCore }).measure(onProgress);
  } finally {
    client?.end();
    disk.end();
    for (const floor of floors) floor.child.disconnect();
    await network.end();
  }
}

const KINDS = ['bare', 'fastify', 'insert', 'click-insert', 'redirector'] as const;
type Kind = (typeof KINDS)[number];

/** In the database that the click path uses. */
const STORING: ReadonlySet<Kind> = new Set(['insert', 'click-insert', 'redirector']);

interface FloorServer {
  readonly kind: Kind;
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

async function startFloor(kind: Kind, { databaseUrl, settings }: BenchNetwork, core: string): Promise<FloorServer> {
  const path = fileURLToPath(new URL('./floor-process.ts', import.meta.url));
  const env = { ...process.env, ...settings };
  const child = fork(path, [kind, databaseUrl], { execArgv: ['--import', 'tsx'], env });
  const [port] = await once(child, 'message');
  if (child.pid === undefined) throw new Error(`floor ${kind}: it could not be started`);
  pin(child.pid, core);
  return { kind, child, pid: child.pid, port: Number(port) };
}

interface Surroundings {
  readonly network: BenchNetwork;
  readonly client: LoadClient;
  readonly disk: Disk;
  readonly floors: readonly FloorServer[];
  readonly core: string;
  readonly otherCore: string;
}

interface EdgeRun extends Answers {
  readonly cpu: number;
  readonly cpuWorker: number;
  readonly cpuDatabase: number;
}

class Bench {
  readonly #plan: RedirectPlan;
  readonly #around: Surroundings;
  readonly #requests: readonly string[];
  readonly #latencies: Record<LatencyKind, Latencies[]>;
  #answered = 0;

  constructor(plan: RedirectPlan, around: Surroundings) {
    this.#plan = plan;
    this.#around = around;
    this.#requests = trafficOf({ links: around.network.links, requests: REQUESTS, seed: SEED });
    this.#latencies = { one: [], half: [], halfApart: [], bareOne: [], bareHalf: [], disk: [], diskFree: [] };
  }

  async measure(onProgress: (text: string) => void): Promise<Measured> {
    const { rounds } = this.#plan;
    const { network, floors: servers, core } = this.#around;
    const floors: Record<Kind, Floor[]> = { bare: [], fastify: [], insert: [], 'click-insert': [], redirector: [] };
    const edges: EdgeRun[] = [];
    this.#place(core);
    onProgress('warming up');
    for (const floor of servers) await this.#floor(floor, WARM_MS);
    const inTurns = async (which: readonly FloorServer[]): Promise<void> => {
      for (const floor of which) floors[floor.kind].push(await this.#floor(floor, this.#plan.milliseconds));
    };
    for (let round = 1; round <= rounds; round += 1) {
      onProgress(`floors that store, round ${round} of ${rounds}`);
      await inTurns(servers.filter(({ kind }) => STORING.has(kind)));
    }
    // What the database still has to do for their rows would be counted as the click path's.
    await clearFloors(network.databaseUrl);
    await this.#edge(WARM_EDGE_MS);
    for (let round = 1; round <= rounds; round += 1) {
      onProgress(`round ${round} of ${rounds}`);
      await inTurns(servers.filter(({ kind }) => !STORING.has(kind)));
      const edge = await this.#edge(this.#plan.milliseconds);
      edges.push(edge);
      await this.#roundOfLatencies(edge.perSecond / 2);
    }
    const of = (runs: readonly Floor[]): Floor => ({
      cpu: median(runs.map(({ cpu }) => cpu)),
      perSecond: median(runs.map(({ perSecond }) => perSecond)),
    });
    const { one, half, halfApart, bareOne, bareHalf, disk, diskFree } = this.#latencies;
    return {
      bare: of(floors.bare),
      fastify: of(floors.fastify),
      insert: of(floors.insert),
      clickInsert: of(floors['click-insert']),
      redirector: of(floors.redirector),
      edge: {
        ...of(edges),
        cpuAll: median(edges.map((run) => run.cpu + run.cpuWorker + run.cpuDatabase)),
        cpuWorker: median(edges.map(({ cpuWorker }) => cpuWorker)),
        cpuDatabase: median(edges.map(({ cpuDatabase }) => cpuDatabase)),
        latencies: middle(edges.map(({ latencies }) => latencies)),
      },
      core,
      latencies: {
        one: middle(one),
        half: middle(half),
        halfApart: middle(halfApart),
        bareOne: middle(bareOne),
        bareHalf: middle(bareHalf),
        disk: middle(disk),
        diskFree: middle(diskFree),
      },
    };
  }

  /** The disk before, between and after: its moods last for seconds. */
  async #roundOfLatencies(perSecond: number): Promise<void> {
    const { disk, floors, core, otherCore } = this.#around;
    const { milliseconds, connections } = this.#plan;
    const port = floors[0]?.port ?? 0;
    const all = this.#latencies;
    const order = { requests: this.#requests, port, milliseconds: milliseconds + SETTLE_MS, settleMs: SETTLE_MS };
    const one = { connections: 1, perSecond: null };
    const half = { connections, perSecond };
    all.disk.push(await disk.sync(core, milliseconds / 2));
    all.one.push(await this.#clickLatencies(one));
    all.bareOne.push((await this.#around.client.run({ ...order, ...one })).latencies);
    all.disk.push(await disk.sync(core, milliseconds / 2));
    all.half.push(await this.#clickLatencies(half));
    all.bareHalf.push((await this.#around.client.run({ ...order, ...half })).latencies);
    all.disk.push(await disk.sync(core, milliseconds / 2));
    this.#place(otherCore);
    all.halfApart.push(await this.#clickLatencies(half));
    this.#place(core);
    all.diskFree.push(await disk.sync(ALL_CORES, milliseconds / 2));
  }

  /** Edge and floors stay on the core of the servers, worker and database come to this one. */
  #place(core: string): void {
    const { network } = this.#around;
    pin(network.edge.pid, this.#around.core);
    pin(network.workerPid, core);
    pinTree(network.serverPid, core);
  }

  /** And then as long as it takes until they are in the store. */
  async #clickLatencies(load: Pick<LoadOrder, 'connections' | 'perSecond'>): Promise<Latencies> {
    const milliseconds = this.#plan.milliseconds + SETTLE_MS;
    const { latencies } = await this.#clicks({ ...load, milliseconds, settleMs: SETTLE_MS });
    await this.#drained();
    return latencies;
  }

  async #floor({ pid, port }: FloorServer, milliseconds: number): Promise<Floor> {
    await pass(REST_MS);
    const before = cpuSeconds(pid);
    const { connections } = this.#plan;
    const run = await this.#around.client.run({
      port,
      requests: this.#requests,
      connections,
      milliseconds,
      perSecond: null,
    });
    only302(run);
    return { cpu: ((cpuSeconds(pid) - before) * 1e6) / run.answers, perSecond: run.perSecond };
  }

  /** One run at full load, and then as long as it takes until all of it is in the store. */
  async #edge(milliseconds: number): Promise<EdgeRun> {
    await pass(REST_MS);
    const { edge, workerPid, serverPid } = this.#around.network;
    const times = (): readonly number[] => [cpuSeconds(edge.pid), cpuSeconds(workerPid), treeCpuSeconds(serverPid)];
    const before = times();
    const run = await this.#clicks({ connections: this.#plan.connections, perSecond: null, milliseconds });
    await this.#drained();
    const each = times().map((seconds, index) => ((seconds - (before[index] ?? 0)) * 1e6) / run.answers);
    return { ...run, cpu: each[0] ?? Number.NaN, cpuWorker: each[1] ?? Number.NaN, cpuDatabase: each[2] ?? Number.NaN };
  }

  async #clicks(order: Omit<LoadOrder, 'port'>): Promise<Answers> {
    const { port } = this.#around.network.edge;
    const run = await this.#around.client.run({ port, requests: this.#requests, ...order });
    only302(run);
    this.#answered += run.answers;
    return run;
  }

  /** Every click that was answered is in the store and added up in the rollups that reports read. */
  async #drained(): Promise<void> {
    const from = performance.now();
    for (;;) {
      const { clicks, toBeCounted } = await this.#around.network.stored();
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
