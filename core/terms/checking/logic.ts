import { compareDecimals } from '../../money/decimal.ts';
import { couponKey } from '../coupon-key.ts';
import type { Condition, Test } from '../model.ts';

/** One test that is taken to be true (`holds`) or false. Neither is the case while its fact is unknown. */
export interface Literal {
  readonly test: Test;
  readonly holds: boolean;
}

/** What is taken for granted together. */
export type Literals = readonly Literal[];

/** More cases than this are not compared: such a condition should be several rules. */
const CASES_MAX = 64;

export type CountrySets = Readonly<Record<string, readonly string[]>>;

/**
 * The ways in which a condition can be true, each a list of tests with their outcome. `null` when there are more than can be compared.
 * In Kleene's logic negations move inwards as in the usual one, so this loses nothing.
 */
export function casesOf(condition: Condition, holds = true): readonly Literals[] | null {
  switch (condition.kind) {
    case 'always':
      return holds ? [[]] : [];
    case 'not':
      return casesOf(condition.of, !holds);
    case 'all':
    case 'any':
      return (condition.kind === 'all') === holds ? product(condition.of, holds) : sum(condition.of, holds);
    default:
      return [[{ test: condition, holds }]];
  }
}

function sum(of: readonly Condition[], holds: boolean): readonly Literals[] | null {
  const cases: Literals[] = [];
  for (const part of of) {
    const more = casesOf(part, holds);
    if (more === null || cases.length + more.length > CASES_MAX) return null;
    cases.push(...more);
  }
  return cases;
}

function product(of: readonly Condition[], holds: boolean): readonly Literals[] | null {
  let cases: readonly Literals[] = [[]];
  for (const part of of) {
    const more = casesOf(part, holds);
    if (more === null || cases.length * more.length > CASES_MAX) return null;
    cases = cases.flatMap((one) => more.map((other) => [...one, ...other]));
  }
  return cases;
}

/** How much work it is to compare something with the literals: their tests, and the values in them. */
export function weightOf(literals: Literals): number {
  return literals.reduce((sum, { test }) => sum + (test.kind === 'word' ? test.values.length : 1), 0);
}

/** Whether the condition is certainly true (or, with `holds` false, certainly false) when the literals are. */
export function follows(condition: Condition, given: Literals, sets: CountrySets, holds = true): boolean {
  switch (condition.kind) {
    case 'always':
      return holds;
    case 'not':
      return follows(condition.of, given, sets, !holds);
    case 'all':
    case 'any': {
      const every = (condition.kind === 'all') === holds;
      const test = (part: Condition) => follows(part, given, sets, holds);
      return every ? condition.of.every(test) : condition.of.some(test);
    }
    default:
      return given.some((literal) => implies(literal, { test: condition, holds }, sets));
  }
}

/** Whether the literals cannot all be the case at once. Finds contradictions between two, which is how people write them. */
export function contradict(literals: Literals, sets: CountrySets): boolean {
  return literals.some((one, index) =>
    literals.slice(index + 1).some((other) => {
      const opposite = { test: other.test, holds: !other.holds };
      return implies(one, opposite, sets) || excludes(one, other) || excludes(other, one);
    }),
  );
}

/** A fact that is unknown has neither a true nor a false test. */
function excludes(unknown: Literal, other: Literal): boolean {
  if (unknown.test.kind !== 'unknown' || !unknown.holds) return false;
  return other.test.kind !== 'unknown' && dependsOn(other.test.fact, unknown.test.fact);
}

function dependsOn(fact: string, on: string): boolean {
  if (fact === on) return true;
  return fact === 'geo-match' && (on === 'click-country' || on === 'delivery-country');
}

function implies(given: Literal, wanted: Literal, sets: CountrySets): boolean {
  const { test: a } = given;
  const { test: b } = wanted;
  if (b.kind === 'unknown') return impliesUnknown(given, b.fact, wanted.holds);
  if (a.kind === 'word' && b.kind === 'word' && a.fact === b.fact)
    return impliesWord(compared(a), given.holds, compared(b), wanted.holds);
  if (a.kind === 'word' && b.kind === 'member' && a.fact === b.fact) {
    const set = Object.hasOwn(sets, b.list) ? sets[b.list] : undefined;
    return set !== undefined && impliesWord(a.values, given.holds, set, wanted.holds);
  }
  if (a.kind === 'word' && a.fact === 'coupon' && b.kind === 'flag' && b.fact === 'coupon-used')
    return given.holds && wanted.holds;
  if (given.holds !== wanted.holds) return false;
  if (a.kind === 'member' && b.kind === 'member') return a.fact === b.fact && a.list === b.list;
  if (a.kind === 'flag' && b.kind === 'flag') return a.fact === b.fact;
  if (a.kind === 'at-least' && b.kind === 'at-least') {
    if (a.fact !== b.fact || a.limit.currency !== b.limit.currency) return false;
    const order = compareDecimals(a.limit.amount, b.limit.amount);
    return given.holds ? order >= 0 : order <= 0;
  }
  return false;
}

/** The values as an order's are compared with them. */
function compared({ fact, values }: Extract<Test, { kind: 'word' }>): readonly string[] {
  return fact === 'coupon' ? values.map(couponKey) : values;
}

/** `fact is one of a` (or not) implies `fact is one of b` (or not). */
function impliesWord(a: readonly string[], aHolds: boolean, b: readonly string[], bHolds: boolean): boolean {
  if (aHolds) return bHolds ? a.every((value) => b.includes(value)) : !a.some((value) => b.includes(value));
  return !bHolds && b.every((value) => a.includes(value));
}

function impliesUnknown({ test, holds }: Literal, fact: string, wanted: boolean): boolean {
  if (test.kind === 'unknown' && holds) return wanted && dependsOn(fact, test.fact);
  if (test.kind === 'unknown') return !wanted && dependsOn(test.fact, fact);
  // A test with an outcome has a fact that is known.
  return !wanted && dependsOn(test.fact, fact);
}
