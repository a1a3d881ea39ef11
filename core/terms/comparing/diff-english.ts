import { compareDecimals, type Decimal, formatDecimal } from '../../money/decimal.ts';
import type { Instant } from '../../time/instant.ts';
import { formatWallTime } from '../../time/zone.ts';
import type { FixedReward } from '../model.ts';
import { printDuration } from '../printing/print.ts';
import { printAmount } from '../printing/print-rule.ts';
import type { RateOf, Where } from './compare.ts';
import {
  type ChangeOf,
  changeTeller,
  type Phrases,
  type RuleChange,
  type SettingChange,
  type StatementChange,
} from './diff-phrases.ts';

export const englishPhrases: Phrases = {
  since: (from, zone, version) =>
    from === null ? `In version ${version}` : `From ${formatWallTime(from, zone)} ${zone}`,
  sentence: (since, change) => `${since} ${change}.`,
  change: changeTeller({
    rate: rateChange,
    cap: capChange,
    statement: statementChange,
    rule: ruleChange,
    setting: settingChange,
  }),
  interval: englishInterval,
  versionAdded: (id, interval) => `Version ${id} is new; it is valid ${interval}.`,
  versionRemoved: (id) => `Version ${id} is no longer there.`,
  versionMoved: (id, before, after) => `Version ${id} is valid ${after} instead of ${before}.`,
  versionSays: (id, change) => `In version ${id} ${change}.`,
  about: {
    name: (_, before, after) => `The program is called "${after}" instead of "${before}".`,
    timeZone: (_, before, after) => `The time zone is ${after} instead of ${before}.`,
    orders: (_, before, after) => `Orders are taken in ${after} instead of ${before}.`,
    category: (name, before, after) => addedOrNot(`Category ${name}`, before, after),
    countries: (name, before, after) => addedOrNot(`The country set ${name}`, before, after),
    internalRate: (pair, before, after) => addedOrNot(`The internal rate ${pair}`, before, after),
    notice: (name, before, after) => addedOrNot(`The notice ${name}`, before, after),
    entry: (list, id, before, after) => {
      if (before === null) return `${id} is put on the list ${list}, ${after}.`;
      return after === null
        ? `${id} is taken off the list ${list}.`
        : `${id} stands on the list ${list} ${after} instead of ${before}.`;
    },
  },
};

function addedOrNot(subject: string, before: string | null, after: string | null): string {
  if (before === null) return `${subject} is new: ${after}.`;
  return after === null ? `${subject} is no longer there.` : `${subject} says "${after}" instead of "${before}".`;
}

function englishInterval(from: Instant | null, until: Instant | null, zone: string): string {
  if (from === null && until === null) return 'always';
  const start = from === null ? '' : `from ${formatWallTime(from, zone)}`;
  const end = until === null ? '' : `until ${formatWallTime(until, zone)}`;
  return `${[start, end].filter((part) => part !== '').join(' ')} ${zone}`;
}

function rateChange({ of, where, before, after, categoryName }: ChangeOf<'rate'>): string {
  const subject = `the rate of ${rateOf(of, categoryName)}${place(where)}`;
  if (before === null) return `${subject} is ${percent(after)}; none was stated before`;
  if (after === null) return `${subject} is no longer stated; it was ${percent(before)}`;
  return `${subject} ${compareDecimals(before, after) < 0 ? 'rises' : 'falls'} from ${percent(before)} to ${percent(after)}`;
}

function rateOf(of: RateOf, categoryName: string | null): string {
  switch (of.kind) {
    case 'rule':
      return `rule ${of.rule}`;
    case 'category':
      return `category ${categoryName ?? of.category}`;
    case 'other-categories':
      return 'all other categories';
    case 'tier':
      return `the tier from ${formatDecimal(of.from)} ${of.counts === 'orders' ? 'orders' : 'of turnover'}`;
  }
}

function percent(value: Decimal | null): string {
  return value === null ? 'not stated' : `${formatDecimal(value)} %`;
}

function place(where: Where): string {
  switch (where.kind) {
    case 'everywhere':
      return '';
    case 'outside':
      return ` outside ${where.regime}`;
    case 'in':
      return ` in ${where.regimes.join(' and ')}`;
  }
}

function capChange({ per, before, after, rises }: ChangeOf<'cap'>): string {
  const subject = per === 'budget' ? 'the budget' : `the cap per ${per}`;
  if (before === null) return `${subject} is ${after}; there was none before`;
  if (after === null) return `${subject} of ${before} is gone`;
  return `${subject} ${rises ? 'rises' : 'falls'} from ${before} to ${after}`;
}

function statementChange(change: StatementChange): string {
  const { before, after } = change;
  const subject =
    change.kind === 'regime'
      ? `regime ${change.name}`
      : change.kind === 'note'
        ? `the note ${change.note}`
        : `the limit of "${change.about}"`;
  if (before === null) return `${subject} is new: ${after}`;
  return after === null ? `${subject} is gone; it said: ${before}` : `${subject} is "${after}" instead of "${before}"`;
}

function ruleChange(change: RuleChange): string {
  const subject = 'where' in change ? `rule ${change.rule}${place(change.where)}` : `rule ${change.rule}`;
  switch (change.kind) {
    case 'fixed':
      return fixedChange(subject, fixed(change.before), fixed(change.after));
    case 'rule-added':
      return `there is a new ${subject}: ${change.text}`;
    case 'rule-removed':
      return `${subject} is gone; it said: ${change.text}`;
    case 'rule-where':
      return `${subject} applies${place(change.after) || ' everywhere'} instead of${place(change.before) || ' everywhere'}`;
    case 'rule-when':
      return `${subject} applies when ${change.after}; before, when ${change.before}`;
    case 'rule-then':
      return `${subject} says "${change.after}" instead of "${change.before}"`;
    case 'rule-moved':
      return change.before === null
        ? `${subject} comes last`
        : `${subject} comes directly before rule ${change.before}`;
  }
}

function fixed(rewards: readonly FixedReward[]): string | null {
  return rewards.length === 0
    ? null
    : rewards.map(({ amount, per }) => `${printAmount(amount)} per ${per}`).join(' plus ');
}

function fixedChange(subject: string, before: string | null, after: string | null): string {
  if (before === null) return `${subject} pays ${after} in addition`;
  return after === null ? `${subject} no longer pays ${before}` : `${subject} pays ${after} instead of ${before}`;
}

function settingChange(change: SettingChange): string {
  switch (change.kind) {
    case 'window':
      return `a click counts for ${printDuration(change.after)} instead of ${printDuration(change.before)}`;
    case 'pick':
      return `the ${change.after} click owns an order`;
    case 'coupon':
      return change.after === 'ignored'
        ? 'coupons no longer decide who owns an order'
        : 'the owner of a coupon owns the order';
    case 'geo-match':
      return change.after.by === 'country'
        ? 'click and delivery have to be in the same country'
        : `click and delivery have to be both inside or both outside ${change.after.countrySet}`;
    case 'accrual':
      return `rewards are accrued in ${change.after} instead of ${change.before}${change.atInternalRate ? ', at the internal rate' : ''}`;
    case 'conversion':
      return change.after === 'none'
        ? 'amounts are no longer converted'
        : "amounts are converted at the program's internal rate";
    case 'rounding':
      return `amounts are rounded ${change.after} instead of ${change.before}`;
    case 'confirmation':
      return `an order is confirmed on "${change.after}" instead of "${change.before}"`;
    case 'confirmation-time':
      return `confirmation is expected ${days(change.after)} instead of ${days(change.before)}`;
  }
}

function days(within: number | null): string {
  return within === null ? 'at any time' : `within ${within} days`;
}
