import { compareDecimals, multiplyDecimals } from '../../money/decimal.ts';
import { couponKey } from '../../terms/coupon-key.ts';
import type {
  Condition,
  ListEntry,
  ListedFact,
  ProgramTerms,
  StatedAmount,
  TermsVersion,
  Test,
  WordFact,
} from '../../terms/model.ts';
import { contains } from '../../time/index.ts';
import { currencyPair, internalRate } from '../deciding/internal-rates.ts';
import { isWordFact, type WordReader, wordReaders } from './fact-readers.ts';
import { flagBit, packedNo, packedYes } from './flags.ts';
import { orderAmount, type Situation } from './situation.ts';

export type Predicate = (situation: Situation) => boolean;

export interface ConditionScope {
  readonly terms: ProgramTerms;
  readonly version: TermsVersion;
}

/**
 * Compiles a condition into a function that is true only when the condition is known to hold. Logic has three values: a test on an
 * unknown fact is false and so is its negation. Instead of carrying the third value around, each condition is compiled for the answer
 * that is wanted (`holds` or its opposite), negation swaps the two, and a test on an unknown fact satisfies neither.
 */
export function compileCondition(condition: Condition, scope: ConditionScope, wanted = true): Predicate {
  switch (condition.kind) {
    case 'always':
      return wanted ? always : never;
    case 'not':
      return compileCondition(condition.of, scope, !wanted);
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => compileCondition(part, scope, wanted));
      return (condition.kind === 'all') === wanted ? every(parts) : some(parts);
    }
    default:
      return compileTest(condition, scope, wanted);
  }
}

const always: Predicate = () => true;
const never: Predicate = () => false;

function every(parts: readonly Predicate[]): Predicate {
  const [first, second] = parts;
  if (first === undefined) return always;
  if (second === undefined) return first;
  if (parts.length === 2) return (situation) => first(situation) && second(situation);
  return (situation) => {
    for (const part of parts) if (!part(situation)) return false;
    return true;
  };
}

function some(parts: readonly Predicate[]): Predicate {
  const [first, second] = parts;
  if (first === undefined) return never;
  if (second === undefined) return first;
  if (parts.length === 2) return (situation) => first(situation) || second(situation);
  return (situation) => {
    for (const part of parts) if (part(situation)) return true;
    return false;
  };
}

/** A condition made quick to refuse: the flags it needs, and whatever else it asks, which is only called when the flags are right. */
export interface Guard {
  /** Packed as in a situation: those that must be so and those that must not. */
  readonly flags: number;
  readonly rest: Predicate | null;
}

export function compileGuard(condition: Condition, scope: ConditionScope): Guard {
  let flags = 0;
  const rest: Predicate[] = [];
  for (const part of conjuncts(condition)) {
    const flag = flagAsked(part);
    if (flag !== 0) flags |= flag;
    else if (part.kind !== 'always') rest.push(compileCondition(part, scope));
  }
  return { flags, rest: rest.length === 0 ? null : every(rest) };
}

/** The one flag that a test asks for, or for the opposite of; 0 for all else. */
function flagAsked(part: Condition): number {
  if (part.kind === 'flag') return packedYes(flagBit[part.fact]);
  return part.kind === 'not' && part.of.kind === 'flag' ? packedNo(flagBit[part.of.fact]) : 0;
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(conjuncts) : [condition];
}

export function holds(guard: Guard, situation: Situation): boolean {
  return (situation.flags & guard.flags) === guard.flags && (guard.rest === null || guard.rest(situation));
}

function compileTest(test: Test, scope: ConditionScope, wanted: boolean): Predicate {
  switch (test.kind) {
    case 'word':
      return wordTest(test.fact, test.values, wanted);
    case 'member':
      return memberTest(test.fact, test.list, scope.terms, wanted);
    case 'flag': {
      const bit = wanted ? packedYes(flagBit[test.fact]) : packedNo(flagBit[test.fact]);
      return ({ flags }) => (flags & bit) !== 0;
    }
    case 'unknown': {
      if (!isWordFact(test.fact)) {
        const known = packedYes(flagBit[test.fact]) | packedNo(flagBit[test.fact]);
        return ({ flags }) => ((flags & known) === 0) === wanted;
      }
      const read = wordReaders[test.fact];
      return (situation) => (read(situation) === null) === wanted;
    }
    case 'at-least':
      return amountTest(test.fact, test.limit, scope.terms, wanted);
  }
}

function wordTest(fact: WordFact, values: readonly string[], wanted: boolean): Predicate {
  if (fact === 'ad-space') return adSpaceTest((name) => values.includes(name), wanted);
  if (fact === 'coupon') return oneOf(couponAsCompared, values.map(couponKey), wanted);
  return oneOf(wordReaders[fact], values, wanted);
}

function couponAsCompared(situation: Situation): string | null {
  const code = wordReaders.coupon(situation);
  return code === null ? null : couponKey(code);
}

/** Whether the fact is one of words that are the same at all times. */
function oneOf(read: WordReader, values: readonly string[], wanted: boolean): Predicate {
  const [only] = values;
  if (values.length === 1 && only !== undefined) {
    if (wanted) return (situation) => read(situation) === only;
    return (situation) => {
      const value = read(situation);
      return value !== null && value !== only;
    };
  }
  const set = new Set(values);
  return (situation) => {
    const value = read(situation);
    return value !== null && set.has(value) === wanted;
  };
}

/** List membership is judged at order time (C-08); country sets are fixed within a version. */
function memberTest(fact: ListedFact, list: string, terms: ProgramTerms, wanted: boolean): Predicate {
  const read = wordReaders[fact];
  if (fact === 'click-country' || fact === 'delivery-country' || fact === 'seller-country') {
    return oneOf(read, named(terms.countrySets, list), wanted);
  }
  const lists = { store: terms.storeLists, product: terms.productLists, 'ad-space': terms.adSpaceGroups }[fact];
  const entries = named(lists, list);
  if (fact === 'ad-space') return adSpaceTest(listedAt(entries), wanted);
  return entries.every(isTimeless)
    ? oneOf(
        read,
        entries.map(({ id }) => id),
        wanted,
      )
    : listed(read, listedAt(entries), wanted);
}

function isTimeless({ from, until }: ListEntry): boolean {
  return from === null && until === null;
}

type Listed = (name: string, situation: Situation) => boolean;

function listedAt(list: readonly ListEntry[]): Listed {
  const entries = byId(list);
  return (name, { facts }) => {
    const found = entries.get(name) ?? noEntries;
    return found.some((entry) => contains(entry, facts.orderedAt));
  };
}

function listed(read: WordReader, has: Listed, wanted: boolean): Predicate {
  return (situation) => {
    const value = read(situation);
    return value !== null && has(value, situation) === wanted;
  };
}

/** An ad space goes by its id and by its code; the terms may name it by either. */
function adSpaceTest(has: Listed, wanted: boolean): Predicate {
  return (situation) => {
    const { adSpace } = situation;
    if (adSpace === null || (adSpace.id === null && adSpace.code === null)) return false;
    const { id, code } = adSpace;
    return ((id !== null && has(id, situation)) || (code !== null && has(code, situation))) === wanted;
  };
}

function named<T>(lists: Readonly<Record<string, readonly T[]>>, name: string): readonly T[] {
  const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
  if (list === undefined) throw new Error(`the terms name a list that they do not have: ${name}`);
  return list;
}

const noEntries: readonly ListEntry[] = [];

function byId(entries: readonly ListEntry[]): ReadonlyMap<string, readonly ListEntry[]> {
  const map = new Map<string, ListEntry[]>();
  for (const entry of entries) {
    const known = map.get(entry.id);
    if (known === undefined) map.set(entry.id, [entry]);
    else known.push(entry);
  }
  return map;
}

/** Amounts are compared exactly, before any rounding; a limit in another currency goes through the internal rate, or is unknown. */
function amountTest(
  fact: 'line-amount' | 'order-amount',
  limit: StatedAmount,
  terms: ProgramTerms,
  wanted: boolean,
): Predicate {
  return (situation) => {
    const { facts } = situation;
    const amount = fact === 'line-amount' ? situation.line.amount : orderAmount(situation);
    if (facts.currency === limit.currency) return compareDecimals(amount, limit.amount) >= 0 === wanted;
    const rate = internalRate(facts, terms.internalRates, currencyPair(limit.currency, facts.currency));
    if (rate === null) return false;
    const left = multiplyDecimals(amount, { digits: rate.per, scale: 0 });
    return compareDecimals(left, multiplyDecimals(limit.amount, { digits: rate.units, scale: 0 })) >= 0 === wanted;
  };
}
