import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { signContent } from '../../../platform/secrets/index.ts';
import { rotateSigningSecret } from '../../programs/index.ts';
import { intakeId } from '../intake/intake.ts';
import type { ReceivedRequest } from '../intake/intake-store.ts';
import { orderRecords } from '../reading/read.ts';
import { type Answer, masterKeys, send, type TestNetwork, testNetwork } from '../testing/network.ts';
import { orderIntake } from './accept.ts';
import { forgetOldMessages, MESSAGES_REMEMBERED_MS } from './message-store.ts';
import type { Reporter } from './signed-posts.ts';

const SYSTEM = { role: 'system' } as const;
const MINUTE = 60;
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

const order = (id: string, more: object = {}) => ({
  program: 'shop',
  order_id: id,
  ordered_at: '2022-06-15T11:00:00.000Z',
  currency: 'USD',
  lines: [{ line_id: '1', amount: '20.00' }],
  ...more,
});

/** A signed post; what is left out is right. `sent` are the bytes that travel, where they differ from those that were signed. */
interface Post {
  readonly id: string;
  readonly body: unknown;
  readonly sent?: unknown;
  readonly secret?: string;
  readonly timestamp?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const seconds = (later = 0) => String(Math.floor(n.clock.now() / 1000) + later);
const bytes = (body: unknown) =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

function post(asked: Post): Promise<Answer> {
  const { id, secret = n.shop.signingSecret, timestamp = seconds() } = asked;
  const body = bytes(asked.body);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signContent(secret, { id, timestamp, body }),
    ...asked.headers,
  };
  return send(n.app, { method: 'POST', url: asked.url ?? '/api/v1/orders', body: bytes(asked.sent ?? body), headers });
}

const eventUrl = (orderId: string) => `/api/v1/programs/shop/orders/${orderId}/events`;
const received = (orderId: string) => ({
  type: 'goods_received',
  at: '2022-06-15T11:30:00.000Z',
  program: 'shop',
  order_id: orderId,
});

const recordOf = (orderId: string) =>
  t.db.transaction(SYSTEM, async (tx) => (await orderRecords(tx, [{ program: 'shop', orderId }]))[0] ?? null);
const remembered = (id: string) =>
  t.db.transaction(SYSTEM, (tx) =>
    tx.query('select program, order_id from orders.signed_message where message_id = $1', [id]),
  );

async function logOf(query: string, quarantine: boolean): Promise<Record<string, unknown>[]> {
  const { body } = await n.get(`/api/v1/intake?${query}&quarantine=${quarantine}&limit=500`);
  const results = body['results'];
  return Array.isArray(results) ? results : [];
}

describe('a signed report', () => {
  test('is taken without a token, like one with it', async () => {
    const answer = await post({ id: 'msg_1', body: order('S-1') });
    expect(answer).toMatchObject({ status: 200, body: { program: 'shop', order_id: 'S-1', outcome: 'recorded' } });
    expect(await recordOf('S-1')).toMatchObject({
      verified: true,
      channel: 'api',
      advertiserOrg: n.shop.advertiserOrg,
    });
    const event = await post({ id: 'msg_2', body: received('S-1'), url: eventUrl('S-1') });
    expect(event).toMatchObject({ status: 200, body: { order_id: 'S-1', outcome: 'applied' } });
    expect(await logOf('program=shop&order_id=S-1', false)).toMatchObject([
      { verdict: 'applied', http_status: 200 },
      { verdict: 'recorded', http_status: 200 },
    ]);
  });

  test('is judged like any other once its sender is proven, and may come again corrected under its id', async () => {
    const bad = order('S-2', { currency: 'XXX' });
    const refusal = { status: 422, body: { code: 'currency_unknown', field: 'currency' } };
    for (const _ of [1, 2]) expect(await post({ id: 'msg_bad', body: bad })).toMatchObject(refusal);
    expect(await remembered('msg_bad')).toEqual([]);
    expect(await post({ id: 'msg_bad', body: order('S-2') })).toMatchObject({ body: { outcome: 'recorded' } });
    const other = await post({ id: 'msg_rub', body: order('S-2', { currency: 'RUB' }) });
    expect(other).toMatchObject({ status: 409, body: { code: 'currency_differs' } });
    expect(await remembered('msg_rub')).toEqual([]);
  });

  test('with the secret that was before counts until its date, and two signatures take either (rotation)', async () => {
    const before = n.shop.signingSecret;
    const rotation = { at: n.clock.now(), actor: 'test', overlapMs: 60_000 };
    const rotated = await t.db.transaction(SYSTEM, (tx) => rotateSigningSecret(tx, 'shop', masterKeys, rotation));
    if (!rotated.ok) throw new Error(rotated.error.detail);
    const after = rotated.value.signingSecret;
    const both = (id: string): Post => {
      const content = { id, timestamp: seconds(), body: bytes(order(id)) };
      const signature = `v1a,AAAA ${signContent(before, content)} ${signContent(after, content)}`;
      return { id, body: order(id), headers: { 'webhook-signature': signature } };
    };
    for (const asked of [{ id: 'r1', body: order('r1'), secret: after }, { id: 'r2', body: order('r2') }, both('r3')])
      expect(await post(asked)).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
    n.clock.advance(60_000);
    expect(await post({ id: 'r4', body: order('r4') })).toMatchObject({ status: 401 });
    for (const asked of [{ id: 'r5', body: order('r5'), secret: after }, both('r6')])
      expect(await post(asked)).toMatchObject({ status: 200 });
    Object.assign(n.shop, { signingSecret: after });
  });
});

interface Refused extends Post {
  readonly why: string;
  readonly code: string;
}

const plain = '{"program":"shop","order_id":"never"}';
const invalid = 'signature_invalid';
const late = 'timestamp_out_of_range';
const idRefused = 'message_id_invalid';

/** Made when its test runs: only then there are secrets and a time. */
const refusals: readonly (() => Refused)[] = [
  () => ({ why: 'another secret', code: invalid, id: 'x', body: plain, secret: `whsec_${'A'.repeat(43)}=` }),
  () => ({
    why: 'the secret of another advertiser',
    code: invalid,
    id: 'x',
    body: plain,
    secret: n.foreign.signingSecret,
  }),
  () => ({
    why: 'another program of the advertiser',
    code: invalid,
    id: 'x',
    body: order('never', { program: 'sister' }),
  }),
  () => ({
    why: 'a program of another advertiser',
    code: invalid,
    id: 'x',
    body: order('never', { program: 'foreign' }),
  }),
  () => ({
    why: 'a program that does not exist',
    code: invalid,
    id: 'x',
    body: order('never', { program: 'nowhere' }),
  }),
  () => ({ why: 'no program', code: invalid, id: 'x', body: '{"order_id":"never"}' }),
  () => ({ why: 'a blank more in the body', code: invalid, id: 'x', body: plain, sent: plain.replace(':', ': ') }),
  () => ({
    why: 'JSON written anew',
    code: invalid,
    id: 'x',
    body: JSON.stringify(order('never'), null, 2),
    sent: order('never'),
  }),
  () => ({
    why: 'an order signed, an event sent',
    code: invalid,
    id: 'x',
    body: plain,
    sent: received('never'),
    url: eventUrl('never'),
  }),
  () => ({ why: 'six minutes ago', code: late, id: 'x', body: plain, timestamp: seconds(-6 * MINUTE) }),
  () => ({ why: 'in six minutes', code: late, id: 'x', body: plain, timestamp: seconds(6 * MINUTE) }),
  () => ({ why: 'a time in words', code: late, id: 'x', body: plain, timestamp: 'noon' }),
  () => ({ why: 'a negative time', code: late, id: 'x', body: plain, timestamp: `-${seconds()}` }),
  () => ({ why: 'a time in milliseconds', code: late, id: 'x', body: plain, timestamp: `${seconds()}000` }),
  () => ({ why: 'a time with a fraction', code: late, id: 'x', body: plain, timestamp: `${seconds()}.0` }),
  () => ({ why: 'an id with a point', code: idRefused, id: 'msg.1', body: plain }),
  () => ({ why: 'an id with a blank', code: idRefused, id: 'msg 1', body: plain }),
  () => ({ why: 'an id of 129 characters', code: idRefused, id: 'm'.repeat(129), body: plain }),
  () => ({
    why: 'version v1a only',
    code: invalid,
    id: 'x',
    body: plain,
    headers: { 'webhook-signature': 'v1a,AAAA' },
  }),
  () => ({
    why: 'no signature in its header',
    code: invalid,
    id: 'x',
    body: plain,
    headers: { 'webhook-signature': 'v1,' },
  }),
  () => ({
    why: 'an empty signature',
    code: 'signature_missing',
    id: 'x',
    body: plain,
    headers: { 'webhook-signature': '' },
  }),
  () => ({ why: 'no id', code: 'signature_missing', id: '', body: plain }),
];

describe('a report is refused, and kept in the quarantine, with', () => {
  test('what T-18 names, each for its reason (BAD-25, BAD-26)', async () => {
    for (const make of refusals) {
      const { why, code, ...asked } = make();
      const answer = await post(asked);
      const isId = code === idRefused;
      expect([why, answer.status, answer.body['code']]).toEqual([why, isId ? 400 : 401, code]);
      if (!isId) expect(answer.headers['www-authenticate'], why).toBe('Bearer realm="tributary"');
      const [kept] = await logQuarantined();
      expect(kept, why).toMatchObject({ verdict: code, body: bytes(asked.sent ?? asked.body).toString() });
    }
    expect(await recordOf('never')).toBeNull();
    expect(await remembered('x')).toEqual([]);
  });

  test('one and the same answer, whatever of a wrong signature is wrong', async () => {
    const answers = [];
    for (const make of refusals) {
      const { code, ...asked } = make();
      if (code !== invalid) continue;
      const { request_id: _, ...body } = (await post(asked)).body;
      answers.push(JSON.stringify(body));
    }
    expect(answers.length).toBeGreaterThan(8);
    expect(new Set(answers).size).toBe(1);
  });

  test('a time that is out of range, and is told ours', async () => {
    const { body } = await post({ id: 'x', body: plain, timestamp: seconds(-301) });
    const now = n.clock.now();
    expect(body).toMatchObject({ server_time: new Date(now).toISOString(), server_timestamp: Math.floor(now / 1000) });
    for (const [id, later] of [
      ['t1', 300],
      ['t2', -300],
    ] as const)
      expect(await post({ id, body: order(id), timestamp: seconds(later) })).toMatchObject({ status: 200 });
  });

  test('the same signed text cut in other places', async () => {
    const time = seconds();
    // `a.TIME.TIME.{…}` is signed for the id `a`, and would be that of the id `a.TIME` too.
    const body = bytes(order('never'));
    const signature = signContent(n.shop.signingSecret, { id: 'a', timestamp: time, body: bytes(`${time}.${body}`) });
    const cut = (id: string, timestamp: string, sent: unknown) =>
      post({ id, body, sent, timestamp, headers: { 'webhook-signature': signature } });
    expect((await cut(`a.${time}`, time, body)).body).toMatchObject({ code: idRefused });
    expect((await cut('a', `${time}.${time}`, body)).body).toMatchObject({ code: late });
    expect((await cut('a', time, body)).body).toMatchObject({ code: invalid });
    // What was signed begins with a number and a point, so it is no JSON.
    expect((await cut('a', time, `${time}.${body}`)).body).toMatchObject({ code: 'json_malformed' });
  });

  test('the program that it names, so that its advertiser alone sees it', async () => {
    await post({ id: 'x', body: order('seen'), secret: n.foreign.signingSecret });
    expect(await logOf('program=shop&verdict=signature_invalid', true)).toContainEqual(
      expect.objectContaining({ body: JSON.stringify(order('seen')) }),
    );
    // So it does when the clock is wrong or nothing is signed: those who set a shop up wait for exactly this line.
    await post({ id: 'x', body: order('seen'), timestamp: seconds(3_600) });
    await post({ id: 'x', body: { type: 'closed' }, url: eventUrl('seen'), headers: { 'webhook-signature': '' } });
    for (const [verdict, field] of [
      ['timestamp_out_of_range', 'webhook-timestamp'],
      ['signature_missing', 'webhook-signature'],
    ]) {
      const told = { program: 'shop', order_id: null, detail: expect.objectContaining({ field }) };
      expect(await logOf(`program=shop&verdict=${verdict}`, true)).toContainEqual(expect.objectContaining(told));
    }
    const other = await n.get('/api/v1/intake?quarantine=true&limit=500', n.tokens.other);
    expect(JSON.stringify(other.body)).not.toContain('"seen\\"');
  });

  test('a token that is wrong, however well it is signed', async () => {
    const headers = { authorization: 'Bearer wrong' };
    expect(await post({ id: 'x', body: order('never'), headers })).toMatchObject({ body: { code: 'invalid_token' } });
  });
});

async function logQuarantined(): Promise<Record<string, unknown>[]> {
  n.clock.advance(1_000);
  const { body } = await n.get('/api/v1/intake?quarantine=true&limit=1', n.tokens.operator);
  return Array.isArray(body['results']) ? body['results'] : [];
}

describe('an event that is signed', () => {
  test('names its program and order in what is signed, so that it cannot be sent on to another order (T-18)', async () => {
    for (const id of ['E-1', 'E-2']) await post({ id: `order_${id}`, body: order(id) });
    const sentOn = await post({ id: 'e1', body: received('E-1'), url: eventUrl('E-2') });
    expect(sentOn).toMatchObject({ status: 422, body: { code: 'field_invalid', field: 'order_id', value: 'E-1' } });
    for (const field of ['order_id', 'program']) {
      const body = { ...received('E-1'), [field]: undefined };
      const answer = await post({ id: 'e2', body, url: eventUrl('E-1') });
      expect(answer).toMatchObject({ status: 422, body: { code: 'field_required', field } });
    }
    expect((await recordOf('E-2'))?.events).toEqual([]);
    expect(await post({ id: 'e1', body: received('E-1'), url: eventUrl('E-1') })).toMatchObject({ status: 200 });
    const token = await n.post(eventUrl('E-2'), received('E-1'));
    expect(token).toMatchObject({ status: 422, body: { code: 'field_invalid', field: 'order_id' } });
  });
});

describe('a message that comes again', () => {
  test('with the same body is a duplicate of its order and changes nothing (BAD-27)', async () => {
    await post({ id: 'again', body: order('D-1') });
    const before = await recordOf('D-1');
    n.clock.advance(10 * 60_000);
    const decided = n.decided.length;
    const answer = await post({ id: 'again', body: order('D-1') });
    const body = { program: 'shop', order_id: 'D-1', outcome: 'duplicate', notices: [] };
    expect(answer).toMatchObject({ status: 200, body });
    expect(await recordOf('D-1')).toEqual(before);
    expect(n.decided).toHaveLength(decided);
    const [kept] = await logOf('program=shop&order_id=D-1', false);
    expect(kept).toMatchObject({ id: answer.body['intake_id'], verdict: 'duplicate', http_status: 200 });
  });

  test('with another body is refused, and kept where its advertiser sees it (BAD-28)', async () => {
    await post({ id: 'taken', body: order('D-2') });
    for (const body of [order('D-3'), order('D-2', { lines: [] }), order('D-2', { coupon: 'X' })]) {
      const answer = await post({ id: 'taken', body });
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'id_reused_with_other_content', field: 'webhook-id' },
      });
    }
    expect(await recordOf('D-3')).toBeNull();
    expect(await recordOf('D-2')).toMatchObject({ revision: 1, coupon: null });
    expect(await logOf('program=shop&verdict=id_reused_with_other_content', false)).toHaveLength(3);
    const foreign = { id: 'taken', body: order('D-2', { program: 'foreign' }), secret: n.foreign.signingSecret };
    expect(await post(foreign)).toMatchObject({ status: 200, body: { program: 'foreign', outcome: 'recorded' } });
  });

  test('many times at once records once, whatever else comes in with it', async () => {
    const same = Array.from({ length: 12 }, () => post({ id: 'burst', body: order('B-1') }));
    const others = Array.from({ length: 12 }, (_, index) => post({ id: 'fight', body: order(`B-2-${index}`) }));
    const apart = Array.from({ length: 12 }, (_, index) => post({ id: `b${index}`, body: order(`B-3-${index}`) }));
    const tokens = Array.from({ length: 12 }, (_, index) => n.post('/api/v1/orders', order(`B-4-${index}`)));
    const outcomes = async (answers: readonly Promise<Answer>[]) =>
      (await Promise.all(answers)).map(({ body }) => String(body['outcome'] ?? body['code'])).sort();
    const repeated = (word: string) => Array.from({ length: 11 }, () => word);
    expect(await outcomes(same)).toEqual([...repeated('duplicate'), 'recorded']);
    expect(await outcomes(others)).toEqual([...repeated('id_reused_with_other_content'), 'recorded']);
    for (const all of [apart, tokens]) expect(await outcomes(all)).toEqual([...repeated('recorded'), 'recorded']);
    const rows = await t.db.transaction(SYSTEM, (tx) =>
      tx.query(`select from orders.orders where order_id like 'B-2-%'`),
    );
    expect(rows).toHaveLength(1);
    expect(await recordOf('B-1')).toMatchObject({ revision: 1 });
  });

  test('in two processes at once records once', async () => {
    const intakes = [orderIntake(n.deps), orderIntake(n.deps)];
    const asked = intakes.map((intake) => {
      const { reporter, raw } = proven('shared', 'P-1');
      return intake.acceptOrder(reporter, raw);
    });
    const outcomes = (await Promise.all(asked)).map((answer) => (answer.ok ? answer.value.body.outcome : answer.error));
    expect(outcomes.sort()).toEqual(['duplicate', 'recorded']);
  });

  test('after a crash in the middle of its transaction is new: the id is remembered with the order or not at all', async () => {
    const { reporter, raw } = proven('crashed', 'C-1');
    const crashing = orderIntake({
      ...n.deps,
      onOrdersChanged: async (tx) => {
        await tx.query('reset role');
        await tx.query('select pg_terminate_backend(pg_backend_pid())');
      },
    });
    await expect(crashing.acceptOrder(reporter, raw)).rejects.toThrow('not_ready');
    expect(await remembered('crashed')).toEqual([]);
    expect(await recordOf('C-1')).toBeNull();
    expect(await post({ id: 'crashed', body: order('C-1') })).toMatchObject({ body: { outcome: 'recorded' } });
    expect(await post({ id: 'crashed', body: order('C-1') })).toMatchObject({ body: { outcome: 'duplicate' } });
  });

  test('is remembered when its order could not be decided', async () => {
    n.failing = new Error('no decision');
    expect(await post({ id: 'undecided', body: order('U-1') })).toMatchObject({ body: { outcome: 'recorded' } });
    n.failing = null;
    expect(await post({ id: 'undecided', body: order('U-1') })).toMatchObject({ body: { outcome: 'duplicate' } });
  });

  test('after its days is forgotten, and its order is still one order', async () => {
    await post({ id: 'old', body: order('O-1') });
    n.clock.advance(MESSAGES_REMEMBERED_MS);
    await forgetOldMessages(t.db, n.clock.now());
    expect(await remembered('old')).toHaveLength(1);
    await post({ id: 'young', body: order('O-2') });
    n.clock.advance(1);
    expect(await forgetOldMessages(t.db, n.clock.now())).toBeGreaterThan(0);
    expect([await remembered('old'), (await remembered('young')).length]).toEqual([[], 1]);
    n.clock.advance(999);
    expect(await post({ id: 'old', body: order('O-1') })).toMatchObject({ body: { outcome: 'no_change' } });
  });
});

/** What the routes hand on once a signature is checked. */
function proven(id: string, orderId: string): { readonly reporter: Reporter; readonly raw: ReceivedRequest } {
  const [receivedAt, path, body] = [n.clock.now(), '/api/v1/orders', bytes(order(orderId))];
  const digest = createHash('sha256').update(body).digest();
  const message = { program: 'shop', id, digest, orderId, receivedAt };
  const sender = { contentType: 'application/json', remoteAddress: null, requestId: null };
  const secrets = { secretPath: path, secretBody: body };
  const raw = { id: intakeId(receivedAt), channel: 'api', receivedAt, method: 'POST', path, body } as const;
  return {
    reporter: { orgId: n.shop.advertiserOrg, kind: 'advertiser', message },
    raw: { ...raw, ...secrets, ...sender },
  };
}

test('a signing secret that is sent by mistake stands neither in the log nor in the answer (T-19)', async () => {
  const secret = n.shop.signingSecret;
  const parts = secret
    .slice('whsec_'.length)
    .split(/[+/=]/)
    .filter((part) => part.length > 5);
  const isTold = (text: string) => parts.some((part) => text.includes(part));
  const escaped = JSON.stringify(order('L-1', { note: secret })).replaceAll('/', '\\/');
  const bodies = [
    order('L-1', { signing_secret: secret }),
    order('L-1', { note: `key ${secret}` }),
    escaped,
    `{"${secret}`,
  ];
  for (const [index, body] of bodies.entries()) {
    const url = `/api/v1/orders?key=${encodeURIComponent(secret)}`;
    const answers = [await post({ id: `l${index}`, body, url }), await n.post(url, body)];
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(isTold(JSON.stringify(answer.body))).toBe(false);
    }
  }
  const rows = await t.db.transaction(SYSTEM, (tx) =>
    tx.query(
      "select row_to_json(i)::text, convert_from(body, 'UTF8') from orders.intake i union all select row_to_json(q)::text, convert_from(body, 'UTF8') from orders.quarantine q",
    ),
  );
  expect(rows.length).toBeGreaterThan(3);
  expect(isTold(JSON.stringify(rows))).toBe(false);
});
