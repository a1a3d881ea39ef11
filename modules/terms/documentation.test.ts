import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { type TermsNetwork, termsNetwork, termsText, versionText } from './testing.ts';

const documentation = readFileSync(new URL('../../docs/api/terms.md', import.meta.url), 'utf8');
let t: TestDatabase;
let n: TermsNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await termsNetwork(t.db);
  await n.program('shop');
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

/** `SHOP: 5.00 %, from 2022-07-01 6.00 %` in full. */
function wholeText(short: string): string {
  const [, from, percent] = /from (\S+) (\S+) %/.exec(short) ?? [];
  const versions =
    from === undefined || percent === undefined
      ? versionText('A', 'from 2022-01-01', '5.00')
      : versionText('A', `from 2022-01-01 until ${from}`, '5.00') + versionText('B', `from ${from}`, percent);
  return termsText('shop', versions);
}

test('every sample of the documentation does what it says', async () => {
  const samples = [...documentation.matchAll(/```http\n([\s\S]*?)```\n```json\n([\s\S]*?)```/g)];
  expect(samples.length).toBeGreaterThan(5);
  let last = '';
  for (const [, content = '', expected = ''] of samples) {
    const [head = '', body = '{}'] = content.replaceAll('LAST', last).trim().split('\n\n');
    const sent = JSON.parse(body);
    const who = head.endsWith('/approve') ? n.operator : n.advertiser;
    const text = typeof sent.text === 'string' ? { text: wholeText(sent.text) } : {};
    const answer = await n.ask(who, 'POST', head.replace('POST ', ''), { ...sent, ...text });
    expect(answer, content).toMatchObject(JSON.parse(expected));
    last = Object(answer.body).id ?? last;
  }
});
