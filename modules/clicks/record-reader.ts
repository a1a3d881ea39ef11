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
import { FieldError, refuse, type Shared, SharedParts } from './shared-part.ts';

const FIELDS = recordFields.length + 1;
const TAB = 9;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;

/** Offsets of so many records are kept in one array. */
const RECORDS_A_BLOCK = 512;
/** Usual widths of fields, which are stepped over where a tab follows. A wrong step loses fields, and the count tells. */
const WIDTHS = new Uint8Array(FIELDS);
for (const name of ['advertiser_org', 'publisher_org', 'ad_space_id'] as const) WIDTHS[PLACE[name]] = 36;
WIDTHS[PLACE.click_id] = CLICK_ID_LENGTH;
WIDTHS[PLACE.link_code] = 30;
WIDTHS[PLACE.visitor_id] = 40;
const UNKNOWN_WIDTHS = new Uint8Array(FIELDS);

/**
 * Reads records as they lie in a spool, without making texts of them: of most fields only that is looked at on which the store and the
 * statistics rely, and they are read when somebody asks. What the edges write was judged by them.
 */
export class ClickReader {
  #ends = new Int32Array(0);
  #used = 0;
  readonly #shared = new SharedParts();

  read(bytes: Buffer, from: number, until: number): Result<ReadClick, string> {
    const base = this.#block();
    const ends = this.#ends;
    let fields = findEnds(bytes, from, until, WIDTHS, ends, base);
    if (fields !== FIELDS) fields = findEnds(bytes, from, until, UNKNOWN_WIDTHS, ends, base);
    if (fields !== FIELDS || !isForm(bytes, from, ends[base] ?? until)) {
      const form = bytes.toString('utf8', from, Math.min(until, ends[base] ?? until, from + 8));
      return refused(`form ${form} with ${fields} fields; expected form ${FORM} with ${FIELDS}`);
    }
    try {
      const shared = this.#shared.of(bytes, (ends[base] ?? 0) + 1, ends[base + PLACE.agreed] ?? 0);
      const click = new ReadClick(bytes, ends, base, shared);
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
}

/** Notes where each field ends, and counts them; of too many one more than there should be. */
function findEnds(
  bytes: Buffer,
  from: number,
  until: number,
  widths: Uint8Array,
  ends: Int32Array,
  base: number,
): number {
  let field = 0;
  for (let at = from; at < until; at += 1) {
    if (bytes[at] !== TAB) continue;
    if (field === FIELDS - 1) return FIELDS + 1;
    ends[base + field] = at;
    field += 1;
    const width = widths[field] ?? 0;
    if (bytes[at + width + 1] === TAB) at += width;
  }
  ends[base + field] = until;
  return field + 1;
}

function isForm(bytes: Buffer, from: number, until: number): boolean {
  return until - from === FORM.length && bytes[from] === FORM.charCodeAt(0);
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
  readonly ends: Int32Array;
  readonly base: number;
  readonly shared: Shared;
  readonly at: number;
  readonly visitorSince: number | null;

  /** Looks at the fields that the database takes as they are, but that readers of it rely on. */
  constructor(bytes: Buffer, ends: Int32Array, base: number, shared: Shared) {
    this.bytes = bytes;
    this.ends = ends;
    this.base = base;
    this.shared = shared;
    this.at = this.#time();
    this.visitorSince = this.#visitorSince();
    for (const place of REQUIRED) if (this.#isNothing(place)) refuse(place, null, 'a value');
    this.#oneOf(PLACE.device, devices);
    this.#oneOf(PLACE.anonymizer, ANONYMIZERS);
    this.#oneOf(PLACE.landing_kind, LANDING_KINDS);
    this.#oneOf(PLACE.landing_redirected, YES_NO);
    this.#oneOf(PLACE.attributable, YES_NO);
    this.#checkCountry();
    this.#match(PLACE.asn, 10, isDigit, 'a number');
    this.#match(PLACE.client_address, 45, isOfAddress, 'an address');
    this.#checkDay();
    if (this.from(PLACE.flags) < this.until(PLACE.flags)) this.#readFlags();
  }

  /** Where a field begins and ends, by its place in the record. */
  from(place: number): number {
    return (this.ends[this.base + place - 1] ?? 0) + 1;
  }
  until(place: number): number {
    return this.ends[this.base + place] ?? 0;
  }

  get clickId(): string {
    return this.bytes.toString('latin1', this.from(PLACE.click_id), this.until(PLACE.click_id));
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
    return this.#isNothing(PLACE.country) ? null : (countries[this.#countryNumber()] ?? null);
  }
  get anonymizer(): Anonymizer {
    return this.#oneOf(PLACE.anonymizer, ANONYMIZERS);
  }
  get landing(): Landing {
    return {
      kind: this.#oneOf(PLACE.landing_kind, LANDING_KINDS),
      productId: this.optional('landing_product'),
      storeId: this.optional('landing_store'),
      category: this.optional('landing_category'),
      redirected: this.#oneOf(PLACE.landing_redirected, YES_NO) === 't',
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
    return this.#oneOf(PLACE.device, devices);
  }
  get flags(): readonly ClickFlag[] {
    return this.from(PLACE.flags) === this.until(PLACE.flags) ? NO_FLAGS : this.#readFlags();
  }
  get attributable(): boolean {
    return this.#oneOf(PLACE.attributable, YES_NO) === 't';
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
    return this.optional(field) ?? refuse(PLACE[field], null, 'a value');
  }

  optional(field: RecordField): string | null {
    const place = PLACE[field];
    return this.#isNothing(place) ? null : unescaped(this.#plain(place));
  }

  #plain(place: number): string {
    return this.bytes.toString('utf8', this.from(place), this.until(place));
  }

  #isNothing(place: number): boolean {
    const from = this.from(place);
    return this.bytes[from] === BACKSLASH && this.bytes[from + 1] === CAPITAL_N && this.until(place) - from === 2;
  }

  #oneOf<T extends string>(place: number, words: readonly T[]): T {
    const from = this.from(place);
    const length = this.until(place) - from;
    for (const word of words) if (word.length === length && this.#isAt(from, word)) return word;
    return refuse(place, this.#plain(place), words.join(', '));
  }

  #isAt(from: number, word: string): boolean {
    for (let index = 0; index < word.length; index += 1)
      if (this.bytes[from + index] !== word.charCodeAt(index)) return false;
    return true;
  }

  /** Nothing, or up to so many characters of one kind. */
  #match(place: number, longest: number, isOne: (code: number) => boolean, expected: string): void {
    if (this.#isNothing(place)) return;
    const until = this.until(place);
    let at = this.from(place);
    if (until > at && until - at <= longest) while (at < until && isOne(this.bytes[at] ?? 0)) at += 1;
    if (at < until || until === this.from(place)) refuse(place, this.#plain(place), expected);
  }

  #checkCountry(): void {
    if (this.#isNothing(PLACE.country)) return;
    const length = this.until(PLACE.country) - this.from(PLACE.country);
    if (length !== 2 || countries[this.#countryNumber()] === undefined)
      refuse(PLACE.country, this.#plain(PLACE.country), 'two capital letters');
  }

  #countryNumber(): number {
    const from = this.from(PLACE.country);
    return ((this.bytes[from] ?? 0) << 8) | (this.bytes[from + 1] ?? 0);
  }

  #checkDay(): void {
    const from = this.from(PLACE.geo_data_on);
    if (this.until(PLACE.geo_data_on) - from === lastDay.length && this.#isAt(from, lastDay)) return;
    const day = this.#plain(PLACE.geo_data_on);
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) refuse(PLACE.geo_data_on, day, 'a day');
    lastDay = day;
  }

  #readFlags(): readonly ClickFlag[] {
    return this.#plain(PLACE.flags)
      .split(',')
      .map((word) => (isFlag(word) ? word : refuse(PLACE.flags, word, 'a known word')));
  }

  #time(): number {
    const from = this.from(PLACE.click_id);
    const time = this.until(PLACE.click_id) - from === CLICK_ID_LENGTH ? keyTime(this.bytes, from) : null;
    return time ?? refuse(PLACE.click_id, this.#plain(PLACE.click_id), `${CLICK_ID_LENGTH} letters and digits`);
  }

  /** Mostly the click's own time. */
  #visitorSince(): number | null {
    const from = this.from(PLACE.visitor_age);
    if (this.bytes[from] === DIGIT_ZERO && this.until(PLACE.visitor_age) - from === 1) return this.at;
    const age = this.optional('visitor_age');
    if (age === null) return null;
    return /^\d{1,15}$/.test(age) ? this.at - Number(age) : refuse(PLACE.visitor_age, age, 'milliseconds');
  }
}

const REQUIRED = [PLACE.link_code, PLACE.target, PLACE.visitor_id];
const DIGIT_ZERO = 0x30;
const CAPITAL_A = 0x41;
const LETTERS = 26;
/** The day of the data behind countries changes once a month. */
let lastDay = '';

/** Two capital letters by the number that their bytes make. */
const countries: (string | undefined)[] = new Array(1 << 15).fill(undefined);
for (let first = CAPITAL_A; first < CAPITAL_A + LETTERS; first += 1)
  for (let second = CAPITAL_A; second < CAPITAL_A + LETTERS; second += 1)
    countries[(first << 8) | second] = String.fromCharCode(first, second);

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
/** Hexadecimal digits, points and colons. */
const isOfAddress = (code: number) => isDigit(code) || code === 0x2e || code === 0x3a || (code >= 0x61 && code <= 0x66);
