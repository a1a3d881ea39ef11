import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instant } from '../../core/time/instant.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf } from '../accounts/index.ts';
import { ORDERED_AT, RC } from '../commissions/testing.ts';
import { countWaiting } from './case-store.ts';
import {
  answerAppeal,
  appealSanction,
  liftSanction,
  openCase,
  type Sanction,
  sanctionAtOnce,
  setAppealDays,
} from './index.ts';
import { namesOf } from './names.ts';
import { shownSanction } from './shown.ts';
import { type ConductNetwork, conductNetwork } from './testing.ts';

const DAY_MS = 86_400_000;
const AT = ORDERED_AT + 3_600_000;
const by = { at: AT, actor: 'user:otto' };
let t: TestDatabase;
let db: Database;
let n: ConductNetwork;
beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  n = await conductNetwork(db);
});
afterAll(() => t.drop());

const asSystem = <T>(work: (tx: Tx) => Promise<T>) => db.transaction({ role: 'system' }, work);

async function warned(): Promise<Sanction> {
  const whom = { program: RC, publisherOrg: n.publisher, adSpaceId: null, rule: 'pop' };
  const made = await asSystem((tx) =>
    sanctionAtOnce(tx, n.deps, {
      ...whom,
      level: 'warning',
      violation: null,
      reason: 'A window under the page.',
      ...by,
    }),
  );
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}

const appeal = (id: string, at: Instant) =>
  asSystem((tx) => appealSanction(tx, { id, publisherOrg: n.publisher, text: 'Not ours.', at, actor: 'user:paula' }));

describe('the time to object', () => {
  test('is fourteen days: at their last moment an objection is taken, after it refused with that moment', async () => {
    const made = await warned();
    expect(made.appealUntil).toBe(AT + 14 * DAY_MS);
    expect(await appeal(made.id, made.appealUntil)).toMatchObject({ ok: true });
    expect(await appeal(made.id, made.appealUntil + 1)).toMatchObject({
      error: { code: 'APPEAL_TOO_LATE', extra: { until: '2022-06-29T10:00:00.000Z' } },
    });
  });

  test('may be another in a program, for the sanctions to come only, with an audit record', async () => {
    const before = await warned();
    const change = { program: RC, days: 30, ...by };
    expect(await asSystem((tx) => setAppealDays(tx, change))).toMatchObject({ ok: true });
    expect((await warned()).appealUntil).toBe(AT + 30 * DAY_MS);
    expect(await appeal(before.id, before.appealUntil + 1)).toMatchObject({ error: { code: 'APPEAL_TOO_LATE' } });
    expect((await asSystem((tx) => auditOf(tx, `program:${RC}`, 1)))[0]).toMatchObject({
      action: 'conduct.appeal_period_changed',
      detail: { from: 14, to: 30 },
    });
    expect(await asSystem((tx) => setAppealDays(tx, { ...change, program: 'none' }))).toMatchObject({
      error: { code: 'not_found' },
    });
  });
});

describe('an objection', () => {
  test('waits until the network says why the sanction stays; then its publisher is told, and it is settled', async () => {
    const made = await warned();
    const answer = { id: made.id, text: 'Your own server sent it.', ...by };
    expect(await asSystem((tx) => answerAppeal(tx, answer))).toMatchObject({
      error: { code: 'transition_not_possible', field: 'appeal' },
    });
    const waiting = async () => (await asSystem(countWaiting)).appeals;
    const before = await waiting();
    await appeal(made.id, AT);
    expect(await waiting()).toBe(before + 1);
    expect(await asSystem((tx) => answerAppeal(tx, answer))).toMatchObject({
      ok: true,
      value: { appeal: { text: 'Not ours.', answer: { text: 'Your own server sent it.', by: 'user:otto' } } },
    });
    expect(await waiting()).toBe(before);
    const told = await asSystem((tx) =>
      tx.query(`select data from notifications.notice where kind = 'conduct_upheld' and subject = $1`, [
        `sanction:${made.id}`,
      ]),
    );
    const data = { program: 'AliExpress RU&CIS NEW', rule: 'pop', reason: 'Your own server sent it.' };
    expect(told).toEqual([{ data }]);
    expect(await appeal(made.id, AT)).toMatchObject({ error: { code: 'transition_not_possible' } });
    const actions = (await asSystem((tx) => auditOf(tx, `sanction:${made.id}`, 9))).map(({ action }) => action).sort();
    expect(actions).toEqual(['sanction.appealed', 'sanction.imposed', 'sanction.upheld']);
  });

  test('that is granted lifts the sanction, and its publisher reads why', async () => {
    const made = await warned();
    await appeal(made.id, AT);
    await asSystem((tx) => liftSanction(tx, { id: made.id, reason: 'It was the shop’s.', ...by }));
    const told = await asSystem((tx) =>
      tx.query<{ reason: string }>(
        `select data->>'reason' as reason from notifications.notice where kind = 'conduct_lifted' and subject = $1`,
        [`sanction:${made.id}`],
      ),
    );
    expect(told).toEqual([{ reason: 'It was the shop’s.' }]);
    expect(await asSystem((tx) => answerAppeal(tx, { id: made.id, text: 'x', ...by }))).toMatchObject({
      error: { code: 'transition_not_possible' },
    });
  });
});

test('against an expulsion there is no objection: it is for good, and is shown so (S-109)', async () => {
  const own = await conductNetwork(db);
  const whom = { program: RC, publisherOrg: own.publisher, adSpaceId: null, rule: 'refund_urging' };
  const judgement = { level: 'expelled', violation: null, reason: 'Refunds were asked for.', ...by } as const;
  const made = await asSystem((tx) => sanctionAtOnce(tx, own.deps, { ...whom, ...judgement }));
  if (!made.ok) throw new Error(made.error.detail);
  const objection = { id: made.value.id, publisherOrg: own.publisher, text: 'Not ours.', at: AT, actor: 'user:paula' };
  expect(await asSystem((tx) => appealSanction(tx, objection))).toMatchObject({
    error: { code: 'transition_not_possible', field: 'level', value: 'expelled' },
  });
  const names = await asSystem((tx) => namesOf(tx, [made.value]));
  expect(shownSanction(made.value, names, AT)).toMatchObject({ may_appeal: false, appeal_until: null });
});

describe('the rules that are cited (S-111)', () => {
  test('are those of the moment of the offence, not of the moment when somebody writes about it', async () => {
    const changedAt = AT - 2 * DAY_MS;
    const deps = {
      ...n.deps,
      rulesInForce: async (_q: unknown, _program: string, at: Instant | null) => ({
        version: at !== null && at < changedAt ? 1 : 2,
        rules: [{ number: at !== null && at < changedAt ? 8 : 7, key: 'pop', text: 'No windows.' }],
      }),
    };
    const about = { program: RC, publisherOrg: null, adSpaceId: n.first.id, rule: 'pop', evidence: 'x', ...by };
    const open = (happenedAt: Instant, adSpaceId: string) =>
      asSystem((tx) => openCase(tx, deps, { ...about, adSpaceId, origin: 'person', happenedAt }));
    expect(await open(changedAt - 1, n.first.id)).toMatchObject({ value: { rulesVersion: 1, ruleNumber: 8 } });
    expect(await open(changedAt, n.second.id)).toMatchObject({ value: { rulesVersion: 2, ruleNumber: 7 } });
    expect(await open(AT + 1, n.second.id)).toMatchObject({ error: { field: 'happened_at' } });
  });
});
