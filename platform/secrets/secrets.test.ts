import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashSecret, matchesHash, openSecret, randomAlphanumeric, randomHexadecimal, sealSecret } from './index.ts';

const keys = { current: randomBytes(32), previous: [] };

test('random codes have the asked length and alphabet', () => {
  expect(randomAlphanumeric(40)).toMatch(/^[0-9a-z]{40}$/);
  expect(randomHexadecimal(10)).toMatch(/^[0-9a-f]{10}$/);
  expect(randomAlphanumeric(0)).toBe('');
  expect(new Set(Array.from({ length: 1000 }, () => randomAlphanumeric(10))).size).toBe(1000);
});

test('a hash is matched by its secret alone', () => {
  const hash = hashSecret('one');
  expect([matchesHash('one', hash), matchesHash('two', hash), matchesHash('one', hash.subarray(1))]).toEqual([
    true,
    false,
    false,
  ]);
});

describe('sealed secrets', () => {
  test('open with their key, purpose and context only', () => {
    const sealed = sealSecret(keys, 'revision', 'program-a', 'secret');
    expect(sealed.box.toString('latin1')).not.toContain('secret');
    expect(openSecret(keys, 'revision', 'program-a', sealed)).toBe('secret');
    expect(openSecret(keys, 'revision', 'program-b', sealed)).toBeNull();
    expect(openSecret(keys, 'other', 'program-a', sealed)).toBeNull();
    expect(openSecret({ current: randomBytes(32), previous: [] }, 'revision', 'program-a', sealed)).toBeNull();
  });

  test('a changed box does not open', () => {
    const sealed = sealSecret(keys, 'revision', 'program-a', 'secret');
    for (let at = 0; at < sealed.box.length; at += 1) {
      const box = Buffer.from(sealed.box);
      box.writeUInt8(box.readUInt8(at) ^ 1, at);
      expect(openSecret(keys, 'revision', 'program-a', { ...sealed, box })).toBeNull();
    }
  });

  test('survive a new master key while the old one is kept (T-32)', () => {
    const sealed = sealSecret(keys, 'revision', 'program-a', 'secret');
    const rotated = { current: randomBytes(32), previous: [keys.current] };
    expect(openSecret(rotated, 'revision', 'program-a', sealed)).toBe('secret');
  });
});
