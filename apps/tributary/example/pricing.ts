import { compileTerms, decide, type LineFacts, type OrderFacts } from '../../../core/commission/index.ts';
import { type Decimal, decimal, formatMinor } from '../../../core/money/index.ts';
import type { ProgramTerms } from '../../../core/terms/index.ts';
import { dayAt } from '../../../core/time/index.ts';
import type { Visit } from './clicks.ts';
import type { PlannedOrder } from './plan.ts';
import { exampleProducts } from './products.ts';
import type { PriceOf } from './traffic.ts';

const products = new Map(exampleProducts.map((product) => [product.productId, product]));

/** Prices planned orders with the decision engine itself, so that the plan earns what the orders will earn. */
export function pricing(terms: ProgramTerms, rateOn: (day: string) => Decimal): PriceOf {
  const compiled = compileTerms(terms);
  return (order, visit) => {
    const facts = factsOf(order, visit, rateOn(dayAt(order.at, terms.timeZone)));
    return decide(compiled, facts, { trace: false }).commission.minor;
  };
}

function factsOf(order: PlannedOrder, visit: Visit, rate: Decimal): OrderFacts {
  const landed = /item\/(\d+)/.exec(visit.target ?? '')?.[1] ?? null;
  const shop = /store\/([\w-]+)/.exec(visit.target ?? '')?.[1] ?? null;
  return {
    orderId: order.orderId,
    program: order.program,
    orderedAt: order.at,
    deliveryCountry: order.deliveryCountry,
    currency: order.currency,
    internalRates: { 'USD/RUB': rate },
    clicks: [
      {
        clickId: null,
        at: visit.at,
        country: visit.country,
        anonymizer: 'no',
        landing: {
          kind: landed !== null ? 'item' : shop !== null ? 'shop' : 'home',
          productId: landed,
          storeId: landed === null ? shop : (products.get(landed)?.storeId ?? null),
          redirected: false,
        },
        adSpace: {
          id: null,
          code: null,
          kind: null,
          trafficType: null,
          dropshipping: false,
          blocked: false,
          agreed: true,
        },
        routedFrom: null,
      },
    ],
    customer: order.customer,
    coupon: null,
    volume: null,
    used: { day: null, month: null, budget: null },
    goodsReceived: false,
    events: [],
    lines: order.lines.map((line, index) => lineFacts(String(index + 1), line.productId, line.amountMinor)),
  };
}

/** All example programs that are priced beforehand take currencies with two decimals. */
const EXPONENT = 2;

function lineFacts(lineId: string, productId: string, amountMinor: bigint): LineFacts {
  const product = products.get(productId);
  if (product === undefined) throw new Error(`no example product ${productId}`);
  const { storeId, sellerCountry, category, affiliate, hot, virtual, hidden, sellerRate, hotRate } = product;
  return {
    lineId,
    productId,
    storeId,
    sellerCountry,
    category,
    amount: decimal(formatMinor(amountMinor, EXPONENT)),
    quantity: 1,
    affiliate,
    hot,
    virtual,
    hidden,
    sellerRate: sellerRate === null ? null : decimal(sellerRate),
    hotRate: hotRate === null ? null : decimal(hotRate),
  };
}
