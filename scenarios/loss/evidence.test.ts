import { describe, expect, it } from 'vitest';
import { contradictions, type Kept } from './evidence.ts';
import type { Answered } from './visitors.ts';

const answered = (durable: string[], flagged: string[] = []): Answered => ({
  durable,
  flagged,
  broken: 0,
  unsent: 0,
  surprises: [],
  latencies: [],
});
const kept = (ids: readonly string[], changes: Partial<Kept> = {}): Kept => ({
  spooled: ids,
  stored: ids,
  onAnotherDay: 0,
  books: { recorded: ids.length, stored: ids.length, repeated: 0, parked: 0 },
  segments: 1,
  lost: 0,
  reported: { program: BigInt(new Set(changes.stored ?? ids).size) },
  ...changes,
});
const none = new Set<string>();

describe('the comparison', () => {
  it('finds nothing where everything answered is kept once, also clicks that nobody was answered', () => {
    expect(contradictions(answered(['a', 'b']), kept(['a', 'b', 'c']), none)).toEqual([]);
  });

  it('finds an answered click that is in the spool and not in the store', () => {
    const found = contradictions(answered(['a', 'b']), kept(['a'], { spooled: ['a', 'b'] }), none);
    expect(found).toEqual(['1 answered clicks are not in the store', '1 records of the spools are not in the store']);
  });

  it('finds an answered click that is nowhere, unless it was damaged on purpose and the books say so', () => {
    expect(contradictions(answered(['a', 'b']), kept(['a']), none)).toEqual([
      '1 answered clicks are in no spool',
      '1 answered clicks are not in the store',
    ]);
    expect(contradictions(answered(['a', 'b']), kept(['a'], { lost: 1 }), new Set(['b']))).toEqual([]);
    expect(contradictions(answered(['a', 'b']), kept(['a']), new Set(['b']))).toEqual([
      '1 records lost by the books (0) and damaged (1) differ',
    ]);
  });

  it('finds a row that is there twice, a report that counts otherwise, a flagged id in a spool, and a click on another day', () => {
    const rows = {
      stored: ['a', 'a'],
      books: { recorded: 2, stored: 2, repeated: 0, parked: 0 },
      reported: { day: 1n },
    };
    expect(contradictions(answered(['a'], ['f']), kept(['a', 'f'], { ...rows, onAnotherDay: 1 }), none)).toEqual([
      '1 rows of the store are there twice',
      '1 records of the spools are not in the store',
      '1 flagged ids are in the spools as if durable',
      '1 stored clicks are on another day than their id',
      'reports by day count 1 clicks, 2 are stored',
    ]);
  });
});
