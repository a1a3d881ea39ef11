import { type Result, shownValue } from '../../../contract/errors/index.ts';
import { isUnavailable } from '../../../platform/db/index.ts';
import { parseStrictJson, RefusedRequest } from '../../../platform/http/index.ts';
import { noProgram, type Program } from '../../programs/index.ts';
import type { OrdersDeps } from '../deps.ts';
import {
  type Accepted,
  archived,
  eventAnswer,
  repeatedAnswer,
  reportAnswer,
  storeIsAway,
  verdictOf,
} from '../intake/accept-answers.ts';
import { checkClicks } from '../intake/click-checks.ts';
import { readOrderId } from '../intake/fields.ts';
import { keepInIntake } from '../intake/intake.ts';
import type { IntakeEntry, ReceivedRequest } from '../intake/intake-store.ts';
import { type Found, groupedIntake, type Judged, type Submission } from './accept-group.ts';
import type { KnownMessage } from './message-store.ts';
import { type EventJson, type OrderJson, parseEventJson, parseOrderJson } from './order-json.ts';
import { addressRefusal, eventReport, fieldRefusal, orderReport } from './order-report.ts';
import type { Claimed, Reporter } from './signed-posts.ts';

/** The JSON API of orders: requests that come in together are recorded together. */
export interface OrderIntake {
  /** `POST /api/v1/orders` */
  readonly acceptOrder: (caller: Reporter, raw: ReceivedRequest) => Promise<Result<Accepted>>;
  /** `POST /api/v1/programs/{code}/orders/{order_id}/events` */
  readonly acceptEvent: (caller: Reporter, raw: ReceivedRequest, asked: AskedEvent) => Promise<Result<Accepted>>;
}

export interface AskedEvent {
  readonly program: string;
  readonly orderId: string;
}

/** A request while it is judged. What is known of it goes into the log whatever the verdict. */
interface Subject {
  readonly deps: OrdersDeps;
  readonly caller: Reporter;
  readonly raw: ReceivedRequest;
  readonly orderId: string | null;
  program: Program | null;
}

type Judgement = Judged<Result<Accepted>>;

export function orderIntake(deps: OrdersDeps): OrderIntake {
  const submit = groupedIntake<Result<Accepted>>(deps);
  const accept = (
    subject: Subject,
    named: string | null,
    judge: (found: Found) => Promise<Judgement>,
  ): Promise<Result<Accepted>> => {
    return submitted(subject, submit, {
      program: codeOf(named),
      message: subject.caller.message,
      judge: async (found) => {
        subject.program = ownProgram(subject.caller, found.program);
        if (found.known !== null) return repeated(subject, found.known);
        return judge({ ...found, program: subject.program });
      },
    });
  };
  return {
    acceptOrder: async (caller, raw) => {
      const seconds = deps.quota.take(caller.orgId);
      if (seconds !== null) return tooMany(seconds);
      const json = readJson(raw);
      const named = json.ok ? memberText(json.value, 'program') : null;
      const orderId = json.ok ? validOrderId(memberText(json.value, 'order_id')) : null;
      const parsed = json.ok ? parseOrderJson(json.value) : json;
      const subject: Subject = { deps, caller, raw, orderId, program: null };
      return accept(subject, named, (found) => judgeOrder(subject, parsed, found));
    },
    acceptEvent: async (caller, raw, asked) => {
      const seconds = deps.quota.take(caller.orgId);
      if (seconds !== null) return tooMany(seconds);
      const json = readJson(raw);
      const parsed = json.ok ? parseEventJson(json.value) : json;
      const subject: Subject = { deps, caller, raw, orderId: validOrderId(asked.orderId), program: null };
      return accept(subject, asked.program, async (found) => judgeEvent(subject, asked, parsed, found));
    },
  };
}

/** Hands a request to its group; resolves when it is kept with its verdict, whatever that is. */
async function submitted(
  subject: Subject,
  submit: (submission: Submission<Result<Accepted>>) => Promise<Result<Accepted>>,
  submission: Submission<Result<Accepted>>,
): Promise<Result<Accepted>> {
  try {
    return await submit(submission);
  } catch (error) {
    if (isUnavailable(error)) throw new RefusedRequest(storeIsAway());
    const { deps } = subject;
    const entry = { ...entryOf(subject, null), verdict: 'internal_error', httpStatus: 500 };
    await keepInIntake(deps.db, entry).catch((second: unknown) => deps.onDefect(second, 'a request could not be kept'));
    throw error;
  }
}

async function judgeOrder(subject: Subject, parsed: Result<OrderJson>, found: Found): Promise<Judgement> {
  if (!parsed.ok) return verdict(subject, parsed);
  const { program, currencies } = found;
  const { deps, raw } = subject;
  if (program === null) return verdict(subject, { ok: false, error: noProgram(parsed.value.program) });
  if (program.status === 'archived')
    return verdict(subject, { ok: true, value: archived(raw, program, parsed.value.order_id) });
  const read = orderReport(parsed.value, { program, currencies, now: deps.clock.now() });
  if (!read.ok) return verdict(subject, read);
  const report = read.value;
  const clicks = await checkClicks(found, program, report.clickIds, report.orderedAt);
  if (!clicks.ok) return verdict(subject, clicks);
  const notices = clicks.value;
  return {
    kind: 'report',
    report,
    answer: (result, decision) => kept(subject, reportAnswer({ raw, ref: report, result, notices, decision })),
  };
}

function judgeEvent(subject: Subject, asked: AskedEvent, parsed: Result<EventJson>, found: Found): Judgement {
  const { program, currencies } = found;
  const { deps, raw } = subject;
  if (program === null) return verdict(subject, { ok: false, error: noProgram(asked.program) });
  const orderId = readOrderId(asked.orderId);
  if (!orderId.ok) return verdict(subject, fieldRefusal('order_id', asked.orderId, orderId));
  if (!parsed.ok) return verdict(subject, parsed);
  const wrongAddress = addressRefusal(parsed.value, asked, subject.caller.message !== null);
  if (wrongAddress !== null) return verdict(subject, { ok: false, error: wrongAddress });
  if (program.status === 'archived')
    return verdict(subject, { ok: true, value: archived(raw, program, orderId.value) });
  const read = eventReport(parsed.value, orderId.value, { program, currencies, now: deps.clock.now() });
  if (!read.ok) return verdict(subject, read);
  const report = read.value;
  return {
    kind: 'event',
    report,
    answer: (result, decision) => kept(subject, eventAnswer({ raw, ref: report, result, decision })),
  };
}

function repeated(subject: Subject, known: KnownMessage): Judgement {
  const { raw, program, caller } = subject;
  const { message } = caller;
  if (program === null || message === null) throw new Error('a known message of no program');
  const report = { program: program.code, orderId: known.orderId };
  return {
    kind: 'repeated',
    report,
    answer: (decision) => kept(subject, repeatedAnswer({ raw, message, known, decision })),
  };
}

function verdict(subject: Subject, answer: Result<Accepted>): Judgement {
  return { kind: 'verdict', kept: kept(subject, answer) };
}

function kept(subject: Subject, answer: Result<Accepted>) {
  return { entry: entryOf(subject, answer), value: answer.ok ? answer : withIntakeId(subject.raw, answer) };
}

function withIntakeId(raw: ReceivedRequest, { error }: Extract<Result<Accepted>, { ok: false }>): Result<Accepted> {
  return { ok: false, error: { ...error, extra: { ...error.extra, intake_id: raw.id } } };
}

function entryOf({ raw, program, caller, orderId }: Subject, answer: Result<Accepted> | null): IntakeEntry {
  const owner = caller.kind === 'advertiser' ? caller.orgId : null;
  return {
    ...raw,
    program: program?.code ?? null,
    advertiserOrg: program?.advertiserOrg ?? owner,
    orderId,
    resultCode: null,
    ...verdictOf(answer),
  };
}

function tooMany(seconds: number): Result<Accepted> {
  const detail = `More orders and events than the intake takes of one organisation at a time; go on in ${seconds.toFixed(3)} s.`;
  return { ok: false, error: { code: 'rate_limited', field: null, detail, extra: { retry_after: seconds } } };
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

/** A text that may be looked up as a program. */
function codeOf(text: string | null): string | null {
  return text === null || text.length > PROGRAM_CODE_CHARACTERS_MAX || text.includes('\u0000') ? null : text;
}

/**
 * The program, if the caller may report its orders; another advertiser's is as if it were not there (T-14), and so is any other than the
 * one whose secret signed the message.
 */
function ownProgram({ kind, orgId, message }: Reporter, program: Program | null): Program | null {
  const isOwn = program !== null && (kind === 'operator' || program.advertiserOrg === orgId);
  return isOwn && (message === null || message.program === program.code) ? program : null;
}

/** What a signed order says of itself before its signature is checked. Refuses a body that cannot be read. */
export function claimedByOrder(raw: ReceivedRequest): Result<Claimed> {
  const json = readJson(raw);
  if (!json.ok) return json;
  const orderId = validOrderId(memberText(json.value, 'order_id'));
  return { ok: true, value: { program: codeOf(memberText(json.value, 'program')), orderId } };
}

export function claimedByEvent(asked: AskedEvent): Result<Claimed> {
  return { ok: true, value: { program: codeOf(asked.program), orderId: validOrderId(asked.orderId) } };
}
