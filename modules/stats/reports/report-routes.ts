import { z } from 'zod';
import { type ReportAnswer, reportAnswer, type ReportNumbers as WireNumbers } from '../../../contract/wire/reports.ts';
import { openRowWriter } from '../../../platform/files/index.ts';
import { callerAccess, valueOrRefuse } from '../../../platform/http/index.ts';
import { recordAudit, requireCaller } from '../../accounts/index.ts';
import { answerFile } from '../file-answer.ts';
import { eachReportRow } from '../file-store.ts';
import { settleClicks } from '../record.ts';
import {
  type App,
  actorOf,
  amount,
  decimalText,
  EXPORT_ROWS_MAX,
  exportFormats,
  type RoutesDeps,
  tooLarge,
} from '../route-parts.ts';
import { type ReportNumbers, type ReportRow, report } from './report.ts';
import { flatReport } from './report-file.ts';
import { readReportRequest, reportParameters } from './report-request.ts';

/** `GET /api/v1/reports` and the same as a file. */
export function addReports(app: App, deps: RoutesDeps): void {
  addReport(app, deps);
  addReportFile(app, deps);
}

function addReport(app: App, { db, clock }: RoutesDeps): void {
  const schema = { querystring: reportParameters, response: { 200: reportAnswer } };
  const config = { access: callerAccess('statistics') };
  app.get('/api/v1/reports', { config, schema }, async (request) => {
    const caller = requireCaller(request);
    const publisherOrg = caller.kind === 'publisher' ? caller.orgId : null;
    const query = valueOrRefuse(readReportRequest(request.query, clock.now(), publisherOrg));
    await db.transaction({ role: 'system' }, settleClicks);
    const found = await db.transaction(actorOf(caller), (tx) => report(tx, query));
    return {
      since: query.since,
      until: query.until,
      group_by: [...query.groupBy],
      rows: found.rows.map(shownRow),
      total: shownNumbers(found.total),
      page: { limit: query.limit, offset: query.offset, rows_total: found.rowsTotal },
    };
  });
}

const fileParameters = reportParameters.omit({ limit: true, offset: true }).extend({
  format: z.enum(exportFormats).default('csv'),
});

function addReportFile(app: App, { db, clock }: RoutesDeps): void {
  const config = { access: callerAccess('statistics') };
  app.get('/api/v1/reports/export', { config, schema: { querystring: fileParameters } }, async (request, reply) => {
    const caller = requireCaller(request);
    const publisherOrg = caller.kind === 'publisher' ? caller.orgId : null;
    const { format, ...asked } = request.query;
    const now = clock.now();
    const parameters = { ...asked, limit: EXPORT_ROWS_MAX, offset: 0 };
    const query = valueOrRefuse(readReportRequest(parameters, now, publisherOrg));
    await db.transaction({ role: 'system' }, settleClicks);
    const named = { db, actor: actorOf(caller), name: `report-${query.since}-${query.until}`, format };
    return answerFile(reply, named, (tx, output) =>
      eachReportRow(tx, query, async ({ total, rowsTotal }, rows) => {
        if (rowsTotal > EXPORT_ROWS_MAX) tooLarge();
        const { columns, flat } = flatReport(query.groupBy, total);
        await openRowWriter(output, format, columns).writeAll((onRow) => rows((row) => onRow(flat(row))));
        const detail = { format, rows: rowsTotal, ...asked };
        const by = { at: now, actor: caller.actor, orgId: caller.orgId };
        await recordAudit(tx, { ...by, action: 'report.exported', subject: `organisation:${caller.orgId}`, detail });
      }),
    );
  });
}

function shownRow(row: ReportRow): ReportAnswer['rows'][number] {
  return { group: { ...row.group }, ...shownNumbers(row) };
}

function shownNumbers(numbers: ReportNumbers): WireNumbers {
  const { clicks, actions } = numbers;
  return {
    clicks: clicks === null ? null : Number(clicks.counted),
    unique_clicks: clicks === null ? null : Number(clicks.unique),
    filtered_clicks: clicks === null ? null : Number(clicks.filtered),
    actions: {
      total: Number(numbers.actionsCounted),
      approved: Number(actions.approved),
      pending: Number(actions.pending),
      deducted: Number(actions.deducted),
      declined: Number(actions.declined),
      no_reward: Number(actions.no_reward),
      unresolved: Number(actions.unresolved),
      not_attributed: Number(actions.not_attributed),
    },
    new_customers: Number(numbers.newCustomers),
    cr: decimalText(numbers.conversion),
    rewards: numbers.rewards.map((sums) => ({
      currency: sums.currency,
      approved: amount(sums.approved, sums.currency),
      pending: amount(sums.pending, sums.currency),
      deducted: amount(sums.deducted, sums.currency),
      declined: amount(sums.declined, sums.currency),
      epc: decimalText(sums.earningPerHundred),
    })),
    sales: numbers.sales.map((sale) => ({ currency: sale.currency, amount: amount(sale.minor, sale.currency) })),
  };
}
