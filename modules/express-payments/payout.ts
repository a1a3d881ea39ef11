import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import { formatAmount } from '../../core/money/index.ts';
import { expressFee, transferCause, withdrawal } from '../../core/posting/index.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { entryId, post, postOrThrow, reverse } from '../ledger/index.ts';
import { notify } from '../notifications/index.ts';
import type { Payment, PaymentPart } from './model.ts';
import { settlementsOfTakenBack } from './settle.ts';
import { textIn } from './shown.ts';
import { accountsOf, type StandingDeps } from './standing.ts';
import { lockExpress, paymentById, referenceIsUsed, setTakenBack, setTransferred } from './store.ts';

interface By {
  readonly id: string;
  readonly at: Instant;
  readonly actor: string;
}

/**
 * Records that the money of an express payment left the bank. The same once more is answered as the first time. Needs a system transaction.
 * Refuses `not_found`, `transition_not_possible`, `field_invalid`, `REFERENCE_USED`, `EXPRESS_NOT_COVERED`.
 */
export async function recordTransfer(
  tx: Tx,
  deps: Pick<StandingDeps, 'openAmounts'>,
  input: By & { readonly reference: string; readonly leftAt: Instant },
): Promise<Result<Payment>> {
  const { id, at, actor, reference, leftAt } = input;
  await lockExpress(tx);
  const payment = await paymentById(tx, id);
  if (payment === null) return refused(noPayment(id));
  if (payment.transfer?.reference === reference && payment.transfer.at === leftAt) return ok(payment);
  if (payment.state !== 'granted') return refused(notGranted(payment));
  if (leftAt < payment.askedAt || leftAt > at) return refused(wrongTime(payment, leftAt, at));
  if (await referenceIsUsed(tx, reference)) return refused(referenceUsed(reference));
  const uncovered = await uncoveredPart(tx, deps, payment);
  if (uncovered !== null) return refused(notCovered(payment, uncovered));
  const { publisherOrg: org, currency } = payment;
  const net = payment.parts.flatMap(({ program, advanced, fee }) =>
    advanced === fee ? [] : [{ program, minor: advanced - fee }],
  );
  const posted = await post(
    tx,
    net.map(({ program, minor }) =>
      withdrawal({
        ...{ program, org, amount: { minor, currency }, effectiveAt: leftAt },
        cause: transferCause(id, program),
      }),
    ),
  );
  // Deducted while this was looked at.
  if (!posted.ok) return refused(notCovered(payment, (await uncoveredPart(tx, deps, payment)) ?? nothingOf(payment)));
  await setTransferred(tx, id, { by: actor, at, reference, leftAt });
  const data = { net: textIn(currency)(payment.advanced - payment.fee), currency, reference };
  await tell(tx, payment, { ...input, action: 'express.transferred', detail: { ...data, at: formatInstant(leftAt) } });
  await notify(tx, { orgId: org, kind: 'express_transferred', subject: subjectOf(payment), data, at });
  return ok((await paymentById(tx, id)) ?? payment);
}

/**
 * Takes an express payment back before its transfer: what is not settled of it is set off, the fee is given back. The same once more is
 * answered as the first time. Needs a system transaction. Refuses `not_found`, `transition_not_possible`.
 */
export async function takeBack(tx: Tx, input: By & { readonly reason: string }): Promise<Result<Payment>> {
  const { id, at, actor, reason } = input;
  await lockExpress(tx);
  const payment = await paymentById(tx, id);
  if (payment === null) return refused(noPayment(id));
  if (payment.takenBackReason === reason) return ok(payment);
  if (payment.state !== 'granted') return refused(notGranted(payment));
  await postOrThrow(tx, await settlementsOfTakenBack(tx, id, at));
  for (const part of payment.parts) {
    if (part.fee > 0n) await giveFeeBack(tx, payment, part, at);
  }
  await setTakenBack(tx, id, { by: actor, at, reason });
  const { currency } = payment;
  const data = { amount: textIn(currency)(payment.advanced), currency, reason };
  await tell(tx, payment, { ...input, action: 'express.taken_back', detail: data });
  await notify(tx, { orgId: payment.publisherOrg, kind: 'express_taken_back', subject: subjectOf(payment), data, at });
  return ok((await paymentById(tx, id)) ?? payment);
}

async function giveFeeBack(
  tx: Tx,
  { id: payment, publisherOrg, currency }: Payment,
  { program, fee: minor }: PaymentPart,
  effectiveAt: Instant,
): Promise<void> {
  const booked = expressFee({ payment, program, publisherOrg, currency, minor, effectiveAt });
  const { source, eventId } = booked.cause;
  const cause = { source, eventId: `${eventId}/taken back` };
  const reversed = await reverse(tx, { entryId: entryId(booked), cause, effectiveAt });
  if (!reversed.ok)
    throw new Error(`express-payments: the fee of ${eventId} is not given back: ${reversed.error.kind}`);
}

interface Uncovered {
  readonly program: string;
  readonly available: bigint;
  readonly net: bigint;
}

/** The first part of a granted payment that what the publisher has available does not cover any more; `null` where all are. */
export async function uncoveredPart(
  q: Queryable,
  deps: Pick<StandingDeps, 'openAmounts'>,
  { publisherOrg, currency, parts }: Payment,
): Promise<Uncovered | null> {
  const accounts = await accountsOf(q, deps, publisherOrg);
  for (const { program, advanced, fee } of parts) {
    const account = accounts.find((each) => each.program === program && each.currency === currency);
    const available = (account?.balance ?? 0n) - (account?.approved ?? 0n);
    if (available < advanced - fee) return { program, available, net: advanced - fee };
  }
  return null;
}

function nothingOf({ parts, advanced, fee }: Payment): Uncovered {
  return { program: parts[0]?.program ?? '', available: 0n, net: advanced - fee };
}

async function tell(
  tx: Tx,
  payment: Payment,
  audit: By & {
    readonly action: 'express.transferred' | 'express.taken_back';
    readonly detail: Record<string, unknown>;
  },
): Promise<void> {
  const { at, actor, action, detail } = audit;
  await recordAudit(tx, { at, actor, orgId: payment.publisherOrg, action, subject: subjectOf(payment), detail });
}

function subjectOf({ id }: Payment): string {
  return `express_payment:${id}`;
}

export function noPayment(id: string): Refusal {
  return { code: 'not_found', field: 'id', value: id, detail: 'There is no such express payment.' };
}

function notGranted({ state }: Payment): Refusal {
  const detail = `The express payment is ${state}; it must be granted.`;
  return { code: 'transition_not_possible', field: 'state', value: state, detail, extra: { current: state } };
}

function wrongTime({ askedAt }: Payment, leftAt: Instant, now: Instant): Refusal {
  const value = formatInstant(leftAt);
  if (leftAt > now) {
    const detail = 'at: expected a moment that is past: when the money left.';
    return { code: 'field_invalid', field: 'at', value, detail, expected: { kind: 'past' } };
  }
  const asked = formatInstant(askedAt);
  const detail = `at: expected no time before ${asked}, when it was asked for.`;
  return { code: 'field_invalid', field: 'at', value, detail, expected: { kind: 'not_before', value: asked } };
}

function referenceUsed(reference: string): Refusal {
  const detail = 'An express payment was transferred under this reference before.';
  return { code: 'REFERENCE_USED', field: 'reference', value: reference, detail };
}

function notCovered({ currency }: Payment, { program, available, net }: Uncovered): Refusal {
  const text = (minor: bigint) => formatAmount({ minor, currency });
  const detail = `Of ${program} ${text(available)} ${currency} are available, and ${text(net)} are to be transferred.`;
  const extra = { program, available: text(available), net: text(net), currency };
  return { code: 'EXPRESS_NOT_COVERED', field: null, detail, extra };
}
