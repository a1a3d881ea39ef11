import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import { type Decimal, formatDecimal } from '../../core/money/index.ts';
import { formatInstant, type Instant, parseInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { callerAccess, refuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import type { ProductRecord, RateStatement } from './model.ts';
import { productAt } from './products.ts';

export interface CatalogueRoutes {
  readonly db: Database;
  readonly clock: Clock;
}

/** Codes and ids are words; nothing longer is looked up. */
const WORD_CHARACTERS_MAX = 128;
/** Longer than any RFC 3339 text. */
const INSTANT_CHARACTERS_MAX = 40;

const rateAnswer = z.object({
  kind: z.enum(['seller', 'hot']),
  percent: z.string().nullable().describe('null: no rate from valid_from on.'),
  valid_from: z.string(),
  valid_until: z.string().nullable().describe('Excluded; null is open.'),
  author: z.string(),
  recorded_at: z.string(),
});

const productAnswer = z.object({
  program: z.string(),
  product_id: z.string(),
  at: z.string().describe('The instant as of which everything is stated.'),
  store_id: z.string().nullable(),
  category: z.string().nullable(),
  seller_country: z.string().nullable().describe('Of the seller, not of the warehouse.'),
  affiliate: z.boolean().nullable().describe('null is not known, as in every other field.'),
  hot: z.boolean().nullable(),
  virtual: z.boolean().nullable(),
  hidden: z.boolean().nullable(),
  seller_rate: z.string().nullable().describe('Percent.'),
  hot_rate: z.string().nullable().describe('Percent, for links that lead directly to the item.'),
  title: z.string().nullable(),
  url: z.string().nullable(),
  price: z.object({ amount: z.string(), currency: z.string() }).nullable(),
  valid_from: z.string().describe('Since when the facts stand so.'),
  author: z.string(),
  recorded_at: z.string(),
  rates: z.array(rateAnswer).describe('Everything stated of its rates, latest first, at most 100.'),
});

const noNul = (text: z.ZodString) =>
  text.refine((value) => !value.includes('\0'), 'expected text without NUL characters');

/** `GET /api/v1/programs/{code}/products/{product_id}`: what is known of a product and its rates, for every organisation. */
export function catalogueRoutes({ db, clock }: CatalogueRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const word = noNul(z.string().max(WORD_CHARACTERS_MAX));
    const schema = {
      params: z.object({ code: word, product_id: word }),
      querystring: z.strictObject({ at: z.string().max(INSTANT_CHARACTERS_MAX).optional() }),
      response: { 200: productAnswer },
    };
    const config = { access: callerAccess('products') };
    app.get('/api/v1/programs/:code/products/:product_id', { config, schema }, async (request) => {
      const { code, product_id: productId } = request.params;
      const at = request.query.at === undefined ? clock.now() : readInstant(request.query.at);
      const actor = { role: 'app', org: requireCaller(request).orgId } as const;
      const found = await db.transaction(actor, (tx) => productAt(tx, code, productId, at));
      if (found === null) {
        const detail = `${code} knew no such product at ${formatInstant(at)}.`;
        return refuse({ code: 'product_unknown', field: 'product_id', value: shownValue(productId), detail });
      }
      return shownProduct(found.product, found.rates, at);
    });
  };
}

function readInstant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  const detail = `Expected ${parsed.error.expected}.`;
  return refuse({
    code: 'parameter_invalid',
    field: 'at',
    value: shownValue(text),
    detail,
    expected: { kind: 'instant' },
  });
}

function shownProduct(
  product: ProductRecord,
  rates: readonly RateStatement[],
  at: Instant,
): z.input<typeof productAnswer> {
  const { facts, attributes } = product;
  const { price } = attributes;
  return {
    program: product.program,
    product_id: facts.productId,
    at: formatInstant(at),
    store_id: facts.storeId,
    category: facts.category,
    seller_country: facts.sellerCountry,
    affiliate: facts.affiliate,
    hot: facts.hot,
    virtual: facts.virtual,
    hidden: facts.hidden,
    seller_rate: decimalText(facts.sellerRate),
    hot_rate: decimalText(facts.hotRate),
    title: attributes.title,
    url: attributes.url,
    price: price === null ? null : { amount: formatDecimal(price.amount), currency: price.currency },
    valid_from: formatInstant(product.validFrom),
    author: product.author,
    recorded_at: formatInstant(product.recordedAt),
    rates: rates.map((rate) => ({
      kind: rate.kind,
      percent: decimalText(rate.percent),
      valid_from: formatInstant(rate.validFrom),
      valid_until: rate.validUntil === null ? null : formatInstant(rate.validUntil),
      author: rate.author,
      recorded_at: formatInstant(rate.recordedAt),
    })),
  };
}

function decimalText(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}
