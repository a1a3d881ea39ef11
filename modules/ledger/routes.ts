import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { balanceHistory, balancesAnswer } from '../../contract/wire/balance.ts';
import { formatAmount } from '../../core/money/money.ts';
import { accountKinds } from '../../core/posting/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Actor } from '../../platform/db/index.ts';
import { callerAccess } from '../../platform/http/index.ts';
import type { Balance, HistoryRow } from './model.ts';
import { balances, HISTORY_PAGE_MAX, history } from './service/balances.ts';
import { addStates, type StatementDeps } from './statement-routes.ts';

export interface LedgerRoutesDeps extends StatementDeps {
  /** Who makes the request; only an operator may ask for others. */
  readonly caller: (request: FastifyRequest) => { readonly orgId: string; readonly kind: string };
}

/** Scope of the wire-compatible API for what an account holds. */
const SCOPE = 'private_data_balance';

const PAGE_DEFAULT = 50;
const ORDER_ID_CHARACTERS_MAX = 128;

const filterQuery = z.object({
  organisation: z.uuid().optional().describe('For operators only; everybody else sees its own.'),
  program: z.string().max(100).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
});

const historyQuery = filterQuery.extend({
  account: z.enum(accountKinds).optional().describe('Only what moved on accounts of this kind.'),
  order_id: z.string().max(ORDER_ID_CHARACTERS_MAX).optional(),
  express_payment: z.uuid().optional().describe('Only the entries of this express payment.'),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(HISTORY_PAGE_MAX).default(PAGE_DEFAULT),
});

/** Balances and their history, for the holder itself: `GET /api/v1/balances`, `GET /api/v1/balances/history`. */
export function ledgerRoutes(deps: LedgerRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: callerAccess(SCOPE) };
    app.get(
      '/api/v1/balances',
      { config, schema: { querystring: filterQuery, response: { 200: balancesAnswer } } },
      async (request) => {
        const { actor, org } = asker(deps, request, request.query.organisation);
        const found = await deps.db.transaction(actor, (tx) => balances(tx, filterOf(request.query, org)));
        return { results: found.map(balanceJson) };
      },
    );
    app.get(
      '/api/v1/balances/history',
      { config, schema: { querystring: historyQuery, response: { 200: balanceHistory } } },
      async (request) => {
        const { before, limit, account, order_id: orderId, express_payment: expressPayment } = request.query;
        const { actor, org } = asker(deps, request, request.query.organisation);
        const page = {
          ...(before === undefined ? {} : { before: BigInt(before) }),
          ...(account === undefined ? {} : { kinds: [account] }),
          ...(orderId === undefined ? {} : { orderId }),
          ...(expressPayment === undefined ? {} : { expressPayment }),
        };
        const rows = await deps.db.transaction(actor, (tx) =>
          history(tx, { ...filterOf(request.query, org), ...page, limit }),
        );
        const last = rows.length < limit ? undefined : rows.at(-1);
        return { results: rows.map(historyJson), next: last === undefined ? null : String(last.postingId) };
      },
    );
    addStates(app, deps, (request) => deps.caller(request).orgId);
  };
}

/** Row-level security decides what is seen; an operator reads through the system role and may name an organisation. */
function asker(
  deps: LedgerRoutesDeps,
  request: FastifyRequest,
  asked: string | undefined,
): { readonly actor: Actor; readonly org: string | undefined } {
  const { kind, orgId } = deps.caller(request);
  return kind === 'operator'
    ? { actor: { role: 'system' }, org: asked }
    : { actor: { role: 'app', org: orgId }, org: orgId };
}

function filterOf(
  query: { readonly program?: string | undefined; readonly currency?: string | undefined },
  org: string | undefined,
) {
  return {
    ...(org === undefined ? {} : { org }),
    ...(query.program === undefined ? {} : { program: query.program }),
    ...(query.currency === undefined ? {} : { currency: query.currency }),
  };
}

function balanceJson({ account, minor }: Balance) {
  const { currency } = account;
  return {
    account: account.kind,
    program: account.program,
    organisation: account.org,
    balance: formatAmount({ minor, currency }),
    currency,
  };
}

function historyJson(row: HistoryRow) {
  const { currency } = row.account;
  return {
    entry_id: row.entryId,
    kind: row.kind,
    title: row.title,
    account: row.account.kind,
    program: row.account.program,
    amount: formatAmount({ minor: row.minor, currency }),
    currency,
    order_id: row.orderId,
    line_id: row.lineId,
    reason: row.reason,
    event: row.event,
    terms_version: row.termsVersion,
    rate: row.fx?.rate ?? null,
    effective_at: formatInstant(row.effectiveAt),
    recorded_at: formatInstant(row.recordedAt),
  };
}
