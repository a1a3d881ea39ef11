import { exponentOf, formatMinor, isCurrency } from '../../../core/money/index.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { type ActionExportRow, closeActionCursor, fetchActions, openActionCursor } from './export-store.ts';

/** Bounds of recorded time, half-open; `null` is unbounded. */
export interface RecordedRange {
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** One order in its present state, as `tributary export actions` writes it: amounts are decimals, times RFC 3339 in UTC. */
export interface ActionRow extends Readonly<Record<string, string | number | null>> {
  readonly order_id: string;
  readonly program: string;
  readonly recorded_at: string;
}

/**
 * Passes every action that was recorded in the range to `onRow`, oldest first, waiting for it: a slow reader slows the reading.
 * Call it in a transaction; all rows are of its moment.
 */
export async function exportActions(
  q: Queryable,
  range: RecordedRange,
  onRow: (row: ActionRow) => Promise<void> | void,
): Promise<void> {
  await openActionCursor(q, range);
  for (;;) {
    const rows = await fetchActions(q);
    for (const row of rows) await onRow(exportRow(row));
    if (rows.length === 0) break;
  }
  await closeActionCursor(q);
}

function exportRow(row: ActionExportRow): ActionRow {
  const earned = (minor: bigint) => amount(minor, row.currency);
  return {
    order_id: row.order_id,
    program: row.program,
    status: row.status,
    recorded_at: formatInstant(row.recorded_at),
    ordered_at: formatInstant(row.ordered_at),
    click_at: instant(row.click_at),
    decided_at: instant(row.decided_at),
    paid_at: instant(row.paid_at),
    publisher: row.publisher_org,
    ad_space: row.ad_space_id,
    subid: word(row.subid),
    subid1: word(row.subid1),
    subid2: word(row.subid2),
    subid3: word(row.subid3),
    subid4: word(row.subid4),
    country: word(row.country),
    traffic_type: word(row.traffic_type),
    link: word(row.link),
    device: word(row.device),
    currency: row.currency,
    pending: earned(row.pending_minor),
    approved: earned(row.approved_minor),
    declined: earned(row.declined_minor),
    deducted: earned(row.deducted_minor),
    order_currency: row.order_currency,
    order_amount: amount(row.order_minor, row.order_currency),
    new_customer: row.new_customer === null ? null : row.new_customer ? 'yes' : 'no',
    revision: row.revision.toString(),
  };
}

function amount(minor: bigint, currency: string): string {
  return formatMinor(minor, isCurrency(currency) ? exponentOf(currency) : 2);
}

function instant(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

function word(text: string): string | null {
  return text === '' ? null : text;
}
