import { expect, test } from 'vitest';
import { newAdSpaceBody } from './ad-spaces.ts';

const named = (name: string) => newAdSpaceBody.safeParse({ kind: 'content_site', name }).data?.name ?? null;

test('the name of an ad space may look like anything (T-9, T-10)', () => {
  for (const name of ['<script>alert(1)</script>', '=HYPERLINK("x")', '{{7*7}}', 'Сад и огород', 'مدونة', '👩‍🌾 farm'])
    expect(named(name)).toBe(name);
});

test('it is what it looks like: what cannot be seen is left out, and nothing is left of nothing', () => {
  const names = ['\u202Egpj.exe', 'a\u2066b', 'two\nlines', '\u200Fx ', ' \ufeff'];
  expect(names.map(named)).toEqual(['gpj.exe', 'ab', 'twolines', 'x', null]);
});
