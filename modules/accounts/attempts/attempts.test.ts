import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type Bound, countTry } from './attempts.ts';

const NOW = Date.parse('2022-06-15T09:00:00.000Z');
const bound: Bound = { free: 2, most: 4, windowMs: 60_000 };
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const counted = (at: number) =>
  t.db.transaction({ role: 'system' }, (tx) => countTry(tx, [{ what: ['door'], bound }], at));

test('of two at the same door the one that began first is not sent away because the other was counted first', async () => {
  expect(await counted(NOW + 5)).toMatchObject({ ok: true });
  expect(await counted(NOW)).toMatchObject({ ok: true });
  // Those that are free are used up now.
  expect(await counted(NOW)).toMatchObject({ ok: false, error: { code: 'too_many_tries', extra: { retry_after: 1 } } });
});
