import { type Refusal, shownValue } from '../../../contract/errors/index.ts';
import { shownPath } from './strict-json.ts';

/** What no database of ours keeps as text: NUL, and half of a pair that stands alone. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
const FIRST_TEXT_MAX = 40;

/** Refuses texts that cannot be stored, wherever in a parsed body, query or path they stand: asked later, the database would fail. */
export function unstorableRefusal(root: unknown, where: 'body' | 'address'): Refusal | null {
  const found = unstorableIn(root, []);
  if (found === null) return null;
  const field = found.path.length === 0 ? null : shownPath(found.path);
  const expected = 'text without NUL and without half characters';
  const value = shownValue(found.text.slice(0, FIRST_TEXT_MAX));
  const detail = `${field ?? 'The body'}: expected ${expected}.`;
  return {
    code: where === 'body' ? 'field_invalid' : 'parameter_invalid',
    field,
    value,
    detail,
    expected: { kind: 'storable' },
  };
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

function unstorableIn(value: unknown, path: readonly PropertyKey[]): Found | null {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? { path, text: value } : null;
  if (typeof value !== 'object' || value === null) return null;
  const isList = Array.isArray(value);
  for (const [name, each] of Object.entries(value)) {
    if (UNSTORABLE.test(name)) return { path, text: name };
    const found = unstorableIn(each, [...path, isList ? Number(name) : name]);
    if (found !== null) return found;
  }
  return null;
}
