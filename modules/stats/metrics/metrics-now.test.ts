import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { recordClicks, recordProgram } from '../record.ts';
import { at, clickFacts, programFact } from '../testing.ts';
import { metricsNow } from './metrics-now.ts';

const NOW = at('2022-06-15T12:00:00.000Z');
let t: TestDatabase;
let clicks = 0;

beforeAll(async () => {
  t = await testDatabase();
  await t.db.transaction({ role: 'system' }, (tx) => recordProgram(tx, programFact('rc')));
});
afterAll(() => t.drop());

/** One more click, of which the metrics tell. */
async function clicked(): Promise<void> {
  clicks += 1;
  await t.db.transaction({ role: 'system' }, (tx) => recordClicks(tx, clickFacts(1, 'rc', NOW - clicks * 60_000)));
}

async function clicksIn(answer: ReturnType<ReturnType<typeof metricsNow>>): Promise<bigint | undefined> {
  return (await answer)?.metrics.find(({ key }) => key === 'epc')?.samples['clicks'];
}

test('what is quick is added up for each who asks; what took long is told again for twenty times as long', async () => {
  const clock = manualClock(NOW);
  const ask = metricsNow({ db: t.db, clock });
  await clicked();
  expect(await clicksIn(ask('rc'))).toBe(1n);
  await clicked();
  const slow = ask('rc');
  clock.advance(3_000);
  expect(await clicksIn(slow)).toBe(2n);
  await clicked();
  clock.advance(59_999);
  expect(await clicksIn(ask('rc'))).toBe(2n);
  expect((await ask('rc'))?.at).toBe(NOW);
  clock.advance(1);
  expect(await clicksIn(ask('rc'))).toBe(3n);
  const again = ask('rc');
  clock.advance(3_000);
  await again;
  await clicked();
  clock.set(NOW);
  expect(await clicksIn(ask('rc'))).toBe(4n);
});

test('who asks while they are added up waits for the same answer; what failed is asked anew', async () => {
  const ask = metricsNow({ db: t.db, clock: manualClock(NOW) });
  const [first, second] = [ask('rc'), ask('rc')];
  expect(second).toBe(first);
  await first;
  let isAway = true;
  const transaction: typeof t.db.transaction = (actor, work) =>
    isAway ? Promise.reject(new Error('away')) : t.db.transaction(actor, work);
  const mended = metricsNow({ db: { ...t.db, transaction }, clock: manualClock(NOW) });
  await expect(mended('rc')).rejects.toThrow('away');
  isAway = false;
  expect(await clicksIn(mended('rc'))).toBe(BigInt(clicks));
});

test('an unknown program is none', async () => {
  expect(await metricsNow({ db: t.db, clock: manualClock(NOW) })('nothing')).toBeNull();
});
