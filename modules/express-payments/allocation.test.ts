import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal } from '../../core/money/index.ts';
import { allocate, excessOf, feeOf, partsOf } from './allocation.ts';

const minor = fc.bigInt({ min: 1n, max: 10_000_000n });
const candidates = fc
  .array(fc.record({ program: fc.constantFrom('a', 'b', 'c'), minor }), { minLength: 1, maxLength: 40 })
  .map((list) => list.map((each, index) => ({ ...each, orderId: `o${index}` })));
/** 0 to 50 with up to four places. */
const percent = fc.integer({ min: 0, max: 500_000 }).map((digits) => ({ digits: BigInt(digits), scale: 4 }));
const total = (list: readonly { readonly minor: bigint }[]) => list.reduce((sum, each) => sum + each.minor, 0n);

describe('what is advanced for which order', () => {
  test('the first come first, the last perhaps in part, and never more than was asked for or is there', () => {
    fc.assert(
      fc.property(candidates, fc.bigInt({ min: 0n, max: 100_000_000n }), (orders, amount) => {
        const taken = allocate(orders, amount);
        const there = total(orders);
        expect(total(taken)).toBe(amount < there ? amount : there);
        expect(taken.map(({ orderId }) => orderId)).toEqual(
          orders.slice(0, taken.length).map(({ orderId }) => orderId),
        );
        expect(taken.slice(0, -1)).toEqual(orders.slice(0, Math.max(taken.length - 1, 0)));
        expect(taken.every((each) => each.minor > 0n)).toBe(true);
      }),
    );
  });
});

describe('the fee', () => {
  test('3 % of 500.00 is 15.00; ties go to the even minor unit', () => {
    expect(feeOf(50_000n, decimal('3'))).toBe(1500n);
    expect([1n, 3n, 5n].map((each) => feeOf(each, decimal('50')))).toEqual([0n, 2n, 2n]);
    expect(feeOf(10_000n, decimal('2.5050'))).toBe(250n);
  });

  test('of the programs adds up to that of the whole, is within its part, and leaves something to transfer', () => {
    fc.assert(
      fc.property(candidates, percent, (orders, rate) => {
        const parts = partsOf(orders, rate);
        const whole = total(orders);
        const fees = parts.reduce((sum, { fee }) => sum + fee, 0n);
        expect(fees).toBe(feeOf(whole, rate));
        expect(total(parts)).toBe(whole);
        expect(parts.every(({ fee, minor: advanced }) => fee >= 0n && fee <= advanced)).toBe(true);
        expect(whole > fees).toBe(true);
      }),
    );
  });
});

describe('what is settled when less is approved', () => {
  test('exactly what is beyond it, the oldest advance first', () => {
    fc.assert(
      fc.property(fc.array(minor, { maxLength: 5 }), fc.bigInt({ min: 0n, max: 60_000_000n }), (open, kept) => {
        const advances = open.map((each, index) => ({ id: index, open: each }));
        const sum = open.reduce((a, b) => a + b, 0n);
        const settled = excessOf(advances, kept);
        expect(total(settled)).toBe(sum > kept ? sum - kept : 0n);
        expect(settled.map(({ id }) => id)).toEqual(advances.slice(0, settled.length).map(({ id }) => id));
        expect(settled.every((each) => each.minor > 0n && each.minor <= each.open)).toBe(true);
      }),
    );
  });
});
