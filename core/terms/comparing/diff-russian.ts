import type { Rounding } from '../model.ts';
import { type DiffWords, toldDuration, withComma } from './diff-words.ts';

const plurals = new Intl.PluralRules('ru');
const PER = { order: 'за заказ', line: 'за позицию', unit: 'за единицу' } as const;
const ROUNDING: Readonly<Record<Rounding, string>> = {
  'half-even': 'до ближайшего, половина — до чётного',
  'half-up': 'до ближайшего, половина — вверх',
  down: 'вниз',
};

/** The noun that stands in the genitive behind a number: `1 заказа`, `20 заказов`. */
function genitive(count: number, one: string, many: string): string {
  return plurals.select(count) === 'one' ? one : many;
}

/** Verbs stand in the present tense and old values in the nominative, so that nothing has to agree with a name or a number. */
export const russianWords: DiffWords = {
  number: withComma,
  duration: (ms) => toldDuration(ms, 'ru'),
  sentence: (since, clause) => `${since} ${clause}.`,
  since: (wallTime) => `С ${wallTime}`,
  inVersion: (version) => `В версии ${version}`,
  always: 'всегда',
  from: (wallTime) => `с ${wallTime}`,
  until: (wallTime) => `до ${wallTime}`,
  versionAdded: (id, interval) => `Появляется версия ${id}; она действует ${interval}.`,
  versionRemoved: (id) => `Версии ${id} больше нет.`,
  versionMoved: (id, before, after) => `Версия ${id} действует ${after}, прежде — ${before}.`,

  programName: (before, after) => `Программа называется «${after}», прежде — «${before}».`,
  timeZone: (before, after) => `Часовой пояс — ${after}, прежде — ${before}.`,
  orderCurrencies: (before, after) => `Валюты заказов: ${after}; прежде — ${before}.`,
  named: {
    added: (subject, after) => `Добавлено: ${subject} — «${after}».`,
    removed: (subject) => `Удалено: ${subject}.`,
    changed: (subject, before, after) => `Изменено: ${subject} — «${after}», прежде — «${before}».`,
  },
  category: (name) => `категория ${name}`,
  countries: (name) => `набор стран ${name}`,
  internalRate: (pair) => `внутренний курс ${pair}`,
  sibling: (name) => `соотношение со ставками ${name}`,
  notice: (name) => `объявление ${name}`,
  entry: (list) => ({
    added: (id, after) => `${id} вносится в список ${list}: ${after}.`,
    removed: (id) => `${id} исключается из списка ${list}.`,
    changed: (id, before, after) => `${id} стоит в списке ${list} ${after}, прежде — ${before}.`,
  }),

  everywhere: 'везде',
  inside: (regimes) => `в ${regimes.join(' и ')}`,
  outside: (regime) => `вне ${regime}`,
  rate: {
    added: (subject, after) => `${subject} — ${after}, прежде она не была указана`,
    removed: (subject, before) => `${subject} больше не указана, прежде — ${before}`,
    rises: (subject, before, after) => `${subject} повышается с ${before} до ${after}`,
    falls: (subject, before, after) => `${subject} снижается с ${before} до ${after}`,
  },
  rateOfRule: (rule) => `ставка правила ${rule}`,
  rateOfCategory: (name) => `ставка категории ${name}`,
  rateOfOtherCategories: 'ставка всех остальных категорий',
  rateOfOrders: (from) => `ставка ступени от ${withComma(from)} ${genitive(Number(from), 'заказа', 'заказов')}`,
  rateOfTurnover: (from) => `ставка ступени с оборотом от ${withComma(from)}`,
  cap: {
    added: (subject, after) => `${subject} — ${after}, прежде его не было`,
    removed: (subject, before) => `${subject} больше не действует, прежде — ${before}`,
    rises: (subject, before, after) => `${subject} повышается с ${before} до ${after}`,
    falls: (subject, before, after) => `${subject} снижается с ${before} до ${after}`,
  },
  caps: {
    line: 'предел за позицию',
    order: 'предел за заказ',
    day: 'предел за день',
    month: 'предел за месяц',
    budget: 'бюджет',
  },
  statement: {
    added: (subject, after) => `появляется ${subject}: «${after}»`,
    removed: (subject, before) => `${subject} отменяется, прежде — «${before}»`,
    changed: (subject, before, after) => `${subject} — «${after}», прежде — «${before}»`,
  },
  regime: (name) => `режим ${name}`,
  note: (name) => `примечание ${name}`,
  importLimit: (about) => `ограничение «${about}»`,

  rule: (name) => `правило ${name}`,
  ruleItself: {
    added: (rule, after) => `появляется ${rule}: «${after}»`,
    removed: (rule, before) => `${rule} отменяется, прежде — «${before}»`,
  },
  ruleWhere: (rule, before, after) => `${rule} применяется ${after}, прежде — ${before}`,
  ruleWhen: (rule, before, after) => `${rule} применяется при условии «${after}», прежде — «${before}»`,
  ruleThen: (rule, before, after) => `${rule} гласит «${after}», прежде — «${before}»`,
  ruleLast: (rule) => `${rule} стоит последним`,
  ruleBefore: (rule, next) => `${rule} стоит прямо перед правилом ${next}`,
  fixed: {
    added: (rule, after) => `${rule} дополнительно платит ${after}`,
    removed: (rule, before) => `${rule} больше не платит ${before}`,
    changed: (rule, before, after) => `${rule} платит ${after}, прежде — ${before}`,
  },
  fixedReward: (amount, per) => `${amount} ${PER[per]}`,
  plus: 'плюс',

  window: (before, after) => `срок действия клика — ${after}, прежде — ${before}`,
  pick: { last: 'заказ достаётся последнему клику', first: 'заказ достаётся первому клику' },
  coupon: {
    ignored: 'купоны больше не решают, кому достаётся заказ',
    'coupon-first': 'заказ достаётся владельцу купона',
  },
  sameCountry: 'страна клика и страна доставки должны совпадать',
  sameSide: (countrySet) => `страны клика и доставки должны либо обе входить в ${countrySet}, либо обе не входить`,
  accrual: (before, after) => `вознаграждение начисляется в ${after} вместо ${before}`,
  atInternalRate: 'по внутреннему курсу',
  conversion: {
    'internal-rate': 'суммы пересчитываются по внутреннему курсу программы',
    none: 'суммы больше не пересчитываются',
  },
  rounding: (before, after) => `суммы округляются ${ROUNDING[after]}; прежде — ${ROUNDING[before]}`,
  confirmation: (before, after) => `заказ подтверждается событием «${after}», прежде — «${before}»`,
  confirmationTime: (before, after) => `подтверждение ожидается ${after}, прежде — ${before}`,
  withinDays: (days) => `в течение ${days} ${genitive(days, 'дня', 'дней')}`,
  atAnyTime: 'без ограничения срока',
};
