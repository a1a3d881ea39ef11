import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
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
const publishFrom = (code: string, from: string) =>
  n.ask(n.advertiser, 'POST', `/api/v1/programs/${code}/rules/publish`, { from });
const versions = (code: string, who = n.operator, query = '') =>
  n.ask(who, 'GET', `/api/v1/programs/${code}/rules${query}`);

test('drafts of all languages become one version, which tells; a later translation says it and tells nobody (S-111, S-130)', async () => {
  const { code } = await n.program('versions');
  expect(await publish(code)).toMatchObject({ status: 404, body: { code: 'no_draft' } });
  await draft(code, 'en', 'No windows.');
  await draft(code, 'es', 'Sin ventanas.');
  expect(await publish(code)).toMatchObject({
    status: 200,
    body: { version: 1, state: 'in_force', published: ['en', 'es'] },
  });
  // Who looked at the draft before a colleague saved or published it publishes nothing.
  const asSeen = { over: [{ locale: 'en', number: 0, saved_at: new Date(NOW).toISOString() }] };
  const stale = await n.ask(n.advertiser, 'POST', `/api/v1/programs/${code}/rules/publish`, asSeen);
  expect(stale).toMatchObject({ status: 409, body: { code: 'section_changed' } });
  n.clock.set(NOW + HOUR_MS);
  await draft(code, 'en', 'No windows at all.');
  expect((await publish(code)).body).toMatchObject({ version: 2, published: ['en'] });
  n.clock.set(NOW + 2 * HOUR_MS);
  await draft(code, 'ru', 'Никаких окон.');
  expect((await publish(code)).body).toMatchObject({ version: 2, published: ['ru'], told: 0 });
  expect(n.told.filter(({ program }) => program === code)).toEqual([
    { program: code, version: 1, at: NOW, from: NOW },
    { program: code, version: 2, at: NOW + HOUR_MS, from: NOW + HOUR_MS },
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

test('a version may be announced: the former one holds until its day, and those who work by it are told at once (S-111)', async () => {
  n.clock.set(NOW);
  const { code } = await n.program('announced');
  await draft(code, 'en', 'No windows.');
  await draft(code, 'es', 'Sin ventanas.');
  await publish(code);
  n.clock.set(NOW + HOUR_MS);
  await draft(code, 'en', 'No windows at all.');
  expect(await publishFrom(code, '2022-06-15')).toMatchObject({ status: 422, body: { code: 'rules_begin' } });
  expect(await publishFrom(code, '2024-06-15')).toMatchObject({ status: 422, body: { code: 'rules_begin' } });
  const from = '2022-06-30T21:00:00.000Z';
  expect(await publishFrom(code, '2022-07-01')).toMatchObject({
    status: 200,
    body: { version: 2, state: 'announced', from },
  });
  const start = Date.parse(from);
  expect(n.told.filter(({ program }) => program === code)[1]).toMatchObject({ at: NOW + HOUR_MS, from: start });

  // Its translation waits with it; a version at once would precede it.
  await draft(code, 'es', 'Sin ventana alguna.');
  expect(await publish(code)).toMatchObject({ status: 200, body: { version: 2, from, published: ['es'], told: 0 } });
  await draft(code, 'en', 'Windows are fine.');
  expect(await publish(code)).toMatchObject({ status: 422, body: { code: 'rules_begin' } });
  const alone = await n.ask(n.advertiser, 'POST', `/api/v1/programs/${code}/page/sections/rules/en/publish`);
  expect(alone).toMatchObject({ status: 422, body: { code: 'rules_begin' } });

  const states = async () =>
    z
      .object({ versions: z.array(z.looseObject({ version: z.number(), state: z.string() })) })
      .parse((await versions(code)).body)
      .versions.map(({ version, state }) => `${version} ${state}`);
  const read = (moment: number, locale: 'en' | 'es') =>
    t.db.transaction(SYSTEM, async (tx) => (await conductRules(tx, code, locale, moment))?.rules[0]?.text);
  expect(await states()).toEqual(['2 announced', '1 in_force']);
  expect([await read(start - 1, 'en'), await read(start - 1, 'es')]).toEqual(['No windows.', 'Sin ventanas.']);
  expect([await read(start, 'en'), await read(start, 'es')]).toEqual(['No windows at all.', 'Sin ventana alguna.']);

  // What was announced by mistake is replaced by a version of the same day, and never held.
  expect(await publishFrom(code, '2022-07-01')).toMatchObject({ status: 200, body: { version: 3, from } });
  expect(await states()).toEqual(['3 announced', '2 past', '1 in_force']);
  expect(await read(start, 'en')).toBe('Windows are fine.');
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
