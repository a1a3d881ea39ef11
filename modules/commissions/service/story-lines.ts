import type { WhyStoryLine } from '../../../contract/wire/why.ts';
import { type LineHistory, readHistory } from '../../../core/commission/deciding/history.ts';
import {
  convertMinor,
  currencyPair,
  type ExactRate,
  internalRate,
} from '../../../core/commission/deciding/internal-rates.ts';
import { explainLines, type LineDecision, type LineFacts, type Locale } from '../../../core/commission/index.ts';
import {
  type Currency,
  compareDecimals,
  DECIMAL_ZERO,
  type Decimal,
  exponentOf,
  formatAmount,
  formatCanonical,
  formatDecimal,
  type Money,
  moneyFromDecimal,
  moneyToDecimal,
  multiplyDecimals,
  subtractDecimals,
  subtractMoney,
} from '../../../core/money/index.ts';
import { printRule, type TermsVersion } from '../../../core/terms/index.ts';
import type { Rule } from '../../../core/terms/model.ts';
import { undisturbed } from '../action.ts';
import { compiled } from './decide-orders.ts';
import type { Told } from './told.ts';

/** Rates are written as `tributary decide` writes them: `5.00`. */
const RATE_DECIMALS_MIN = 2;

/** Each line from its price to what it earns, or why not. */
export function linesOf(told: Told, version: TermsVersion | null, locale: Locale): WhyStoryLine[] {
  const { lines, histories } = readHistory(told.facts);
  const sentences = explainLines(told, locale);
  const lost = undisturbed(told.decision, told.facts, compiled(told.terms));
  const carried = new Set<string>();
  return told.decision.lines.flatMap((line, index) => {
    const facts = lines[index];
    if (facts === undefined) return [];
    const refunded = refundedOf(line, facts, histories[index]);
    const rule = version?.rules.find(({ name }) => name === line.rule) ?? null;
    return {
      ...lineFacts(facts, told.facts.currency),
      line_id: line.lineId,
      status: line.status,
      reason: line.reason,
      notes: [...line.notes],
      refunded: refunded === null ? null : exact(refunded, told.facts.currency),
      rule: line.rule,
      rule_text: rule === null ? null : printRule(rule),
      rate: line.rate === null ? null : formatCanonical(line.rate, RATE_DECIMALS_MIN),
      volume: volumeOf(rule, told),
      fixed: fixedOf(line, facts, rule, carried),
      ...amountsOf(line, { kept: keptOf(facts.amount, refunded), version, told }),
      lost: formatAmount(lost.get(line.lineId) ?? { ...line.commission, minor: 0n }),
      sentences: sentences[index] ?? [],
    };
  });
}

function lineFacts(facts: LineFacts, currency: Currency) {
  return {
    product_id: facts.productId,
    store_id: facts.storeId,
    category: facts.category,
    seller_country: facts.sellerCountry,
    quantity: facts.quantity,
    price: exact(facts.amount, currency),
  };
}

/** A whole refund names no amount: it is all that the line costs. */
function refundedOf(line: LineDecision, facts: LineFacts, history: LineHistory | undefined): Decimal | null {
  if (history?.refunded != null) return history.refunded;
  return line.reason === 'REFUNDED' || line.reason === 'REFUND_DEDUCTION' ? facts.amount : null;
}

/** A correction may leave less than was refunded: then nothing is kept. */
function keptOf(amount: Decimal, refunded: Decimal | null): Decimal {
  if (refunded === null) return amount;
  return compareDecimals(amount, refunded) <= 0 ? DECIMAL_ZERO : subtractDecimals(amount, refunded);
}

/** What the publisher had before this order in its period, where the rate depends on it. */
function volumeOf(rule: Rule | null, { facts }: Told): WhyStoryLine['volume'] {
  const source = rule?.then.kind === 'pay' ? rule.then.reward.percent : null;
  if (source?.kind !== 'by-volume' || facts.volume === null) return null;
  const { counts, per } = source;
  const before = counts === 'orders' ? String(facts.volume.orders) : formatDecimal(facts.volume.amount);
  return { per, counts, before };
}

/** The fixed amounts that the line carries; one per order is carried by the first line that its rule prices. */
function fixedOf(line: LineDecision, facts: LineFacts, rule: Rule | null, carried: Set<string>): WhyStoryLine['fixed'] {
  if (!isLive(line) || rule?.then.kind !== 'pay') return [];
  const isFirst = !carried.has(rule.name);
  carried.add(rule.name);
  return rule.then.reward.fixed
    .filter(({ per }) => per !== 'order' || isFirst)
    .map(({ amount, per }) => ({
      per,
      amount: formatDecimal(amount.amount),
      currency: amount.currency,
      times: per === 'unit' ? facts.quantity : 1,
    }));
}

function isLive({ status }: LineDecision): boolean {
  return status === 'pending' || status === 'approved';
}

interface Priced {
  readonly kept: Decimal;
  readonly version: TermsVersion | null;
  readonly told: Told;
}

function amountsOf(line: LineDecision, { kept, version, told }: Priced) {
  const { currency } = told.facts;
  const live = isLive(line);
  const product = live && line.rate !== null ? multiplyDecimals(kept, line.rate) : null;
  const share = moneyToDecimal(line.cappedCommission);
  const rate = rateOf(told);
  const isExact = live && rate !== null && !rate.inverse;
  return {
    kept: exact(kept, currency),
    // Percent are hundredths: two more decimals.
    exact: product === null ? null : exact({ digits: product.digits, scale: product.scale + 2 }, currency),
    rounded: formatAmount(line.orderCommission),
    limited: formatAmount(limited(line.orderCommission, version, told)),
    capped: formatAmount(line.cappedCommission),
    converted_exact: isExact ? exact(multiplyDecimals(share, rate.stated), line.commission.currency) : null,
    converted: formatAmount(convertedOf(line, version, rate)),
    earned: formatAmount(line.commission),
    deducted:
      line.approved === null
        ? formatAmount({ ...line.commission, minor: 0n })
        : formatAmount(takenBack(line, line.approved)),
  };
}

/** After the caps of a line; those of the order share what is left among the lines. */
function limited(commission: Money, version: TermsVersion | null, { facts, terms }: Told): Money {
  let { minor } = commission;
  for (const { per, limit } of version?.caps ?? []) {
    if (per !== 'line' || version === null) continue;
    const stated = moneyFromDecimal(limit.amount, limit.currency, version.rounding);
    const rate =
      limit.currency === commission.currency
        ? null
        : internalRate(facts, terms.internalRates, currencyPair(limit.currency, commission.currency));
    const cap = rate === null ? stated : converted(stated, commission.currency, rate, version);
    if (cap.currency === commission.currency && cap.minor < minor) minor = cap.minor;
  }
  return { ...commission, minor };
}

/** In the accrual currency, before the caps of a period. */
function convertedOf(line: LineDecision, version: TermsVersion | null, rate: ExactRate | null): Money {
  const { cappedCommission, commission } = line;
  if (rate === null || version === null) return { ...cappedCommission, currency: commission.currency };
  return converted(cappedCommission, commission.currency, rate, version);
}

function converted(amount: Money, to: Currency, rate: ExactRate, { rounding }: TermsVersion): Money {
  const exponents = { from: exponentOf(amount.currency), to: exponentOf(to) };
  return { minor: convertMinor(amount.minor, rate, exponents, rounding), currency: to };
}

function takenBack(line: LineDecision, approved: NonNullable<LineDecision['approved']>): Money {
  const taken = subtractMoney(approved.commission, line.commission);
  return taken.minor < 0n ? { ...taken, minor: 0n } : taken;
}

/** The internal rate behind the decision; `null` where order and program have one currency, or no rate is known. */
export function rateOf({ decision, facts, terms }: Told): ExactRate | null {
  const to = decision.commission.currency;
  return facts.currency === to ? null : internalRate(facts, terms.internalRates, currencyPair(facts.currency, to));
}

/** With at least the decimals of its currency: `20.00`, `9.9995`. */
export function exact(value: Decimal, currency: Currency): string {
  return formatCanonical(value, exponentOf(currency));
}
