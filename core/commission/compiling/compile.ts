import { exponentOf } from '../../money/currency.ts';
import { decimalToMinor, type Money, type Rounding, zeroMoney } from '../../money/index.ts';
import type {
  AttributionTerms,
  Cap,
  CountryTest,
  InternalRate,
  Outcome,
  ProgramTerms,
  Rule,
  TermsVersion,
} from '../../terms/model.ts';
import { contains, type Instant } from '../../time/index.ts';
import { type CurrencyPair, currencyPair } from '../deciding/internal-rates.ts';
import type { Status } from '../decision.ts';
import { isReason, type Reason } from '../reasons.ts';
import { type ToldRule, type ToldStep, type ToldVersion, toldRegime, toldRule, toldVersion } from '../telling/told.ts';
import { type ConditionScope, compileGuard, type Guard } from './conditions.ts';
import { type CountriesAgree, countriesAgree } from './flags.ts';
import { type CompiledReward, compileReward } from './rewards.ts';

/** A program's terms made ready to decide orders quickly. Made once, used for any number of orders; it holds no state. */
export interface CompiledTerms {
  readonly terms: ProgramTerms;
  readonly versions: readonly CompiledVersion[];
}

export interface CompiledVersion {
  readonly id: string;
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly source: TermsVersion;
  readonly told: ToldVersion;
  readonly attribution: AttributionTerms;
  readonly accrualCurrency: string;
  readonly accrualExponent: number;
  readonly accrualZero: Money;
  readonly agree: CountriesAgree;
  readonly rounding: Rounding;
  readonly internalRates: readonly InternalRate[];
  readonly regimes: readonly CompiledRegime[];
  /** Tried when no regime holds the delivery country: the rules that belong to no regime. */
  readonly outside: readonly CompiledRule[];
  readonly notes: readonly CompiledNote[];
  /** One plan for each currency the program takes orders in. */
  readonly plans: ReadonlyMap<string, CurrencyPlan>;
}

export interface CompiledRegime {
  readonly name: string;
  readonly told: ToldStep;
  readonly holds: (country: string | null) => boolean;
  readonly rules: readonly CompiledRule[];
}

export interface CompiledRule extends Guard {
  readonly name: string;
  readonly told: ToldRule;
  readonly outcome: CompiledOutcome;
}

export type CompiledOutcome =
  | PayingOutcome
  /** The verdict is the same for every line, so it is made here once. */
  | { readonly kind: 'refuse'; readonly verdict: Refusal };

export interface PayingOutcome {
  readonly kind: 'pay';
  readonly rule: string;
  readonly approved: Approval;
  readonly reward: CompiledReward;
}

/** What becomes of a line that the rule priced and nothing else befell; made once, as it is the same for every such line. */
export interface Approval {
  readonly status: 'approved';
  readonly reason: Reason;
}

/** A line that the terms do not price. */
export interface Refusal {
  readonly priced: false;
  readonly status: RefusedStatus;
  readonly reason: Reason;
  readonly rule: string | null;
}

export type RefusedStatus = Extract<Status, 'no_reward' | 'declined' | 'unresolved' | 'not_attributed'>;

export interface CompiledNote extends Guard {
  readonly note: string;
}

/** What is fixed about money once version and order currency are: minor units, which rates are needed, which caps bind. */
export interface CurrencyPlan {
  readonly currency: string;
  readonly exponent: number;
  readonly zero: Money;
  /** `convert`: by internal rate. `impossible`: the terms state no conversion, and the currencies differ. */
  readonly conversion: 'same' | 'convert' | 'impossible';
  /** From the order's currency to the accrual currency. */
  readonly pair: CurrencyPair;
  readonly lineCaps: readonly CapPlan[];
  readonly orderCaps: readonly CapPlan[];
  readonly periodCaps: readonly PeriodCapPlan[];
  /** The limits of each kind of cap where all are stated in the currency they apply in, so that no rate is needed; else `null`. */
  readonly statedLimits: {
    readonly line: readonly bigint[] | null;
    readonly order: readonly bigint[] | null;
    readonly period: readonly bigint[] | null;
  };
  /** Decimals of the order's and the accrual currency. */
  readonly exponents: { readonly from: number; readonly to: number };
}

export interface CapPlan {
  readonly cap: Cap;
  /** In the currency it is applied in; `null` when it is stated in another and needs the order's rate. */
  readonly limit: bigint | null;
  readonly stated: { readonly minor: bigint; readonly exponent: number };
  readonly appliedExponent: number;
  readonly pair: CurrencyPair;
}

export interface PeriodCapPlan extends CapPlan {
  readonly per: 'day' | 'month' | 'budget';
}

/**
 * Compiles terms that passed the checker. Terms that name an unknown reason, list or currency are a defect of the caller and throw.
 */
export function compileTerms(terms: ProgramTerms): CompiledTerms {
  return { terms, versions: terms.versions.map((version) => compileVersion({ terms, version })) };
}

/** The version valid at `at` (half-open intervals); `null` when the terms state none. */
export function versionAt(compiled: CompiledTerms, at: Instant): CompiledVersion | null {
  // From the newest: most orders are decided when they are made.
  for (let index = compiled.versions.length - 1; index >= 0; index -= 1) {
    const version = compiled.versions[index];
    if (version !== undefined && contains(version, at)) return version;
  }
  return null;
}

function compileVersion(scope: ConditionScope): CompiledVersion {
  const { terms, version } = scope;
  const rules = version.rules.map((rule) => ({ rule, compiled: compileRule(rule, scope) }));
  return {
    id: version.id,
    from: version.from,
    until: version.until,
    source: version,
    told: toldVersion(version),
    attribution: version.attribution,
    accrualCurrency: version.accrualCurrency,
    accrualExponent: exponentOf(version.accrualCurrency),
    accrualZero: zeroMoney(version.accrualCurrency),
    agree: countriesAgree(version.geoMatch, terms.countrySets),
    rounding: version.rounding,
    internalRates: terms.internalRates,
    regimes: version.regimes.map((regime) => ({
      name: regime.name,
      told: toldRegime(regime.name),
      holds: compileCountryTest(regime.countries, terms),
      rules: rules
        .filter(({ rule }) => rule.regimes === null || rule.regimes.includes(regime.name))
        .map(({ compiled }) => compiled),
    })),
    outside: rules.filter(({ rule }) => rule.regimes === null).map(({ compiled }) => compiled),
    notes: version.notes.map(({ note, when }) => ({ note, ...compileGuard(when, scope) })),
    plans: new Map(terms.orderCurrencies.map((currency) => [currency, currencyPlan(currency, version)])),
  };
}

function compileRule(rule: Rule, scope: ConditionScope): CompiledRule {
  return {
    name: rule.name,
    told: toldRule(rule, scope),
    ...compileGuard(rule.when, scope),
    outcome: compileOutcome(rule.name, rule.then),
  };
}

const refusedStatuses = {
  'no-reward': 'no_reward',
  decline: 'declined',
  unresolved: 'unresolved',
  'not-attributed': 'not_attributed',
} as const satisfies Readonly<Record<Exclude<Outcome['kind'], 'pay'>, RefusedStatus>>;

function compileOutcome(rule: string, outcome: Outcome): CompiledOutcome {
  const { reason, position } = outcome;
  if (!isReason(reason)) throw new Error(`line ${position.line}: unknown reason ${JSON.stringify(reason)}`);
  if (outcome.kind === 'pay') {
    return { kind: 'pay', rule, approved: { status: 'approved', reason }, reward: compileReward(outcome.reward) };
  }
  return { kind: 'refuse', verdict: { priced: false, status: refusedStatuses[outcome.kind], reason, rule } };
}

/** An unknown delivery country is in no set and outside none, and `otherwise` does not hold it either: it has no regime. */
function compileCountryTest(test: CountryTest, terms: ProgramTerms): (country: string | null) => boolean {
  switch (test.kind) {
    case 'any':
      return (country) => country !== null;
    case 'listed': {
      const listed = new Set(test.countries);
      return (country) => country !== null && listed.has(country);
    }
    case 'in-set':
    case 'not-in-set': {
      const set = new Set(terms.countrySets[test.set]);
      const inside = test.kind === 'in-set';
      return (country) => country !== null && set.has(country) === inside;
    }
  }
}

function currencyPlan(currency: string, version: TermsVersion): CurrencyPlan {
  const same = currency === version.accrualCurrency;
  const capsIn = (per: Cap['per'], appliedIn: string): CapPlan[] =>
    version.caps.filter((cap) => cap.per === per).map((cap) => capPlan(cap, appliedIn, version.rounding));
  const lineCaps = capsIn('line', currency);
  const orderCaps = capsIn('order', currency);
  const periodCaps = (['day', 'month', 'budget'] as const).flatMap((per) =>
    capsIn(per, version.accrualCurrency).map((plan) => ({ ...plan, per })),
  );
  return {
    currency,
    exponent: exponentOf(currency),
    zero: zeroMoney(currency),
    pair: currencyPair(currency, version.accrualCurrency),
    conversion: same ? 'same' : version.conversion === 'internal-rate' ? 'convert' : 'impossible',
    lineCaps,
    orderCaps,
    periodCaps,
    statedLimits: { line: statedLimits(lineCaps), order: statedLimits(orderCaps), period: statedLimits(periodCaps) },
    exponents: { from: exponentOf(currency), to: exponentOf(version.accrualCurrency) },
  };
}

function statedLimits(caps: readonly CapPlan[]): readonly bigint[] | null {
  const limits = caps.flatMap(({ limit }) => (limit === null ? [] : [limit]));
  return limits.length === caps.length ? limits : null;
}

function capPlan(cap: Cap, appliedIn: string, rounding: Rounding): CapPlan {
  const { amount, currency } = cap.limit;
  const exponent = exponentOf(currency);
  const minor = decimalToMinor(amount, exponent, rounding);
  return {
    cap,
    limit: currency === appliedIn ? minor : null,
    stated: { minor, exponent },
    appliedExponent: exponentOf(appliedIn),
    pair: currencyPair(currency, appliedIn),
  };
}
