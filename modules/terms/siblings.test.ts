import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { type Member, type TermsNetwork, termsNetwork, termsUrl } from './testing.ts';

const [RC, WW] = ['aliexpress-ru-cis-new', 'aliexpress-ww'];
let t: TestDatabase;
let n: TermsNetwork;
let texts: Record<string, string>;
const shipped = (code: string) => readFile(new URL(`../../programs/${code}.terms`, import.meta.url), 'utf8');

beforeAll(async () => {
  t = await testDatabase();
  n = await termsNetwork(t.db);
  texts = { [RC]: await shipped(RC), [WW]: await shipped(WW) };
  for (const code of [RC, WW]) {
    await n.program(code);
    expect(await publish(code, texts[code] ?? '')).toMatchObject({ status: 200 });
  }
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

const publish = (code: string, text: string, basedOn = 0) =>
  n.ask(n.advertiser, 'POST', termsUrl(code), { text, based_on: basedOn });
const check = (code: string, text: string, who: Member = n.advertiser) =>
  n.ask(who, 'POST', termsUrl(code, '/check'), { text });

/** The shipped text with another rate of tablets in its last version, which begins in August. */
function withTablets(code: string, percent: string): string {
  const text = texts[code] ?? '';
  const [table = ''] = /rule category in \w+: pay by category \{[^}]*\} otherwise.*/.exec(text) ?? [];
  const rule = table.replace(/tablets [\d.]+%/, `tablets ${percent}%`);
  const [head = '', body = ''] = text.split(/(?=version [RW]3 )/);
  return head + (body.includes('{') ? body.replace('{', `{\n${rule}\n`) : `${body.trimEnd()} except {\n${rule}\n}\n`);
}
const differ = { severity: 'warning', code: 'sibling_rates_differ' };

test('current texts that agree have no finding, whichever declares the relation (S-112)', async () => {
  for (const code of [RC, WW])
    expect(await check(code, texts[code] ?? '')).toEqual({ status: 200, body: { publishable: true, findings: [] } });
  expect(await check(WW, withTablets(WW, '2.31'))).toMatchObject({ body: { findings: [] } });
});

test('2.32 for 1.15 is told to who writes the program that declares nothing, at the rate (S-112)', async () => {
  const text = withTablets(WW, '2.32');
  const line = text.split('\n').findIndex((one) => one.includes('tablets 2.32%')) + 1;
  expect(await check(WW, text)).toMatchObject({
    body: {
      publishable: true,
      findings: [
        {
          ...differ,
          position: { line },
          message:
            '"rule category" for "tablets": "aliexpress-ru-cis-new" states "1.15%"; expected "1.16%", 50% of the "2.32%" of "aliexpress-ww".',
        },
      ],
    },
  });
});

test('the preview of what publishing would do counts it', async () => {
  const preview = (percent: string) =>
    n.ask(n.advertiser, 'POST', termsUrl(WW, '/preview'), { text: withTablets(WW, percent), based_on: 1 });
  expect(await preview('2.31')).toMatchObject({ body: { publishable: true, errors: 0, warnings: 0 } });
  expect(await preview('2.32')).toMatchObject({ body: { publishable: true, errors: 0, warnings: 1 } });
});

test('a program of another advertiser is not compared', async () => {
  const owner = n.other.orgId;
  await n.program('stranger', { advertiserOrg: owner });
  const text = (texts[RC] ?? '').replace(`program ${RC}`, 'program stranger').replace('tablets 1.15%', 'tablets 9%');
  expect(await check('stranger', text, n.other)).toMatchObject({ body: { publishable: true, findings: [] } });
});

test('one of the two is published first, and from then on the other is told until it follows', async () => {
  expect(await publish(WW, withTablets(WW, '2.31'), 1)).toMatchObject({ status: 200, body: { warnings: [] } });
  expect(await publish(WW, withTablets(WW, '2.32'), 2)).toMatchObject({ status: 200, body: { warnings: [differ] } });
  expect(await check(RC, texts[RC] ?? '')).toMatchObject({ body: { publishable: true, findings: [differ] } });
  expect(await check(RC, withTablets(RC, '1.16'))).toMatchObject({ body: { publishable: true, findings: [] } });
});

test('a text that waits for its second yes carries the same to who proposes and to who reads it', async () => {
  const text = (texts[WW] ?? '').replace(/tablets [\d.]+%/, 'tablets 9%');
  const body = { text, based_on: 3, reason: 'agreed with partners' };
  const proposed = await n.ask(n.advertiser, 'POST', termsUrl(WW, '/proposals'), body);
  expect(proposed).toMatchObject({ status: 201, body: { warnings: [differ] } });
  const { id } = z.object({ id: z.string() }).parse(proposed.body);
  for (const who of [n.advertiser, n.operator])
    expect(await n.ask(who, 'GET', termsUrl(WW, `/proposals/${id}`))).toMatchObject({ body: { warnings: [differ] } });
});
