import { type Decimal, decimal } from '../../money/index.ts';
import type { ProgramTerms } from '../../terms/model.ts';
import type { Instant } from '../../time/index.ts';
import type { ClickFacts, LandingFacts, LineFacts, OrderEventFacts, OrderFacts } from '../facts/facts.ts';

/** Numbers in [0, 1) from a seed: the same seed gives the same orders on every machine (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface OrderPlan {
  readonly terms: ProgramTerms;
  readonly orderId: string;
  /** `plain`: what a stream of ordinary orders looks like. `odd`: every fact may be missing, every event may happen. */
  readonly manner: 'plain' | 'odd';
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_ORDER = Date.UTC(2022, 0, 10);
const ORDER_DAYS = 400;

const countries = ['RU', 'KZ', 'DE', 'ES', 'FR', 'UA', 'US'];
const stores = ['S-CN1', 'S-CN2', 'S-RU1', 'S-RU2', 'S-SPEC1', 'S-EXCL1', 'S-CHUWI'];
const categories = [
  'mobile_phone',
  'tablets',
  'womens_clothing',
  'other',
  'special_category',
  'credit_card',
  'package_tour',
];
const violations = ['abnormal_traffic', 'abnormal_order', 'PPC_violation', 'SID_black_list', 'risk'] as const;
const adSpaces = ['5ca1ab1e01', 'a1', 'b2', null];

/** One order under the given terms, believable enough to reach every rule of the shipped programs sooner or later. */
export function randomOrder(random: Random, { terms, orderId, manner }: OrderPlan): OrderFacts {
  const odd = manner === 'odd';
  const orderedAt = FIRST_ORDER + Math.floor(random() * ORDER_DAYS * DAY_MS);
  const delivery = pick(random, countries);
  const currency = pick(random, terms.orderCurrencies);
  const lines = Array.from({ length: lineCount(random) }, (_, index) => randomLine(random, String(index + 1), odd));
  const clickCount = odd ? Math.floor(random() * 3.9 + 0.2) : chance(random, 0.97) ? 1 : 0;
  return {
    orderId,
    program: terms.code,
    orderedAt,
    deliveryCountry: odd && chance(random, 0.1) ? null : delivery,
    currency,
    internalRates: odd && chance(random, 0.1) ? {} : { 'USD/RUB': decimal((50 + random() * 30).toFixed(4)) },
    clicks: Array.from({ length: clickCount }, (_, index) =>
      randomClick(random, { clickId: `c${index}`, orderedAt, delivery, line: lines[0], odd }),
    ),
    customer: maybe(random, odd ? 0.5 : 0, () => pick(random, ['new', 'returning'] as const)),
    coupon:
      odd && chance(random, 0.2)
        ? { code: 'SPRING', adSpace: maybe(random, 0.6, () => randomAdSpace(random, odd)) }
        : null,
    volume: maybe(random, odd ? 0.8 : 1, () => ({
      orders: Math.floor(random() * 150),
      amount: price(random, 100_000),
    })),
    used:
      odd && chance(random, 0.3)
        ? { day: price(random, 60_000), month: price(random, 600), budget: price(random, 21_000) }
        : unused,
    goodsReceived: chance(random, odd ? 0.5 : 0.8),
    events: odd && chance(random, 0.6) ? randomEvents(random, orderedAt, lines) : [],
    lines,
  };
}

const unused = { day: null, month: null, budget: null };

function lineCount(random: Random): number {
  return chance(random, 0.7) ? 1 : 2 + Math.floor(random() * 4);
}

function randomLine(random: Random, lineId: string, odd: boolean): LineFacts {
  const store = pick(random, stores);
  const unknown = <T>(value: T): T | null => (odd && chance(random, 0.08) ? null : value);
  return {
    lineId,
    productId: unknown(`P${1 + Math.floor(random() * 5)}`),
    storeId: unknown(store),
    sellerCountry: unknown(store.startsWith('S-RU') ? 'RU' : 'CN'),
    category: unknown(pick(random, categories)),
    amount: chance(random, 0.02) ? decimal('0.00') : price(random, chance(random, 0.1) ? 2_000 : 100),
    quantity: 1 + Math.floor(random() * 3),
    affiliate: unknown(chance(random, 0.9)),
    hot: unknown(chance(random, 0.3)),
    virtual: unknown(chance(random, 0.04)),
    hidden: unknown(chance(random, 0.02)),
    sellerRate: unknown(decimal((0.35 + random() * 30).toFixed(2))),
    hotRate: chance(random, 0.5) ? decimal((1 + random() * 30).toFixed(odd ? 3 : 2)) : null,
  };
}

interface ClickPlan {
  readonly clickId: string;
  readonly orderedAt: Instant;
  readonly delivery: string;
  readonly line: LineFacts | undefined;
  readonly odd: boolean;
}

function randomClick(random: Random, { clickId, orderedAt, delivery, line, odd }: ClickPlan): ClickFacts {
  const ageMs = Math.floor(random() * (odd ? 85 : 73) * HOUR_MS) - (odd ? 3 * HOUR_MS : 0);
  return {
    clickId,
    at: orderedAt - ageMs,
    country: odd && chance(random, 0.1) ? null : chance(random, 0.9) ? delivery : pick(random, countries),
    anonymizer: chance(random, 0.9) ? 'no' : pick(random, ['yes', 'unknown'] as const),
    landing: randomLanding(random, line),
    adSpace: randomAdSpace(random, odd),
    routedFrom: odd && chance(random, 0.1) ? 'aliexpress-ww' : null,
  };
}

function randomLanding(random: Random, line: LineFacts | undefined): LandingFacts {
  const kind = pick(random, ['home', 'item', 'item', 'shop', 'category'] as const);
  const same = chance(random, 0.6);
  return {
    kind,
    productId: kind === 'item' ? (same ? (line?.productId ?? null) : 'P9') : null,
    storeId: kind === 'item' || kind === 'shop' ? (same ? (line?.storeId ?? null) : pick(random, stores)) : null,
    redirected: chance(random, 0.03),
  };
}

function randomAdSpace(random: Random, odd: boolean): ClickFacts['adSpace'] {
  return {
    id: pick(random, adSpaces),
    code: null,
    kind: 'content_site',
    trafficType: 'content_site',
    dropshipping: chance(random, 0.03),
    blocked: odd && chance(random, 0.05),
    agreed: !(odd && chance(random, 0.05)),
  };
}

function randomEvents(random: Random, orderedAt: Instant, lines: readonly LineFacts[]): OrderEventFacts[] {
  const count = 1 + Math.floor(random() * 4);
  return Array.from({ length: count }, (_, index) => randomEvent(random, { id: `e${index}`, orderedAt, lines }));
}

interface EventPlan {
  readonly id: string;
  readonly orderedAt: Instant;
  readonly lines: readonly LineFacts[];
}

function randomEvent(random: Random, { id, orderedAt, lines }: EventPlan): OrderEventFacts {
  const head = { id, at: orderedAt + Math.floor(random() * 5) * DAY_MS };
  const line = pick(random, lines);
  const type = pick(random, [
    'goods_received',
    'goods_received',
    'refunded',
    'refunded',
    'violation',
    'closed',
    'corrected',
  ] as const);
  switch (type) {
    case 'goods_received':
    case 'closed':
      return { ...head, type };
    case 'refunded': {
      const amount = chance(random, 0.5) ? null : price(random, 60);
      return { ...head, type, lines: chance(random, 0.3) ? null : [{ lineId: line.lineId, amount }] };
    }
    case 'violation':
      return { ...head, type, violation: pick(random, violations), lines: chance(random, 0.5) ? null : [line.lineId] };
    case 'corrected':
      return { ...head, type, lines: [randomLine(random, line.lineId, true)] };
  }
}

export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

export function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

function maybe<T>(random: Random, probability: number, make: () => T): T | null {
  return chance(random, probability) ? make() : null;
}

function price(random: Random, max: number): Decimal {
  return decimal((random() * max).toFixed(2));
}
