import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../money/index.ts';
import { statuses } from '../decision.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { decide, explain, type Locale, locales, reasons } from '../index.ts';
import { exampleFacts, RC, readExamples } from '../testing/examples.ts';
import { clickOf, DAY_MS, lineOf, ORDERED_AT, orderOf } from '../testing/facts.ts';
import { allPrograms } from '../testing/programs.ts';
import { sentencesOf } from './explain.ts';
import { knownNotes, type LineStory } from './sentences/sentences.ts';

const document = readFileSync(new URL('../../../docs/domain/aliexpress-ru-cis.terms.md', import.meta.url), 'utf8');
const examples = readExamples(document);
const programs = allPrograms();
const story: LineStory = {
  price: '20.00 USD',
  rate: '5.00',
  earned: '60.00 RUB',
  deducted: '24.00 RUB',
  clickCountry: 'A',
  deliveryCountry: 'B',
  fixed: null,
  window: '72 hours',
  confirmation: 'goods received',
};

describe.each(locales)('sentences in %s', (locale) => {
  const say = sentencesOf[locale];

  it('exist for every reason, every known note and every status, each its own', () => {
    const sentences = [
      ...reasons.map((reason) => say.reasons[reason](story)),
      ...knownNotes.map((note) => say.notes[note]),
      ...statuses.map((status) =>
        say.order[status]({ orderId: 'A1', program: 'P', earned: '1 RUB', termsVersion: 'R2' }),
      ),
    ];
    expect(sentences).toHaveLength(reasons.length + knownNotes.length + statuses.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^\p{L}.{10,}[.]$/u);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('cover every note that a shipped program can add', () => {
    const notes = [...programs.values()].flatMap(({ terms }) => terms.versions.flatMap((version) => version.notes));
    for (const { note } of notes) expect(knownNotes).toContain(note);
  });

  it('explain each of the worked examples, with nothing left open', () => {
    for (const row of examples.rows) {
      const facts = exampleFacts(row, examples);
      const compiled = programs.get(facts.program);
      if (compiled === undefined) throw new Error(`no program ${facts.program}`);
      const told = explain(
        { decision: decide(compiled, facts, { trace: false }), facts, terms: compiled.terms },
        locale,
      );
      expect(told.length).toBeGreaterThanOrEqual(3);
      for (const sentence of told) expect(sentence).not.toMatch(/undefined|null|NaN/);
    }
  });
});

describe('the list of reasons', () => {
  const listed = readFileSync(new URL('../../../docs/domain/reasons.md', import.meta.url), 'utf8');

  it('in the documents is the one of the code, both ways', () => {
    const [reasonTable = ''] = listed.split('## Notes');
    const codes = [...reasonTable.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
    expect(codes).toEqual([...reasons]);
    for (const note of knownNotes) expect(listed).toContain(`| \`${note}\` |`);
  });
});

describe('an explanation', () => {
  it.each([
    ['E-38', 'Line 1: The click came from Germany, but the order goes to Russia.'],
    ['E-01', 'Line 1: It earns 5.00 % of 20.00 USD: the rate that the seller set for the product.'],
    ['E-75', 'Line 1: It will earn 60.00 RUB after “goods received”.'],
    ['E-80', 'Line 1: A part was refunded after approval: 36.00 RUB is kept, 24.00 RUB was taken back.'],
    ['E-47', 'Line 1: The commission was lowered to the program’s cap.'],
  ])('says of %s: %s', (id, sentence) => {
    const row = examples.rows.find((each) => each.id === id);
    const facts = row && exampleFacts(row, examples);
    const compiled = facts && programs.get(facts.program);
    if (facts === undefined || compiled === undefined) throw new Error(`no row ${id}`);
    const decision = decide(compiled, facts, { trace: false });
    expect(explain({ decision, facts, terms: compiled.terms }, 'en')).toContain(sentence);
  });

  const shop = orderOf({ program: 'shop-loyal', currency: 'EUR', lines: [lineOf({ amount: decimal('100.00') })] });
  const late = (program: string, days: number): OrderFacts =>
    orderOf({
      program,
      currency: program === RC ? 'USD' : 'EUR',
      clicks: [clickOf({ at: ORDERED_AT - days * DAY_MS })],
    });

  it.each<[string, Locale, OrderFacts, string]>([
    [
      'numbers',
      'ru',
      orderOf(),
      'Позиция 1: Вознаграждение 5,00 % от 20,00 USD: ставка, которую установил продавец товара.',
    ],
    [
      'numbers',
      'es',
      orderOf(),
      'Línea 1: Gana el 5,00 % de 20,00 USD: la tarifa que el vendedor fijó para el producto.',
    ],
    ['sums', 'ru', orderOf(), 'Заказ A1 подтверждён, вознаграждение — 60,00 RUB.'],
    [
      'a bonus',
      'en',
      { ...shop, customer: 'new' },
      'Line 1: It earns 8.00 % of 100.00 EUR plus 5.00 EUR per order: the reward for a new customer.',
    ],
    [
      'a bonus',
      'ru',
      { ...shop, customer: 'new' },
      'Позиция 1: Вознаграждение 8,00 % от 100,00 EUR плюс 5,00 EUR за заказ: это заказ нового покупателя.',
    ],
    [
      'a bonus',
      'es',
      { ...shop, customer: 'new' },
      'Línea 1: Gana el 8,00 % de 100,00 EUR más 5,00 EUR por pedido: la recompensa por un cliente nuevo.',
    ],
    [
      'a window in hours',
      'en',
      late(RC, 3),
      'Line 1: No click was recent enough: a click counts for less than 72 hours before the order.',
    ],
    [
      'a window in hours',
      'ru',
      late(RC, 3),
      'Позиция 1: Клик слишком старый: срок действия клика — 72 часа, к моменту заказа он истёк.',
    ],
    [
      'a window in days',
      'ru',
      late('hotel-nights', 30),
      'Позиция 1: Клик слишком старый: срок действия клика — 30 дней, к моменту заказа он истёк.',
    ],
    [
      'a window in days',
      'es',
      late('hotel-nights', 30),
      'Línea 1: Ningún clic era lo bastante reciente: un clic cuenta durante menos de 30 días antes del pedido.',
    ],
  ])('writes %s as %s does', (_what, locale, facts, sentence) => {
    const compiled = programs.get(facts.program);
    if (compiled === undefined) throw new Error(`no program ${facts.program}`);
    const decision = decide(compiled, facts, { trace: false });
    expect(explain({ decision, facts, terms: compiled.terms }, locale)).toContain(sentence);
  });
});
