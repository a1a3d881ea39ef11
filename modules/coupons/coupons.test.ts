import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf } from '../accounts/index.ts';
import { setAdSpaceStatus } from '../ad-spaces/index.ts';
import { block, disconnect } from '../partnerships/index.ts';
import { testAdSpace, testJoin, testPublisher } from '../partnerships/testing.ts';
import { type Coupon, couponOwners, createCoupon, endCoupon, type NewCoupon } from './index.ts';
import { type CouponNetwork, couponNetwork } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const DAY_MS = 86_400_000;
let t: TestDatabase;
let n: CouponNetwork;
let now: number;
beforeAll(async () => {
  t = await testDatabase();
  n = await couponNetwork(t.db);
  now = n.clock.now();
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

const system = <T>(work: (tx: Tx) => Promise<T>) => t.db.transaction(SYSTEM, work);
const create = (more: Partial<NewCoupon> & { readonly code: string }) =>
  system((tx) => createCoupon(tx, { program: 'shop', adSpaceId: n.space.id, at: now, actor: 'test', ...more }));
async function made(more: Partial<NewCoupon> & { readonly code: string }): Promise<Coupon> {
  const coupon = await create(more);
  if (!coupon.ok) throw new Error(coupon.error.detail);
  return coupon.value;
}
const end = (coupon: Coupon, until: number, at = now) =>
  system((tx) => endCoupon(tx, { program: 'shop', id: coupon.id, until, at, actor: 'test' }));
const ownersOf = (...asked: readonly (readonly [code: string, at: number, program?: string])[]) =>
  system(async (tx) => {
    const owners = await couponOwners(
      tx,
      asked.map(([code, at, program = 'shop']) => ({ code, at, program })),
    );
    return owners.map((owner) => owner?.adSpaceId ?? null);
  });

describe('whose a code is', () => {
  test('is asked at the time of the order: from its beginning until before its end, in any case and width of letters', async () => {
    await made({ code: 'Corner10', validFrom: now + DAY_MS, validUntil: now + 2 * DAY_MS });
    const begin = now + DAY_MS;
    const finish = now + 2 * DAY_MS;
    expect(
      await ownersOf(['corner10', begin - 1], ['CORNER10', begin], [' Ｃorner10 ', finish - 1], ['Corner10', finish]),
    ).toEqual([null, n.space.id, n.space.id, null]);
  });

  test('many codes are answered at once, each in its place; public and unknown ones are nobody’s', async () => {
    await made({ code: 'MANY' });
    await made({ code: 'PUBLIC', adSpaceId: null });
    expect(await ownersOf(['PUBLIC', now], ['MANY', now], ['NEVER', now], ['MANY', now, 'other-shop'])).toEqual([
      null,
      n.space.id,
      null,
      null,
    ]);
    expect(await ownersOf()).toEqual([]);
  });

  test('says what a decision needs of the ad space', async () => {
    await made({ code: 'FACTS' });
    const [owner] = await system((tx) => couponOwners(tx, [{ program: 'shop', code: 'facts', at: now }]));
    expect(owner).toEqual({
      adSpaceId: n.space.id,
      adSpaceCode: n.space.code,
      publisherOrg: n.space.orgId,
      kind: 'content_site',
      trafficType: 'content_site',
      dropshipping: false,
      blocked: false,
      agreed: true,
    });
  });

  test('a blocked ad space still owns it, so that its orders say why; one that left or was put out of the program does not', async () => {
    const publisher = await testPublisher(t.db);
    const spaces = await Promise.all([1, 2, 3].map(() => testAdSpace(t.db, publisher)));
    for (const [index, space] of spaces.entries()) {
      await testJoin(t.db, space, n.shop);
      await made({ code: `LEAVES-${index}`, adSpaceId: space.id });
    }
    const [blocked, left, putOut] = spaces.map(({ id }) => id);
    const change = { program: 'shop', at: now, actor: 'test', reason: 'breach' };
    await system((tx) => setAdSpaceStatus(tx, { ...change, id: blocked ?? '', status: 'blocked' }));
    await system((tx) => disconnect(tx, { ...change, adSpaceId: left ?? '' }));
    await system((tx) => block(tx, { ...change, adSpaceId: putOut ?? '' }));
    const asked = [0, 1, 2].map((index) => ({ program: 'shop', code: `LEAVES-${index}`, at: now }));
    const owners = await system((tx) => couponOwners(tx, asked));
    expect(owners.map((owner) => owner?.blocked ?? null)).toEqual([true, null, null]);
  });
});

describe('a code means one coupon at a time', () => {
  test('one that overlaps is refused and named, one that follows is not', async () => {
    const first = await made({ code: 'ONE', validUntil: now + DAY_MS });
    expect(await create({ code: 'one', validFrom: now + DAY_MS - 1 })).toMatchObject({
      error: { code: 'coupon_taken', field: 'code', extra: { coupon: first.id } },
    });
    expect(await create({ code: 'one', validFrom: now + DAY_MS })).toMatchObject({ ok: true });
  });

  test('of many made at once, one stays (T-31)', async () => {
    const answers = await Promise.all(['RACE', 'race', 'Race', 'rACE'].map((code) => create({ code })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('the database refuses a second one too, and that any is removed', async () => {
    const coupon = await made({ code: 'KEPT' });
    const again = `insert into coupons.coupon select gen_random_uuid(), program, advertiser_org, code, code_key, ad_space_id, publisher_org,
      valid_from, valid_until, created_at, created_by from coupons.coupon where coupon_id = $1`;
    await expect(system((tx) => tx.query(again, [coupon.id]))).rejects.toThrow('another coupon at that time');
    await expect(system((tx) => tx.query('delete from coupons.coupon'))).rejects.toThrow('permission denied');
    await expect(t.db.pool.query('set role tributary_owner; delete from coupons.coupon')).rejects.toThrow(
      'keeps what was',
    );
  });
});

describe('an advertiser', () => {
  test.each([
    ['code', { code: 'two words' }],
    ['code', { code: '' }],
    ['code', { code: 'x'.repeat(65) }],
    ['valid_from', { code: 'PAST', validFrom: Date.parse('2022-03-15T09:59:59.999Z') }],
    ['valid_until', { code: 'EMPTY', validUntil: Date.parse('2022-03-15T10:00:00.000Z') }],
  ])('is told which field is wrong: %s of %o', async (field, more) => {
    expect(await create(more)).toMatchObject({ error: { code: 'field_invalid', field, detail: expect.any(String) } });
  });

  test('gives codes to ad spaces that have joined only, without learning of others', async () => {
    const strange = await create({ code: 'STRANGE', adSpaceId: n.strangeSpace.id });
    const unknown = await create({ code: 'STRANGE', adSpaceId: '0c000000-0000-4000-8000-00000000000f' });
    for (const answer of [strange, unknown]) {
      expect(answer).toMatchObject({
        error: { code: 'ad_space_not_joined', detail: 'No ad space with this id has joined shop.' },
      });
    }
  });

  test('ends a coupon from now or later on; what was before stays, and nothing is ended twice', async () => {
    const coupon = await made({ code: 'ENDS' });
    expect(await end(coupon, now - 1)).toMatchObject({ error: { code: 'field_invalid', field: 'valid_until' } });
    expect(await end(coupon, now + DAY_MS)).toMatchObject({ value: { validUntil: now + DAY_MS } });
    expect(await end(coupon, now + 2 * DAY_MS)).toMatchObject({ error: { field: 'valid_until' } });
    expect(await ownersOf(['ENDS', now + DAY_MS - 1], ['ENDS', now + DAY_MS])).toEqual([n.space.id, null]);
    expect(await end(coupon, now + DAY_MS, now + DAY_MS)).toMatchObject({ error: { code: 'coupon_ended' } });
    const actions = (await system((tx) => auditOf(tx, `coupon:${coupon.id}`, 10))).map(({ action }) => action);
    expect(actions.toSorted()).toEqual(['coupon.created', 'coupon.ended']);
  });

  test('takes a coupon back that has not begun; the code is free again', async () => {
    const coupon = await made({ code: 'LATER', validFrom: now + DAY_MS });
    expect(await end(coupon, now)).toMatchObject({ value: { validUntil: now + DAY_MS } });
    expect(await ownersOf(['LATER', now + DAY_MS])).toEqual([null]);
    expect(await create({ code: 'LATER' })).toMatchObject({ ok: true });
  });
});

describe('over HTTP', () => {
  const all = '/api/v1/programs/shop/coupons';

  test('an advertiser makes, lists and ends coupons of its own program; that of another is not there', async () => {
    const { shop, otherShop } = n.tokens;
    const created = await n.ask(shop, 'POST', all, { code: 'WEB', ad_space: n.space.id });
    expect(created).toMatchObject({ status: 201, body: { code: 'WEB', status: 'valid', valid_until: null } });
    const { id } = Object(created.body);
    expect(await n.ask(shop, 'POST', `${all}/${id}/end`, {})).toMatchObject({ status: 200, body: { status: 'ended' } });
    expect(await n.ask(shop, 'POST', `${all}/${id}/end`, {})).toMatchObject({
      status: 409,
      body: { code: 'coupon_ended' },
    });
    const { coupons } = Object((await n.ask(shop, 'GET', all)).body);
    expect(coupons).toContainEqual(expect.objectContaining({ id, status: 'ended' }));
    for (const [method, url, body] of [
      ['GET', all, undefined],
      ['POST', all, { code: 'MINE' }],
      ['POST', `${all}/${id}/end`, {}],
    ] as const) {
      expect(await n.ask(otherShop, method, url, body)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(await n.ask(n.tokens.publisher, method, url, body)).toMatchObject({ status: 403 });
      expect(await n.ask(n.tokens.scopeless, method, url, body)).toMatchObject({
        status: 403,
        body: { scope: 'coupons' },
      });
    }
  });

  test('pages follow one another without losing or repeating a coupon', async () => {
    const whole = Object((await n.ask(n.tokens.shop, 'GET', `${all}?limit=500`)).body).coupons;
    const paged: unknown[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const query: string = after === '' ? '' : `&after=${after}`;
      const page = Object((await n.ask(n.tokens.shop, 'GET', `${all}?limit=3${query}`)).body);
      paged.push(...page.coupons);
      after = page.next;
    }
    expect(paged).toEqual(whole);
  });

  test('a publisher sees what its ad spaces were given and public codes of programs it has joined, nothing else (I-33)', async () => {
    await made({ code: 'SEEN-GIVEN' });
    await made({ code: 'SEEN-PUBLIC', adSpaceId: null });
    await made({ code: 'UNSEEN', adSpaceId: null, program: 'other-shop' });
    const seenBy = async (who: string): Promise<string[]> =>
      Object((await n.ask(who, 'GET', '/api/v1/coupons?limit=500')).body).coupons.map(
        ({ code }: { readonly code: string }) => code,
      );
    const mine = await seenBy(n.tokens.publisher);
    expect(mine).toEqual(expect.arrayContaining(['SEEN-GIVEN', 'SEEN-PUBLIC']));
    expect(mine).not.toContain('UNSEEN');
    expect(mine.filter((code) => code.startsWith('LEAVES'))).toEqual([]);
    expect(await seenBy(n.tokens.stranger)).toEqual([]);
    expect((await n.ask(n.tokens.shop, 'GET', '/api/v1/coupons')).status).toBe(403);
  });

  test('the database itself shows a tenant nothing else, and nobody writes but the system (I-32)', async () => {
    const rows = (org: string | null) =>
      t.db.transaction({ role: 'app', org }, (tx) =>
        tx.query<{ program: string }>('select program from coupons.coupon'),
      );
    expect(await rows(null)).toEqual([]);
    expect(new Set((await rows(n.otherShop.advertiserOrg)).map(({ program }) => program))).toEqual(
      new Set(['other-shop']),
    );
    const write = t.db.transaction({ role: 'app', org: n.shop.advertiserOrg }, (tx) =>
      tx.query('update coupons.coupon set valid_until = valid_from'),
    );
    await expect(write).rejects.toThrow('permission denied');
  });

  test.each([
    [{ code: 'A', ad_space: 'nowhere' }, 422, 'ad_space'],
    [{ code: 'A', valid_from: 'soon' }, 422, 'valid_from'],
    [{ code: 'A', valid_until: '2022-03-15' }, 422, 'valid_until'],
    [{ code: 'A', owner: 'me' }, 400, 'owner'],
    [{}, 422, 'code'],
  ])('a body that cannot be read is refused with its field: %o', async (body, status, field) => {
    expect(await n.ask(n.tokens.shop, 'POST', all, body)).toMatchObject({ status, body: { field } });
  });
});
