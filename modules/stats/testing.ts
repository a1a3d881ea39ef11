import type { Instant } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { ActionFact, ClickFact, ProgramFact } from './model.ts';
import { settleClicks } from './record.ts';
import { type Report, report } from './reports/report.ts';
import type { ReportQuery } from './reports/report-query.ts';

/** Facts as tests need them: every field has a plain value, a test names only what it is about. Tests only. */

export const PUBLISHER = '11111111-1111-4111-8111-111111111111';
export const OTHER_PUBLISHER = '22222222-2222-4222-8222-222222222222';
export const ADVERTISER = '33333333-3333-4333-8333-333333333333';
export const OTHER_ADVERTISER = '44444444-4444-4444-8444-444444444444';
export const SPACE = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const OTHER_SPACE = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';

export function at(text: string): Instant {
  return Date.parse(text);
}

export function programFact(program: string, changes: Partial<ProgramFact> = {}): ProgramFact {
  return {
    program,
    advertiserOrg: ADVERTISER,
    timeZone: 'Europe/Moscow',
    accrualCurrency: 'RUB',
    cookieMs: 3 * 86_400_000,
    ...changes,
  };
}

export function clickFact(program: string, when: Instant, changes: Partial<ClickFact> = {}): ClickFact {
  return {
    clickId: `click-${when}`,
    at: when,
    program,
    adSpaceId: SPACE,
    publisherOrg: PUBLISHER,
    subids: [],
    linkCode: 'link',
    country: 'RU',
    device: 'desktop',
    trafficType: 'content_site',
    flags: [],
    counted: true,
    visitor: null,
    visitorSince: null,
    ...changes,
  };
}

export function clickFacts(
  many: number,
  program: string,
  when: Instant,
  changes: Partial<ClickFact> = {},
): ClickFact[] {
  return Array.from({ length: many }, () => clickFact(program, when, changes));
}

export function actionFact(
  program: string,
  orderId: string,
  orderedAt: Instant,
  changes: Partial<ActionFact> = {},
): ActionFact {
  return {
    program,
    orderId,
    revision: 1,
    recordedAt: orderedAt,
    orderedAt,
    clickAt: orderedAt - 3_600_000,
    advertiserOrg: ADVERTISER,
    publisherOrg: PUBLISHER,
    adSpaceId: SPACE,
    subids: [],
    country: 'RU',
    trafficType: 'content_site',
    linkCode: 'link',
    device: 'desktop',
    status: 'pending',
    reasons: ['AWAITING_RECEIPT'],
    currency: 'RUB',
    amounts: { pending: 0n, approved: 0n, declined: 0n, deducted: 0n },
    orderCurrency: 'USD',
    orderAmount: 2000n,
    newCustomer: null,
    decidedAt: null,
    confirmedAt: null,
    declinedAt: null,
    paidAt: null,
    ...changes,
  };
}

export function actionFacts(
  many: number,
  program: string,
  orderedAt: Instant,
  prefix: string,
  changes: Partial<ActionFact> = {},
): ActionFact[] {
  return Array.from({ length: many }, (_, index) => actionFact(program, `${prefix}${index}`, orderedAt, changes));
}

/** A report as the route gives it: of every click that was counted. */
export async function settledReport(tx: Tx, query: ReportQuery): Promise<Report> {
  await settleClicks(tx);
  return await report(tx, query);
}
