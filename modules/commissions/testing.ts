import { readFileSync } from 'node:fs';
import type { Decimal } from '../../core/money/decimal.ts';
import { decimal } from '../../core/money/decimal.ts';
import type { ProgramTerms } from '../../core/terms/model.ts';
import { parseTerms } from '../../core/terms/reading/parse.ts';
import { type ManualClock, manualClock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { balances } from '../ledger/index.ts';
import { type OrderRef, type OrderReport, orderRecords, type RecordDeps } from '../orders/index.ts';
import type {
  CommissionDeps,
  CouponOwner,
  DecidedOrder,
  DecidingClick,
  ProductSnapshot,
  StoredDecision,
} from './model.ts';
import { decideOrders } from './service/decide-orders.ts';
import { latestDecisions } from './store.ts';

export const RC = 'aliexpress-ru-cis-new';
export const WW = 'aliexpress-ww';

/** Organisations and ad spaces of the tests. */
export const ADVERTISER = '0a000000-0000-4000-8000-000000000001';
export const PUBLISHER = '0b000000-0000-4000-8000-000000000001';
export const RIVAL = '0b000000-0000-4000-8000-000000000002';
export const SPACE = '0c000000-0000-4000-8000-000000000001';
export const RIVAL_SPACE = '0c000000-0000-4000-8000-000000000002';

/** Noon in Moscow on 15 June 2022, the default order time of the worked examples. */
export const ORDERED_AT = Date.UTC(2022, 5, 15, 9);
const HOUR_MS = 3_600_000;

const parsed = new Map<string, ProgramTerms>();

/** The terms of a shipped program. */
export function shippedTerms(program: string): ProgramTerms {
  const known = parsed.get(program);
  if (known !== undefined) {
    return known;
  }
  const { terms, problems } = parseTerms(readFileSync(`programs/${program}.terms`, 'utf8'));
  if (terms === null) {
    throw new Error(`${program}: ${JSON.stringify(problems[0])}`);
  }
  parsed.set(program, terms);
  return terms;
}

/** What the neighbours would say, as plain tables that a test fills. */
export interface Neighbours {
  readonly clock: ManualClock;
  readonly terms: Map<string, ProgramTerms[]>;
  readonly clicks: Map<string, DecidingClick>;
  readonly restorable: Map<string, DecidingClick>;
  readonly products: Map<string, ProductSnapshot>;
  readonly coupons: Map<string, CouponOwner>;
  rates: Record<string, Decimal>;
  /** Everything that was told to whoever listens, in order. */
  readonly told: DecidedOrder[];
  readonly deps: CommissionDeps;
  /** For the orders module: decides in the transaction of the record. */
  readonly recordDeps: RecordDeps;
}

export function neighbours(): Neighbours {
  const told: DecidedOrder[] = [];
  const net: Omit<Neighbours, 'deps' | 'recordDeps'> = {
    clock: manualClock(ORDERED_AT + HOUR_MS),
    terms: new Map([RC, WW].map((program) => [program, [shippedTerms(program)]])),
    clicks: new Map(),
    restorable: new Map(),
    products: new Map([['P1', product()]]),
    coupons: new Map(),
    rates: { 'USD/RUB': decimal('60.0000') },
    told,
  };
  const pick = <V>(from: ReadonlyMap<string, V>, ids: readonly string[]) =>
    new Map([...from].filter(([id]) => ids.includes(id)));
  const deps: CommissionDeps = {
    clock: net.clock,
    orderRecords,
    findClicks: async (_q, asked) => asked.map(({ clickIds }) => pick(net.clicks, clickIds)),
    restoreClicks: async (_q, asked) => asked.map(({ clickIds }) => pick(net.restorable, clickIds)),
    productsAt: async (_q, asked) => asked.map(({ productIds }) => pick(net.products, productIds)),
    termsOf: async (_q, programs) =>
      new Map(
        programs.flatMap((program) => {
          const all = net.terms.get(program) ?? [];
          const terms = all.at(-1);
          return terms === undefined ? [] : [[program, { terms, publication: all.length }] as const];
        }),
      ),
    termsOfPublication: async (_q, program, publication) => net.terms.get(program)?.[publication - 1] ?? null,
    internalRatesOn: async (_q, asked) => asked.map(() => net.rates),
    couponOwners: async (_q, asked) => asked.map(({ code }) => net.coupons.get(code) ?? null),
    settlementsOf: async () => [],
    onDecided: async (_tx, decided) => {
      told.push(...decided);
    },
  };
  const recordDeps: RecordDeps = {
    clock: net.clock,
    onOrdersChanged: async (tx, refs) => {
      await decideOrders(tx, deps, refs);
    },
  };
  return Object.assign(net, { deps, recordDeps });
}

/** An affiliate product of a foreign seller at 5 %, as in the worked examples. */
export function product(more: Partial<ProductSnapshot> = {}): ProductSnapshot {
  return {
    storeId: 'S-CN1',
    category: 'other',
    sellerCountry: 'CN',
    affiliate: true,
    hot: false,
    virtual: false,
    hidden: false,
    sellerRate: decimal('5.00'),
    hotRate: null,
    ...more,
  };
}

/** An order of one line of 20.00 USD, delivered to Russia, on the first click. */
export function report(more: Partial<OrderReport> = {}): OrderReport {
  return {
    program: RC,
    advertiserOrg: ADVERTISER,
    orderId: 'A1',
    channel: 'api',
    orderedAt: ORDERED_AT,
    timeSource: 'reported',
    deliveryCountry: 'RU',
    currency: 'USD',
    clickIds: ['c1'],
    coupon: null,
    customer: null,
    creditedSource: null,
    lines: [{ lineId: '1', productId: 'P1', amount: decimal('20.00'), quantity: 1, place: 0 }],
    ...more,
  };
}

/** A click from Russia on a home link of the first publisher, one hour before the order. */
export function click(clickId: string, more: Partial<DecidingClick> = {}): DecidingClick {
  return {
    clickId,
    publisherOrg: PUBLISHER,
    adSpaceId: SPACE,
    adSpaceCode: null,
    adSpaceKind: 'content_site',
    trafficType: 'content',
    dropshipping: false,
    agreed: true,
    flags: [],
    attributable: true,
    subids: ['sub', null, null, null, null],
    at: ORDERED_AT - HOUR_MS,
    country: 'RU',
    anonymizer: 'no',
    landing: { kind: 'home', productId: null, storeId: null, redirected: false },
    routedFrom: null,
    ...more,
  };
}

export const rivalClick = (clickId: string, more: Partial<DecidingClick> = {}) =>
  click(clickId, { publisherOrg: RIVAL, adSpaceId: RIVAL_SPACE, ...more });

export const asSystem = <T>(db: Database, work: (tx: Tx) => Promise<T>) => db.transaction({ role: 'system' }, work);

/** The latest decision of an order. */
export async function decisionOf(db: Database, ref: OrderRef): Promise<StoredDecision> {
  const [stored] = await asSystem(db, (tx) => latestDecisions(tx, [ref]));
  if (stored === undefined) {
    throw new Error(`${ref.program}/${ref.orderId} has no decision`);
  }
  return stored;
}

/** All balances that are not zero, by account. */
export async function balancesOf(db: Database): Promise<Record<string, bigint>> {
  const all = await asSystem(db, (tx) => balances(tx));
  return Object.fromEntries(
    all
      .filter(({ minor }) => minor !== 0n)
      .map(({ account, minor }) => [`${account.kind} ${account.org?.slice(-1) ?? '-'} ${account.currency}`, minor]),
  );
}
