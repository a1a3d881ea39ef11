import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CompiledTerms } from '../../../core/commission/index.ts';
import { parseStrictJson } from '../../../platform/http/requests/strict-json.ts';
import { decideLine } from './decide-line.ts';
import { ColonCounter, duplicateKey } from './duplicate-keys.ts';
import { loadPrograms, shippedProgramsDirectory } from './load-programs.ts';

const document = readFileSync(new URL('../../../docs/domain/decide.md', import.meta.url), 'utf8');
const sample = /```json order\n(.*)\n```/.exec(document)?.[1] ?? '';
let programs: ReadonlyMap<string, CompiledTerms>;

beforeAll(async () => {
  const loaded = await loadPrograms(shippedProgramsDirectory());
  if (!loaded.ok) throw new Error(loaded.error);
  programs = loaded.value;
});

function found(text: string): string | null {
  const bytes = Buffer.from(text);
  return duplicateKey(text, JSON.parse(text), new ColonCounter(bytes).count(0, bytes.length));
}

describe('a key that stands twice in one object (BAD-52)', () => {
  it.each([
    ['the order', sample.replace('{', '{"currency":"EUR",'), 'currency'],
    ['a line', sample.replace('"amount":"20.00"', '"amount":"20.00","amount":"30.00"'), 'lines[0].amount'],
    ['blanks before the colon', sample.replace('"amount":', '"amount" \t: "1.00", "amount" :'), 'lines[0].amount'],
    ['an escape', sample.replace('"amount":', '"amoun\\u0074":"1.00","amount":'), 'lines[0].amount'],
    ['an escaped colon', sample.replace('"at":"2022-06-15T08:', '"at":1,"at":"2022-06-15T08\\u003a'), 'click.at'],
    [
      'a colon escaped in capitals',
      sample.replace('"at":"2022-06-15T08:', '"at":1,"at":"2022-06-15T08\\u003A'),
      'click.at',
    ],
    ['a field that is ignored', sample.replace('{', '{"x":{"y":[{"z":1,"z":1}]},'), 'x.y[0].z'],
    ['objects that hide members', sample.replace('{', '{"lines":[{"a":1,"b":2}],'), 'lines'],
  ])('is found in %s, and only that line is refused', (_where, text, field) => {
    const answer = decideLine(text, programs, { trace: false });
    expect(answer.ok).toBe(false);
    const message = `${field} is there twice in one object; expected each key once. Send the one that is meant; programs differ in which of two they read.`;
    expect(JSON.parse(answer.text)).toEqual({ order_id: 'A1', error: { code: 'duplicate_key', field, message } });
  });

  it('is not seen in colons, quotes and braces inside strings, or in equal keys of different objects', () => {
    for (const id of ['a:b', 'a"b\\":', '{"a":1,"a":2}', 'ключ:к', '\\', '']) {
      expect(found(JSON.stringify({ order_id: id, [id]: [{ id }, { id }], lines: [{ line_id: id }] }))).toBeNull();
    }
    expect(decideLine(sample.replace('"A1"', '"A:1"'), programs, { trace: false }).ok).toBe(true);
    expect(decideLine(sample.replace('09:00:00.000Z', '12:00:00.000+03:00'), programs, { trace: false }).ok).toBe(true);
  });

  it('is found exactly where a strict reader of JSON finds one', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ':', '"', '\\', ',', '{', '}', 'к', '\u00ba', '😀', ' '),
      maxLength: 4,
    });
    const inHex = (part: string) => `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const written = fc
      .tuple(text, fc.constantFrom<RegExp>(/$^/g, /[a:]/g, /:/g))
      .map(([value, escaped]) => JSON.stringify(value).replace(escaped, inHex));
    const pieces = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        written,
        fc.constantFrom('1', 'null', '"2022-06-15T09:00:00Z"'),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('value'), { maxLength: 3 }).map((entries) => `[${entries.join(' ,')}]`),
      object: fc
        .array(fc.tuple(written, fc.constantFrom(':', ' : '), tie('value')), { maxLength: 4 })
        .map((members) => `{${members.map(([key, colon, value]) => `${key}${colon}${value}`).join(', ')}}`),
    }));
    fc.assert(
      fc.property(pieces.value, (json) => {
        const strict = parseStrictJson(Buffer.from(String(json)));
        expect(found(String(json)) !== null).toBe(!strict.ok);
      }),
      { seed: 11, numRuns: 3_000 },
    );
  });

  it('is looked for in a line of brackets alone without filling the stack', () => {
    const deep = `${'['.repeat(200_000)}"a:b"${']'.repeat(200_000)}`;
    expect(found(deep)).toBeNull();
    expect(found(`{"a":${deep},"a":1}`)).toBe('a');
  });
});

describe('colons', () => {
  it('are counted alike wherever the bytes begin and end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.nat(7), fc.nat(7), (random, before, after) => {
        const bytes = Buffer.from(random.map((byte) => (byte % 3 === 0 ? 0x3a : byte))).subarray(before);
        const end = Math.max(0, bytes.length - after);
        const expected = bytes.subarray(0, end).filter((byte) => byte === 0x3a).length;
        expect(new ColonCounter(bytes).count(0, end)).toBe(expected);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
