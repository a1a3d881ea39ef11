import { formatDecimal } from '../../core/money/index.ts';
import {
  type Condition,
  type CountryTest,
  diffVersions,
  type ImportLimit,
  type ProgramTerms,
  type Regime,
  type Reward,
  type Rule,
  type TermsVersion,
  versionAt,
} from '../../core/terms/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { tellIn } from '../programs/index.ts';
import type { PageLocale } from './model.ts';

/** What a program pays, told from its terms so that the page never promises more than they do (S-140). Plain data for a page. */
export interface RatesShown {
  readonly version: string;
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly currency: string;
  /** Amounts become `currency` by the program's internal rate. */
  readonly converted: boolean;
  readonly windowMs: number;
  readonly pick: 'last' | 'first';
  readonly couponFirst: boolean;
  /** Whether click and delivery have to agree in country or region; `null` where the terms do not ask. */
  readonly geoMatch: 'country' | 'region' | null;
  readonly caps: readonly { readonly per: string; readonly amount: string; readonly currency: string }[];
  readonly confirmation: { readonly event: string; readonly withinDays: number | null };
  readonly regimes: readonly RegimeShown[];
  /** What the terms call their categories, by key. */
  readonly categoryNames: Readonly<Record<string, string>>;
  /** Versions that are published and not valid yet, with their differences in sentences. */
  readonly announced: readonly AnnouncedVersion[];
}

export interface RegimeShown {
  /** `null`: the terms know one regime for all orders. */
  readonly name: string | null;
  readonly countries: CountriesShown;
  readonly rows: readonly RateRow[];
  /** Reasons for which an order earns nothing here, in the order in which they are tried. */
  readonly unpaid: readonly string[];
}

export interface CountriesShown {
  readonly kind: 'any' | 'in' | 'outside';
  readonly countries: readonly string[];
}

export interface RateRow {
  /** Name of the rule that pays. */
  readonly rule: string;
  readonly subject: RateSubject;
  readonly percent: PercentShown | null;
  readonly fixed: readonly {
    readonly amount: string;
    readonly currency: string;
    readonly per: 'order' | 'line' | 'unit';
  }[];
}

export type RateSubject =
  | { readonly kind: 'category'; readonly key: string; readonly name: string }
  /** Every category that no other row names. */
  | { readonly kind: 'other-categories' }
  /** A store or a list of stores, by its name in the terms. */
  | { readonly kind: 'stores'; readonly key: string }
  | { readonly kind: 'when'; readonly condition: Condition }
  | { readonly kind: 'all' };

export type PercentShown =
  | { readonly kind: 'stated'; readonly percent: string }
  /** Set product by product, inside these ranges. */
  | { readonly kind: 'per-product'; readonly hot: boolean; readonly ranges: readonly RangeShown[] }
  | {
      readonly kind: 'tier';
      readonly per: 'month' | 'day';
      readonly counts: 'orders' | 'amount';
      readonly from: string;
      readonly percent: string;
    };

export interface RangeShown {
  readonly seller: CountriesShown;
  readonly min: string;
  readonly max: string;
  /** New rates may be at most so many times the old one; `null`: nothing is said. */
  readonly upliftMax: string | null;
}

export interface AnnouncedVersion {
  readonly version: string;
  readonly from: Instant;
  readonly changes: readonly string[];
}

/** `null` where the terms state no version for `at`. */
export function ratesShown(terms: ProgramTerms, at: Instant, locale: PageLocale): RatesShown | null {
  const version = versionAt(terms, at);
  if (version === null) return null;
  return {
    version: version.id,
    from: version.from,
    until: version.until,
    currency: version.accrualCurrency,
    converted: version.conversion === 'internal-rate',
    windowMs: version.attribution.windowMs,
    pick: version.attribution.pick,
    couponFirst: version.attribution.coupon === 'coupon-first',
    geoMatch: version.rules.some(({ when }) => asksGeo(when)) ? version.geoMatch.by : null,
    caps: version.caps.map(({ per, limit }) => ({
      per,
      amount: formatDecimal(limit.amount),
      currency: limit.currency,
    })),
    confirmation: version.confirmation,
    regimes: regimesShown(terms, version),
    categoryNames: terms.categoryNames,
    announced: announced(terms, at, locale),
  };
}

function announced(terms: ProgramTerms, at: Instant, locale: PageLocale): AnnouncedVersion[] {
  return terms.versions.flatMap((version, index) => {
    const before = terms.versions[index - 1];
    if (before === undefined || version.from === null || version.from <= at) return [];
    const changes = diffVersions({ terms, version: before }, { terms, version }, locale, tellIn(locale));
    return [{ version: version.id, from: version.from, changes }];
  });
}

function regimesShown(terms: ProgramTerms, version: TermsVersion): RegimeShown[] {
  if (version.regimes.length === 0) return [regimeShown(terms, version, null, [])];
  return version.regimes.map((regime, index) => regimeShown(terms, version, regime, version.regimes.slice(0, index)));
}

function regimeShown(
  terms: ProgramTerms,
  version: TermsVersion,
  regime: Regime | null,
  earlier: readonly Regime[],
): RegimeShown {
  const rules = reached(
    version.rules.filter(({ regimes }) => regimes === null || regime === null || regimes.includes(regime.name)),
  );
  const limits = version.importLimits.filter(
    (limit) => limit.regimes === null || regime === null || limit.regimes.includes(regime.name),
  );
  // What is left to people may earn yet.
  const unpaid = rules.flatMap(({ then }) => (then.kind === 'pay' || then.kind === 'unresolved' ? [] : [then.reason]));
  return {
    name: regime?.name ?? null,
    countries: regime === null ? anywhere : remaining(terms, regime.countries, earlier),
    rows: paysNothingLast(rules.flatMap((rule) => rowsOf(terms, rule, limits))),
    unpaid: [...new Set(unpaid)],
  };
}

/** A rule without a condition ends the search: what stands below it promises nothing (S-140). */
function reached(rules: readonly Rule[]): readonly Rule[] {
  const last = rules.findIndex(({ when }) => when.kind === 'always');
  return last === -1 ? rules : rules.slice(0, last + 1);
}

const anywhere: CountriesShown = { kind: 'any', countries: [] };

/** What is left for a regime of all countries is what the regimes before it did not take. */
function remaining(terms: ProgramTerms, test: CountryTest, earlier: readonly Regime[]): CountriesShown {
  const own = countriesShown(terms, test);
  if (own.kind !== 'any') return own;
  const taken = earlier.map(({ countries }) => countriesShown(terms, countries)).filter(({ kind }) => kind === 'in');
  return taken.length === 0 ? own : { kind: 'outside', countries: taken.flatMap(({ countries }) => countries) };
}

function countriesShown(terms: ProgramTerms, test: CountryTest): CountriesShown {
  switch (test.kind) {
    case 'any':
      return anywhere;
    case 'in-set':
      return { kind: 'in', countries: terms.countrySets[test.set] ?? [] };
    case 'not-in-set':
      return { kind: 'outside', countries: terms.countrySets[test.set] ?? [] };
    case 'listed':
      return { kind: 'in', countries: test.countries };
  }
}

function rowsOf(terms: ProgramTerms, rule: Rule, limits: readonly ImportLimit[]): RateRow[] {
  if (rule.then.kind !== 'pay') return [];
  const { reward } = rule.then;
  const fixed = reward.fixed.map(({ amount, per }) => ({
    amount: formatDecimal(amount.amount),
    currency: amount.currency,
    per,
  }));
  const row = (subject: RateSubject, percent: PercentShown | null): RateRow => ({
    rule: rule.name,
    subject,
    percent,
    fixed,
  });
  return percentRows(terms, reward, subjectOf(terms, rule.when), limits).map(([subject, percent]) =>
    row(subject, percent),
  );
}

type Told = readonly [RateSubject, PercentShown | null];

function percentRows(
  terms: ProgramTerms,
  { percent }: Reward,
  subject: RateSubject,
  limits: readonly ImportLimit[],
): Told[] {
  if (percent === null) return [[subject, null]];
  switch (percent.kind) {
    case 'stated':
      return [[subject, { kind: 'stated', percent: formatDecimal(percent.percent) }]];
    case 'seller-rate':
    case 'hot-rate': {
      const ranges = limits.filter(({ rate }) => rate === percent.kind).map((limit) => rangeShown(terms, limit));
      return [[subject, { kind: 'per-product', hot: percent.kind === 'hot-rate', ranges }]];
    }
    case 'by-category': {
      const named = percent.rates.map(({ category, percent: rate }): Told => {
        const name = categoryName(terms, category);
        return [
          { kind: 'category', key: category, name },
          { kind: 'stated', percent: formatDecimal(rate) },
        ];
      });
      const { otherwise } = percent;
      if (otherwise === null) return named;
      return [...named, [{ kind: 'other-categories' }, { kind: 'stated', percent: formatDecimal(otherwise) }]];
    }
    case 'by-volume':
      return percent.tiers.map(({ from, percent: rate }): Told => {
        const { per, counts } = percent;
        return [subject, { kind: 'tier', per, counts, from: formatDecimal(from), percent: formatDecimal(rate) }];
      });
  }
}

function rangeShown(terms: ProgramTerms, { seller, min, max, upliftMax }: ImportLimit): RangeShown {
  return {
    seller: countriesShown(terms, seller),
    min: formatDecimal(min),
    max: formatDecimal(max),
    upliftMax: upliftMax === null ? null : formatDecimal(upliftMax),
  };
}

/** What a rate is for; that a rate is known goes without saying. */
function subjectOf(terms: ProgramTerms, when: Condition): RateSubject {
  const condition = withoutKnown(when);
  if (condition.kind === 'always') return { kind: 'all' };
  if (condition.kind === 'member' && condition.fact === 'store') return { kind: 'stores', key: condition.list };
  if (condition.kind === 'word' && condition.values.length === 1) {
    const [key = ''] = condition.values;
    if (condition.fact === 'store') return { kind: 'stores', key };
    if (condition.fact === 'category') return { kind: 'category', key, name: categoryName(terms, key) };
  }
  return { kind: 'when', condition };
}

/** As the program calls it; else its key as words. */
function categoryName({ categoryNames }: ProgramTerms, key: string): string {
  const words = key.replaceAll('_', ' ');
  return categoryNames[key] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function withoutKnown(condition: Condition): Condition {
  if (condition.kind === 'flag' && (condition.fact === 'seller-rate-known' || condition.fact === 'hot-rate-known'))
    return { kind: 'always' };
  if (condition.kind !== 'all') return condition;
  const of = condition.of.map(withoutKnown).filter(({ kind }) => kind !== 'always');
  const [only] = of;
  if (only === undefined) return { kind: 'always' };
  return of.length === 1 ? only : { kind: 'all', of };
}

function asksGeo(condition: Condition): boolean {
  if (condition.kind === 'flag') return condition.fact === 'geo-match';
  if (condition.kind === 'not') return asksGeo(condition.of);
  return condition.kind === 'all' || condition.kind === 'any' ? condition.of.some(asksGeo) : false;
}

/** Categories first, as price lists are written; then stores and what is paid by product, hot products last; what earns nothing at the end. */
function paysNothingLast(rows: readonly RateRow[]): RateRow[] {
  return rows
    .map((row, place) => ({ row, place }))
    .toSorted((a, b) => rank(a.row) - rank(b.row) || a.place - b.place)
    .map(({ row }) => row);
}

function rank({ subject, percent }: RateRow): number {
  if (percent?.kind === 'stated' && /^0(\.0+)?$/.test(percent.percent)) return 4;
  if (subject.kind === 'category') return 0;
  if (subject.kind === 'other-categories') return 1;
  if (subject.kind === 'stores') return 2;
  return percent?.kind === 'per-product' && percent.hot ? 3.5 : 3;
}
