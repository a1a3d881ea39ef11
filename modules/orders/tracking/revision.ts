import { createHmac, timingSafeEqual } from 'node:crypto';
import { catalogueEntry, type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type Program, programByCampaignCode } from '../../programs/index.ts';
import { fieldRefusal } from '../api/order-report.ts';
import type { OrdersDeps } from '../deps.ts';
import { readStatus, type StatusChange } from '../import/import-rows.ts';
import { statusEvents } from '../import/import-status.ts';
import { eventRefusal } from '../intake/accept-answers.ts';
import { readAmount, readCurrency, readOrderId } from '../intake/fields.ts';
import { keepInIntake, keepInQuarantine, recordDurably } from '../intake/intake.ts';
import { insertIntake, type RawRequest, type ReceivedRequest, type Verdict } from '../intake/intake-store.ts';
import { violationCodes } from '../model.ts';
import { orderRecords } from '../reading/read.ts';
import { type RecordDeps, recordEvents } from '../record/record.ts';
import { tooManyUnproven } from './refusals.ts';

/** Parameters of a revision by request (admitad-api 23.1); others are passed over. `reward` is read by nobody: the terms decide. */
const NAMES = ['campaign_code', 'order_id', 'status', 'amount', 'currency_code', 'comment', 'revision_sign'] as const;
type Name = (typeof NAMES)[number];
type Parameters = Readonly<Partial<Record<Name, string>>>;

const STATUSES: readonly string[] = ['pending', 'approved', 'declined'];
const COMMENT_CHARACTERS_MAX = 30;

/** What became of it: nothing but a refusal is told. */
export type RevisionAnswer = Result<null>;

/**
 * `/rp`: a shop's server says in one request what became of an order that is known. Its signature proves the program and the order and
 * nothing else, as the protocol has it; what an order is by then decides what may still become of it.
 */
export async function acceptRevision(deps: OrdersDeps, raw: ReceivedRequest): Promise<RevisionAnswer> {
  const address = raw.remoteAddress ?? '';
  const seconds = deps.refusals.waitOf(address);
  // Neither read nor kept: that is what it would cost us.
  if (seconds !== null) return { ok: false, error: tooManyUnproven(seconds) };
  const request: RawRequest = { ...raw, channel: 's2s' };
  const parameters = readQuery(raw.secretPath);
  const program = parameters.ok ? await signer(deps, parameters.value) : null;
  if (!parameters.ok || program === null) {
    const refusal = parameters.ok ? wrongSignature() : parameters.error;
    await keepInQuarantine(deps.db, { ...request, ...verdictOf(null, null, refusal) });
    deps.refusals.unproven(address);
    return refused(deps, refusal);
  }
  const change = readChange(parameters.value);
  const orderId = readOrderId(parameters.value.order_id ?? '');
  if (!change.ok) {
    const verdict = verdictOf(program, orderId.ok ? orderId.value : null, change.error);
    await keepInIntake(deps.db, { ...request, ...verdict });
    return refused(deps, change.error);
  }
  if (program.status === 'archived') {
    // Kept and changes nothing, as all that comes for it (BAD-67).
    const verdict = { ...verdictOf(program, change.value.orderId, null), verdict: 'program_archived' };
    await keepInIntake(deps.db, { ...request, ...verdict });
    return { ok: true, value: null };
  }
  const told = await recordDurably(deps, async (tx, recordDeps) => {
    const result = await revised(tx, recordDeps, program, change.value);
    const verdict = verdictOf(program, change.value.orderId, result.ok ? null : result.error);
    await insertIntake(tx, [{ ...request, ...verdict, ...(result.ok && { verdict: result.value }) }]);
    return result;
  });
  return told.ok ? { ok: true, value: null } : refused(deps, told.error);
}

function refused(deps: OrdersDeps, error: Refusal): RevisionAnswer {
  deps.refusals.count(error.code);
  return { ok: false, error };
}

/** A parameter that comes twice is refused: which of two states was meant cannot be told (T-25). */
function readQuery(path: string): Result<Parameters> {
  const found: Partial<Record<Name, string>> = {};
  for (const [sent, value] of new URLSearchParams(path.split('?').slice(1).join('?'))) {
    const name = NAMES.find((one) => one === sent);
    if (name === undefined || value === '') continue;
    if (found[name] !== undefined) {
      const detail = `${name} was sent more than once: ${shownValue(found[name])} and ${shownValue(value)}.`;
      return { ok: false, error: { code: 'duplicate_parameter', field: name, value: shownValue(value), detail } };
    }
    found[name] = value;
  }
  return { ok: true, value: found };
}

/** The protocol's own signature: it covers neither state nor amount, and program and order are joined without a mark between them. */
export function revisionSign(secret: string, campaignCode: string, orderId: string): Buffer {
  return createHmac('sha1', secret).update(`${campaignCode}${orderId}`).digest();
}

/** The program whose secret signed the request; `null` for an unknown one too. */
async function signer(deps: OrdersDeps, parameters: Parameters): Promise<Program | null> {
  const { campaign_code: campaign = '', order_id: orderId = '', revision_sign: sign = '' } = parameters;
  const { program, secret } = await deps.db.transaction({ role: 'system' }, async (tx) => {
    const found = await programByCampaignCode(tx, campaign);
    return { program: found, secret: found === null ? null : await deps.revisionSecretOf(tx, found.code) };
  });
  // An unknown program is compared as well, so that it cannot be told from a wrong signature by the time it takes.
  const expected = revisionSign(secret ?? '', campaign, orderId);
  const given = /^[0-9a-f]{40}$/i.test(sign) ? Buffer.from(sign, 'hex') : Buffer.alloc(expected.length);
  return timingSafeEqual(given, expected) && secret !== null ? program : null;
}

function wrongSignature(): Refusal {
  const detail =
    'revision_sign: expected the HMAC-SHA1 of campaign_code and order_id, joined, with the revision secret of the program, as 40 hexadecimal digits.';
  return { code: 'signature_invalid', field: 'revision_sign', detail };
}

type Change = StatusChange & { readonly currency: string | null };

function readChange(parameters: Parameters): Result<Change> {
  const {
    order_id: idText = '',
    status: statusText = '',
    amount: amountText,
    currency_code: currencyText,
  } = parameters;
  const orderId = readOrderId(idText);
  if (!orderId.ok) return fieldRefusal('order_id', idText, orderId);
  if (!STATUSES.includes(statusText)) {
    const expected = `expected ${STATUSES.join(', ')}`;
    return fieldRefusal('status', statusText, { code: 'status_unknown', expected });
  }
  const status = readStatus('status', statusText);
  if (!status.ok) return status;
  const amount = amountText === undefined ? null : readAmount(amountText);
  if (amount?.ok === false) return fieldRefusal('amount', amountText ?? null, amount);
  const currency = currencyText === undefined ? null : readCurrency(currencyText);
  if (currency?.ok === false) return fieldRefusal('currency_code', currencyText ?? null, currency);
  const comment = parameters.comment ?? null;
  if (comment !== null && comment.length > COMMENT_CHARACTERS_MAX) {
    const expected = `expected at most ${COMMENT_CHARACTERS_MAX} characters`;
    return fieldRefusal('comment', comment, { code: 'field_invalid', expected });
  }
  // A violation's code in the comment of a declined order says why it was declined.
  const violation = status.value === 'declined' ? violationCodes.find((code) => code === comment) : undefined;
  return {
    ok: true,
    value: {
      orderId: orderId.value,
      status: violation ?? status.value,
      amount: amount?.value ?? null,
      comment: comment === null ? null : shownValue(comment),
      currency: currency?.value ?? null,
    },
  };
}

/** Records the change; answers `applied` or `no_change`. */
async function revised(tx: Tx, deps: RecordDeps, program: Program, change: Change): Promise<Result<string>> {
  const [record] = await orderRecords(tx, [{ program: program.code, orderId: change.orderId }]);
  if (record !== undefined && change.currency !== null && change.currency !== record.currency) {
    const expected = `expected ${record.currency}, in which the order was first reported`;
    return fieldRefusal('currency_code', change.currency, { code: 'currency_differs', expected });
  }
  const told = statusEvents(record, change, { program, now: deps.clock.now() });
  if (!told.ok) return told;
  const results = await recordEvents(tx, deps, told.value);
  const conflict = results.find((result) => !result.ok);
  if (conflict !== undefined && !conflict.ok) return { ok: false, error: eventRefusal(conflict) };
  const isNew = results.some((result) => result.ok && result.outcome !== 'duplicate');
  return { ok: true, value: isNew ? 'applied' : 'no_change' };
}

function verdictOf(program: Program | null, orderId: string | null, refusal: Refusal | null): Verdict {
  const { field = null, value = null, detail = null } = refusal ?? {};
  return {
    program: program?.code ?? null,
    advertiserOrg: program?.advertiserOrg ?? null,
    orderId,
    verdict: refusal?.code ?? 'applied',
    resultCode: null,
    httpStatus: refusal === null ? 200 : catalogueEntry(refusal.code).status,
    detail: { field, value, detail },
  };
}
