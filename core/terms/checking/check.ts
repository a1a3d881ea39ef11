import { formatWallTime } from '../../time/zone.ts';
import type { TermsDocument } from '../document.ts';
import type { CountryTest, Position, ProgramTerms, StatedAmount, TermsVersion } from '../model.ts';
import { inFileOrder, lineOf, Problems, quote, type TermsProblem } from '../problem.ts';
import { expand } from '../reading/expand.ts';
import { readStatements } from '../reading/read-document.ts';
import { checkNames, eachTest } from './check-names.ts';
import { RuleCheck } from './check-rules.ts';

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
  return { terms: problems.failed ? null : terms, problems: inFileOrder(problems.list) };
}

/** What follows from the statements together: names, versions, regimes, rules. Single values were checked while reading. */
function checkInto(terms: ProgramTerms, problems: Problems): void {
  checkVersions(terms, problems);
  const misnamed = checkNames(terms, problems);
  const rules = new RuleCheck(terms, problems);
  for (const version of terms.versions) {
    if (problems.full) return;
    checkCurrencies(terms, version, problems);
    // Rules about names that do not exist cannot be judged.
    if (!misnamed.has(version)) rules.check(version);
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
