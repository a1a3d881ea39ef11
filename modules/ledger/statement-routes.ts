import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type BalanceStates, balanceStates } from '../../contract/wire/balance.ts';
import { type Currency, formatAmount } from '../../core/money/index.ts';
import { type CalendarDay, dayAt, formatInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable } from '../../platform/db/index.ts';
import { callerAccess } from '../../platform/http/index.ts';
import { type BalanceSums, statementOf, totalsByCurrency } from './statement.ts';

/** What a publisher's orders of one week wait for. */
export interface OpenAmount {
  readonly program: string;
  readonly currency: Currency;
  readonly state: 'pending' | 'approved';
  /** Monday of the week in which the orders were made. */
  readonly week: CalendarDay;
  readonly minor: bigint;
  readonly actions: number;
}

export interface StatementDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** What a publisher still waits for: on hold, or confirmed and not paid by the advertiser. */
  readonly openAmounts: (q: Queryable, org: string) => Promise<readonly OpenAmount[]>;
  /** Average times of a program (S-007, S-008); `null` while nothing tells. */
  readonly paceOf: (
    program: string,
  ) => Promise<{ readonly processingDays: number | null; readonly paymentDays: number | null }>;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

type App = Parameters<FastifyPluginAsyncZod>[0];

/** `GET /api/v1/balances/states`: a publisher's money by state, with the dates by which it may be expected. */
export function addStates(app: App, deps: StatementDeps, orgOf: (request: FastifyRequest) => string): void {
  const config = { access: callerAccess('private_data_balance', 'publisher') };
  const schema = { response: { 200: balanceStates } };
  app.get('/api/v1/balances/states', { config, schema }, async (request): Promise<BalanceStates> => {
    const org = orgOf(request);
    const { sums, open } = await deps.db.transaction({ role: 'app', org }, async (tx) => {
      const waiting = await deps.openAmounts(tx, org);
      return { open: waiting, sums: await statementOf(tx, org, waiting) };
    });
    const programs = [...new Set([...sums, ...open].map(({ program }) => program))];
    const paces = new Map(
      await Promise.all(programs.map(async (program) => [program, await deps.paceOf(program)] as const)),
    );
    return {
      at: formatInstant(deps.clock.now()),
      totals: totalsByCurrency(sums).map(shown),
      accounts: sums.map((account) => ({
        program: account.program,
        ...shown(account),
        processing_days: paces.get(account.program)?.processingDays ?? null,
        payment_days: paces.get(account.program)?.paymentDays ?? null,
      })),
      expected: open.map((amount) => expectedOf(amount, paces.get(amount.program)?.paymentDays ?? null)),
    };
  });
}

function expectedOf(open: OpenAmount, paymentDays: number | null): BalanceStates['expected'][number] {
  const { program, currency, state, minor, actions } = open;
  const from = paymentDays === null ? null : Date.parse(`${open.week}T00:00:00Z`) + paymentDays * DAY_MS;
  return {
    ...{ program, currency, state, actions, amount: formatAmount({ minor, currency }) },
    from: from === null ? null : dayAt(from, 'UTC'),
    until: from === null ? null : dayAt(from + WEEK_MS, 'UTC'),
  };
}

function shown(sums: Omit<BalanceSums, 'program'>): BalanceStates['totals'][number] {
  const { currency } = sums;
  const text = (minor: bigint) => formatAmount({ minor, currency });
  return {
    currency,
    pending: text(sums.pending),
    approved: text(sums.approved),
    available: text(sums.balance - sums.approved),
    balance: text(sums.balance),
    paid: text(sums.paid),
    deducted: text(sums.deducted),
  };
}
