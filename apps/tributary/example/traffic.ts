import type { Instant } from '../../../core/time/instant.ts';
import { eventsOf, paymentsOf } from './aftermath.ts';
import { rcAudience, sideAudiences } from './audiences.ts';
import { type Audience, crawl, moments, type Visit, visit } from './clicks.ts';
import { exceptionalOrders } from './exceptions.ts';
import { hotel, leads, rc, shop, ww } from './people.ts';
import { dayMs, historyDays, hourMs, type PlannedClick, type PlannedOrder, type TrafficPlan } from './plan.ts';
import { everydayProducts } from './products.ts';
import { type Random, seededRandom } from './random.ts';
import { type Fate, fates, withConfirmed } from './story.ts';

/** What an order would earn its publisher, in minor units of the accrual currency. Supplied by the decision engine. */
export type PriceOf = (order: PlannedOrder, visit: Visit) => bigint;

/**
 * The figures that the page of the RU&CIS program shows when its traffic is this: 11.71 % and 299 ₽ over 30 days, 6.71 % over
 * 48 hours, 93 % confirmed (table 2 of docs/domain/aliexpress-ru-cis.terms.md). They are reached by counting clicks and orders here
 * and computed by the statistics like any other.
 */
const shape = {
  clicksLast48h: 700,
  ordersLast48h: 47,
  clicksLast30d: 10_000,
  ordersLast30d: 1_171,
  rewardLast30dMinor: 2_990_000n,
  clicksBefore: 8_500,
  ordersBefore: 1_000,
  confirmedBefore: 930,
} as const;

/** Nothing happens right after the edge of a window and right before the end, so that the figures hold for a while. */
const quietMs = 2 * hourMs;

/** Windows begin at a whole minute: what lies just before their edge would still be counted. */
const edgeMs = hourMs / 6;

interface Sold {
  readonly order: PlannedOrder;
  readonly visit: Visit;
}

/** How long people take from click to order: usually minutes, at most a day. */
function delayMs(random: Random): number {
  const minutes = 3 + Math.exp(random.next() * 4.2);
  return Math.round(minutes * 60_000);
}

interface Period {
  readonly from: Instant;
  readonly until: Instant;
  readonly clicks: number;
  readonly orders: number;
}

/** Visits of one period and the orders that some of them lead to; every order stays inside the period. */
function period(
  audience: Audience,
  span: Period,
  random: Random,
  orderId: () => string,
): { visits: Visit[]; sold: Sold[] } {
  const visits = moments(span.clicks, span.from, span.until, random).map((at) => visit(audience, at, random));
  const buyers = new Set<number>();
  while (buyers.size < span.orders) {
    const index = random.int(0, visits.length - 1);
    if (mayBuy(visits[index])) buyers.add(index);
  }
  const sold = [...buyers].map((index) => {
    const from = visits[index];
    if (from === undefined) throw new Error(`no visit ${index}`);
    const at = Math.min(from.at + delayMs(random), span.until - 1);
    return { order: purchase(audience.program, from, at, random, orderId()), visit: from };
  });
  return { visits, sold };
}

/** A dropshipping site earns nothing for Russian clicks; such orders are among the exceptional ones. */
function mayBuy(from: Visit | undefined): boolean {
  return from !== undefined && !(from.adSpace === 'dropship' && from.country === 'RU');
}

const baskets: Readonly<
  Record<string, { readonly currency: string; readonly minorMin: number; readonly minorMax: number }>
> = {
  [rc]: { currency: 'USD', minorMin: 250, minorMax: 1_900 },
  [ww]: { currency: 'USD', minorMin: 600, minorMax: 9_000 },
  [leads]: { currency: 'RUB', minorMin: 0, minorMax: 0 },
  [hotel]: { currency: 'EUR', minorMin: 9_000, minorMax: 62_000 },
  [shop]: { currency: 'EUR', minorMin: 1_500, minorMax: 16_000 },
};

function purchase(program: string, from: Visit, at: Instant, random: Random, orderId: string): PlannedOrder {
  const basket = baskets[program];
  if (basket === undefined) throw new Error(`no basket for program ${program}`);
  const lineCount =
    program === rc || program === ww
      ? random.weighted([
          [1, 80],
          [2, 15],
          [3, 5],
        ] as const)
      : 1;
  const landed = /item\/(\d+)/.exec(from.target ?? '')?.[1];
  const lines = Array.from({ length: lineCount }, (_, i) => ({
    productId: i === 0 && landed !== undefined ? landed : random.pick(everydayProducts).productId,
    amountMinor: BigInt(random.int(basket.minorMin, basket.minorMax)),
  }));
  return {
    orderId,
    program,
    click: null,
    at,
    deliveryCountry: from.country,
    currency: basket.currency,
    customer: random.next() < 0.35 ? 'new' : 'returning',
    coupon: null,
    lines,
  };
}

type Earns = (index: number) => boolean;

/** Multiplies the amounts so that what the orders earn together comes near to `wantedMinor`, then moves single cents to meet it. */
function scaled(sold: readonly Sold[], earns: Earns, wantedMinor: bigint, priceOf: PriceOf): Sold[] {
  const sum = totalOf(sold, earns, priceOf);
  if (sum === 0n) return [...sold];
  const near = sold.map(({ order, visit: from }) => ({
    visit: from,
    order: withAmounts(order, (minor) => (minor * wantedMinor + sum / 2n) / sum),
  }));
  return nudged(near, earns, wantedMinor, priceOf);
}

function totalOf(sold: readonly Sold[], earns: Earns, priceOf: PriceOf): bigint {
  return sold.reduce((sum, { order, visit: from }, i) => (earns(i) ? sum + priceOf(order, from) : sum), 0n);
}

function withAmounts(order: PlannedOrder, change: (minor: bigint) => bigint): PlannedOrder {
  return { ...order, lines: order.lines.map((line) => ({ ...line, amountMinor: change(line.amountMinor) })) };
}

/** A tenth more or less of one order after the other, as long as that brings the sum nearer; cents are as near as it gets. */
function nudged(sold: readonly Sold[], earns: Earns, wantedMinor: bigint, priceOf: PriceOf): Sold[] {
  let missing = wantedMinor - totalOf(sold, earns, priceOf);
  return sold.map((sale, i) => {
    if (!earns(i) || missing === 0n) return sale;
    const order = withAmounts(sale.order, (minor) => minor + (missing > 0n ? minor / 10n : -minor / 10n));
    const gained = priceOf(order, sale.visit) - priceOf(sale.order, sale.visit);
    if (distance(missing - gained) >= distance(missing)) return sale;
    missing -= gained;
    return { ...sale, order };
  });
}

function distance(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

interface Part {
  readonly visits: readonly PlannedClick[];
  readonly sold: readonly Sold[];
  readonly fates: readonly Fate[];
}

function mainProgram(now: Instant, random: Random, priceOf: PriceOf, orderId: () => string): Part {
  const month = now - 30 * dayMs;
  const twoDays = now - 2 * dayMs;
  const end = now - quietMs;
  const before = period(
    rcAudience,
    { from: now - historyDays * dayMs, until: month - edgeMs, clicks: shape.clicksBefore, orders: shape.ordersBefore },
    random,
    orderId,
  );
  const recent = period(
    rcAudience,
    {
      from: month + quietMs,
      until: twoDays - edgeMs,
      clicks: shape.clicksLast30d - shape.clicksLast48h,
      orders: shape.ordersLast30d - shape.ordersLast48h,
    },
    random,
    orderId,
  );
  const last = period(
    rcAudience,
    { from: twoDays + quietMs, until: end, clicks: shape.clicksLast48h, orders: shape.ordersLast48h },
    random,
    orderId,
  );
  const fresh = [...recent.sold, ...last.sold];
  const freshFates = fates(
    fresh.map(({ order }) => order),
    now,
    random,
  );
  const earns = (i: number): boolean => freshFates[i]?.outcome === 'open' || freshFates[i]?.outcome === 'confirmed';
  const oldFates = fates(
    before.sold.map(({ order }) => order),
    now,
    random,
  );
  return {
    visits: [...before.visits, ...recent.visits, ...last.visits],
    sold: [...before.sold, ...scaled(fresh, earns, shape.rewardLast30dMinor, priceOf)],
    fates: [...withConfirmed(oldFates, shape.confirmedBefore), ...freshFates],
  };
}

/** Crawlers come to every program; their visits are stored and not counted. */
const crawlsPerDay = 3;

/**
 * The traffic of `historyDays` days that end at `now`: the same for the same `now` and `seed`.
 */
export function planTraffic(options: {
  readonly now: Instant;
  readonly seed: number;
  readonly priceOf: PriceOf;
}): TrafficPlan {
  const { now, priceOf } = options;
  const random = seededRandom(options.seed);
  let serial = 8_142_600_000;
  const orderId = (): string => {
    serial += random.int(3, 41);
    return String(serial);
  };
  const parts: Part[] = [mainProgram(now, random, priceOf, orderId)];
  for (const { audience, clicks, orders } of sideAudiences) {
    const span = { from: now - historyDays * dayMs, until: now - quietMs, clicks, orders };
    const { visits, sold } = period(audience, span, random, orderId);
    parts.push({
      visits,
      sold,
      fates: fates(
        sold.map(({ order }) => order),
        now,
        random,
      ),
    });
  }
  const crawls = moments(crawlsPerDay * historyDays, now - historyDays * dayMs, now - quietMs, random);
  const odd = exceptionalOrders(now, random, orderId);
  const clicks = [
    ...parts.flatMap((part) => part.visits),
    ...odd.visits,
    ...crawls.map((at) => crawl(rcAudience, at, random)),
  ].sort((a, b) => a.at - b.at);
  return assemble(clicks, [...parts, { visits: [], sold: odd.sold, fates: odd.fates }], odd.unclicked);
}

function assemble(
  clicks: readonly PlannedClick[],
  parts: readonly Part[],
  unclicked: readonly PlannedOrder[],
): TrafficPlan {
  const indexOf = new Map(clicks.map((click, index) => [click, index]));
  const sold = parts.flatMap((part) => part.sold.map((sale, i) => ({ ...sale, fate: part.fates[i] })));
  const orders = [
    ...sold.map(({ order, visit: from }) => ({ ...order, click: indexOf.get(from) ?? null })),
    ...unclicked,
  ].sort((a, b) => a.at - b.at);
  const decided = sold.flatMap(({ order, fate }) => (fate === undefined ? [] : [{ order, fate }]));
  return { clicks, orders, events: eventsOf(decided), payments: paymentsOf(decided) };
}
