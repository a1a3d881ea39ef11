import { expect, test } from 'vitest';
import { changesOf, piecesOf, type RulesContent } from './compare.ts';

const rules = (...texts: readonly (readonly [string, string])[]): RulesContent => ({
  intro: 'Read this.',
  rules: texts.map(([key, text], index) => ({ number: index + 1, key, text })),
  further: [],
});

test('a text is compared word by word', () => {
  expect(piecesOf('No pop windows at all.', 'No windows of any kind at all.')).toEqual([
    { kind: 'same', text: 'No ' },
    { kind: 'removed', text: 'pop ' },
    { kind: 'same', text: 'windows ' },
    { kind: 'added', text: 'of any kind ' },
    { kind: 'same', text: 'at all.' },
  ]);
  expect(piecesOf('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
  expect(piecesOf('', 'new')).toEqual([{ kind: 'added', text: 'new' }]);
});

test('what both versions say can be put together again from the pieces, whatever they are', () => {
  const words = ['a ', 'b ', 'c ', 'd\n', 'e '];
  let seed = 7;
  const text = () =>
    Array.from({ length: 30 }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return words[seed % words.length];
    }).join('');
  for (let round = 0; round < 50; round += 1) {
    const [before, after] = [text(), text()];
    const pieces = piecesOf(before, after);
    const without = (kind: string) => pieces.flatMap((piece) => (piece.kind === kind ? [] : piece.text)).join('');
    expect([without('added'), without('removed')]).toEqual([before, after]);
  }
});

test('texts too long to compare are told as replaced', () => {
  const [before, after] = ['a '.repeat(3_000), 'b '.repeat(3_000)];
  expect(piecesOf(before, after).map(({ kind }) => kind)).toEqual(['removed', 'added']);
});

test('a rule is known by its key: it may move, come and go; what stayed is left out', () => {
  const before = rules(['pop', 'No windows.'], ['damage', 'No damage.'], ['old', 'Gone.']);
  const after = rules(['new', 'Fresh.'], ['pop', 'No windows.'], ['damage', 'No damage whatever.']);
  expect(
    changesOf(before, after).map(({ name, number, numberBefore, kind }) => [name, number, numberBefore, kind]),
  ).toEqual([
    ['new', 1, null, 'added'],
    ['pop', 2, 1, 'changed'],
    ['damage', 3, 2, 'changed'],
    ['old', 3, null, 'removed'],
  ]);
  expect(changesOf(before, before)).toEqual([]);
});
