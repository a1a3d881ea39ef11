import type { WhyStory, WhyStoryLine } from '../../../contract/wire/why.ts';
import { clickStanding } from '../../../core/attribution/index.ts';
import { readHistory } from '../../../core/commission/history.ts';
import {
  type Decision,
  explainLines,
  type LineDecision,
  type LineFacts,
  type Locale,
  type OrderFacts,
} from '../../../core/commission/index.ts';
import { currencyPair, internalRate } from '../../../core/commission/internal-rates.ts';
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
  moneyToDecimal,
  multiplyDecimals,
  subtractDecimals,
  subtractMoney,
} from '../../../core/money/index.ts';
import { type ProgramTerms, printRule, type TermsVersion } from '../../../core/terms/index.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { orderAmount } from '../action.ts';
import type { StoredDecision } from '../model.ts';

/** A decision with what it was made from. */
export interface Told {
  readonly decision: Decision;
  readonly facts: OrderFacts;
  readonly terms: ProgramTerms;
}

export interface Reader {
  readonly locale: Locale;
  /** The asking publisher, who is told nothing of the clicks of others; `null` may know all. */
  readonly viewer: string | null;
}

/** Rates are written as `tributary decide` writes them: `5.00`. */
const RATE_DECIMALS_MIN = 2;

/** What people follow from the click to the money, number by number. */
export function storyOf(stored: StoredDecision, told: Told, reader: Reader): Omit<WhyStory, 'next' | 'elsewhere'> {
  const { decision, facts, terms } = told;
  const version = terms.versions.find(({ id }) => id === decision.termsVersion) ?? null;
  return {
    ordered_at: formatInstant(facts.orderedAt),
    delivery_country: facts.deliveryCountry,
    customer: facts.customer,
    coupon: facts.coupon?.code ?? null,
    price: { amount: exact(orderAmount(stored), facts.currency), currency: facts.currency },
    click: clickOf(stored, told),
    owner: ownerOf(stored, told, version, reader.viewer),
    terms: termsOf(stored, told, version),
    lines: linesOf(told, version, reader.locale),
    fx: fxOf(stored, told),
  };
}

function clickOf({ sources }: StoredDecision, { decision, facts }: Told): WhyStory['click'] {
  const click = decision.click === null ? undefined : facts.clicks[decision.click];
  if (click === undefined) return null;
  const source = sources.clicks.find(({ clickId }) => clickId === click.clickId);
  return {
    click_id: click.clickId,
    at: formatInstant(click.at),
    age_ms: facts.orderedAt - click.at,
    country: click.country,
    anonymizer: click.anonymizer,
    device: source?.device ?? null,
    link: source?.linkCode ?? null,
    ad_space: click.adSpace.id,
    traffic_type: click.adSpace.trafficType,
    landing: click.landing.kind,
    product_id: click.landing.productId,
    store_id: click.landing.storeId,
    redirected: click.landing.redirected,
    subids: [...(source?.subids ?? [])],
    routed_from: click.routedFrom,
    restored: source?.origin === 'restored',
  };
}

function ownerOf(
  { sources }: StoredDecision,
  { decision, facts }: Told,
  version: TermsVersion | null,
  viewer: string | null,
): WhyStory['owner'] {
  const windowMs = version?.attribution.windowMs ?? null;
  const isByCoupon = version?.attribution.coupon === 'coupon-first' && facts.coupon?.adSpace != null;
  return {
    by: decision.adSpaceId === null && decision.click === null ? null : isByCoupon ? 'coupon' : 'click',
    window_ms: windowMs,
    pick: version?.attribution.pick ?? null,
    clicks: facts.clicks.map((click, index) => {
      const { id } = click.adSpace;
      const mine = viewer === null || (id !== null && sources.publishers[id] === viewer);
      return {
        mine,
        click_id: mine ? click.clickId : null,
        at: mine ? formatInstant(click.at) : null,
        standing: index === decision.click ? 'owns' : standingOf(click.at, facts.orderedAt, windowMs),
      };
    }),
  };
}

function standingOf(clickedAt: Instant, orderedAt: Instant, windowMs: number | null) {
  switch (clickStanding(clickedAt, orderedAt, windowMs ?? 0)) {
    case 'after-order':
      return 'after_order';
    case 'too-old':
      return 'too_old';
    case 'counts':
      return 'another_first';
  }
}

function termsOf(
  { termsPublication }: StoredDecision,
  { decision, terms }: Told,
  version: TermsVersion | null,
): WhyStory['terms'] {
  return {
    program_name: terms.name,
    version: decision.termsVersion,
    from: instant(version?.from),
    until: instant(version?.until),
    publication: termsPublication,
    regime: decision.regime,
    time_zone: terms.timeZone,
    accrual_currency: version?.accrualCurrency ?? null,
    rounding: version?.rounding ?? null,
    confirmation: version?.confirmation.event ?? null,
    confirmation_days: version?.confirmation.withinDays ?? null,
    caps: (version?.caps ?? []).map(({ per, limit }) => ({
      per,
      amount: formatDecimal(limit.amount),
      currency: limit.currency,
    })),
  };
}

function linesOf(told: Told, version: TermsVersion | null, locale: Locale): WhyStoryLine[] {
  const { lines, histories } = readHistory(told.facts);
  const sentences = explainLines(told, locale);
  const rate = rateOf(told)?.rate ?? null;
  return told.decision.lines.flatMap((line, index) => {
    const facts = lines[index];
    if (facts === undefined) return [];
    const refunded = histories[index]?.refunded ?? null;
    const rule = version?.rules.find(({ name }) => name === line.rule);
    return {
      ...lineFacts(facts, told.facts.currency),
      line_id: line.lineId,
      status: line.status,
      reason: line.reason,
      notes: [...line.notes],
      refunded: refunded === null ? null : exact(refunded, told.facts.currency),
      rule: line.rule,
      rule_text: rule === undefined ? null : printRule(rule),
      rate: line.rate === null ? null : formatCanonical(line.rate, RATE_DECIMALS_MIN),
      ...amountsOf(line, { kept: keptOf(facts.amount, refunded), currency: told.facts.currency, rate }),
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

/** A correction may leave less than was refunded: then nothing is kept. */
function keptOf(amount: Decimal, refunded: Decimal | null): Decimal {
  if (refunded === null) return amount;
  return compareDecimals(amount, refunded) <= 0 ? DECIMAL_ZERO : subtractDecimals(amount, refunded);
}

function amountsOf(
  line: LineDecision,
  { kept, currency, rate }: { readonly kept: Decimal; readonly currency: Currency; readonly rate: Decimal | null },
) {
  const isLive = line.status === 'pending' || line.status === 'approved';
  const product = isLive && line.rate !== null ? multiplyDecimals(kept, line.rate) : null;
  const share = moneyToDecimal(line.cappedCommission);
  return {
    kept: exact(kept, currency),
    // Percent are hundredths: two more decimals.
    exact: product === null ? null : exact({ digits: product.digits, scale: product.scale + 2 }, currency),
    rounded: formatAmount(line.orderCommission),
    capped: formatAmount(line.cappedCommission),
    converted_exact: isLive && rate !== null ? exact(multiplyDecimals(share, rate), line.commission.currency) : null,
    earned: formatAmount(line.commission),
    deducted:
      line.approved === null
        ? formatAmount({ ...line.commission, minor: 0n })
        : formatAmount(takenBack(line, line.approved)),
  };
}

function takenBack(line: LineDecision, approved: NonNullable<LineDecision['approved']>): Money {
  const taken = subtractMoney(approved.commission, line.commission);
  return taken.minor < 0n ? { ...taken, minor: 0n } : taken;
}

/** The internal rate behind the decision, as it was stated; `null` where order and program have one currency, or no rate is known. */
function rateOf({ decision, facts, terms }: Told) {
  const to = decision.commission.currency;
  if (facts.currency === to) return null;
  const found = internalRate(facts, terms.internalRates, currencyPair(facts.currency, to));
  if (found === null) return null;
  const [base, quote] = found.inverse ? [to, facts.currency] : [facts.currency, to];
  return { base, quote, stated: found.stated, rate: found.inverse ? null : found.stated };
}

function fxOf({ sources }: StoredDecision, told: Told): WhyStory['fx'] {
  const found = rateOf(told);
  if (found === null) return null;
  return { base: found.base, quote: found.quote, rate: formatDecimal(found.stated), day: sources.ratesDay };
}

/** With at least the decimals of its currency: `20.00`, `9.9995`. */
function exact(value: Decimal, currency: Currency): string {
  return formatCanonical(value, exponentOf(currency));
}

function instant(at: Instant | null | undefined): string | null {
  return at === null || at === undefined ? null : formatInstant(at);
}
