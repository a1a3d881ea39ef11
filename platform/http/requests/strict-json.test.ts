import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStrictJson, reachesPrototype } from './strict-json.ts';

const read = (text: string) => parseStrictJson(Buffer.from(text, 'utf8'));

function refusal(text: string | Uint8Array) {
  const parsed = typeof text === 'string' ? read(text) : parseStrictJson(text);
  if (parsed.ok) throw new Error(`expected a refusal of ${String(text)}`);
  return parsed.error;
}

describe('strict JSON', () => {
  test('reads every document that JSON.stringify writes, as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!/"(__proto__|constructor|prototype)"/.test(text));
        expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
      { seed: 20_220_404, numRuns: 300 },
    );
  });

  test('refuses exactly the texts that JSON.parse refuses', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-0',
      '01',
      '1.',
      '.5',
      '1e5',
      'true',
      'nul',
      ' ',
      '"\\u12"',
      '"\\x"',
      '\n',
      '//',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        let native = true;
        try {
          JSON.parse(text);
        } catch {
          native = false;
        }
        const ours = read(text);
        const sameVerdict = ours.ok === native || (!ours.ok && ours.error.code === 'duplicate_key');
        expect(sameVerdict, text).toBe(true);
      }),
      { seed: 20_220_405, numRuns: 3000 },
    );
  });

  test('names line and column of a body that was cut in half (BAD-51)', () => {
    const problem = refusal('{"order_id":"A1",\n "lines":[{"amo');
    expect(problem.code).toBe('json_malformed');
    expect(problem.detail).toContain('line 2');
    expect(problem.extra).toEqual({ position: 33 });
  });

  test('refuses a key that stands twice, however it is written, and names it (BAD-52)', () => {
    expect(refusal('{"lines":[{"amount":"1"},{"amount":"1","amount":"100"}]}')).toMatchObject({
      code: 'duplicate_key',
      field: 'lines[1].amount',
    });
    expect(refusal('{"amount":"1","\\u0061mount":"100"}').code).toBe('duplicate_key');
    expect(read('[{"amount":1},{"amount":2}]').ok).toBe(true);
  });

  test('tolerates a byte order mark and refuses comments (BAD-52)', () => {
    expect(read('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
    expect(refusal('{"a":1 /* one */}').code).toBe('json_malformed');
  });

  test('refuses keys that reach into prototypes at any depth (BAD-75, T-24)', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', '\\u005f_proto__']) {
      expect(refusal(`{"a":{"b":[{"${key}":{"admin":true}}]}}`).code).toBe('field_not_allowed');
    }
    expect(reachesPrototype('a[__proto__][x]')).toBe(true);
    expect(reachesPrototype('a.constructor')).toBe(true);
    expect(reachesPrototype('proto')).toBe(false);
  });

  test('bounds the depth and survives the deepest body that fits (T-24)', () => {
    expect(refusal('['.repeat(400_000)).code).toBe('json_too_deep');
    expect(read(`${'['.repeat(32)}${']'.repeat(32)}`).ok).toBe(true);
  });

  test('names the field whose text is not UTF-8 (BAD-65)', () => {
    const bytes = Buffer.concat([Buffer.from('{"lines":[{"name":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}]}')]);
    expect(refusal(bytes)).toMatchObject({ code: 'not_utf8', field: 'lines[0].name' });
  });

  test('reads a text of half a megabyte with escapes', () => {
    const value = { text: 'a"b\\c\n'.repeat(80_000) };
    expect(read(JSON.stringify(value))).toEqual({ ok: true, value });
  });
});
