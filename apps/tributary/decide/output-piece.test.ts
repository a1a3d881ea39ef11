import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputPiece } from './output-piece.ts';

it('holds its lines as UTF-8, however long they are and whatever is in them, and starts anew when cleared', () => {
  const lines = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('→'.repeat(100)), fc.constant('x'.repeat(200))),
  );
  const piece = new OutputPiece(64);
  fc.assert(
    fc.property(lines, (texts) => {
      piece.clear();
      expect(piece.length).toBe(0);
      for (const text of texts) piece.add(text);
      expect(piece.bytes().toString('utf8')).toBe(texts.map((text) => `${text}\n`).join(''));
      expect(piece.length).toBe(piece.bytes().length);
    }),
    { seed: 7, numRuns: 200 },
  );
});
