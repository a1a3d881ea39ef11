import { type Decimal, formatCanonical, formatDecimal, multiplyDecimals } from '../../money/decimal.ts';
import { formatMinor } from '../../money/money.ts';
import type { Deliberation } from '../deciding/deliberation.ts';
import type { PricedLine } from '../deciding/verdict.ts';

/** The sums of one line as people write them: `199.99 × 5.00 % = 9.9995 → 10.00 USD`, `10.00 × 60.0000 = 600.00 RUB`. */
export function arithmeticOf(found: Deliberation, index: number): readonly string[] {
  const { version, facts, plan, money, history } = found;
  const price = found.judged[index];
  if (price?.priced !== true) return [];
  if (price.missingRate) return [`no internal rate is known between ${facts.currency} and ${version.accrualCurrency}`];
  if (!price.alive) return ['nothing is kept of this line'];
  const texts: string[] = [];
  const line = history.lines[index];
  const refunded = history.histories[index]?.refunded;
  if (line !== undefined && refunded !== null && refunded !== undefined) {
    texts.push(
      `${formatDecimal(line.amount)} − ${formatDecimal(refunded)} refunded = ${formatDecimal(price.kept)} ${plan.currency}`,
    );
  }
  texts.push(commissionText(price, { currency: plan.currency, exponent: plan.exponent }));
  const share = formatMinor(price.share, plan.exponent);
  if (price.share !== price.uncapped)
    texts.push(`${formatMinor(price.uncapped, plan.exponent)} capped → ${share} ${plan.currency}`);
  if (money !== null && money.conversion !== null) {
    const { stated, inverse } = money.conversion;
    const exact = inverse ? null : multiplyDecimals({ digits: price.share, scale: plan.exponent }, stated);
    const rounded = formatMinor(price.earned, version.accrualExponent);
    const product = exact === null ? rounded : exactThenRounded(exact, rounded, version.accrualExponent);
    texts.push(`${share} ${inverse ? '÷' : '×'} ${formatDecimal(stated)} = ${product} ${version.accrualCurrency}`);
  }
  return texts;
}

function commissionText(price: PricedLine, unit: { readonly currency: string; readonly exponent: number }): string {
  const rounded = formatMinor(price.uncapped, unit.exponent);
  const fixed = price.by.reward.fixed.map(
    ({ amount, per }) => `${formatDecimal(amount.amount)} ${amount.currency} per ${per}`,
  );
  if (price.percent === null) return `${fixed.join(' + ')} = ${rounded} ${unit.currency}`;
  const percent = `${formatDecimal(price.kept)} × ${formatCanonical(price.percent, 2)} %`;
  if (fixed.length > 0) return `${percent} + ${fixed.join(' + ')} = ${rounded} ${unit.currency}`;
  const exact = multiplyDecimals(price.kept, price.percent);
  const product = exactThenRounded({ digits: exact.digits, scale: exact.scale + 2 }, rounded, unit.exponent);
  return `${percent} = ${product} ${unit.currency}`;
}

/** `9.9995 → 10.00` where rounding changed the value, otherwise the value alone. */
function exactThenRounded(exact: Decimal, rounded: string, exponent: number): string {
  const text = formatCanonical(exact, exponent);
  return text === rounded ? rounded : `${text} → ${rounded}`;
}
