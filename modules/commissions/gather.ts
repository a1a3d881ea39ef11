import type { ClickFacts, LineFacts, OrderEventFacts, OrderFacts } from '../../core/commission/facts/facts.ts';
import type { Tx } from '../../platform/db/index.ts';
import { clickTimeForOrder, type OrderRecord, type ReportedLine } from '../orders/index.ts';
import {
  type Asking,
  clicksOfAll,
  couponOwnersOfAll,
  type DayRates,
  type FoundClick,
  type Kept,
  keptFrom,
  type Products,
  productIds,
  productsOfAll,
  ratesOfAll,
  storedClicks,
  termsOfAll,
} from './look-ups.ts';
import type {
  ClickSource,
  CommissionDeps,
  CouponOwner,
  DecidingClick,
  Held,
  Sources,
  StoredDecision,
  TermsInForce,
} from './model.ts';

/** Everything one decision looks at, and what is kept beside it. */
export interface Gathered {
  readonly record: OrderRecord;
  readonly previous: StoredDecision | null;
  readonly terms: TermsInForce;
  readonly facts: OrderFacts;
  readonly sources: Sources;
}

/**
 * Turns orders into the facts of their decisions, all of them together: the number of statements does not grow with the orders. Volume
 * and used-up caps are not among the facts: they depend on who earns.
 */
export async function gather(
  tx: Tx,
  deps: CommissionDeps,
  orders: readonly { readonly record: OrderRecord; readonly previous: StoredDecision | null }[],
): Promise<Gathered[]> {
  const asking = orders.map(({ record, previous }) => ({ record, previous, kept: keptFrom(previous, record) }));
  const ids = ({ record }: Asking) => productIds(record);
  const termsAndRates = async () => {
    const termsOf = await termsOfAll(tx, deps, asking);
    return { termsOf, ratesOf: await ratesOfAll(tx, deps, asking, termsOf) };
  };
  // Whatever does not depend on another answer is asked at once.
  const [{ termsOf, ratesOf }, lineProductsOf, storedClicksOf, couponOf] = await Promise.all([
    termsAndRates(),
    productsOfAll(tx, deps, asking, ids, ({ kept }) => kept.products),
    storedClicks(tx, deps, asking),
    couponOwnersOfAll(tx, deps, asking),
  ]);
  const clicksOf = await clicksOfAll(tx, deps, asking, storedClicksOf, lineProductsOf);
  const clicks = new Map(asking.map((each) => [each.record, clickFacts(each.record, each.kept, clicksOf(each))]));
  const landings = ({ record }: Asking) =>
    (clicks.get(record)?.facts ?? []).flatMap(({ landing }) =>
      landing.storeId === null ? (landing.productId ?? []) : [],
    );
  const known = (each: Asking) => new Map([...each.kept.products, ...lineProductsOf(each)]);
  const landingProductsOf = await productsOfAll(tx, deps, asking, landings, known);
  return asking.map((each) => {
    const { record, previous, kept } = each;
    const lookedUp = {
      rates: ratesOf(each),
      products: new Map([...lineProductsOf(each), ...landingProductsOf(each)]),
      clicks: clicks.get(record) ?? NO_CLICKS,
      coupon: couponFacts(record, kept, couponOf(each)),
    };
    return { record, previous, terms: termsOf(each), ...assembled(record, lookedUp) };
  });
}

const NO_CLICKS: OrderClicks = { facts: [], sources: [], publishers: {} };

/** What was looked up for one order. */
interface LookedUp {
  readonly rates: DayRates;
  readonly products: Products;
  readonly clicks: OrderClicks;
  readonly coupon: OrderCoupon;
}

function assembled(
  record: OrderRecord,
  { rates, products, clicks, coupon }: LookedUp,
): { readonly facts: OrderFacts; readonly sources: Sources } {
  const held = heldBecause(record);
  const facts: OrderFacts = {
    orderId: record.orderId,
    program: record.program,
    orderedAt: record.orderedAt,
    deliveryCountry: record.deliveryCountry,
    currency: record.currency,
    internalRates: rates.rates,
    clicks: clicks.facts.map((click) => withLandingStore(click, products)),
    customer: record.customer,
    coupon: coupon.facts,
    volume: null,
    used: { day: null, month: null, budget: null },
    // An order that waits is decided as if its receipt were not known yet: its amount stays on hold.
    goodsReceived: record.goodsReceived && held === null,
    events: record.events
      .filter((event) => held === null || event.type !== 'goods_received')
      .map((event) => withProducts(event, products)),
    lines: record.lines.map((line) => lineFacts(line, products)),
  };
  const sources: Sources = {
    products: [...products].map(([productId, known]) => ({ productId, known })),
    publishers: { ...clicks.publishers, ...coupon.publishers },
    clicks: clicks.sources,
    held,
    ratesDay: rates.day,
  };
  return { facts, sources };
}

interface OrderClicks {
  readonly facts: readonly ClickFacts[];
  readonly sources: readonly ClickSource[];
  readonly publishers: Readonly<Record<string, string>>;
}

function clickFacts(record: OrderRecord, kept: Kept, clicks: ReadonlyMap<string, FoundClick>): OrderClicks {
  const facts: ClickFacts[] = [];
  const sources: ClickSource[] = [];
  const publishers: Record<string, string> = {};
  for (const clickId of record.clickIds) {
    const earlier = kept.decision?.facts.clicks.find((click) => click.clickId === clickId);
    const earlierSource = kept.decision?.sources.clicks.find((source) => source.clickId === clickId);
    const found = clicks.get(clickId);
    const org = earlier?.adSpace.id ? kept.decision?.sources.publishers[earlier.adSpace.id] : undefined;
    if (earlier?.adSpace.id && earlierSource !== undefined && org !== undefined) {
      const arrived = earlierSource.origin === 'restored' && found?.origin === 'stored' ? found : null;
      facts.push(arrived === null ? earlier : withLanding(earlier, arrived.click));
      sources.push(arrived === null ? earlierSource : sourceOf(arrived));
      publishers[earlier.adSpace.id] = org;
    } else if (found === undefined) {
      sources.push({ clickId, origin: 'unknown', subids: [] });
    } else if (!mayOwn(found.click)) {
      sources.push({ clickId, origin: 'not_attributable', subids: found.click.subids });
    } else {
      facts.push(factsOfClick(found.click, record));
      sources.push(sourceOf(found));
      publishers[found.click.adSpaceId] = found.click.publisherOrg;
    }
  }
  return { facts, sources, publishers };
}

function sourceOf({ click, origin }: FoundClick): ClickSource {
  const { clickId, subids, linkCode, device } = click;
  return { clickId, origin, subids, linkCode, device };
}

/**
 * What a click that was known by its id alone could not tell is told when it arrives (G-8): by its id, a page is known only where the order
 * names it too. All else stays as it was decided.
 */
function withLanding(earlier: ClickFacts, { landing }: DecidingClick): ClickFacts {
  const { productId, storeId } = earlier.landing;
  return {
    ...earlier,
    landing: { ...earlier.landing, productId: productId ?? landing.productId, storeId: storeId ?? landing.storeId },
  };
}

const SPACE_BLOCKED = 'space_not_active';

/** A click through a blocked ad space owns its order too, so that the order says why it earns nothing. */
function mayOwn(click: DecidingClick): boolean {
  return click.attributable || click.flags.includes(SPACE_BLOCKED);
}

function factsOfClick(click: DecidingClick, { orderedAt }: OrderRecord): ClickFacts {
  return {
    clickId: click.clickId,
    at: clickTimeForOrder(click.at, orderedAt),
    country: click.country,
    anonymizer: click.anonymizer,
    landing: {
      kind: click.landing.kind,
      productId: click.landing.productId,
      storeId: click.landing.storeId,
      redirected: click.landing.redirected,
    },
    adSpace: {
      id: click.adSpaceId,
      code: click.adSpaceCode,
      kind: click.adSpaceKind,
      trafficType: click.trafficType,
      dropshipping: click.dropshipping,
      blocked: click.flags.includes(SPACE_BLOCKED),
      agreed: click.agreed,
    },
    routedFrom: click.routedFrom,
  };
}

interface OrderCoupon {
  readonly facts: OrderFacts['coupon'];
  readonly publishers: Readonly<Record<string, string>>;
}

function couponFacts({ coupon: code }: OrderRecord, kept: Kept, owner: CouponOwner | null): OrderCoupon {
  if (code === null) {
    return { facts: null, publishers: {} };
  }
  const earlier = kept.decision?.facts.coupon;
  if (earlier && earlier.code === code) {
    const id = earlier.adSpace?.id ?? null;
    const org = id === null ? undefined : kept.decision?.sources.publishers[id];
    return { facts: earlier, publishers: id === null || org === undefined ? {} : { [id]: org } };
  }
  return owner === null
    ? { facts: { code, adSpace: null }, publishers: {} }
    : { facts: { code, adSpace: couponAdSpace(owner) }, publishers: { [owner.adSpaceId]: owner.publisherOrg } };
}

function couponAdSpace({ adSpaceId, adSpaceCode, kind, trafficType, dropshipping, blocked, agreed }: CouponOwner) {
  return { id: adSpaceId, code: adSpaceCode, kind, trafficType, dropshipping, blocked, agreed };
}

/** A link to another item of the same shop needs to know that item's shop (C-15). */
function withLandingStore(click: ClickFacts, products: Products): ClickFacts {
  const { landing } = click;
  if (landing.storeId !== null || landing.productId === null) {
    return click;
  }
  return { ...click, landing: { ...landing, storeId: products.get(landing.productId)?.storeId ?? null } };
}

/** What the advertiser reported of a line comes first; the catalogue says the rest, and alone says the rates. */
function lineFacts(line: ReportedLine, products: Products): LineFacts {
  const known = line.productId === null ? null : (products.get(line.productId) ?? null);
  return {
    lineId: line.lineId,
    productId: line.productId,
    storeId: line.storeId ?? known?.storeId ?? null,
    sellerCountry: line.sellerCountry ?? known?.sellerCountry ?? null,
    category: line.category ?? known?.category ?? null,
    amount: line.amount,
    quantity: line.quantity,
    affiliate: line.affiliate ?? known?.affiliate ?? null,
    hot: line.hot ?? known?.hot ?? null,
    virtual: line.virtual ?? known?.virtual ?? null,
    hidden: line.hidden ?? known?.hidden ?? null,
    sellerRate: known?.sellerRate ?? null,
    hotRate: known?.hotRate ?? null,
  };
}

function withProducts(event: OrderEventFacts, products: Products): OrderEventFacts {
  return event.type === 'corrected' ? { ...event, lines: event.lines.map((line) => lineFacts(line, products)) } : event;
}

/** Of equal order ids in programs of one advertiser the one that was recorded first counts; the others wait. */
function heldBecause(record: OrderRecord): Held | null {
  const earlier = record.alsoIn.find(
    (other) =>
      other.recordedAt < record.recordedAt ||
      (other.recordedAt === record.recordedAt && other.program < record.program),
  );
  if (earlier !== undefined) {
    return { why: 'order_id_in_other_program', program: earlier.program };
  }
  return record.verified ? null : { why: 'unverified' };
}
