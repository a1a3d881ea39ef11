import i18next from 'i18next';
import { expect, test } from 'vitest';
import { words as spanish } from '../../../../contract/words/es/trace.ts';
import { words as russian } from '../../../../contract/words/ru/trace.ts';
import { formatsOf } from '../values/format.ts';
import { type TraceTexts, traceTexts } from './trace-text.ts';

async function textsIn(language: 'ru' | 'es'): Promise<TraceTexts> {
  const made = i18next.createInstance();
  const resources = { ru: { trace: russian }, es: { trace: spanish } };
  await made.init({
    lng: language,
    resources,
    ns: ['trace'],
    defaultNS: 'trace',
    interpolation: { escapeValue: false },
  });
  return traceTexts(made.getFixedT(language, 'trace'), formatsOf(language), {
    products: {},
    categories: { garden_supplies: 'Товары для сада' },
  });
}

test.each([
  ['terms version T1', 'Версия условий T1'],
  ['click of another publisher', 'Клик другого паблишера'],
  ['click 06gr', 'Клик 06gr'],
  ['regime CIS', 'Режим CIS'],
  ['hot', 'hot'],
  ['no rule', 'Подходящего правила нет'],
  ['199.99 × 5.00 % = 9.9995 → 10.00 USD', '199,99 × 5,00 % = 9,9995 → 10,00 USD'],
  ['20.00 − 5.00 refunded = 15.00 USD', '20,00 − 5,00 возвращено = 15,00 USD'],
  ['3.00 EUR per line = 3.00 EUR', '3,00 EUR за позицию = 3,00 EUR'],
  ['12.00 capped → 10.00 USD', '12,00 с учётом предела → 10,00 USD'],
  ['cap per month 600.00 EUR, 12.50 used before', 'предел в месяц: 600,00 EUR, 12,50 использовано раньше'],
  ['no internal rate is known between USD and RUB', 'внутренний курс USD и RUB неизвестен'],
  [
    'line 1: approved PAID_HOT; line 2: declined NO_CLICK',
    'позиция 1: подтверждён, ставка горячего товара; позиция 2: отклонён, клика не было',
  ],
  [
    '2022-06-15T09:00:00.000Z violation abnormal_order: the whole order',
    '15.06.2022, 09:00 Нарушение abnormal_order: весь заказ',
  ],
  ['2022-06-15T09:00:00.000Z goods received', '15.06.2022, 09:00 Подтверждён'],
])('the step «%s» is told in Russian', async (recorded, told) => {
  expect((await textsIn('ru')).step(recorded)).toBe(told);
});

test('facts and results are told with their values', async () => {
  const ru = await textsIn('ru');
  expect(ru.fact('delivery country', 'KZ')).toBe('доставка в страну: Казахстан');
  expect(ru.fact('delivery country', null)).toBe('доставка в страну: неизвестно');
  expect(ru.fact('category', 'garden_supplies')).toBe('категория: Товары для сада');
  expect(ru.fact('line amount', '20.50 EUR')).toBe('сумма позиции: 20,50 EUR');
  expect(ru.fact('geo match', 'no')).toBe('страны клика и доставки подходят друг другу: нет');
  expect(ru.fact('store in special-stores', null)).toBe('магазин в списке special-stores: неизвестно');
  expect(ru.fact('ordered at', '2022-06-15T09:00:00.000Z')).toBe('время заказа: 15.06.2022, 09:00');
  expect(ru.detail('pays 5.00 %, PAID_HOT')).toBe('ставка 5 %, ставка горячего товара');
  expect(ru.detail('no_reward GEO_MISMATCH')).toBe('без вознаграждения: страны клика и доставки различаются');
  expect(ru.detail('valid from the beginning until further notice')).toBe('действует с самого начала до отмены');
  const es = await textsIn('es');
  expect(es.detail('it owns the order')).toBe('el pedido es suyo');
  expect(es.fact('click country', null)).toBe('clic desde: desconocido');
});
