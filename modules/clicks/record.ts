import { ok, type Result, refused } from '../../contract/errors/index.ts';
import { devices } from './client.ts';
import { type ClickFlag, clickFlags, type Landing, type RecordedClick, type SubIds } from './model.ts';

/**
 * A click as text: the form of PostgreSQL's COPY (tab between fields, `\N` for nothing, backslash before special characters), so
 * that the shipper hands records on as they lie in the spool. The first field is the number of the form.
 */
const FORM = '2';

/** Columns of the staging table in the order of the fields after the first. */
export const recordColumns = [
  'click_id',
  'program',
  'day',
  'at',
  'advertiser_org',
  'publisher_org',
  'ad_space_id',
  'ad_space_kind',
  'traffic_type',
  'dropshipping',
  'agreed',
  'link_code',
  'country',
  'anonymizer',
  'landing_kind',
  'landing_product',
  'landing_store',
  'landing_category',
  'landing_redirected',
  'target',
  'subid',
  'subid1',
  'subid2',
  'subid3',
  'subid4',
  'visitor_id',
  'visitor_since',
  'device',
  'flags',
  'attributable',
  'routed_from',
  'client_address',
  'asn',
  'geo_data_on',
  'user_agent',
  'referrer',
  'raw',
] as const;

const SPECIAL = /[\\\t\n\r\u0000]/;
const SPECIALS = /[\\\t\n\r\u0000]/g;

/** PostgreSQL stores no NUL; it is shown as the sign for it. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\u0000': '\u2400',
};
const UNESCAPES: Readonly<Record<string, string>> = { '\\': '\\', t: '\t', n: '\n', r: '\r' };

function field(text: string | null): string {
  if (text === null) {
    return '\\N';
  }
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPES[character] ?? '') : text;
}

const flag = (value: boolean) => (value ? 't' : 'f');

const instant = (at: number | null) => (at === null ? '\\N' : new Date(at).toISOString());

export function encodeClick(click: RecordedClick): string {
  const { landing, subids } = click;
  const at = new Date(click.at).toISOString();
  const raw = click.raw === null ? null : JSON.stringify(click.raw).replaceAll('\\u0000', '\u2400');
  return (
    `${FORM}\t${click.clickId}\t${field(click.program)}\t${at.slice(0, 10)}\t${at}` +
    `\t${click.advertiserOrg}\t${click.publisherOrg}\t${click.adSpaceId}\t${field(click.adSpaceKind)}` +
    `\t${field(click.trafficType)}\t${flag(click.dropshipping)}\t${flag(click.agreed)}\t${field(click.linkCode)}` +
    `\t${field(click.country)}\t${click.anonymizer}\t${landing.kind}\t${field(landing.productId)}` +
    `\t${field(landing.storeId)}\t${field(landing.category)}\t${flag(landing.redirected)}\t${field(click.target)}` +
    `\t${field(subids[0])}\t${field(subids[1])}\t${field(subids[2])}\t${field(subids[3])}\t${field(subids[4])}` +
    `\t${field(click.visitorId)}\t${instant(click.visitorSince)}\t${click.device}\t{${click.flags.join(',')}}` +
    `\t${flag(click.attributable)}\t${field(click.routedFrom)}` +
    `\t${field(click.clientAddress)}\t${click.asn ?? '\\N'}\t${click.geoDataOn}\t${field(click.userAgent)}` +
    `\t${field(click.referrer)}\t${field(raw)}`
  );
}

/** The record without the number of its form: one line for COPY, without its end. */
export function copyLine(record: string): string {
  return record.slice(record.indexOf('\t') + 1);
}

const FIELDS = recordColumns.length + 1;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const KNOWN_FLAGS: ReadonlySet<string> = new Set(clickFlags);

/** Reads a record back, checking every field; the error says which one is wrong. */
export function decodeClick(record: string): Result<RecordedClick, string> {
  const parts = record.split('\t');
  if (parts[0] !== FORM || parts.length !== FIELDS) {
    return refused(`form ${parts[0]?.slice(0, 8)} with ${parts.length} fields; expected form ${FORM} with ${FIELDS}`);
  }
  const fields = new Map(recordColumns.map((column, index) => [column, unescapeField(parts[index + 1] ?? '')]));
  const reader = fieldReader(fields);
  try {
    return ok(readClick(reader));
  } catch (error) {
    if (error instanceof FieldError) {
      return refused(error.message);
    }
    throw error;
  }
}

function unescapeField(text: string): string | null {
  if (text === '\\N') {
    return null;
  }
  return text.includes('\\') ? text.replace(/\\(.)/gs, (_, code: string) => UNESCAPES[code] ?? code) : text;
}

class FieldError extends Error {}

type Column = (typeof recordColumns)[number];

function fieldReader(fields: ReadonlyMap<Column, string | null>) {
  const optional = (column: Column) => fields.get(column) ?? null;
  const text = (column: Column) => optional(column) ?? refuse(column, null, 'a value');
  const matching = (column: Column, pattern: RegExp, expected: string) => {
    const value = text(column);
    return pattern.test(value) ? value : refuse(column, value, expected);
  };
  const oneOf = <T extends string>(column: Column, values: readonly T[]): T =>
    values.find((value) => value === optional(column)) ?? refuse(column, optional(column), values.join(', '));
  return {
    optional,
    text,
    matching,
    oneOf,
    uuid: (column: Column) => matching(column, UUID, 'a UUID'),
    yes: (column: Column) => oneOf(column, ['t', 'f']) === 't',
  };
}

function refuse(column: Column, value: string | null, expected: string): never {
  throw new FieldError(`${column}: ${value === null ? 'nothing' : `'${value.slice(0, 60)}'`}; expected ${expected}`);
}

type Reader = ReturnType<typeof fieldReader>;

function readClick(reader: Reader): RecordedClick {
  const asn = reader.optional('asn');
  return {
    clickId: reader.matching('click_id', /^[0-9a-z]{1,100}$/, 'a click id'),
    program: reader.text('program'),
    advertiserOrg: reader.uuid('advertiser_org'),
    publisherOrg: reader.uuid('publisher_org'),
    at: readInstant(reader),
    adSpaceId: reader.uuid('ad_space_id'),
    adSpaceKind: reader.text('ad_space_kind'),
    trafficType: reader.text('traffic_type'),
    dropshipping: reader.yes('dropshipping'),
    agreed: reader.yes('agreed'),
    linkCode: reader.text('link_code'),
    country: reader.optional('country'),
    anonymizer: reader.oneOf('anonymizer', ['no', 'yes', 'unknown']),
    landing: readLanding(reader),
    target: reader.text('target'),
    subids: readSubIds(reader),
    visitorId: reader.text('visitor_id'),
    visitorSince: readSince(reader),
    device: reader.oneOf('device', devices),
    flags: readFlags(reader),
    attributable: reader.yes('attributable'),
    routedFrom: reader.optional('routed_from'),
    clientAddress: reader.optional('client_address'),
    asn: asn === null ? null : Number(asn),
    geoDataOn: reader.matching('geo_data_on', /^\d{4}-\d\d-\d\d$/, 'a day'),
    userAgent: reader.optional('user_agent'),
    referrer: reader.optional('referrer'),
    raw: readRaw(reader),
  };
}

function readInstant(reader: Reader): number {
  const text = reader.text('at');
  const at = Date.parse(text);
  if (!Number.isInteger(at) || reader.text('day') !== text.slice(0, 10)) {
    return refuse('at', text, 'a time on its day');
  }
  return at;
}

function readSince(reader: Reader): number | null {
  const text = reader.optional('visitor_since');
  const since = text === null ? null : Date.parse(text);
  return Number.isNaN(since) ? refuse('visitor_since', text, 'a time') : since;
}

function readLanding(reader: Reader): Landing {
  return {
    kind: reader.oneOf('landing_kind', ['home', 'item', 'shop', 'category']),
    productId: reader.optional('landing_product'),
    storeId: reader.optional('landing_store'),
    category: reader.optional('landing_category'),
    redirected: reader.yes('landing_redirected'),
  };
}

function readSubIds(reader: Reader): SubIds {
  return [
    reader.optional('subid'),
    reader.optional('subid1'),
    reader.optional('subid2'),
    reader.optional('subid3'),
    reader.optional('subid4'),
  ];
}

function readFlags(reader: Reader): ClickFlag[] {
  const text = reader.matching('flags', /^\{.*\}$/, 'words in braces').slice(1, -1);
  return text === ''
    ? []
    : text.split(',').map((word) => (isFlag(word) ? word : refuse('flags', word, 'a known word')));
}

export function isFlag(word: string): word is ClickFlag {
  return KNOWN_FLAGS.has(word);
}

function readRaw(reader: Reader): Readonly<Record<string, string>> | null {
  const text = reader.optional('raw');
  if (text === null) {
    return null;
  }
  const value: unknown = parseJson(text);
  if (typeof value !== 'object' || value === null) {
    return refuse('raw', text, 'a JSON object');
  }
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, String(entry)]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
