import { type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';

/** Deeper documents do not occur here; the bound keeps the walk's stack small whatever is sent (T-24). */
const DEPTH_MAX = 32;

/** Keys that reach into the prototypes of JavaScript objects. No field of ours is called so (BAD-75). */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Written where a byte sequence was not UTF-8. */
const REPLACEMENT = '\ufffd';

interface Walk {
  readonly text: string;
  at: number;
  readonly path: (string | number)[];
  /** Path of the first string with a replacement character; tells which field was not UTF-8. */
  replaced: string | null;
}

/**
 * Reads a JSON document more strictly than `JSON.parse`: invalid UTF-8 is `not_utf8`, a key that stands twice in an object is
 * `duplicate_key` (two readers would see different values, T-25), keys of prototypes are `field_not_allowed`, and what is not
 * JSON is `json_malformed` with line and column. A byte order mark is tolerated (BAD-52).
 */
export function parseStrictJson(body: Uint8Array): Result<unknown> {
  const lossy = new TextDecoder('utf-8').decode(body);
  const walk: Walk = { text: lossy, at: 0, path: [], replaced: null };
  const problem = document(walk);
  if (!isUtf8(body)) return { ok: false, error: notUtf8(walk.replaced) };
  if (problem !== null) return { ok: false, error: problem };
  const value: unknown = JSON.parse(lossy);
  return { ok: true, value };
}

/** True for names such as `__proto__` and `a[constructor][x]`, in forms, queries and headers. */
export function reachesPrototype(name: string): boolean {
  return name.split(/[[\].]/).some((part) => FORBIDDEN_KEYS.has(part));
}

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export function notUtf8(field: string | null): Refusal {
  const where = field === null ? 'The body' : `The text of ${field}`;
  return { code: 'not_utf8', field, detail: `${where} has bytes that are not UTF-8.` };
}

export function prototypeName(field: string, name: string): Refusal {
  return {
    code: 'field_not_allowed',
    field,
    value: shownValue(name),
    detail: `A field may not be called ${shownValue(name)}.`,
  };
}

function document(walk: Walk): Refusal | null {
  const problem = value(walk);
  if (problem !== null) return problem;
  skipSpace(walk);
  return walk.at === walk.text.length ? null : malformed(walk, 'the end of the document');
}

function value(walk: Walk): Refusal | null {
  skipSpace(walk);
  const first = walk.text[walk.at];
  if (first === '{') return container(walk, '}', member);
  if (first === '[') return container(walk, ']', element);
  if (first === '"') {
    const text = string(walk);
    return typeof text === 'string' ? null : text;
  }
  return scalar(walk);
}

type Entry = (walk: Walk, seen: Set<string>, index: number) => Refusal | null;

function container(walk: Walk, end: '}' | ']', entry: Entry): Refusal | null {
  if (walk.path.length >= DEPTH_MAX) {
    const detail = `The document is nested deeper than ${DEPTH_MAX} levels at ${place(walk)}.`;
    return { code: 'json_too_deep', field: null, detail };
  }
  walk.at += 1;
  skipSpace(walk);
  if (walk.text[walk.at] === end) {
    walk.at += 1;
    return null;
  }
  const seen = new Set<string>();
  for (let index = 0; ; index += 1) {
    const problem = entry(walk, seen, index);
    if (problem !== null) return problem;
    walk.path.pop();
    skipSpace(walk);
    const next = walk.text[walk.at];
    if (next !== ',' && next !== end) return malformed(walk, `a comma or ${end}`);
    walk.at += 1;
    if (next === end) return null;
  }
}

/** On success the member's name is left on the path; the container takes it off. */
function member(walk: Walk, seen: Set<string>): Refusal | null {
  skipSpace(walk);
  if (walk.text[walk.at] !== '"') return malformed(walk, 'a key in double quotes');
  const key = string(walk);
  if (typeof key !== 'string') return key;
  walk.path.push(key);
  if (FORBIDDEN_KEYS.has(key)) return prototypeName(shownPath(walk.path), key);
  if (seen.has(key)) {
    const field = shownPath(walk.path);
    return { code: 'duplicate_key', field, detail: `The key ${field} stands a second time at ${place(walk)}.` };
  }
  seen.add(key);
  skipSpace(walk);
  if (walk.text[walk.at] !== ':') return malformed(walk, 'a colon');
  walk.at += 1;
  return value(walk);
}

function element(walk: Walk, _seen: Set<string>, index: number): Refusal | null {
  walk.path.push(index);
  return value(walk);
}

/** Reads a string literal and returns what it says. */
function string(walk: Walk): string | Refusal {
  const start = walk.at;
  let escaped = false;
  for (walk.at += 1; walk.at < walk.text.length; walk.at += 1) {
    const code = walk.text.charCodeAt(walk.at);
    if (code === 0x22) {
      walk.at += 1;
      const literal = walk.text.slice(start, walk.at);
      if (walk.replaced === null && literal.includes(REPLACEMENT)) walk.replaced = shownPath(walk.path);
      return escaped ? String(JSON.parse(literal)) : literal.slice(1, -1);
    }
    if (code < 0x20) return malformed(walk, 'no control character inside a text (write it as an escape)');
    if (code === 0x5c) {
      escaped = true;
      const length = escapeLength(walk.text, walk.at);
      if (length === 0) return malformed(walk, 'an escape that JSON knows');
      walk.at += length - 1;
    }
  }
  return malformed(walk, 'the closing double quote');
}

const UNICODE_ESCAPE = /\\u[0-9a-fA-F]{4}/y;

function escapeLength(text: string, at: number): number {
  const kind = text[at + 1];
  if (kind !== undefined && '"\\/bfnrt'.includes(kind)) return 2;
  UNICODE_ESCAPE.lastIndex = at;
  return UNICODE_ESCAPE.test(text) ? 6 : 0;
}

const SCALAR = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![0-9A-Za-z.+-])/y;

function scalar(walk: Walk): Refusal | null {
  SCALAR.lastIndex = walk.at;
  if (!SCALAR.test(walk.text)) return malformed(walk, 'a JSON value');
  walk.at = SCALAR.lastIndex;
  return null;
}

function skipSpace(walk: Walk): void {
  for (;;) {
    const character = walk.text[walk.at];
    if (character !== ' ' && character !== '\n' && character !== '\r' && character !== '\t') return;
    walk.at += 1;
  }
}

function malformed(walk: Walk, expected: string): Refusal {
  const found =
    walk.at < walk.text.length ? `"${shownValue(walk.text.slice(walk.at, walk.at + 10))}"` : 'the end of the body';
  return {
    code: 'json_malformed',
    field: walk.path.length === 0 ? null : shownPath(walk.path),
    detail: `Expected ${expected} at ${place(walk)}, found ${found}.`,
    extra: { position: walk.at },
  };
}

function place(walk: Walk): string {
  const before = walk.text.slice(0, walk.at);
  const line = before.split('\n').length;
  return `line ${line}, column ${walk.at - before.lastIndexOf('\n')}`;
}

/** Path of a value as people write it, for example `lines[2].amount`. */
export function shownPath(path: readonly PropertyKey[]): string {
  let shown = '';
  for (const part of path) {
    if (typeof part === 'number') shown += `[${part}]`;
    else shown += shown === '' ? String(part) : `.${String(part)}`;
  }
  return shownValue(shown);
}
