import { expect, it } from 'vitest';
import { startFinder } from './range-search.ts';

it('finds the last start that is not above an address, at every border and where a table begins late, is one row or empty', () => {
  let word = 11;
  const drawn = Array.from({ length: 3_000 }, (_, index) => {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    // Some close together, within one upper half.
    return index % 3 === 0 ? (0x5000_0000 + (word & 0xffff)) >>> 0 : word;
  });
  for (const rows of [drawn, [...drawn, 0, 0xffff_ffff], [0x0101_0000], []]) {
    const starts = Uint32Array.from([...new Set(rows)].sort((one, other) => one - other));
    const find = startFinder(starts);
    for (const start of [0, 0xffff, 0x1_0000, 0xffff_ffff, ...starts]) {
      for (const asked of [start, (start - 1) >>> 0, (start + 1) >>> 0]) {
        expect(find(asked)).toBe(starts.findLastIndex((one) => one <= asked));
      }
    }
  }
});
