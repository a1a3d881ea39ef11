import { currencyExponent, formatCanonical, formatMinor } from '../../../core/money/index.ts';
import { formatInstant } from '../../../core/time/index.ts';
import { exportProducts } from '../../../modules/catalogue/index.ts';
import { exportAllClicks } from '../../../modules/clicks/index.ts';
import { exportPostings, type HistoryRow } from '../../../modules/ledger/index.ts';
import { type ExportedOrder, exportOrders } from '../../../modules/orders/index.ts';
import { exportActions } from '../../../modules/stats/index.ts';
import type { ExportRow } from '../../../platform/files/index.ts';
import type { ExportSources } from '../commands/export.ts';
import { clickRow } from './click-row.ts';
import { summariesOf } from './summaries.ts';

/** Where the rows of `tributary export` come from; `archive` names the directory of archived clicks when it is needed. */
export function exportSources(archive: () => string): ExportSources {
  return {
    clicks: (tx, range, onRow) => exportAllClicks(tx, archive(), range, (click) => onRow(clickRow(click))),
    orders: (tx, range, onRow) =>
      exportOrders(tx, { ...range, summaryOf: summariesOf }, (order) => onRow(orderRow(order))),
    actions: exportActions,
    ledger: (tx, range, onRow) => exportPostings(tx, range, (row) => onRow(postingRow(row))),
    products: exportProducts,
  };
}

/** An order without a decision yet is shown as pending, because nothing is known against it. */
function orderRow(order: ExportedOrder): ExportRow {
  const { decision } = order;
  return {
    order_id: order.orderId,
    program: order.program,
    status: decision?.status ?? 'pending',
    commission: decision?.commission.amount ?? null,
    currency: decision?.commission.currency ?? null,
    // That of an order that nobody earns by is the reported one; where a coupon decided, no click did.
    click_id: decision?.publisher ? decision.clickId : (order.clickIds[0] ?? null),
    publisher: decision?.publisher ?? null,
    ordered_at: formatInstant(order.orderedAt),
    recorded_at: formatInstant(order.recordedAt),
    delivery_country: order.deliveryCountry,
    order_amount: formatCanonical(order.amount, currencyExponent(order.orderCurrency) ?? 0),
    order_currency: order.orderCurrency,
    terms_version: decision?.termsVersion ?? null,
  };
}

function postingRow(row: HistoryRow): ExportRow {
  const { account } = row;
  return {
    entry_id: row.entryId,
    recorded_at: formatInstant(row.recordedAt),
    effective_at: formatInstant(row.effectiveAt),
    kind: row.kind,
    title: row.title,
    account: account.kind,
    program: account.program,
    organisation: account.org,
    amount: formatMinor(row.minor, currencyExponent(account.currency) ?? 0),
    currency: account.currency,
    order_id: row.orderId,
    line_id: row.lineId,
    terms_version: row.termsVersion,
    rule: row.rule,
    reason: row.reason,
    event: row.event,
    reverses: row.reverses,
  };
}
