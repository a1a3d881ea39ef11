import { Readable } from 'node:stream';
import { openDatabase } from '../../../apps/tributary/environment.ts';
import { type Established, establish } from '../../../apps/tributary/example/establish.ts';
import { rc } from '../../../apps/tributary/example/people.ts';
import { composeNetwork, type Network } from '../../../apps/tributary/network.ts';
import { codeReference, createClickIdMaker } from '../../../modules/clicks/id/click-id.ts';
import { replay } from '../../../modules/commissions/index.ts';
import { seal, verify } from '../../../modules/ledger/index.ts';
import { importOrders } from '../../../modules/orders/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { describeProblems, openMasterKey, readConfig } from '../../../platform/config/index.ts';
import { dataDirectory } from '../../../scenarios/processes/data-directory.ts';
import { settingsOf } from '../../../scenarios/processes/tributary-process.ts';
import { median } from '../support/statistics.ts';

const DAY_MS = 86_400_000;

export interface VerifyPlan {
  readonly orders: number;
  readonly rounds: number;
}

export interface Measured {
  readonly entries: number;
  readonly decisions: number;
  /** Each a second, medians over the rounds. */
  readonly verified: number;
  readonly entriesRead: number;
  readonly replayed: number;
  readonly decisionsRead: number;
  /** Findings and differences together: a figure of a broken book would be none. */
  readonly findings: number;
}

/** Makes a book of generated orders, seals it, and walks it in turns with plain sequential reads of the same rows. */
export async function measureVerify(plan: VerifyPlan, onProgress: (text: string) => void): Promise<Measured> {
  const data = dataDirectory();
  const read = readConfig(settingsOf(data), 'serve');
  if (!read.ok) throw new Error(describeProblems(read.problems));
  const opened = await openDatabase(read.config);
  try {
    const network = composeNetwork({ db: opened.db, clock: systemClock, master: openMasterKey(read.config) });
    const established = await establish(network, systemClock.now() - DAY_MS);
    onProgress(`${plan.orders} orders`);
    await fill({ established, network }, plan.orders);
    await seal(opened.db);
    // Counts and sizes as autovacuum would know them in a while.
    await opened.db.pool.query('analyze');
    return await rounds(network, plan.rounds, onProgress);
  } finally {
    await opened.close();
    await data.remove();
  }
}

interface Made {
  readonly established: Established;
  readonly network: Network;
}

/** Reports orders of one click each by a file: ids as an edge makes them, whose clicks nobody has stored. */
async function fill({ established, network }: Made, orders: number): Promise<void> {
  const program = established.programs.get(rc);
  if (program === undefined) throw new Error(`the example has no program ${rc}`);
  const maker = createClickIdMaker(network.clickKeys, systemClock);
  // The middle one of a link's three codes is its ad space's.
  const adSpace = codeReference(established.linkCode('notes', rc).slice(10, 20));
  const clickId = (): string =>
    maker.make(
      {
        program: codeReference(program.campaignCode),
        adSpace,
        at: maker.time.next().at,
        country: 'RU',
        anonymizer: 'no',
        landing: { kind: 'home', redirected: false, product: 0, store: 0 },
        attributable: true,
        routed: false,
        agreed: true,
        dropshipping: false,
      },
      { spooled: true },
    );
  const rows = Array.from({ length: orders }, (_, index) => {
    const id = clickId();
    const orderedAt = new Date(systemClock.now()).toISOString();
    return [`VERIFY-${index}`, orderedAt, `${10 + (index % 90)}.50`, 'USD', 'RU', '1005001000000101', id].join(',');
  });
  const file = `${['order_id,ordered_at,amount,currency,delivery_country,product_id,click_id', ...rows].join('\n')}\n`;
  const imported = await importOrders(network.orders, {
    program,
    format: 'csv',
    dryRun: false,
    name: 'bench.csv',
    input: Readable.from([Buffer.from(file)]),
    author: 'benchmark',
  });
  if (!imported.ok) throw new Error(imported.error.detail);
}

async function rounds(network: Network, count: number, onProgress: (text: string) => void): Promise<Measured> {
  const { db } = network;
  const seconds = {
    verified: [] as number[],
    entriesRead: [] as number[],
    replayed: [] as number[],
    decisionsRead: [] as number[],
  };
  let last = { entries: 0, decisions: 0, findings: 0 };
  for (let round = 1; round <= count; round += 1) {
    onProgress(`round ${round} of ${count}`);
    seconds.entriesRead.push(await timed(() => readAll(network, ENTRIES)));
    const verification = await kept(seconds.verified, () => verify(db));
    seconds.decisionsRead.push(await timed(() => readAll(network, DECISIONS)));
    const report = await kept(seconds.replayed, () => replay(db, network.commissions));
    last = {
      entries: Number(verification.entries),
      decisions: report.decisions,
      findings: verification.findings.length + report.differences,
    };
  }
  const rate = (rows: number, values: readonly number[]): number => rows / median(values);
  return {
    ...last,
    verified: rate(last.entries, seconds.verified),
    entriesRead: rate(last.entries, seconds.entriesRead),
    replayed: rate(last.decisions, seconds.replayed),
    decisionsRead: rate(last.decisions, seconds.decisionsRead),
  };
}

/** The same rows, in the order in which they are walked, and nothing done with them. */
const ENTRIES = `select e.*, p.* from ledger.entry e join ledger.posting p on p.entry_id = e.id`;
const DECISIONS = 'select * from commissions.decision';
/** Rows fetched at a time, as many as the walkers hold. */
const FETCHED = 2_000;

async function readAll({ db }: Network, rows: string): Promise<void> {
  await db.transaction({ role: 'system' }, async (tx) => {
    await tx.query(`declare walk no scroll cursor for ${rows}`);
    for (;;) {
      const some = await tx.query(`fetch ${FETCHED} from walk`);
      if (some.length === 0) return;
    }
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

async function kept<T>(seconds: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const value = await work();
  seconds.push((performance.now() - started) / 1_000);
  return value;
}
