import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import {
  advertiserDue,
  advertiserPayment,
  advertiserPaymentBody,
  advertiserPaymentPage,
  advertiserPaymentPreview,
  advertiserPaymentPreviewBody,
  advertiserPaymentsQuery,
} from '../../contract/wire/advertiser-payments.ts';
import { formatAmount } from '../../core/money/index.ts';
import { formatInstant, parseInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { actorNames, organisationNames, requireCaller } from '../accounts/index.ts';
import { cursorOf, pageOf } from '../conduct/index.ts';
import { balances } from '../ledger/index.ts';
import { noProgram, type Program, programByCode, programsByCodes } from '../programs/index.ts';
import { figuresOf } from './figures.ts';
import type { FundingDeps, Payment } from './model.ts';
import { recordPayment, shownDue } from './record.ts';
import { paymentsBefore } from './store.ts';

export interface AdvertiserPaymentRoutes extends FundingDeps {
  readonly db: Database;
  readonly clock: Clock;
}

const SYSTEM = { role: 'system' } as const;

/** `/api/v1/advertiser-payments`, for the network: what is due, what a payment would be, recording it, and those recorded. */
export function advertiserPaymentRoutes(deps: AdvertiserPaymentRoutes): FastifyPluginAsyncZod {
  const { db, clock } = deps;
  const config = { access: callerAccess('payments', 'operator') };
  return async (app) => {
    const due = { response: { 200: advertiserDue } };
    app.get('/api/v1/advertiser-payments/due', { config, schema: due }, () =>
      db.transaction(SYSTEM, (tx) => dueNow(tx, deps)),
    );

    const preview = { body: advertiserPaymentPreviewBody, response: { 200: advertiserPaymentPreview } };
    app.post('/api/v1/advertiser-payments/preview', { config, schema: preview }, ({ body }) =>
      db.transaction(SYSTEM, async (tx) => {
        const program = await programOf(tx, body);
        const figures = await figuresOf(tx, deps, body, program);
        const names = await organisationNames(
          tx,
          figures.publishers.map(({ publisherOrg }) => publisherOrg),
        );
        return {
          program: program.code,
          orders: figures.orderIds.length,
          due: shownDue(figures),
          publishers: figures.publishers.map(({ publisherOrg: id, currency, orders, approved, settled }) => ({
            publisher: { id, name: names.get(id) ?? id },
            ...{ currency, orders },
            approved: formatAmount({ minor: approved, currency }),
            settled: formatAmount({ minor: settled, currency }),
          })),
          left_out: figures.leftOut.map(({ orderId, reason }) => ({ order_id: orderId, reason })),
          more: figures.more,
        };
      }),
    );

    const record = { body: advertiserPaymentBody, response: { 200: advertiserPayment } };
    app.post('/api/v1/advertiser-payments', { config, schema: record }, (request) => {
      const { reference, at, expected, ...which } = request.body;
      const arrived = parseInstant(at);
      if (!arrived.ok) return refuse(noInstant(at));
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      const input = { ...which, reference, arrivedAt: arrived.value, expected, ...by };
      return db.transaction(SYSTEM, async (tx) => {
        const program = await programOf(tx, which);
        const [shown] = await told(tx, [valueOrRefuse(await recordPayment(tx, deps, input, program))]);
        return shown ?? refuse(noProgram(which.program));
      });
    });

    const list = { querystring: advertiserPaymentsQuery, response: { 200: advertiserPaymentPage } };
    app.get('/api/v1/advertiser-payments', { config, schema: list }, ({ query }) => {
      const { program = null, limit, before } = query;
      return db.transaction(SYSTEM, async (tx) => {
        const found = await paymentsBefore(tx, program, cursorOf(before), limit + 1);
        const { rows, next } = pageOf(found, limit, ({ recordedAt, id }) => ({ at: recordedAt, id }));
        return { payments: await told(tx, rows), next };
      });
    });
  };
}

async function programOf(q: Queryable, { program: code }: { readonly program: string }): Promise<Program> {
  return (await programByCode(q, code)) ?? refuse(noProgram(code));
}

function noInstant(value: string) {
  const detail = 'at: expected an instant.';
  const expected = { kind: 'instant' } as const;
  return { code: 'field_invalid', field: 'at', value: shownValue(value), detail, expected } as const;
}

async function told(q: Queryable, payments: readonly Payment[]): Promise<z.input<typeof advertiserPayment>[]> {
  const programs = await programsByCodes(q, [...new Set(payments.map(({ program }) => program))]);
  const publishers = await organisationNames(
    q,
    payments.flatMap((each) => each.publishers.map(({ org }) => org)),
  );
  const actors = await actorNames(
    q,
    payments.map(({ recordedBy }) => recordedBy),
  );
  return payments.map((payment) => ({
    id: payment.id,
    program: payment.program,
    program_name: programs.get(payment.program)?.name ?? payment.program,
    reference: payment.reference,
    at: formatInstant(payment.arrivedAt),
    recorded_at: formatInstant(payment.recordedAt),
    recorded_by: payment.recordedBy.startsWith('user:') ? (actors.get(payment.recordedBy)?.name ?? null) : null,
    orders: payment.orders,
    due: payment.due.map(({ amount, currency }) => ({ amount, currency })),
    publishers: payment.publishers.map(({ org: id, ...sums }) => ({
      publisher: { id, name: publishers.get(id) ?? id },
      ...sums,
    })),
  }));
}

async function dueNow(q: Queryable, deps: FundingDeps): Promise<z.input<typeof advertiserDue>> {
  const waiting = await deps.unfundedByProgram(q);
  const programs = await programsByCodes(
    q,
    waiting.map(({ program }) => program),
  );
  const held = await balances(q, { kinds: ['advertiser_due'] });
  return {
    programs: waiting.map(({ program, orders, oldest }) => ({
      program,
      name: programs.get(program)?.name ?? program,
      orders,
      due: held
        .filter(({ account, minor }) => account.program === program && minor < 0n)
        .map(({ account: { currency }, minor }) => ({ amount: formatAmount({ minor: -minor, currency }), currency })),
      oldest,
    })),
  };
}
