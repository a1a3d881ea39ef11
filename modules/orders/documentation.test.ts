import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { importOrders } from './import.ts';
import { csvColumns } from './import-csv.ts';
import { eventTypes, violationCodes } from './model.ts';
import { resultCodes } from './postback.ts';
import { send, type TestNetwork, testNetwork } from './testing-network.ts';

const text = readFileSync(new URL('../../docs/api/orders.md', import.meta.url), 'utf8');
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

interface Sample {
  readonly kind: string;
  readonly content: string;
  readonly expected: unknown;
}

function samples(): Sample[] {
  const pattern = /```(http|csv|xml)\n([\s\S]*?)```\n```json\n([\s\S]*?)```/g;
  return [...text.matchAll(pattern)].map(([, kind = '', content = '', expected = '']) => ({
    kind,
    content,
    expected: JSON.parse(expected),
  }));
}

/** `POST /path`, an empty line, the body. */
async function request(content: string): Promise<unknown> {
  const [head = '', ...rest] = content.trim().split('\n\n');
  const [method, path = ''] = head
    .replace('CAMPAIGN_CODE', n.shop.campaignCode)
    .replace('POSTBACK_KEY', n.shop.postbackKey)
    .split(' ');
  const headers = path.startsWith('/api/') ? { authorization: `Bearer ${n.tokens.advertiser}` } : {};
  n.clock.advance(1);
  if (method === 'GET') return send(n.app, { method, url: path, body: null, headers });
  return send(n.app, {
    method: 'POST',
    url: path,
    body: rest.join('\n\n'),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function* input(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

test('every sample of the documentation does what it says', async () => {
  const all = samples();
  expect(all.length).toBeGreaterThan(15);
  for (const { kind, content, expected } of all) {
    if (kind === 'http') {
      expect(await request(content), content).toMatchObject(Object(expected));
      continue;
    }
    const file = {
      program: n.shop,
      format: null,
      dryRun: false,
      name: 'sample',
      author: 'test',
      input: input(content),
    };
    expect(await importOrders(n.deps, file), content).toEqual({ ok: true, value: expected });
  }
});

test('every word of the intake is in the documentation', () => {
  const words = [...eventTypes, ...violationCodes, ...csvColumns, ...resultCodes];
  expect(words.filter((word) => !text.includes(`\`${word}\``) && !text.includes(`.${word}\``))).toEqual([]);
});
