import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../apps/tributary/example/people.ts';
import { replay } from '../../modules/commissions/index.ts';
import { termsOfPublication } from '../../modules/terms/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import type { DecisionAnswer } from '../support/answers.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { instant, summary } from './shop-window.ts';

const loom = 'partners@fern-and-loom.test';
const anna = 'anna@gadget-notes.test';
const operator = 'operator@network.test';
const inMadrid = '80.24.10.20';
const terms = `/api/v1/programs/${shop}/terms`;

/** The shop's terms, but with 6 % for returning customers from 5 March on. */
const raised = `${readFileSync(`programs/${shop}.terms`, 'utf8').replace(
  'version S1 from 2022-01-01 {',
  'version S1 from 2022-01-01 until 2022-03-05 {',
)}
version S2 from 2022-03-05 as S1 except {
  rule returning: pay 6.00% as PAID_RATE
}
`;

const clock = manualClock(instant('2022-03-01T09:00:00Z'));
let net: TestNetwork;
let clickId: string;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
  clock.set(instant('2022-03-10T10:00:00Z'));
  clickId = await net.click({ link: net.established.linkCode('notes', shop), address: inMadrid });
  await net.shipper.runOnce();
});
afterAll(() => net.close());

/** A returning customer's order of 100 euros. */
async function reported(orderId: string, orderedAt: string, clickIds: readonly string[]): Promise<string> {
  const lines = [{ lineId: '1', amount: '100.00', productId: 'SOFA' }];
  const order = { program: shop, orderId, orderedAt: instant(orderedAt), currency: 'EUR', clickIds, lines };
  return told((await net.report(loom, { ...order, customer: 'returning' })).decision);
}

function told(decision: DecisionAnswer | null): string {
  if (decision === null) throw new Error('the order has no decision');
  return summary(decision);
}

describe('a shop that wants to pay more for orders of the last days', () => {
  it('is refused, and told which orders were made in that time', async () => {
    clock.set(instant('2022-03-10T12:00:00Z'));
    expect(await reported('known', '2022-03-10T11:00:00Z', [clickId])).toBe('pending 3.00 EUR AWAITING_RECEIPT');
    expect(await reported('nobodys', '2022-03-10T11:30:00Z', [])).toBe('not_attributed 0.00 EUR NO_CLICK');
    clock.set(instant('2022-03-12T09:00:00Z'));
    const answer = await net.post(loom, terms, { text: raised, based_on: 1 });
    expect(answer).toMatchObject({ status: 422, body: { code: 'back_dated_terms' } });
    expect(Object(answer.body).affected).toEqual({
      from: '2022-03-04T23:00:00.000Z',
      until: '2022-03-12T09:00:00.000Z',
      decided: {
        orders: 1,
        publishers: 1,
        compared: 1,
        would_differ: 1,
        undecidable: 0,
        commission: [{ currency: 'EUR', before: '3.00', after: '6.00' }],
      },
      undecided: { orders: 1 },
    });
  });

  it('proposes it; with the operator’s yes it is in force', async () => {
    const proposed = await net.post(loom, `${terms}/proposals`, {
      text: raised,
      based_on: 1,
      reason: 'promised in February',
    });
    expect(proposed).toMatchObject({ status: 201, body: { status: 'open', affected: { decided: { orders: 1 } } } });
    const approve = `${terms}/proposals/${Object(proposed.body).id}/approve`;
    expect(await net.post(loom, approve, { reason: 'mine' })).toMatchObject({ status: 403 });
    clock.set(instant('2022-03-12T10:00:00Z'));
    expect(await net.post(operator, approve, { reason: 'the partners know' })).toMatchObject({
      status: 200,
      body: { publication: { publication: 2 } },
    });
  });

  it('what was decided stays decided, and what happens to it is decided by the terms it began with (R-8)', async () => {
    const known = `${shop}/known`;
    expect(told((await net.order(anna, known)).decision)).toBe('pending 3.00 EUR AWAITING_RECEIPT');
    const at = instant('2022-04-20T09:00:00Z');
    clock.set(at);
    await net.happened(loom, { program: shop, orderId: 'known', type: 'goods_received', at });
    expect(told((await net.order(anna, known)).decision)).toBe('approved 3.00 EUR PAID_RATE');
    expect(await net.why(anna, known)).toMatchObject({ terms_version: 'S1' });
  });

  it('orders of that time that are reported now, or find their click now, are decided by the new text', async () => {
    expect(await reported('told-later', '2022-03-10T11:45:00Z', [clickId])).toBe('pending 6.00 EUR AWAITING_RECEIPT');
    expect(await reported('nobodys', '2022-03-10T11:30:00Z', [clickId])).toBe('pending 6.00 EUR AWAITING_RECEIPT');
    expect(await reported('older', '2022-03-04T22:59:59.999Z', [])).toBe('not_attributed 0.00 EUR NO_CLICK');
    expect(await net.why(anna, `${shop}/nobodys`)).toMatchObject({ terms_version: 'S2', lines: [{ rate: '6.00' }] });
  });

  it('every decision ever made is found again from its facts and its terms', async () => {
    const report = await replay(net.network.db, { termsOfPublication });
    expect(report).toMatchObject({ differences: 0 });
    expect(net.troubles).toEqual([]);
  });
});
