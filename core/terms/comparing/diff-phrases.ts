import { compareDecimals, type Decimal, formatDecimal } from '../../money/decimal.ts';
import type { Instant } from '../../time/instant.ts';
import { formatWallTime } from '../../time/zone.ts';
import type { FixedReward, StatedAmount } from '../model.ts';
import { printAmount } from '../printing/print-rule.ts';
import type { RateOf, VersionChange, Where } from './compare.ts';
import type { DiffWords, TellIn, Told } from './diff-words.ts';

/** `name` is what is told apart, `before` and `after` its text; `null` where it is not there. */
export type AboutText = (name: string, before: string | null, after: string | null) => string;

/** How a comparison of terms is told in one language. */
export interface Phrases {
  since(from: Instant | null, zone: string, version: string): string;
  sentence(since: string, change: string): string;
  change(change: VersionChange): string;
  interval(from: Instant | null, until: Instant | null, zone: string): string;
  versionAdded(id: string, interval: string): string;
  versionRemoved(id: string): string;
  versionMoved(id: string, before: string, after: string): string;
  versionSays(id: string, change: string): string;
  readonly about: Readonly<
    Record<'name' | 'timeZone' | 'orders' | 'category' | 'countries' | 'internalRate' | 'sibling' | 'notice', AboutText>
  > & { entry(list: string, id: string, before: string | null, after: string | null): string };
}

export function phrasesOf(words: DiffWords): Phrases {
  const named = (subject: (name: string) => string): AboutText => {
    return (name, before, after) => tell(words.named, subject(name), before, after);
  };
  const number = (text: string | null) => (text === null ? null : words.number(text));
  return {
    since: (from, zone, version) =>
      from === null ? words.inVersion(version) : words.since(`${timeOf(words)(from, zone)} ${zone}`),
    sentence: words.sentence,
    change: (change) => clause(words, change),
    interval: (from, until, zone) => interval(words, from, until, zone),
    versionAdded: words.versionAdded,
    versionRemoved: words.versionRemoved,
    versionMoved: words.versionMoved,
    versionSays: (id, change) => words.sentence(words.inVersion(id), change),
    about: {
      name: (_, before, after) => words.programName(before ?? '', after ?? ''),
      timeZone: (_, before, after) => words.timeZone(before ?? '', after ?? ''),
      orders: (_, before, after) => words.orderCurrencies(before ?? '', after ?? ''),
      category: named(words.category),
      countries: named(words.countries),
      internalRate: (pair, before, after) => named(words.internalRate)(pair, number(before), number(after)),
      sibling: named(words.sibling),
      notice: named(words.notice),
      entry: (list, id, before, after) => tell(words.entry(list), id, before, after),
    },
  };
}

function tell(told: Told, subject: string, before: string | null, after: string | null): string {
  if (before === null) return told.added(subject, after ?? '');
  return after === null ? told.removed(subject, before) : told.changed(subject, before, after);
}

function timeOf({ time = formatWallTime }: DiffWords): TellIn['time'] {
  return time;
}

function interval(words: DiffWords, from: Instant | null, until: Instant | null, zone: string): string {
  if (from === null && until === null) return words.always;
  const start = from === null ? [] : [words.from(timeOf(words)(from, zone))];
  const end = until === null ? [] : [words.until(timeOf(words)(until, zone))];
  return [...start, ...end, zone].join(' ');
}

type ChangeOf<K extends VersionChange['kind']> = Extract<VersionChange, { kind: K }>;
type RuleChange = Extract<VersionChange, { kind: 'fixed' | `rule-${string}` }>;
type SettingChange = Exclude<VersionChange, RuleChange | ChangeOf<'rate' | 'cap' | 'regime' | 'note' | 'import'>>;

function clause(words: DiffWords, change: VersionChange): string {
  switch (change.kind) {
    case 'rate':
      return rateClause(words, change);
    case 'cap':
      return capClause(words, change);
    case 'regime':
      return tell(words.statement, words.regime(change.name), change.before, change.after);
    case 'note':
      return tell(words.statement, words.note(change.note), change.before, change.after);
    case 'import':
      return tell(words.statement, words.importLimit(change.about), change.before, change.after);
    case 'fixed':
    case 'rule-added':
    case 'rule-removed':
    case 'rule-where':
    case 'rule-when':
    case 'rule-then':
    case 'rule-moved':
      return ruleClause(words, change);
    default:
      return settingClause(words, change);
  }
}

function rateClause(words: DiffWords, { of, where, before, after, categoryName }: ChangeOf<'rate'>): string {
  const percent = (value: Decimal) => `${words.number(formatDecimal(value))} %`;
  const rises = before !== null && after !== null && compareDecimals(before, after) < 0;
  const told = { ...words.rate, changed: rises ? words.rate.rises : words.rate.falls };
  const subject = rateOf(words, of, categoryName) + behind(words, where);
  return tell(told, subject, before && percent(before), after && percent(after));
}

function rateOf(words: DiffWords, of: RateOf, categoryName: string | null): string {
  switch (of.kind) {
    case 'rule':
      return words.rateOfRule(of.rule);
    case 'category':
      return words.rateOfCategory(categoryName ?? of.category);
    case 'other-categories':
      return words.rateOfOtherCategories;
    case 'tier': {
      const from = formatDecimal(of.from);
      return of.counts === 'orders' ? words.rateOfOrders(from) : words.rateOfTurnover(from);
    }
  }
}

function capClause(words: DiffWords, { per, before, after, rises }: ChangeOf<'cap'>): string {
  const told = { ...words.cap, changed: rises ? words.cap.rises : words.cap.falls };
  return tell(told, words.caps[per], before && amountText(words, before), after && amountText(words, after));
}

function place(words: DiffWords, where: Where): string {
  switch (where.kind) {
    case 'everywhere':
      return words.everywhere;
    case 'outside':
      return words.outside(where.regime);
    case 'in':
      return words.inside(where.regimes);
  }
}

/** Behind the name of something, where one thinks of everywhere as long as nothing is said. */
function behind(words: DiffWords, where: Where): string {
  return where.kind === 'everywhere' ? '' : ` ${place(words, where)}`;
}

function ruleClause(words: DiffWords, change: RuleChange): string {
  const rule = words.rule(change.rule) + ('where' in change ? behind(words, change.where) : '');
  switch (change.kind) {
    case 'fixed':
      return tell(words.fixed, rule, rewards(words, change.before), rewards(words, change.after));
    case 'rule-added':
      return words.ruleItself.added(rule, change.text);
    case 'rule-removed':
      return words.ruleItself.removed(rule, change.text);
    case 'rule-where':
      return words.ruleWhere(rule, place(words, change.before), place(words, change.after));
    case 'rule-when':
      return words.ruleWhen(rule, change.before, change.after);
    case 'rule-then':
      return words.ruleThen(rule, change.before, change.after);
    case 'rule-moved':
      return change.before === null ? words.ruleLast(rule) : words.ruleBefore(rule, change.before);
  }
}

/** As the reader's language writes amounts where somebody says how, else with the currency of the terms. */
function amountText(words: DiffWords, stated: StatedAmount): string {
  return words.amount?.(stated) ?? words.number(printAmount(stated));
}

function rewards(words: DiffWords, fixed: readonly FixedReward[]): string | null {
  const told = fixed.map(({ amount, per }) => words.fixedReward(amountText(words, amount), per));
  return told.length === 0 ? null : told.join(` ${words.plus} `);
}

function settingClause(words: DiffWords, change: SettingChange): string {
  switch (change.kind) {
    case 'window':
      return words.window(words.duration(change.before), words.duration(change.after));
    case 'pick':
      return words.pick[change.after];
    case 'coupon':
      return words.coupon[change.after];
    case 'geo-match':
      return change.after.by === 'country' ? words.sameCountry : words.sameSide(change.after.countrySet);
    case 'accrual':
      return words.accrual(change.before, change.after) + (change.atInternalRate ? `, ${words.atInternalRate}` : '');
    case 'conversion':
      return words.conversion[change.after];
    case 'rounding':
      return words.rounding(change.before, change.after);
    case 'confirmation':
      return words.confirmation(change.before, change.after);
    case 'confirmation-time':
      return words.confirmationTime(days(words, change.before), days(words, change.after));
  }
}

function days(words: DiffWords, within: number | null): string {
  return within === null ? words.atAnyTime : words.withinDays(within);
}
