import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW, openPageNetwork, type PageNetwork, rc, rowsOf, section, textOf, ww } from './page-network.ts';

let n: PageNetwork;
beforeAll(async () => {
  n = await openPageNetwork();
});
afterAll(() => n.close());

const rates = async (language: string, code = rc) => section(await n.page(`/${language}/programs/${code}`), 'rates');
const regime = (html: string, name: string) =>
  new RegExp(`<div class="regime" id="regime-${name}">[\\s\\S]*?<ul class="reasons">[\\s\\S]*?</ul>`).exec(html)?.[0] ??
  '';

describe('the rates of the example program', () => {
  const categories = [
    'Mobile phone',
    'Computer peripherals',
    'Tablets',
    'Desktop',
    'Laptop netbooks',
    'Home audio & video equipment',
    'External storage',
    'Internal storage',
    'Mobile phone accessories',
    'Interior accessories',
    'Garden supplies',
    "Women's clothing",
    "Men's clothing",
    "Children's clothing",
    'All other categories',
  ];
  const percents = [...Array(8).fill('1.15%'), ...Array(6).fill('3.46%'), '2.70%'];

  test('outside the CIS stand as the seed writes them: by category, stores, zero last (S-047 … S-052, S-058, S-061)', async () => {
    const html = regime(await rates('en'), 'NONCIS');
    expect(textOf(html)).toMatch(/^1\. For orders delivered to non-CIS countries/);
    const rows = rowsOf(html);
    expect(rows.slice(0, 15)).toEqual(categories.map((name, index) => [name, percents[index]]));
    expect(rows.slice(15)).toEqual([
      ['Electronics from special stores**', '0.38%'],
      ['CHUWI Global - Flagship Store***', '1.05%'],
      ['Hot products, by a link to the item', '0.38% to 34.60%'],
      ['Special category*', '0%'],
    ]);
  });

  test('use the language’s comma and names (S-061)', async () => {
    const rows = rowsOf(regime(await rates('es'), 'NONCIS'));
    expect(rows[0]).toEqual(['Teléfonos móviles', '1,15 %']);
    expect(rows[8]?.[1]).toBe('3,46 %');
    expect(rowsOf(regime(await rates('ru'), 'NONCIS'))[14]).toEqual(['Все остальные категории', '2,70 %']);
  });

  test('in the CIS are set per product, inside the ranges of the sellers (S-062, S-063, S-064, S-029)', async () => {
    const text = textOf(regime(await rates('en'), 'CIS'));
    expect(text).toContain('2. For orders delivered to CIS countries');
    expect(text).toContain('Commission does not depend on the category');
    expect(text).toContain(
      'seller anywhere except Russia: 0.35% to 53.60% (a new rate may be up to 1.60 times the previous one)',
    );
    expect(text).toContain('seller in Russia: 0.70% to 62.30% overall: 0.35% to 62.30%');
    expect(text).not.toContain('CHUWI');
    expect(text).toContain('The seller is Russian, and the link leads neither to the item nor to its shop');
  });

  test('name what earns nothing, the notes on virtual, special and excluded, the cap and the currency (S-053, S-055, S-059, S-080)', async () => {
    const text = textOf(await rates('en'));
    expect(text).toContain('gift cards and coupons are among them');
    expect(text).toContain('Xiaomi, Huawei, Honor, UMIDIGI, Meizu, OnePlus, Lenovo and others');
    expect(text).toContain('Until 1 March 2022 the rate was 0.53%');
    // It has a row in no table, and so no mark.
    expect(text).toContain(
      'whatever the category. Excluded stores Orders from the stores on this list are not paid, wherever they are delivered',
    );
    expect(text).toContain('at most $38 per paid order');
    expect(text).toContain('Accrued in Russian Ruble (₽), converted at the program’s internal rate');
    expect(text).toContain('the click and the delivery have to be in the same country');
    expect(text).toContain('the last click within 72 hours before the order counts');
    expect(text).toContain('Some products of these stores are non-affiliate and are not paid');
    expect(text).toContain('The product is non-affiliate');
    // What people decide may earn yet.
    expect(text).not.toContain('The terms do not say');
  });

  test('are those of the version valid now, and what is announced stands below (S-036, S-140)', async () => {
    expect(textOf(await rates('es'))).toContain('Versión R3 de las condiciones, vigente desde el 16.08.2022');
    expect(await rates('es')).not.toContain('id="announced"');
    n.clock.set(Date.parse('2022-08-15T20:59:59.999Z'));
    const before = await rates('en');
    expect(textOf(before)).toContain('Terms version R2, valid since 4 Apr 2022, until 16 Aug 2022');
    expect(textOf(before)).toContain('seller anywhere except Russia: 0.35% to 33.50%');
    const announced = textOf(/<div class="announced" id="announced">[\s\S]*?<\/ul>/.exec(before)?.[0] ?? '');
    expect(announced).toContain('Announced changes Effective 16 Aug 2022, 00:00 · Terms version R3');
    expect(announced).toContain('53.6');
    n.clock.set(NOW);
  });

  test('are half of the sibling’s, which shows its own (S-112)', async () => {
    const rows = rowsOf(regime(await rates('en', ww), 'WW'));
    expect(rows.slice(0, 15).map(([, rate]) => rate)).toEqual([
      ...Array(8).fill('2.30%'),
      ...Array(6).fill('6.92%'),
      '5.40%',
    ]);
    const text = textOf(await rates('en', ww));
    expect(text).toContain('Until 1 March 2022 the rate was 1.06%');
    expect(text).toContain('Orders from this store delivered outside the CIS earn 2.10%');
    // No rate is promised where the terms leave every order to people.
    expect(text).toContain('2. For orders delivered to CIS countries');
    expect(text).toContain('This program states no rates for them.');
    expect(text).not.toContain('set per product');
  });
});

test('hot products stand beside what they pay otherwise: the seller’s rate, or that of their category where sellers set none (S-070)', async () => {
  const hot = async (code: string) => rowsOf(section(await n.page(`/en/programs/${code}`), 'hot'));
  expect(await hot(rc)).toEqual([
    ['Down jacket', '3.00%', '12.00%'],
    ['Robot lamp', '5.00%', '9.00%'],
  ]);
  expect(await hot(ww)).toEqual([
    ['Down jacket', '6.92%', '12.00%'],
    ['Robot lamp', '6.92%', '9.00%'],
  ]);
});

test('other kinds of terms are told in words as well: fixed amounts, tiers, new customers, coupons', async () => {
  const bank = rowsOf(await rates('es', 'leads-bank'));
  expect(bank[0]?.[0]).toBe('Tarjeta de crédito');
  expect(bank[0]?.[1]).toMatch(/^1800.*₽ por pedido$/);
  expect(bank[1]?.[0]).toBe('Tarjeta de débito o cuenta de ahorro');
  n.clock.set(Date.parse('2023-06-01T00:00:00.000Z'));
  const hotel = rowsOf(await rates('en', 'hotel-nights')).map((row) => row.join(' | '));
  expect(hotel).toContain('Order amount at least €2,000 | 6.50% + €10 per order');
  expect(hotel).toContain('Every order from the first order | 3.50%');
  expect(hotel).toContain('Every order from 20 orders a month | 5.00%');
  n.clock.set(NOW);
  const shop = rowsOf(await rates('ru', 'shop-loyal')).map((row) => row.join(' | '));
  expect(shop.find((row) => row.includes('новый'))).toMatch(/^Покупатель новый \| 8,00 % \+ 5.€ за заказ$/);
  expect(shop.find((row) => row.startsWith('С купоном'))).toContain('4,00 %');
});

describe('the decision scheme (S-039)', () => {
  const verdict = async (query: string, language = 'en') => {
    const html = await n.page(`/${language}/scheme?${query}`);
    return textOf(/<section id="verdict"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '');
  };

  test('answers for two countries by the code that decides: same, different, outside, VPN (S-040 … S-043)', async () => {
    expect(await verdict(`program=${rc}&click=RU&delivery=RU`)).toContain(
      'The order earns the rate its seller has set for the product. Regime CIS',
    );
    const different = await verdict(`program=${rc}&click=DE&delivery=RU`);
    expect(different).toContain('The order earns nothing. The click does not come from a country that is paid');
    expect(await verdict(`program=${rc}&click=DE&delivery=DE`)).toContain('The order earns 2.70%.');
    expect(await verdict(`program=${rc}&click=DE&delivery=DE`)).toContain(
      'With a link of AliExpress WW : The order earns 5.40%.',
    );
    expect(await verdict(`program=${rc}&click=RU&delivery=RU&vpn=yes`)).toContain('The buyer used a VPN or proxy');
    expect(await verdict(`program=${rc}&click=RU&delivery=RU&vpn=unknown`)).toContain('VPN or proxy is not known');
    expect(await verdict(`program=${ww}&click=RU&delivery=RU`)).toContain('The terms do not say; people decide.');
    expect(await verdict(`program=${rc}&click=RU&delivery=RU`, 'es')).toContain(
      'El pedido paga la tarifa que su vendedor fijó para el producto.',
    );
  });

  test('tells what else counts, draws the answer for eyes and tells it to the rest, and names the source of country data', async () => {
    const html = await n.page(`/en/scheme?program=${rc}&click=RU&delivery=RU`);
    expect(html).toMatch(
      /<div class="picture paid"><div class="countries" role="img" aria-label="A click from Russia, a delivery to Russia: same country">/,
    );
    expect(html).toContain('href="https://db-ip.com"');
    const rows = rowsOf(html);
    expect(rows.map(([order]) => order)).toEqual([
      'An affiliate product, by any link',
      'A hot product, by a link to the item',
      'A product of a Russian seller, by a link to the home page',
      'A non-affiliate product',
      'A virtual product such as a gift card',
    ]);
    expect(rows[1]?.[1]).toBe('The order earns the hot rate of the product.');
    expect(rows[2]?.[1]).toBe('The order earns nothing.');
  });

  test('takes what is no country and no program for not asked', async () => {
    expect(await verdict('program=%3Cscript%3E&click=Russia&delivery=%22%3E&vpn=maybe')).toContain('The order earns');
  });
});
