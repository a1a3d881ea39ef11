import { afterAll, beforeAll, expect, it } from 'vitest';
import { rc } from '../../apps/tributary/example/people.ts';
import { decimal } from '../../core/money/decimal.ts';
import { report } from '../../modules/commissions/testing.ts';
import { recordOrders } from '../../modules/orders/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { instant, type ShopWindow, shopWindow, summary } from './shop-window.ts';

const anna = 'anna@gadget-notes.test';
const dmitri = 'dmitri@deal-meter.test';
const operator = 'operator@network.test';
const advertiser = 'affiliates@ru-cis.test';

const clock = manualClock(instant('2022-06-15T09:00:00Z'));
let net: TestNetwork;
let shop: ShopWindow;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
  shop = shopWindow(net, clock, { program: rc, currency: 'USD', advertiser });
});
afterAll(() => net.close());

const lines = [{ lineId: '1', amount: '20.00', category: 'other', productId: null }];
const link = () => net.established.linkCode('notes', rc);

it('a voiding block declines what is pending, names rule and version, and lets later orders of earlier clicks earn nothing', async () => {
  const before = await shop.sell('2022-06-15T12:00:00Z', {
    adSpace: 'notes',
    orderId: 'K1',
    deliveryCountry: 'RU',
    lines,
  });
  expect(before.status === 'pending' || before.status === 'unresolved').toBe(true);
  const waiting = await net.click({ link: link(), address: '95.24.16.20' });
  await net.shipper.runOnce();
  const { body: told } = await net.get(anna, '/api/v1/ad-spaces');
  const code = link().slice(10, 20);
  const adSpace = Object(told).ad_spaces.find((each: { code: string }) => each.code === code).id;
  const complaint = {
    program: rc,
    type: 'brand_search',
    ad_space: code,
    evidence: 'An advertisement for "alliexpress".',
  };
  const opened = await net.post(anna, '/api/v1/complaints', complaint);
  expect(opened.status).toBe(201);
  const { case: id } = Object(opened.body);
  expect((await net.get(operator, `/api/v1/conduct/cases/${id}`)).body).toMatchObject({
    rule_number: 9,
    ad_space: adSpace,
    publisher_name: 'Gadget Notes',
    origin: 'complaint',
    cited: { number: 9, text: expect.stringContaining('Alibaba') },
  });
  const judged = await net.post(operator, `/api/v1/conduct/cases/${id}/sanction`, {
    level: 'block_and_void',
    reason: 'Brand keywords in paid search.',
  });
  expect(judged).toMatchObject({
    status: 201,
    body: { violation: 'PPC_violation', effect: { declined: { actions: 1 } } },
  });
  expect(summary(await shop.now('K1'))).toContain('declined');
  expect((await net.why(anna, `${rc}/K1`)).lines[0]?.reason).toBe('PPC_violation');

  const { body: mine } = await net.get(anna, '/api/v1/conduct/sanctions');
  expect(mine).toMatchObject({
    sanctions: [{ rule_number: 9, reason: 'Brand keywords in paid search.', imposed_by: 'network' }],
  });

  // The visitor clicked before the block; the order comes after it.
  clock.advance(60_000);
  const late = await net.report(advertiser, {
    program: rc,
    orderId: 'K2',
    orderedAt: clock.now(),
    currency: 'USD',
    clickIds: [waiting],
    deliveryCountry: 'RU',
    lines,
  });
  expect(late.decision).toMatchObject({ status: 'declined', lines: [{ reason: 'AD_SPACE_BLOCKED' }] });
  const { body: health } = await net.get(operator, '/api/v1/health-report');
  expect(health).toMatchObject({
    spools: [{ lost: 0 }],
    mails: { delivery: 'kept' },
    ledger: { unsealed: expect.any(Number) },
  });
});

/** Something that one waits for and another gives. */
function signal(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

it('an order that is being recorded while its publisher is sanctioned does not escape: one waits for the other', async () => {
  const { db, orders } = net.network;
  const clickId = await net.click({ link: net.established.linkCode('compare', rc), address: '95.24.16.20' });
  await net.shipper.runOnce();
  const { body: told } = await net.get(dmitri, '/api/v1/ad-spaces');
  const code = net.established.linkCode('compare', rc).slice(10, 20);
  const adSpace = Object(told).ad_spaces.find((each: { code: string }) => each.code === code).id;
  const looked = signal();
  const released = signal();
  const advertiserOrg = net.established.programs.get(rc)?.advertiserOrg ?? '';
  const order = report({
    program: rc,
    advertiserOrg,
    orderId: 'K3',
    orderedAt: clock.now(),
    clickIds: [clickId],
    deliveryCountry: 'RU',
    lines: [{ lineId: '1', amount: decimal('20.00'), quantity: 1, productId: null, category: 'other', place: 0 }],
  });
  const selling = db.transaction({ role: 'system' }, async (tx) => {
    await recordOrders(tx, orders, [order]);
    looked.resolve();
    await released.promise;
  });
  await looked.promise;
  const asked = {
    program: rc,
    ad_space: adSpace,
    rule: 'brand_search',
    level: 'block_and_void',
    reason: 'Brand bids.',
  };
  let isJudged = false;
  const judged = net.post(operator, '/api/v1/conduct/sanctions', asked).finally(() => {
    isJudged = true;
  });
  const isWaiting = async () => {
    const rows = await db.transaction({ role: 'system' }, (tx) =>
      tx.query(
        `select 1 from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`,
      ),
    );
    return rows.length > 0;
  };
  while (!isJudged && !(await isWaiting()));
  expect(isJudged).toBe(false);
  released.resolve();
  await selling;
  expect(await judged).toMatchObject({ status: 201, body: { effect: { declined: { actions: 1 } } } });
  expect((await net.order(advertiser, `${rc}/K3`)).decision).toMatchObject({
    status: 'declined',
    lines: [{ reason: 'PPC_violation' }],
  });
  expect(net.troubles).toEqual([]);
});

it('what nobody may do is refused: sanctions by others, complaints of a rule that is none', async () => {
  expect((await net.post(anna, '/api/v1/conduct/cases', {})).status).toBe(403);
  const complaint = { program: rc, type: 'rudeness', ad_space: link().slice(10, 20), evidence: 'x' };
  expect((await net.post(anna, '/api/v1/complaints', complaint)).body).toMatchObject({
    code: 'RULE_UNKNOWN',
    field: 'type',
  });
  const nowhere = { ...complaint, type: 'pop', ad_space: '0000000000' };
  const detail = 'No ad space has this code.';
  expect((await net.post(anna, '/api/v1/complaints', nowhere)).body).toMatchObject({
    code: 'not_found',
    field: 'ad_space',
    detail,
  });
});

it('complaints are read by people: one organisation makes twenty an hour, and waits after that', async () => {
  const complaint = { program: rc, type: 'pop', ad_space: link().slice(10, 20), evidence: 'A window under the page.' };
  const codes: number[] = [];
  while (codes.length < 40 && codes.at(-1) !== 429)
    codes.push((await net.post(dmitri, '/api/v1/complaints', complaint)).status);
  expect(codes).toEqual([...Array.from({ length: 20 }, () => 201), 429]);
  clock.advance(3_600_000);
  expect((await net.post(dmitri, '/api/v1/complaints', complaint)).status).toBe(201);
});
