import { crc32 } from 'node:zlib';
import { ok, type Result, refused } from '../../contract/errors/index.ts';
import { CLICK_ID_LENGTH } from './click-id.ts';
import { keyTime } from './click-key.ts';
import {
  type Anonymizer,
  type ClickFlag,
  clickFlags,
  type Device,
  devices,
  type Landing,
  type StoredClick,
} from './model.ts';
import { FORM, PLACE, type RecordField, recordFields, unescaped } from './record-form.ts';

/** What clicks of one ad space in one program share, read once for all of them. */
interface Shared {
  readonly program: string;
  readonly advertiserOrg: string;
  readonly publisherOrg: string;
  readonly adSpaceId: string;
  readonly adSpaceKind: string;
  readonly trafficType: string;
  readonly dropshipping: boolean;
  readonly agreed: boolean;
  /** The columns of a row that come from here, as COPY takes them. */
  readonly columns: Buffer;
}

const FIELDS = recordFields.length + 1;
const TAB = 9;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;

/** Offsets of so many records are kept in one array. */
const RECORDS_A_BLOCK = 512;
/** More ad spaces in programs than a machine's clicks of some hours have. */
const SHARED_MAX = 100_000;

/**
 * Reads records as they lie in a spool, without making texts of them: of most fields only that is looked at on which the store and the
 * statistics rely, and they are read when somebody asks. What the edges write was judged by them.
 */
export class ClickReader {
  #ends = new Int32Array(0);
  #used = 0;
  readonly #shared = new Map<string, Shared>();

  read(bytes: Buffer, from: number, until: number): Result<ReadClick, string> {
    const base = this.#block();
    const ends = this.#ends;
    let fields = 0;
    for (let at = from; at < until && fields < FIELDS; at += 1) {
      if (bytes[at] === TAB) {
        ends[base + fields] = at;
        fields += 1;
      }
    }
    if (fields !== FIELDS - 1 || !isForm(bytes, from, ends[base] ?? until)) {
      const form = bytes.toString('utf8', from, Math.min(until, ends[base] ?? until, from + 8));
      return refused(`form ${form} with ${fields + 1} fields; expected form ${FORM} with ${FIELDS}`);
    }
    ends[base + fields] = until;
    try {
      const click = new ReadClick(bytes, ends, base, this.#sharedOf(bytes, ends, base));
      click.check();
      this.#used = base + FIELDS;
      return ok(click);
    } catch (error) {
      if (error instanceof FieldError) return refused(error.message);
      throw error;
    }
  }

  /** Where the offsets of the next record begin. */
  #block(): number {
    if (this.#used + FIELDS > this.#ends.length) {
      this.#ends = new Int32Array(RECORDS_A_BLOCK * FIELDS);
      this.#used = 0;
    }
    return this.#used;
  }

  #sharedOf(bytes: Buffer, ends: Int32Array, base: number): Shared {
    const name = bytes.toString('utf8', (ends[base] ?? 0) + 1, ends[base + PLACE.agreed]);
    const known = this.#shared.get(name);
    if (known !== undefined) return known;
    const made = readShared(name);
    if (this.#shared.size >= SHARED_MAX) this.#shared.clear();
    this.#shared.set(name, made);
    return made;
  }
}

function isForm(bytes: Buffer, from: number, until: number): boolean {
  return until - from === FORM.length && bytes[from] === FORM.charCodeAt(0);
}

class FieldError extends Error {}

function refuse(field: RecordField, value: string | null, expected: string): never {
  throw new FieldError(`${field}: ${value === null ? 'nothing' : `'${value.slice(0, 60)}'`}; expected ${expected}`);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function readShared(text: string): Shared {
  const parts = text.split('\t');
  const field = (name: RecordField): string => unescaped(parts[PLACE[name] - 1] ?? '') ?? refuse(name, null, 'a value');
  const uuid = (name: RecordField): string => {
    const value = field(name);
    return UUID.test(value) ? value.toLowerCase() : refuse(name, value, 'a UUID');
  };
  const yes = (name: RecordField): boolean => {
    const value = field(name);
    return value === 't' || (value === 'f' ? false : refuse(name, value, 't, f'));
  };
  const program = field('program');
  const ids = [uuid('advertiser_org'), uuid('publisher_org'), uuid('ad_space_id')] as const;
  return {
    program,
    advertiserOrg: ids[0],
    publisherOrg: ids[1],
    adSpaceId: ids[2],
    adSpaceKind: field('ad_space_kind'),
    trafficType: field('traffic_type'),
    dropshipping: yes('dropshipping'),
    agreed: yes('agreed'),
    columns: sharedColumns(program, ids),
  };
}

/** A number for a program's code, by which rows of a program lie together in the index. */
export function programNumber(program: string): number {
  return crc32(program) | 0;
}

/** `program_number`, the three ids and `program`, each behind its length. */
function sharedColumns(program: string, ids: readonly string[]): Buffer {
  const number = Buffer.alloc(4);
  number.writeInt32BE(programNumber(program));
  const columns = [number, ...ids.map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')), Buffer.from(program)];
  return Buffer.concat(
    columns.flatMap((column) => {
      const length = Buffer.alloc(4);
      length.writeInt32BE(column.length);
      return [length, column];
    }),
  );
}

const KNOWN_FLAGS: ReadonlySet<string> = new Set(clickFlags);
const NO_FLAGS: readonly ClickFlag[] = [];

export function isFlag(word: string): word is ClickFlag {
  return KNOWN_FLAGS.has(word);
}

const ANONYMIZERS = ['no', 'yes', 'unknown'] as const;
const LANDING_KINDS = ['home', 'item', 'shop', 'category'] as const;
const YES_NO = ['t', 'f'] as const;

/** A click whose record lies in the bytes that were read; a field becomes a value when it is asked for. */
export class ReadClick implements StoredClick {
  readonly bytes: Buffer;
  readonly at: number;
  readonly visitorSince: number | null;
  readonly shared: Shared;
  readonly #ends: Int32Array;
  readonly #base: number;

  constructor(bytes: Buffer, ends: Int32Array, base: number, shared: Shared) {
    this.bytes = bytes;
    this.#ends = ends;
    this.#base = base;
    this.shared = shared;
    this.at = keyTime(bytes, this.startOf('click_id')) ?? refuse('click_id', this.#plain('click_id'), 'a click id');
    this.visitorSince = this.#visitorSince();
  }

  startOf(field: RecordField): number {
    return (this.#ends[this.#base + PLACE[field] - 1] ?? 0) + 1;
  }

  endOf(field: RecordField): number {
    return this.#ends[this.#base + PLACE[field]] ?? 0;
  }

  /** Looks at the fields that the database takes as they are, but that readers of it rely on. */
  check(): void {
    if (this.endOf('click_id') - this.startOf('click_id') !== CLICK_ID_LENGTH)
      refuse('click_id', this.#plain('click_id'), `${CLICK_ID_LENGTH} letters and digits`);
    for (const field of REQUIRED) if (this.#isNothing(field)) refuse(field, null, 'a value');
    this.#oneOf('device', devices);
    this.#oneOf('anonymizer', ANONYMIZERS);
    this.#oneOf('landing_kind', LANDING_KINDS);
    this.#oneOf('landing_redirected', YES_NO);
    this.#oneOf('attributable', YES_NO);
    this.#match('country', 2, isCapital, 'two capital letters');
    this.#match('asn', 10, isDigit, 'a number');
    this.#match('client_address', 45, isOfAddress, 'an address');
    this.#checkDay();
    if (this.startOf('flags') < this.endOf('flags')) this.flags satisfies readonly ClickFlag[];
  }

  get clickId(): string {
    return this.#plain('click_id');
  }
  get program(): string {
    return this.shared.program;
  }
  get advertiserOrg(): string {
    return this.shared.advertiserOrg;
  }
  get publisherOrg(): string {
    return this.shared.publisherOrg;
  }
  get adSpaceId(): string {
    return this.shared.adSpaceId;
  }
  get adSpaceKind(): string {
    return this.shared.adSpaceKind;
  }
  get trafficType(): string {
    return this.shared.trafficType;
  }
  get dropshipping(): boolean {
    return this.shared.dropshipping;
  }
  get agreed(): boolean {
    return this.shared.agreed;
  }
  get linkCode(): string {
    return this.text('link_code');
  }
  get country(): string | null {
    return this.optional('country');
  }
  get anonymizer(): Anonymizer {
    return this.#oneOf('anonymizer', ANONYMIZERS);
  }
  get landing(): Landing {
    return {
      kind: this.#oneOf('landing_kind', LANDING_KINDS),
      productId: this.optional('landing_product'),
      storeId: this.optional('landing_store'),
      category: this.optional('landing_category'),
      redirected: this.#oneOf('landing_redirected', YES_NO) === 't',
    };
  }
  get target(): string {
    return this.text('target');
  }
  get subids(): StoredClick['subids'] {
    return [
      this.optional('subid'),
      this.optional('subid1'),
      this.optional('subid2'),
      this.optional('subid3'),
      this.optional('subid4'),
    ];
  }
  get visitorId(): string {
    return this.text('visitor_id');
  }
  get device(): Device {
    return this.#oneOf('device', devices);
  }
  get flags(): readonly ClickFlag[] {
    if (this.startOf('flags') === this.endOf('flags')) return NO_FLAGS;
    return this.#plain('flags')
      .split(',')
      .map((word) => (isFlag(word) ? word : refuse('flags', word, 'a known word')));
  }
  get attributable(): boolean {
    return this.bytes[this.startOf('attributable')] === LETTER_T;
  }
  get routedFrom(): string | null {
    return this.optional('routed_from');
  }

  /** All of it as values of their own, which do not hold the bytes. */
  whole(): StoredClick {
    const { clickId, at, visitorSince, linkCode, country, anonymizer, landing, target, subids, visitorId } = this;
    const { device, flags, attributable, routedFrom, shared } = this;
    const { columns: _, ...place } = shared;
    return {
      ...{ clickId, ...place, at, linkCode, country, anonymizer, landing, target, subids, visitorId, visitorSince },
      ...{ device, flags, attributable, routedFrom },
    };
  }

  text(field: RecordField): string {
    return this.optional(field) ?? refuse(field, null, 'a value');
  }

  optional(field: RecordField): string | null {
    return this.#isNothing(field) ? null : unescaped(this.#plain(field));
  }

  #plain(field: RecordField): string {
    return this.bytes.toString('utf8', this.startOf(field), this.endOf(field));
  }

  #isNothing(field: RecordField): boolean {
    const from = this.startOf(field);
    return this.endOf(field) - from === 2 && this.bytes[from] === BACKSLASH && this.bytes[from + 1] === CAPITAL_N;
  }

  #oneOf<T extends string>(field: RecordField, words: readonly T[]): T {
    const from = this.startOf(field);
    const length = this.endOf(field) - from;
    for (const word of words) if (word.length === length && this.#isAt(from, word)) return word;
    return refuse(field, this.#plain(field), words.join(', '));
  }

  #isAt(from: number, word: string): boolean {
    for (let index = 0; index < word.length; index += 1)
      if (this.bytes[from + index] !== word.charCodeAt(index)) return false;
    return true;
  }

  /** Nothing, or up to so many characters of one kind; a country has exactly two. */
  #match(field: RecordField, longest: number, isOne: (code: number) => boolean, expected: string): void {
    if (this.#isNothing(field)) return;
    const [from, until] = [this.startOf(field), this.endOf(field)];
    let fits = until > from && until - from <= longest && (field !== 'country' || until - from === longest);
    for (let at = from; fits && at < until; at += 1) fits = isOne(this.bytes[at] ?? 0);
    if (!fits) refuse(field, this.#plain(field), expected);
  }

  #checkDay(): void {
    const day = this.#plain('geo_data_on');
    if (day === lastDay) return;
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) refuse('geo_data_on', day, 'a day');
    lastDay = day;
  }

  /** Mostly the click's own time. */
  #visitorSince(): number | null {
    const from = this.startOf('visitor_age');
    if (this.endOf('visitor_age') - from === 1 && this.bytes[from] === DIGIT_ZERO) return this.at;
    const age = this.optional('visitor_age');
    if (age === null) return null;
    return /^\d{1,15}$/.test(age) ? this.at - Number(age) : refuse('visitor_age', age, 'milliseconds');
  }
}

const REQUIRED = ['link_code', 'target', 'visitor_id'] as const;
const LETTER_T = 0x74;
const DIGIT_ZERO = 0x30;
/** The day of the data behind countries changes once a month. */
let lastDay = '';

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isCapital = (code: number) => code >= 0x41 && code <= 0x5a;
/** Hexadecimal digits, points and colons. */
const isOfAddress = (code: number) => isDigit(code) || code === 0x2e || code === 0x3a || (code >= 0x61 && code <= 0x66);
