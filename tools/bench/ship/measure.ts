import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { spoolRoot } from '../../../apps/edge/index.ts';
import { openDatabase } from '../../../apps/tributary/environment.ts';
import { establish } from '../../../apps/tributary/example/establish.ts';
import { composeNetwork, type Network } from '../../../apps/tributary/network.ts';
import { createShipper } from '../../../modules/clicks/index.ts';
import { ClickReader, type ReadClick } from '../../../modules/clicks/record/record-reader.ts';
import { copyRows, ROW_COLUMNS } from '../../../modules/clicks/shipping/copy-rows.ts';
import { settleClicks } from '../../../modules/stats/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { describeProblems, openMasterKey, readConfig } from '../../../platform/config/index.ts';
import { COPY_HEAD_BYTES } from '../../../platform/db/index.ts';
import { listSegments, readSegment } from '../../../platform/spool/index.ts';
import { type DataDirectory, dataDirectory } from '../../../scenarios/processes/data-directory.ts';
import { buildProduct, settingsOf, TributaryProcess } from '../../../scenarios/processes/tributary-process.ts';
import { linksOf } from '../redirect/network.ts';
import { trafficOf } from '../redirect/traffic.ts';
import { LoadClient } from '../support/load.ts';
import { treeCpuSeconds } from '../support/processes.ts';
import { median } from '../support/statistics.ts';

const DAY_MS = 86_400_000;
const REQUESTS = 60_000;
const SEED = 4711;
const CONNECTIONS = 64;
/** The edge is asked for so long at a time until it has recorded enough. */
const LOAD_MS = 1_000;

/** Medians; processor time in microseconds a click. */
export interface Shipping {
  readonly perSecond: number;
  readonly shipper: number;
  readonly database: number;
}

export interface MeasuredShipping {
  readonly clicks: number;
  readonly copied: Shipping;
  readonly stored: Shipping;
  readonly counted: Shipping;
}

export async function measureShipping(
  plan: { readonly clicks: number; readonly rounds: number },
  onProgress: (text: string) => void,
): Promise<MeasuredShipping> {
  buildProduct();
  const data = dataDirectory();
  const read = readConfig(settingsOf(data), 'serve');
  if (!read.ok) throw new Error(describeProblems(read.problems));
  const opened = await openDatabase(read.config);
  try {
    const network = composeNetwork({ db: opened.db, clock: systemClock, master: openMasterKey(read.config) });
    const links = linksOf(await establish(network, systemClock.now() - DAY_MS));
    onProgress('filling a spool');
    await fillSpool(data, links, plan.clicks);
    return await new ShippingBench(data, network).measure(plan.rounds, onProgress);
  } finally {
    await opened.close();
    await data.remove();
  }
}

/** As many clicks as asked, answered by an edge without anybody who ships them. */
async function fillSpool(data: DataDirectory, links: readonly string[], clicks: number): Promise<void> {
  const edge = new TributaryProcess(['serve'], { ...settingsOf(data), TRIBUTARY_ROLES: 'edge' });
  const client = new LoadClient(null);
  try {
    const port = Number(new URL(await edge.address()).port);
    const requests = trafficOf({ links, requests: REQUESTS, seed: SEED });
    for (let answered = 0; answered < clicks; ) {
      const order = { port, requests, connections: CONNECTIONS, milliseconds: LOAD_MS, perSecond: null };
      answered += (await client.run(order)).answers;
    }
  } finally {
    client.end();
    await edge.end('SIGTERM');
  }
}

class ShippingBench {
  readonly #data: DataDirectory;
  readonly #network: Network;

  constructor(data: DataDirectory, network: Network) {
    this.#data = data;
    this.#network = network;
  }

  async measure(rounds: number, onProgress: (text: string) => void): Promise<MeasuredShipping> {
    const { clicks, rows } = await this.#rows();
    const runs: Record<'copied' | 'stored' | 'counted', Shipping[]> = { copied: [], stored: [], counted: [] };
    for (let round = 0; round <= rounds; round += 1) {
      onProgress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
      const stored = await this.#timed(clicks, () => this.#ship(false));
      const counted = await this.#timed(clicks, () => this.#ship(true));
      const copied = await this.#timed(clicks, () => this.#copy(rows));
      if (round > 0) {
        runs.stored.push(stored);
        runs.counted.push(counted);
        runs.copied.push(copied);
      }
    }
    const middle = (all: readonly Shipping[]): Shipping => ({
      perSecond: median(all.map(({ perSecond }) => perSecond)),
      shipper: median(all.map(({ shipper }) => shipper)),
      database: median(all.map(({ database }) => database)),
    });
    return {
      clicks,
      copied: middle(runs.copied),
      stored: middle(runs.stored),
      counted: middle(runs.counted),
    };
  }

  /** What the shipper will send, made beforehand. */
  async #rows(): Promise<{ readonly clicks: number; readonly rows: readonly Buffer[] }> {
    const reader = new ClickReader();
    const clicks: ReadClick[] = [];
    for (const segment of await listSegments(spoolRoot(this.#data.path))) {
      const { records } = await readSegment(segment.path, 0, segment.bytes);
      for (const { bytes, from, until } of records) {
        const click = reader.read(bytes, from, until);
        if (!click.ok) throw new Error(click.error);
        clicks.push(click.value);
      }
    }
    const rows: Buffer[] = [];
    const nextPiece = copyRows(clicks);
    for (let piece = nextPiece(); piece !== null; piece = nextPiece())
      rows.push(Buffer.from(piece.subarray(COPY_HEAD_BYTES)));
    return { clicks: clicks.length, rows };
  }

  async #timed(clicks: number, work: () => Promise<void>): Promise<Shipping> {
    await this.#empty();
    const serverPid = this.#data.serverPid() ?? 0;
    const database = treeCpuSeconds(serverPid);
    const shipper = process.cpuUsage();
    const from = performance.now();
    await work();
    const seconds = (performance.now() - from) / 1000;
    const { user, system } = process.cpuUsage(shipper);
    return {
      perSecond: clicks / seconds,
      shipper: (user + system) / clicks,
      database: ((treeCpuSeconds(serverPid) - database) * 1e6) / clicks,
    };
  }

  async #ship(withReports: boolean): Promise<void> {
    const { db, onStored } = this.#network;
    const shipper = createShipper({
      db,
      spoolDir: spoolRoot(this.#data.path),
      clock: systemClock,
      onStored: withReports ? onStored : async () => undefined,
    });
    await shipper.runOnce();
    if (withReports) await db.transaction({ role: 'system' }, settleClicks);
  }

  async #copy(rows: readonly Buffer[]): Promise<void> {
    const month = new Date().toISOString().slice(0, 7).replace('-', '_');
    await this.#network.db.transaction({ role: 'ingest' }, async (tx) => {
      const copying = tx.client.query(
        copyFrom(`copy clicks.click_${month} (${ROW_COLUMNS}) from stdin (format binary)`),
      );
      await pipeline(Readable.from(rows), copying);
    });
  }

  /** Each run begins with empty tables, as large as the others'. */
  async #empty(): Promise<void> {
    const client = await this.#network.db.pool.connect();
    try {
      await client.query('begin');
      await client.query('set local role tributary_owner');
      await client.query(
        `truncate clicks.stored, clicks.segment, stats.click_batch, stats.click_minute, stats.visitor_day, stats.click_day_space,
           stats.click_day_hour, stats.click_day_link, stats.click_day_country, stats.click_day_device, stats.click_day_subid,
           stats.click_program_hour, stats.click_program_country, stats.click_program_device`,
      );
      await client.query('commit');
      await client.query('checkpoint').catch(() => undefined);
    } finally {
      client.release();
    }
  }
}
