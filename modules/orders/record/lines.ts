import { compareDecimals, type Decimal } from '../../../core/money/decimal.ts';
import type { LinePatch, ReportedLine } from '../model.ts';

/** Everything of a line that a report may state, apart from its id. */
const patchable = [
  'productId',
  'amount',
  'quantity',
  'storeId',
  'category',
  'sellerCountry',
  'affiliate',
  'hot',
  'virtual',
  'hidden',
] as const satisfies readonly (keyof LinePatch)[];

/** Whether all that `report` states is so in `line`; what it leaves out is not compared. */
export function agrees(line: ReportedLine, report: LinePatch): boolean {
  return patchable.every((field) => sameValue(line[field], report[field]));
}

/** What `report` states differently from `line`; `null` when nothing. */
export function differences(line: ReportedLine, report: LinePatch): LinePatch | null {
  const changed = patchable.filter((field) => !sameValue(line[field], report[field]));
  if (changed.length === 0) return null;
  return Object.assign({ lineId: line.lineId }, ...changed.map((field) => ({ [field]: report[field] })));
}

type Value = string | number | boolean | Decimal | null | undefined;

function sameValue(known: Value, stated: Value): boolean {
  if (stated === undefined || stated === null) return true;
  if (typeof stated === 'object')
    return typeof known === 'object' && known !== null && compareDecimals(known, stated) === 0;
  return known === stated;
}
