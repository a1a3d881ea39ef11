import { describe, expect, test } from 'vitest';
import { decimal } from '../../money/decimal.ts';
import { checkRateImport, type ImportedRate, parseTerms, versionAt } from '../index.ts';
import { minimal } from '../testing/minimal.ts';

const day = (month: number, date: number) => Date.UTC(2022, month - 1, date);

/** Ranges as two regimes and three kinds of sellers have them; a foreign seller's range widens on 16 August. */
const text =
  minimal(
    'until 2022-08-16',
    `regime CIS when delivery country in CIS11
     regime NONCIS otherwise
     import seller rate in CIS from sellers outside RUSSIA: 0.35% to 33.50%
     import seller rate in CIS from sellers in RUSSIA: 0.70% to 62.30%
     import seller rate in CIS: 0.35% to 62.30%
     import hot rate in NONCIS: 0.38% to 34.60% or zero`,
    'countries CIS11 { RU KZ } countries RUSSIA { RU }',
  ) +
  `version V2 from 2022-08-16 as V1 except {
     import seller rate in CIS from sellers outside RUSSIA: 0.35% to 53.60% at most 1.60 times the old rate }`;

const { terms } = parseTerms(text);

function verdict(
  at: number,
  rate: Partial<Omit<ImportedRate, 'newRate' | 'oldRate'>>,
  newRate: string,
  oldRate?: string,
) {
  const version = terms === null ? null : versionAt(terms, at);
  if (terms === null || version === null) throw new Error('the fixture is wrong');
  const answer = checkRateImport(terms, version, {
    rate: 'seller-rate',
    regime: 'CIS',
    sellerCountry: 'CN',
    ...rate,
    newRate: decimal(newRate),
    oldRate: oldRate === undefined ? null : decimal(oldRate),
  });
  return answer.ok ? (answer.warning?.code ?? 'ok') : answer.code;
}

describe('rates on their way into the catalogue', () => {
  test.each([
    ['0.34', 'RATE_OUT_OF_RANGE'],
    ['0.35', 'ok'],
    ['33.50', 'ok'],
    ['33.51', 'RATE_OUT_OF_RANGE'],
  ])('a foreign seller sets %s on the day before the increase: %s', (rate, expected) => {
    expect(verdict(day(8, 15), {}, rate)).toBe(expected);
  });

  test.each([
    ['0.69', 'RATE_OUT_OF_RANGE'],
    ['0.70', 'ok'],
    ['62.30', 'ok'],
    ['62.31', 'RATE_OUT_OF_RANGE'],
  ])('a Russian seller sets %s, before and after the increase: %s', (rate, expected) => {
    expect(verdict(day(8, 15), { sellerCountry: 'RU' }, rate)).toBe(expected);
    expect(verdict(day(8, 16), { sellerCountry: 'RU' }, rate, '1.00')).toBe(expected);
  });

  test.each([
    ['5.00', '8.00', 'ok'],
    ['5.00', '8.01', 'UPLIFT_ABOVE_60'],
    ['33.50', '53.60', 'ok'],
    ['33.50', '53.61', 'RATE_OUT_OF_RANGE'],
    ['0.35', '0.56', 'ok'],
    ['0.35', '0.57', 'UPLIFT_ABOVE_60'],
    ['5.00', '5.00', 'ok'],
    ['5.00', '4.99', 'NOT_AN_INCREASE'],
  ])('a foreign seller goes from %s to %s with the increase: %s', (oldRate, newRate, expected) => {
    expect(verdict(day(8, 16), {}, newRate, oldRate)).toBe(expected);
  });

  test('a first rate has nothing to be compared with', () => {
    expect(verdict(day(8, 16), {}, '53.60')).toBe('ok');
  });

  test.each([
    ['34.60', 'ok'],
    ['34.61', 'RATE_OUT_OF_RANGE'],
    ['0.37', 'RATE_OUT_OF_RANGE'],
    ['0', 'ok'],
  ])('a hot rate outside CIS of %s: %s', (rate, expected) => {
    expect(verdict(day(6, 1), { rate: 'hot-rate', regime: 'NONCIS' }, rate)).toBe(expected);
  });

  test('a seller of unknown country is held to the limits of any seller', () => {
    expect(verdict(day(8, 16), { sellerCountry: null }, '62.30', '1.00')).toBe('ok');
    expect(verdict(day(8, 16), { sellerCountry: null }, '62.31')).toBe('RATE_OUT_OF_RANGE');
  });

  test('where no limit is stated, nothing is limited', () => {
    expect(verdict(day(6, 1), { regime: 'NONCIS' }, '99')).toBe('ok');
    expect(verdict(day(6, 1), { rate: 'hot-rate' }, '99')).toBe('ok');
  });

  test('without a regime, a rate has to be acceptable in one of them', () => {
    expect(verdict(day(6, 1), { regime: null, rate: 'hot-rate' }, '99')).toBe('ok');
    expect(verdict(day(6, 1), { regime: null }, '99')).toBe('ok');
  });

  test('a refusal says the value, what was expected, and where that stands', () => {
    const version = terms === null ? undefined : terms.versions[1];
    if (terms === null || version === undefined) throw new Error('the fixture is wrong');
    const rate = {
      rate: 'seller-rate',
      regime: 'CIS',
      sellerCountry: 'CN',
      newRate: decimal('8.01'),
      oldRate: decimal('5.00'),
    } as const;
    expect(checkRateImport(terms, version, rate)).toEqual({
      ok: false,
      code: 'UPLIFT_ABOVE_60',
      detail: '8.01% is more than 5.00% × 1.60 = 8.00% (version V2).',
      min: decimal('0.35'),
      max: { digits: 80_000n, scale: 4 },
      position: { line: 18, column: 6 },
    });
  });
});
