import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { importOrders } from './import/import.ts';
import { csvColumns } from './import/import-table.ts';
import { eventTypes, violationCodes } from './model.ts';
import { send, type TestNetwork, testNetwork } from './testing/network.ts';
import { resultCodes } from './tracking/postback.ts';
import { revisionSign } from './tracking/revision.ts';

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

/** The function of the page that signs, run as it stands there. */
function signature(secret: string, id: string, seconds: string, body: string): string {
  const code = `${/```js\n([\s\S]*?)```/.exec(text)?.[1]}\nprocess.stdout.write(sign(...process.argv.slice(1)));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', code, secret, id, seconds, body]).toString();
}

/** Headers that a sample shows; without any it is sent with a token. */
function headersOf(lines: readonly string[], body: string): Record<string, string> {
  const shown = Object.fromEntries(lines.map((line) => line.split(': ')));
  const seconds = String(Math.floor(n.clock.now() / 1000));
  const filled = Object.entries(shown).map(([name, value]): [string, string] => {
    if (value === 'SECONDS') return [name, seconds];
    if (value === 'SIGNATURE')
      return [name, signature(n.shop.signingSecret, String(shown['webhook-id']), seconds, body)];
    return [name, String(value)];
  });
  return filled.length > 0 ? Object.fromEntries(filled) : { authorization: `Bearer ${n.tokens.advertiser}` };
}

/** `POST /path`, headers if there are any, an empty line, the body. */
async function request(content: string): Promise<unknown> {
  const [head = '', ...rest] = content.trim().split('\n\n');
  const [first = '', ...shown] = head
    .replace('CAMPAIGN_CODE', n.shop.campaignCode)
    .replace('POSTBACK_KEY', n.shop.postbackKey)
    .replace('REVISION_SIGN', revisionSign(n.shop.revisionSecret, n.shop.campaignCode, 'A-3000').toString('hex'))
    .split('\n');
  const [method, path = ''] = first.split(' ');
  n.clock.advance(1);
  const headers = path.startsWith('/api/') ? headersOf(shown, rest.join('\n\n')) : {};
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

test('the way to sign is that of the example that is told to try it with', () => {
  const example = /the secret `(.+?)`, the id `(.+?)`, the time `(.+?)` and the body\n`(.+?)` make `(.+?)`/.exec(text);
  const [, secret = '', id = '', seconds = '', body = '', expected] = example ?? [];
  expect(signature(secret, id, seconds, body)).toBe(expected);
});

test('every word of the intake is in the documentation', () => {
  const words = [...eventTypes, ...violationCodes, ...csvColumns, ...resultCodes];
  expect(words.filter((word) => !text.includes(`\`${word}\``) && !text.includes(`.${word}\``))).toEqual([]);
});
