import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Decimal, formatDecimal, parseDecimal } from '../../../core/money/decimal.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { type EventContent, type EventType, eventTypes, type LinePatch } from '../model.ts';
import type { HeadChanges } from './merge.ts';

/** How events are written into the database and read again. Amounts are decimal strings, absent fields are left out. */

const amount = z.string().transform((text): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`stored amount ${text} is not a decimal`);
  return parsed;
});

const patchPayload = z.strictObject({
  lineId: z.string(),
  productId: z.string().nullable().exactOptional(),
  amount: amount.exactOptional(),
  quantity: z.number().int().exactOptional(),
  storeId: z.string().nullable().exactOptional(),
  category: z.string().nullable().exactOptional(),
  sellerCountry: z.string().nullable().exactOptional(),
  affiliate: z.boolean().nullable().exactOptional(),
  hot: z.boolean().nullable().exactOptional(),
  virtual: z.boolean().nullable().exactOptional(),
  hidden: z.boolean().nullable().exactOptional(),
});

const contentSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('goods_received') }),
  z.strictObject({ type: z.literal('closed') }),
  z.strictObject({ type: z.literal('reopened') }),
  z.strictObject({
    type: z.literal('refunded'),
    lines: z.array(z.strictObject({ lineId: z.string(), amount: amount.nullable() })).nullable(),
  }),
  z.strictObject({
    type: z.literal('violation'),
    violation: z.enum(['abnormal_traffic', 'abnormal_order', 'PPC_violation', 'SID_black_list', 'risk']),
    lines: z.array(z.string()).nullable(),
  }),
  z.strictObject({ type: z.literal('corrected'), lines: z.array(patchPayload) }),
]);

const change = <T extends z.ZodType>(value: T) => z.strictObject({ from: value.nullable(), to: value });
const timeSource = z.enum(['reported', 'assumed_zone', 'received']);

const headSchema = z.strictObject({
  orderedAt: z
    .strictObject({ from: z.number(), to: z.number(), fromSource: timeSource, source: timeSource })
    .exactOptional(),
  deliveryCountry: change(z.string()).exactOptional(),
  coupon: change(z.string()).exactOptional(),
  customer: change(z.enum(['new', 'returning'])).exactOptional(),
  clickIds: z.strictObject({ from: z.array(z.string()), to: z.array(z.string()) }).exactOptional(),
});

/** JSON text of an event without its type, always the same for the same content. */
export function encodeContent(content: EventContent): string {
  switch (content.type) {
    case 'goods_received':
    case 'closed':
    case 'reopened':
      return '{}';
    case 'refunded':
      return JSON.stringify({
        lines:
          content.lines?.map(({ lineId, amount }) => ({ lineId, amount: amount && formatDecimal(amount) })) ?? null,
      });
    case 'violation':
      return JSON.stringify({ violation: content.violation, lines: content.lines });
    case 'corrected':
      return JSON.stringify({ lines: content.lines.map(encodePatch) });
  }
}

function encodePatch(patch: LinePatch): object {
  const { amount, ...rest } = patch;
  return amount === undefined ? rest : { ...rest, amount: formatDecimal(amount) };
}

export function decodeContent(type: EventType, payload: object): EventContent {
  return contentSchema.parse({ ...payload, type });
}

export function encodeHead(changes: HeadChanges): string {
  return JSON.stringify(changes);
}

export function decodeHead(payload: object): HeadChanges {
  return headSchema.parse(payload);
}

export function isEventType(type: string): type is EventType {
  return eventTypes.some((known) => known === type);
}

/** Equal for equal events: type, time (if it was reported), content and remark. */
export function eventDigest(type: string, at: Instant | null, payload: string, reason: string | null): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([type, at, payload, reason]))
    .digest();
}

/** The id of an event whose sender gave none: the same content and time make the same event. */
export function contentId(content: EventContent, at: Instant, reason: string | null): string {
  const digest = eventDigest(content.type, at, encodeContent(content), reason);
  return `${content.type}-${digest.toString('hex').slice(0, 32)}`;
}
