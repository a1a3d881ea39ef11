import { z } from 'zod';
import {
  codedMessage,
  type ErrorCode,
  type Refusal,
  type Result,
  readCodedMessage,
  shownValue,
} from '../../../contract/errors/index.ts';
import type { Decimal } from '../../../core/money/decimal.ts';
import {
  CLICK_ID_CHARACTERS_MAX,
  COUPON_CHARACTERS_MAX,
  type Field,
  ORDER_ID_CHARACTERS_MAX,
  PRODUCT_ID_CHARACTERS_MAX,
  QUANTITY_MAX,
  readAmount,
  readCountry,
  readCoupon,
  readCurrency,
  readName,
  readOrderId,
} from '../intake/fields.ts';
import { eventTypes, violationCodes } from '../model.ts';
import { CLICK_IDS_MAX } from '../record/merge.ts';

/** JSON bodies of the orders API: their schemas. What they mean is read in `order-report.ts`. */

/** More lines are no order of a person; and a request of this many lines fits the limit of a body (BAD-61). */
export const LINES_MAX = 10_000;
const LINE_ID_CHARACTERS_MAX = 100;
const REASON_CHARACTERS_MAX = 500;

/** A text that a field reader accepts, as what the reader makes of it. */
function text<T>(reader: (text: string) => Field<T>, missing: ErrorCode, expected: string) {
  return z
    .string({
      error: ({ input }) => (input === undefined ? codedMessage(missing, expected) : `expected text: ${expected}`),
    })
    .transform((value, context): T => {
      const read = reader(value);
      if (read.ok) return read.value;
      context.addIssue({ code: 'custom', message: codedMessage(read.code, read.expected), input: value });
      return z.NEVER;
    });
}

function name(charactersMax: number) {
  return text(
    (value) => readName(value, charactersMax),
    'field_required',
    `expected 1 to ${charactersMax} visible characters`,
  );
}

const AMOUNT_EXPECTED = 'expected a decimal in quotes, such as "1234.56"';

const amount = z
  .string({
    error: ({ input }) => {
      if (input === undefined) return codedMessage('amount_required', AMOUNT_EXPECTED);
      return codedMessage(typeof input === 'number' ? 'amount_must_be_string' : 'amount_format', AMOUNT_EXPECTED);
    },
  })
  .transform((value, context): Decimal => {
    const read = readAmount(value);
    if (read.ok) return read.value;
    context.addIssue({ code: 'custom', message: codedMessage(read.code, read.expected), input: value });
    return z.NEVER;
  });

const quantity = z
  .int({ error: codedMessage('quantity_invalid', `expected a whole number from 1 to ${QUANTITY_MAX}`) })
  .min(1, codedMessage('quantity_invalid', 'expected at least 1'))
  .max(QUANTITY_MAX, codedMessage('quantity_invalid', `expected at most ${QUANTITY_MAX}`));

const country = text(readCountry, 'field_required', 'expected two letters, ISO 3166-1');
const time = z.string({
  error: codedMessage('order_time_invalid', 'expected RFC 3339, for example 2022-06-15T09:00:00.000Z'),
});
const lineId = name(LINE_ID_CHARACTERS_MAX);
const clickId = name(CLICK_ID_CHARACTERS_MAX);

const reported = {
  product_id: name(PRODUCT_ID_CHARACTERS_MAX).nullish(),
  store_id: name(PRODUCT_ID_CHARACTERS_MAX).nullish(),
  category: name(PRODUCT_ID_CHARACTERS_MAX).nullish(),
  seller_country: country.nullish(),
  affiliate: z.boolean().nullish(),
  hot: z.boolean().nullish(),
  virtual: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
};

const lineSchema = z.strictObject({ line_id: lineId, amount, quantity: quantity.nullish(), ...reported });
const patchSchema = z.strictObject({
  line_id: lineId,
  amount: amount.exactOptional(),
  quantity: quantity.exactOptional(),
  ...reported,
});

function list<T extends z.ZodType>(element: T) {
  return z.array(element).min(1, codedMessage('lines_required', 'expected at least one line'));
}

export const orderSchema = z.strictObject({
  program: name(100),
  order_id: text(readOrderId, 'order_id_required', `expected 1 to ${ORDER_ID_CHARACTERS_MAX} visible characters`),
  ordered_at: time,
  currency: text(readCurrency, 'currency_required', 'expected a current ISO 4217 code').nullish(),
  click_id: clickId.nullish(),
  click_ids: z.array(clickId).max(CLICK_IDS_MAX).nullish(),
  delivery_country: country.nullish(),
  coupon: text(readCoupon, 'field_required', `expected 1 to ${COUPON_CHARACTERS_MAX} visible characters`).nullish(),
  customer: z.enum(['new', 'returning']).nullish(),
  total: amount.nullish(),
  lines: z
    .array(lineSchema, {
      error: ({ input }) =>
        codedMessage(input === undefined ? 'lines_required' : 'field_invalid', 'expected a list of lines'),
    })
    .min(1, codedMessage('lines_required', 'expected at least one line')),
});

const eventBase = {
  at: time,
  id: text(readOrderId, 'field_required', 'expected 1 to 128 visible characters').nullish(),
  reason: name(REASON_CHARACTERS_MAX).nullish(),
  /** Program and order are those of the address; who signs names them here too, as the signature covers the body alone. */
  program: name(100).nullish(),
  order_id: text(
    readOrderId,
    'order_id_required',
    `expected 1 to ${ORDER_ID_CHARACTERS_MAX} visible characters`,
  ).nullish(),
};

const refundShape = { line_id: lineId, amount: amount.nullish() };

export const eventSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('goods_received'), ...eventBase }),
    z.strictObject({ type: z.literal('closed'), ...eventBase }),
    z.strictObject({ type: z.literal('reopened'), ...eventBase, reason: name(REASON_CHARACTERS_MAX) }),
    z.strictObject({
      type: z.literal('refunded'),
      lines: list(z.strictObject(refundShape)).nullish(),
      ...eventBase,
    }),
    z.strictObject({
      type: z.literal('violation'),
      violation: z.enum(violationCodes, {
        error: codedMessage('reason_required', `expected one of ${violationCodes.join(', ')}`),
      }),
      lines: list(z.union([lineId, z.strictObject({ line_id: lineId }).transform((line) => line.line_id)])).nullish(),
      ...eventBase,
    }),
    z.strictObject({ type: z.literal('corrected'), lines: list(patchSchema), ...eventBase }),
  ],
  { error: codedMessage('status_unknown', `expected one of ${eventTypes.join(', ')}`) },
);

export type OrderJson = z.output<typeof orderSchema>;
export type LineJson = z.output<typeof lineSchema>;
export type PatchJson = z.output<typeof patchSchema>;
export type EventJson = z.output<typeof eventSchema>;

/** Checks the shape of an order; `program` is looked up by the caller before the rest is read. */
export function parseOrderJson(body: unknown): Result<OrderJson> {
  const lines = typeof body === 'object' && body !== null && 'lines' in body ? body.lines : null;
  if (Array.isArray(lines) && lines.length > LINES_MAX) {
    const detail = `The order has ${lines.length} lines; expected at most ${LINES_MAX} (max ${LINES_MAX}).`;
    return { ok: false, error: { code: 'too_many_lines', field: 'lines', value: String(lines.length), detail } };
  }
  return parsed(orderSchema, body, ORDER_FIELDS);
}

export function parseEventJson(body: unknown): Result<EventJson> {
  const type = valueAt(body, ['type']);
  const variant = eventSchema.options.find((option) => option.shape.type.value === type);
  const top = Object.keys(variant?.shape ?? eventBase);
  return parsed(eventSchema, body, { top, line: Object.keys(type === 'corrected' ? patchSchema.shape : refundShape) });
}

/** Names that a sender may have meant, told to one who sent another. */
interface FieldNames {
  readonly top: readonly string[];
  /** Of an element of `lines`. */
  readonly line: readonly string[];
}

const ORDER_FIELDS: FieldNames = { top: Object.keys(orderSchema.shape), line: Object.keys(lineSchema.shape) };

function parsed<T>(schema: z.ZodType<T>, body: unknown, fields: FieldNames): Result<T> {
  const result = schema.safeParse(body);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, error: refusalOf(result.error.issues, body, fields) };
}

/** More findings help nobody. */
const FINDINGS_SHOWN_MAX = 20;

function refusalOf(issues: readonly z.core.$ZodIssue[], body: unknown, fields: FieldNames): Refusal {
  const refusals = issues.slice(0, FINDINGS_SHOWN_MAX).map((issue) => issueRefusal(issue, body, fields));
  const [first] = refusals;
  if (first === undefined) return { code: 'bad_request', field: null, detail: 'The body is not accepted.' };
  return refusals.length === 1 ? first : { ...first, extra: { findings: refusals, findings_count: issues.length } };
}

function issueRefusal(issue: z.core.$ZodIssue, body: unknown, fields: FieldNames): Refusal {
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0] ?? ''];
    const field = shownPath(path);
    const value = shownValue(valueAt(body, path));
    const expected = issue.path.length === 0 ? fields.top : fields.line;
    const detail = `The field ${field} is not known here; got ${value}. Expected ${expected.join(', ')}.`;
    return { code: 'field_not_allowed', field, value, detail };
  }
  const field = issue.path.length === 0 ? null : shownPath(issue.path);
  const found = valueAt(body, issue.path);
  const coded = readCodedMessage(issue.message);
  const expected = coded?.expectation ?? issue.message;
  const code = coded?.code ?? (found === undefined ? 'field_required' : 'field_invalid');
  if (found === undefined) return { code, field, detail: `${field ?? 'The body'} is missing: ${expected}.` };
  const value = shownValue(found);
  return { code, field, value, detail: `${field ?? 'The body'}: ${expected}; got ${value}.` };
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
  }
  return value;
}

function shownPath(path: readonly PropertyKey[]): string {
  const shown = path.map((part, index) =>
    typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
  );
  return shownValue(shown.join(''));
}
