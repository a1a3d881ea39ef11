import { catalogueEntry, type Refusal, type Result, shownValue } from '../../contract/errors/index.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import { isUnavailable, type Queryable, type Tx } from '../../platform/db/index.ts';
import { parseStrictJson, RefusedRequest } from '../../platform/http/index.ts';
import type { Caller } from '../accounts/index.ts';
import { noProgram, type Program, programByCampaignCode, programByCode } from '../programs/index.ts';
import { clickTimeForOrder } from './click-times.ts';
import { readOrderId } from './fields.ts';
import type { NotAppliedReason } from './fold.ts';
import { type DurableDeps, keepInIntake, type Quota, recordDurably } from './intake.ts';
import { insertIntake, type ReceivedRequest } from './intake-store.ts';
import { type DecisionSummary, type OrderRef, orderName } from './model.ts';
import { parseEventJson, parseOrderJson } from './order-json.ts';
import { eventReport, fieldRefusal, orderReport } from './order-report.ts';
import { type EventResult, type ReportResult, recordEvents, recordOrders } from './record.ts';

/** What a click id says of itself, checked by its signature; see `openClickId` of the clicks. */
export type OpenedClickId = Result<
  { readonly campaignCode: string; readonly at: Instant },
  'malformed' | 'unknown_key' | 'forged'
>;

export interface OrdersDeps extends DurableDeps {
  readonly openClickId: (clickId: string) => OpenedClickId;
  readonly termsOf: (q: Queryable, program: string) => Promise<{ readonly orderCurrencies: readonly string[] } | null>;
  /** Present decisions by the name of their order (`orderName`); orders without one are absent. */
  readonly summaryOf: (q: Queryable, refs: readonly OrderRef[]) => Promise<ReadonlyMap<string, DecisionSummary>>;
  readonly quota: Quota;
}

/** Something that is worth saying about an accepted report. */
export interface Notice {
  readonly code: string;
  readonly field: string | null;
  readonly detail: string;
}

/** The answer to an accepted request; 202 asks somebody to look at it. */
export interface Accepted {
  readonly httpStatus: 200 | 202;
  readonly body: {
    readonly program: string;
    readonly order_id: string;
    readonly outcome: string;
    readonly event_id?: string;
    readonly waits_for?: string;
    readonly notices: readonly Notice[];
    readonly decision: DecisionSummary | null;
    readonly intake_id: string;
  };
}

/** What is known of a request while it is judged; goes into the log whatever the verdict. */
interface Subject {
  program: Program | null;
  orderId: string | null;
  /** The verdict was written together with the record. */
  isKept: boolean;
}

/** `POST /api/v1/orders` */
export function acceptOrder(deps: OrdersDeps, caller: Caller, raw: ReceivedRequest): Promise<Result<Accepted>> {
  return withIntake(deps, caller, raw, async (subject) => {
    const json = readJson(raw);
    if (!json.ok) return json;
    const named = memberText(json.value, 'program');
    subject.program = named === null ? null : await programFor(deps, caller, named);
    subject.orderId = validOrderId(memberText(json.value, 'order_id'));
    const parsed = parseOrderJson(json.value);
    if (!parsed.ok) return parsed;
    const { program } = subject;
    if (program === null) return { ok: false, error: noProgram(parsed.value.program) };
    if (program.status === 'archived') return { ok: true, value: archived(raw, program, parsed.value.order_id) };
    const read = orderReport(parsed.value, await readContext(deps, program));
    if (!read.ok) return read;
    const report = read.value;
    const clicks = await checkClicks(deps, program, report.clickIds, report.orderedAt);
    if (!clicks.ok) return clicks;
    return recordDurably(deps, async (tx, recordDeps): Promise<Result<Accepted>> => {
      const [result] = await recordOrders(tx, recordDeps, [report]);
      if (result === undefined) throw new Error('a report without a result');
      const answer = await reportAnswer(tx, deps, { raw, ref: report, result, notices: clicks.value });
      await keepWith(tx, raw, subject, answer);
      return answer;
    });
  });
}

/** `POST /api/v1/programs/{code}/orders/{order_id}/events` */
export function acceptEvent(
  deps: OrdersDeps,
  caller: Caller,
  raw: ReceivedRequest,
  asked: { readonly program: string; readonly orderId: string },
): Promise<Result<Accepted>> {
  return withIntake(deps, caller, raw, async (subject) => {
    subject.program = await programFor(deps, caller, asked.program);
    subject.orderId = validOrderId(asked.orderId);
    const { program } = subject;
    if (program === null) return { ok: false, error: noProgram(asked.program) };
    const orderId = readOrderId(asked.orderId);
    if (!orderId.ok) return fieldRefusal('order_id', asked.orderId, orderId);
    const json = readJson(raw);
    if (!json.ok) return json;
    const parsed = parseEventJson(json.value);
    if (!parsed.ok) return parsed;
    if (program.status === 'archived') return { ok: true, value: archived(raw, program, orderId.value) };
    const report = eventReport(parsed.value, orderId.value, await readContext(deps, program));
    if (!report.ok) return report;
    return recordDurably(deps, async (tx, recordDeps): Promise<Result<Accepted>> => {
      const [result] = await recordEvents(tx, recordDeps, [report.value]);
      if (result === undefined) throw new Error('an event without a result');
      const answer = await eventAnswer(tx, deps, { raw, ref: report.value, result });
      await keepWith(tx, raw, subject, answer);
      return answer;
    });
  });
}

/** Judges a request and keeps it with its verdict, whatever that is. */
async function withIntake(
  deps: OrdersDeps,
  caller: Caller,
  raw: ReceivedRequest,
  judge: (subject: Subject) => Promise<Result<Accepted>>,
): Promise<Result<Accepted>> {
  const seconds = deps.quota.take(caller.orgId);
  if (seconds !== null) {
    const detail = `More orders and events than the intake takes of one organisation at a time; go on in ${seconds.toFixed(3)} s.`;
    return { ok: false, error: { code: 'rate_limited', field: null, detail, extra: { retry_after: seconds } } };
  }
  const subject: Subject = { program: null, orderId: null, isKept: false };
  const owner = caller.kind === 'advertiser' ? caller.orgId : null;
  try {
    const answer = await judge(subject);
    if (!subject.isKept) await keepInIntake(deps.db, entryOf(raw, subject, owner, answer));
    return answer.ok ? answer : refusedWith(raw, answer.error);
  } catch (error) {
    if (isUnavailable(error)) throw new RefusedRequest(storeIsAway());
    const entry = { ...entryOf(raw, subject, owner, null), verdict: 'internal_error', httpStatus: 500 };
    await keepInIntake(deps.db, entry).catch((second: unknown) => deps.onDefect(second, 'a request could not be kept'));
    throw error;
  }
}

export function storeIsAway(): Refusal {
  const detail = 'The request was not recorded, as the database cannot be reached.';
  return { code: 'not_ready', field: null, detail, extra: { retry_after: 5 } };
}

function refusedWith(raw: ReceivedRequest, refusal: Refusal): Result<Accepted> {
  return { ok: false, error: { ...refusal, extra: { ...refusal.extra, intake_id: raw.id } } };
}

async function keepWith(tx: Tx, raw: ReceivedRequest, subject: Subject, answer: Result<Accepted>): Promise<void> {
  await insertIntake(tx, [entryOf(raw, subject, null, answer)]);
  subject.isKept = true;
}

function entryOf(raw: ReceivedRequest, subject: Subject, owner: string | null, answer: Result<Accepted> | null) {
  return {
    ...raw,
    program: subject.program?.code ?? null,
    advertiserOrg: subject.program?.advertiserOrg ?? owner,
    orderId: subject.orderId,
    resultCode: null,
    ...verdictOf(answer),
  };
}

function verdictOf(answer: Result<Accepted> | null) {
  if (answer === null) return { verdict: 'undecided', httpStatus: 0, detail: {} };
  if (!answer.ok) {
    const { code, field, value, detail } = answer.error;
    return { verdict: code, httpStatus: refusalStatus(answer.error), detail: { field, value: value ?? null, detail } };
  }
  const { outcome, notices, event_id: eventId, waits_for: waitsFor } = answer.value.body;
  const first = answer.value.httpStatus === 202 ? notices[0]?.code : undefined;
  return {
    verdict: first ?? outcome,
    httpStatus: answer.value.httpStatus,
    detail: { outcome, notices, event_id: eventId ?? null, waits_for: waitsFor ?? null },
  };
}

function refusalStatus(refusal: Refusal): number {
  return catalogueEntry(refusal.code).status;
}

function readJson(raw: ReceivedRequest): Result<unknown> {
  const type = raw.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json') {
    const detail = `Content-Type: expected application/json; got ${shownValue(type === '' ? 'none' : type)}.`;
    return { ok: false, error: { code: 'content_type', field: 'Content-Type', value: shownValue(type), detail } };
  }
  return parseStrictJson(raw.secretBody);
}

function memberText(body: unknown, name: string): string | null {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return null;
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : null;
}

function validOrderId(text: string | null): string | null {
  const read = text === null ? null : readOrderId(text);
  return read?.ok === true ? read.value : null;
}

/** Longest text that is looked up as a program. */
const PROGRAM_CODE_CHARACTERS_MAX = 100;

/** The program, if the caller may report its orders; another advertiser's is as if it were not there (T-14). */
async function programFor(deps: OrdersDeps, caller: Caller, code: string): Promise<Program | null> {
  if (code.length > PROGRAM_CODE_CHARACTERS_MAX || code.includes('\u0000')) return null;
  const program = await deps.db.transaction({ role: 'system' }, (tx) => programByCode(tx, code));
  return program !== null && (caller.kind === 'operator' || program.advertiserOrg === caller.orgId) ? program : null;
}

async function readContext(deps: OrdersDeps, program: Program) {
  const terms = await deps.db.transaction({ role: 'system' }, (tx) => deps.termsOf(tx, program.code));
  return { program, currencies: terms?.orderCurrencies ?? null, now: deps.clock.now() };
}

/** An archived program takes no orders any more, but what comes is kept and can be reconciled (BAD-67). */
function archived(raw: ReceivedRequest, program: Program, orderId: string): Accepted {
  const detail = `The program ${program.code} is archived: the report is kept and changed nothing. Ask the operator to reconcile it.`;
  return {
    httpStatus: 202,
    body: {
      program: program.code,
      order_id: orderId,
      outcome: 'program_archived',
      notices: [{ code: 'program_archived', field: 'program', detail }],
      decision: null,
      intake_id: raw.id,
    },
  };
}

/**
 * What the signatures of the click ids say (BAD-35 … BAD-37, BAD-40). Only the click of another advertiser refuses the order; one that
 * cannot be verified never earns, which the decision sees to, and is reported to the sender.
 */
export async function checkClicks(
  deps: OrdersDeps,
  program: Program,
  clickIds: readonly string[],
  orderedAt: Instant,
): Promise<Result<readonly Notice[]>> {
  const notices: Notice[] = [];
  for (const clickId of clickIds) {
    const opened = deps.openClickId(clickId);
    if (!opened.ok) {
      if (opened.error !== 'malformed') notices.push(unverifiable(clickId));
      continue;
    }
    const { campaignCode, at } = opened.value;
    const other = campaignCode === program.campaignCode ? program : await programOfClick(deps, campaignCode);
    if (other !== null && other.advertiserOrg !== program.advertiserOrg) {
      const detail = `click_id: expected a click on a link of ${program.code}; got one of another advertiser.`;
      const value = shownValue(clickId);
      return { ok: false, error: { code: 'click_belongs_to_other_program', field: 'click_id', value, detail } };
    }
    if (clickTimeForOrder(at, orderedAt) > orderedAt) {
      const detail = `The click was made at ${formatInstant(at)}, after the order of ${formatInstant(orderedAt)}; it does not count.`;
      notices.push({ code: 'order_precedes_click', field: 'ordered_at', detail });
    }
  }
  return { ok: true, value: notices };
}

function unverifiable(clickId: string): Notice {
  const detail = `The signature of ${shownValue(clickId)} is wrong; the click does not count. Send the id exactly as it arrived.`;
  return { code: 'click_unverifiable', field: 'click_id', detail };
}

function programOfClick(deps: OrdersDeps, campaignCode: string): Promise<Program | null> {
  return deps.db.transaction({ role: 'system' }, (tx) => programByCampaignCode(tx, campaignCode));
}

async function reportAnswer(
  tx: Tx,
  deps: OrdersDeps,
  found: {
    readonly raw: ReceivedRequest;
    readonly ref: OrderRef;
    readonly result: ReportResult;
    readonly notices: readonly Notice[];
  },
): Promise<Result<Accepted>> {
  const { raw, ref, result } = found;
  if (!result.ok) return { ok: false, error: currencyDiffers(result.known) };
  const notices = [...found.notices, ...noticesOf(result)];
  const httpStatus = result.outcome === 'needs_review' || found.notices.length > 0 ? 202 : 200;
  const body = { program: ref.program, order_id: ref.orderId, outcome: result.outcome, notices, intake_id: raw.id };
  return { ok: true, value: { httpStatus, body: { ...body, decision: await decisionOf(tx, deps, ref) } } };
}

export function currencyDiffers(known: string): Refusal {
  return {
    code: 'currency_differs',
    field: 'currency',
    detail: `currency: expected ${known}, in which the order was first reported.`,
  };
}

export function noticesOf(result: Extract<ReportResult, { ok: true }>): readonly Notice[] {
  if (result.outcome === 'needs_review') {
    const fields = result.fields.join(', ');
    const detail = `Goods were received, so a report does not change ${fields} any more. Nothing was changed; send a corrected or refunded event.`;
    return [{ code: 'needs_review', field: result.fields[0] ?? null, detail }];
  }
  if (!result.earlierContent) return [];
  const detail =
    'This was reported before and has been changed since; nothing was changed. To go back, send a corrected event.';
  return [{ code: 'earlier_content', field: 'lines', detail }];
}

async function eventAnswer(
  tx: Tx,
  deps: OrdersDeps,
  found: { readonly raw: ReceivedRequest; readonly ref: OrderRef; readonly result: EventResult },
): Promise<Result<Accepted>> {
  const { raw, ref, result } = found;
  if (!result.ok) return { ok: false, error: eventRefusal(result) };
  const isParked = result.outcome === 'parked';
  const body = {
    program: ref.program,
    order_id: ref.orderId,
    outcome: result.outcome,
    event_id: result.id,
    ...(result.waitsFor === null ? {} : { waits_for: result.waitsFor }),
    notices: [],
    intake_id: raw.id,
  };
  const decision = await decisionOf(tx, deps, ref);
  return { ok: true, value: { httpStatus: isParked ? 202 : 200, body: { ...body, decision } } };
}

export function eventRefusal(result: Extract<EventResult, { ok: false }>): Refusal {
  if (result.code === 'id_reused_with_other_content') {
    const detail = `id: the order has an event ${shownValue(result.id)} with other content.`;
    return { code: result.code, field: 'id', value: shownValue(result.id), detail };
  }
  const { because, event } = result;
  const kept =
    event === result.id ? 'This event is kept and does not count' : `The event ${event} does not count any more`;
  const extra = { event_id: result.id, not_applied: event };
  if (because.code === 'line_unknown') throw new Error('an event that waits is no conflict');
  return {
    code: because.code,
    field: fieldOf(because),
    detail: `${reasonText(because)} ${kept}.`,
    extra: { ...extra, ...because },
  };
}

function fieldOf(because: NotAppliedReason): string {
  return because.code === 'transition_not_allowed' ? 'type' : 'lines';
}

/** Why an event does not count, for people. */
export function reasonText(because: NotAppliedReason): string {
  switch (because.code) {
    case 'line_unknown':
      return `Line ${because.lineId} is not known yet.`;
    case 'transition_not_allowed':
      return because.state === 'closed'
        ? 'The order is closed without receipt, so its goods cannot have been received.'
        : 'The goods of the order were received, so it cannot be closed without receipt.';
    default:
      return `Line ${because.lineId} has ${because.remaining} left that can be refunded; the refund is ${because.asked}.`;
  }
}

async function decisionOf(tx: Tx, deps: OrdersDeps, ref: OrderRef): Promise<DecisionSummary | null> {
  return (await deps.summaryOf(tx, [{ program: ref.program, orderId: ref.orderId }])).get(orderName(ref)) ?? null;
}
