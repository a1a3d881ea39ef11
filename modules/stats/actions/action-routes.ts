import { z } from 'zod';
import { type ActionsAnswer, type ActionTotals, actionsAnswer } from '../../../contract/wire/actions.ts';
import { formatInstant } from '../../../core/time/index.ts';
import { type ExportRow, openRowWriter } from '../../../platform/files/index.ts';
import { callerAccess, valueOrRefuse } from '../../../platform/http/index.ts';
import { recordAudit, requireCaller } from '../../accounts/index.ts';
import { answerFile } from '../file-answer.ts';
import { eachAction } from '../file-store.ts';
import {
  type App,
  actorOf,
  amount,
  EXPORT_ROWS_MAX,
  exportFormats,
  type RoutesDeps,
  tooLarge,
} from '../route-parts.ts';
import { type ActionQuery, actionParameters, keyText, readActionRequest } from './action-request.ts';
import { type ActionSum, type ListedAction, selectActions, sumActions } from './action-store.ts';

/** `GET /api/v1/actions` and the same as a file: a publisher's orders as they were decided last. */
export function addActions(app: App, deps: RoutesDeps): void {
  addList(app, deps);
  addFile(app, deps);
}

function addList(app: App, { db, clock }: RoutesDeps): void {
  const schema = { querystring: actionParameters, response: { 200: actionsAnswer } };
  const config = { access: callerAccess('statistics', 'publisher') };
  app.get('/api/v1/actions', { config, schema }, async (request): Promise<ActionsAnswer> => {
    const caller = requireCaller(request);
    const query = valueOrRefuse(readActionRequest(request.query, clock.now(), caller.orgId));
    const { rows, sums } = await db.transaction(actorOf(caller), async (tx) => ({
      // One more than is shown tells whether there is a next page.
      rows: await selectActions(tx, { ...query, limit: query.limit + 1 }),
      sums: query.before === null && request.query.totals === 'yes' ? await sumActions(tx, query) : null,
    }));
    const shown = rows.slice(0, query.limit);
    return {
      since: query.since,
      until: query.until,
      actions: shown.map(shownAction),
      totals: sums === null ? null : totalsOf(sums),
      next: nextOf(rows, query),
    };
  });
}

function nextOf(rows: readonly ListedAction[], { limit }: ActionQuery): string | null {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (last === undefined) return null;
  return keyText({ orderedAt: last.ordered_at, program: last.program, orderId: last.order_id });
}

const fileParameters = actionParameters.omit({ before: true, limit: true, totals: true }).extend({
  format: z.enum(exportFormats).default('csv'),
});

function addFile(app: App, { db, clock }: RoutesDeps): void {
  const config = { access: callerAccess('statistics', 'publisher') };
  app.get('/api/v1/actions/export', { config, schema: { querystring: fileParameters } }, async (request, reply) => {
    const caller = requireCaller(request);
    const { format, ...asked } = request.query;
    const now = clock.now();
    const parameters = { ...asked, before: undefined, limit: EXPORT_ROWS_MAX, totals: 'no' as const };
    const query = valueOrRefuse(readActionRequest(parameters, now, caller.orgId));
    const named = { db, actor: actorOf(caller), name: `actions-${query.since}-${query.until}`, format };
    return answerFile(reply, named, async (tx, output) => {
      let rows = 0;
      await openRowWriter(output, format, columns).writeAll((onRow) =>
        eachAction(tx, query, (row) => {
          rows += 1;
          if (rows > EXPORT_ROWS_MAX) tooLarge();
          return onRow(flatAction(row));
        }),
      );
      const by = { at: now, actor: caller.actor, orgId: caller.orgId };
      const detail = { format, rows, ...asked };
      await recordAudit(tx, { ...by, action: 'actions.exported', subject: `organisation:${caller.orgId}`, detail });
    });
  });
}

function shownAction(row: ListedAction): ActionsAnswer['actions'][number] {
  return {
    order_id: row.order_id,
    program: row.program,
    status: row.status,
    reasons: [...row.reasons],
    ordered_at: formatInstant(row.ordered_at),
    click_at: row.click_at === null ? null : formatInstant(row.click_at),
    ad_space: row.ad_space_id,
    traffic_type: word(row.traffic_type),
    link: word(row.link),
    country: word(row.country),
    device: word(row.device),
    subids: row.subids.map(word),
    currency: row.currency,
    pending: amount(row.pending_minor, row.currency),
    approved: amount(row.approved_minor, row.currency),
    declined: amount(row.declined_minor, row.currency),
    deducted: amount(row.deducted_minor, row.currency),
    order_amount: amount(row.order_minor, row.order_currency),
    order_currency: row.order_currency,
    new_customer: row.new_customer,
    decided_at: row.decided_at === null ? null : formatInstant(row.decided_at),
    paid_at: row.paid_at === null ? null : formatInstant(row.paid_at),
  };
}

const columns = [
  ...[
    'order_id',
    'program',
    'status',
    'reasons',
    'ordered_at',
    'click_at',
    'ad_space',
    'traffic_type',
    'link',
    'country',
  ],
  ...[
    'device',
    'subid',
    'subid1',
    'subid2',
    'subid3',
    'subid4',
    'currency',
    'pending',
    'approved',
    'declined',
    'deducted',
  ],
  ...['order_amount', 'order_currency', 'new_customer', 'decided_at', 'paid_at'],
];

function flatAction(row: ListedAction): ExportRow {
  const { subids, reasons, ...cells } = shownAction(row);
  const [subid = null, subid1 = null, subid2 = null, subid3 = null, subid4 = null] = subids;
  const all: ExportRow = { ...cells, reasons: reasons.join(' '), subid, subid1, subid2, subid3, subid4 };
  return Object.fromEntries(columns.map((name) => [name, all[name] ?? null]));
}

const earned = ['pending', 'approved', 'declined', 'deducted'] as const;

function totalsOf(sums: readonly ActionSum[]): ActionTotals {
  const currencies = [...new Set(sums.map(({ currency }) => currency))];
  const bought = [...new Set(sums.map((sum) => sum.order_currency))];
  const total = (some: readonly ActionSum[], name: (typeof earned)[number] | 'sales' | 'actions') =>
    some.reduce((sum, each) => sum + each[name], 0n);
  const byStatus = new Map<string, number>();
  for (const { status, actions } of sums) byStatus.set(status, (byStatus.get(status) ?? 0) + Number(actions));
  return {
    actions: Number(total(sums, 'actions')),
    by_status: Object.fromEntries(byStatus),
    rewards: currencies.map((currency) => {
      const own = sums.filter((sum) => sum.currency === currency);
      const [pending, approved, declined, deducted] = earned.map((name) => amount(total(own, name), currency));
      return {
        currency,
        pending: pending ?? '',
        approved: approved ?? '',
        declined: declined ?? '',
        deducted: deducted ?? '',
      };
    }),
    sales: bought.map((currency) => {
      const own = sums.filter((sum) => sum.order_currency === currency);
      return { currency, amount: amount(total(own, 'sales'), currency) };
    }),
  };
}

/** Absent words are kept as ''. */
function word(text: string): string | null {
  return text === '' ? null : text;
}
