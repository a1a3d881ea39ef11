import { z } from 'zod';
import { type Refusal, shownValue } from '../../../contract/errors/index.ts';
import { statuses } from '../../../core/commission/decision.ts';
import { type Decimal, formatDecimal } from '../../../core/money/decimal.ts';
import { formatInstant, parseInstant } from '../../../core/time/index.ts';
import type { Actor } from '../../../platform/db/index.ts';
import { refuse } from '../../../platform/http/index.ts';
import type { Caller } from '../../accounts/index.ts';
import type { OrdersDeps } from '../deps.ts';
import { reasonText } from '../intake/accept-answers.ts';
import { readOrderId } from '../intake/fields.ts';
import { countIntake, type IntakeEntry, type IntakeQuery, listIntake } from '../intake/intake-store.ts';
import { type DecisionSummary, type EventContent, type LinePatch, type OrderRecord, orderName } from '../model.ts';
import { countOrderRows, listOrderRows } from '../store.ts';
import { type EventHistory, findOrderRefs, orderHistory, orderRecords } from './read.ts';

/** What may be read of orders and of the intake log, as JSON. */

const PAGE_DEFAULT = 20;
const PAGE_MAX = 500;
/** Deeper pages cost the database as much as all before them; exports read everything. */
const OFFSET_MAX = 100_000;

const page = {
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  offset: z.coerce.number().int().min(0).max(OFFSET_MAX).default(0),
};

const instant = z.string().transform((text, context): number => {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: `expected ${parsed.error.expected}`, input: text });
  return z.NEVER;
});

const word = z.string().min(1).max(128);
const meta = z.object({ count: z.number(), limit: z.number(), offset: z.number() });

export const decisionAnswer = z.object({
  status: z.enum(statuses),
  commission: z.object({ amount: z.string(), currency: z.string() }),
  click_id: z.string().nullable(),
  publisher: z.string().nullable().describe('Organisation that earns.'),
  terms_version: z.string().nullable(),
  lines: z.array(
    z.object({
      line_id: z.string(),
      status: z.enum(statuses),
      reason: z.string(),
      notes: z.array(z.string()).describe('Further reasons that hold for the line.'),
      rate: z.string().nullable().describe('Percent.'),
      commission: z.string(),
    }),
  ),
});

export function shownDecision(decision: DecisionSummary | null): z.input<typeof decisionAnswer> | null {
  if (decision === null) return null;
  return {
    status: decision.status,
    commission: { ...decision.commission },
    click_id: decision.clickId,
    publisher: decision.publisher,
    terms_version: decision.termsVersion,
    lines: decision.lines.map((line) => ({
      line_id: line.lineId,
      status: line.status,
      reason: line.reason,
      notes: [...line.notes],
      rate: line.rate,
      commission: line.commission,
    })),
  };
}

const orderAnswer = z.object({
  program: z.string(),
  order_id: z.string(),
  ordered_at: z.string(),
  ordered_at_source: z.enum(['reported', 'assumed_zone', 'received']),
  recorded_at: z.string(),
  channel: z.enum(['s2s', 'pixel', 'api', 'file']).describe('Of the first report.'),
  verified: z.boolean().describe('False while only a pixel has reported the order.'),
  delivery_country: z.string().nullable(),
  currency: z.string(),
  click_ids: z.array(z.string()),
  coupon: z.string().nullable(),
  customer: z.enum(['new', 'returning']).nullable(),
  goods_received: z.boolean(),
  revision: z.number(),
  also_in: z.array(z.string()).describe('Other programs of the advertiser with this order id.'),
  lines: z.array(
    z.object({ line_id: z.string(), product_id: z.string().nullable(), amount: z.string(), quantity: z.number() }),
  ),
  decision: decisionAnswer.nullable(),
});

const orderDetail = orderAnswer.extend({
  events: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      at: z.string(),
      recorded_at: z.string(),
      channel: z.string(),
      content: z.record(z.string(), z.unknown()),
      reason: z.string().nullable(),
      applied: z.boolean(),
      not_applied_because: z.string().nullable(),
    }),
  ),
});

export const orderDetailAnswer = {
  description: 'An order: {order_id} or {program}/{order_id}.',
  response: { 200: orderDetail },
};

export const orderListQuery = {
  querystring: z.strictObject({
    program: word.optional().describe('One that does not exist is answered like one without orders: no results.'),
    status: z.enum(statuses).optional(),
    since: instant.optional(),
    until: instant.optional(),
    ...page,
  }),
  response: { 200: z.object({ results: z.array(orderAnswer), _meta: meta }) },
};

/** On whose behalf the database is read: the operator sees everything, everybody else their own rows. */
function readerOf(caller: Caller): Actor {
  return caller.kind === 'operator' ? { role: 'system' } : { role: 'app', org: caller.orgId };
}

type OrderListQuery = z.output<typeof orderListQuery.querystring>;

export async function readOrderPage(deps: OrdersDeps, caller: Caller, query: OrderListQuery) {
  const asked = {
    program: query.program ?? null,
    status: query.status ?? null,
    since: query.since ?? null,
    until: query.until ?? null,
    limit: query.limit,
    offset: query.offset,
  };
  const { since, until } = asked;
  if (since !== null && until !== null && until <= since) {
    const detail = `until: expected a time after since, ${formatInstant(since)}; got ${formatInstant(until)}.`;
    return refuse({ code: 'range_invalid', field: 'until', value: formatInstant(until), detail });
  }
  return deps.db.transaction(readerOf(caller), async (tx) => {
    const rows = await listOrderRows(tx, asked);
    const count = await countOrderRows(tx, asked);
    const records = await orderRecords(tx, rows);
    const decisions = await deps.summaryOf(tx, rows);
    const results = records.map((record) => shownOrder(record, decisions.get(orderName(record)) ?? null));
    return { results, _meta: { count, limit: query.limit, offset: query.offset } };
  });
}

/** Longest name of an order: program, slash, id. */
const NAME_CHARACTERS_MAX = 300;

/** Whether it may name an order: the id, or program and id. */
function isOrderName(name: string): boolean {
  const id = name.slice(name.indexOf('/') + 1);
  return readOrderId(name).ok || (id.length < name.length && readOrderId(id).ok);
}

function orderNameInvalid(name: string): Refusal {
  const read = readOrderId(name);
  const expected = read.ok ? 'expected the id of an order' : read.expected;
  const value = shownValue(name);
  return { code: 'order_id_invalid', field: 'order_id', value, detail: `order_id: ${expected}; got ${value}.` };
}

export async function readOrder(deps: OrdersDeps, caller: Caller, name: string): Promise<z.input<typeof orderDetail>> {
  return deps.db.transaction(readerOf(caller), async (tx) => {
    const isName = name.length > 0 && name.length <= NAME_CHARACTERS_MAX && !name.includes('\u0000');
    const refs = isName ? await findOrderRefs(tx, name) : [];
    const [ref, ...others] = refs;
    if (ref === undefined && !isOrderName(name)) return refuse(orderNameInvalid(name));
    if (ref === undefined) {
      const detail = `There is no order ${shownValue(name)}.`;
      return refuse({ code: 'not_found', field: 'order_id', value: shownValue(name), detail });
    }
    if (others.length > 0) {
      const names = refs.map(orderName);
      const detail = `Orders of this id: ${names.slice(0, 10).join(', ')}.`;
      return refuse({
        code: 'order_ambiguous',
        field: 'order_id',
        value: shownValue(name),
        detail,
        extra: { orders: names },
      });
    }
    const [record] = await orderRecords(tx, [ref]);
    if (record === undefined) throw new Error(`order ${orderName(ref)} was found and is not there`);
    const decisions = await deps.summaryOf(tx, [ref]);
    const events = (await orderHistory(tx, ref)).map(shownEvent);
    return { ...shownOrder(record, decisions.get(orderName(ref)) ?? null), events };
  });
}

function shownOrder(record: OrderRecord, decision: DecisionSummary | null): z.input<typeof orderAnswer> {
  return {
    program: record.program,
    order_id: record.orderId,
    ordered_at: formatInstant(record.orderedAt),
    ordered_at_source: record.timeSource,
    recorded_at: formatInstant(record.recordedAt),
    channel: record.channel,
    verified: record.verified,
    delivery_country: record.deliveryCountry,
    currency: record.currency,
    click_ids: [...record.clickIds],
    coupon: record.coupon,
    customer: record.customer,
    goods_received: record.goodsReceived,
    revision: record.revision,
    also_in: record.alsoIn.map(({ program }) => program),
    lines: record.linesNow.map((line) => ({
      line_id: line.lineId,
      product_id: line.productId,
      amount: formatDecimal(line.amount),
      quantity: line.quantity,
    })),
    decision: shownDecision(decision),
  };
}

const TAKEN_BACK = 'A reopened event took it back.';

function shownEvent({ event, notApplied, isTakenBack }: EventHistory): z.input<typeof orderDetail>['events'][number] {
  return {
    id: event.id,
    type: event.content.type,
    at: formatInstant(event.at),
    recorded_at: formatInstant(event.recordedAt),
    channel: event.channel,
    content: shownContent(event.content),
    reason: event.reason,
    applied: notApplied === null && !isTakenBack,
    not_applied_because: isTakenBack ? TAKEN_BACK : notApplied === null ? null : reasonText(notApplied),
  };
}

/** What an event says, in the names in which events are reported. */
function shownContent(content: EventContent): Record<string, unknown> {
  switch (content.type) {
    case 'goods_received':
    case 'closed':
    case 'reopened':
      return {};
    case 'refunded':
      return { lines: content.lines?.map(shownPatch) ?? null };
    case 'violation':
      return { violation: content.violation, lines: content.lines };
    case 'corrected':
      return { lines: content.lines.map(shownPatch) };
  }
}

function shownPatch(patch: LinePatch | { readonly lineId: string; readonly amount: Decimal | null }): object {
  const { amount, ...rest } = patch;
  const named = Object.entries(rest).map(([name, value]) => [snakeCase(name), value]);
  const shown = Object.fromEntries(named);
  return amount === undefined ? shown : { ...shown, amount: amount === null ? null : formatDecimal(amount) };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Larger bodies are cut in the log's answer; they are kept whole. */
const BODY_SHOWN_CHARACTERS_MAX = 8_192;

const intakeEntry = z.object({
  id: z.string(),
  received_at: z.string(),
  channel: z.string(),
  program: z.string().nullable(),
  order_id: z.string().nullable(),
  verdict: z.string(),
  result_code: z.string().nullable().describe('The verdict in the words of the tracking protocol.'),
  http_status: z.number(),
  detail: z.record(z.string(), z.unknown()),
  method: z.string(),
  path: z.string(),
  content_type: z.string().nullable(),
  body: z.string(),
  body_cut: z.boolean(),
  remote_address: z.string().nullable(),
  request_id: z.string().nullable(),
});

export const keptAnswer = {
  description:
    'The intake log: every report with its verdict, newest first; `quarantine=true`: those whose sender is not proven.',
  querystring: z.strictObject({
    program: word.optional(),
    unnamed: z
      .enum(['true', 'false'])
      .default('false')
      .describe('true: with `program` also what names no known program.'),
    verdict: word.optional(),
    order_id: word.optional(),
    channel: z.enum(['s2s', 'pixel', 'api', 'file']).optional(),
    result: z.enum(['taken', 'refused']).optional(),
    quarantine: z.enum(['true', 'false']).default('false'),
    counted: z.enum(['true', 'false']).default('true').describe('false: how many there are is not counted.'),
    ...page,
  }),
  response: {
    200: z.object({ results: z.array(intakeEntry), _meta: meta.extend({ count: z.number().nullable() }) }),
  },
};

export async function readIntakePage(deps: OrdersDeps, caller: Caller, query: z.output<typeof keptAnswer.querystring>) {
  const table = query.quarantine === 'true' ? 'quarantine' : 'intake';
  const asked: IntakeQuery = {
    program: query.program ?? null,
    verdict: query.verdict ?? null,
    orderId: query.order_id ?? null,
    unnamed: query.unnamed === 'true',
    channel: query.channel ?? null,
    result: query.result ?? null,
    limit: query.limit,
    offset: query.offset,
  };
  return deps.db.transaction(readerOf(caller), async (tx) => {
    const entries = await listIntake(tx, table, asked);
    const count = query.counted === 'true' ? await countIntake(tx, table, asked) : null;
    return { results: entries.map(shownEntry), _meta: { count, limit: query.limit, offset: query.offset } };
  });
}

function shownEntry(entry: IntakeEntry): z.input<typeof intakeEntry> {
  const body = entry.body.toString('utf8');
  return {
    id: entry.id,
    received_at: formatInstant(entry.receivedAt),
    channel: entry.channel,
    program: entry.program,
    order_id: entry.orderId,
    verdict: entry.verdict,
    result_code: entry.resultCode,
    http_status: entry.httpStatus,
    detail: { ...entry.detail },
    method: entry.method,
    path: entry.path,
    content_type: entry.contentType,
    body: body.slice(0, BODY_SHOWN_CHARACTERS_MAX),
    body_cut: body.length > BODY_SHOWN_CHARACTERS_MAX,
    remote_address: entry.remoteAddress,
    request_id: entry.requestId,
  };
}
