/** One thing that a record says: what, what it was before where that was written down, and what it is. */
export interface RecordedFact {
  /** Names from the outside inwards, in small letters with underscores: `recruiting`, `reason`. */
  readonly names: readonly string[];
  readonly before?: unknown;
  readonly value: unknown;
}

type Named = Readonly<Record<string, unknown>>;

/** Bounds what one record can fill a screen with; all of it stands in the record itself. */
export const FACTS_MAX = 40;

/**
 * What was written down, one fact a line. Where a record has what was there before and after, what stayed is left out. Tables of things
 * that have a `key` become facts of those names.
 */
export function recordedFacts(detail: Named): readonly RecordedFact[] {
  const { before, after, ...others } = detail;
  const told = factsOf([], others);
  if (!('after' in detail)) return told;
  const [was, is] = [leaves(before), leaves(after)];
  const changed = [...new Set([...was.keys(), ...is.keys()])].flatMap((path) => {
    const [old, now] = [was.get(path)?.value ?? null, is.get(path)?.value ?? null];
    const names = (is.get(path) ?? was.get(path))?.names ?? [];
    return JSON.stringify(old) === JSON.stringify(now) ? [] : [{ names, before: old, value: now }];
  });
  return [...changed, ...told];
}

function leaves(value: unknown): ReadonlyMap<string, RecordedFact> {
  const facts = isNamed(value) || isTable(value) ? factsOf([], value) : [{ names: [], value }];
  return new Map(facts.map((fact) => [fact.names.join('/'), fact]));
}

function factsOf(names: readonly string[], value: unknown): readonly RecordedFact[] {
  if (isTable(value)) return value.flatMap((row) => factsOf([...names, String(row['key'])], row['status']));
  if (isNamed(value)) return Object.entries(value).flatMap(([name, inner]) => factsOf([...names, plain(name)], inner));
  return isNothing(value) ? [] : [{ names, value }];
}

/** What was not said is no fact. */
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTable = (value: unknown): value is readonly Named[] =>
  Array.isArray(value) && value.length > 0 && value.every((row) => isNamed(row) && 'key' in row && 'status' in row);

/** Some records name their fields as the software does. */
const plain = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
