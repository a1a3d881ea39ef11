import { describe, expect, test } from 'vitest';
import { codedMessage, ok, readCodedMessage, refused, shownValue } from './index.ts';

describe('a shown value', () => {
  test('is one line without control characters, however hostile', () => {
    expect(shownValue('a\r\nb\u0000c\u2028d\u0085e')).toBe('a��b�c�d�e');
  });

  test('is shortened', () => {
    expect(shownValue('x'.repeat(101))).toBe(`${'x'.repeat(100)}…`);
    expect(shownValue('x'.repeat(100))).toBe('x'.repeat(100));
  });

  test('of what is no text is its JSON', () => {
    expect([shownValue(10.1), shownValue(null), shownValue(['a']), shownValue(undefined)]).toEqual([
      '10.1',
      'null',
      '["a"]',
      'undefined',
    ]);
  });
});

describe('a coded message', () => {
  test('is read back', () => {
    expect(readCodedMessage(codedMessage('field_invalid', 'expected: a date'))).toEqual({
      code: 'field_invalid',
      expectation: 'expected: a date',
    });
  });

  test('is no other text, whatever it begins with', () => {
    for (const text of ['', 'Too big: expected 3', 'toString: x', 'field_invalid', 'no such code: x'])
      expect(readCodedMessage(text)).toBeNull();
  });
});

test('a result is a value or a refusal', () => {
  expect([ok(1), refused('no')]).toEqual([
    { ok: true, value: 1 },
    { ok: false, error: 'no' },
  ]);
});
