import type { WhyStory } from '../../../contract/wire/why.ts';
import { clickStanding } from '../../../core/attribution/index.ts';
import { addDecimals, DECIMAL_ZERO, formatDecimal } from '../../../core/money/index.ts';
import type { TermsVersion } from '../../../core/terms/index.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { orderAmount } from '../action.ts';
import type { StoredDecision } from '../model.ts';
import { eventsOf } from './story-events.ts';
import { exact, linesOf, rateOf } from './story-lines.ts';
import type { Reader, Told } from './told.ts';

/** What people follow from the click to the money, number by number. */
export function storyOf(
  stored: StoredDecision,
  told: Told,
  reader: Reader,
): Omit<WhyStory, 'next' | 'elsewhere' | 'names'> {
  const { decision, facts, terms } = told;
  const version = terms.versions.find(({ id }) => id === decision.termsVersion) ?? null;
  return {
    ordered_at: formatInstant(facts.orderedAt),
    delivery_country: facts.deliveryCountry,
    customer: facts.customer,
    coupon: facts.coupon?.code ?? null,
    price: { amount: exact(orderAmount(stored), facts.currency), currency: facts.currency },
    first_price: exact(
      facts.lines.reduce((sum, { amount }) => addDecimals(sum, amount), DECIMAL_ZERO),
      facts.currency,
    ),
    click: clickOf(stored, told),
    owner: ownerOf(stored, told, version, reader.viewer),
    terms: termsOf(stored, told, version),
    events: eventsOf(facts),
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
  { decision, facts, terms }: Told,
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
      used: per === 'line' || per === 'order' || facts.used[per] === null ? null : formatDecimal(facts.used[per]),
    })),
  };
}

/** The rate as it was stated, in the direction in which it was. */
function fxOf({ sources }: StoredDecision, told: Told): WhyStory['fx'] {
  const found = rateOf(told);
  if (found === null) return null;
  const [from, to] = [told.facts.currency, told.decision.commission.currency];
  const [base, quote] = found.inverse ? [to, from] : [from, to];
  return { base, quote, rate: formatDecimal(found.stated), day: sources.ratesDay };
}

function instant(at: Instant | null | undefined): string | null {
  return at === null || at === undefined ? null : formatInstant(at);
}
