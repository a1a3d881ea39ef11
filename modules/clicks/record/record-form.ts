/**
 * A click as text: fields between tabs, `\N` for nothing, a backslash before special characters. The first field is the number of the form.
 * Nothing stands in it twice: the click's time is that of its id. What a row keeps together lies together, so that the shipper hands bytes on.
 */
export const FORM = '4';

/** The fields after the first, in their order. */
export const recordFields = [
  // What all clicks of an ad space in a program share.
  'program',
  'advertiser_org',
  'publisher_org',
  'ad_space_id',
  // From here on a row keeps the fields as they are, in one column.
  'ad_space_kind',
  'traffic_type',
  'dropshipping',
  'agreed',
  'click_id',
  'link_code',
  'country',
  'device',
  'flags',
  'visitor_age',
  'visitor_id',
  'subid',
  'subid1',
  'subid2',
  'subid3',
  'subid4',
  'anonymizer',
  'asn',
  'geo_data_on',
  // Where it led.
  'landing_kind',
  'landing_product',
  'landing_store',
  'landing_category',
  'landing_redirected',
  'target',
  'attributable',
  'routed_from',
  // From here on in another column, which no organisation reads and which is cut in time.
  'client_address',
  'user_agent',
  'referrer',
  'raw',
] as const;
export type RecordField = (typeof recordFields)[number];

/** Where each field stands in a record. */
export const PLACE = Object.fromEntries(recordFields.map((name, index) => [name, index + 1])) as Readonly<
  Record<RecordField, number>
>;

const UNESCAPES: Readonly<Record<string, string>> = { '-': '\\', t: '\t', n: '\n', r: '\r' };

/** What stands in a field; `null` for nothing. */
export function unescaped(text: string): string | null {
  if (!text.includes('\\')) return text;
  return text === '\\N' ? null : text.replace(/\\(.)/gs, (_, code: string) => UNESCAPES[code] ?? code);
}
