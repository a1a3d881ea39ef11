import { compareDecimals, type Decimal, formatDecimal } from '../../money/decimal.ts';
import type { Instant } from '../../time/instant.ts';
import { formatWallTime } from '../../time/zone.ts';
import type { FixedReward, Rounding } from '../model.ts';
import { printAmount } from '../printing/print-rule.ts';
import type { RateOf, Where } from './compare.ts';
import {
  type ChangeOf,
  changeTeller,
  type Phrases,
  type RuleChange,
  type SettingChange,
  type StatementChange,
  toldDuration,
  withComma,
} from './diff-phrases.ts';

const plurals = new Intl.PluralRules('ru');

/** Verbs stand in the present tense and old values in the nominative, so that nothing has to agree with a name or a number. */
export const russianPhrases: Phrases = {
  since: (from, zone, version) => (from === null ? `В версии ${version}` : `С ${formatWallTime(from, zone)} ${zone}`),
  sentence: (since, change) => `${since} ${change}.`,
  change: changeTeller({
    rate: rateChange,
    cap: capChange,
    statement: statementChange,
    rule: ruleChange,
    setting: settingChange,
  }),
  interval,
  versionAdded: (id, valid) => `Появляется версия ${id}; она действует ${valid}.`,
  versionRemoved: (id) => `Версии ${id} больше нет.`,
  versionMoved: (id, before, after) => `Версия ${id} действует ${after}, прежде — ${before}.`,
  versionSays: (id, change) => `В версии ${id} ${change}.`,
  about: {
    name: (_, before, after) => `Программа называется «${after}», прежде — «${before}».`,
    timeZone: (_, before, after) => `Часовой пояс — ${after}, прежде — ${before}.`,
    orders: (_, before, after) => `Валюты заказов: ${after}; прежде — ${before}.`,
    category: (name, before, after) => addedOrNot(`категория ${name}`, before, after),
    countries: (name, before, after) => addedOrNot(`набор стран ${name}`, before, after),
    internalRate: (pair, before, after) => addedOrNot(`внутренний курс ${pair}`, comma(before), comma(after)),
    notice: (name, before, after) => addedOrNot(`объявление ${name}`, before, after),
    entry: (list, id, before, after) => {
      if (before === null) return `${id} вносится в список ${list}: ${after}.`;
      return after === null
        ? `${id} исключается из списка ${list}.`
        : `${id} стоит в списке ${list} ${after}, прежде — ${before}.`;
    },
  },
};

function addedOrNot(subject: string, before: string | null, after: string | null): string {
  if (before === null) return `Добавлено: ${subject} — «${after}».`;
  return after === null ? `Удалено: ${subject}.` : `Изменено: ${subject} — «${after}», прежде — «${before}».`;
}

function comma(rate: string | null): string | null {
  return rate === null ? null : withComma(rate);
}

function interval(from: Instant | null, until: Instant | null, zone: string): string {
  if (from === null && until === null) return 'всегда';
  const start = from === null ? '' : `с ${formatWallTime(from, zone)}`;
  const end = until === null ? '' : `до ${formatWallTime(until, zone)}`;
  return `${[start, end].filter((part) => part !== '').join(' ')} ${zone}`;
}

function rateChange({ of, where, before, after, categoryName }: ChangeOf<'rate'>): string {
  const subject = `ставка ${rateOf(of, categoryName)}${place(where)}`;
  if (before === null) return `${subject} — ${percent(after)}, прежде она не была указана`;
  if (after === null) return `${subject} больше не указана, прежде — ${percent(before)}`;
  const verb = compareDecimals(before, after) < 0 ? 'повышается' : 'снижается';
  return `${subject} ${verb} с ${percent(before)} до ${percent(after)}`;
}

function rateOf(of: RateOf, categoryName: string | null): string {
  switch (of.kind) {
    case 'rule':
      return `правила ${of.rule}`;
    case 'category':
      return `категории ${categoryName ?? of.category}`;
    case 'other-categories':
      return 'всех остальных категорий';
    case 'tier':
      return of.counts === 'orders'
        ? `ступени от ${genitive(of.from, 'заказа', 'заказов')}`
        : `ступени с оборотом от ${withComma(formatDecimal(of.from))}`;
  }
}

/** The number with its noun in the genitive: `1 заказа`, `20 заказов`. */
function genitive(count: Decimal, one: string, many: string): string {
  const text = formatDecimal(count);
  return `${withComma(text)} ${plurals.select(Number(text)) === 'one' ? one : many}`;
}

function percent(value: Decimal | null): string {
  return value === null ? 'не указано' : `${withComma(formatDecimal(value))} %`;
}

function place(where: Where): string {
  switch (where.kind) {
    case 'everywhere':
      return '';
    case 'outside':
      return ` вне ${where.regime}`;
    case 'in':
      return ` в ${where.regimes.join(' и ')}`;
  }
}

const CAPS = {
  line: 'предел за позицию',
  order: 'предел за заказ',
  day: 'предел за день',
  month: 'предел за месяц',
  budget: 'бюджет',
} as const;

function capChange({ per, before, after, rises }: ChangeOf<'cap'>): string {
  const subject = CAPS[per];
  if (before === null) return `${subject} — ${withComma(after ?? '')}, прежде его не было`;
  if (after === null) return `${subject} больше не действует, прежде — ${withComma(before)}`;
  return `${subject} ${rises ? 'повышается' : 'снижается'} с ${withComma(before)} до ${withComma(after)}`;
}

function statementChange(change: StatementChange): string {
  const { before, after } = change;
  const subject =
    change.kind === 'regime'
      ? `режим ${change.name}`
      : change.kind === 'note'
        ? `примечание ${change.note}`
        : `ограничение «${change.about}»`;
  if (before === null) return `появляется ${subject}: «${after}»`;
  return after === null
    ? `${subject} отменяется, прежде — «${before}»`
    : `${subject} — «${after}», прежде — «${before}»`;
}

function ruleChange(change: RuleChange): string {
  const subject = 'where' in change ? `правило ${change.rule}${place(change.where)}` : `правило ${change.rule}`;
  switch (change.kind) {
    case 'fixed':
      return fixedChange(subject, fixed(change.before), fixed(change.after));
    case 'rule-added':
      return `появляется ${subject}: «${change.text}»`;
    case 'rule-removed':
      return `${subject} отменяется, прежде — «${change.text}»`;
    case 'rule-where':
      return `${subject} применяется${place(change.after) || ' везде'}, прежде —${place(change.before) || ' везде'}`;
    case 'rule-when':
      return `${subject} применяется при условии «${change.after}», прежде — «${change.before}»`;
    case 'rule-then':
      return `${subject} гласит «${change.after}», прежде — «${change.before}»`;
    case 'rule-moved':
      return change.before === null
        ? `${subject} стоит последним`
        : `${subject} стоит прямо перед правилом ${change.before}`;
  }
}

const PER = { order: 'за заказ', line: 'за позицию', unit: 'за единицу' } as const;

function fixed(rewards: readonly FixedReward[]): string | null {
  const told = ({ amount, per }: FixedReward) => `${withComma(printAmount(amount))} ${PER[per]}`;
  return rewards.length === 0 ? null : rewards.map(told).join(' плюс ');
}

function fixedChange(subject: string, before: string | null, after: string | null): string {
  if (before === null) return `${subject} дополнительно платит ${after}`;
  return after === null ? `${subject} больше не платит ${before}` : `${subject} платит ${after}, прежде — ${before}`;
}

const ROUNDING: Readonly<Record<Rounding, string>> = {
  'half-even': 'до ближайшего, половина — до чётного',
  'half-up': 'до ближайшего, половина — вверх',
  down: 'вниз',
};

function settingChange(change: SettingChange): string {
  switch (change.kind) {
    case 'window':
      return `срок действия клика — ${toldDuration(change.after, 'ru')}, прежде — ${toldDuration(change.before, 'ru')}`;
    case 'pick':
      return `заказ достаётся ${change.after === 'last' ? 'последнему' : 'первому'} клику`;
    case 'coupon':
      return change.after === 'ignored'
        ? 'купоны больше не решают, кому достаётся заказ'
        : 'заказ достаётся владельцу купона';
    case 'geo-match':
      return change.after.by === 'country'
        ? 'страна клика и страна доставки должны совпадать'
        : `страны клика и доставки должны либо обе входить в ${change.after.countrySet}, либо обе не входить`;
    case 'accrual': {
      const rate = change.atInternalRate ? ', по внутреннему курсу' : '';
      return `вознаграждение начисляется в ${change.after} вместо ${change.before}${rate}`;
    }
    case 'conversion':
      return change.after === 'none'
        ? 'суммы больше не пересчитываются'
        : 'суммы пересчитываются по внутреннему курсу программы';
    case 'rounding':
      return `суммы округляются ${ROUNDING[change.after]}; прежде — ${ROUNDING[change.before]}`;
    case 'confirmation':
      return `заказ подтверждается событием «${change.after}», прежде — «${change.before}»`;
    case 'confirmation-time':
      return `подтверждение ожидается ${days(change.after)}, прежде — ${days(change.before)}`;
  }
}

function days(within: number | null): string {
  if (within === null) return 'без ограничения срока';
  return `в течение ${within} ${plurals.select(within) === 'one' ? 'дня' : 'дней'}`;
}
