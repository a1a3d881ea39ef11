import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import type { CommandEnvironment } from '../environment.ts';
import { composeNetwork } from '../network.ts';
import { register } from './clicks-parked.ts';

const AT = Date.UTC(2022, 5, 15);

let t: TestDatabase;
let environment: CommandEnvironment;
beforeAll(async () => {
  t = await testDatabase();
  const master = { bytes: Buffer.alloc(32, 1), warning: null };
  const network = composeNetwork({ db: t.db, clock: manualClock(AT), master });
  environment = { withDatabase: (work) => work(t.db), withNetwork: (work) => work(network) };
});
afterAll(() => t.drop());

async function run(...args: string[]) {
  const said = { text: '', status: 0 };
  const program = new Command().exitOverride();
  register(program, environment, {
    out: (text) => {
      said.text += text;
    },
    err: (text) => {
      said.text += text;
    },
    exit: (code) => {
      said.status = code;
    },
  });
  await program.parseAsync(['clicks', ...args], { from: 'user' });
  return said;
}

test('records that the store refused are listed with their reasons, and tried again', async () => {
  expect(await run('parked')).toEqual({ text: 'no record is parked\n', status: 0 });
  expect(await run('retry-parked')).toEqual({ text: '0 stored, 0 were there already, 0 refused again\n', status: 0 });
  await t.db.pool.query(
    `begin; set local role tributary_owner;
     insert into clicks.parked (segment, ordinal, parked_at, reason, record)
       values ('0000000001-aa', 7, '2022-06-14T00:00:00Z', 'no click at all', 'nonsense'); commit`,
  );
  const { text } = await run('parked');
  expect(text).toMatch(/0000000001-aa +7 +2022-06-14T00:00:00.000Z +no click at all/);
  expect(JSON.parse((await run('parked', '--json')).text)).toEqual([
    {
      segment: '0000000001-aa',
      ordinal: 7,
      parked_at: '2022-06-14T00:00:00.000Z',
      reason: 'no click at all',
      record: 'nonsense',
    },
  ]);
  const retried = await run('retry-parked', '--json');
  expect([JSON.parse(retried.text), retried.status]).toEqual([{ stored: 0, repeated: 0, parked: 1 }, 1]);
});
