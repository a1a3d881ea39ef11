import type { Expectation } from '../../../contract/errors/index.ts';

/** Of a finding of a schema: what was checked, and against what. */
interface Checked {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Longer lists of values than this are no sentence. */
const VALUES_MAX = 12;

const OF_FORMATS: Readonly<Record<string, Expectation>> = {
  email: { kind: 'email' },
  url: { kind: 'url' },
  date: { kind: 'date' },
  datetime: { kind: 'instant' },
  uuid: { kind: 'id' },
};

const OF_TYPES: Readonly<Record<string, Expectation>> = {
  string: { kind: 'text' },
  number: { kind: 'number' },
  int: { kind: 'integer' },
  boolean: { kind: 'yes_or_no' },
  array: { kind: 'list' },
};

/** What a finding of a schema expects, where it is one of the things that schemas mostly say; else `null`. */
export function expectationOf({ keyword, params }: Checked): Expectation | null {
  if (keyword === 'too_small') return leastOf(params);
  if (keyword === 'too_big') return mostOf(params);
  if (keyword === 'invalid_format') return known(OF_FORMATS, params['format']);
  if (keyword === 'invalid_type') return known(OF_TYPES, params['expected']);
  const { values } = params;
  return keyword === 'invalid_value' && Array.isArray(values) && values.length <= VALUES_MAX
    ? { kind: 'one_of', value: values.map(String).join(', ') }
    : null;
}

function leastOf({ origin, minimum, inclusive }: Checked['params']): Expectation | null {
  const count = Number(minimum);
  if (origin === 'string') return count === 1 ? { kind: 'filled' } : { kind: 'characters_min', count };
  if (origin === 'array') return { kind: 'items_min', count };
  return isNumber(origin) ? { kind: inclusive === false ? 'above' : 'at_least', value: String(minimum) } : null;
}

function mostOf({ origin, maximum, inclusive }: Checked['params']): Expectation | null {
  const count = Number(maximum);
  if (origin === 'string') return { kind: 'characters_max', count };
  if (origin === 'array') return { kind: 'items_max', count };
  return isNumber(origin) ? { kind: inclusive === false ? 'below' : 'at_most', value: String(maximum) } : null;
}

function isNumber(origin: unknown): boolean {
  return origin === 'number' || origin === 'int';
}

function known(expectations: Readonly<Record<string, Expectation>>, name: unknown): Expectation | null {
  return typeof name === 'string' && Object.hasOwn(expectations, name) ? (expectations[name] ?? null) : null;
}
