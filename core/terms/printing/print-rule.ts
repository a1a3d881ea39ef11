import { formatDecimal } from '../../money/decimal.ts';
import type {
  Condition,
  CountryTest,
  FixedReward,
  Outcome,
  PercentSource,
  Reward,
  StatedAmount,
  Test,
  WordFact,
} from '../model.ts';
import { nearest } from '../problem.ts';
import { flagPhrases, subjects, wordFactPhrases, wordsAfterIs } from '../reading/vocabulary.ts';

/** An id as it can be read again: bare where it is one word, quoted otherwise or where a bare word would mean something else. */
export function printValue(value: string, reserved: { has(word: string): boolean } = new Set<string>()): string {
  const bare = /^[A-Za-z0-9_]+(?:[-/.][A-Za-z0-9_]+)*$/.test(value) && !/^\d{4}-\d{2}-\d{2}/.test(value);
  return bare && !reserved.has(value) ? value : printText(value);
}

export function printText(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

export function printAmount({ amount, currency }: StatedAmount): string {
  return `${formatDecimal(amount)} ${currency}`;
}

/** A condition as the language writes it, without `when`. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'always':
      return 'always';
    case 'all':
      if (condition.of.length === 0) return 'always';
      return condition.of
        .map((part) => (part.kind === 'any' ? inParentheses(part) : printCondition(part)))
        .join(' and ');
    case 'any':
      if (condition.of.length === 0) return 'not always';
      return condition.of.map(printCondition).join(' or ');
    case 'not':
      return printNegation(condition.of);
    default:
      return printTest(condition);
  }
}

function inParentheses(condition: Condition): string {
  return `(${printCondition(condition)})`;
}

function printNegation(of: Condition): string {
  switch (of.kind) {
    case 'all':
    case 'any':
      return `not ${inParentheses(of)}`;
    case 'word':
      return printWordTest(of, 'is not');
    case 'member':
      return `${wordFactPhrases[of.fact]} not in ${of.list}`;
    case 'flag':
      return flagPhrases[of.fact].no;
    case 'unknown':
      return of.fact in wordFactPhrases ? printTest(of).replace(/is unknown$/, 'is known') : `not ${printTest(of)}`;
    case 'at-least':
      return printTest(of).replace('is at least', 'is below');
    default:
      return `not ${printCondition(of)}`;
  }
}

function printTest(test: Test): string {
  switch (test.kind) {
    case 'word':
      return printWordTest(test, 'is');
    case 'member':
      return `${wordFactPhrases[test.fact]} in ${test.list}`;
    case 'flag':
      return flagPhrases[test.fact].yes;
    case 'unknown':
      return isWordFact(test.fact)
        ? `${wordFactPhrases[test.fact]} is unknown`
        : `unknown whether ${flagPhrases[test.fact].yes}`;
    case 'at-least':
      return `${test.fact === 'line-amount' ? 'line amount' : 'order amount'} is at least ${printAmount(test.limit)}`;
  }
}

function isWordFact(fact: string): fact is WordFact {
  return Object.hasOwn(wordFactPhrases, fact);
}

function printWordTest(test: Extract<Test, { kind: 'word' }>, verb: string): string {
  const phrase = wordFactPhrases[test.fact];
  const [only, ...others] = test.values;
  const flags = Object.keys(subjects.find((subject) => subject.phrase === phrase)?.flags ?? {});
  // An id that looks like a property is warned of unless it is quoted, and what we print is warned of nowhere.
  const reserved = { has: (word: string) => wordsAfterIs.has(word) || nearest(word, flags) !== null };
  if (only !== undefined && others.length === 0) return `${phrase} ${verb} ${printValue(only, reserved)}`;
  return `${phrase} ${verb} one of ${test.values.map((value) => printValue(value, reserved)).join(', ')}`;
}

const outcomeVerbs = {
  'no-reward': 'no reward',
  decline: 'decline',
  unresolved: 'unresolved',
  'not-attributed': 'not attributed',
} as const;

/** An outcome with its reason. Tables stand on lines of their own, indented by `indent`. */
export function printOutcome(outcome: Outcome, indent: string): string {
  const verb = outcome.kind === 'pay' ? `pay ${printReward(outcome.reward, indent)}` : outcomeVerbs[outcome.kind];
  return `${verb} as ${outcome.reason}`;
}

function printReward({ percent, fixed }: Reward, indent: string): string {
  const parts = [percent === null ? null : printPercent(percent, indent), ...fixed.map(printFixed)];
  return parts.filter((part) => part !== null).join(' plus ');
}

function printFixed({ amount, per }: FixedReward): string {
  return `${printAmount(amount)} per ${per}`;
}

function printPercent(source: PercentSource, indent: string): string {
  switch (source.kind) {
    case 'stated':
      return `${formatDecimal(source.percent)}%`;
    case 'seller-rate':
      return 'seller rate';
    case 'hot-rate':
      return 'hot rate';
    case 'by-category': {
      const rows = source.rates.map((rate) => `${printValue(rate.category)} ${formatDecimal(rate.percent)}%`);
      const otherwise = source.otherwise === null ? 'unstated' : `${formatDecimal(source.otherwise)}%`;
      return `by category ${printTable(rows, indent)} otherwise ${otherwise}`;
    }
    case 'by-volume': {
      const rows = source.tiers.map((tier) => `from ${formatDecimal(tier.from)}: ${formatDecimal(tier.percent)}%`);
      return `by volume per ${source.per} of ${source.counts} ${printTable(rows, indent)}`;
    }
  }
}

function printTable(rows: readonly string[], indent: string): string {
  return `{\n${rows.map((row) => `${indent}  ${row}\n`).join('')}${indent}}`;
}

/** As a regime asks for the delivery country. */
export function printRegimeTest(test: CountryTest): string {
  switch (test.kind) {
    case 'any':
      return 'otherwise';
    case 'in-set':
      return `when delivery country in ${test.set}`;
    case 'not-in-set':
      return `when delivery country not in ${test.set}`;
    case 'listed':
      return `when delivery country is ${test.countries.length === 1 ? '' : 'one of '}${test.countries.join(', ')}`;
  }
}

/** As an import limit asks for the seller's country; empty for any. */
export function printSellers(test: CountryTest): string {
  switch (test.kind) {
    case 'any':
      return '';
    case 'in-set':
      return ` from sellers in ${test.set}`;
    case 'not-in-set':
      return ` from sellers outside ${test.set}`;
    case 'listed':
      return ` from sellers of ${test.countries.join(', ')}`;
  }
}
