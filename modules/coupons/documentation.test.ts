import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { type CouponNetwork, couponNetwork } from './testing.ts';

const text = readFileSync(new URL('../../docs/api/coupons.md', import.meta.url), 'utf8');
let t: TestDatabase;
let n: CouponNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await couponNetwork(t.db);
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

test('every sample of the documentation does what it says', async () => {
  const samples = [...text.matchAll(/```http\n([\s\S]*?)```\n```json\n([\s\S]*?)```/g)];
  expect(samples.length).toBeGreaterThan(4);
  let last = '';
  for (const [, content = '', expected = ''] of samples) {
    const filled = (part: string) => part.replaceAll('AD_SPACE', n.space.id).replaceAll('LAST', last);
    const [head = '', body] = filled(content).trim().split('\n\n');
    const [method, url = ''] = head.split(' ');
    const answer = await n.ask(
      url === '/api/v1/coupons' ? n.tokens.publisher : n.tokens.shop,
      method === 'GET' ? 'GET' : 'POST',
      url,
      body === undefined ? undefined : JSON.parse(body),
    );
    expect(answer, content).toMatchObject(Object(JSON.parse(filled(expected))));
    last = Object(answer.body).id ?? last;
  }
});
