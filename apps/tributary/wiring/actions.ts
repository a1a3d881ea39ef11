import type { Instant } from '../../../core/time/index.ts';
import type { DecidedOrder } from '../../../modules/commissions/index.ts';
import type { Attribution } from '../../../modules/orders/index.ts';
import type { ActionFact } from '../../../modules/stats/index.ts';

/** A decided order as statistics count it. */
export function actionFact(decided: DecidedOrder, recordedAt: Instant): ActionFact {
  const { stored, click, subids, linkCode, device, amounts, orderAmount, confirmedAt, declinedAt } = decided;
  const { facts, decision } = stored;
  return {
    program: stored.program,
    orderId: stored.orderId,
    revision: stored.revision,
    recordedAt,
    orderedAt: facts.orderedAt,
    clickAt: click?.at ?? null,
    advertiserOrg: stored.advertiserOrg,
    publisherOrg: stored.publisherOrg,
    adSpaceId: decision.adSpaceId,
    subids,
    country: click?.country ?? null,
    trafficType: click?.adSpace.trafficType ?? null,
    linkCode,
    device,
    status: decision.status,
    reasons: [...new Set(decision.lines.map(({ reason }) => reason))],
    currency: decision.commission.currency,
    amounts,
    orderCurrency: facts.currency,
    orderAmount,
    newCustomer: facts.customer === null ? null : facts.customer === 'new',
    decidedAt: confirmedAt ?? declinedAt,
    confirmedAt,
    declinedAt,
    paidAt: null,
  };
}

/**
 * An order and its click may be recorded in two transactions that do not see each other. After this time, longer than either takes, the order
 * looks once more.
 */
const LOOK_AGAIN_MS = 10_000;

export function attribution({ stored }: DecidedOrder, decidedAt: Instant): Attribution {
  const isLacking = stored.sources.clicks.some(({ origin }) => origin === 'restored' || origin === 'unknown');
  return {
    program: stored.program,
    orderId: stored.orderId,
    publisherOrg: stored.publisherOrg,
    adSpaceId: stored.decision.adSpaceId,
    status: stored.decision.status,
    lookAgainAt: isLacking ? decidedAt + LOOK_AGAIN_MS : null,
  };
}
