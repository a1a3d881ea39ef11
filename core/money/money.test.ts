import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  addMoney,
  compareDecimals,
  currencies,
  currencyExponent,
  DECIMAL_TEXT_LENGTH_MAX,
  decimal,
  decimalToMinor,
  formatAmount,
  formatCanonical,
  formatDecimal,
  formatMoney,
  moneyFromDecimal,
  moneyToDecimal,
  multiplyDecimals,
  parseDecimal,
  type Rounding,
  roundQuotient,
  splitByLargestRemainder,
  subtractDecimals,
} from './index.ts';

const SEED = 20220615;
const decimals = fc.record({ digits: fc.bigInt({ min: 0n, max: 10n ** 18n }), scale: fc.integer({ min: 0, max: 12 }) });

describe('decimals', () => {
  it('keeps every digit as written', () => {
    for (const text of ['0', '0.00', '20.00', '0.350', '12345678901234567890.123456789', '007.10']) {
      const parsed = parseDecimal(text);
      expect(parsed).not.toBeNull();
      if (parsed !== null && !text.startsWith('00')) expect(formatDecimal(parsed)).toBe(text);
    }
  });

  it.each([
    '',
    '-5',
    '+5',
    '1e3',
    'NaN',
    'Infinity',
    '0x10',
    '12,5',
    '1,234.56',
    '1 234',
    '.5',
    '5.',
    '1.2.3',
    '٣',
    ' 1',
    '1\n',
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it('refuses text beyond its bound, so that arithmetic stays cheap', () => {
    expect(parseDecimal('9'.repeat(DECIMAL_TEXT_LENGTH_MAX))).not.toBeNull();
    expect(parseDecimal('9'.repeat(DECIMAL_TEXT_LENGTH_MAX + 1))).toBeNull();
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(parseDecimal(formatDecimal(value))).toEqual(value);
      }),
      { seed: SEED },
    );
  });

  it('writes rates with two decimals and no superfluous zeros beyond', () => {
    const cases = [
      ['5', '5.00'],
      ['5.0', '5.00'],
      ['0.3500', '0.35'],
      ['1.125', '1.125'],
      ['0', '0.00'],
      ['33.50000', '33.50'],
      ['100', '100.00'],
    ] as const;
    for (const [text, canonical] of cases) expect(formatCanonical(decimal(text), 2)).toBe(canonical);
  });

  it('compares, adds and multiplies whatever the scales', () => {
    expect(compareDecimals(decimal('5.0'), decimal('5.000'))).toBe(0);
    expect(compareDecimals(decimal('4.999'), decimal('5'))).toBeLessThan(0);
    expect(formatDecimal(addDecimals(decimal('0.1'), decimal('0.25')))).toBe('0.35');
    expect(formatDecimal(subtractDecimals(decimal('20.00'), decimal('8')))).toBe('12.00');
    expect(formatDecimal(subtractDecimals(decimal('1'), decimal('1.5')))).toBe('-0.5');
    expect(formatDecimal(multiplyDecimals(decimal('33.50'), decimal('1.6')))).toBe('53.600');
  });
});

describe('rounding (I-19)', () => {
  it.each<[Rounding, string, string]>([
    ['half-even', '0.135', '0.14'],
    ['half-even', '0.405', '0.40'],
    ['half-even', '38.005', '38.00'],
    ['half-even', '38.006', '38.01'],
    ['half-even', '6.005', '6.00'],
    ['half-even', '9.9995', '10.00'],
    ['half-even', '0.0050000001', '0.01'],
    ['half-up', '0.405', '0.41'],
    ['half-up', '0.404999', '0.40'],
    ['down', '0.409', '0.40'],
  ])('%s of %s is %s', (rounding, amount, expected) => {
    expect(formatAmount(moneyFromDecimal(decimal(amount), 'USD', rounding))).toBe(expected);
  });

  it('treats amounts below zero as the mirror image', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.bigInt({ min: 1n, max: 10n ** 10n }),
        fc.constantFrom<Rounding>('half-even', 'half-up', 'down'),
        (numerator, denominator, rounding) => {
          expect(roundQuotient(-numerator, denominator, rounding)).toBe(
            -roundQuotient(numerator, denominator, rounding),
          );
        },
      ),
      { seed: SEED },
    );
  });

  it('is never further than half a unit from the exact value, and exactly half only at the even neighbour', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.bigInt({ min: 1n, max: 10n ** 6n }),
        (numerator, denominator) => {
          const rounded = roundQuotient(numerator, denominator, 'half-even');
          const error = 2n * (rounded * denominator - numerator);
          const distance = error < 0n ? -error : error;
          expect(distance <= denominator).toBe(true);
          if (distance === denominator) expect(rounded % 2n).toBe(0n);
        },
      ),
      { seed: SEED },
    );
  });

  it.each([
    ['JPY', '1.5', 2n, '2'],
    ['JPY', '2.5', 2n, '2'],
    ['RUB', '2.5', 250n, '2.50'],
    ['KWD', '1.2345', 1234n, '1.234'],
    ['KWD', '1', 1000n, '1.000'],
  ])('knows the minor unit of %s', (currency, amount, minor, text) => {
    const money = moneyFromDecimal(decimal(amount), currency, 'half-even');
    expect(money.minor).toBe(minor);
    expect(formatAmount(money)).toBe(text);
  });
});

describe('currencies', () => {
  it('states an exponent for every current code and for no other', () => {
    expect(new Set(currencies().map((code) => currencyExponent(code)))).toEqual(new Set([0, 2, 3]));
    expect(currencies().every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
    expect(new Set(currencies()).size).toBe(currencies().length);
    for (const code of ['RUR', 'rub', '₽', 'XXX', 'XAU', '', 'constructor']) expect(currencyExponent(code)).toBeNull();
  });

  it('refuses to mix currencies', () => {
    expect(() => addMoney({ minor: 1n, currency: 'RUB' }, { minor: 1n, currency: 'USD' })).toThrow('exchange rate');
    expect(formatMoney(addMoney({ minor: 1n, currency: 'RUB' }, { minor: -3n, currency: 'RUB' }))).toBe('-0.02 RUB');
  });

  it('turns money into a decimal and back without loss', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom('JPY', 'RUB', 'KWD'), (minor, currency) => {
        const value = moneyToDecimal({ minor, currency });
        expect(decimalToMinor(value, value.scale, 'down')).toBe(minor);
      }),
      { seed: SEED },
    );
  });
});

describe('splitting (I-19)', () => {
  it('gives the missing cent to the largest remainder', () => {
    expect(splitByLargestRemainder(3800n, [1001n, 2002n, 3004n])).toEqual([633n, 1267n, 1900n]);
  });

  it('gives ties to the earlier part', () => {
    expect(splitByLargestRemainder(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(splitByLargestRemainder(11n, [1n, 1n, 1n])).toEqual([4n, 4n, 3n]);
  });

  it('loses nothing when all weights are zero', () => {
    expect(splitByLargestRemainder(5n, [0n, 0n])).toEqual([5n, 0n]);
    expect(() => splitByLargestRemainder(5n, [])).toThrow('no parts');
  });

  it('sums to the whole, and no part is a unit away from its exact share', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 53n * 1000n }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 50 }),
        (whole, weights) => {
          const parts = splitByLargestRemainder(whole, weights);
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
          const total = weights.reduce((sum, weight) => sum + weight, 0n);
          if (total === 0n) return;
          parts.forEach((part, index) => {
            const gap = part * total - whole * (weights[index] ?? 0n);
            expect(gap < total && gap > -total).toBe(true);
          });
        },
      ),
      { seed: SEED },
    );
  });

  it('never gives a part more than its weight when the whole is at most the sum of the weights', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 20 }),
        fc.bigInt({ min: 0n, max: 100n }),
        (weights, percent) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0n);
          const parts = splitByLargestRemainder((total * percent) / 100n, weights);
          for (const [index, part] of parts.entries()) expect(part <= (weights[index] ?? 0n)).toBe(true);
        },
      ),
      { seed: SEED },
    );
  });
});
