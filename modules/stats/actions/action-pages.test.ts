import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { recordActions, recordProgram } from '../record.ts';
import { actionFact, at, PUBLISHER, programFact } from '../testing.ts';
import type { ActionQuery } from './action-request.ts';
import { settleActions } from './action-rollup.ts';
import { selectActions } from './action-store.ts';

const START = at('2022-06-01T00:00:00.000Z');
const HOUR_MS = 3_600_000;
const ZONES = ['Pacific/Kiritimati', 'Etc/GMT+12', 'Europe/Moscow'];
const ORDERS = 300;

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
  await t.db.transaction({ role: 'system' }, async (tx) => {
    for (const [index, timeZone] of ZONES.entries())
      await recordProgram(tx, programFact(`zone-${index}`, { timeZone }));
    const orders = Array.from({ length: ORDERS }, (_, index) =>
      actionFact(`zone-${index % ZONES.length}`, `O${index}`, START + index * 1.7 * HOUR_MS),
    );
    await recordActions(tx, orders);
  });
});
afterAll(() => t.drop());

const asked: ActionQuery = {
  since: '2022-05-01',
  until: '2022-08-01',
  ...{
    statuses: null,
    reasons: null,
    programs: null,
    adSpaces: null,
    words: {},
    hours: null,
    subid: null,
    orderId: null,
    paid: null,
  },
  before: null,
  limit: 7,
  publisherOrg: PUBLISHER,
};

async function pages(query: ActionQuery): Promise<string[]> {
  const found: string[] = [];
  for (let before: ActionQuery['before'] = null; ; ) {
    const page = await t.db.transaction({ role: 'app', org: PUBLISHER }, (tx) =>
      selectActions(tx, { ...query, before }),
    );
    found.push(...page.map(({ order_id }) => order_id));
    const last = page.at(-1);
    if (last === undefined) return found;
    before = { orderedAt: last.ordered_at, program: last.program, orderId: last.order_id };
  }
}

async function expectPages(words: ActionQuery['words']): Promise<void> {
  const all = Array.from({ length: ORDERS }, (_, index) => `O${ORDERS - 1 - index}`);
  expect(await pages({ ...asked, words })).toEqual(all);
  expect(await pages({ ...asked, words, programs: ['zone-1'], limit: 2 })).toEqual(
    all.filter((order) => Number(order.slice(1)) % ZONES.length === 1),
  );
  expect(await pages({ ...asked, words, limit: 500 })).toEqual(all);
}

test('orders of programs whose days begin 26 hours apart come newest first, each once, page by page', async () => {
  // The days of a page are known by the sums of actions, whether these have been added or not, or are looked for order by order.
  await expectPages({});
  await t.db.transaction({ role: 'system' }, settleActions);
  await expectPages({ device: ['desktop'] });
  await expectPages({ device: ['desktop'], country: ['RU'] });
  expect(await pages({ ...asked, words: { country: ['KZ'] } })).toEqual([]);
});
