import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { signContent } from '../../../platform/secrets/index.ts';
import { send, type TestNetwork, testNetwork } from '../testing/network.ts';
import { refusals, UNPROVEN_ADDRESSES_MAX, UNPROVEN_BURST, UNPROVEN_PER_SECOND } from './refusals.ts';

const ATTACKER = '203.0.113.7';
const NEIGHBOUR = '203.0.113.8';

let t: TestDatabase;
let n: TestNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await testNetwork(t.db);
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

const exhaust = (address: string) => {
  for (let each = 0; each < UNPROVEN_BURST; each += 1) n.deps.refusals.unproven(address);
};
const order = (id: string) => ({
  program: 'shop',
  order_id: id,
  ordered_at: '2022-06-15T11:00:00.000Z',
  currency: 'USD',
  lines: [{ line_id: '1', amount: '20.00' }],
});

function post(from: string, id: string, more: { readonly isForged?: boolean; readonly token?: string } = {}) {
  const body = Buffer.from(JSON.stringify(order(id)));
  const timestamp = String(Math.floor(n.clock.now() / 1000));
  const content = { id, timestamp, body: more.isForged === true ? Buffer.from('other') : body };
  const signature = signContent(n.shop.signingSecret, content);
  const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  const headers = more.token === undefined ? signed : { authorization: `Bearer ${more.token}` };
  return send(n.app, { method: 'POST', url: '/api/v1/orders', body, headers, from });
}

async function keptOf(address: string): Promise<number> {
  const rows = await t.db.transaction({ role: 'system' }, (tx) =>
    tx.query('select 1 from orders.quarantine where remote_address = $1', [address]),
  );
  return rows.length;
}

describe('reports that nobody proves', () => {
  beforeEach(() => n.clock.advance(24 * 60 * 60_000));

  test('are 429 with Retry-After beyond the share of their address, and not kept any more (BAD-66, T-18)', async () => {
    exhaust(ATTACKER);
    const before = await keptOf(ATTACKER);
    for (const more of [{ isForged: true }, { token: 'no-token' }]) {
      const answer = await post(ATTACKER, 'forged', more);
      expect(answer).toMatchObject({ status: 429, body: { code: 'rate_limited', status: 429, retry_after: 0.5 } });
      expect(answer.headers['retry-after']).toBe('1');
      expect(answer.headers['www-authenticate']).toBeUndefined();
    }
    expect(await keptOf(ATTACKER)).toBe(before);
  });

  test('cost others nothing: another address, and a token from the same one', async () => {
    exhaust(ATTACKER);
    expect(await post(NEIGHBOUR, 'N-1')).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
    expect(await post(ATTACKER, 'N-2', { token: n.tokens.advertiser })).toMatchObject({ status: 200 });
  });

  test('are read again when the time has passed; proven ones cost nothing', async () => {
    exhaust(ATTACKER);
    expect(await post(ATTACKER, 'A-1')).toMatchObject({ status: 429 });
    n.clock.advance(1_000 / UNPROVEN_PER_SECOND);
    for (const id of ['A-1', 'A-2', 'A-3']) expect(await post(ATTACKER, id)).toMatchObject({ status: 200 });
    expect(await post(ATTACKER, 'A-4', { isForged: true })).toMatchObject({ status: 401 });
    expect(await keptOf(ATTACKER)).toBeGreaterThan(0);
    expect(await post(ATTACKER, 'A-5')).toMatchObject({ status: 429 });
  });

  test('are counted by reason, like all that is refused', async () => {
    const before = new Map(n.deps.refusals.counts);
    const more = (code: string) => (n.deps.refusals.counts.get(code) ?? 0) - (before.get(code) ?? 0);
    await post(NEIGHBOUR, 'C-1', { isForged: true });
    await post(NEIGHBOUR, 'C-2', { token: 'no-token' });
    await n.post('/api/v1/orders', { ...order('C-3'), currency: 'XXX' });
    await send(n.app, { method: 'GET', url: '/tt?campaign_code=nobodys', body: null, headers: {} });
    exhaust(ATTACKER);
    await post(ATTACKER, 'C-4');
    expect(
      ['signature_invalid', 'invalid_token', 'currency_unknown', 'campaign_unknown', 'rate_limited'].map(more),
    ).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('the share of an address', () => {
  const clock = manualClock(Date.UTC(2022, 5, 15));
  const times = (count: number, work: (index: number) => void) => {
    for (let index = 0; index < count; index += 1) work(index);
  };

  test('is overdrawn by what was under way together, up to five minutes', () => {
    const asked = refusals(clock);
    times(UNPROVEN_BURST + 10, () => asked.unproven(ATTACKER));
    expect(asked.waitOf(ATTACKER)).toBe(11 / UNPROVEN_PER_SECOND);
    times(10_000, () => asked.unproven(ATTACKER));
    expect(asked.waitOf(ATTACKER)).toBeCloseTo(300.5);
    clock.advance(301_000);
    expect(asked.waitOf(ATTACKER)).toBeNull();
  });

  test('is that of a /64 network of IPv6, and of an IPv4 address however it is written', () => {
    const asked = refusals(clock);
    times(UNPROVEN_BURST, (index) => asked.unproven(`2001:db8::${index.toString(16)}`));
    expect(asked.waitOf('2001:db8::ffff')).not.toBeNull();
    expect(asked.waitOf('2001:db8:0:1::1')).toBeNull();
    times(UNPROVEN_BURST, () => asked.unproven(ATTACKER));
    expect(asked.waitOf(`::ffff:${ATTACKER}`)).not.toBeNull();
  });

  test('is forgotten first of the address that was refused longest ago, so that memory stays bounded', () => {
    const asked = refusals(clock);
    times(UNPROVEN_BURST, () => asked.unproven(ATTACKER));
    times(UNPROVEN_BURST, () => asked.unproven(NEIGHBOUR));
    times(UNPROVEN_ADDRESSES_MAX - 1, (index) => asked.unproven(`10.0.${index >> 8}.${index & 255}`));
    expect(asked.waitOf(ATTACKER)).toBeNull();
    expect(asked.waitOf(NEIGHBOUR)).not.toBeNull();
  });
});
