import { type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';
import { DECIMAL_ZERO, type Decimal, formatDecimal, multiplyDecimals } from '../../../core/money/decimal.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Program } from '../../programs/index.ts';
import { currencyOf, fieldRefusal } from '../api/order-report.ts';
import {
  CLICK_ID_CHARACTERS_MAX,
  COUPON_CHARACTERS_MAX,
  type Field,
  fitsCurrency,
  PRODUCT_ID_CHARACTERS_MAX,
  readAmount,
  readCountry,
  readCoupon,
  readCurrency,
  readName,
  readOrderId,
  readQuantity,
  readTime,
} from '../intake/fields.ts';
import type { OrderReport, ReportedLineAt, TimeSource } from '../model.ts';

/**
 * The parameters of tracking requests and of the `payment_list` file, with their other names (admitad-api 21.1, 21.3).
 * Parameters that are not here are plug-ins' remarks about themselves and are passed over.
 */
const NAMES = {
  campaign_code: [],
  postback: ['pb'],
  postback_key: ['postback_hash', 'pk'],
  uid: ['key'],
  order_id: ['oid'],
  action_code: ['ac', 'product', 'product_code'],
  tariff_code: ['tc'],
  payment_type: [],
  price: ['cart', 'p', 'amount'],
  currency_code: ['currency', 'c'],
  quantity: [],
  position_id: ['pid'],
  position_count: ['pc', 'pn'],
  product_id: ['prid'],
  country_code: [],
  promocode: [],
  channel: [],
  response_type: [],
  datetime_action: ['now'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ParameterName = keyof typeof NAMES;
export type Parameters = Readonly<Partial<Record<ParameterName, string>>>;

function isParameterName(name: string): name is ParameterName {
  return Object.hasOwn(NAMES, name);
}

const CANONICAL: ReadonlyMap<string, ParameterName> = new Map(
  Object.keys(NAMES)
    .filter(isParameterName)
    .flatMap((name) => [name, ...NAMES[name]].map((alias) => [alias, name] as const)),
);

/**
 * The parameters by their proper names. One that comes twice is refused, unless it comes under two names with one value: which of
 * two amounts was meant cannot be told (T-25). A name with brackets counts as a repetition of the name.
 */
export function readParameters(pairs: Iterable<readonly [string, string]>): Result<Parameters> {
  const found: Partial<Record<ParameterName, string>> = {};
  const seen = new Set<string>();
  for (const [rawName, value] of pairs) {
    const name = CANONICAL.get(withoutBrackets(rawName));
    if (name === undefined) continue;
    const before = found[name];
    if (seen.has(rawName) || rawName.includes('[') || (before !== undefined && before !== value)) {
      const detail = `${name} was sent more than once: ${shownValue(before ?? '')} and ${shownValue(value)}.`;
      return { ok: false, error: { code: 'duplicate_parameter', field: name, value: shownValue(value), detail } };
    }
    seen.add(rawName);
    found[name] = value;
  }
  return { ok: true, value: found };
}

/** `amount` of `amount[0]`; without an expression, which would take minutes over a name of many brackets. */
function withoutBrackets(name: string): string {
  const at = name.endsWith(']') ? name.indexOf('[') : -1;
  return at < 0 ? name : name.slice(0, at);
}

/** Result codes of the tracking protocol's request log, for those who know them from there (admitad-api 21.1). */
export const resultCodes = [
  'ActionCodeDoesNotExist',
  'TariffDoesNotExist',
  'PixelTrackingNotAllowed',
  'PostbackAuthorizationError',
  'PaymentExistError',
  'PaymentAlreadyCollected',
  'FingerprintError',
  'UIDDoesNotExist',
] as const;
export type ResultCode = (typeof resultCodes)[number];

export interface PostbackContext {
  readonly program: Program;
  readonly currencies: readonly string[] | null;
  readonly now: Instant;
  readonly channel: 's2s' | 'pixel' | 'file';
}

/** One position of an order (or one lead) as a tracking request or an element of a file tells it. */
export function postbackReport(parameters: Parameters, context: PostbackContext): Result<OrderReport> {
  const reader = readerOf(parameters);
  const isLead = parameters.payment_type?.toLowerCase() === 'lead';
  const orderId = reader.required('order_id', 'order_id_required', readOrderId);
  const clickId = reader.optional('uid', (text) => readName(text, CLICK_ID_CHARACTERS_MAX));
  const coupon = reader.optional('promocode', readCoupon);
  const country = reader.optional('country_code', readCountry);
  const source = reader.optional('channel', (text) => readName(text, COUPON_CHARACTERS_MAX));
  const reportedCurrency = reader.optional('currency_code', readCurrency);
  const currency = reader.checked(
    'currency_code',
    currencyOf(leadCurrency(reportedCurrency, isLead, context), context),
  );
  const line = lineOf(reader, { isLead, currency: currency ?? '' });
  const time = timeOf(reader, context);
  if (reader.problem !== null) return { ok: false, error: reader.problem };
  if (orderId === null || currency === null || line === null)
    throw new Error('a required parameter was read as absent');
  return {
    ok: true,
    value: {
      program: context.program.code,
      advertiserOrg: context.program.advertiserOrg,
      orderId,
      channel: context.channel,
      orderedAt: time.at,
      timeSource: time.source,
      deliveryCountry: country,
      currency,
      clickIds: clickId === null ? [] : [clickId],
      coupon,
      customer: null,
      creditedSource: source === 'adm' ? null : source,
      lines: [line],
    },
  };
}

/** A lead has no price, so it needs no currency of its own: any that the program takes will do. */
function leadCurrency(
  reported: string | null,
  isLead: boolean,
  { program, currencies }: PostbackContext,
): string | null {
  return reported ?? (isLead ? (program.defaultCurrency ?? currencies?.[0] ?? null) : null);
}

/** Reads parameter after parameter and remembers the first that is wrong. Empty ones count as not sent. */
interface Reader {
  problem: Refusal | null;
  readonly parameters: Parameters;
  required<T>(
    name: ParameterName,
    missing: 'order_id_required' | 'amount_required',
    read: (text: string) => Field<T>,
  ): T | null;
  optional<T>(name: ParameterName, read: (text: string) => Field<T>): T | null;
  checked<T>(name: ParameterName, field: Field<T>): T | null;
}

function readerOf(parameters: Parameters): Reader {
  const reader: Reader = {
    problem: null,
    parameters,
    checked(name, field) {
      if (field.ok) return field.value;
      reader.problem ??= fieldRefusal(name, parameters[name] ?? null, field).error;
      return null;
    },
    optional: (name, read) => {
      const text = parameters[name] ?? '';
      return text === '' ? null : reader.checked(name, read(text));
    },
    required(name, missing, read) {
      const text = parameters[name];
      if (text === undefined) {
        reader.problem ??= fieldRefusal(name, null, { code: missing, expected: 'expected it in every request' }).error;
        return null;
      }
      return reader.checked(name, read(text));
    },
  };
  return reader;
}

function lineOf(
  reader: Reader,
  { isLead, currency }: { readonly isLead: boolean; readonly currency: string },
): ReportedLineAt | null {
  const quantity = reader.optional('quantity', readQuantity) ?? 1;
  const price = isLead
    ? (reader.optional('price', readAmount) ?? DECIMAL_ZERO)
    : reader.required('price', 'amount_required', readAmount);
  const position = reader.optional('position_id', readPosition) ?? 1;
  const count = reader.optional('position_count', readPosition);
  const productId = reader.optional('product_id', (text) => readName(text, PRODUCT_ID_CHARACTERS_MAX));
  if (count !== null && position > count) {
    const expected = `expected at most position_count, which is ${count}`;
    reader.checked('position_id', { ok: false, code: 'position_invalid', expected });
  }
  if (price === null) return null;
  const amount = reader.checked('price', amountOf(price, quantity, currency));
  return amount === null ? null : { lineId: String(position), productId, amount, quantity, place: position - 1 };
}

/**
 * Prices are per piece (admitad-api 21.1). The price of one piece was charged, so it has no smaller parts than the currency (BAD-47);
 * where a discount was divided over several pieces, decimals are what the division left, and are kept.
 */
function amountOf(price: Decimal, quantity: number, currency: string): Field<Decimal> {
  const amount = multiplyDecimals(price, { digits: BigInt(quantity), scale: 0 });
  const size = readAmount(formatDecimal(amount));
  return size.ok && quantity === 1 && currency !== '' ? fitsCurrency(amount, currency) : size;
}

function readPosition(text: string): Field<number> {
  const position = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return position >= 1
    ? { ok: true, value: position }
    : { ok: false, code: 'position_invalid', expected: 'expected a whole number from 1 on' };
}

/** Tracking requests carry no time: it is the moment they come in. Files do (`datetime_action`, in the program's zone). */
function timeOf(
  reader: Reader,
  { program, now }: PostbackContext,
): { readonly at: Instant; readonly source: TimeSource } {
  const read = reader.optional('datetime_action', (text) => readTime(text, { zone: program.timeZone, now }));
  return read ?? { at: now, source: 'received' };
}

/** A code that names another action or tariff than the program's own; `null` when both fit or are absent. */
export function wrongCode(
  parameters: Parameters,
  program: Program,
): { readonly name: ParameterName; readonly code: ResultCode } | null {
  if (parameters.action_code !== undefined && parameters.action_code !== program.actionCode) {
    return { name: 'action_code', code: 'ActionCodeDoesNotExist' };
  }
  if (parameters.tariff_code !== undefined && parameters.tariff_code !== program.tariffCode) {
    return { name: 'tariff_code', code: 'TariffDoesNotExist' };
  }
  return null;
}
