import { type Decimal, formatDecimal } from '../../money/decimal.ts';
import { formatInstant } from '../../time/index.ts';
import { identified, NO_ID } from './event-identity.ts';
import type {
  AdSpaceFacts,
  ClickFacts,
  CouponFacts,
  LandingFacts,
  LineFacts,
  OrderEventFacts,
  OrderFacts,
  VolumeFacts,
} from './facts.ts';
import {
  arrayAt,
  asObject,
  countAt,
  countryAt,
  currencyAt,
  decimalAt,
  decimalOrNullAt,
  fail,
  flagAt,
  instantAt,
  type JsonObject,
  type ReadProblem,
  readEach,
  readWithin,
  textAt,
  textOrNullAt,
  Unreadable,
  wordAt,
} from './facts-reading.ts';

/** What the intake of orders takes (BAD-61), so that whatever was recorded can be decided. */
export const LINES_MAX = 10_000;
/** Clicks of one buyer within a cookie window; more are a robot's, and the latest decide anyway. */
const CLICKS_MAX = 1_000;
/** Events of one order, reported as often as the advertiser likes. */
const EVENTS_MAX = 10_000;
/** A program with more currencies of internal rates than this does not exist. */
const RATES_MAX = 100;
export const QUANTITY_MAX = 1_000_000;
const VOLUME_ORDERS_MAX = 1_000_000_000;

export type FactsReading =
  | { readonly ok: true; readonly value: OrderFacts }
  | { readonly ok: false; readonly error: ReadProblem };

/**
 * Reads the facts of one order from JSON: the format of `tributary decide` and of stored decisions (docs/domain/decide.md). Every field
 * is checked; fields it does not know are ignored. An unknown program or a currency the program does not take is not its business.
 */
export function readFacts(json: unknown): FactsReading {
  try {
    return { ok: true, value: orderFacts(asObject(json, '')) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, error: error.problem };
    throw error;
  }
}

/** Facts that this system stored itself: unreadable ones are a defect and throw. */
export function factsFromJson(json: unknown): OrderFacts {
  const reading = readFacts(json);
  if (reading.ok) return reading.value;
  const { field, value, expected } = reading.error;
  throw new Error(`stored facts are damaged: ${field} is ${value}, expected ${expected}`);
}

function orderFacts(order: JsonObject): OrderFacts {
  return {
    orderId: textAt(order['order_id'], 'order_id'),
    program: textAt(order['program'], 'program'),
    orderedAt: instantAt(order['ordered_at'], 'ordered_at'),
    deliveryCountry: countryAt(order['delivery_country'], 'delivery_country'),
    currency: currencyAt(order['currency'], 'currency'),
    internalRates: internalRates(order),
    clicks: clicks(order),
    customer: given(order['customer'])
      ? wordAt<'new' | 'returning'>(order['customer'], 'customer', ['new', 'returning'])
      : null,
    coupon: given(order['coupon']) ? readWithin(order['coupon'], 'coupon', couponFacts) : null,
    volume: given(order['volume']) ? readWithin(order['volume'], 'volume', volumeFacts) : null,
    used: given(order['used']) ? readWithin(order['used'], 'used', usedFacts) : nothingKnown,
    goodsReceived: flagAt(order['goods_received'], 'goods_received') ?? false,
    events: given(order['events'])
      ? readEach(arrayAt(order['events'], 'events', EVENTS_MAX), 'events', (event) => identified(eventFacts(event)))
      : noEvents,
    lines: orderLines(order),
  };
}

function orderLines(order: JsonObject): readonly LineFacts[] {
  const lines = readEach(arrayAt(order['lines'], 'lines', LINES_MAX), 'lines', lineFacts);
  if (lines.length === 0) {
    fail('field_missing', 'lines', lines, 'at least one line', 'An order without lines cannot be decided.');
  }
  refuseRepeated(lines, 'lines');
  return lines;
}

const nothingKnown: OrderFacts['used'] = { day: null, month: null, budget: null };
const noEvents: readonly OrderEventFacts[] = [];
const noClicks: readonly ClickFacts[] = [];
const noRates: Readonly<Record<string, Decimal>> = {};

function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function refuseRepeated(lines: readonly LineFacts[], field: string): void {
  if (lines.length === 1) return;
  const seen = new Set<string>();
  for (const [index, { lineId }] of lines.entries()) {
    if (seen.has(lineId)) {
      fail(
        'line_repeated',
        `${field}[${index}].line_id`,
        lineId,
        'an id used once in the order',
        'Give each line its own id.',
      );
    }
    seen.add(lineId);
  }
}

/** `click` for none or one, `clicks` for any number; both together would leave open which of them count. */
function clicks(order: JsonObject): readonly ClickFacts[] {
  if (given(order['clicks'])) {
    if (given(order['click'])) {
      fail('value_unknown', 'click', '{…}', 'either click or clicks', 'Put all clicks of the buyer into clicks.');
    }
    return readEach(arrayAt(order['clicks'], 'clicks', CLICKS_MAX), 'clicks', clickFacts);
  }
  return given(order['click']) ? [readWithin(order['click'], 'click', clickFacts)] : noClicks;
}

const currencyPairPattern = /^[A-Z]{3}\/[A-Z]{3}$/;

function internalRates(order: JsonObject): Readonly<Record<string, Decimal>> {
  if (!given(order['internal_rates'])) return noRates;
  return readWithin(order['internal_rates'], 'internal_rates', (rates) => {
    const read: Record<string, Decimal> = {};
    let count = 0;
    for (const pair of Object.keys(rates)) {
      count += 1;
      if (count > RATES_MAX)
        fail('too_many', '', count, `at most ${RATES_MAX} pairs`, 'Leave out rates the program does not use.');
      if (!currencyPairPattern.test(pair)) {
        fail(
          'rate_pair',
          pair,
          rates[pair],
          'two currency codes as in USD/RUB',
          'One unit of the first costs so many of the second.',
        );
      }
      const rate = decimalAt(rates[pair], pair, 'rate');
      if (rate.digits === 0n)
        fail('rate_format', pair, rates[pair], 'a rate above zero', 'Leave the pair out if it is not known.');
      read[pair] = rate;
    }
    return read;
  });
}

function clickFacts(click: JsonObject): ClickFacts {
  return {
    clickId: textOrNullAt(click['click_id'], 'click_id'),
    at: instantAt(click['at'], 'at'),
    country: countryAt(click['country'], 'country'),
    anonymizer: given(click['anonymizer'])
      ? wordAt(click['anonymizer'], 'anonymizer', ['no', 'yes', 'unknown'])
      : 'unknown',
    landing: readWithin(click['landing'], 'landing', landingFacts),
    adSpace: given(click['ad_space']) ? readWithin(click['ad_space'], 'ad_space', adSpaceFacts) : unnamedAdSpace,
    routedFrom: textOrNullAt(click['routed_from'], 'routed_from'),
  };
}

const unnamedAdSpace: AdSpaceFacts = {
  id: null,
  code: null,
  kind: null,
  trafficType: null,
  dropshipping: false,
  blocked: false,
  agreed: true,
};

function landingFacts(landing: JsonObject): LandingFacts {
  return {
    kind: wordAt(landing['kind'], 'kind', ['home', 'item', 'shop', 'category']),
    productId: textOrNullAt(landing['product_id'], 'product_id'),
    storeId: textOrNullAt(landing['store_id'], 'store_id'),
    redirected: flagAt(landing['redirected'], 'redirected') ?? false,
  };
}

function adSpaceFacts(space: JsonObject): AdSpaceFacts {
  return {
    id: textOrNullAt(space['id'], 'id'),
    code: textOrNullAt(space['code'], 'code'),
    kind: textOrNullAt(space['kind'], 'kind'),
    trafficType: textOrNullAt(space['traffic_type'], 'traffic_type'),
    dropshipping: flagAt(space['dropshipping'], 'dropshipping') ?? false,
    blocked: flagAt(space['blocked'], 'blocked') ?? false,
    agreed: flagAt(space['agreed'], 'agreed') ?? true,
  };
}

function couponFacts(coupon: JsonObject): CouponFacts {
  return {
    code: textAt(coupon['code'], 'code'),
    adSpace: given(coupon['ad_space']) ? readWithin(coupon['ad_space'], 'ad_space', adSpaceFacts) : null,
  };
}

function volumeFacts(volume: JsonObject): VolumeFacts {
  return {
    orders: countAt(volume['orders'], 'orders', VOLUME_ORDERS_MAX),
    amount: decimalAt(volume['amount'], 'amount', 'amount'),
  };
}

function usedFacts(used: JsonObject): OrderFacts['used'] {
  return {
    day: decimalOrNullAt(used['day'], 'day', 'amount'),
    month: decimalOrNullAt(used['month'], 'month', 'amount'),
    budget: decimalOrNullAt(used['budget'], 'budget', 'amount'),
  };
}

function lineFacts(line: JsonObject): LineFacts {
  return {
    lineId: textAt(line['line_id'], 'line_id'),
    productId: textOrNullAt(line['product_id'], 'product_id'),
    storeId: textOrNullAt(line['store_id'], 'store_id'),
    sellerCountry: countryAt(line['seller_country'], 'seller_country'),
    category: textOrNullAt(line['category'], 'category'),
    amount: decimalAt(line['amount'], 'amount', 'amount'),
    quantity: given(line['quantity']) ? countAt(line['quantity'], 'quantity', QUANTITY_MAX) : 1,
    affiliate: flagAt(line['affiliate'], 'affiliate'),
    hot: flagAt(line['hot'], 'hot'),
    virtual: flagAt(line['virtual'], 'virtual'),
    hidden: flagAt(line['hidden'], 'hidden'),
    sellerRate: decimalOrNullAt(line['seller_rate'], 'seller_rate', 'rate'),
    hotRate: decimalOrNullAt(line['hot_rate'], 'hot_rate', 'rate'),
  };
}

const eventTypes = ['goods_received', 'closed', 'refunded', 'violation', 'corrected'] as const;
const violations = ['abnormal_traffic', 'abnormal_order', 'PPC_violation', 'SID_black_list', 'risk'] as const;

function eventFacts(event: JsonObject): OrderEventFacts {
  const id = given(event['id']) ? textAt(event['id'], 'id') : NO_ID;
  const type = wordAt(event['type'], 'type', eventTypes);
  const at = instantAt(event['at'], 'at');
  switch (type) {
    case 'goods_received':
    case 'closed':
      return { id, type, at };
    case 'refunded':
      return { id, type, at, lines: given(event['lines']) ? refundedLines(event) : null };
    case 'violation':
      return {
        id,
        type,
        at,
        violation: wordAt(event['violation'], 'violation', violations),
        lines: given(event['lines']) ? lineIds(event) : null,
      };
    case 'corrected': {
      const lines = readEach(arrayAt(event['lines'], 'lines', LINES_MAX), 'lines', lineFacts);
      refuseRepeated(lines, 'lines');
      return { id, type, at, lines };
    }
  }
}

function refundedLines(event: JsonObject): { readonly lineId: string; readonly amount: Decimal | null }[] {
  return readEach(arrayAt(event['lines'], 'lines', LINES_MAX), 'lines', (line) => ({
    lineId: textAt(line['line_id'], 'line_id'),
    amount: decimalOrNullAt(line['amount'], 'amount', 'amount'),
  }));
}

function lineIds(event: JsonObject): string[] {
  return arrayAt(event['lines'], 'lines', LINES_MAX).map((value, index) =>
    typeof value === 'string' && value !== ''
      ? value
      : fail('field_type', `lines[${index}]`, value, 'the id of a line', 'Name the lines by their line_id.'),
  );
}

/** The inverse of `factsFromJson`: plain JSON values, every field written out, decimals as they were stated. */
export function factsToJson(facts: OrderFacts): JsonObject {
  return {
    order_id: facts.orderId,
    program: facts.program,
    ordered_at: formatInstant(facts.orderedAt),
    delivery_country: facts.deliveryCountry,
    currency: facts.currency,
    internal_rates: Object.fromEntries(
      Object.entries(facts.internalRates).map(([pair, rate]) => [pair, formatDecimal(rate)]),
    ),
    clicks: facts.clicks.map(clickToJson),
    customer: facts.customer,
    coupon:
      facts.coupon === null
        ? null
        : {
            code: facts.coupon.code,
            ad_space: facts.coupon.adSpace === null ? null : adSpaceToJson(facts.coupon.adSpace),
          },
    volume: facts.volume === null ? null : { orders: facts.volume.orders, amount: formatDecimal(facts.volume.amount) },
    used: {
      day: decimalToJson(facts.used.day),
      month: decimalToJson(facts.used.month),
      budget: decimalToJson(facts.used.budget),
    },
    goods_received: facts.goodsReceived,
    events: facts.events.map(eventToJson),
    lines: facts.lines.map(lineToJson),
  };
}

function decimalToJson(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}

function clickToJson(click: ClickFacts): JsonObject {
  const { landing } = click;
  return {
    click_id: click.clickId,
    at: formatInstant(click.at),
    country: click.country,
    anonymizer: click.anonymizer,
    landing: {
      kind: landing.kind,
      product_id: landing.productId,
      store_id: landing.storeId,
      redirected: landing.redirected,
    },
    ad_space: adSpaceToJson(click.adSpace),
    routed_from: click.routedFrom,
  };
}

function adSpaceToJson(space: AdSpaceFacts): JsonObject {
  return {
    id: space.id,
    code: space.code,
    kind: space.kind,
    traffic_type: space.trafficType,
    dropshipping: space.dropshipping,
    blocked: space.blocked,
    agreed: space.agreed,
  };
}

function lineToJson(line: LineFacts): JsonObject {
  return {
    line_id: line.lineId,
    product_id: line.productId,
    store_id: line.storeId,
    seller_country: line.sellerCountry,
    category: line.category,
    amount: formatDecimal(line.amount),
    quantity: line.quantity,
    affiliate: line.affiliate,
    hot: line.hot,
    virtual: line.virtual,
    hidden: line.hidden,
    seller_rate: decimalToJson(line.sellerRate),
    hot_rate: decimalToJson(line.hotRate),
  };
}

function eventToJson(event: OrderEventFacts): JsonObject {
  const head = { id: event.id, type: event.type, at: formatInstant(event.at) };
  switch (event.type) {
    case 'goods_received':
    case 'closed':
      return head;
    case 'refunded': {
      const lines =
        event.lines?.map(({ lineId, amount }) => ({ line_id: lineId, amount: decimalToJson(amount) })) ?? null;
      return { ...head, lines };
    }
    case 'violation':
      return { ...head, violation: event.violation, lines: event.lines };
    case 'corrected':
      return { ...head, lines: event.lines.map(lineToJson) };
  }
}
