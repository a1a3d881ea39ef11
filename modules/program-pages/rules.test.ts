import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { conductRules } from './index.ts';
import { NOW, type PagesNetwork, pagesNetwork } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const HOUR_MS = 3_600_000;
let t: TestDatabase;
let n: PagesNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await pagesNetwork(t.db);
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

const content = (text: string) => ({ intro: '', rules: [{ number: 1, key: 'pop', text }], further: [] });
const draft = (code: string, locale: string, text: string) =>
  n.ask(n.operator, 'PUT', `/api/v1/programs/${code}/page/sections/rules/${locale}`, { content: content(text) });
const publish = (code: string, who = n.operator) => n.ask(who, 'POST', `/api/v1/programs/${code}/rules/publish`);
const versions = (code: string, who = n.operator, query = '') =>
  n.ask(who, 'GET', `/api/v1/programs/${code}/rules${query}`);

test('drafts of all languages become one version, which tells; a later translation says it and tells nobody (S-111, S-130)', async () => {
  const { code } = await n.program('versions');
  expect(await publish(code)).toMatchObject({ status: 404, body: { code: 'no_draft' } });
  await draft(code, 'en', 'No windows.');
  await draft(code, 'es', 'Sin ventanas.');
  expect(await publish(code)).toMatchObject({ status: 200, body: { version: 1, published: ['en', 'es'] } });
  n.clock.set(NOW + HOUR_MS);
  await draft(code, 'en', 'No windows at all.');
  expect((await publish(code)).body).toMatchObject({ version: 2, published: ['en'] });
  n.clock.set(NOW + 2 * HOUR_MS);
  await draft(code, 'ru', 'Никаких окон.');
  expect((await publish(code)).body).toMatchObject({ version: 2, published: ['ru'], told: 0 });
  expect(n.told.filter(({ program }) => program === code)).toEqual([
    { program: code, version: 1, at: NOW },
    { program: code, version: 2, at: NOW + HOUR_MS },
  ]);
  const [since, until] = ['2022-06-15T09:00:00.000Z', '2022-06-15T10:00:00.000Z'];
  expect((await versions(code)).body).toMatchObject({
    versions: [
      {
        version: 2,
        from: until,
        until: null,
        published_by: 'robot',
        texts: [
          { locale: 'en', content: content('No windows at all.') },
          { locale: 'ru', content: content('Никаких окон.') },
        ],
      },
      { version: 1, from: since, until, texts: [{ locale: 'en' }, { locale: 'es' }] },
    ],
    next: null,
  });
  expect((await versions(code, n.operator, '?limit=1')).body).toMatchObject({ versions: [{ version: 2 }], next: 2 });
  expect((await versions(code, n.operator, '?limit=1&before=2')).body).toMatchObject({
    versions: [{ version: 1, until }],
    next: null,
  });
  const at = (moment: number) => t.db.transaction(SYSTEM, (tx) => conductRules(tx, code, 'en', moment));
  expect((await at(NOW - 1))?.version).toBeUndefined();
  expect(await at(NOW + HOUR_MS - 1)).toMatchObject({ version: 1, rules: [{ text: 'No windows.' }] });
  expect(await at(NOW + HOUR_MS)).toMatchObject({ version: 2 });
});

test('what says the same is not published, in no language: all drafts or none', async () => {
  const { code } = await n.program('same');
  await draft(code, 'en', 'No windows.');
  await publish(code);
  await draft(code, 'en', 'No windows.');
  await draft(code, 'es', 'Sin ventanas.');
  expect(await publish(code)).toMatchObject({ status: 409, body: { code: 'nothing_to_publish' } });
  expect((await versions(code)).body).toMatchObject({ versions: [{ version: 1, texts: [{ locale: 'en' }] }] });
});

test('publishers read the versions without who wrote them; another advertiser finds nothing to publish (T-14)', async () => {
  const { code } = await n.program('readers');
  await draft(code, 'en', 'No windows.');
  expect(await publish(code, n.other)).toMatchObject({ status: 404 });
  expect(await publish(code, n.publisher)).toMatchObject({ status: 403 });
  expect(await publish(code, n.advertiser)).toMatchObject({ status: 200 });
  expect((await versions(code, n.advertiser)).body).toMatchObject({ versions: [{ published_by: 'robot' }] });
  expect((await versions(code, n.publisher)).body).toMatchObject({ versions: [{ version: 1, published_by: null }] });
});
