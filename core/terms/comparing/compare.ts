import { compareDecimals, type Decimal } from '../../money/decimal.ts';
import type {
  Cap,
  FixedReward,
  GeoMatch,
  PercentSource,
  ProgramTerms,
  Reward,
  Rounding,
  Rule,
  StatedAmount,
  TermsVersion,
} from '../model.ts';
import { printImportHead, printImportRange } from '../printing/print.ts';
import { printAmount, printCondition, printOutcome, printRegimeTest } from '../printing/print-rule.ts';

/** A version together with the program it belongs to: names of categories and the zone come from there. */
export interface VersionOf {
  readonly terms: ProgramTerms;
  readonly version: TermsVersion;
}

/** Where a rule is tried, as people say it: everywhere, in some regimes, or outside of one. */
export type Where =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'in'; readonly regimes: readonly string[] }
  | { readonly kind: 'outside'; readonly regime: string };

/** What a rate is paid for. */
export type RateOf =
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'category'; readonly category: string }
  | { readonly kind: 'other-categories' }
  | { readonly kind: 'tier'; readonly from: Decimal; readonly counts: 'orders' | 'amount' };

/**
 * One difference between two versions. Data only, so that it can be told in any language; `text`, `before` and `after` of rules and
 * tests are words of the terms language, which has one spelling. `null` means that it is not there.
 */
export type VersionChange =
  | { readonly kind: 'window'; readonly before: number; readonly after: number }
  | { readonly kind: 'pick'; readonly after: 'last' | 'first' }
  | { readonly kind: 'coupon'; readonly after: 'ignored' | 'coupon-first' }
  | { readonly kind: 'geo-match'; readonly after: GeoMatch }
  | { readonly kind: 'accrual'; readonly before: string; readonly after: string; readonly atInternalRate: boolean }
  | { readonly kind: 'conversion'; readonly after: 'internal-rate' | 'none' }
  | { readonly kind: 'rounding'; readonly before: Rounding; readonly after: Rounding }
  | { readonly kind: 'confirmation'; readonly before: string; readonly after: string }
  | { readonly kind: 'confirmation-time'; readonly before: number | null; readonly after: number | null }
  | {
      readonly kind: 'cap';
      readonly per: Cap['per'];
      readonly before: StatedAmount | null;
      readonly after: StatedAmount | null;
      readonly rises: boolean;
    }
  | { readonly kind: 'regime'; readonly name: string; readonly before: string | null; readonly after: string | null }
  | {
      readonly kind: 'rate';
      readonly of: RateOf;
      readonly where: Where;
      /** `null`: no rate was, or is, stated. */
      readonly before: Decimal | null;
      readonly after: Decimal | null;
      readonly categoryName: string | null;
    }
  | {
      readonly kind: 'fixed';
      readonly rule: string;
      readonly where: Where;
      /** What the rule pays beside a percentage; empty: nothing. */
      readonly before: readonly FixedReward[];
      readonly after: readonly FixedReward[];
    }
  | { readonly kind: 'rule-added'; readonly rule: string; readonly where: Where; readonly text: string }
  | { readonly kind: 'rule-removed'; readonly rule: string; readonly where: Where; readonly text: string }
  | { readonly kind: 'rule-where'; readonly rule: string; readonly before: Where; readonly after: Where }
  | {
      readonly kind: 'rule-when';
      readonly rule: string;
      readonly where: Where;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'rule-then';
      readonly rule: string;
      readonly where: Where;
      readonly before: string;
      readonly after: string;
    }
  | { readonly kind: 'rule-moved'; readonly rule: string; readonly before: string | null }
  | { readonly kind: 'note'; readonly note: string; readonly before: string | null; readonly after: string | null }
  | { readonly kind: 'import'; readonly about: string; readonly before: string | null; readonly after: string | null };

/** All differences from one version to another, in the order in which a version is written. */
export function compareVersions(before: VersionOf, after: VersionOf): VersionChange[] {
  return [
    ...settingChanges(before.version, after.version),
    ...capChanges(before.version, after.version),
    ...named(
      before.version.regimes,
      after.version.regimes,
      (one) => one.name,
      (one) => printRegimeTest(one.countries),
    ).map(({ name, before: was, after: is }) => ({ kind: 'regime', name, before: was, after: is }) as const),
    ...ruleChanges(before, after),
    ...named(
      before.version.notes,
      after.version.notes,
      (one) => one.note,
      (one) => printCondition(one.when),
    ).map(({ name, before: was, after: is }) => ({ kind: 'note', note: name, before: was, after: is }) as const),
    ...named(before.version.importLimits, after.version.importLimits, printImportHead, printImportRange).map(
      ({ name, before: was, after: is }) => ({ kind: 'import', about: name, before: was, after: is }) as const,
    ),
  ];
}

function settingChanges(a: TermsVersion, b: TermsVersion): VersionChange[] {
  const changes: VersionChange[] = [];
  const add = (differs: boolean, change: VersionChange) => {
    if (differs) changes.push(change);
  };
  const { attribution: click } = a;
  const { attribution: newClick } = b;
  add(click.windowMs !== newClick.windowMs, { kind: 'window', before: click.windowMs, after: newClick.windowMs });
  add(click.pick !== newClick.pick, { kind: 'pick', after: newClick.pick });
  add(click.coupon !== newClick.coupon, { kind: 'coupon', after: newClick.coupon });
  add(geoText(a.geoMatch) !== geoText(b.geoMatch), { kind: 'geo-match', after: b.geoMatch });
  const atInternalRate = b.conversion === 'internal-rate';
  const newCurrency = a.accrualCurrency !== b.accrualCurrency;
  add(newCurrency, { kind: 'accrual', before: a.accrualCurrency, after: b.accrualCurrency, atInternalRate });
  add(!newCurrency && a.conversion !== b.conversion, { kind: 'conversion', after: b.conversion });
  add(a.rounding !== b.rounding, { kind: 'rounding', before: a.rounding, after: b.rounding });
  const { event, withinDays } = b.confirmation;
  add(a.confirmation.event !== event, { kind: 'confirmation', before: a.confirmation.event, after: event });
  const days = a.confirmation.withinDays;
  add(days !== withinDays, { kind: 'confirmation-time', before: days, after: withinDays });
  return changes;
}

function geoText(geo: GeoMatch): string {
  return geo.by === 'country' ? 'country' : `region ${geo.countrySet}`;
}

function capChanges(a: TermsVersion, b: TermsVersion): VersionChange[] {
  const limit = (version: TermsVersion, per: string) => version.caps.find((cap) => cap.per === per)?.limit ?? null;
  return named(
    a.caps,
    b.caps,
    (cap) => cap.per,
    (cap) => printAmount(cap.limit),
  ).map(({ element: { per } }) => {
    const [before, after] = [limit(a, per), limit(b, per)];
    const rises = before !== null && after !== null && compareDecimals(before.amount, after.amount) < 0;
    return { kind: 'cap', per, before, after, rises };
  });
}

interface NamedChange<T> {
  readonly name: string;
  readonly element: T;
  readonly before: string | null;
  readonly after: string | null;
}

/** Elements that are new, gone, or say something else, by name: removed and changed ones first, in their old order. */
export function named<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (element: T) => string,
  textOf: (element: T) => string,
): NamedChange<T>[] {
  const old = new Map(before.map((element) => [nameOf(element), element]));
  const current = new Map(after.map((element) => [nameOf(element), element]));
  const changes: NamedChange<T>[] = [];
  for (const [name, element] of old) {
    const now = current.get(name);
    const texts = { before: textOf(element), after: now === undefined ? null : textOf(now) };
    if (texts.before !== texts.after) changes.push({ name, element, ...texts });
  }
  for (const [name, element] of current) {
    if (!old.has(name)) changes.push({ name, element, before: null, after: textOf(element) });
  }
  return changes;
}

function ruleChanges(before: VersionOf, after: VersionOf): VersionChange[] {
  const old = new Map(before.version.rules.map((rule) => [rule.name, rule]));
  const current = new Map(after.version.rules.map((rule) => [rule.name, rule]));
  const changes: VersionChange[] = [];
  for (const [name, rule] of old) {
    const now = current.get(name);
    if (now !== undefined) changes.push(...oneRuleChanges(rule, before, now, after));
    else changes.push({ kind: 'rule-removed', rule: name, where: whereOf(rule, before.version), text: textOf(rule) });
  }
  for (const [name, rule] of current) {
    if (!old.has(name))
      changes.push({ kind: 'rule-added', rule: name, where: whereOf(rule, after.version), text: textOf(rule) });
  }
  return [...changes, ...moves([...old.keys()], [...current.keys()])];
}

function textOf(rule: Rule): string {
  const then = inLine(printOutcome(rule.then, ''));
  return rule.when.kind === 'always' ? then : `when ${printCondition(rule.when)} then ${then}`;
}

function inLine(text: string): string {
  return text
    .replaceAll(/\{\n\s*/g, '{ ')
    .replaceAll(/\n\s*\}/g, ' }')
    .replaceAll(/\n\s*/g, ', ');
}

/** `outside` where a regime is everything that one other regime is not: nobody says "in NONCIS". */
function whereOf(rule: Rule, version: TermsVersion): Where {
  if (rule.regimes === null) return { kind: 'everywhere' };
  const [only] = rule.regimes;
  const regime = version.regimes.find(({ name }) => name === only);
  const [other, ...more] = version.regimes.filter(({ name }) => name !== only);
  const isRest = regime?.countries.kind === 'any' || regime?.countries.kind === 'not-in-set';
  if (rule.regimes.length === 1 && isRest && other !== undefined && more.length === 0) {
    return { kind: 'outside', regime: other.name };
  }
  return { kind: 'in', regimes: rule.regimes };
}

function oneRuleChanges(a: Rule, before: VersionOf, b: Rule, after: VersionOf): VersionChange[] {
  const changes: VersionChange[] = [];
  const where = whereOf(b, after.version);
  if (a.regimes?.join() !== b.regimes?.join()) {
    changes.push({ kind: 'rule-where', rule: b.name, before: whereOf(a, before.version), after: where });
  }
  const [oldWhen, newWhen] = [printCondition(a.when), printCondition(b.when)];
  if (oldWhen !== newWhen) changes.push({ kind: 'rule-when', rule: b.name, where, before: oldWhen, after: newWhen });
  return [...changes, ...outcomeChanges(a, b, where, after.terms)];
}

function outcomeChanges(a: Rule, b: Rule, where: Where, terms: ProgramTerms): VersionChange[] {
  const [before, after] = [inLine(printOutcome(a.then, '')), inLine(printOutcome(b.then, ''))];
  if (before === after) return [];
  const whole: VersionChange = { kind: 'rule-then', rule: b.name, where, before, after };
  if (a.then.kind !== 'pay' || b.then.kind !== 'pay' || a.then.reason !== b.then.reason) return [whole];
  return rewardChanges(a.then.reward, b.then.reward, b.name, where, terms) ?? [whole];
}

/** Rate by rate where both rewards are of one kind; `null` where they are not comparable. */
function rewardChanges(a: Reward, b: Reward, rule: string, where: Where, terms: ProgramTerms): VersionChange[] | null {
  const rates = percentChanges(a.percent, b.percent, rule);
  if (rates === null) return null;
  const categoryName = (of: RateOf) => (of.kind === 'category' ? (terms.categoryNames[of.category] ?? null) : null);
  const changes: VersionChange[] = rates.map((rate) => ({
    ...rate,
    kind: 'rate',
    where,
    categoryName: categoryName(rate.of),
  }));
  const fixed = (list: readonly FixedReward[]) =>
    list.map(({ amount, per }) => `${printAmount(amount)} per ${per}`).join();
  if (fixed(a.fixed) !== fixed(b.fixed)) {
    changes.push({ kind: 'fixed', rule, where, before: a.fixed, after: b.fixed });
  }
  return changes;
}

type RateChange = Pick<Extract<VersionChange, { kind: 'rate' }>, 'of' | 'before' | 'after'>;

function percentChanges(a: PercentSource | null, b: PercentSource | null, rule: string): RateChange[] | null {
  if (a === null || b === null) return a === b ? [] : null;
  if (a.kind === 'stated' && b.kind === 'stated')
    return differing([{ of: { kind: 'rule', rule }, before: a.percent, after: b.percent }]);
  if (a.kind === 'by-category' && b.kind === 'by-category') {
    const [was, is] = [a, b].map(({ rates }) => new Map(rates.map((rate) => [rate.category, rate.percent])));
    const categories = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])]);
    return differing([
      ...[...categories].map((category) => ({
        of: { kind: 'category', category } as const,
        before: was?.get(category) ?? a.otherwise,
        after: is?.get(category) ?? b.otherwise,
      })),
      { of: { kind: 'other-categories' }, before: a.otherwise, after: b.otherwise },
    ]);
  }
  if (a.kind === 'by-volume' && b.kind === 'by-volume' && sameTiers(a, b)) {
    return differing(
      a.tiers.map((tier, index) => ({
        of: { kind: 'tier', from: tier.from, counts: b.counts },
        before: tier.percent,
        after: b.tiers[index]?.percent ?? null,
      })),
    );
  }
  return a.kind === b.kind && a.kind !== 'by-volume' ? [] : null;
}

type ByVolume = Extract<PercentSource, { kind: 'by-volume' }>;

function sameTiers(a: ByVolume, b: ByVolume): boolean {
  const shape = ({ per, counts, tiers }: ByVolume) =>
    `${per} ${counts} ${tiers.map((tier) => `${tier.from.digits}e${tier.from.scale}`).join()}`;
  return shape(a) === shape(b);
}

function differing(rates: readonly RateChange[]): RateChange[] {
  return rates.filter(({ before, after }) => {
    if (before === null || after === null) return before !== after;
    return compareDecimals(before, after) !== 0;
  });
}

/** The fewest rules that have to be moved to get from one order to the other. */
function moves(before: readonly string[], after: readonly string[]): VersionChange[] {
  const place = new Map(before.map((name, index) => [name, index]));
  const common = after.filter((name) => place.has(name));
  const stays = longestAscending(common.map((name) => place.get(name) ?? 0));
  const moved = common.filter((_, index) => !stays.has(index));
  return moved.map((rule) => ({ kind: 'rule-moved', rule, before: after[after.indexOf(rule) + 1] ?? null }));
}

/** Indexes of a longest ascending run of values, by patience sorting. */
function longestAscending(values: readonly number[]): ReadonlySet<number> {
  const tops: number[] = [];
  const previous: (number | undefined)[] = [];
  values.forEach((value, index) => {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tops[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = tops[low - 1];
    tops[low] = index;
  });
  const run = new Set<number>();
  for (let index = tops.at(-1); index !== undefined; index = previous[index]) run.add(index);
  return run;
}
