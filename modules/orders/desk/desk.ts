import { stringify } from 'csv-stringify/sync';
import {
  type ErrorLanguage,
  ok,
  type Refusal,
  type Result,
  refused,
  rowRefusalOf,
} from '../../../contract/errors/index.ts';
import type { HandledAnswer } from '../../../contract/wire/order-desk.ts';
import { addDecimals, DECIMAL_ZERO, type Decimal, formatDecimal, parseDecimal } from '../../../core/money/decimal.ts';
import { formatInstant } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { recordAudit } from '../../accounts/index.ts';
import type { Program } from '../../programs/index.ts';
import type { OrdersDeps } from '../deps.ts';
import { type ImportedRow, importOrders } from '../import/import.ts';
import { intakeId } from '../intake/intake.ts';
import { type OrderRecord, type OrderRef, orderName } from '../model.ts';
import { orderRecords } from '../reading/read.ts';
import { countSelected, insertHandling, type Selection, selectOrders } from './desk-store.ts';

/** About a minute's work. More at once is a file's, which says of each order for itself. */
const SELECTED_MAX = 50_000;
const REFUSED_SHOWN_MAX = 200;
const READ_AT_ONCE = 500;

export interface Handling {
  readonly program: Program;
  readonly actor: string;
  /** In which refused rows are told. */
  readonly language: ErrorLanguage;
  /** Tries everything and changes nothing. */
  readonly isPreview: boolean;
  /** Told of the rows that are done. */
  readonly onProgress?: (rows: number) => void;
}

/** A file as an advertiser sends it: orders, states of orders, or both. The same bytes again change nothing (BAD-82). */
export async function handleFile(
  deps: OrdersDeps,
  handling: Handling,
  file: { readonly name: string; readonly bytes: Buffer },
): Promise<Result<HandledAnswer>> {
  const done = await imported(deps, handling, { ...file, again: false, needsReason: true });
  return done.ok ? ok(done.value.answer) : done;
}

export interface SelectionVerdict extends Handling {
  readonly selection: Selection;
  readonly verdict: 'approved' | 'declined' | 'reopened';
  readonly reason: string;
  /** What the preview counted. */
  readonly expected: number | null;
}

/**
 * Says the same of every order of a selection, by the very path of a reconciliation file: one row an order, each with its own outcome. So
 * nothing is approved without receipt (S-081), and what contradicts an order's state is refused for that order alone.
 *
 * Refuses `selection_empty`, `selection_too_large`, `selection_changed` where there are by now other orders than the preview counted.
 */
export async function handleSelection(deps: OrdersDeps, asked: SelectionVerdict): Promise<Result<HandledAnswer>> {
  const { selection, expected, verdict, reason, isPreview } = asked;
  const { total, refs } = await deps.db.transaction({ role: 'system' }, async (tx) => ({
    total: await countSelected(tx, selection),
    refs: await selectOrders(tx, selection, { limit: SELECTED_MAX, offset: 0 }),
  }));
  const problem = selectionProblem(total, isPreview ? null : expected);
  if (problem !== null) return refused(problem);
  const rows = refs.map(({ orderId }) => [orderId, verdict, reason]);
  const bytes = Buffer.from(stringify([['order_id', 'status', 'comment'], ...rows]));
  const file = { name: `selection-${verdict}`, bytes, again: true, needsReason: false };
  const done = await imported(deps, asked, file);
  if (!done.ok) return done;
  if (isPreview) return ok(done.value.answer);
  const id = await putOnRecord(deps, asked, { total, ...done.value });
  return ok({ ...done.value.answer, handling: id });
}

/** On the advertiser's record, with the orders that changed, so that they can be found and handled together again. */
async function putOnRecord(
  deps: OrdersDeps,
  { program, actor: author, verdict, reason, selection }: SelectionVerdict,
  { total, answer, changed }: Done & { readonly total: number },
): Promise<string | null> {
  const at = deps.clock.now();
  const { code, advertiserOrg } = program;
  const said = { verdict, reason, selection: { ...selection }, orders: total, outcomes: answer.outcomes };
  const audit = {
    at,
    actor: author,
    orgId: advertiserOrg,
    action: 'orders.handled',
    subject: `program:${code}`,
  } as const;
  const id = changed.length === 0 ? null : intakeId(at);
  await deps.db.transaction({ role: 'system' }, async (tx) => {
    await recordAudit(tx, { ...audit, detail: { ...said, handling: id } });
    if (id === null) return;
    const orderIds = changed.map(({ orderId }) => orderId);
    await insertHandling(tx, { id, program: code, advertiserOrg, at, author, verdict, reason, orderIds });
  });
  return id;
}

function selectionProblem(total: number, expected: number | null): Refusal | null {
  if (total === 0) return { code: 'selection_empty', field: 'selection', detail: 'No order has these properties.' };
  if (total > SELECTED_MAX) {
    const detail = `${total} orders have these properties; expected at most ${SELECTED_MAX} at once.`;
    return {
      code: 'selection_too_large',
      field: 'selection',
      value: String(total),
      detail,
      extra: { max: SELECTED_MAX },
    };
  }
  if (expected === null || expected === total) return null;
  const detail = `The preview counted ${expected} orders; by now there are ${total}.`;
  return { code: 'selection_changed', field: 'expected', value: String(expected), detail, extra: { total } };
}

interface Done {
  readonly answer: HandledAnswer;
  readonly changed: readonly OrderRef[];
}

async function imported(
  deps: OrdersDeps,
  { program, actor, language, isPreview, onProgress }: Handling,
  file: { readonly name: string; readonly bytes: Buffer; readonly again: boolean; readonly needsReason: boolean },
): Promise<Result<Done>> {
  let done = 0;
  const changing = new Map<string, OrderRef>();
  const refusedRows: HandledAnswer['refused'] = [];
  const worth = new Map<string, Decimal>();
  const onRow = (row: ImportedRow): void => {
    done += 1;
    onProgress?.(done);
    // What a preview would add is nowhere to be read afterwards.
    if (isPreview && row.added !== undefined) addTo(worth, row.added);
    if (row.refusal !== null) {
      const { line, orderId, refusal } = row;
      if (refusedRows.length < REFUSED_SHOWN_MAX)
        refusedRows.push({ line, order_id: orderId, ...rowRefusalOf(refusal, language) });
    } else if (row.orderId !== null && row.outcome !== 'no_change')
      changing.set(row.orderId, { program: program.code, orderId: row.orderId });
  };
  const { bytes, ...how } = file;
  const options = { ...how, program, format: null, dryRun: isPreview, author: actor, onRow };
  const report = await importOrders(deps, { ...options, input: chunksOf(bytes) });
  if (!report.ok) return report;
  const { rows, outcomes, alreadyApplied } = report.value;
  const changed = [...changing.values()];
  const answer = {
    changed: !isPreview && alreadyApplied === undefined,
    rows,
    outcomes: { ...outcomes },
    orders: changed.length,
    ...(await sumsOf(deps, changed, worth)),
    refused: refusedRows,
    already_applied_at: alreadyApplied === undefined ? null : formatInstant(alreadyApplied.at),
    handling: null,
  };
  return ok({ answer, changed });
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type Sums = Pick<HandledAnswer, 'commissions' | 'amounts'>;

/** What orders earn at present, and what was paid for them, added to `amounts`. Currencies are never added to each other (S-135). */
async function sumsOf(deps: OrdersDeps, refs: readonly OrderRef[], amounts: Map<string, Decimal>): Promise<Sums> {
  const commissions = new Map<string, Decimal>();
  for (let start = 0; start < refs.length; start += READ_AT_ONCE) {
    const part = refs.slice(start, start + READ_AT_ONCE);
    await deps.db.transaction({ role: 'system' }, async (tx) => {
      for (const record of await orderRecords(tx, part))
        addTo(amounts, { amount: amountOf(record), currency: record.currency });
      for (const { commission } of (await deps.summaryOf(tx, part)).values()) {
        const amount = parseDecimal(commission.amount);
        if (amount !== null) addTo(commissions, { amount, currency: commission.currency });
      }
    });
  }
  return { commissions: shownSums(commissions), amounts: shownSums(amounts) };
}

function addTo(
  sums: Map<string, Decimal>,
  { amount, currency }: { readonly amount: Decimal; readonly currency: string },
): void {
  sums.set(currency, addDecimals(sums.get(currency) ?? DECIMAL_ZERO, amount));
}

function shownSums(sums: ReadonlyMap<string, Decimal>): Sums['amounts'] {
  return [...sums].map(([currency, amount]) => ({ amount: formatDecimal(amount), currency }));
}

/** Of all its lines as they stand now. */
export function amountOf({ linesNow }: Pick<OrderRecord, 'linesNow'>): Decimal {
  return linesNow.map(({ amount }) => amount).reduce(addDecimals, DECIMAL_ZERO);
}

/** Decisions by the name of their order, with what they rest on. */
export async function recordsWithDecisions(deps: OrdersDeps, q: Queryable, refs: readonly OrderRef[]) {
  const records = new Map((await orderRecords(q, refs)).map((record) => [orderName(record), record]));
  return { records, decisions: await deps.summaryOf(q, refs) };
}
