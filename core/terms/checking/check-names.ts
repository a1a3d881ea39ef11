import type { Condition, CountryTest, ListedFact, Position, ProgramTerms, Rule, TermsVersion, Test } from '../model.ts';
import { type Problems, quote, suggest } from '../problem.ts';

/** Visits every test of a condition, whatever surrounds it. */
export function eachTest(condition: Condition, visit: (test: Test) => void): void {
  switch (condition.kind) {
    case 'always':
      return;
    case 'not':
      eachTest(condition.of, visit);
      return;
    case 'all':
    case 'any':
      for (const part of condition.of) eachTest(part, visit);
      return;
    default:
      visit(condition);
  }
}

/** Reports names that are used but not declared. Returns the versions in which there are such. */
export function checkNames(terms: ProgramTerms, problems: Problems): ReadonlySet<TermsVersion> {
  for (const { regime, position } of terms.siblings) {
    const regimes = terms.versions.flatMap((version) => version.regimes.map(({ name }) => name));
    if (regimes.includes(regime)) continue;
    problems.error('unknown_name', position, `There is no regime ${quote(regime)}.`, () => suggest(regime, regimes));
  }
  const failed = terms.versions.filter((version) => {
    const names = new NameCheck(terms, version, problems);
    names.check();
    return names.failed;
  });
  return new Set(failed);
}

const listWords: Readonly<Record<ListedFact, string>> = {
  'click-country': 'country set',
  'delivery-country': 'country set',
  'seller-country': 'country set',
  store: 'store list',
  product: 'product list',
  'ad-space': 'group of ad spaces',
};

/** Whether every name that a version uses is declared. */
class NameCheck {
  failed = false;
  private readonly terms: ProgramTerms;
  private readonly version: TermsVersion;
  private readonly problems: Problems;
  private readonly namesCategories: boolean;

  constructor(terms: ProgramTerms, version: TermsVersion, problems: Problems) {
    this.terms = terms;
    this.version = version;
    this.problems = problems;
    this.namesCategories = Object.keys(terms.categoryNames).length > 0;
  }

  check(): void {
    const { geoMatch, regimes, rules, notes, importLimits } = this.version;
    if (geoMatch.by === 'region')
      this.require(geoMatch.countrySet, this.terms.countrySets, 'country set', this.version.position);
    for (const regime of regimes) this.checkCountries(regime.countries, regime.position);
    for (const rule of rules) this.checkRule(rule);
    for (const note of notes) this.checkCondition(note.when);
    for (const limit of importLimits) {
      this.checkRegimes(limit.regimes, limit.position);
      this.checkCountries(limit.seller, limit.position);
    }
  }

  private checkRule(rule: Rule): void {
    this.checkRegimes(rule.regimes, rule.position);
    this.checkCondition(rule.when);
    if (rule.then.kind !== 'pay' || rule.then.reward.percent?.kind !== 'by-category') return;
    for (const { category, position } of rule.then.reward.percent.rates) this.checkCategory(category, position);
  }

  private checkCondition(condition: Condition): void {
    eachTest(condition, (test) => {
      if (test.kind === 'member')
        this.require(test.list, this.listsFor(test.fact), listWords[test.fact], test.position);
      if (test.kind === 'word' && test.fact === 'category') {
        for (const category of test.values) this.checkCategory(category, test.position);
      }
    });
  }

  private listsFor(fact: ListedFact): Readonly<Record<string, unknown>> {
    if (fact === 'store') return this.terms.storeLists;
    if (fact === 'product') return this.terms.productLists;
    return fact === 'ad-space' ? this.terms.adSpaceGroups : this.terms.countrySets;
  }

  private checkRegimes(names: readonly string[] | null, position: Position): void {
    if (names === null) return;
    const regimes = Object.fromEntries(this.version.regimes.map((regime) => [regime.name, regime]));
    for (const name of names) this.require(name, regimes, 'regime', position);
  }

  private checkCountries(test: CountryTest, position: Position): void {
    if (test.kind === 'in-set' || test.kind === 'not-in-set')
      this.require(test.set, this.terms.countrySets, 'country set', position);
  }

  private require(name: string, declared: Readonly<Record<string, unknown>>, what: string, position: Position): void {
    if (Object.hasOwn(declared, name)) return;
    this.failed = true;
    const message = `There is no ${what} ${quote(name)}.`;
    this.problems.error('unknown_name', position, message, () => suggest(name, Object.keys(declared)));
  }

  /** Only where the program names its categories at all. */
  private checkCategory(category: string, position: Position): void {
    const { categoryNames } = this.terms;
    if (!this.namesCategories || Object.hasOwn(categoryNames, category)) return;
    const message = `Category ${quote(category)} is not among the categories of the program.`;
    this.problems.warning(
      'unknown_name',
      position,
      message,
      () => `${suggest(category, Object.keys(categoryNames))} Or add it to "categories".`,
    );
  }
}
