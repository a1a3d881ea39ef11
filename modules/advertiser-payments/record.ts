import { createHash, randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import { formatAmount } from '../../core/money/index.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { recordAdvertiserPayment } from '../commissions/index.ts';
import { lockExpress, settleFunded } from '../express-payments/index.ts';
import type { Program } from '../programs/index.ts';
import { CHUNK, figuresOf } from './figures.ts';
import type { Figures, FundingDeps, Payment, Which } from './model.ts';
import { insertPayment, paymentByReference } from './store.ts';

export interface NewPayment extends Which {
  readonly reference: string;
  readonly arrivedAt: Instant;
  /** What somebody was told before. */
  readonly expected: {
    readonly orders: number;
    readonly due: readonly { readonly amount: string; readonly currency: string }[];
  };
  readonly at: Instant;
  readonly actor: string;
}

/**
 * Records that an advertiser's money has arrived: each order is funded, and what was advanced for it is settled, in this transaction. The
 * same once more is answered as the first time. Needs a system transaction, which is given up where it refuses. Refuses `field_invalid`,
 * `REFERENCE_USED`, `NOTHING_DUE`, `PAYMENT_CHANGED`.
 */
export async function recordPayment(
  tx: Tx,
  deps: FundingDeps,
  input: NewPayment,
  program: Program,
): Promise<Result<Payment>> {
  const { reference, arrivedAt, at, actor } = input;
  if (arrivedAt > at) return refused(notYet(arrivedAt));
  await lockExpress(tx);
  const contentHash = hashOf(input);
  const known = await paymentByReference(tx, program.code, reference);
  if (known !== null) return known.contentHash === contentHash ? ok(known) : refused(referenceUsed(known));
  const figures = await figuresOf(tx, deps, input, program);
  if (figures.orderIds.length === 0) return refused(nothingDue());
  const due = shownDue(figures);
  if (!isAsTold(input.expected, figures.orderIds.length, due)) return refused(changed());
  if (!(await book(tx, deps, figures, { program: program.code, reference, at: arrivedAt }))) return refused(changed());
  const payment: Payment = {
    ...{
      id: randomUUID(),
      program: program.code,
      reference,
      contentHash,
      arrivedAt,
      recordedAt: at,
      recordedBy: actor,
    },
    orders: figures.orderIds.length,
    due,
    publishers: figures.publishers.map(({ publisherOrg: org, currency, orders, approved, settled }) => ({
      ...{ org, currency, orders },
      approved: formatAmount({ minor: approved, currency }),
      settled: formatAmount({ minor: settled, currency }),
    })),
  };
  await insertPayment(tx, payment, program.advertiserOrg);
  const told = { due: due.map(({ amount, currency }) => `${amount} ${currency}`), at: formatInstant(arrivedAt) };
  const detail = { program: program.code, reference, orders: payment.orders, ...told };
  const audit = { at, actor, orgId: program.advertiserOrg, action: 'advertiser_payment.recorded' as const, detail };
  await recordAudit(tx, { ...audit, subject: `program:${program.code}` });
  return ok(payment);
}

/** `false` where an order was decided anew since the figures were made. */
async function book(
  tx: Tx,
  deps: FundingDeps,
  figures: Figures,
  { program, reference, at }: { readonly program: string; readonly reference: string; readonly at: Instant },
): Promise<boolean> {
  const paid = new Map<string, bigint>();
  for (let from = 0; from < figures.orderIds.length; from += CHUNK) {
    const orderIds = figures.orderIds.slice(from, from + CHUNK);
    const booked = await recordAdvertiserPayment(tx, { program, orderIds, reference, at });
    for (const { amount } of booked) paid.set(amount.currency, (paid.get(amount.currency) ?? 0n) + amount.minor);
    await deps.recordPaid(
      tx,
      booked.map(({ orderId }) => ({ program, orderId, paidAt: at })),
    );
    await settleFunded(tx, { program, orderIds, at });
  }
  return figures.due.every(({ currency, minor }) => paid.get(currency) === minor);
}

export function shownDue({ due }: Figures): { amount: string; currency: string }[] {
  return due.map(({ minor, currency }) => ({ amount: formatAmount({ minor, currency }), currency }));
}

function isAsTold(told: NewPayment['expected'], orders: number, due: NewPayment['expected']['due']): boolean {
  const texts = (sums: NewPayment['expected']['due']) =>
    sums.map(({ amount, currency }) => `${amount} ${currency}`).sort();
  return told.orders === orders && texts(told.due).join() === texts(due).join();
}

/** Of what is recorded: whoever sends the same means the same. */
function hashOf({ orders, until, arrivedAt }: NewPayment): string {
  const named = orders === undefined ? null : [...new Set(orders)].sort();
  return createHash('sha256')
    .update(JSON.stringify([named, until ?? null, arrivedAt]))
    .digest('hex');
}

function notYet(arrivedAt: Instant): Refusal {
  const detail = 'at: expected a moment that is past: when the money arrived.';
  return { code: 'field_invalid', field: 'at', value: formatInstant(arrivedAt), detail, expected: { kind: 'past' } };
}

function referenceUsed({ reference, recordedAt }: Payment): Refusal {
  const detail = `Another payment of the program was recorded under this reference ${formatInstant(recordedAt)}.`;
  return { code: 'REFERENCE_USED', field: 'reference', value: reference, detail };
}

function nothingDue(): Refusal {
  return { code: 'NOTHING_DUE', field: null, detail: 'No order of these is approved and unpaid.' };
}

function changed(): Refusal {
  const detail = 'Orders or amounts are others by now than the preview told.';
  return { code: 'PAYMENT_CHANGED', field: 'expected', detail };
}
