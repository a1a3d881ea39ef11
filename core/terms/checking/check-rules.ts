import { countryCodes } from '../../countries/index.ts';
import type { Condition, CountryTest, ProgramTerms, Regime, Rule, TermsVersion } from '../model.ts';
import { printOutcome } from '../printing/print-rule.ts';
import { lineOf, type Problems, quote } from '../problem.ts';
import { casesOf, contradict, follows, type Literals, weightOf } from './logic.ts';
import { countryPasses } from './rate-import.ts';

/** Comparisons of two values in one file; enough for a thousand rules, and done in a second or two. */
const COMPARISONS_MAX = 20_000_000;
const COUNTRIES_SHOWN = 5;

/** A kind of order that the rules have to decide: of one regime, or of none. */
interface Field {
  readonly regime: string | null;
  readonly given: Literals;
}

/** Finds overlapping regimes, lines no rule would decide, and rules that never decide. */
export class RuleCheck {
  private readonly terms: ProgramTerms;
  private readonly problems: Problems;
  private readonly weights = new Map<Rule, number>();
  private comparisons = 0;

  constructor(terms: ProgramTerms, problems: Problems) {
    this.terms = terms;
    this.problems = problems;
  }

  check(version: TermsVersion): void {
    this.checkRegimes(version.regimes);
    const fields = this.fieldsOf(version);
    for (const field of fields) this.checkGap(version, field);
    version.rules.forEach((rule, index) => {
      this.checkReachable(rule, version.rules.slice(0, index), fields);
    });
  }

  private checkRegimes(regimes: readonly Regime[]): void {
    regimes.forEach((regime, index) => {
      for (const earlier of regimes.slice(0, index)) {
        if (earlier.countries.kind === 'any') {
          const message = `Regime ${quote(regime.name)} stands after ${quote(earlier.name)}, which takes all other countries.`;
          const remedy = `Move "otherwise" to the last regime.`;
          this.problems.error('unreachable_regime', regime.position, message, remedy, [earlier.position]);
          return;
        }
        const shared = regime.countries.kind === 'any' ? [] : this.shared(regime.countries, earlier.countries);
        if (shared.length > 0) this.reportOverlap(regime, earlier, shared);
      }
    });
  }

  private shared(a: CountryTest, b: CountryTest): string[] {
    return countryCodes.filter(
      (country) => countryPasses(this.terms, a, country) && countryPasses(this.terms, b, country),
    );
  }

  private reportOverlap(regime: Regime, earlier: Regime, shared: readonly string[]): void {
    const shown = shared.slice(0, COUNTRIES_SHOWN).join(', ') + (shared.length > COUNTRIES_SHOWN ? ', …' : '');
    const message = `Regimes ${quote(earlier.name)} and ${quote(regime.name)} both hold ${shown}.`;
    const remedy = `Give each country to one regime; the other is on ${lineOf(earlier.position)}.`;
    this.problems.error('regimes_overlap', regime.position, message, remedy, [earlier.position]);
  }

  private fieldsOf(version: TermsVersion): Field[] {
    const position = version.position;
    const fields: Field[] = version.regimes.map(({ name, countries: test }) => ({
      regime: name,
      given:
        test.kind === 'in-set' || test.kind === 'not-in-set'
          ? [
              {
                test: { kind: 'member', fact: 'delivery-country', list: test.set, position },
                holds: test.kind === 'in-set',
              },
            ]
          : test.kind === 'listed'
            ? [{ test: { kind: 'word', fact: 'delivery-country', values: test.countries, position }, holds: true }]
            : [{ test: { kind: 'unknown', fact: 'delivery-country', position }, holds: false }],
    }));
    const uncovered = countryCodes.some(
      (country) => !version.regimes.some((one) => countryPasses(this.terms, one.countries, country)),
    );
    const unknown: Literals = [{ test: { kind: 'unknown', fact: 'delivery-country', position }, holds: true }];
    return [...fields, { regime: null, given: uncovered ? [] : unknown }];
  }

  private checkGap(version: TermsVersion, { regime, given }: Field): void {
    const sets = this.terms.countrySets;
    const decided = version.rules.some((rule) => concerns(rule, regime) && follows(rule.when, given, sets));
    if (decided) return;
    const position = version.regimes.find((one) => one.name === regime)?.position ?? version.position;
    const whose =
      regime !== null
        ? `of regime ${quote(regime)}`
        : version.regimes.length === 0
          ? ''
          : given.length === 0
            ? 'delivered to a country of no regime'
            : 'whose delivery country is unknown';
    const message = `Version ${quote(version.id)}: an order line ${whose === '' ? '' : `${whose} `}may be decided by no rule.`;
    const where = regime === null ? '' : ` in ${regime}`;
    const remedy = `End with a rule without condition: rule otherwise${where}: unresolved as TERMS_NOT_STATED`;
    this.problems.error('rule_gap', position, message, remedy);
  }

  private checkReachable(rule: Rule, earlier: readonly Rule[], fields: readonly Field[]): void {
    const mine = fields.filter((field) => concerns(rule, field.regime));
    const cases = casesOf(rule.when);
    if (cases === null || mine.length === 0) return;
    const pairs = cases.reduce((sum, one) => sum + weightOf(one) ** 2, 0);
    if (!this.spend(pairs * mine.length, rule)) return;
    const sets = this.terms.countrySets;
    const live = mine.flatMap((field) =>
      cases.map((one) => ({ field, given: [...field.given, ...one] })).filter(({ given }) => !contradict(given, sets)),
    );
    if (live.length === 0) {
      const message = `The condition of rule ${quote(rule.name)} can never hold.`;
      this.problems.error('unreachable_rule', rule.position, message, 'Correct the condition, or remove the rule.');
      return;
    }
    const shadows = new Set<Rule>();
    for (const { field, given } of live) {
      const shadow = this.firstShadow(earlier, field, given);
      if (shadow === null) return;
      shadows.add(shadow);
    }
    this.reportShadow(rule, [...shadows]);
  }

  private firstShadow(earlier: readonly Rule[], field: Field, given: Literals): Rule | null {
    for (const rule of earlier) {
      if (!this.spend((weightOf(given) + 1) * this.weight(rule), rule)) return null;
      if (concerns(rule, field.regime) && follows(rule.when, given, this.terms.countrySets)) return rule;
    }
    return null;
  }

  private weight(rule: Rule): number {
    const known = this.weights.get(rule);
    if (known !== undefined) return known;
    const weight = 1 + (casesOf(rule.when) ?? []).reduce((sum, one) => sum + weightOf(one), 0);
    this.weights.set(rule, weight);
    return weight;
  }

  /** Whether there is still work to spend; says once that there is not. */
  private spend(comparisons: number, rule: Rule): boolean {
    const before = this.comparisons;
    this.comparisons += comparisons;
    if (this.comparisons <= COMPARISONS_MAX) return true;
    if (before > COMPARISONS_MAX) return false;
    const message = 'There are too many rules to find all that never decide.';
    const remedy = 'Use lists and rates by category instead of single rules.';
    this.problems.warning('check_incomplete', rule.position, message, remedy);
    return false;
  }

  private reportShadow(rule: Rule, shadows: readonly Rule[]): void {
    const [first] = shadows;
    if (first === undefined) return;
    const related = shadows.map((one) => one.position);
    const sets = this.terms.countrySets;
    const alike = shadows.length === 1 && isImpliedBy(rule.when, first.when, sets) && sameRegimes(rule, first);
    if (alike && rule.then.kind === 'pay' && first.then.kind === 'pay') {
      const message =
        `Rules ${quote(first.name)} (${lineOf(first.position)}) and ${quote(rule.name)} (${lineOf(rule.position)}) ask for the same and say ` +
        `"${printOutcome(first.then, '')}" and "${printOutcome(rule.then, '')}".`;
      this.problems.error('conflicting_rules', rule.position, message, 'Keep the one that is meant.', related);
      return;
    }
    const names = shadows.map((one) => `${quote(one.name)} (${lineOf(one.position)})`).join(', ');
    const message = `Rule ${quote(rule.name)} is never reached: ${names} decides before it.`;
    this.problems.error(
      'unreachable_rule',
      rule.position,
      message,
      'Move it up, narrow the earlier rule, or remove it.',
      related,
    );
  }
}

/** Whether the rule is tried for orders of this regime. */
function concerns(rule: Rule, regime: string | null): boolean {
  return rule.regimes === null || (regime !== null && rule.regimes.includes(regime));
}

function sameRegimes(a: Rule, b: Rule): boolean {
  return a.regimes?.join() === b.regimes?.join();
}

/** Whether `condition` is true whenever `given` is. */
function isImpliedBy(condition: Condition, given: Condition, sets: ProgramTerms['countrySets']): boolean {
  return casesOf(given)?.every((one) => follows(condition, one, sets)) ?? false;
}
