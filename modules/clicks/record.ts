import { ok, type Result, refused } from '../../contract/errors/index.ts';
import { type ClickFlag, clickFlags, devices, type RecordedClick, type StoredClick } from './model.ts';

/**
 * A click as text: the form of PostgreSQL's COPY (tab between fields, `\N` for nothing, backslash before special characters), so
 * that the shipper hands records on as they lie in the spool. The first field is the number of the form.
 */
const FORM = '3';

/** Columns of the staging table in the order of the fields after the first. */
export const recordColumns = [
  'click_id',
  'day',
  'at',
  // What all clicks of an ad space in a program share.
  'program',
  'advertiser_org',
  'publisher_org',
  'ad_space_id',
  'ad_space_kind',
  'traffic_type',
  'dropshipping',
  'agreed',
  // Where it came from.
  'country',
  'anonymizer',
  'client_address',
  'asn',
  'geo_data_on',
  // Where it led.
  'landing_kind',
  'landing_product',
  'landing_store',
  'landing_category',
  'landing_redirected',
  'target',
  'link_code',
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

/** The columns that all clicks of an ad space in a program share, as a part of their records. */
export function sharedPart(
  click: Pick<
    RecordedClick,
    | 'program'
    | 'advertiserOrg'
    | 'publisherOrg'
    | 'adSpaceId'
    | 'adSpaceKind'
    | 'trafficType'
    | 'dropshipping'
    | 'agreed'
  >,
): string {
  return (
    `${field(click.program)}\t${click.advertiserOrg}\t${click.publisherOrg}\t${click.adSpaceId}` +
    `\t${field(click.adSpaceKind)}\t${field(click.trafficType)}\t${flag(click.dropshipping)}\t${flag(click.agreed)}`
  );
}

/** The columns that all clicks to one target share. */
export function landingPart({ landing, target }: Pick<RecordedClick, 'landing' | 'target'>): string {
  return (
    `${landing.kind}\t${field(landing.productId)}\t${field(landing.storeId)}\t${field(landing.category)}` +
    `\t${flag(landing.redirected)}\t${field(target)}`
  );
}

/** Parts of a record that were made before; each must be what this module would make of the click. */
export interface KnownParts {
  readonly shared: string;
  readonly landing: string;
}

/** Many clicks share a millisecond. */
let lastAt = Number.NaN;
let lastInstant = '';

export function encodeClick(click: RecordedClick, known: KnownParts | null = null): string {
  const { at, subids, visitorSince } = click;
  if (at !== lastAt) {
    lastAt = at;
    lastInstant = new Date(at).toISOString();
  }
  const raw = click.raw === null ? null : JSON.stringify(click.raw).replaceAll('\\u0000', '\u2400');
  return (
    `${FORM}\t${click.clickId}\t${lastInstant.slice(0, 10)}\t${lastInstant}\t${known?.shared ?? sharedPart(click)}` +
    `\t${field(click.country)}\t${click.anonymizer}\t${field(click.clientAddress)}\t${click.asn ?? '\\N'}` +
    `\t${click.geoDataOn}\t${known?.landing ?? landingPart(click)}\t${field(click.linkCode)}` +
    `\t${field(subids[0])}\t${field(subids[1])}\t${field(subids[2])}\t${field(subids[3])}\t${field(subids[4])}` +
    `\t${field(click.visitorId)}\t${visitorSince === at ? lastInstant : instant(visitorSince)}\t${click.device}` +
    `\t${click.flags.length === 0 ? '{}' : `{${click.flags.join(',')}}`}\t${flag(click.attributable)}` +
    `\t${field(click.routedFrom)}\t${field(click.userAgent)}\t${field(click.referrer)}\t${field(raw)}`
  );
}

/** The record without the number of its form: one line for COPY, without its end. */
export function copyLine(record: string): string {
  return record.slice(record.indexOf('\t') + 1);
}

const FIELDS = recordColumns.length + 1;
const KNOWN_FLAGS: ReadonlySet<string> = new Set(clickFlags);

type Column = (typeof recordColumns)[number];

/** Where each column stands in a record. */
const PLACE = Object.fromEntries(recordColumns.map((column, index) => [column, index + 1])) as Readonly<
  Record<Column, number>
>;

/**
 * Reads a record back. What the edges write was judged by them, and the store judges every column once more: here only that is looked
 * at what other modules rely on when the click is announced. The error says which field is wrong.
 */
export function decodeClick(record: string): Result<StoredClick, string> {
  const parts = record.split('\t');
  if (parts[0] !== FORM || parts.length !== FIELDS) {
    return refused(`form ${parts[0]?.slice(0, 8)} with ${parts.length} fields; expected form ${FORM} with ${FIELDS}`);
  }
  try {
    return ok(readClick(new RecordFields(parts)));
  } catch (error) {
    if (error instanceof FieldError) {
      return refused(error.message);
    }
    throw error;
  }
}

class FieldError extends Error {}

/** The fields of a record by their columns, unescaped. */
export class RecordFields {
  readonly #parts: readonly string[];

  constructor(parts: readonly string[]) {
    this.#parts = parts;
  }

  optional(column: Column): string | null {
    const text = this.#parts[PLACE[column]] ?? '';
    if (text === '\\N') {
      return null;
    }
    return !text.includes('\\') ? text : text.replace(/\\(.)/gs, (_, code: string) => UNESCAPES[code] ?? code);
  }

  text(column: Column): string {
    return this.optional(column) ?? refuse(column, null, 'a value');
  }

  yes(column: Column): boolean {
    return this.oneOf(column, YES_NO) === 't';
  }

  oneOf<T extends string>(column: Column, values: readonly T[]): T {
    const text = this.optional(column);
    for (const value of values) {
      if (value === text) {
        return value;
      }
    }
    return refuse(column, text, values.join(', '));
  }
}

function refuse(column: Column, value: string | null, expected: string): never {
  throw new FieldError(`${column}: ${value === null ? 'nothing' : `'${value.slice(0, 60)}'`}; expected ${expected}`);
}

const YES_NO = ['t', 'f'] as const;
const ANONYMIZERS = ['no', 'yes', 'unknown'] as const;
const LANDING_KINDS = ['home', 'item', 'shop', 'category'] as const;

function readClick(fields: RecordFields): StoredClick {
  const at = readInstant(fields);
  return {
    clickId: fields.text('click_id'),
    program: fields.text('program'),
    advertiserOrg: fields.text('advertiser_org'),
    publisherOrg: fields.text('publisher_org'),
    at,
    adSpaceId: fields.text('ad_space_id'),
    adSpaceKind: fields.text('ad_space_kind'),
    trafficType: fields.text('traffic_type'),
    dropshipping: fields.yes('dropshipping'),
    agreed: fields.yes('agreed'),
    linkCode: fields.text('link_code'),
    country: fields.optional('country'),
    anonymizer: fields.oneOf('anonymizer', ANONYMIZERS),
    landing: {
      kind: fields.oneOf('landing_kind', LANDING_KINDS),
      productId: fields.optional('landing_product'),
      storeId: fields.optional('landing_store'),
      category: fields.optional('landing_category'),
      redirected: fields.yes('landing_redirected'),
    },
    target: fields.text('target'),
    subids: [
      fields.optional('subid'),
      fields.optional('subid1'),
      fields.optional('subid2'),
      fields.optional('subid3'),
      fields.optional('subid4'),
    ],
    visitorId: fields.text('visitor_id'),
    visitorSince: readSince(fields, at),
    device: fields.oneOf('device', devices),
    flags: readFlags(fields),
    attributable: fields.yes('attributable'),
    routedFrom: fields.optional('routed_from'),
  };
}

function readInstant(fields: RecordFields): number {
  const text = fields.text('at');
  const at = Date.parse(text);
  if (!Number.isInteger(at) || !text.startsWith(fields.text('day'))) {
    return refuse('at', text, 'a time on its day');
  }
  return at;
}

/** Mostly the click's own time, which is not parsed again. */
function readSince(fields: RecordFields, at: number): number | null {
  const text = fields.optional('visitor_since');
  if (text === null || text === fields.text('at')) {
    return text === null ? null : at;
  }
  const since = Date.parse(text);
  return Number.isNaN(since) ? refuse('visitor_since', text, 'a time') : since;
}

const NO_FLAGS: readonly ClickFlag[] = [];

function readFlags(fields: RecordFields): readonly ClickFlag[] {
  const text = fields.text('flags');
  if (text === '{}') {
    return NO_FLAGS;
  }
  if (!text.startsWith('{') || !text.endsWith('}')) {
    return refuse('flags', text, 'words in braces');
  }
  return text
    .slice(1, -1)
    .split(',')
    .map((word) => (isFlag(word) ? word : refuse('flags', word, 'a known word')));
}

export function isFlag(word: string): word is ClickFlag {
  return KNOWN_FLAGS.has(word);
}
