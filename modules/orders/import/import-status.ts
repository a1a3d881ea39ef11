import type { Refusal, Result } from '../../../contract/errors/index.ts';
import {
  addDecimals,
  compareDecimals,
  DECIMAL_ZERO,
  type Decimal,
  formatDecimal,
} from '../../../core/money/decimal.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Program } from '../../programs/index.ts';
import { fieldRefusal } from '../api/order-report.ts';
import { reasonText } from '../intake/accept-answers.ts';
import { fitsCurrency } from '../intake/fields.ts';
import type { EventContent, EventReport, OrderRecord } from '../model.ts';
import type { FileStatus, StatusChange } from './import-rows.ts';

/**
 * What a reconciliation row means as events. It has no time of its own and ids that only say what it states, so the same row again
 * is the same event. Answers no events where the order is already so.
 */
export function statusEvents(
  record: OrderRecord | undefined,
  change: StatusChange,
  { program, now }: { readonly program: Program; readonly now: Instant },
): Result<readonly EventReport[]> {
  if (record === undefined) {
    const detail = `There is no order ${change.orderId} in ${program.code}.`;
    return { ok: false, error: { code: 'not_found', field: 'order_id', value: change.orderId, detail } };
  }
  if (change.status === 'reopened' && !record.events.some(({ type }) => type === 'closed')) {
    // Not kept to count later, as events are: nobody means to take back a closing that is still to come.
    const state = record.goodsReceived ? 'goods_received' : 'open';
    const detail = reasonText({ code: 'transition_not_allowed', state });
    return { ok: false, error: { code: 'transition_not_allowed', field: 'status', value: change.status, detail } };
  }
  const corrected = correction(record, change);
  if (!corrected.ok) return corrected;
  const base = {
    program: program.code,
    advertiserOrg: record.advertiserOrg,
    orderId: record.orderId,
    channel: 'file' as const,
  };
  // Not before anything that it follows: the clock of a shop may be ahead of ours.
  const at = Math.max(
    now,
    ...[...record.events.filter(({ type }) => type === 'closed'), ...record.reopened].map((event) => event.at),
  );
  const told = [...corrected.value, ...statusContent(record, change.status)].map(({ id, content }): EventReport => {
    return {
      ...base,
      id,
      at: LATEST.has(content.type) ? at : now,
      isTimeReported: false,
      content,
      reason: change.comment,
    };
  });
  return { ok: true, value: told };
}

/** These are said of the order as it stands, whatever its times are. */
const LATEST: ReadonlySet<EventContent['type']> = new Set(['closed', 'reopened']);

interface Told {
  readonly id: string;
  readonly content: EventContent;
}

function statusContent(record: OrderRecord, status: FileStatus): readonly Told[] {
  const has = (type: EventContent['type']) => record.events.some((event) => event.type === type);
  // After each reopening the order may be declined again, which is another event.
  const again = record.reopened.length === 0 ? '' : `-${record.reopened.length + 1}`;
  switch (status) {
    case 'pending':
      return [];
    case 'approved':
      return record.goodsReceived ? [] : [{ id: 'file-approved', content: { type: 'goods_received' } }];
    case 'declined':
      return has('closed') ? [] : [{ id: `file-declined${again}`, content: { type: 'closed' } }];
    case 'reopened':
      return [{ id: `file-reopened${again}`, content: { type: 'reopened' } }];
    case 'refunded':
      return [{ id: 'file-refunded', content: { type: 'refunded', lines: null } }];
    default:
      return [{ id: `file-${status}`, content: { type: 'violation', violation: status, lines: null } }];
  }
}

/** Another amount than the order's corrects its only line; which of several lines it concerns cannot be told. */
function correction(record: OrderRecord, change: StatusChange): Result<readonly Told[]> {
  const { amount } = change;
  const known = currentAmounts(record);
  const sum = [...known.values()].reduce(addDecimals, DECIMAL_ZERO);
  if (amount === null || compareDecimals(amount, sum) === 0) return { ok: true, value: [] };
  const fits = fitsCurrency(amount, record.currency);
  if (!fits.ok) return fieldRefusal('amount', formatDecimal(amount), fits);
  const [lineId, ...others] = known.keys();
  if (lineId === undefined || others.length > 0) return { ok: false, error: unclearAmount(amount, sum) };
  const content: EventContent = { type: 'corrected', lines: [{ lineId, amount }] };
  return { ok: true, value: [{ id: `file-amount-${record.revision}`, content }] };
}

function unclearAmount(amount: Decimal, sum: Decimal): Refusal {
  const [stated, added] = [formatDecimal(amount), formatDecimal(sum)];
  const detail = `The file states ${stated} for an order of several lines that sum to ${added}; send a corrected event with the lines.`;
  return { code: 'lines_do_not_add_up', field: 'amount', value: stated, detail };
}

function currentAmounts(record: OrderRecord): Map<string, Decimal> {
  const amounts = new Map(record.lines.map((line) => [line.lineId, line.amount]));
  for (const event of record.events) {
    if (event.type === 'corrected') for (const line of event.lines) amounts.set(line.lineId, line.amount);
  }
  return amounts;
}
