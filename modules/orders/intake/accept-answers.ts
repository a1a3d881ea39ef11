import { catalogueEntry, type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';
import type { Program } from '../../programs/index.ts';
import type { KnownMessage, SignedMessage } from '../api/message-store.ts';
import type { DecisionSummary, OrderRef } from '../model.ts';
import type { NotAppliedReason } from '../record/fold.ts';
import type { EventResult, ReportResult } from '../record/record.ts';
import type { ReceivedRequest } from './intake-store.ts';

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

export function storeIsAway(): Refusal {
  const detail = 'The request was not recorded, as the database cannot be reached.';
  return { code: 'not_ready', field: null, detail, extra: { retry_after: 5 } };
}

/** An archived program takes no orders any more, but what comes is kept and can be reconciled (BAD-67). */
export function archived(raw: ReceivedRequest, program: Program, orderId: string): Accepted {
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

export function reportAnswer(found: {
  readonly raw: ReceivedRequest;
  readonly ref: OrderRef;
  readonly result: ReportResult;
  readonly notices: readonly Notice[];
  readonly decision: DecisionSummary | null;
}): Result<Accepted> {
  const { raw, ref, result, decision } = found;
  if (!result.ok) return { ok: false, error: currencyDiffers(result.known) };
  const notices = [...found.notices, ...noticesOf(result)];
  const httpStatus = result.outcome === 'needs_review' || found.notices.length > 0 ? 202 : 200;
  const body = { program: ref.program, order_id: ref.orderId, outcome: result.outcome, notices, intake_id: raw.id };
  return { ok: true, value: { httpStatus, body: { ...body, decision } } };
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

export function eventAnswer(found: {
  readonly raw: ReceivedRequest;
  readonly ref: OrderRef;
  readonly result: EventResult;
  readonly decision: DecisionSummary | null;
}): Result<Accepted> {
  const { raw, ref, result, decision } = found;
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
    ...(because.code === 'transition_not_allowed' ? {} : { value: because.asked }),
    extra: { ...extra, ...shownReason(because) },
  };
}

/** The reason as members of a problem document, which are written with underscores. */
function shownReason(because: Exclude<NotAppliedReason, { code: 'line_unknown' }>): object {
  if (because.code === 'transition_not_allowed' || because.code === 'order_time_invalid') return because;
  const { code, lineId, asked, remaining } = because;
  return { code, line_id: lineId, asked, remaining };
}

function fieldOf(because: NotAppliedReason): string {
  if (because.code === 'order_time_invalid') return 'at';
  return because.code === 'transition_not_allowed' ? 'type' : 'lines';
}

const IN_STATE = {
  open: 'The order is not closed, so there is nothing to reopen.',
  goods_received: 'The goods of the order were received, so it can neither be closed without receipt nor reopened.',
  closed:
    'The order is closed without receipt, so its goods cannot have been received; a reopened event takes that back.',
} as const;

/** Why an event does not count, for people. */
export function reasonText(because: NotAppliedReason): string {
  switch (because.code) {
    case 'line_unknown':
      return `Line ${because.lineId} is not known yet.`;
    case 'order_time_invalid':
      return `at: expected a time from ${because.earliest} on, when the order was made; got ${because.asked}.`;
    case 'transition_not_allowed':
      return IN_STATE[because.state];
    default:
      return `Line ${because.lineId} has ${because.remaining} left that can be refunded; the refund is ${because.asked}.`;
  }
}

/** A signed message that recorded something before records nothing now (BAD-27, BAD-28). */
export function repeatedAnswer(found: {
  readonly raw: ReceivedRequest;
  readonly message: SignedMessage;
  readonly known: KnownMessage;
  readonly decision: DecisionSummary | null;
}): Result<Accepted> {
  const { raw, message, known, decision } = found;
  if (!known.hasSameContent) {
    const value = shownValue(message.id);
    const detail = `webhook-id: ${value} is that of a message with another body, which was recorded for the order ${shownValue(known.orderId)}.`;
    return { ok: false, error: { code: 'id_reused_with_other_content', field: 'webhook-id', value, detail } };
  }
  const body = { program: message.program, order_id: known.orderId, outcome: 'duplicate', notices: [], decision };
  return { ok: true, value: { httpStatus: 200, body: { ...body, intake_id: raw.id } } };
}

/** The verdict of an answer, as the intake log keeps it; `null` when there is none because of a defect. */
export function verdictOf(answer: Result<Accepted> | null) {
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
