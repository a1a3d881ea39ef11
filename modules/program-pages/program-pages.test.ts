import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatInstant } from '../../core/time/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf } from '../accounts/index.ts';
import { conductRules, publishedSections, publishSection } from './index.ts';
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

const sections = (code: string, locale: 'en' | 'ru' | 'es' = 'en') =>
  t.db.transaction(SYSTEM, (tx) => publishedSections(tx, code, locale, n.clock.now()));
const path = (code: string, rest = '') => `/api/v1/programs/${code}/page/sections${rest}`;

describe('a section', () => {
  test('shows what was published; a draft neither shows nor moves the date, a publication does (S-130)', async () => {
    const { code } = await n.program('dates');
    const save = (text: string) => n.ask(n.advertiser, 'PUT', path(code, '/description/en'), { content: { text } });
    expect((await save('First')).status).toBe(200);
    expect((await sections(code)).description).toBeUndefined();
    expect((await n.ask(n.advertiser, 'POST', path(code, '/description/en/publish'))).status).toBe(200);
    n.clock.set(NOW + HOUR_MS);
    await save('Second');
    expect((await sections(code)).description).toMatchObject({ content: { text: 'First' }, changedAt: NOW, number: 1 });
    await n.ask(n.advertiser, 'POST', path(code, '/description/en/publish'));
    expect((await sections(code)).description).toMatchObject({
      content: { text: 'Second' },
      changedAt: NOW + HOUR_MS,
      number: 2,
    });
    n.clock.set(NOW + 2 * HOUR_MS);
    await save('Second');
    expect(await n.ask(n.advertiser, 'POST', path(code, '/description/en/publish'))).toMatchObject({
      status: 409,
      body: { code: 'nothing_to_publish' },
    });
    expect((await sections(code)).description?.changedAt).toBe(NOW + HOUR_MS);
    n.clock.set(NOW);
  });

  test('is not saved over what somebody else saved or published meanwhile', async () => {
    const { code } = await n.program('two-writers');
    const save = (text: string, over?: object) =>
      n.ask(n.advertiser, 'PUT', path(code, '/description/en'), { content: { text }, ...(over && { over }) });
    const seen = { number: 0, saved_at: null };
    const first = await save('Mine', seen);
    expect(first.status).toBe(200);
    const changed = { status: 409, body: { code: 'section_changed' } };
    expect(await save('Hers', seen)).toMatchObject(changed);
    expect(first.body).toMatchObject({ draft: { saved_at: formatInstant(NOW) } });
    expect((await save('Mine, again', { number: 0, saved_at: formatInstant(NOW) })).status).toBe(200);
    await n.ask(n.advertiser, 'POST', path(code, '/description/en/publish'));
    expect(await save('Hers', seen)).toMatchObject(changed);
    expect((await save('Hers', { number: 1, saved_at: null })).status).toBe(200);
    expect((await sections(code)).description).toMatchObject({ content: { text: 'Mine, again' } });
  });

  test('falls back to English where a language has no text, and says in which language it is (S-132)', async () => {
    const program = await n.program('fallback');
    const publish = (locale: 'en' | 'es', text: string) =>
      t.db.transaction(SYSTEM, (tx) =>
        publishSection(
          tx,
          { page: program, kind: 'description', locale, content: { text } },
          { at: NOW, actor: 'test' },
        ),
      );
    await publish('en', 'Hello');
    expect((await sections(program.code, 'es')).description).toMatchObject({
      locale: 'en',
      content: { text: 'Hello' },
    });
    await publish('es', 'Hola');
    expect((await sections(program.code, 'es')).description).toMatchObject({ locale: 'es', content: { text: 'Hola' } });
    expect((await sections(program.code, 'ru')).description?.locale).toBe('en');
  });

  test('the editor sees draft and publication of every section and language; a draft can be thrown away', async () => {
    const { code } = await n.program('editor');
    await n.ask(n.advertiser, 'PUT', path(code, '/news/ru'), {
      content: { items: [{ name: null, effective: '2022-04-04', text: 'Рубли' }] },
    });
    const all = await n.ask(n.advertiser, 'GET', path(code));
    expect(all.body).toMatchObject({
      sections: expect.arrayContaining([expect.objectContaining({ kind: 'news', locale: 'ru' })]),
    });
    expect((await n.ask(n.advertiser, 'DELETE', path(code, '/news/ru/draft'))).body).toMatchObject({
      kind: 'news',
      draft: null,
    });
    expect(await n.ask(n.advertiser, 'DELETE', path(code, '/news/ru/draft'))).toMatchObject({
      status: 404,
      body: { code: 'no_draft' },
    });
  });

  test('every change is in the audit (I-34)', async () => {
    const { code, advertiserOrg } = await n.program('audited');
    await n.ask(n.advertiser, 'PUT', path(code, '/hot_products/en'), { content: { text: 'Link to the item.' } });
    await n.ask(n.advertiser, 'POST', path(code, '/hot_products/en/publish'));
    const records = await t.db.transaction(SYSTEM, (tx) => auditOf(tx, `program:${code}`, 20));
    expect(records.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['program_page.draft_saved', 'program_page.published']),
    );
    expect(records.every(({ orgId }) => orgId === advertiserOrg)).toBe(true);
  });
});

describe('the rules of conduct', () => {
  const content = (text: string) => ({
    intro: '',
    rules: Array.from({ length: 12 }, (_, i) => ({ number: i + 1, key: `rule_${i + 1}`, text: `${text} ${i + 1}` })),
    further: [],
  });
  const publish = (page: { code: string; advertiserOrg: string }, locale: 'en' | 'es', text: string, at = NOW) =>
    t.db.transaction(SYSTEM, (tx) =>
      publishSection(tx, { page, kind: 'rules', locale, content: content(text) }, { at, actor: 'test' }),
    );
  const rules = (code: string, locale: 'en' | 'es') =>
    t.db.transaction(SYSTEM, (tx) => conductRules(tx, code, locale, NOW + 10));

  test('are numbered 1 to 12 and have a version that moves with the English text alone (S-111)', async () => {
    const page = await n.program('rules');
    expect(await rules(page.code, 'en')).toBeNull();
    expect(await publish(page, 'es', 'Regla')).toMatchObject({ ok: false, error: { code: 'rules_untranslated' } });
    await publish(page, 'en', 'Rule');
    await publish(page, 'es', 'Regla', NOW + 1);
    const spanish = await rules(page.code, 'es');
    expect(spanish).toMatchObject({ version: 1, changedAt: NOW });
    expect(spanish?.rules.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(spanish?.rules[8]?.text).toBe('Regla 9');
    expect(await publish(page, 'en', 'Rule', NOW + 2)).toMatchObject({
      ok: false,
      error: { code: 'nothing_to_publish' },
    });
    await publish(page, 'en', 'New rule', NOW + 3);
    // The translation says the old rules: nobody is shown what no longer binds him.
    const outdated = await rules(page.code, 'es');
    expect(outdated).toMatchObject({ version: 2 });
    expect(outdated?.rules[8]?.text).toBe('New rule 9');
    await publish(page, 'es', 'Regla', NOW + 4);
    expect((await rules(page.code, 'es'))?.rules[8]?.text).toBe('Regla 9');
  });

  test('numbers out of order are refused, with the field', async () => {
    const { code } = await n.program('order');
    const wrong = content('Rule');
    const answer = await n.ask(n.advertiser, 'PUT', path(code, '/rules/en'), {
      content: { ...wrong, rules: wrong.rules.toReversed() },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'field_invalid', field: 'content.rules' } });
  });
});

describe('who may', () => {
  test('edit a program: its advertiser and operators; a foreign one is not found (T-14)', async () => {
    const { code } = await n.program('whose');
    const url = path(code, '/description/en');
    const body = { content: { text: 'x' } };
    expect((await n.ask(n.other, 'PUT', url, body)).status).toBe(404);
    expect((await n.ask(n.publisher, 'PUT', url, body)).status).toBe(403);
    expect((await n.ask(null, 'PUT', url, body)).status).toBe(401);
    expect((await n.ask(n.operator, 'PUT', url, body)).status).toBe(200);
    expect((await n.ask(n.other, 'GET', path(code))).status).toBe(404);
  });

  test('edit the network’s promises: operators alone; a sixth promise shows at once (S-025)', async () => {
    const { code } = await n.program('promises');
    const url = '/api/v1/network/page/sections/promises/en';
    const items = ['One', 'Two', 'Three', 'Four', 'Five'];
    expect((await n.ask(n.advertiser, 'PUT', url, { content: { items } })).status).toBe(403);
    await n.ask(n.operator, 'PUT', url, { content: { items } });
    await n.ask(n.operator, 'POST', `${url}/publish`);
    await n.ask(n.operator, 'PUT', url, { content: { items: [...items, 'Six'] } });
    await n.ask(n.operator, 'POST', `${url}/publish`);
    const answer = await n.ask(null, 'GET', `/api/v1/programs/${code}/page`);
    expect(answer.body).toMatchObject({ sections: [{ kind: 'promises', content: { items: [...items, 'Six'] } }] });
  });

  test('read a draft: nobody but its advertiser, by the database’s own rule (I-32)', async () => {
    const { code } = await n.program('hidden');
    await n.ask(n.advertiser, 'PUT', path(code, '/description/en'), { content: { text: 'secret' } });
    const seen = (org: string) =>
      t.db.transaction({ role: 'app', org }, (tx) =>
        tx.query('select program from program_pages.draft where program = $1', [code]),
      );
    expect(await seen(n.other.orgId)).toEqual([]);
    expect(await seen(n.advertiser.orgId)).toHaveLength(1);
  });
});

test('texts that no database keeps are refused before it is asked: NUL, halves of characters', async () => {
  const { code } = await n.program('characters');
  for (const text of ['a\u0000b', '\ud800', 'x\udc00']) {
    const answer = await n.ask(n.advertiser, 'PUT', path(code, '/description/en'), { content: { text } });
    expect(answer, JSON.stringify(text)).toMatchObject({ body: { status: expect.any(Number) } });
    expect([400, 422]).toContain(answer.status);
  }
});

test('addresses that would run are refused wherever one is given (T-10)', async () => {
  const { code } = await n.program('addresses');
  const attachment = (url: string) => ({
    content: { items: [{ slot: 'extension', title: 'Extension', url, version: '1', date: '2022-05-31' }] },
  });
  const put = async (url: string) =>
    (await n.ask(n.advertiser, 'PUT', path(code, '/attachments/en'), attachment(url))).status;
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    'http://x',
    '/\\evil.example',
    'https://u@h/',
  ]) {
    expect([url, await put(url)]).toEqual([url, 422]);
  }
  expect(await put('https://shop.example/extension')).toBe(200);
  expect(await put('/help/link-checker')).toBe(200);
});
