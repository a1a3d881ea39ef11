import type { ClickFacts, LineFacts, OrderEventFacts, OrderFacts } from '../../core/commission/facts.ts';
import type { Decimal } from '../../core/money/decimal.ts';
import { dayAt } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { clickTimeForOrder, type OrderRecord, type ReportedLine } from '../orders/index.ts';
import type {
  ClickSource,
  CommissionDeps,
  CouponOwner,
  DecidingClick,
  Held,
  ProductSnapshot,
  Sources,
  StoredDecision,
  TermsInForce,
} from './model.ts';
import { noTerms, termsOfDecision } from './terms-of-decision.ts';

/** Everything one decision looks at, and what is kept beside it. */
export interface Gathered {
  readonly record: OrderRecord;
  readonly previous: StoredDecision | null;
  readonly terms: TermsInForce;
  readonly facts: OrderFacts;
  readonly sources: Sources;
}

/** What is read once for a batch, however many orders ask for it. */
interface Shared {
  readonly terms: Map<string, Promise<TermsInForce>>;
  readonly rates: Map<string, Promise<Readonly<Record<string, Decimal>>>>;
  /** Stored clicks by program and id. */
  readonly clicks: ReadonlyMap<string, DecidingClick>;
}

/** Turns orders into the facts of their decisions. Volume and used-up caps are not among them: they depend on who earns. */
export async function gather(
  tx: Tx,
  deps: CommissionDeps,
  orders: readonly { readonly record: OrderRecord; readonly previous: StoredDecision | null }[],
): Promise<Gathered[]> {
  const shared: Shared = { terms: new Map(), rates: new Map(), clicks: await storedClicks(tx, deps, orders) };
  const gathered: Gathered[] = [];
  for (const { record, previous } of orders) {
    gathered.push(await gatherOne(tx, deps, shared, record, previous));
  }
  return gathered;
}

async function gatherOne(
  tx: Tx,
  deps: CommissionDeps,
  shared: Shared,
  record: OrderRecord,
  previous: StoredDecision | null,
): Promise<Gathered> {
  const kept = keptFrom(previous, record);
  const terms = await termsFor(tx, deps, shared, record.program, kept);
  const ratesDay = kept.ratesDay ?? dayAt(record.orderedAt, terms.terms.timeZone);
  const internalRates =
    kept.rates ??
    (await once(shared.rates, `${record.program} ${ratesDay}`, () =>
      deps.internalRatesOn(tx, record.program, ratesDay),
    ));
  const lineProducts = await gatherProducts(tx, deps, record, kept.products, productIds(record));
  const clicks = clickFacts(record, kept, await clicksOf(tx, deps, shared, record, lineProducts));
  const landings = clicks.facts.flatMap(({ landing }) => (landing.storeId === null ? (landing.productId ?? []) : []));
  const known = new Map([...kept.products, ...lineProducts]);
  const products = new Map([...lineProducts, ...(await gatherProducts(tx, deps, record, known, landings))]);
  const coupon = await couponFacts(tx, deps, record, kept);
  const held = heldBecause(record);
  const facts: OrderFacts = {
    orderId: record.orderId,
    program: record.program,
    orderedAt: record.orderedAt,
    deliveryCountry: record.deliveryCountry,
    currency: record.currency,
    internalRates,
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
    ratesDay,
  };
  return { record, previous, terms, facts, sources };
}

/** What a later decision takes over from the one before instead of asking anew. */
interface Kept {
  readonly decision: StoredDecision | null;
  readonly rates: Readonly<Record<string, Decimal>> | null;
  readonly ratesDay: string | null;
  readonly products: Products;
}

/**
 * Corrections use the product facts, terms and rates of the first decision, so that nothing said later about the same moment
 * re-prices an order. What the earlier decision lacked is asked again: everything if nobody was attributed or the order time itself
 * was corrected, rates and the products concerned if lines were unresolved.
 */
function keptFrom(previous: StoredDecision | null, record: OrderRecord): Kept {
  if (
    previous === null ||
    previous.facts.orderedAt !== record.orderedAt ||
    previous.decision.status === 'not_attributed'
  ) {
    return { decision: null, rates: null, ratesDay: null, products: new Map() };
  }
  const unresolved = new Set(
    previous.decision.lines.filter(({ status }) => status === 'unresolved').map(({ lineId }) => lineId),
  );
  const lacking = new Set(
    [...previous.facts.lines, ...correctedLines(previous.facts.events)]
      .filter(({ lineId }) => unresolved.has(lineId))
      .map(({ productId }) => productId),
  );
  const products = previous.sources.products.filter(({ productId }) => !lacking.has(productId));
  return {
    decision: previous,
    rates: unresolved.size > 0 ? null : previous.facts.internalRates,
    ratesDay: previous.sources.ratesDay,
    products: new Map(products.map(({ productId, known }) => [productId, known])),
  };
}

function correctedLines(events: readonly OrderEventFacts[]): readonly LineFacts[] {
  return events.flatMap((event) => (event.type === 'corrected' ? event.lines : []));
}

async function termsFor(
  tx: Tx,
  deps: CommissionDeps,
  shared: Shared,
  program: string,
  kept: Kept,
): Promise<TermsInForce> {
  const publication = kept.decision?.termsPublication ?? null;
  if (publication === null) {
    return await once(shared.terms, program, async () => (await deps.termsOf(tx, program)) ?? noTerms(program));
  }
  return await once(shared.terms, `${program} ${publication}`, async () => ({
    terms: await termsOfDecision(tx, deps, { program, termsPublication: publication }),
    publication,
  }));
}

async function once<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const asked = known.get(key) ?? ask();
  known.set(key, asked);
  return await asked;
}

/** Stored clicks of the whole batch, one query a program. */
async function storedClicks(
  tx: Tx,
  deps: CommissionDeps,
  orders: readonly { readonly record: OrderRecord }[],
): Promise<Shared['clicks']> {
  const wanted = new Map<string, Set<string>>();
  for (const { record } of orders) {
    const ids = wanted.get(record.program) ?? new Set();
    for (const id of record.clickIds) {
      ids.add(id);
    }
    wanted.set(record.program, ids);
  }
  const clicks = new Map<string, DecidingClick>();
  for (const [program, ids] of wanted) {
    const found = ids.size === 0 ? [] : await deps.findClicks(tx, program, [...ids]);
    for (const [id, click] of found) {
      clicks.set(`${program} ${id}`, click);
    }
  }
  return clicks;
}

/** A click that can be looked at now: from the store, or else recovered from its id. */
interface FoundClick {
  readonly click: DecidingClick;
  readonly origin: 'stored' | 'restored';
}

async function clicksOf(
  tx: Tx,
  deps: CommissionDeps,
  shared: Shared,
  record: OrderRecord,
  products: Products,
): Promise<ReadonlyMap<string, FoundClick>> {
  const { program, clickIds } = record;
  const found = new Map<string, FoundClick>();
  for (const id of clickIds) {
    const click = shared.clicks.get(`${program} ${id}`);
    if (click !== undefined) {
      found.set(id, { click, origin: 'stored' });
    }
  }
  const missing = clickIds.filter((id) => !found.has(id));
  if (missing.length > 0) {
    const stores = [
      ...reportedLines(record).map(({ storeId }) => storeId),
      ...[...products.values()].map((each) => each?.storeId),
    ];
    const asked = {
      program,
      clickIds: missing,
      productIds: [...products.keys()],
      storeIds: [...new Set(stores.filter((id) => id !== null && id !== undefined))],
    };
    for (const [id, click] of await deps.restoreClicks(tx, asked)) {
      found.set(id, { click, origin: 'restored' });
    }
  }
  return found;
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
      facts.push(earlier);
      sources.push(earlierSource);
      publishers[earlier.adSpace.id] = org;
    } else if (found === undefined) {
      sources.push({ clickId, origin: 'unknown', subids: [] });
    } else if (!mayOwn(found.click)) {
      sources.push({ clickId, origin: 'not_attributable', subids: found.click.subids });
    } else {
      facts.push(factsOfClick(found.click, record));
      sources.push({ clickId, origin: found.origin, subids: found.click.subids });
      publishers[found.click.adSpaceId] = found.click.publisherOrg;
    }
  }
  return { facts, sources, publishers };
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

async function couponFacts(
  tx: Tx,
  deps: CommissionDeps,
  record: OrderRecord,
  kept: Kept,
): Promise<{ readonly facts: OrderFacts['coupon']; readonly publishers: Readonly<Record<string, string>> }> {
  const { coupon: code } = record;
  if (code === null) {
    return { facts: null, publishers: {} };
  }
  const earlier = kept.decision?.facts.coupon;
  if (earlier && earlier.code === code) {
    const id = earlier.adSpace?.id ?? null;
    const org = id === null ? undefined : kept.decision?.sources.publishers[id];
    return { facts: earlier, publishers: id === null || org === undefined ? {} : { [id]: org } };
  }
  const owner = await deps.couponOwner(tx, record.program, code);
  return owner === null
    ? { facts: { code, adSpace: null }, publishers: {} }
    : { facts: { code, adSpace: couponAdSpace(owner) }, publishers: { [owner.adSpaceId]: owner.publisherOrg } };
}

function couponAdSpace({ adSpaceId, adSpaceCode, kind, trafficType, dropshipping, blocked, agreed }: CouponOwner) {
  return { id: adSpaceId, code: adSpaceCode, kind, trafficType, dropshipping, blocked, agreed };
}

type Products = ReadonlyMap<string, ProductSnapshot | null>;

/** The catalogue's facts at order time; what is in `known` is not asked again. */
async function gatherProducts(
  tx: Tx,
  deps: CommissionDeps,
  record: OrderRecord,
  known: Products,
  ids: readonly string[],
): Promise<Products> {
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  const found =
    missing.length === 0
      ? new Map<string, ProductSnapshot>()
      : await deps.productsAt(tx, record.program, missing, record.orderedAt);
  return new Map(ids.map((id) => [id, known.get(id) ?? snapshot(found.get(id))]));
}

/** Lines as first reported and as corrected; the latter name whole lines too. */
function reportedLines(record: OrderRecord): readonly ReportedLine[] {
  return [...record.lines, ...correctedLines(record.events)];
}

function productIds(record: OrderRecord): string[] {
  return reportedLines(record).flatMap(({ productId }) => productId ?? []);
}

/** Only what a decision reads: the catalogue's own rows may carry more. */
function snapshot(product: ProductSnapshot | undefined): ProductSnapshot | null {
  if (product === undefined) {
    return null;
  }
  const { storeId, category, sellerCountry, affiliate, hot, virtual, hidden, sellerRate, hotRate } = product;
  return { storeId, category, sellerCountry, affiliate, hot, virtual, hidden, sellerRate, hotRate };
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
