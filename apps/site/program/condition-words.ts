import type { RateSubject } from '../../../modules/program-pages/index.ts';
import { exactText } from '../formats.ts';
import type { Visit } from '../frame/visit.ts';
import { filled, labelOf } from '../words.ts';

type Condition = Extract<RateSubject, { kind: 'when' }>['condition'];

/** When a rule of the terms applies, in words. */
export function conditionText(visit: Visit, condition: Condition, labels: ReadonlyMap<string, string>): string {
  const words = visit.words.program.condition;
  const inner = (each: Condition) => conditionText(visit, each, labels);
  switch (condition.kind) {
    case 'always':
      return visit.words.program.rates.all;
    case 'all':
      return condition.of.map(inner).join(words.and);
    case 'any':
      return condition.of.map(inner).join(words.or);
    case 'not':
      return filled(words.not, { condition: inner(condition.of) });
    case 'word': {
      const values = condition.values.map((value) => valueText(visit, condition.fact, value, labels));
      return filled(words.is, { fact: labelOf(words.facts, condition.fact), values: values.join(words.or) });
    }
    case 'member':
      return filled(words.inList, {
        fact: labelOf(words.facts, condition.fact),
        list: labels.get(condition.list) ?? condition.list,
      });
    case 'flag':
      return labelOf(words.flags, condition.fact);
    case 'unknown':
      return filled(words.unknown, { fact: labelOf({ ...words.facts, ...words.flags }, condition.fact) });
    case 'at-least':
      return filled(words.atLeast, {
        fact: labelOf(words.facts, condition.fact),
        amount: visit.formats.money(exactText(condition.limit.amount), condition.limit.currency),
      });
  }
}

function valueText(visit: Visit, fact: string, value: string, labels: ReadonlyMap<string, string>): string {
  if (fact.endsWith('country')) return visit.formats.country(value);
  const { values } = visit.words.program.condition;
  return labels.get(value) ?? labelOf(values, value);
}
