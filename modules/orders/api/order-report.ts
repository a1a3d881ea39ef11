import { type ErrorCode, type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';
import { addDecimals, compareDecimals, DECIMAL_ZERO, formatDecimal } from '../../../core/money/decimal.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Program } from '../../programs/index.ts';
import { type Field, fitsCurrency, readTime, refuse } from '../intake/fields.ts';
import type { EventContent, EventReport, LinePatch, OrderReport } from '../model.ts';
import { contentId } from '../record/payload.ts';
import type { EventJson, LineJson, OrderJson, PatchJson } from './order-json.ts';

/** What well-formed JSON of the orders API means for its program: time, currency, sums, and the report that follows. */

export interface ReadContext {
  readonly program: Program;
  /** Currencies that the program's terms take; `null` while it has no terms. */
  readonly currencies: readonly string[] | null;
  readonly now: Instant;
}

/** What a well-formed order means for its program. */
export function orderReport(json: OrderJson, context: ReadContext): Result<OrderReport> {
  const { program } = context;
  const time = readTime(json.ordered_at, { zone: program.timeZone, now: context.now });
  if (!time.ok) return fieldRefusal('ordered_at', json.ordered_at, time);
  const currency = currencyOf(json.currency ?? null, context);
  if (!currency.ok) return fieldRefusal('currency', json.currency ?? null, currency);
  const sums = lineRefusal(json, currency.value);
  if (sums !== null) return { ok: false, error: sums };
  const clickIds = [...new Set([...(json.click_id ? [json.click_id] : []), ...(json.click_ids ?? [])])];
  return {
    ok: true,
    value: {
      program: program.code,
      advertiserOrg: program.advertiserOrg,
      orderId: json.order_id,
      channel: 'api',
      orderedAt: time.value.at,
      timeSource: time.value.source,
      deliveryCountry: json.delivery_country ?? null,
      currency: currency.value,
      clickIds,
      coupon: json.coupon ?? null,
      customer: json.customer ?? null,
      creditedSource: null,
      lines: json.lines.map((line, place) => ({ ...reportedLine(line), place })),
    },
  };
}

/** The currency of an order: as reported, or the program's own; only such as its terms take (BAD-49, BAD-50, R-5). */
export function currencyOf(
  reportedCurrency: string | null,
  { program, currencies }: Omit<ReadContext, 'now'>,
): Field<string> {
  const currency = reportedCurrency ?? program.defaultCurrency;
  if (currency === null) return refuse('currency_required', 'expected the currency of the amounts');
  if (currencies !== null && !currencies.includes(currency)) {
    return refuse('currency_not_agreed', `expected one of ${currencies.join(', ')}`);
  }
  return { ok: true, value: currency };
}

export function fieldRefusal(
  field: string,
  value: string | null,
  problem: { readonly code: ErrorCode; readonly expected: string },
): { readonly ok: false; readonly error: Refusal } {
  const { code, expected } = problem;
  if (value === null) return { ok: false, error: { code, field, detail: `${field} is missing: ${expected}.` } };
  const shown = shownValue(value);
  return { ok: false, error: { code, field, value: shown, detail: `${field}: ${expected}; got ${shown}.` } };
}

function lineRefusal(json: OrderJson, currency: string): Refusal | null {
  const ids = new Map<string, number>();
  for (const [index, line] of json.lines.entries()) {
    const first = ids.get(line.line_id);
    if (first !== undefined) {
      const detail = `lines[${index}].line_id is ${shownValue(line.line_id)}, as that of lines[${first}] is.`;
      return { code: 'line_repeated', field: `lines[${index}].line_id`, value: shownValue(line.line_id), detail };
    }
    ids.set(line.line_id, index);
    const fits = fitsCurrency(line.amount, currency);
    if (!fits.ok) return fieldRefusal(`lines[${index}].amount`, formatDecimal(line.amount), fits).error;
  }
  const sum = json.lines.reduce((total, line) => addDecimals(total, line.amount), DECIMAL_ZERO);
  if (json.total == null || compareDecimals(json.total, sum) === 0) return null;
  const [total, added] = [formatDecimal(json.total), formatDecimal(sum)];
  const detail = `total is ${total}, the amounts of the lines sum to ${added}.`;
  return { code: 'lines_do_not_add_up', field: 'total', value: total, detail, extra: { total, sum: added } };
}

function reportedLine(line: LineJson) {
  return {
    lineId: line.line_id,
    productId: line.product_id ?? null,
    amount: line.amount,
    quantity: line.quantity ?? 1,
    storeId: line.store_id ?? null,
    category: line.category ?? null,
    sellerCountry: line.seller_country ?? null,
    affiliate: line.affiliate ?? null,
    hot: line.hot ?? null,
    virtual: line.virtual ?? null,
    hidden: line.hidden ?? null,
  };
}

/**
 * An event that names program or order must name those of its address. A signature covers the body alone, so a signed event has to name
 * both: otherwise it could be sent on to another order (T-18).
 */
export function addressRefusal(
  json: EventJson,
  asked: { readonly program: string; readonly orderId: string },
  isSigned: boolean,
): Refusal | null {
  const named = [
    ['program', asked.program, json.program ?? null],
    ['order_id', asked.orderId, json.order_id ?? null],
  ] as const;
  for (const [field, expected, found] of named) {
    if (found === null && !isSigned) continue;
    if (found === null) {
      const detail = `${field} is missing: a signed event names its program and order in the body, which the signature covers.`;
      return { code: 'field_required', field, detail };
    }
    if (found === expected) continue;
    const value = shownValue(found);
    const detail = `${field}: expected ${shownValue(expected)} as in the address; got ${value}.`;
    return { code: 'field_invalid', field, value, detail, expected: { kind: 'one_of', value: shownValue(expected) } };
  }
  return null;
}

/** What a well-formed event means. Without an id of its own the content makes it, so that a repetition is the same event. */
export function eventReport(json: EventJson, orderId: string, context: ReadContext): Result<EventReport> {
  const time = readTime(json.at, { zone: context.program.timeZone, now: context.now });
  if (!time.ok) return fieldRefusal('at', json.at, time);
  const content = eventContent(json);
  const reason = json.reason ?? null;
  return {
    ok: true,
    value: {
      program: context.program.code,
      advertiserOrg: context.program.advertiserOrg,
      orderId,
      channel: 'api',
      id: json.id ?? contentId(content, time.value.at, reason),
      at: time.value.at,
      content,
      reason,
    },
  };
}

function eventContent(json: EventJson): EventContent {
  switch (json.type) {
    case 'goods_received':
    case 'closed':
    case 'reopened':
      return { type: json.type };
    case 'refunded': {
      const lines = json.lines?.map((line) => ({ lineId: line.line_id, amount: line.amount ?? null })) ?? null;
      return { type: 'refunded', lines };
    }
    case 'violation':
      return { type: 'violation', violation: json.violation, lines: json.lines ?? null };
    case 'corrected':
      return { type: 'corrected', lines: json.lines.map(linePatch) };
  }
}

/** Only what the event names; `null` says that nothing is known of it any more. */
function linePatch(line: PatchJson): LinePatch {
  const named: [keyof LinePatch, unknown][] = [
    ['productId', line.product_id],
    ['amount', line.amount],
    ['quantity', line.quantity],
    ['storeId', line.store_id],
    ['category', line.category],
    ['sellerCountry', line.seller_country],
    ['affiliate', line.affiliate],
    ['hot', line.hot],
    ['virtual', line.virtual],
    ['hidden', line.hidden],
  ];
  return Object.assign(
    { lineId: line.line_id },
    ...named.flatMap(([field, value]) => (value === undefined ? [] : { [field]: value })),
  );
}
