import { compareDecimals, type Decimal, powerOfTen, subtractDecimals } from '../../money/decimal.ts';
import { decimalToMinor, roundQuotient } from '../../money/rounding.ts';
import { splitByLargestRemainder } from '../../money/split.ts';
import type { FixedReward } from '../../terms/model.ts';
import type { CapPlan, CompiledVersion, CurrencyPlan } from '../compiling/compile.ts';
import type { LineFacts, OrderFacts } from '../facts/facts.ts';
import type { Stage } from './history.ts';
import { convertMinor, currencyPair, type ExactRate, internalRate } from './internal-rates.ts';
import type { JudgedLine, PricedLine } from './verdict.ts';

/** Rates and limits of one order, once they are known to be complete. */
export interface OrderMoney {
  /** `null`: order and accrual currency are the same. */
  readonly conversion: ExactRate | null;
  readonly lineLimits: readonly bigint[];
  readonly orderLimits: readonly bigint[];
  /** In the accrual currency, in the order of the plan's period caps. */
  readonly periodLimits: readonly bigint[];
}

/** The part of a deliberation that prices depend on. */
export interface PricingTask {
  readonly facts: OrderFacts;
  readonly version: CompiledVersion;
  readonly plan: CurrencyPlan;
  readonly money: OrderMoney | null;
}

/** What the order needs to know about rates and caps; `null` when a rate for it is missing. */
export function orderMoney(facts: OrderFacts, version: CompiledVersion, plan: CurrencyPlan): OrderMoney | null {
  if (plan.conversion === 'impossible') return null;
  const conversion = plan.conversion === 'same' ? null : internalRate(facts, version.internalRates, plan.pair);
  if (plan.conversion === 'convert' && conversion === null) return null;
  const lineLimits = plan.statedLimits.line ?? capLimits(plan.lineCaps, facts, version);
  const orderLimits = plan.statedLimits.order ?? capLimits(plan.orderCaps, facts, version);
  const periodLimits = plan.statedLimits.period ?? capLimits(plan.periodCaps, facts, version);
  if (lineLimits === null || orderLimits === null || periodLimits === null) return null;
  return { conversion, lineLimits, orderLimits, periodLimits };
}

function capLimits(caps: readonly CapPlan[], facts: OrderFacts, version: CompiledVersion): readonly bigint[] | null {
  const limits: bigint[] = [];
  for (const cap of caps) {
    const limit = cap.limit ?? convertedLimit(cap, facts, version);
    if (limit === null) return null;
    limits.push(limit);
  }
  return limits;
}

/** C-24: a cap stated in another currency is converted by the internal rate and rounded, then applied before conversion. */
function convertedLimit(cap: CapPlan, facts: OrderFacts, version: CompiledVersion): bigint | null {
  const rate = internalRate(facts, version.internalRates, cap.pair);
  if (rate === null) return null;
  return convertMinor(cap.stated.minor, rate, { from: cap.stated.exponent, to: cap.appliedExponent }, version.rounding);
}

/**
 * Prices the judged lines of an order at one stage of its history: commission per line, rounded; caps of line and order in the order's
 * currency; conversion per line, rounded; caps of period and budget in the accrual currency (R-2, table 9 of the terms reference).
 */
export function priceLines(task: PricingTask, stage: Stage, judged: readonly JudgedLine[]): void {
  const { money, facts } = task;
  openEach(stage, judged, money === null);
  if (money === null) return;
  priceEach(task, stage.lines, judged);
  for (let index = 0; index < money.lineLimits.length; index += 1) limitEachLine(judged, money.lineLimits[index] ?? 0n);
  for (let index = 0; index < money.orderLimits.length; index += 1) {
    limitTogether(judged, 'share', money.orderLimits[index] ?? 0n);
  }
  convertEach(task, judged, money.conversion);
  for (let index = 0; index < money.periodLimits.length; index += 1) {
    const per = task.plan.periodCaps[index]?.per;
    if (per === undefined) continue;
    limitTogether(judged, 'earned', leftOf(money.periodLimits[index] ?? 0n, facts.used[per], task.version));
  }
}

/** What events left of each line that a rule prices. */
function openEach(stage: Stage, judged: readonly JudgedLine[], missingRate: boolean): void {
  for (let index = 0; index < judged.length; index += 1) {
    const line = judged[index];
    if (line === undefined || !line.priced) continue;
    const history = stage.histories[index];
    if (history === undefined) throw new Error(`no line at ${index}`);
    line.alive = history.state === 'pending' || history.state === 'approved';
    line.missingRate = missingRate;
    if (history.refunded !== null) line.kept = keptAmount(line.kept, history.refunded);
  }
}

function convertEach({ plan, version }: PricingTask, judged: readonly JudgedLine[], rate: ExactRate | null): void {
  for (let index = 0; index < judged.length; index += 1) {
    const line = judged[index];
    if (line === undefined || !line.priced || line.share === 0n) continue;
    line.earned = rate === null ? line.share : convertMinor(line.share, rate, plan.exponents, version.rounding);
  }
}

/** A correction may leave less than was refunded: then nothing is kept. */
function keptAmount(amount: Decimal, refunded: Decimal): Decimal {
  return compareDecimals(amount, refunded) <= 0 ? { digits: 0n, scale: 0 } : subtractDecimals(amount, refunded);
}

function priceEach(task: PricingTask, lines: readonly LineFacts[], judged: readonly JudgedLine[]): void {
  /** Rules whose reward per order is already carried by an earlier line of this order; made when the first fixed reward is met. */
  let carried: Set<string> | null = null;
  for (let index = 0; index < judged.length; index += 1) {
    const price = judged[index];
    const line = lines[index];
    if (price === undefined || line === undefined || !price.priced) continue;
    if (price.by.reward.fixed.length === 0) {
      if (price.alive) price.uncapped = percentOf(price.kept, price.percent, task);
    } else {
      carried ??= new Set();
      addFixed(task, { line, price, carried });
    }
    price.share = price.uncapped;
  }
}

/** Percent of an amount in minor units, rounded once. */
function percentOf(kept: Decimal, percent: Decimal | null, { plan, version }: PricingTask): bigint {
  if (percent === null) return 0n;
  const shift = kept.scale + percent.scale + 2 - plan.exponent;
  const product = kept.digits * percent.digits;
  return shift > 0 ? roundQuotient(product, powerOfTen(shift), version.rounding) : product * powerOfTen(-shift);
}

/** The exact percentage in minor units, as a fraction. */
function percentFraction(
  kept: Decimal,
  percent: Decimal,
  exponent: number,
): { numerator: bigint; denominator: bigint } {
  const numerator = kept.digits * percent.digits;
  const shift = kept.scale + percent.scale + 2 - exponent;
  return shift >= 0
    ? { numerator, denominator: powerOfTen(shift) }
    : { numerator: numerator * powerOfTen(-shift), denominator: 1n };
}

interface FixedTask {
  readonly line: LineFacts;
  readonly price: PricedLine;
  readonly carried: Set<string>;
}

/** Percentage and fixed parts are added exactly and rounded together. A part per order is carried by the first line alive. */
function addFixed(task: PricingTask, { line, price, carried }: FixedTask): void {
  const { plan, version } = task;
  let sum =
    price.percent === null
      ? { numerator: 0n, denominator: 1n }
      : percentFraction(price.kept, price.percent, plan.exponent);
  for (const fixed of price.by.reward.fixed) {
    const rate = fixedRate(task, fixed);
    if (rate === null) {
      price.missingRate = true;
      return;
    }
    const times =
      fixed.per === 'unit' ? BigInt(line.quantity) : fixed.per === 'order' && carried.has(price.by.rule) ? 0n : 1n;
    const part = fixedFraction(fixed, rate, plan.exponent);
    sum = {
      numerator: sum.numerator * part.denominator + part.numerator * times * sum.denominator,
      denominator: sum.denominator * part.denominator,
    };
  }
  if (!price.alive) return;
  carried.add(price.by.rule);
  price.uncapped = roundQuotient(sum.numerator, sum.denominator, version.rounding);
}

const sameCurrency: ExactRate = { units: 1n, per: 1n, stated: { digits: 1n, scale: 0 }, inverse: false };

function fixedRate({ facts, version, plan }: PricingTask, fixed: FixedReward): ExactRate | null {
  if (fixed.amount.currency === plan.currency) return sameCurrency;
  return internalRate(facts, version.internalRates, currencyPair(fixed.amount.currency, plan.currency));
}

function fixedFraction(
  fixed: FixedReward,
  rate: ExactRate,
  exponent: number,
): { readonly numerator: bigint; readonly denominator: bigint } {
  const { amount } = fixed.amount;
  return {
    numerator: amount.digits * rate.units * powerOfTen(exponent),
    denominator: rate.per * powerOfTen(amount.scale),
  };
}

function limitEachLine(judged: readonly JudgedLine[], limit: bigint): void {
  for (const line of judged) {
    if (!line.priced || line.share <= limit) continue;
    line.share = limit;
    line.capped = true;
  }
}

/** Lowers the lines together to `limit`, each by its part of the sum; every line that had something to lose is marked. */
function limitTogether(judged: readonly JudgedLine[], amount: 'share' | 'earned', limit: bigint): void {
  if (sumOf(judged, amount) <= limit) return;
  const parts = splitByLargestRemainder(
    limit,
    judged.map((line) => amountOf(line, amount)),
  );
  for (const [index, line] of judged.entries()) {
    if (!line.priced || line[amount] === 0n) continue;
    line.capped = true;
    line[amount] = parts[index] ?? 0n;
  }
}

/** Without a callback: this runs for every order, and most are far below their cap. */
function sumOf(judged: readonly JudgedLine[], amount: 'share' | 'earned'): bigint {
  const [first] = judged;
  if (judged.length === 1 && first !== undefined) return amountOf(first, amount);
  let sum = 0n;
  for (const line of judged) if (line.priced) sum += amountOf(line, amount);
  return sum;
}

function amountOf(line: JudgedLine, amount: 'share' | 'earned'): bigint {
  if (!line.priced) return 0n;
  return amount === 'share' ? line.share : line.earned;
}

/** What a period or budget still has; unknown use counts as none, because only the caller can know it. */
function leftOf(limit: bigint, used: Decimal | null, version: CompiledVersion): bigint {
  if (used === null) return limit;
  const spent = decimalToMinor(used, version.accrualExponent, version.rounding);
  return spent >= limit ? 0n : limit - spent;
}
