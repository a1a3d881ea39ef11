import { stringify } from 'csv-stringify/sync';
import { formatMinor } from '../../../core/money/index.ts';
import { formatInstant } from '../../../core/time/index.ts';
import { leads } from './people.ts';
import type { PlannedEvent, PlannedOrder } from './plan.ts';

const salesColumns = [
  'order_id',
  'ordered_at',
  'currency',
  'click_id',
  'delivery_country',
  'customer',
  'line_id',
  'product_id',
  'category',
  'amount',
] as const;

type SalesRow = Partial<Record<(typeof salesColumns)[number], string>>;

interface DailyFile {
  readonly name: 'sales' | 'states';
  readonly text: string;
}

/** What an advertiser reports at the end of a day, as the CSV files that it would upload: what was sold, and what became of orders. */
export function dailyFiles(
  orders: readonly (PlannedOrder & { readonly clickId: string | null })[],
  events: readonly PlannedEvent[],
): readonly DailyFile[] {
  const sales = stringify(orders.flatMap(orderRows), { header: true, columns: [...salesColumns] });
  const states = stringify(events.map(statusRow), { header: true, columns: ['order_id', 'status'] });
  return [
    ...(orders.length === 0 ? [] : [{ name: 'sales', text: sales } as const]),
    ...(events.length === 0 ? [] : [{ name: 'states', text: states } as const]),
  ];
}

/** All example currencies have two decimals. */
const EXPONENT = 2;

function orderRows(order: PlannedOrder & { readonly clickId: string | null }): SalesRow[] {
  return order.lines.map((line, index) => ({
    order_id: order.orderId,
    ordered_at: formatInstant(order.at),
    currency: order.currency,
    click_id: order.clickId ?? '',
    delivery_country: order.deliveryCountry ?? '',
    customer: order.customer,
    line_id: String(index + 1),
    ...productOf(order.program, line.productId),
    amount: formatMinor(line.amountMinor, EXPONENT),
  }));
}

/** Only the two shops with a catalogue name products of it; the bank reports what was applied for. */
function productOf(program: string, productId: string): SalesRow {
  if (program === leads) return { category: Number(productId.slice(-2)) % 3 === 0 ? 'credit_card' : 'debit_card' };
  return { product_id: productId };
}

const statuses = { goods_received: 'approved', closed: 'declined', refunded: 'refunded' } as const;

function statusRow(event: PlannedEvent): { readonly order_id: string; readonly status: string } {
  const status = event.type === 'violation' ? (event.violation ?? 'risk') : statuses[event.type];
  return { order_id: event.orderId, status };
}
