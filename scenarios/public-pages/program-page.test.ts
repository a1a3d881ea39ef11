import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishSection } from '../../modules/program-pages/index.ts';
import {
  type Program,
  programByCode,
  setRecruiting,
  setTrafficTypes,
  trafficTypesOf,
} from '../../modules/programs/index.ts';
import { recordActions, recordClicks } from '../../modules/stats/index.ts';
import { actionFacts, clickFacts } from '../../modules/stats/testing.ts';
import type { Tx } from '../../platform/db/index.ts';
import { NOW, openPageNetwork, type PageNetwork, rc, rowsOf, section, textOf, ww } from './page-network.ts';

const DAY_MS = 86_400_000;
const BY = { at: NOW, actor: 'test' };
let n: PageNetwork;
beforeAll(async () => {
  n = await openPageNetwork();
});
afterAll(() => n.close());

const system = <T>(work: (tx: Tx) => Promise<T>) => n.network.db.transaction({ role: 'system' }, work);
async function programOf(code: string): Promise<Program> {
  const program = await system((tx) => programByCode(tx, code));
  if (program === null) throw new Error(`no program ${code}`);
  return program;
}
const titleOf = (html: string) => textOf(/<h1>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? '');

test('is titled in the reader’s language around the program’s own name (S-001)', async () => {
  expect(titleOf(await n.page(`/programs/${rc}`, { 'accept-language': 'es' }))).toBe(
    'Programa de afiliación AliExpress RU&CIS NEW',
  );
  expect(titleOf(await n.page(`/en/programs/${rc}`))).toBe('Affiliate program AliExpress RU&CIS NEW');
  expect(titleOf(await n.page(`/ru/programs/${rc}`))).toBe('Партнёрская программа AliExpress RU&CIS NEW');
  expect(await n.page(`/es/programs/${rc}`)).toContain('<title>Programa de afiliación AliExpress RU&amp;CIS NEW');
});

test('stands in the order of the seed, from its name to the reasons of rejection', async () => {
  const reason = 'Due to delays in payments, the recruiting of new partners has been suspended.';
  await system((tx) => setRecruiting(tx, rc, { state: 'suspended', reason }, BY));
  const text = textOf((await n.page(`/en/programs/${rc}`)).replace(/<nav class="contents"[\s\S]*?<\/nav>/, ''));
  await system((tx) => setRecruiting(tx, rc, { state: 'open' }, BY));
  const told = [
    ...['Affiliate program AliExpress RU&CIS NEW', 'Similar programs', 'Average earning of 100 clicks'],
    ...['Estimated payment time', 'Codes and links become available', 'Filter', 'Default affiliate link'],
    ...['Dynamic ads show', 'No promotional material found', 'To download the product feed', 'Updated by advertiser'],
    ...['Why Tributary?', 'Detailed statistics', 'Express payments', 'Trusted by 689754 publishers'],
    ...['part of the Tributary network', 'first register', reason, 'Effective 16 Aug 2022', 'Effective 4 Apr 2022'],
    ...['Effective 1 Mar 2022', 'Armenia, Azerbaijan', 'one of the biggest online marketplaces', 'measured:'],
    ...['Buyer protection', 'depends on two countries', '1. For orders delivered to non-CIS countries', 'Mobile phone'],
    ...[
      'Special category',
      '2. For orders delivered to CIS countries',
      'Products of Russian sellers',
      'Hot products pay more',
    ],
    ...[
      'Start with the standard link',
      'Link is valid',
      'Browser plug-ins, add-ons and extensions',
      'Antispam Deduction',
    ],
    ...['List of banned keywords', 'Telegram bot', 'Browser extension', 'General rules', 'For local Russian customers'],
    ...['unnoticed', 'any form of resource exchange', 'senior management', '50% of the rate in AliExpress WW'],
    ...[
      'accept the rules of both',
      'matches the country of the click',
      'Brand words',
      'Pop traffic',
      'Dropshipping sites',
    ],
    ...['Only notifications inside the plug-in icon', 'return money for orders', 'goods received', 'SID_black_list'],
    ...['Hidden products', 'lost orders', '$38', 'new customers', 'invalid product', 'below 0.3%', 'mobile app'],
    ...[
      'Last changed 31 May 2022',
      'Traffic types',
      'Mobile traffic',
      'Contextual advertising',
      'Last changed 28 Apr 2022',
    ],
    'Ad space rejection reasons',
  ];
  let place = 0;
  for (const each of told) {
    const found = text.indexOf(each, place);
    expect(found, `${each}, after ${text.slice(Math.max(0, place - 60), place)}`).toBeGreaterThanOrEqual(0);
    place = found + each.length;
  }
});

describe('the seven figures', () => {
  const figures = (html: string) =>
    [...html.matchAll(/<div class="metric" data-metric="(\w+)">([\s\S]*?)<\/div>/g)].map(([, key, inner = '']) => {
      const [label = '', value = '', definition = '', sample = ''] = [
        ...inner.matchAll(/<(?:dt|dd)[^>]*>([\s\S]*?)<\/(?:dt|dd)>/g),
      ].map(([, text = '']) => textOf(text));
      return { key, label, value, definition, sample };
    });

  test('stand in the order of the seed, each with definition, window and sample; without data a dash (S-009)', async () => {
    const shown = figures(await n.page('/es/programs/hotel-nights'));
    expect(shown.map(({ label }) => label)).toEqual([
      'EPC',
      'CR',
      'CR por 48 horas',
      'Confirmación',
      'cookie PostClick',
      'Tratamiento medio',
      'Tiempo estimado de pago',
    ]);
    expect(shown.map(({ value }) => value)).toEqual(['—', '—', '—', '—', '30 días', '—', '—']);
    for (const { definition, sample } of shown)
      expect([definition.length > 20, sample.length > 5]).toEqual([true, true]);
  });

  test('are computed: 10 000 clicks, 1 171 actions and 29 900.00 RUB show 299 ₽ and 11.71% (S-002, S-003, S-011)', async () => {
    const actions = actionFacts(1171, rc, NOW - 10 * DAY_MS, 'A').map((action, index) => ({
      ...action,
      amounts: { ...action.amounts, pending: index === 0 ? 2_990_000n - 1170n * 2553n : 2553n },
    }));
    await system(async (tx) => {
      await recordClicks(tx, clickFacts(10_000, rc, NOW - 10 * DAY_MS));
      await recordActions(tx, actions);
    });
    const shown = figures(await n.page(`/en/programs/${rc}`));
    expect(shown.slice(0, 3).map(({ value }) => value)).toEqual(['299 ₽', '11.71%', '—']);
    expect(shown[0]?.sample).toContain('10,000 clicks · 1,171 actions');
    expect(shown[4]?.value).toBe('3 days');
    await system((tx) => recordClicks(tx, clickFacts(1_000, rc, NOW - 9 * DAY_MS)));
    expect(figures(await n.page(`/en/programs/${rc}`))[1]?.value).toBe('10.65%');
  });
});

test('similar programs are those that sell alike, not the program itself and not a bank; without any no block (S-010)', async () => {
  const similar = textOf(
    /<section id="similar"[\s\S]*?<\/section>/.exec(await n.page(`/es/programs/${rc}`))?.[0] ?? '',
  );
  expect(similar).toContain('Los programas similares');
  expect(similar).toContain('AliExpress WW');
  expect(similar).not.toContain('NEW');
  expect(similar).not.toContain('Meridian');
  expect(await n.page('/es/programs/leads-bank')).not.toContain('id="similar"');
});

describe('creatives and products', () => {
  test('say what they need; the filter keeps its values, finds links and says that nothing else is there (S-012, S-013, S-014)', async () => {
    const creatives = section(await n.page(`/es/programs/${rc}?kind=banner&size=728x90`), 'creatives');
    const text = textOf(creatives);
    expect(text).toContain('Material creativo');
    expect(text).toContain('Los códigos y enlaces están disponibles');
    expect(text).not.toContain('Enlace estándar de programa de afiliación');
    expect(text).toContain('No se encontraron materiales de promoción. Intente cambiar las condiciones de búsqueda.');
    expect(creatives).toContain('<option value="728x90" selected="">');
    expect(creatives).toContain('<option value="banner" selected="">');
    const titles = async (query: string) =>
      [
        ...section(await n.page(`/es/programs/${rc}${query}`), 'creatives').matchAll(/<h3[^>]*>([^<]*)|class="empty"/g),
      ].map(([, title]) => title ?? 'empty');
    const link = 'Enlace estándar de programa de afiliación';
    expect(await titles('')).toEqual(['Filtro', link, 'Dynamic ads', 'empty']);
    expect(await titles('?kind=link')).toEqual(['Filtro', link]);
    expect(await titles('?kind=dynamic')).toEqual(['Filtro', 'Dynamic ads']);
    expect(await titles('?kind=link&size=728x90')).toEqual(['Filtro', 'empty']);
    // Without products there is nothing that dynamic ads could show.
    expect(section(await n.page('/es/programs/leads-bank'), 'creatives')).not.toContain('Dynamic ads</h3>');
  });

  test('dynamic ads lead to an article that is there (S-015, S-019)', async () => {
    expect(section(await n.page(`/es/programs/${rc}`), 'creatives')).toContain('href="/es/help/dynamic-ads"');
    for (const language of ['en', 'es'])
      expect(titleOf(await n.page(`/${language}/help/dynamic-ads`))).toMatch(/dynamic ads/i);
  });

  test('the feed needs cooperation; its counters are known or a dash (S-016, S-018)', async () => {
    const text = textOf(section(await n.page(`/es/programs/${rc}`), 'products'));
    expect(text).toContain('Para descargar el catálogo de productos, empiece a colaborar con este anunciante.');
    expect(text).toMatch(
      /Productos disponibles \d\d Actualizado 01\.09\.2022, 12:00 Actualizado por el anunciante 01\.09\.2022, 12:00/,
    );
    expect(textOf(section(await n.page('/es/programs/hotel-nights'), 'products'))).toContain(
      'Productos disponibles — Actualizado — Actualizado por el anunciante —',
    );
  });
});

describe('the description', () => {
  const about = async (language: string, code = rc) =>
    textOf(section(await n.page(`/${language}/programs/${code}`), 'description'));

  test('asks why this network, counts its publishers and names it once as the program’s network (S-020, S-024, S-026)', async () => {
    const text = await about('es');
    expect(text).toContain('Descripción del programa ¿Por qué Tributary?');
    expect(text).toContain('Los pagos express');
    expect(text).toContain('Confianza de 689754 publishers');
    expect(text).toContain('Este programa de afiliación es una parte de la red Tributary.');
    expect(text).toContain('primero tiene que registrarse en el sistema');
    expect(text.split('es una parte de la red Tributary').length).toBe(2);
    expect(text.toLowerCase()).not.toContain('admitad');
  });

  test('tells news newest first with their days (S-036)', async () => {
    const html = section(await n.page(`/en/programs/${rc}`), 'description');
    expect([...html.matchAll(/<time dateTime="([\d-]+)">/gi)].map(([, day]) => day)).toEqual([
      '2022-08-16',
      '2022-04-04',
      '2022-03-01',
    ]);
    const text = textOf(html);
    for (const figure of ['60%', '0.35% to 33.5%', '0.7% to 62.3%', '0.38% to 34.6%']) expect(text).toContain(figure);
    // The terms tell the same news in English: the page's own wording stands for it, once.
    expect(text.split('internal conversion rate').length).toBe(2);
  });

  test('names the eleven countries, not Ukraine, in the page’s language, and the better program for the others (S-037, S-038)', async () => {
    expect(await about('es')).toContain(
      'Armenia, Azerbaiyán, Bielorrusia, Georgia, Kazajistán, Kirguistán, Moldavia, Rusia, Tayikistán, Turkmenistán y Uzbekistán',
    );
    expect(await about('en')).toContain(
      'For orders delivered to any other country, including Ukraine, use links of AliExpress WW',
    );
  });

  test('of the sibling names as its target all countries but those, and leads back for them', async () => {
    const text = await about('en', ww);
    expect(text).toContain('Target GEO All countries except Armenia, Azerbaijan, Belarus, Georgia,');
    expect(text).toContain(
      'For orders delivered to any other country, use links of AliExpress RU&CIS NEW : they earn more.',
    );
    expect(await about('en', 'hotel-nights')).toContain('Target GEO All countries');
    expect(await about('en', 'hotel-nights')).not.toContain('except');
  });

  test('shows six and eight advantages as claims, with the measured value and the exceptions (S-044, S-045, S-046)', async () => {
    for (const language of ['en', 'es']) {
      const html = section(await n.page(`/${language}/programs/${rc}`), 'description');
      const lists = [...html.matchAll(/<ul class="claims"[^>]*>([\s\S]*?)<\/ul>/g)].map(([, list = '']) => list);
      expect(lists.map((list) => list.split('<li>').length - 1)).toEqual([6, 8]);
      expect(lists[0]).toContain('class="measured figure"');
    }
    expect(await about('en')).toContain('All products are paid Not quite: the exceptions are listed under the rates.');
    expect(await about('en')).toContain('100 million products');
  });

  test('warns of wrong rates in tools from 16 August on, and not before (S-031)', async () => {
    const warning = 'Product feeds, the hot products tool and the reward calculator temporarily show incorrect rates';
    const warned = async () => {
      const html = await n.page(`/en/programs/${rc}`);
      return ['description', 'products', 'hot', 'rates'].filter((id) => textOf(section(html, id)).includes(warning));
    };
    const told = async () => JSON.parse(await n.page(`/api/v1/programs/${rc}/page?locale=ru`)).notices;
    expect(await warned()).toEqual(['description', 'products', 'hot']);
    expect(await told()).toMatchObject([
      { name: 'crossborder-rates', surfaces: ['page', 'feed', 'hot', 'calculator'], locale: 'ru' },
    ]);
    n.clock.set(Date.parse('2022-08-15T20:00:00.000Z'));
    expect(await warned()).toEqual([]);
    expect(await told()).toEqual([]);
    n.clock.set(NOW);
  });
});

describe('recruiting', () => {
  test('joining leads through registration and back, on this host (S-027)', async () => {
    const html = await n.page(`/es/programs/${ww}`);
    expect(html).toContain(`href="/app/register?next=%2Fprograms%2F${ww}"`);
    expect(textOf(html)).toContain('Unirse al programa');
  });

  test('while suspended the reason stands on the page and in the catalogue, and nobody is asked to join (S-028, C-22)', async () => {
    const reason = 'Payments are delayed <b>for now</b>.';
    await system((tx) => setRecruiting(tx, rc, { state: 'suspended', reason }, BY));
    const text = textOf(await n.page(`/es/programs/${rc}`));
    expect(text).toContain('No se admiten nuevos socios desde el');
    expect(text).toContain('Payments are delayed <b>for now</b>.');
    expect(text).not.toContain('Unirse al programa');
    const translations = { es: 'Los pagos se retrasan.' };
    await system((tx) => setRecruiting(tx, rc, { state: 'suspended', reason, translations }, BY));
    n.clock.set(NOW + 61_000);
    expect(textOf(await n.page('/es/programs'))).toContain('No admite nuevos socios');
    expect(textOf(await n.page(`/es/programs/${rc}`))).toContain(translations.es);
    expect(textOf(await n.page(`/ru/programs/${rc}`))).toContain('Payments are delayed <b>for now</b>.');
    n.clock.set(NOW);
  });
});

describe('the rules', () => {
  test('are twelve, numbered, dated, in English where there is no Spanish, on the page and alone (S-111, S-118, S-130, S-132)', async () => {
    for (const url of [`/es/programs/${rc}`, `/es/programs/${rc}/rules`]) {
      const html = await n.page(url);
      expect([...html.matchAll(/<li id="rule-(\d+)">/g)].map(([, number]) => Number(number))).toEqual(
        Array.from({ length: 12 }, (_, index) => index + 1),
      );
      expect(textOf(html)).toContain('31.05.2022');
      expect(html).toMatch(/<div lang="en">[\s\S]*Using any form of resource exchange/);
    }
    const text = textOf(section(await n.page(`/es/programs/${rc}`), 'rules'));
    expect(text).toContain('Reglas generales');
    expect(text).toContain('Se han registrado cambios recientes 31.05.2022');
    expect(text).toContain('$38');
    expect(await n.page(`/ru/programs/${rc}/rules`)).toContain('с помощью обмена ресурсами');
  });

  test('of the program that is accepted as well are linked, and what is joined at once (S-115, S-116)', async () => {
    const html = section(await n.page(`/es/programs/${rc}`), 'rules');
    expect(html).toContain(`href="/es/programs/${ww}/rules"`);
    expect(textOf(html)).toContain('Un espacio publicitario aprobado se une automáticamente a AliExpress WW');
    expect(textOf(html)).toContain('Este programa no admite reclamaciones de pedidos perdidos');
  });

  test('name the eleven brands, and the list of banned keywords is a file with its version (S-101, S-106)', async () => {
    const url = `/programs/${rc}/banned-keywords.txt`;
    const answer = await n.server.inject({ url });
    const [head, ...rows] = answer.body.trim().split('\n');
    expect(head).toBe(`# ${rc}, version 1 of 2022-05-31`);
    expect(rows).toHaveLength(11);
    expect(rows).toContain('Juhuasuan');
    const { headers } = await n.server.inject({ method: 'HEAD', url });
    expect(headers['content-length']).toBe(answer.headers['content-length']);
    expect(Number(headers['content-length'])).toBe(Buffer.byteLength(answer.body));
    expect(section(await n.page(`/es/programs/${rc}`), 'tools')).toContain(`href="${url}"`);
    expect((await n.server.inject({ url: '/programs/hotel-nights/banned-keywords.txt' })).statusCode).toBe(404);
  });
});

describe('traffic types', () => {
  const table = async () => rowsOf(section(await n.page(`/es/programs/${rc}`), 'traffic'));

  test('are 21 rows with 12, 7, 1 and 1 of the four statuses, in the seed’s order (S-123 … S-128)', async () => {
    const rows = await table();
    const count = (status: string) => rows.filter((row) => row[1] === status).length;
    expect(rows).toHaveLength(21);
    expect(['Permitido', 'Por acuerdo', 'Prohibido', 'Hay restricciones'].map(count)).toEqual([12, 7, 1, 1]);
    expect(rows.slice(0, 9)).toEqual([
      ['Tráfico móvil', 'Permitido'],
      ['Publicidad de targeting', 'Hay restricciones'],
      ['Facebook', 'Prohibido'],
      ['Vkontakte', 'Por acuerdo'],
      ['myTarget', 'Por acuerdo'],
      ['Otros', 'Por acuerdo'],
      ['TikTok', 'Por acuerdo'],
      ['Sitios web de contenido', 'Permitido'],
      ['Otros', 'Permitido'],
    ]);
  });

  test('have a date of their own, which alone moves when they change (S-130)', async () => {
    const dates = async () => {
      const html = await n.page(`/es/programs/${rc}`);
      return ['rules', 'traffic'].map((id) => /\d\d\.\d\d\.\d{4}$/.exec(textOf(section(html, id)))?.[0]);
    };
    expect(await dates()).toEqual(['31.05.2022', '28.04.2022']);
    const rules = await system((tx) => trafficTypesOf(tx, rc));
    const changed = rules.map((rule) => (rule.key === 'forum' ? { ...rule, status: 'by_agreement' as const } : rule));
    await system((tx) => setTrafficTypes(tx, rc, changed, BY));
    expect(await dates()).toEqual(['31.05.2022', '01.09.2022']);
    await system((tx) => setTrafficTypes(tx, rc, rules, { ...BY, at: NOW - DAY_MS }));
  });
});

test('rejections show their shares, and that there are none (S-131)', async () => {
  expect(textOf(section(await n.page(`/es/programs/${ww}`), 'rejections'))).toContain(
    'Razones del rechazo de los espacios publicitarios Hasta ahora no se ha rechazado ningún espacio publicitario.',
  );
  const { advertiserOrg } = await programOf(ww);
  await system((tx) =>
    tx.query(
      `insert into partnerships.partnership (ad_space_id, program, publisher_org, advertiser_org, traffic_type, status,
         agreement_needed, applied_at, verdict_reason, verdict_by, verdict_at, verdict_code)
       select gen_random_uuid(), $1, gen_random_uuid(), $2, 'forum', 'declined', false, now(), 'x', 'test', now(),
         case when i <= 6 then 'rules' else 'audience' end
       from generate_series(1, 10) as i`,
      [ww, advertiserOrg],
    ),
  );
  expect(rowsOf(section(await n.page(`/es/programs/${ww}`), 'rejections'))).toEqual([
    ['Contra las reglas del programa', '60 %'],
    ['No es la audiencia adecuada', '40 %'],
  ]);
});

test('nine documents have their slots; a missing one says so, and none at all leaves the page as it is (S-134)', async () => {
  const documents = async () => {
    const html = section(await n.page(`/es/programs/${rc}`), 'tools');
    return textOf(/<dl class="facts">([\s\S]*?)<\/dl>/.exec(html)?.[1] ?? '');
  };
  const text = await documents();
  expect(text.match(/versión/g)).toHaveLength(4);
  expect(text.match(/no facilitado/g)).toHaveLength(5);
  const page = await programOf(rc);
  await system((tx) => publishSection(tx, { page, kind: 'attachments', locale: 'es', content: { items: [] } }, BY));
  expect((await documents()).match(/no facilitado/g)).toHaveLength(9);
});
