import { ok, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import {
  type Currency,
  compareDecimals,
  decimalToMinor,
  exponentOf,
  moneyToDecimal,
  parseDecimal,
} from '../../core/money/index.ts';

/** An amount as somebody wrote it, in minor units of a known currency. Refuses `field_invalid` where it has more places than that has. */
export function minorOf(field: string, text: string, currency: Currency): Result<bigint> {
  const parsed = parseDecimal(text);
  const exponent = exponentOf(currency);
  const minor = parsed === null ? null : decimalToMinor(parsed, exponent, 'down');
  if (parsed !== null && minor !== null && compareDecimals(moneyToDecimal({ minor, currency }), parsed) === 0) {
    return ok(minor);
  }
  const detail = `${field}: expected an amount with at most ${exponent} decimals.`;
  return refused({ code: 'field_invalid', field, value: shownValue(text), detail, expected: { kind: 'number' } });
}
