import { Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inertCell } from './inert-cell.ts';
import { type ExportFormat, type ExportRow, openRowWriter } from './row-writer.ts';

async function written(
  format: ExportFormat,
  rows: readonly ExportRow[],
  columns: readonly string[] = Object.keys(rows[0] ?? {}),
): Promise<string> {
  const pieces: string[] = [];
  const output = new Writable({
    write: (piece: Buffer, _, done) => {
      pieces.push(piece.toString());
      done();
    },
  });
  await openRowWriter(output, format, columns).writeAll(async (onRow) => {
    for (const row of rows) await onRow(row);
  });
  return pieces.join('');
}

describe('a CSV export', () => {
  const attacks = [
    "=cmd|'/c calc'!A0",
    '@SUM(1)',
    '+1+1',
    '-1+1',
    '\t=1',
    '\r=1',
    '\n=1',
    '\0=1',
    '"=1"',
    ',=1',
    ';=1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    ' =1',
  ];

  test.each(attacks)('makes %j inert: no separator and no reader turns it into a formula (T-8)', async (attack) => {
    const text = await written('csv', [{ subid: attack, amount: '-12.50' }]);
    for (const delimiter of [',', ';', '\t']) {
      const cells: string[][] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true });
      for (const cell of cells.flat()) {
        // What is left of a line cut at another separator is still one quoted piece of text.
        if (cell === '-12.50') continue;
        expect(cell.replace(/^[\s\0]+/, '')).not.toMatch(/^[=+\-@＝＋－＠]/);
      }
    }
    const [, row] = parse(text);
    expect(row?.[0]?.replace(/^'/, '')).toBe(attack);
  });

  test('gives numbers back exactly as they were', async () => {
    const numbers = ['-12.50', '0.00', '20000000001000415', '-0.000000001', '1.10'];
    const text = await written(
      'csv',
      numbers.map((amount) => ({ amount, count: -5, minor: -7n })),
    );
    const rows: Record<string, string>[] = parse(text, { columns: true });
    expect(rows).toEqual(numbers.map((amount) => ({ amount, count: '-5', minor: '-7' })));
  });

  test('gives any text back, without the apostrophe where one was needed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), async (texts) => {
        const text = await written('csv', [Object.fromEntries(texts.map((value, index) => [`c${index}`, value]))]);
        const [, row]: string[][] = parse(text);
        expect(row).toEqual(texts.map((value) => inertCell(value)));
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  test('has the same header with rows and without', async () => {
    expect(await written('csv', [{ id: '1', at: null }], ['id', 'at'])).toBe('"id","at"\r\n"1",\r\n');
    await expect(written('csv', [{ id: '1' }], ['id', 'at'])).rejects.toThrow('rows have the columns id, not id,at');
    expect(await written('csv', [], ['click_id', 'at'])).toBe('"click_id","at"\r\n');
    expect(await written('jsonl', [], ['click_id'])).toBe('');
  });

  test('writes what is not known as an empty cell, flags as words', async () => {
    expect(await written('csv', [{ a: null, b: true, c: false }])).toBe('"a","b","c"\r\n,true,false\r\n');
  });
});

test('JSON lines hold one object a row, great numbers as text', async () => {
  const text = await written('jsonl', [{ a: null, b: '=1' }, { minor: 2n ** 60n }]);
  expect(text).toBe('{"a":null,"b":"=1"}\n{"minor":"1152921504606846976"}\n');
});

test('a slow reader slows the source: what is waiting stays small', async () => {
  let taken = 0;
  let passed = 0;
  let waitingMax = 0;
  const output = new Writable({
    highWaterMark: 16 * 1024,
    write: (piece: Buffer, _, done) => {
      taken += piece.length;
      setImmediate(done);
    },
  });
  const row = { text: 'x'.repeat(1000) };
  await openRowWriter(output, 'jsonl', ['text']).writeAll(async (onRow) => {
    for (let index = 0; index < 2000; index += 1) {
      await onRow(row);
      passed += 1012;
      waitingMax = Math.max(waitingMax, passed - taken);
    }
  });
  expect(passed).toBeGreaterThan(2_000_000);
  expect(waitingMax).toBeLessThan(300_000);
});

test('a reader that goes away ends the export quietly, any other failure loudly', async () => {
  const failing = (code: string) =>
    new Writable({
      write: (_piece, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
    });
  let rows = 0;
  const endless = async (onRow: (row: ExportRow) => Promise<void>) => {
    for (; rows < 1_000_000; rows += 1) await onRow({ text: 'x'.repeat(1000) });
  };
  await openRowWriter(failing('EPIPE'), 'jsonl', ['text']).writeAll(endless);
  expect(rows).toBeLessThan(1000);
  await expect(openRowWriter(failing('ENOSPC'), 'jsonl', ['text']).writeAll(endless)).rejects.toThrow('ENOSPC');
});

test('a failure of the source is passed on', async () => {
  const failed = written('jsonl', []).then(() =>
    openRowWriter(new Writable(), 'jsonl', []).writeAll(() => Promise.reject(new Error('the database went away'))),
  );
  await expect(failed).rejects.toThrow('the database went away');
});
