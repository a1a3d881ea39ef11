import { afterAll, beforeAll, expect, it } from 'vitest';
import { shop } from '../../apps/tributary/example/people.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { signContent } from '../../platform/secrets/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { instant } from './shop-window.ts';

const clock = manualClock(instant('2022-05-02T09:00:00Z'));
let net: TestNetwork;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
});
afterAll(() => net.close());

/** Posts as a shop does that has no more than the signing secret of the example's credentials. */
async function post(id: string, path: string, report: object): Promise<Record<string, unknown>> {
  const program = net.credentials.programs.find(({ code }) => code === shop);
  if (program === undefined) throw new Error(`the example has no program ${shop}`);
  const [timestamp, body] = [String(clock.now() / 1000), Buffer.from(JSON.stringify(report))];
  const signature = signContent(program.signing_secret, { id, timestamp, body });
  const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  const headers = { 'content-type': 'application/json', ...signed };
  const answer = await fetch(`${net.url}${path}`, { method: 'POST', headers, body });
  return { status: answer.status, ...Object(await answer.json()) };
}

it('a shop that signs its reports has them decided, and hears the decision again when it repeats one', async () => {
  const order = {
    program: shop,
    order_id: 'signed-1',
    ordered_at: '2022-05-02T08:00:00Z',
    currency: 'EUR',
    lines: [{ line_id: '1', amount: '20.00' }],
  };
  const first = await post('msg_1', '/api/v1/orders', order);
  expect(first).toMatchObject({
    status: 200,
    outcome: 'recorded',
    decision: { lines: [{ reason: 'NO_CLICK', notes: [] }] },
  });
  clock.advance(3_600_000);
  const again = await post('msg_1', '/api/v1/orders', order);
  expect(again).toMatchObject({ status: 200, outcome: 'duplicate', order_id: 'signed-1' });
  expect(again['decision']).toEqual(first['decision']);
  const event = { program: shop, order_id: 'signed-1', type: 'closed', at: '2022-05-02T09:30:00Z' };
  const closed = await post('msg_2', `/api/v1/programs/${shop}/orders/signed-1/events`, event);
  expect(closed).toMatchObject({ status: 200, outcome: 'applied' });
  expect(net.troubles).toEqual([]);
});
