import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { expressAsk } from '../../contract/wire/express-payments.ts';
import { type Currency, formatAmount } from '../../core/money/index.ts';
import { expressFee, expressPayment } from '../../core/posting/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { approvedOf, latestDecisions, paidOrders } from '../commissions/index.ts';
import { post } from '../ledger/index.ts';
import { notify } from '../notifications/index.ts';
import { lockOrderKeys, orderName } from '../orders/index.ts';
import { insertRequest, lockedAdvances, requestOf } from './advance-store.ts';
import { allocate, feeOf, partsOf } from './allocation.ts';
import { minorOf } from './amounts.ts';
import type { Advance, Payment, Settings, UnfundedOrder } from './model.ts';
import { currentSettings } from './settings-store.ts';
import { shownReason } from './shown.ts';
import { type CurrencyOffer, offersTo, type StandingDeps } from './standing.ts';
import { insertPayment, lockExpress, paymentById } from './store.ts';

export interface Ask {
  readonly publisherOrg: string;
  readonly asked: z.output<typeof expressAsk>;
  readonly at: Instant;
  readonly actor: string;
}

/**
 * Advances what a publisher asks for, as far as it is offered. The same request again is answered as the first time, a refusal too (I-8):
 * so the caller commits in any case. Needs a system transaction. Refuses `EXPRESS_NOT_POSSIBLE`, `EXPRESS_CHANGED`, `REQUEST_KEY_USED`,
 * `field_invalid`.
 */
export async function askExpress(tx: Tx, deps: StandingDeps, ask: Ask): Promise<Result<Payment>> {
  const { publisherOrg, asked, at } = ask;
  await lockExpress(tx);
  const contentHash = createHash('sha256')
    .update(JSON.stringify([asked.currency, asked.amount, asked.expected ?? null]))
    .digest('hex');
  const known = await requestOf(tx, publisherOrg, asked.key);
  if (known !== null && known.contentHash !== contentHash) return refused(keyUsed());
  if (known !== null) {
    const payment = known.paymentId === null ? null : await paymentById(tx, known.paymentId);
    // Kept as it was given.
    return payment === null ? refused(known.refusal as Refusal) : ok(payment);
  }
  const granted = await grant(tx, deps, ask);
  const answer = granted.ok
    ? { paymentId: granted.value.id, refusal: null }
    : { paymentId: null, refusal: granted.error };
  await insertRequest(tx, { publisherOrg, key: asked.key, contentHash, at, ...answer });
  return granted;
}

async function grant(tx: Tx, deps: StandingDeps, ask: Ask): Promise<Result<Payment>> {
  const { publisherOrg, asked, at } = ask;
  const settings = await currentSettings(tx);
  const offers = await offersTo(tx, deps, publisherOrg, settings, at);
  const found = offers.find(({ currency }) => currency === asked.currency);
  if (found === undefined || found.offer.mayAsk === 0n) return refused(notPossible(found));
  const amount = amountOf(asked, found);
  if (!amount.ok) return amount;
  const fee = feeOf(amount.value, settings.feePercent);
  const { expected } = asked;
  if (expected !== undefined && !isAsTold(expected, { amount: amount.value, fee }, asked.currency)) {
    return refused(changed());
  }
  const taken = allocate(candidatesOf(found), amount.value);
  const advances = await verified(tx, publisherOrg, taken);
  // An order was decided, paid for or advanced since the lists were read: what was offered is not there any more.
  const booked = advances === null ? null : await book(tx, ask, settings, advances);
  return booked === null ? refused(changed()) : ok(booked);
}

function candidatesOf({ offer, orders }: CurrencyOffer): readonly UnfundedOrder[] {
  const offered = new Set(offer.candidates.map(orderName));
  return orders.filter((order) => offered.has(orderName(order)));
}

function amountOf({ amount }: Ask['asked'], { offer, bounds, currency }: CurrencyOffer): Result<bigint> {
  if (amount === null) return ok(offer.mayAsk);
  const minor = minorOf('amount', amount, currency);
  if (!minor.ok) return minor;
  if (minor.value >= bounds.minimum && minor.value <= offer.mayAsk) return minor;
  const [kind, bound] =
    minor.value > offer.mayAsk ? (['at_most', offer.mayAsk] as const) : (['at_least', bounds.minimum] as const);
  const value = formatAmount({ minor: bound, currency });
  const detail = `amount: expected ${kind === 'at_most' ? 'no more' : 'no less'} than ${value} ${currency}.`;
  return refused({ code: 'field_invalid', field: 'amount', value: amount, detail, expected: { kind, value } });
}

function isAsTold(
  told: { readonly amount: string; readonly fee: string },
  now: { readonly amount: bigint; readonly fee: bigint },
  currency: Currency,
): boolean {
  const is = (text: string, minor: bigint) => {
    const read = minorOf('expected', text, currency);
    return read.ok && read.value === minor;
  };
  return is(told.amount, now.amount) && is(told.fee, now.fee);
}

/** The advances under the locks of their orders; `null` where the lists that they were chosen from are behind. */
async function verified(tx: Tx, publisherOrg: string, taken: readonly UnfundedOrder[]): Promise<Advance[] | null> {
  await lockOrderKeys(tx, taken);
  const decided = new Map((await latestDecisions(tx, taken)).map((stored) => [orderName(stored), stored]));
  const paid = await paidOrders(tx, taken);
  const open = new Map<string, bigint>();
  for (const { program, orderId, minor, settled } of await lockedAdvances(tx, taken)) {
    const key = orderName({ program, orderId });
    open.set(key, (open.get(key) ?? 0n) + minor - settled);
  }
  const advances: Advance[] = [];
  for (const { program, orderId, minor, currency } of taken) {
    const key = orderName({ program, orderId });
    const stored = decided.get(key);
    if (stored === undefined || paid.has(key)) return null;
    const { decision, revision } = stored;
    const isWhole = stored.publisherOrg === publisherOrg && decision.commission.currency === currency;
    if (!isWhole || decision.lines.some(({ status }) => status === 'pending')) return null;
    if (approvedOf(stored) - (open.get(key) ?? 0n) < minor) return null;
    const { termsVersion } = decision;
    advances.push({
      paymentId: '',
      program,
      orderId,
      publisherOrg,
      currency,
      revision,
      termsVersion,
      minor,
      settled: 0n,
    });
  }
  return advances;
}

/** `null` where so much was deducted meanwhile that the fee is not there. */
async function book(
  tx: Tx,
  { publisherOrg, asked, at, actor }: Ask,
  { feePercent }: Settings,
  advances: readonly Advance[],
): Promise<Payment | null> {
  const { currency } = asked;
  const id = randomUUID();
  const parts = partsOf(advances, feePercent);
  const payment: Payment = {
    id,
    publisherOrg,
    currency,
    state: 'granted',
    advanced: parts.reduce((sum, { minor }) => sum + minor, 0n),
    fee: parts.reduce((sum, { fee }) => sum + fee, 0n),
    feePercent,
    orders: advances.length,
    askedAt: at,
    askedBy: actor,
    handled: null,
    transfer: null,
    takenBackReason: null,
    parts: parts.map(({ program, minor, fee }) => ({ program, advanced: minor, fee, settled: 0n })),
  };
  const of = { payment: id, publisherOrg, currency, effectiveAt: at };
  const posted = await post(tx, [
    ...advances.map(({ program, minor, orderId, revision, termsVersion }) =>
      expressPayment({ ...of, program, minor, order: { orderId, revision, termsVersion } }),
    ),
    ...parts.flatMap(({ program, fee }) => (fee === 0n ? [] : [expressFee({ ...of, program, minor: fee })])),
  ]);
  if (!posted.ok) return null;
  await insertPayment(tx, payment, advances);
  const text = (minor: bigint) => formatAmount({ minor, currency });
  const told = {
    amount: text(payment.advanced),
    fee: text(payment.fee),
    net: text(payment.advanced - payment.fee),
    currency,
  };
  const subject = `express_payment:${id}`;
  await recordAudit(tx, { at, actor, orgId: publisherOrg, action: 'express.asked', subject, detail: told });
  await notify(tx, { orgId: publisherOrg, kind: 'express_granted', subject, data: told, at });
  return payment;
}

function notPossible(found: CurrencyOffer | undefined): Refusal {
  const reasons = found?.offer.reasons.map(shownReason) ?? [];
  const codes = reasons.map(({ code }) => code).join(', ');
  const detail = found === undefined ? 'The network pays nothing express in this currency.' : `Because of: ${codes}.`;
  return { code: 'EXPRESS_NOT_POSSIBLE', field: null, detail, extra: { reasons } };
}

function changed(): Refusal {
  const detail = 'What may be asked for, or its fee, has changed since it was told.';
  return { code: 'EXPRESS_CHANGED', field: null, detail };
}

function keyUsed(): Refusal {
  return { code: 'REQUEST_KEY_USED', field: 'key', detail: 'Another request was made with this key.' };
}
