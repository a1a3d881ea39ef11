import { formatWallTime } from '../time/zone.ts';
import { RuleCheck } from './check-rules.ts';
import type { TermsDocument } from './document.ts';
import { expand } from './expand.ts';
import type {
  Condition,
  CountryTest,
  ListedFact,
  Position,
  ProgramTerms,
  Rule,
  StatedAmount,
  TermsVersion,
} from './model.ts';
import { inFileOrder, lineOf, Problems, quote, suggest, type TermsProblem } from './problem.ts';
import { readStatements } from './read-document.ts';

/** Reads and checks a file: every finding of both, in the order of the file. `terms` is `null` if anything is an error. */
export function checkText(text: string): {
  readonly terms: ProgramTerms | null;
  readonly problems: readonly TermsProblem[];
} {
  const problems = new Problems();
  const document = readStatements(text, problems);
  const terms = expand(document, problems);
  if (terms !== null) {
    checkInto(terms, problems);
    checkUnused(document, terms, problems);
  }
  return { terms: problems.failed ? null : terms, problems: once(inFileOrder(problems.list)) };
}

/** What follows from the statements together: names, versions, regimes, rules. Single values were checked while reading. */
export function checkTerms(terms: ProgramTerms): TermsProblem[] {
  const problems = new Problems();
  checkInto(terms, problems);
  return once(inFileOrder(problems.list));
}

/** A rule that several versions repeat is reported once. */
function once(problems: readonly TermsProblem[]): TermsProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, position, message }) => {
    const key = `${code} ${position.line} ${position.column} ${code === 'rule_gap' ? '' : message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function checkInto(terms: ProgramTerms, problems: Problems): void {
  checkVersions(terms, problems);
  const rules = new RuleCheck(terms, problems);
  for (const version of terms.versions) {
    if (problems.full) return;
    const names = new NameCheck(terms, version, problems);
    names.check();
    checkCurrencies(terms, version, problems);
    // Rules about names that do not exist cannot be judged.
    if (!names.failed) rules.check(version);
  }
}

function checkVersions(terms: ProgramTerms, problems: Problems): void {
  terms.versions.forEach((version, index) => {
    const previous = terms.versions[index - 1];
    if (previous === undefined || previous.until === version.from) return;
    const at = (instant: number | null) => (instant === null ? 'ever' : formatWallTime(instant, terms.timeZone));
    const both = `${quote(previous.id)} (${lineOf(previous.position)}) and ${quote(version.id)}`;
    if (previous.until !== null && version.from !== null && previous.until < version.from) {
      const message = `No version is valid between ${both}, from ${at(previous.until)} until ${at(version.from)}.`;
      const remedy = `Let the later one begin ${at(previous.until)}, where the earlier one ends.`;
      problems.error('versions_gap', version.position, message, remedy, [previous.position]);
      return;
    }
    const message = `Versions ${both} are both valid from ${at(version.from)}.`;
    const remedy = `End the earlier one where the later one begins: until ${at(version.from)}.`;
    problems.error('versions_overlap', version.position, message, remedy, [previous.position]);
  });
}

/** The amounts a version states must be comparable with those of orders and rewards. */
function checkCurrencies(terms: ProgramTerms, version: TermsVersion, problems: Problems): void {
  const { accrualCurrency, conversion, position } = version;
  const foreign = terms.orderCurrencies.filter((currency) => currency !== accrualCurrency);
  if (conversion === 'none' && foreign.length > 0) {
    const message = `Version ${quote(version.id)} pays in ${accrualCurrency}, but orders come in ${foreign.join(', ')} too.`;
    const remedy = `Write "reward in ${accrualCurrency} at internal rate", or take orders in ${accrualCurrency} alone.`;
    problems.error('conversion_missing', position, message, remedy);
  }
  const known = new Set([accrualCurrency, ...terms.orderCurrencies]);
  const check = ({ currency }: StatedAmount, place: Position) => {
    if (known.has(currency)) return;
    const message = `No order and no reward of version ${quote(version.id)} is in ${currency}.`;
    problems.error('conversion_missing', place, message, `State the amount in ${[...known].join(' or ')}.`);
  };
  for (const cap of version.caps) check(cap.limit, cap.position);
  for (const rule of version.rules) {
    if (rule.then.kind === 'pay') for (const { amount } of rule.then.reward.fixed) check(amount, rule.then.position);
    eachTest(rule.when, (test) => {
      if (test.kind === 'at-least') check(test.limit, test.position);
    });
  }
}

type AnyTest = Exclude<Condition, { kind: 'always' | 'all' | 'any' | 'not' }>;

function eachTest(condition: Condition, visit: (test: AnyTest) => void): void {
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

  constructor(terms: ProgramTerms, version: TermsVersion, problems: Problems) {
    this.terms = terms;
    this.version = version;
    this.problems = problems;
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
    const regimes = Object.fromEntries(this.version.regimes.map((regime) => [regime.name, regime]));
    for (const name of names ?? []) this.require(name, regimes, 'regime', position);
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
    const names = Object.keys(this.terms.categoryNames);
    if (names.length === 0 || names.includes(category)) return;
    const message = `Category ${quote(category)} is not among the categories of the program.`;
    this.problems.warning(
      'unknown_name',
      position,
      message,
      () => `${suggest(category, names)} Or add it to "categories".`,
    );
  }
}

/** Sets and lists that nothing asks for are usually misspelt elsewhere. */
function checkUnused(document: TermsDocument, terms: ProgramTerms, problems: Problems): void {
  const used = new Set<string>();
  const use = (test: CountryTest) => {
    if (test.kind === 'in-set' || test.kind === 'not-in-set') used.add(test.set);
  };
  for (const { geoMatch, regimes, rules, notes, importLimits } of terms.versions) {
    if (geoMatch.by === 'region') used.add(geoMatch.countrySet);
    for (const regime of regimes) use(regime.countries);
    for (const limit of importLimits) use(limit.seller);
    for (const { when } of [...rules, ...notes]) {
      eachTest(when, (test) => {
        if (test.kind === 'member') used.add(test.list);
      });
    }
  }
  for (const statement of document.statements) {
    if (statement.kind !== 'countries' && statement.kind !== 'list') continue;
    if (used.has(statement.name)) continue;
    problems.warning(
      'unused_name',
      statement.position,
      `Nothing uses ${quote(statement.name)}.`,
      'Remove it, or use it in a rule.',
    );
  }
}
