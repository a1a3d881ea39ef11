import { formatDecimal } from '../money/decimal.ts';
import type { Condition, Test } from '../terms/model.ts';
import { type ConditionScope, compileCondition } from './conditions.ts';
import { flagReader, isWordFact, wordReaders } from './fact-readers.ts';
import { orderAmount, type Situation } from './situation.ts';

/** A fact under the name by which people know it, for the trace. */
export interface NamedFact {
  readonly name: string;
  readonly read: (situation: Situation) => string | null;
}

/** Every fact that a condition may read, once each, in the order of the text. */
export function factsOf(condition: Condition, scope: ConditionScope): readonly NamedFact[] {
  const found = new Map<string, NamedFact>();
  collect(condition, scope, found);
  return [...found.values()];
}

function collect(condition: Condition, scope: ConditionScope, found: Map<string, NamedFact>): void {
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
      for (const fact of factsOfTest(condition, scope)) if (!found.has(fact.name)) found.set(fact.name, fact);
  }
}

function factsOfTest(test: Test, scope: ConditionScope): readonly NamedFact[] {
  const name = test.fact.replaceAll('-', ' ');
  switch (test.kind) {
    case 'word':
      return [{ name, read: wordReaders[test.fact] }];
    case 'member': {
      const inside = compileCondition(test, scope);
      const read = wordReaders[test.fact];
      const member = (situation: Situation): string | null =>
        read(situation) === null ? null : inside(situation) ? 'yes' : 'no';
      return [
        { name, read },
        { name: `${name} in ${test.list}`, read: member },
      ];
    }
    case 'flag':
    case 'unknown': {
      const { fact } = test;
      if (isWordFact(fact)) return [{ name, read: wordReaders[fact] }];
      const read = flagReader(fact);
      const flag = { name, read: (situation: Situation) => yesOrNo(read(situation)) };
      return fact === 'geo-match' ? [...countriesCompared, flag] : [flag];
    }
    case 'at-least':
      return [{ name, read: (situation) => amountText(test.fact, situation) }];
  }
}

const countriesCompared: readonly NamedFact[] = [
  { name: 'click country', read: wordReaders['click-country'] },
  { name: 'delivery country', read: wordReaders['delivery-country'] },
];

function yesOrNo(value: boolean | null): string | null {
  return value === null ? null : value ? 'yes' : 'no';
}

function amountText(fact: 'line-amount' | 'order-amount', situation: Situation): string {
  const amount = fact === 'line-amount' ? situation.line.amount : orderAmount(situation);
  return `${formatDecimal(amount)} ${situation.facts.currency}`;
}
