import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf } from '../accounts/index.ts';
import { type Program, setRecruiting } from '../programs/index.ts';
import { publishTerms } from '../terms/index.ts';
import {
  acceptancesOf,
  agree,
  approve,
  block,
  decline,
  disconnect,
  join,
  partnershipById,
  partnershipsOfAdSpace,
  unblock,
} from './index.ts';
import { NETWORK_START, testAdSpace, testJoin, testProgram, testPublisher } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const AT = NETWORK_START + 1_000;
let t: TestDatabase;
let db: Database;
let publisher: string;
let program: Program;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  publisher = await testPublisher(db);
  program = (await testProgram(db)).program;
});
afterAll(() => t.drop());

const apply = (adSpaceId: string, code: string, trafficType = 'content_site', at = AT) =>
  db.transaction(SYSTEM, (tx) => join(tx, { adSpaceId, program: code, trafficType, at }));
const change = (adSpaceId: string, code = program.code, at = AT) => ({
  adSpaceId,
  program: code,
  at,
  actor: 'manager',
});
const standing = (adSpaceId: string, code: string) =>
  db.transaction(SYSTEM, (tx) => partnershipById(tx, adSpaceId, code));
const status = async (adSpaceId: string, code: string) => (await standing(adSpaceId, code))?.status;

/** A pair such as RC and WW: approval in the first joins the second, the rules of both are accepted by applying to either. */
async function pair(): Promise<{ rc: Program; ww: Program }> {
  const code = `pair-${Math.random().toString(36).slice(2)}`;
  const { program: rc } = await testProgram(db, {
    code: `${code}-rc`,
    joinsAlso: [`${code}-ww`],
    rulesWith: [`${code}-ww`],
  });
  const { program: ww } = await testProgram(db, { code: `${code}-ww`, rulesWith: [`${code}-rc`] });
  return { rc, ww };
}

describe('applying', () => {
  test('an application waits until it is approved; repeating it changes nothing', async () => {
    const adSpace = await testAdSpace(db, publisher);
    const first = await apply(adSpace.id, program.code);
    expect(first).toMatchObject({ ok: true, value: { status: 'pending', agreed: true, publisherOrg: publisher } });
    expect(await apply(adSpace.id, program.code, 'other', AT + 5)).toEqual(first);
    await db.transaction(SYSTEM, (tx) => approve(tx, change(adSpace.id)));
    expect(await apply(adSpace.id, program.code, 'other')).toMatchObject({
      ok: true,
      value: { status: 'joined', trafficType: 'content_site' },
    });
    expect(await db.transaction(SYSTEM, (tx) => acceptancesOf(tx, adSpace.id))).toHaveLength(1);
  });

  test('two applications at once are one (T-31)', async () => {
    const adSpace = await testAdSpace(db, publisher);
    const answers = await Promise.all(Array.from({ length: 6 }, () => apply(adSpace.id, program.code)));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(await db.transaction(SYSTEM, (tx) => acceptancesOf(tx, adSpace.id))).toHaveLength(1);
  });

  test('while recruiting is suspended it is 409 with the reason, and joined ad spaces stay joined (S-028)', async () => {
    const { program: closed } = await testProgram(db);
    const [early, late] = [await testAdSpace(db, publisher), await testAdSpace(db, publisher)];
    await testJoin(db, early, closed);
    const recruiting = { state: 'suspended', reason: 'payment delays' } as const;
    await db.transaction(SYSTEM, (tx) => setRecruiting(tx, closed.code, recruiting, { at: AT, actor: 'manager' }));
    expect(await apply(late.id, closed.code)).toMatchObject({
      error: { code: 'RECRUITING_SUSPENDED', extra: { reason: 'payment delays' } },
    });
    expect(await status(early.id, closed.code)).toBe('joined');
    await db.transaction(SYSTEM, (tx) =>
      setRecruiting(tx, closed.code, { state: 'open' }, { at: AT + 1, actor: 'manager' }),
    );
    expect(await apply(late.id, closed.code)).toMatchObject({ ok: true });
  });

  test('prohibited traffic, headings and unknown kinds are refused; the two "other" are two (S-126, S-127, S-128)', async () => {
    const adSpace = await testAdSpace(db, publisher);
    expect(await apply(adSpace.id, program.code, 'targeting.facebook')).toMatchObject({
      error: { code: 'TRAFFIC_TYPE_PROHIBITED' },
    });
    expect(await apply(adSpace.id, program.code, 'targeting')).toMatchObject({
      error: {
        code: 'TRAFFIC_TYPE_UNKNOWN',
        extra: { allowed: ['content_site', 'targeting.other', 'other', 'toolbar'] },
      },
    });
    expect(await apply(adSpace.id, program.code, 'smoke')).toMatchObject({
      error: { code: 'TRAFFIC_TYPE_UNKNOWN', value: 'smoke' },
    });
    expect(await apply(adSpace.id, program.code, 'other')).toMatchObject({ value: { agreementNeeded: false } });
    const second = await testAdSpace(db, publisher);
    expect(await apply(second.id, program.code, 'targeting.other')).toMatchObject({
      value: { agreementNeeded: true, agreed: false },
    });
  });

  test('an unknown program or ad space, a stopped program and an ad space that is not active are refused', async () => {
    const pending = await testAdSpace(db, publisher, { status: 'pending' });
    const active = await testAdSpace(db, publisher);
    const { program: stopped } = await testProgram(db, { status: 'stopped' });
    expect(await apply(pending.id, program.code)).toMatchObject({ error: { code: 'AD_SPACE_NOT_ACTIVE' } });
    expect(await apply(active.id, stopped.code)).toMatchObject({ error: { code: 'PROGRAM_NOT_ACTIVE' } });
    expect(await apply(active.id, 'nowhere')).toMatchObject({ error: { code: 'not_found', field: 'program' } });
    expect(await apply('00000000-0000-4000-8000-000000000000', program.code)).toMatchObject({
      error: { code: 'not_found', field: 'ad_space' },
    });
  });
});

describe('agreement (S-125)', () => {
  test('a kind of traffic by agreement is joined without one and agreed from the record on', async () => {
    const adSpace = await testAdSpace(db, publisher);
    const joined = await testJoin(db, adSpace, program, 'toolbar');
    expect(joined).toMatchObject({ status: 'joined', agreementNeeded: true, agreed: false, agreement: null });
    await db.transaction(SYSTEM, (tx) => agree(tx, change(adSpace.id)));
    const agreed = await standing(adSpace.id, program.code);
    expect(agreed).toMatchObject({ agreed: true, agreement: { by: 'manager', at: AT } });
    expect(await db.transaction(SYSTEM, (tx) => agree(tx, change(adSpace.id, program.code, AT + 9)))).toEqual({
      ok: true,
      value: agreed,
    });
  });

  test('an application anew starts without the old agreement', async () => {
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, program, 'toolbar');
    await db.transaction(SYSTEM, async (tx) => {
      await agree(tx, change(adSpace.id));
      await disconnect(tx, change(adSpace.id));
    });
    expect(await apply(adSpace.id, program.code, 'toolbar')).toMatchObject({
      value: { agreed: false, status: 'pending' },
    });
  });
});

describe('programs that belong together', () => {
  test('approval in the first joins the second at the same moment, not the other way round (S-115)', async () => {
    const { rc, ww } = await pair();
    const [both, one] = [await testAdSpace(db, publisher), await testAdSpace(db, publisher)];
    await apply(both.id, rc.code);
    const joined = await db.transaction(SYSTEM, (tx) => approve(tx, change(both.id, rc.code, AT + 7)));
    expect(joined).toMatchObject({ ok: true, value: [{ program: rc.code }, { program: ww.code }] });
    expect(await standing(both.id, rc.code)).toMatchObject({ status: 'joined', joinedAt: AT + 7, joinedThrough: null });
    expect(await standing(both.id, ww.code)).toMatchObject({
      status: 'joined',
      joinedAt: AT + 7,
      joinedThrough: rc.code,
    });
    await testJoin(db, one, ww);
    expect(await standing(one.id, rc.code)).toBeNull();
  });

  test('an ad space blocked in the second stays blocked there (S-115)', async () => {
    const { rc, ww } = await pair();
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, ww);
    await db.transaction(SYSTEM, (tx) => block(tx, { ...change(adSpace.id, ww.code), reason: 'brand search' }));
    await testJoin(db, adSpace, rc);
    expect([await status(adSpace.id, rc.code), await status(adSpace.id, ww.code)]).toEqual(['joined', 'blocked']);
  });

  test('when the second cannot be joined because of a defect, neither is', async () => {
    const { rc } = await pair();
    const adSpace = await testAdSpace(db, publisher);
    await apply(adSpace.id, rc.code);
    const failing = db.transaction(SYSTEM, async (tx) => {
      await approve(tx, change(adSpace.id, rc.code));
      throw new Error('power cut');
    });
    await expect(failing).rejects.toThrow('power cut');
    expect(await db.transaction(SYSTEM, (tx) => partnershipsOfAdSpace(tx, adSpace.id))).toMatchObject([
      { status: 'pending' },
    ]);
  });

  test('applying to either accepts the rules of both, in the versions of that moment (S-116)', async () => {
    const names = ['aliexpress-ru-cis-new', 'aliexpress-ww'];
    for (const code of names) {
      await testProgram(db, { code, rulesWith: names.filter((name) => name !== code) });
      const text = await readFile(new URL(`../../programs/${code}.terms`, import.meta.url), 'utf8');
      const published = await db.transaction(SYSTEM, (tx) =>
        publishTerms(tx, { program: code, text, at: NETWORK_START, actor: 'test' }),
      );
      expect(published).toMatchObject({ ok: true });
    }
    const adSpace = await testAdSpace(db, publisher);
    await apply(adSpace.id, 'aliexpress-ww');
    expect(await db.transaction(SYSTEM, (tx) => acceptancesOf(tx, adSpace.id))).toMatchObject([
      { rulesOf: 'aliexpress-ru-cis-new', terms: { number: 1, version: 'R1' }, acceptedAt: AT },
      { rulesOf: 'aliexpress-ww', terms: { number: 1, version: 'W1' }, acceptedAt: AT },
    ]);
    await expect(db.pool.query('set role tributary_owner; delete from partnerships.acceptance')).rejects.toThrow(
      'only grows',
    );
  });
});

describe('verdicts', () => {
  test('a block names reason, author and time, and keeps the ad space from applying until it is lifted (S-090)', async () => {
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, program);
    await db.transaction(SYSTEM, (tx) => block(tx, { ...change(adSpace.id), reason: 'brand search' }));
    expect(await standing(adSpace.id, program.code)).toMatchObject({
      verdict: { reason: 'brand search', by: 'manager', at: AT },
    });
    expect(await apply(adSpace.id, program.code)).toMatchObject({
      error: { code: 'BLOCKED_IN_PROGRAM', detail: expect.stringContaining('brand search') },
    });
    await db.transaction(SYSTEM, (tx) => unblock(tx, change(adSpace.id)));
    expect(await status(adSpace.id, program.code)).toBe('joined');
    const audit = await db.transaction(SYSTEM, (tx) => auditOf(tx, `partnership:${adSpace.id}/${program.code}`, 10));
    expect(audit.map(({ action }) => action).sort()).toEqual([
      'partnership.blocked',
      'partnership.joined',
      'partnership.unblocked',
    ]);
  });

  test('the end of a block leads back to where the ad space stood, also while recruiting is suspended', async () => {
    const [pending, declined] = [await testAdSpace(db, publisher), await testAdSpace(db, publisher)];
    await apply(pending.id, program.code);
    await apply(declined.id, program.code);
    await db.transaction(SYSTEM, (tx) => decline(tx, { ...change(declined.id), reason: 'no content' }));
    const joined = await testAdSpace(db, publisher);
    await testJoin(db, joined, program);
    const before = await Promise.all([pending, declined, joined].map(({ id }) => standing(id, program.code)));
    for (const { id } of [pending, declined, joined]) {
      await db.transaction(SYSTEM, (tx) => block(tx, { ...change(id), reason: 'spam' }));
    }
    const recruiting = { state: 'suspended', reason: 'Enough.' } as const;
    await db.transaction(SYSTEM, (tx) => setRecruiting(tx, program.code, recruiting, { at: AT, actor: 'x' }));
    for (const { id } of [pending, declined, joined]) await db.transaction(SYSTEM, (tx) => unblock(tx, change(id)));
    expect(await Promise.all([pending, declined, joined].map(({ id }) => standing(id, program.code)))).toEqual(before);
    expect(before.map((each) => each?.status)).toEqual(['pending', 'declined', 'joined']);
    await db.transaction(SYSTEM, (tx) => setRecruiting(tx, program.code, { state: 'open' }, { at: AT, actor: 'x' }));
  });

  test('a verdict without a reason is refused', async () => {
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, program);
    expect(await db.transaction(SYSTEM, (tx) => block(tx, { ...change(adSpace.id), reason: ' ' }))).toMatchObject({
      error: { field: 'reason' },
    });
    expect(await status(adSpace.id, program.code)).toBe('joined');
  });

  test('leaving one program leaves the other untouched (S-117)', async () => {
    const { rc, ww } = await pair();
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, rc);
    await db.transaction(SYSTEM, (tx) => disconnect(tx, change(adSpace.id, rc.code)));
    expect([await status(adSpace.id, rc.code), await status(adSpace.id, ww.code)]).toEqual(['disconnected', 'joined']);
  });

  test('approve and decline at once: one of them happens, the other is told (T-31)', async () => {
    for (let round = 0; round < 5; round += 1) {
      const adSpace = await testAdSpace(db, publisher);
      await apply(adSpace.id, program.code);
      const answers = await Promise.all([
        db.transaction(SYSTEM, (tx) => approve(tx, change(adSpace.id))),
        db.transaction(SYSTEM, (tx) => decline(tx, { ...change(adSpace.id), reason: 'audience' })),
      ]);
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      expect(answers.filter((answer) => !answer.ok && answer.error.code === 'transition_not_possible')).toHaveLength(1);
    }
  });
});

test('both sides see their partnerships, others none, and nobody without an organisation (I-32, I-33)', async () => {
  const stranger = await testPublisher(db);
  await testJoin(db, await testAdSpace(db, publisher), program);
  await testJoin(db, await testAdSpace(db, stranger), (await testProgram(db)).program);
  const seen = (org: string | null, table: string) =>
    db.transaction({ role: 'app', org }, (tx) =>
      tx.query<{ publisher_org: string; program: string }>(`select * from partnerships.${table}`),
    );
  for (const table of ['partnership', 'acceptance']) {
    for (const org of [publisher, stranger]) {
      const own = await seen(org, table);
      expect(own.length).toBeGreaterThan(0);
      expect(own.every((row) => row.publisher_org === org)).toBe(true);
    }
    expect(await seen(null, table)).toEqual([]);
  }
  const ofProgram = await seen(program.advertiserOrg, 'partnership');
  expect(ofProgram.length).toBeGreaterThan(0);
  expect(new Set(ofProgram.map((row) => row.program))).toEqual(new Set([program.code]));
  expect(await seen(program.advertiserOrg, 'acceptance')).toEqual([]);
});
