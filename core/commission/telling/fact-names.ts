import { formatDecimal } from '../../money/decimal.ts';
import type { Condition, Test, WordFact } from '../../terms/model.ts';
import { type ConditionScope, compileCondition } from '../compiling/conditions.ts';
import { flagReader, isWordFact, wordReaders } from '../compiling/fact-readers.ts';
import { orderAmount, type Situation } from '../compiling/situation.ts';
import { quoted, quotedOrNull } from './json-text.ts';

/** A fact under the name by which people know it, as a member of a JSON object, for the trace. */
export interface NamedFact {
  /** The name with its colon, and a comma before it where another fact comes first. */
  readonly label: string;
  readonly value: FactText;
}

/** What a fact is now, as JSON: a text, or `null` when it is not known. */
type FactText = (situation: Situation) => string;

/** Every fact that a condition may read, once each, in the order of the text. */
export function factsOf(condition: Condition, scope: ConditionScope): readonly NamedFact[] {
  const found = new Map<string, FactText>();
  collect(condition, scope, found);
  return [...found].map(([name, value], index) => ({ label: `${index === 0 ? '' : ','}${quoted(name)}:`, value }));
}

function collect(condition: Condition, scope: ConditionScope, found: Map<string, FactText>): void {
  switch (condition.kind) {
    case 'always':
      return;
    case 'not':
      collect(condition.of, scope, found);
      return;
    case 'all':
    case 'any':
      for (const part of condition.of) collect(part, scope, found);
      return;
    default:
      for (const [name, value] of factsOfTest(condition, scope)) if (!found.has(name)) found.set(name, value);
  }
}

function factsOfTest(test: Test, scope: ConditionScope): readonly (readonly [name: string, value: FactText])[] {
  const name = test.fact.replaceAll('-', ' ');
  switch (test.kind) {
    case 'word':
      return [[name, wordText(test.fact)]];
    case 'member': {
      const inside = compileCondition(test, scope);
      const read = wordReaders[test.fact];
      return [
        [name, wordText(test.fact)],
        [`${name} in ${test.list}`, (situation) => yesOrNo(read(situation) === null ? null : inside(situation))],
      ];
    }
    case 'flag':
    case 'unknown': {
      const { fact } = test;
      if (isWordFact(fact)) return [[name, wordText(fact)]];
      const read = flagReader(fact);
      const flag = [name, (situation: Situation) => yesOrNo(read(situation))] as const;
      return fact === 'geo-match' ? [...countriesCompared, flag] : [flag];
    }
    case 'at-least':
      return [[name, (situation) => amountText(test.fact, situation)]];
  }
}

function wordText(fact: WordFact): FactText {
  const read = wordReaders[fact];
  return (situation) => quotedOrNull(read(situation));
}

const countriesCompared = [
  ['click country', wordText('click-country')],
  ['delivery country', wordText('delivery-country')],
] as const;

function yesOrNo(value: boolean | null): string {
  return value === null ? 'null' : value ? '"yes"' : '"no"';
}

function amountText(fact: 'line-amount' | 'order-amount', situation: Situation): string {
  const amount = fact === 'line-amount' ? situation.line.amount : orderAmount(situation);
  return `"${formatDecimal(amount)} ${situation.facts.currency}"`;
}
