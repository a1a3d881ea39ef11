import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type Decision,
  decisionToJson,
  factsFromJson,
  factsToJson,
  type OrderFacts,
} from '../../core/commission/index.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../../core/money/decimal.ts';
import type { ProductSnapshot, Sources } from './model.ts';

/**
 * The facts exactly as they will be read again: a decision is made from these, so that what is decided and what is replayed can
 * never differ by something that the stored form does not carry.
 */
export function asStored(facts: OrderFacts): OrderFacts {
  const json = factsToJson(facts);
  const stored = factsFromJson(json);
  written.set(stored, json);
  return stored;
}

/** How facts that were read from their own form are written. */
const written = new WeakMap<OrderFacts, object>();

/** SHA-256 of the facts: equal facts need no new decision. */
export function factsHash(facts: OrderFacts): Buffer {
  return storedFacts(facts).hash;
}

/** The facts as they are stored, and their hash, written out once. */
export function storedFacts(facts: OrderFacts): { readonly json: object; readonly hash: Buffer } {
  const json = written.get(facts) ?? factsToJson(facts);
  return { json, hash: createHash('sha256').update(JSON.stringify(json)).digest() };
}

/** Two decisions are the same exactly when these texts are; the trace is left out because it is told anew each time. */
export function canonicalDecision(decision: Decision): string {
  return JSON.stringify(decisionToJson({ ...decision, trace: null }));
}

/** Decimals as text, because a JSON number would lose digits. */
export function sourcesToJson(sources: Sources): object {
  return {
    ...sources,
    products: sources.products.map(({ productId, known }) => ({
      productId,
      known:
        known === null
          ? null
          : { ...known, sellerRate: decimalText(known.sellerRate), hotRate: decimalText(known.hotRate) },
    })),
  };
}

function decimalText(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}

const decimal = z.string().transform((text, context): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed === null) {
    context.addIssue({ code: 'custom', message: `'${text}' is no decimal` });
    return z.NEVER;
  }
  return parsed;
});
const text = z.string().nullable();
const flag = z.boolean().nullable();

const productSnapshot: z.ZodType<ProductSnapshot> = z.object({
  storeId: text,
  category: text,
  sellerCountry: text,
  affiliate: flag,
  hot: flag,
  virtual: flag,
  hidden: flag,
  sellerRate: decimal.nullable(),
  hotRate: decimal.nullable(),
});

const sourcesSchema: z.ZodType<Sources> = z.object({
  products: z.array(z.object({ productId: z.string(), known: productSnapshot.nullable() })),
  publishers: z.record(z.string(), z.string()),
  clicks: z.array(
    z.object({
      clickId: z.string(),
      origin: z.enum(['stored', 'restored', 'not_attributable', 'unknown']),
      subids: z.array(text),
      linkCode: z.string().optional(),
      device: z.string().optional(),
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

/** The inverse of `sourcesToJson`, for columns that this module wrote itself; throws where one is damaged. */
export function sourcesFromJson(json: unknown): Sources {
  return sourcesSchema.parse(json);
}
