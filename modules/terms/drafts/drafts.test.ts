import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkText } from '../../../core/terms/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { programByCode } from '../../programs/index.ts';
import { NOW, type TermsNetwork, termsNetwork } from '../testing.ts';
import { starterText } from './starter.ts';

const SYSTEM = { role: 'system' } as const;
let t: TestDatabase;
let n: TermsNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await termsNetwork(t.db);
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

const urlOf = (code: string, rest: string) => `/api/v1/programs/${code}/terms/${rest}`;
const save = (code: string, body: object) => n.ask(n.advertiser, 'PUT', urlOf(code, 'draft'), body);
const workspace = async (code: string) => Object((await n.ask(n.advertiser, 'GET', urlOf(code, 'workspace'))).body);

describe('a draft', () => {
  test('is kept for its author, a revision a save, and a save over one that was not seen is refused', async () => {
    await n.program('drafts');
    expect((await workspace('drafts')).draft).toBeNull();
    expect(await save('drafts', { text: 'one', based_on: 0, revision: 0 })).toMatchObject({ body: { revision: 1 } });
    expect(await save('drafts', { text: 'two', based_on: 0, revision: 1 })).toMatchObject({ body: { revision: 2 } });
    for (const revision of [0, 1, 3]) {
      expect(await save('drafts', { text: 'three', based_on: 0, revision })).toMatchObject({
        status: 409,
        body: { code: 'draft_conflict', revision: 2 },
      });
    }
    expect((await workspace('drafts')).draft).toMatchObject({ text: 'two', saved_at: new Date(NOW).toISOString() });
    const others = await t.db.transaction({ role: 'app', org: n.other.orgId }, (tx) =>
      tx.query('select from terms.draft'),
    );
    expect(others).toEqual([]);
    expect((await n.ask(n.other, 'GET', urlOf('drafts', 'workspace'))).status).toBe(404);
    expect((await n.ask(n.advertiser, 'DELETE', urlOf('drafts', 'draft'))).status).toBe(204);
    expect((await workspace('drafts')).draft).toBeNull();
    // Gone in another window: what was seen there is not there any more.
    expect((await save('drafts', { text: 'four', based_on: 0, revision: 2 })).status).toBe(409);
  });

  test('is gone when its text was published', async () => {
    await n.program('drafted');
    const { starter } = await workspace('drafted');
    await save('drafted', { text: starter, based_on: 0, revision: 0 });
    const published = await n.ask(n.advertiser, 'POST', '/api/v1/programs/drafted/terms', {
      text: starter,
      based_on: 0,
    });
    expect(published.status).toBe(200);
    expect(await workspace('drafted')).toMatchObject({ draft: null, current: { publication: 1, current: 'V1' } });
  });

  test('begins with a text that can be published as it stands, whatever the program is called', async () => {
    await n.program('named', { name: 'The "Corner" \\ Shop', defaultCurrency: 'EUR', timeZone: 'Europe/Berlin' });
    const program = await t.db.transaction(SYSTEM, (tx: Tx) => programByCode(tx, 'named'));
    if (program === null) throw new Error('the program is gone');
    const { terms, problems } = checkText(starterText(program));
    expect(problems).toEqual([]);
    expect(terms).toMatchObject({ code: 'named', name: 'The "Corner" \\ Shop', timeZone: 'Europe/Berlin' });
  });
});

describe('a trial on recorded orders', () => {
  const begin = (code: string, text: string, more: object = {}) =>
    n.ask(n.advertiser, 'POST', urlOf(code, 'backtests'), {
      text,
      from: '2022-05-01T00:00:00Z',
      until: '2022-06-01T00:00:00Z',
      ...more,
    });
  const look = async (code: string, id: string) =>
    Object((await n.ask(n.advertiser, 'GET', urlOf(code, `backtests/${id}`))).body);

  /** Until it is as expected; each look is a request, so this ends when the work has. */
  async function until(code: string, id: string, isIt: (job: { status: string; done: number }) => boolean) {
    for (;;) {
      const job = await look(code, id);
      if (isIt(job)) return job;
    }
  }

  test('tells how far it is, and its report when it is done', async () => {
    await n.program('trial');
    const { starter } = await workspace('trial');
    const started = await begin('trial', starter);
    expect(started).toMatchObject({ status: 202, body: { status: 'running', done: 0, report: null } });
    const id = Object(started.body).id;
    expect(await begin('trial', starter)).toMatchObject({
      status: 409,
      body: { code: 'backtest_running', backtest: id },
    });
    await n.orders.step();
    expect(await until('trial', id, ({ done }) => done === 5)).toMatchObject({ status: 'running', total: 10 });
    await n.orders.step();
    const done = await until('trial', id, ({ status }) => status !== 'running');
    expect(done).toMatchObject({
      status: 'done',
      report: { orders: 10, changed: 4, publishers: [], most_changed: [] },
    });
    expect((await n.ask(n.other, 'GET', urlOf('trial', `backtests/${id}`))).status).toBe(404);
  });

  test('can be cancelled, and then another may begin', async () => {
    await n.program('cancelled');
    const { starter } = await workspace('cancelled');
    const id = Object((await begin('cancelled', starter)).body).id;
    const cancelled = await n.ask(n.advertiser, 'DELETE', urlOf('cancelled', `backtests/${id}`));
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', report: null } });
    await n.orders.step();
    const next = Object((await begin('cancelled', starter)).body).id;
    await n.orders.step();
    await n.orders.step();
    expect(await until('cancelled', next, ({ status }) => status !== 'running')).toMatchObject({ status: 'done' });
    expect(await look('cancelled', id)).toMatchObject({ status: 'cancelled' });
  });

  test('that nobody works on any more has failed', async () => {
    await n.program('left');
    const { starter } = await workspace('left');
    const id = Object((await begin('left', starter)).body).id;
    n.clock.set(NOW + 61_000);
    expect(await look('left', id)).toMatchObject({ status: 'failed' });
    n.clock.set(NOW);
    await n.ask(n.advertiser, 'DELETE', urlOf('left', `backtests/${id}`));
    await n.orders.step();
  });

  test('of a text that cannot be read, or of no time at all, is refused', async () => {
    await n.program('unread');
    const { starter } = await workspace('unread');
    expect(await begin('unread', 'program')).toMatchObject({ status: 422, body: { code: 'terms_invalid' } });
    expect(await begin('unread', starter, { version: 'V9' })).toMatchObject({ body: { field: 'version' } });
    expect(await begin('unread', starter, { until: '2022-05-01T00:00:00Z' })).toMatchObject({
      body: { field: 'until' },
    });
  });
});
