import { CLICK_ID_LENGTH } from '../id/click-id.ts';
import { PLACE, recordFields } from './record-form.ts';

/** With the number of the form, which is the first. */
export const FIELDS = recordFields.length + 1;
const TAB = 9;
const TABS = 0x09090909;

/** Usual widths of fields, which are stepped over where a tab follows. A wrong step loses fields, and the count tells. */
const WIDTHS = new Uint8Array(FIELDS);
for (const name of ['advertiser_org', 'publisher_org', 'ad_space_id'] as const) WIDTHS[PLACE[name]] = 36;
WIDTHS[PLACE.click_id] = CLICK_ID_LENGTH;
WIDTHS[PLACE.link_code] = 30;
WIDTHS[PLACE.visitor_id] = 40;
WIDTHS[PLACE.geo_data_on] = 10;
for (const name of ['dropshipping', 'agreed', 'visitor_age', 'landing_redirected', 'attributable'] as const)
  WIDTHS[PLACE[name]] = 1;
// A country, or nothing.
for (const name of ['country', 'subid1', 'subid2', 'subid3', 'subid4', 'landing_product', 'landing_store'] as const)
  WIDTHS[PLACE[name]] = 2;
for (const name of ['landing_category', 'routed_from'] as const) WIDTHS[PLACE[name]] = 2;
const UNKNOWN_WIDTHS = new Uint8Array(FIELDS);

/** Notes where each field of a record ends, and counts them; of too many one more than there should be. */
export function findFields(view: DataView, from: number, until: number, ends: Int32Array, base: number): number {
  const fields = findEnds(view, from, until, WIDTHS, ends, base);
  return fields === FIELDS ? fields : findEnds(view, from, until, UNKNOWN_WIDTHS, ends, base);
}

function findEnds(
  view: DataView,
  from: number,
  until: number,
  widths: Uint8Array,
  ends: Int32Array,
  base: number,
): number {
  let field = 0;
  for (let at = from; ; at += 1) {
    const usual = at + (widths[field] ?? 0);
    at = usual < until && view.getUint8(usual) === TAB ? usual : nextTab(view, at, until);
    if (at >= until) break;
    if (field === FIELDS - 1) return FIELDS + 1;
    ends[base + field] = at;
    field += 1;
  }
  ends[base + field] = until;
  return field + 1;
}

/** Looks at four bytes at a time: of these one is a tab where taking 1 from each, with the tabs as zeros, borrows. */
function nextTab(view: DataView, from: number, until: number): number {
  let at = from;
  for (; at + 4 <= until; at += 4) {
    const word = view.getInt32(at) ^ TABS;
    if (((word - 0x01010101) & ~word & 0x80808080) !== 0) break;
  }
  while (at < until && view.getUint8(at) !== TAB) at += 1;
  return at;
}
