import { describe, expect, test } from 'vitest';
import { type DiffLocale, diffTerms, diffVersions, parseTerms } from '../index.ts';
import { minimal } from '../testing/minimal.ts';

function termsOf(text: string) {
  const { terms, problems } = parseTerms(text);
  if (terms === null) throw new Error(JSON.stringify(problems));
  return terms;
}

const head = `categories { mobile_phone "Mobile phone" tablets "Tablets" }
countries CIS11 { RU KZ }
`;
const base = `cap 38.00 USD per order
  regime CIS when delivery country in CIS11
  regime NONCIS otherwise
  rule hot: when product is hot then pay hot rate as PAID_HOT
  rule special in CIS: when store is S then pay 1% as PAID_SPECIAL_STORE
  rule tiers in CIS: when product is virtual then pay by volume per month of orders { from 0: 4% from 20: 5% } as PAID_TIER
  rule category in NONCIS: pay by category { mobile_phone 2.30% tablets 1% } otherwise 2.70% as PAID_NONCIS_CATEGORY
  note N when product is hot
  import seller rate in CIS: 0.35% to 33.50%`;

/** What changes in V2 if it repeats V1 except for `except`. */
function sentences(except: string, locale: DiffLocale = 'en'): string[] {
  const text = `${minimal('until 2022-03-01', base, head).replace('UTC', 'Europe/Moscow')}version V2 from 2022-03-01 as V1 except { ${except} }`;
  const terms = termsOf(text);
  const [before, after] = terms.versions;
  if (before === undefined || after === undefined) throw new Error('two versions were written');
  return diffVersions({ terms, version: before }, { terms, version: after }, locale);
}

const since = 'From 2022-03-01 00:00 Europe/Moscow';

describe('two versions are told apart in plain sentences', () => {
  test.each([
    ['cap 38.00 USD per order', []],
    [
      'rule category in NONCIS: pay by category { mobile_phone 2.50% tablets 1.00% } otherwise 2.50% as PAID_NONCIS_CATEGORY',
      [
        'the rate of category Mobile phone outside CIS rises from 2.30 % to 2.50 %',
        'the rate of all other categories outside CIS falls from 2.70 % to 2.50 %',
      ],
    ],
    [
      'rule category in NONCIS: pay by category { mobile_phone 2.30% } otherwise 2.70% as PAID_NONCIS_CATEGORY',
      ['the rate of category Tablets outside CIS rises from 1 % to 2.70 %'],
    ],
    [
      'rule category in NONCIS: pay by category { mobile_phone 2.30% tablets 1% } otherwise unstated as PAID_NONCIS_CATEGORY',
      ['the rate of all other categories outside CIS is no longer stated; it was 2.70 %'],
    ],
    [
      'rule special in CIS: when store is S then pay 2% as PAID_SPECIAL_STORE',
      ['the rate of rule special in CIS rises from 1 % to 2 %'],
    ],
    [
      'rule special in CIS: when store is S then pay 1% plus 5.00 USD per order as PAID_SPECIAL_STORE',
      ['rule special in CIS pays 5.00 USD per order in addition'],
    ],
    [
      'rule tiers in CIS: when product is virtual then pay by volume per month of orders { from 0: 4% from 20: 6% } as PAID_TIER',
      ['the rate of the tier from 20 orders in CIS rises from 5 % to 6 %'],
    ],
    [
      'rule special in CIS: when store is T then pay 1% as PAID_SPECIAL_STORE',
      ['rule special in CIS applies when store is T; before, when store is S'],
    ],
    [
      'rule special: when store is S then pay 1% as PAID_SPECIAL_STORE',
      ['rule special applies everywhere instead of in CIS'],
    ],
    [
      'rule special in CIS: when store is S then decline as risk',
      ['rule special in CIS says "decline as risk" instead of "pay 1% as PAID_SPECIAL_STORE"'],
    ],
    ['remove rule hot', ['rule hot is gone; it said: when product is hot then pay hot rate as PAID_HOT']],
    [
      'rule vpn before hot: when anonymizer is yes then no reward as VPN_PROXY',
      ['there is a new rule vpn: when anonymizer is yes then no reward as VPN_PROXY'],
    ],
    [
      'rule hot after category: when product is hot then pay hot rate as PAID_HOT',
      ['rule hot comes directly before rule all'],
    ],
    ['cap 40.00 USD per order', ['the cap per order rises from 38.00 USD to 40.00 USD']],
    [
      'remove cap per order budget 1000 USD',
      ['the cap per order of 38.00 USD is gone', 'the budget is 1000 USD; there was none before'],
    ],
    [
      'clicks first within 30 days',
      ['a click counts for 30 days instead of 72 hours', 'the first click owns an order'],
    ],
    ['coupons before clicks', ['the owner of a coupon owns the order']],
    ['geo match by region CIS11', ['click and delivery have to be both inside or both outside CIS11']],
    ['reward in RUB at internal rate', ['rewards are accrued in RUB instead of USD, at the internal rate']],
    ['reward in USD at internal rate', ["amounts are converted at the program's internal rate"]],
    ['round down', ['amounts are rounded down instead of half-even']],
    [
      'confirm on "stay completed" within 30 days',
      [
        'an order is confirmed on "stay completed" instead of "goods received"',
        'confirmation is expected within 30 days instead of at any time',
      ],
    ],
    [
      'regime CIS when delivery country is KZ',
      ['regime CIS is "when delivery country is KZ" instead of "when delivery country in CIS11"'],
    ],
    ['note N when product is virtual', ['the note N is "product is virtual" instead of "product is hot"']],
    [
      'import seller rate in CIS: 0.35% to 53.60% at most 1.60 times the old rate',
      [
        'the limit of "import seller rate in CIS" is "0.35% to 53.60% at most 1.60 times the old rate" instead of "0.35% to 33.50%"',
      ],
    ],
  ])('%s', (except, expected) => {
    expect(sentences(except)).toEqual(expected.map((change) => `${since} ${change}.`));
  });
});

/** Every kind of change, in each language; the English of each is above. */
const told: readonly (readonly [except: string, ru: string, es: string])[] = [
  [
    'rule category in NONCIS: pay by category { mobile_phone 2.50% tablets 1% } otherwise 2.50% as PAID_NONCIS_CATEGORY',
    'ставка категории Mobile phone вне CIS повышается с 2,30 % до 2,50 %; ставка всех остальных категорий вне CIS снижается с 2,70 % до 2,50 %',
    'la tarifa de la categoría Mobile phone fuera de CIS sube del 2,30 % al 2,50 %; la tarifa de todas las demás categorías fuera de CIS baja del 2,70 % al 2,50 %',
  ],
  [
    'rule category in NONCIS: pay by category { mobile_phone 2.30% tablets 1% } otherwise unstated as PAID_NONCIS_CATEGORY',
    'ставка всех остальных категорий вне CIS больше не указана, прежде — 2,70 %',
    'la tarifa de todas las demás categorías fuera de CIS ya no está indicada; era del 2,70 %',
  ],
  [
    'rule special in CIS: when store is S then pay 1% plus 5.00 USD per order as PAID_SPECIAL_STORE',
    'правило special в CIS дополнительно платит 5,00 USD за заказ',
    'la regla special en CIS paga además 5,00 USD por pedido',
  ],
  [
    'rule tiers in CIS: when product is virtual then pay by volume per month of orders { from 0: 4% from 20: 6% } as PAID_TIER',
    'ставка ступени от 20 заказов в CIS повышается с 5 % до 6 %',
    'la tarifa del tramo desde 20 pedidos en CIS sube del 5 % al 6 %',
  ],
  [
    'rule special: when store is S then pay 1% as PAID_SPECIAL_STORE',
    'правило special применяется везде, прежде — в CIS',
    'la regla special se aplica en todas partes; antes, en CIS',
  ],
  [
    'rule special in CIS: when store is T then decline as risk',
    'правило special в CIS применяется при условии «store is T», прежде — «store is S»; правило special в CIS гласит «decline as risk», прежде — «pay 1% as PAID_SPECIAL_STORE»',
    'la regla special en CIS se aplica con la condición «store is T»; antes, con «store is S»; la regla special en CIS dice «decline as risk» en lugar de «pay 1% as PAID_SPECIAL_STORE»',
  ],
  [
    'remove rule hot',
    'правило hot отменяется, прежде — «when product is hot then pay hot rate as PAID_HOT»',
    'desaparece la regla hot; decía: «when product is hot then pay hot rate as PAID_HOT»',
  ],
  [
    'rule vpn before hot: when anonymizer is yes then no reward as VPN_PROXY',
    'появляется правило vpn: «when anonymizer is yes then no reward as VPN_PROXY»',
    'hay una nueva regla vpn: «when anonymizer is yes then no reward as VPN_PROXY»',
  ],
  [
    'rule hot after category: when product is hot then pay hot rate as PAID_HOT',
    'правило hot стоит прямо перед правилом all',
    'la regla hot va justo antes de la regla all',
  ],
  [
    'remove cap per order budget 1000.50 USD',
    'предел за заказ больше не действует, прежде — 38,00 USD; бюджет — 1000,50 USD, прежде его не было',
    'el límite por pedido deja de existir; era de 38,00 USD; el presupuesto es de 1000,50 USD; antes no lo había',
  ],
  [
    'cap 40.00 USD per order',
    'предел за заказ повышается с 38,00 USD до 40,00 USD',
    'el límite por pedido sube de 38,00 USD a 40,00 USD',
  ],
  [
    'clicks first within 30 days coupons before clicks geo match by region CIS11',
    'срок действия клика — 30 дней, прежде — 72 часа; заказ достаётся первому клику; заказ достаётся владельцу купона; страны клика и доставки должны либо обе входить в CIS11, либо обе не входить',
    'un clic cuenta durante 30 días en lugar de 72 horas; el pedido corresponde al primer clic; el pedido corresponde al dueño del cupón; el país del clic y el de entrega tienen que estar los dos dentro o los dos fuera de CIS11',
  ],
  [
    'reward in RUB at internal rate round down',
    'вознаграждение начисляется в RUB вместо USD, по внутреннему курсу; суммы округляются вниз; прежде — до ближайшего, половина — до чётного',
    'las recompensas se calculan en RUB en lugar de USD, al tipo de cambio interno; los importes se redondean hacia abajo; antes, al más cercano, y la mitad al par',
  ],
  [
    'confirm on "stay completed" within 21 days',
    'заказ подтверждается событием «stay completed», прежде — «goods received»; подтверждение ожидается в течение 21 дня, прежде — без ограничения срока',
    'un pedido se confirma con «stay completed» en lugar de «goods received»; la confirmación se espera en un plazo de 21 días; antes, en cualquier momento',
  ],
  [
    'regime CIS when delivery country is KZ note N when product is virtual import seller rate in CIS: 0.35% to 53.60%',
    'режим CIS — «when delivery country is KZ», прежде — «when delivery country in CIS11»; примечание N — «product is virtual», прежде — «product is hot»; ограничение «import seller rate in CIS» — «0.35% to 53.60%», прежде — «0.35% to 33.50%»',
    'el régimen CIS es «when delivery country is KZ» en lugar de «when delivery country in CIS11»; la nota N es «product is virtual» en lugar de «product is hot»; el límite de «import seller rate in CIS» es «0.35% to 53.60%» en lugar de «0.35% to 33.50%»',
  ],
];

describe.each([
  { locale: 'ru', start: 'С 2022-03-01 00:00 Europe/Moscow ', column: 1 },
  { locale: 'es', start: 'Desde el 2022-03-01 00:00 Europe/Moscow, ', column: 2 },
] as const)('the same differences are told in $locale', ({ locale, start, column }) => {
  test.each(told)('%s', (...row) => {
    const all = sentences(row[0], locale);
    expect(all.every((sentence) => sentence.startsWith(start) && sentence.endsWith('.'))).toBe(true);
    expect(all.map((sentence) => sentence.slice(start.length, -1)).join('; ')).toBe(row[column]);
  });

  test('as many of them as in English, for every change', () => {
    for (const [except] of told) expect(sentences(except, locale)).toHaveLength(sentences(except).length);
  });
});

describe('two files are told apart', () => {
  test('a file does not differ from itself, however it is laid out', () => {
    const text = minimal('', base, head);
    expect(diffTerms(termsOf(text), termsOf(text.replaceAll('\n', ' ')))).toEqual([]);
  });

  test('names, lists, notices, rates and versions', () => {
    const rule = 'rule s: when store in stores-a then decline as risk';
    const before = minimal(
      '',
      rule,
      'stores stores-a { S1 S2 }\nnotice n on feed "old"\ninternal rate USD/RUB 60 from 2022-01-01\n',
    );
    const after = `${minimal(
      'until 2023-01-01',
      rule,
      'stores stores-a { S1 until 2022-05-01 S3 from 2022-06-01 }\nnotice n on feed "new"\ninternal rate USD/RUB 61 from 2022-01-01\n',
    )
      .replace('"Demo"', '"Show"')
      .replace('2.50%', '3.00%')}version V2 from 2023-01-01 as V1 except { cap 5 USD per line }`;
    const differences = (locale: DiffLocale) => diffTerms(termsOf(before), termsOf(after), locale);
    expect(differences('ru')).toEqual([
      'Программа называется «Show», прежде — «Demo».',
      'S1 стоит в списке stores-a до 2022-05-01 00:00 UTC, прежде — всегда.',
      'S2 исключается из списка stores-a.',
      'S3 вносится в список stores-a: с 2022-06-01 00:00 UTC.',
      'Изменено: внутренний курс USD/RUB с 2022-01-01 00:00 UTC — «61», прежде — «60».',
      'Изменено: объявление n — «new (всегда; feed)», прежде — «old (всегда; feed)».',
      'Версия V1 действует до 2023-01-01 00:00 UTC, прежде — всегда.',
      'В версии V1 ставка правила all повышается с 2,50 % до 3,00 %.',
      'Появляется версия V2; она действует с 2023-01-01 00:00 UTC.',
      'С 2023-01-01 00:00 UTC предел за позицию — 5 USD, прежде его не было.',
    ]);
    expect(differences('es')).toEqual([
      'El programa se llama «Show» en lugar de «Demo».',
      'S1 figura en la lista stores-a hasta el 2022-05-01 00:00 UTC; antes, siempre.',
      'S2 sale de la lista stores-a.',
      'S3 entra en la lista stores-a: desde el 2022-06-01 00:00 UTC.',
      'Cambia el tipo de cambio interno USD/RUB desde el 2022-01-01 00:00 UTC: «61» en lugar de «60».',
      'Cambia el aviso n: «new (siempre; feed)» en lugar de «old (siempre; feed)».',
      'La versión V1 está vigente hasta el 2023-01-01 00:00 UTC; antes, siempre.',
      'En la versión V1, la tarifa de la regla all sube del 2,50 % al 3,00 %.',
      'La versión V2 es nueva; está vigente desde el 2023-01-01 00:00 UTC.',
      'Desde el 2023-01-01 00:00 UTC, el límite por línea es de 5 USD; antes no lo había.',
    ]);
    expect(differences('en')).toEqual([
      'The program is called "Show" instead of "Demo".',
      'S1 stands on the list stores-a until 2022-05-01 00:00 UTC instead of always.',
      'S2 is taken off the list stores-a.',
      'S3 is put on the list stores-a, from 2022-06-01 00:00 UTC.',
      'The internal rate USD/RUB from 2022-01-01 00:00 UTC says "61" instead of "60".',
      'The notice n says "new (always; feed)" instead of "old (always; feed)".',
      'Version V1 is valid until 2023-01-01 00:00 UTC instead of always.',
      'In version V1 the rate of rule all rises from 2.50 % to 3.00 %.',
      'Version V2 is new; it is valid from 2023-01-01 00:00 UTC.',
      'From 2023-01-01 00:00 UTC the cap per line is 5 USD; there was none before.',
    ]);
  });
});
