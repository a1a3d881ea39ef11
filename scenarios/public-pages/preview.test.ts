import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiApplication, createOrganisation, issueToken } from '../../modules/accounts/index.ts';
import { saveDraft } from '../../modules/program-pages/index.ts';
import { programByCode } from '../../modules/programs/index.ts';
import { openPageNetwork, type PageNetwork, rc, textOf } from './page-network.ts';

const SYSTEM = { role: 'system' } as const;
const DRAFTED = 'Rates of <b>autumn</b>, not published yet.';
const path = `/api/v1/programs/${rc}/page/preview`;
let n: PageNetwork;
beforeAll(async () => {
  n = await openPageNetwork();
});
afterAll(() => n.close());

async function bearer(orgId: string): Promise<string> {
  const { db } = n.network;
  const made = { orgId, name: 'robot', scopes: ['programs'], at: n.clock.now(), actor: 'test' };
  const application = await db.transaction(SYSTEM, (tx) => createApiApplication(tx, made));
  const issued = await issueToken(db, n.clock.now(), { ...application, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return `Bearer ${issued.value.accessToken}`;
}

const ask = (authorization: string, url = path) => n.server.inject({ url, headers: { authorization } });

test('a program is previewed with its drafts by those who write it, and by nobody else (I-32, T-10, T-14)', async () => {
  const { db } = n.network;
  const program = await db.transaction(SYSTEM, (tx) => programByCode(tx, rc));
  const advertiserOrg = program?.advertiserOrg ?? '';
  const by = { at: n.clock.now(), actor: 'test' };
  const page = { code: rc, advertiserOrg };
  const rules = { intro: '', rules: [{ number: 1, key: 'pop', text: 'A drafted rule.' }], further: [] };
  await db.transaction(SYSTEM, async (tx) => {
    await saveDraft(tx, { page, kind: 'description', locale: 'en', content: { text: DRAFTED } }, by);
    await saveDraft(tx, { page, kind: 'rules', locale: 'en', content: rules }, by);
  });

  const shown = await ask(await bearer(advertiserOrg));
  expect(shown.statusCode).toBe(200);
  expect(shown.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  const text = textOf(shown.body);
  expect(text).toContain(DRAFTED);
  expect(text).toContain('Version 2');
  expect(text).toContain('A drafted rule.');
  expect(shown.body).not.toContain('<b>autumn');
  expect(textOf(await n.page(`/programs/${rc}`))).not.toContain('autumn');

  // What is not published has no address: the preview leads to itself in other languages, and filters itself.
  expect(shown.body).toContain(`href="${path}?locale=ru"`);
  expect(shown.body).not.toMatch(/rel="canonical"|\/aliexpress-ru-cis-new\/(rules|banned-keywords)"/);
  const filtered = await ask(await bearer(advertiserOrg), `${path}?locale=es&kind=banner&size=&creative_language=`);
  expect(filtered.body).toContain('<option value="banner" selected="">');

  const made = await db.transaction(SYSTEM, (tx) =>
    createOrganisation(tx, { kind: 'advertiser', name: 'Other', at: n.clock.now() }),
  );
  expect((await ask(await bearer(made.id))).statusCode).toBe(404);
  expect((await n.server.inject({ url: path })).statusCode).toBe(401);
  // A draft in English stands in for a language that has nothing of its own.
  expect(textOf((await ask(await bearer(advertiserOrg), `${path}?locale=ru`)).body)).toContain('A drafted rule.');
});
