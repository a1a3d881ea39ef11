import { afterAll, beforeAll, expect, test } from 'vitest';
import { event, NOON, type Recorder, recorder, report } from '../../../modules/orders/testing.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { waitingEvents } from './doctor.ts';

const DAY_MS = 86_400_000;

let t: TestDatabase;
let r: Recorder;
beforeAll(async () => {
  t = await testDatabase();
  r = recorder(t.db);
});
afterAll(() => t.drop());

test('an event that has waited more than a day for its order is named, in whatever program, until the order comes (G-8)', async () => {
  await r.events(event('W1', { type: 'goods_received' }, NOON));
  expect(await waitingEvents(t.db, NOON + DAY_MS)).toEqual([]);
  expect(await waitingEvents(t.db, NOON + DAY_MS + 1)).toEqual([
    'order shop/W1: goods_received has waited for it since 2022-06-15T12:00:00.000Z',
  ]);
  await r.reports(report('W1'));
  expect(await waitingEvents(t.db, NOON + DAY_MS + 1)).toEqual([]);
});
