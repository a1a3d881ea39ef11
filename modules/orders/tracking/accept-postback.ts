import { type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';
import { isUnavailable } from '../../../platform/db/index.ts';
import { parseStrictJson, RefusedRequest } from '../../../platform/http/index.ts';
import { type Program, programByCampaignCode, verifyPostbackKey } from '../../programs/index.ts';
import type { OrdersDeps } from '../deps.ts';
import { currencyDiffers, type Notice, noticesOf, storeIsAway } from '../intake/accept-answers.ts';
import { checkClicks, clickChecks } from '../intake/click-checks.ts';
import { readOrderId } from '../intake/fields.ts';
import { keepInIntake, keepInQuarantine, recordDurably } from '../intake/intake.ts';
import { insertIntake, type RawRequest, type ReceivedRequest, type Verdict } from '../intake/intake-store.ts';
import type { OrderReport } from '../model.ts';
import { type ReportResult, recordOrders } from '../record/record.ts';
import { type Parameters, postbackReport, type ResultCode, readParameters, wrongCode } from './postback.ts';

/** The verdict of a tracking request; the sender sees nothing of it. */
export interface PostbackVerdict {
  readonly verdict: string;
  /** Whether the answer should be an image: it was asked for, or a page is waiting for one. */
  readonly image: boolean;
}

/**
 * `/tt` and `/r`: one position of an order as the shop's server (with its key) or its page (a pixel, unproven) tells it. Throws only
 * when the request could not be kept.
 */
export async function acceptPostback(deps: OrdersDeps, raw: ReceivedRequest): Promise<PostbackVerdict> {
  try {
    return await judged(deps, raw);
  } catch (error) {
    if (isUnavailable(error)) throw new RefusedRequest(storeIsAway());
    await keepInQuarantine(deps.db, { ...raw, ...unproven('internal_error'), httpStatus: 500 });
    throw error;
  }
}

async function judged(deps: OrdersDeps, raw: ReceivedRequest): Promise<PostbackVerdict> {
  const pairs = pairsOf(raw);
  if (!pairs.ok)
    return quarantined(deps, raw, { ...unproven(pairs.error.code), detail: refusalDetail(pairs.error) }, {});
  const first = firstValues(pairs.value);
  if (Object.keys(first).length === 0) return quarantined(deps, raw, unproven('empty_pixel'), first);
  const sender = await senderOf(deps, first);
  const { program, refusal } = sender;
  if (refusal !== null || program === null)
    return quarantined(deps, raw, { ...unproven('campaign_unknown'), ...refusal }, first);
  const channel = sender.isProven ? 's2s' : 'pixel';
  const request: RawRequest = { ...raw, channel };
  const parameters = readParameters(pairs.value);
  if (!parameters.ok) return refusedRequest(deps, { request, program, first }, parameters.error, null);
  const report = await readReport(deps, { request, program, parameters: parameters.value, channel });
  if (!report.ok) return refusedRequest(deps, { request, program, first }, report.error.refusal, report.error.code);
  return recorded(deps, { request, program, first }, report.value);
}

/** A request whose program is known, with its parameters by first value. */
interface Known {
  readonly request: RawRequest;
  readonly program: Program;
  readonly first: Parameters;
}

interface Readable {
  readonly report: OrderReport;
  readonly notices: readonly Notice[];
  readonly isLead: boolean;
}

type Unreadable = { readonly refusal: Refusal; readonly code: ResultCode | null };

async function readReport(
  deps: OrdersDeps,
  asked: {
    readonly request: RawRequest;
    readonly program: Program;
    readonly parameters: Parameters;
    readonly channel: 's2s' | 'pixel';
  },
): Promise<Result<Readable, Unreadable>> {
  const { program, parameters, channel } = asked;
  const wrong = wrongCode(parameters, program);
  if (wrong !== null) {
    const value = shownValue(parameters[wrong.name] ?? '');
    const detail = `${wrong.name}: expected the code of the program; got ${value}.`;
    return {
      ok: false,
      error: {
        refusal: { code: 'field_invalid', field: wrong.name, value, detail, expected: { kind: 'listed' } },
        code: wrong.code,
      },
    };
  }
  const terms = await deps.db.transaction({ role: 'system' }, (tx) => deps.termsOf(tx, [program.code]));
  const context = {
    program,
    currencies: terms.get(program.code)?.orderCurrencies ?? null,
    now: asked.request.receivedAt,
    channel,
  };
  const report = postbackReport(parameters, context);
  if (!report.ok) return { ok: false, error: { refusal: report.error, code: null } };
  const clicks = await checkClicks(clickChecks(deps), program, report.value.clickIds, report.value.orderedAt);
  if (!clicks.ok) return { ok: false, error: { refusal: clicks.error, code: 'UIDDoesNotExist' } };
  const isLead = parameters.payment_type?.toLowerCase() === 'lead';
  return { ok: true, value: { report: report.value, notices: clicks.value, isLead } };
}

async function recorded(deps: OrdersDeps, known: Known, readable: Readable): Promise<PostbackVerdict> {
  const { request, program, first } = known;
  const { report } = readable;
  if (program.status === 'archived') {
    const verdict = { ...verdictOf(known, 'program_archived', null), orderId: report.orderId };
    await keepInIntake(deps.db, { ...request, ...verdict });
    return { verdict: 'program_archived', image: wantsImage(first, request) };
  }
  const verdict = await recordDurably(deps, async (tx, recordDeps) => {
    const [result] = await recordOrders(tx, recordDeps, [report]);
    if (result === undefined) throw new Error('a report without a result');
    const judgement = judgementOf(known, readable, result);
    await insertIntake(tx, [{ ...request, ...judgement }]);
    return judgement.verdict;
  });
  return { verdict, image: wantsImage(first, request) };
}

function judgementOf(known: Known, { report, notices, isLead }: Readable, result: ReportResult): Verdict {
  const { orderId } = report;
  if (!result.ok) {
    const refusal = currencyDiffers(result.known);
    return { ...verdictOf(known, refusal.code, 'PaymentExistError'), orderId, detail: refusalDetail(refusal) };
  }
  const all = [...notices, ...noticesOf(result)];
  const detail = { outcome: result.outcome, notices: all };
  if (result.outcome === 'no_change') {
    const code = isLead ? 'FingerprintError' : 'PaymentAlreadyCollected';
    return { ...verdictOf(known, 'no_change', code), orderId, detail };
  }
  const code = report.clickIds.length === 0 && report.coupon === null ? 'UIDDoesNotExist' : null;
  const unverified = report.channel === 'pixel' ? 'pixel_unverified' : null;
  return { ...verdictOf(known, notices[0]?.code ?? unverified ?? result.outcome, code), orderId, detail };
}

function verdictOf({ program }: Known, verdict: string, resultCode: ResultCode | null): Verdict {
  const { code, advertiserOrg } = program;
  return { program: code, advertiserOrg, orderId: null, verdict, resultCode, httpStatus: 200, detail: {} };
}

async function refusedRequest(
  deps: OrdersDeps,
  known: Known,
  refusal: Refusal,
  code: ResultCode | null,
): Promise<PostbackVerdict> {
  const orderId = readOrderId(known.first.order_id ?? '');
  const verdict = {
    ...verdictOf(known, refusal.code, code),
    orderId: orderId.ok ? orderId.value : null,
    detail: refusalDetail(refusal),
  };
  await keepInIntake(deps.db, { ...known.request, ...verdict });
  deps.refusals.count(refusal.code);
  return { verdict: refusal.code, image: wantsImage(known.first, known.request) };
}

function refusalDetail({ field, value, detail }: Refusal): object {
  return { field, value: value ?? null, detail };
}

interface Sender {
  readonly program: Program | null;
  /** It had the program's key. */
  readonly isProven: boolean;
  readonly refusal: Partial<Verdict> | null;
}

async function senderOf(deps: OrdersDeps, first: Parameters): Promise<Sender> {
  const campaignCode = first.campaign_code ?? '';
  const key = first.postback_key;
  if (!/^[0-9A-Za-z]{1,40}$/.test(campaignCode)) return { program: null, isProven: false, refusal: null };
  return deps.db.transaction({ role: 'system' }, async (tx): Promise<Sender> => {
    const program = await programByCampaignCode(tx, campaignCode);
    if (program === null) return { program, isProven: false, refusal: null };
    const owner = { program: program.code, advertiserOrg: program.advertiserOrg };
    if (key !== undefined || first.postback === '1') {
      if (key !== undefined && (await verifyPostbackKey(tx, program.code, key)))
        return { program, isProven: true, refusal: null };
      const refusal = { ...owner, verdict: 'postback_key_invalid', resultCode: 'PostbackAuthorizationError' };
      return { program, isProven: false, refusal };
    }
    const refusal = { ...owner, verdict: 'pixel_not_allowed', resultCode: 'PixelTrackingNotAllowed' };
    return { program, isProven: false, refusal: program.pixelAllowed ? null : refusal };
  });
}

function unproven(verdict: string): Verdict {
  return { program: null, advertiserOrg: null, orderId: null, verdict, resultCode: null, httpStatus: 200, detail: {} };
}

async function quarantined(
  deps: OrdersDeps,
  raw: RawRequest,
  verdict: Verdict,
  first: Parameters,
): Promise<PostbackVerdict> {
  const channel = first.postback_key !== undefined || first.postback === '1' ? 's2s' : 'pixel';
  await keepInQuarantine(deps.db, { ...raw, channel, ...verdict });
  deps.refusals.count(verdict.verdict);
  return { verdict: verdict.verdict, image: wantsImage(first, { ...raw, channel }) };
}

/** Servers ask for an image when they want one; a pixel is an image. */
function wantsImage(first: Parameters, request: RawRequest): boolean {
  return first.response_type === 'img' || request.channel === 'pixel';
}

/** Query and body together, so that a conflict between them shows (T-25). */
function pairsOf(raw: ReceivedRequest): Result<readonly (readonly [string, string])[]> {
  const query = raw.secretPath.split('?').slice(1).join('?');
  const pairs: (readonly [string, string])[] = [...new URLSearchParams(query)];
  if (raw.method !== 'POST' || raw.secretBody.length === 0) return { ok: true, value: pairs };
  const type = raw.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json') {
    const json = parseStrictJson(raw.secretBody);
    return json.ok ? { ok: true, value: [...pairs, ...scalars(json.value)] } : json;
  }
  if (type !== '' && type !== 'application/x-www-form-urlencoded') {
    const detail = `Content-Type: expected application/x-www-form-urlencoded or application/json; got ${shownValue(type)}.`;
    return { ok: false, error: { code: 'content_type', field: 'Content-Type', value: shownValue(type), detail } };
  }
  return { ok: true, value: [...pairs, ...new URLSearchParams(raw.secretBody.toString('utf8'))] };
}

/** Members of a flat object; a list counts as a repetition of its name. */
function scalars(value: unknown): (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]): [string, string][] => {
    if (Array.isArray(member)) return member.map((one) => [name, String(one)]);
    return typeof member === 'object' || member === undefined ? [] : [[name, String(member)]];
  });
}

/** Each parameter by its first value: enough to know who sends. */
function firstValues(pairs: readonly (readonly [string, string])[]): Parameters {
  let first: Parameters = {};
  for (const pair of pairs) {
    const one = readParameters([pair]);
    if (one.ok) first = { ...one.value, ...first };
  }
  return first;
}
