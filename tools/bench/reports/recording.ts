import { type ClickFact, recordClicks, settleClicks } from '../../../modules/stats/index.ts';
import { treeCpuSeconds } from '../support/processes.ts';
import { median } from '../support/statistics.ts';
import type { BenchDatabase } from './database.ts';
import { clickFacts } from './traffic.ts';

/** Clicks of one transaction of the shipper under load. */
const BATCH = 3_000;
/** As many batches as come between two settlings at 10,000 clicks a second, and how often that is measured. */
const BATCHES = 32;
const ROUNDS = 5;

export interface RecordingCost {
  /** Microseconds of processor time a click. */
  readonly node: number;
  readonly postgresql: number;
}

/** What counting costs: `recordClicks` in batches as they are shipped, `settleClicks` once for all of them. */
export async function measureRecording({ db, serverPid }: BenchDatabase, random: () => number): Promise<RecordingCost> {
  const node: number[] = [];
  const postgresql: number[] = [];
  const at = Date.parse('2026-06-15T10:00:00Z');
  for (let round = 0; round < ROUNDS; round += 1) {
    const batches = Array.from({ length: BATCHES }, (_, index) =>
      asRead(clickFacts(random, BATCH, at + (round * BATCHES + index) * 300, 10_000)),
    );
    const [own, server] = [process.cpuUsage(), treeCpuSeconds(serverPid)];
    for (const batch of batches) await db.transaction({ role: 'system' }, (tx) => recordClicks(tx, batch));
    await db.transaction({ role: 'system' }, settleClicks);
    const { user, system } = process.cpuUsage(own);
    node.push((user + system) / (BATCH * BATCHES));
    postgresql.push(((treeCpuSeconds(serverPid) - server) * 1e6) / (BATCH * BATCHES));
  }
  return { node: median(node), postgresql: median(postgresql) };
}

/** Words as they come from a spool, in one piece each: those that were put together here would be copied when they are first looked at. */
function asRead(clicks: readonly ClickFact[]): readonly ClickFact[] {
  return JSON.parse(JSON.stringify(clicks));
}
