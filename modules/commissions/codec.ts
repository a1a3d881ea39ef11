import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Decision, statuses } from '../../core/commission/decision.ts';
import type { LineFacts, OrderEventFacts, OrderFacts } from '../../core/commission/facts.ts';
import { reasons } from '../../core/commission/reasons.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../../core/money/decimal.ts';
import type { ProductSnapshot, Sources } from './model.ts';

/**
 * Facts and decisions as JSON columns: decimals and minor units as text, because a JSON number would lose digits; instants as
 * milliseconds. Reading is the edge parser: it gives back exactly what was written, or throws with the place that is wrong.
 */
export function encode(value: OrderFacts | Decision | Sources): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (isDecimal(each)) {
      return formatDecimal(each);
    }
    return typeof each === 'bigint' ? String(each) : each;
  });
}

function isDecimal(value: unknown): value is Decimal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'digits' in value &&
    typeof value.digits === 'bigint' &&
    'scale' in value &&
    typeof value.scale === 'number'
  );
}

/** SHA-256 of the facts, whatever the order in which their fields were written. */
export function factsHash(facts: OrderFacts): Buffer {
  return createHash('sha256')
    .update(canonical(JSON.parse(encode(facts))))
    .digest();
}

/** Two decisions are the same exactly when these texts are; the trace is left out because it is told anew each time. */
export function canonicalDecision(decision: Decision): string {
  return canonical(JSON.parse(encode({ ...decision, trace: null })));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

const decimal = z.string().transform((text, context): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed === null) {
    context.addIssue({ code: 'custom', message: `'${text}' is no decimal` });
    return z.NEVER;
  }
  return parsed;
});
const minor = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);
const money = z.object({ minor, currency: z.string() });
const text = z.string().nullable();
const flag = z.boolean().nullable();
const instant = z.number().int();

const product = {
  storeId: text,
  category: text,
  sellerCountry: text,
  affiliate: flag,
  hot: flag,
  virtual: flag,
  hidden: flag,
  sellerRate: decimal.nullable(),
  hotRate: decimal.nullable(),
};
const productSnapshot: z.ZodType<ProductSnapshot> = z.object(product);
const line: z.ZodType<LineFacts> = z.object({
  lineId: z.string(),
  productId: text,
  amount: decimal,
  quantity: z.number().int(),
  ...product,
});
const adSpace = z.object({
  id: text,
  kind: text,
  trafficType: text,
  dropshipping: z.boolean(),
  blocked: z.boolean(),
  agreed: z.boolean(),
});
const event: z.ZodType<OrderEventFacts> = z.discriminatedUnion('type', [
  z.object({ id: z.string(), type: z.literal('goods_received'), at: instant }),
  z.object({ id: z.string(), type: z.literal('closed'), at: instant }),
  z.object({
    id: z.string(),
    type: z.literal('refunded'),
    at: instant,
    lines: z.array(z.object({ lineId: z.string(), amount: decimal.nullable() })).nullable(),
  }),
  z.object({
    id: z.string(),
    type: z.literal('violation'),
    at: instant,
    violation: z.enum(['abnormal_traffic', 'abnormal_order', 'PPC_violation', 'SID_black_list', 'risk']),
    lines: z.array(z.string()).nullable(),
  }),
  z.object({ id: z.string(), type: z.literal('corrected'), at: instant, lines: z.array(line) }),
]);

const facts: z.ZodType<OrderFacts> = z.object({
  orderId: z.string(),
  program: z.string(),
  orderedAt: instant,
  deliveryCountry: text,
  currency: z.string(),
  internalRates: z.record(z.string(), decimal),
  clicks: z.array(
    z.object({
      clickId: text,
      at: instant,
      country: text,
      anonymizer: z.enum(['no', 'yes', 'unknown']),
      landing: z.object({
        kind: z.enum(['home', 'item', 'shop', 'category']),
        productId: text,
        storeId: text,
        redirected: z.boolean(),
      }),
      adSpace,
      routedFrom: text,
    }),
  ),
  customer: z.enum(['new', 'returning']).nullable(),
  coupon: z.object({ code: z.string(), adSpace: adSpace.nullable() }).nullable(),
  volume: z.object({ orders: z.number().int(), amount: decimal }).nullable(),
  used: z.object({ day: decimal.nullable(), month: decimal.nullable(), budget: decimal.nullable() }),
  goodsReceived: z.boolean(),
  events: z.array(event),
  lines: z.array(line),
});

const decision: z.ZodType<Decision> = z.object({
  orderId: z.string(),
  program: z.string(),
  termsVersion: text,
  engineVersion: z.string(),
  status: z.enum(statuses),
  commission: money,
  capped: z.boolean(),
  click: z.number().int().nullable(),
  adSpaceId: text,
  regime: text,
  lines: z.array(
    z.object({
      lineId: z.string(),
      status: z.enum(statuses),
      reason: z.enum(reasons),
      notes: z.array(z.string()),
      rule: text,
      rate: decimal.nullable(),
      orderCommission: money,
      cappedCommission: money,
      commission: money,
      approved: z.object({ cappedCommission: money, commission: money }).nullable(),
    }),
  ),
  trace: z.null(),
});

const sources: z.ZodType<Sources> = z.object({
  products: z.array(z.object({ productId: z.string(), known: productSnapshot.nullable() })),
  publishers: z.record(z.string(), z.string()),
  clicks: z.array(
    z.object({
      clickId: z.string(),
      origin: z.enum(['stored', 'restored', 'not_attributable', 'unknown']),
      subids: z.array(text),
    }),
  ),
  held: z
    .discriminatedUnion('why', [
      z.object({ why: z.literal('order_id_in_other_program'), program: z.string() }),
      z.object({ why: z.literal('unverified') }),
    ])
    .nullable(),
  ratesDay: z.string(),
});

export function decodeFacts(json: unknown): OrderFacts {
  return facts.parse(json);
}

export function decodeDecision(json: unknown): Decision {
  return decision.parse(json);
}

export function decodeSources(json: unknown): Sources {
  return sources.parse(json);
}
