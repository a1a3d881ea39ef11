import {
  type CompiledTerms,
  compileTerms,
  type Decision,
  decide,
  type LineFacts,
  type OrderFacts,
} from '../../core/commission/index.ts';
import { type Decimal, formatDecimal } from '../../core/money/index.ts';
import { type ProgramTerms, type Rule, versionAt } from '../../core/terms/index.ts';
import type { Instant } from '../../core/time/index.ts';

/** What is asked of the decision scheme: two countries, and what is known of a VPN or proxy (S-039). */
export interface SchemeQuestion {
  readonly at: Instant;
  readonly clickCountry: string;
  readonly deliveryCountry: string;
  readonly anonymizer: 'no' | 'yes' | 'unknown';
}

/** Kinds of orders that terms may treat differently; the ordinary one always comes first. */
const schemeKinds = ['ordinary', 'hot', 'domestic_direct', 'domestic_home', 'non_affiliate', 'virtual'] as const;
export type SchemeKind = (typeof schemeKinds)[number];

export interface SchemeVerdict {
  readonly kind: SchemeKind;
  readonly status: 'approved' | 'no_reward' | 'declined' | 'unresolved' | 'not_attributed';
  readonly reason: string;
  /** Percent that the terms state; `null` where it is the product's own rate, a fixed amount, or nothing is paid. */
  readonly rate: string | null;
  /** The rate is set product by product. */
  readonly rateIsProducts: boolean;
  readonly regime: string | null;
  readonly version: string | null;
}

const one: Decimal = { digits: 1n, scale: 0 };
const HOUR_MS = 3_600_000;
/** Any price and any rates do: only what the terms state is told, no amount. */
const price: Decimal = { digits: 100n, scale: 0 };
const productsRate: Decimal = { digits: 5n, scale: 0 };
const productsHotRate: Decimal = { digits: 9n, scale: 0 };
const ITEM = 'item';
const STORE = 'store';

/**
 * What a program's terms make of orders between two countries: each kind of order is made up, confirmed, and decided by the code that
 * decides real ones. Kinds that come out as the ordinary one are left out. Empty where the program states no version for the time.
 */
export function schemeVerdicts(terms: ProgramTerms, question: SchemeQuestion): readonly SchemeVerdict[] {
  if (versionAt(terms, question.at) === null) return [];
  const compiled = compileTerms(terms);
  const verdicts = schemeKinds.map((kind) => verdict(compiled, terms, kind, question));
  const [ordinary] = verdicts;
  return verdicts.filter((each) => each === ordinary || !isAlike(each, ordinary));
}

function isAlike(a: SchemeVerdict, b: SchemeVerdict | undefined): boolean {
  return a.status === b?.status && a.reason === b.reason && a.rate === b.rate;
}

function verdict(
  compiled: CompiledTerms,
  terms: ProgramTerms,
  kind: SchemeKind,
  question: SchemeQuestion,
): SchemeVerdict {
  const decision = decide(compiled, factsOf(terms, kind, question), { trace: false });
  const [line] = decision.lines;
  if (line === undefined) throw new Error('a decision has as many lines as its order');
  const rule = ruleOf(terms, decision, line.rule);
  const isProducts =
    rule?.then.kind === 'pay' && ['seller-rate', 'hot-rate'].includes(rule.then.reward.percent?.kind ?? '');
  const { rate, reason, status } = line;
  return {
    kind,
    status: status === 'pending' || status === 'deducted' ? 'approved' : status,
    reason,
    rate: rate === null || isProducts || status === 'no_reward' ? null : formatDecimal(rate),
    rateIsProducts: isProducts,
    regime: decision.regime,
    version: decision.termsVersion,
  };
}

function ruleOf(terms: ProgramTerms, { termsVersion }: Decision, name: string | null): Rule | undefined {
  const version = terms.versions.find(({ id }) => id === termsVersion);
  return version?.rules.find((rule) => rule.name === name);
}

function factsOf(terms: ProgramTerms, kind: SchemeKind, question: SchemeQuestion): OrderFacts {
  const { at, clickCountry, deliveryCountry, anonymizer } = question;
  const isDirect = kind === 'hot' || kind === 'domestic_direct';
  return {
    orderId: kind,
    program: terms.code,
    orderedAt: at,
    deliveryCountry,
    currency: terms.orderCurrencies[0] ?? 'USD',
    internalRates: allRates(terms),
    clicks: [
      {
        clickId: null,
        at: at - HOUR_MS,
        country: clickCountry,
        anonymizer,
        landing: isDirect
          ? { kind: 'item', productId: ITEM, storeId: STORE, redirected: false }
          : { kind: 'home', productId: null, storeId: null, redirected: false },
        adSpace: {
          id: null,
          code: null,
          kind: 'content_site',
          trafficType: 'content_site',
          dropshipping: false,
          blocked: false,
          agreed: true,
        },
        routedFrom: null,
      },
    ],
    customer: null,
    coupon: null,
    volume: { orders: 0, amount: { digits: 0n, scale: 0 } },
    used: { day: null, month: null, budget: null },
    goodsReceived: true,
    events: [],
    lines: [lineOf(terms, kind)],
  };
}

function lineOf(terms: ProgramTerms, kind: SchemeKind): LineFacts {
  const isDomestic = kind === 'domestic_direct' || kind === 'domestic_home';
  return {
    lineId: '1',
    productId: ITEM,
    storeId: STORE,
    sellerCountry: isDomestic ? 'RU' : 'CN',
    category: ordinaryCategory(terms),
    amount: price,
    quantity: 1,
    affiliate: kind !== 'non_affiliate',
    hot: kind === 'hot',
    virtual: kind === 'virtual',
    hidden: false,
    sellerRate: productsRate,
    hotRate: kind === 'hot' ? productsHotRate : null,
  };
}

/** The category without a rate of its own, where the program has one. */
function ordinaryCategory({ categoryNames }: ProgramTerms): string | null {
  const names = Object.keys(categoryNames);
  return names.includes('other') ? 'other' : (names[0] ?? null);
}

/** One to one, between all currencies that the terms name. */
function allRates(terms: ProgramTerms): Record<string, Decimal> {
  const named = terms.versions.flatMap(({ accrualCurrency, caps }) => [
    accrualCurrency,
    ...caps.map(({ limit }) => limit.currency),
  ]);
  const currencies = [...new Set([...terms.orderCurrencies, ...named])];
  const pairs = currencies.flatMap((base) =>
    currencies.filter((quote) => quote !== base).map((quote) => `${base}/${quote}`),
  );
  return Object.fromEntries(pairs.map((pair) => [pair, one]));
}
