import { Readable } from 'node:stream';
import { importOrders } from '../../../modules/orders/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { LoadClient } from '../support/load.ts';
import { cpuSeconds, treeCpuSeconds } from '../support/processes.ts';
import { type Latencies, median } from '../support/statistics.ts';
import { type IntakeNetwork, startIntakeNetwork } from './network.ts';
import { fileOf, newOrders, requestOf, type Seller, sellersOf } from './traffic.ts';

export interface IntakePlan {
  readonly rounds: number;
  readonly milliseconds: number;
  readonly connections: number;
}

/** What one way of bringing orders in costs and reaches. */
export interface Way {
  readonly perSecond: number;
  /** Processor milliseconds an order, of the process that takes it and of the database. */
  readonly cpu: number;
  readonly cpuDatabase: number;
}

export interface Measured {
  readonly singles: Way & { readonly latencies: Latencies; readonly entriesPerOrder: number; readonly failed: number };
  readonly batches: Way;
  /** One awaited INSERT of a row a request. */
  readonly floor: Way;
}

/** Made ahead for each second of a round: more than any machine takes, so that none is reported twice. */
const ORDERS_A_SECOND_MAX = 8_000;
/** Each program's file of a round: four transactions. */
const FILE_ROWS = 2_000;
/** Caches, plans and compiled code are there before anything is counted. */
const WARM_UP_MS = 10_000;

/** Runs everything in turns, so that whatever else the machine does falls on all alike; answers medians. */
export async function measureIntake(plan: IntakePlan, onProgress: (text: string) => void): Promise<Measured> {
  const network = await startIntakeNetwork();
  const client = new LoadClient(null);
  try {
    onProgress('clicks');
    const bench = new Bench(plan, network, client, await sellersOf(network));
    return await bench.measure(onProgress);
  } finally {
    client.end();
    await network.end();
  }
}

type Singles = Measured['singles'];

class Bench {
  readonly #plan: IntakePlan;
  readonly #network: IntakeNetwork;
  readonly #client: LoadClient;
  readonly #sellers: readonly Seller[];
  #made = 0;
  #since = systemClock.now();

  constructor(plan: IntakePlan, network: IntakeNetwork, client: LoadClient, sellers: readonly Seller[]) {
    this.#plan = plan;
    this.#network = network;
    this.#client = client;
    this.#sellers = sellers;
  }

  async measure(onProgress: (text: string) => void): Promise<Measured> {
    await this.#singles(WARM_UP_MS);
    // Files are read by a process of their own, which has compiled nothing of it yet.
    await this.#batches();
    const singles: Singles[] = [];
    const batches: Way[] = [];
    const floors: Way[] = [];
    for (let round = 1; round <= this.#plan.rounds; round += 1) {
      onProgress(`round ${round} of ${this.#plan.rounds}`);
      floors.push(await this.#floor());
      singles.push(await this.#singles(this.#plan.milliseconds));
      batches.push(await this.#batches());
    }
    const of = (values: readonly Singles[], pick: (one: Singles) => number) => median(values.map(pick));
    return {
      singles: {
        ...middle(singles),
        latencies: {
          p50: of(singles, ({ latencies }) => latencies.p50),
          p99: of(singles, ({ latencies }) => latencies.p99),
          p999: of(singles, ({ latencies }) => latencies.p999),
        },
        entriesPerOrder: of(singles, ({ entriesPerOrder }) => entriesPerOrder),
        failed: singles.reduce((sum, { failed }) => sum + failed, 0),
      },
      batches: middle(batches),
      floor: middle(floors),
    };
  }

  async #singles(milliseconds: number): Promise<Singles> {
    const { pid, port } = this.#network;
    const requests = this.#orders(Math.ceil((milliseconds * ORDERS_A_SECOND_MAX) / 1_000)).map(requestOf);
    const before = await this.#network.counts();
    const { way, value } = await this.#counted(pid, async () => {
      const answers = await this.#client.run({
        port,
        requests,
        connections: this.#plan.connections,
        milliseconds,
        perSecond: null,
      });
      return { count: answers.statuses['200'] ?? 0, value: answers };
    });
    const after = await this.#network.counts();
    const acknowledged = value.statuses['200'] ?? 0;
    const decided = after.decisions - before.decisions;
    // What is told must be what is stored: a figure that is not is no figure.
    if (decided !== acknowledged) throw new Error(`${acknowledged} orders were acknowledged and ${decided} decided`);
    const entriesPerOrder = (after.entries - before.entries) / Math.max(1, decided);
    return { ...way, latencies: value.latencies, entriesPerOrder, failed: value.answers - acknowledged };
  }

  /** A file of each program, read, recorded and decided in batches by a process beside the network: this one. */
  async #batches(): Promise<Way> {
    const { network } = this.#network;
    const files = this.#sellers.map((seller) => ({ seller, file: fileOf(this.#ordersOf(seller, FILE_ROWS)) }));
    const { way } = await this.#counted(process.pid, async () => {
      for (const { seller, file } of files) {
        const { program } = seller;
        const imported = await importOrders(network.orders, {
          program,
          format: 'csv',
          dryRun: false,
          name: 'bench.csv',
          input: Readable.from([file]),
          author: 'benchmark',
        });
        const recorded = imported.ok ? (imported.value.outcomes['recorded'] ?? 0) : 0;
        if (recorded !== FILE_ROWS) throw new Error(`${program.code}: ${recorded} of ${FILE_ROWS} rows were recorded`);
      }
      return { count: files.length * FILE_ROWS, value: null };
    });
    return way;
  }

  async #floor(): Promise<Way> {
    const { port, pid } = this.#network.floor;
    const { connections, milliseconds } = this.#plan;
    const { way } = await this.#counted(pid, async () => {
      const requests = ['GET /order HTTP/1.1\r\nhost: localhost\r\nuser-agent: benchmark\r\n\r\n'];
      const { answers } = await this.#client.run({ port, requests, connections, milliseconds, perSecond: null });
      return { count: answers, value: null };
    });
    return way;
  }

  async #counted<T>(
    pid: number,
    work: () => Promise<{ readonly count: number; readonly value: T }>,
  ): Promise<{ readonly way: Way; readonly value: T }> {
    const { serverPid } = this.#network;
    const started = performance.now();
    const before = { own: cpuSeconds(pid), database: treeCpuSeconds(serverPid) };
    const { count, value } = await work();
    const seconds = (performance.now() - started) / 1_000;
    const each = (cpu: number): number => (cpu * 1_000) / Math.max(1, count);
    const way = {
      perSecond: count / seconds,
      cpu: each(cpuSeconds(pid) - before.own),
      cpuDatabase: each(treeCpuSeconds(serverPid) - before.database),
    };
    return { way, value };
  }

  #orders(count: number) {
    return this.#ordersOfAll(this.#sellers, count);
  }

  #ordersOf(seller: Seller, count: number) {
    return this.#ordersOfAll([seller], count);
  }

  /** Ordered since the last ones, or since the clicks. */
  #ordersOfAll(sellers: readonly Seller[], count: number) {
    const orders = newOrders(sellers, { first: this.#made, count, since: this.#since });
    this.#made += count;
    this.#since = systemClock.now();
    return orders;
  }
}

function middle(ways: readonly Way[]): Way {
  return {
    perSecond: median(ways.map(({ perSecond }) => perSecond)),
    cpu: median(ways.map(({ cpu }) => cpu)),
    cpuDatabase: median(ways.map(({ cpuDatabase }) => cpuDatabase)),
  };
}
