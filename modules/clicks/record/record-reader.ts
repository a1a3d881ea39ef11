import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import { CLICK_ID_LENGTH } from '../id/click-id.ts';
import { keyTime } from '../id/click-key.ts';
import {
  type Anonymizer,
  type ClickFlag,
  clickFlags,
  type Device,
  devices,
  type Landing,
  type StoredClick,
} from '../model.ts';
import { FIELDS, findFields } from './field-ends.ts';
import { KnownTexts } from './known-texts.ts';
import { FORM, PLACE, type RecordField, unescaped } from './record-form.ts';
import { FieldError, NO_SHARED, refuse, type Shared, SharedParts } from './shared-part.ts';

/** Places that every click's reading asks for, as constants of their own. */
const AT = {
  agreed: PLACE.agreed,
  anonymizer: PLACE.anonymizer,
  asn: PLACE.asn,
  attributable: PLACE.attributable,
  click_id: PLACE.click_id,
  client_address: PLACE.client_address,
  country: PLACE.country,
  device: PLACE.device,
  flags: PLACE.flags,
  geo_data_on: PLACE.geo_data_on,
  landing_kind: PLACE.landing_kind,
  landing_redirected: PLACE.landing_redirected,
  link_code: PLACE.link_code,
  subid: PLACE.subid,
  subid1: PLACE.subid1,
  subid4: PLACE.subid4,
  visitor_age: PLACE.visitor_age,
} as const;
const NO_BYTES = Buffer.alloc(0);
const NO_VIEW: DataView = new DataView(new ArrayBuffer(0));
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;

/** So many clicks keep their offsets in one array. */
const RECORDS_A_BLOCK = 512;
/**
 * Reads records as they lie in a spool, without making texts of them: of most fields only that is looked at on which the store and the
 * statistics rely, and they are read when somebody asks. What the edges write was judged by them.
 */
export class ClickReader {
  readonly #clicks: ReadClick[] = [];
  #used = 0;
  readonly #shared = new SharedParts();
  #view: DataView = NO_VIEW;
  #viewed: Buffer = NO_BYTES;

  /** Whatever was read before is done with: what is read from now on takes its place, so that a batch leaves nothing to collect. */
  reuse(): void {
    this.#used = 0;
  }

  read(bytes: Buffer, from: number, until: number): Result<ReadClick, string> {
    const click = this.#place();
    const { ends, base } = click;
    const view = this.#viewOf(bytes);
    const fields = findFields(view, from, until, ends, base);
    if (fields !== FIELDS || !isForm(bytes, from, ends[base] ?? until)) {
      const form = bytes.toString('utf8', from, Math.min(until, ends[base] ?? until, from + 8));
      return refused(`form ${form} with ${fields} fields; expected form ${FORM} with ${FIELDS}`);
    }
    try {
      click.look(bytes, view, this.#shared.of(bytes, (ends[base] ?? 0) + 1, ends[base + AT.agreed] ?? 0));
      this.#used += 1;
      return ok(click);
    } catch (error) {
      if (error instanceof FieldError) return refused(error.message);
      throw error;
    }
  }

  #viewOf(bytes: Buffer): DataView {
    if (bytes !== this.#viewed) {
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      this.#viewed = bytes;
    }
    return this.#view;
  }

  /** The next click to be filled. */
  #place(): ReadClick {
    if (this.#used === this.#clicks.length) {
      const ends = new Int32Array(RECORDS_A_BLOCK * FIELDS);
      for (let base = 0; base < ends.length; base += FIELDS) this.#clicks.push(new ReadClick(ends, base));
    }
    return this.#clicks[this.#used] ?? new ReadClick(new Int32Array(FIELDS), 0);
  }
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

const known = new KnownTexts();

/**
 * A click whose record lies in the bytes that were read; a field becomes a value when it is asked for. It is what was read until its reader
 * reads the next batch.
 */
export class ReadClick implements StoredClick {
  readonly ends: Int32Array;
  readonly base: number;
  bytes: Buffer = NO_BYTES;
  /** The same bytes, for reading several at once. */
  view: DataView = NO_VIEW;
  shared = NO_SHARED;
  at = 0;
  /** No number where there is no such time; a field that holds now a number, now nothing, would be made anew each time. */
  #since = Number.NaN;

  constructor(ends: Int32Array, base: number) {
    this.ends = ends;
    this.base = base;
  }

  /** Looks at the fields that the database takes as they are, but that readers of it rely on. */
  look(bytes: Buffer, view: DataView, shared: Shared): void {
    this.bytes = bytes;
    this.view = view;
    this.shared = shared;
    this.at = this.#time();
    this.#since = this.#visitorSince();
    for (const place of REQUIRED) if (this.#isNothing(place)) refuse(place, null, 'a value');
    this.#oneOf(AT.device, devices);
    this.#oneOf(AT.anonymizer, ANONYMIZERS);
    this.#oneOf(AT.landing_kind, LANDING_KINDS);
    this.#oneOf(AT.landing_redirected, YES_NO);
    this.#oneOf(AT.attributable, YES_NO);
    this.#checkCountry();
    this.#match(AT.asn, 10, isDigit, 'a number');
    this.#match(AT.client_address, 45, isOfAddress, 'an address');
    this.#checkDay();
    if (this.from(AT.flags) < this.until(AT.flags)) this.#readFlags();
  }

  /** Where a field begins and ends, by its place in the record. */
  from(place: number): number {
    return (this.ends[this.base + place - 1] ?? 0) + 1;
  }
  until(place: number): number {
    return this.ends[this.base + place] ?? 0;
  }

  get clickId(): string {
    return this.bytes.toString('latin1', this.from(AT.click_id), this.until(AT.click_id));
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
    return (
      known.of(this.bytes, this.view, this.from(AT.link_code), this.until(AT.link_code)) ??
      refuse(AT.link_code, null, 'a value')
    );
  }
  get country(): string | null {
    return this.#isNothing(AT.country) ? null : (countries[this.#countryNumber()] ?? null);
  }
  get anonymizer(): Anonymizer {
    return this.#oneOf(AT.anonymizer, ANONYMIZERS);
  }
  get landing(): Landing {
    return {
      kind: this.#oneOf(AT.landing_kind, LANDING_KINDS),
      productId: this.optional('landing_product'),
      storeId: this.optional('landing_store'),
      category: this.optional('landing_category'),
      redirected: this.#oneOf(AT.landing_redirected, YES_NO) === 't',
    };
  }
  get target(): string {
    return this.text('target');
  }
  get subids(): StoredClick['subids'] {
    if (this.#hasNoFurtherSubid()) return known.alone(this.bytes, this.view, this.from(AT.subid), this.until(AT.subid));
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
  get visitorSince(): number | null {
    return Number.isNaN(this.#since) ? null : this.#since;
  }
  get device(): Device {
    return this.#oneOf(AT.device, devices);
  }
  get flags(): readonly ClickFlag[] {
    return this.from(AT.flags) === this.until(AT.flags) ? NO_FLAGS : this.#readFlags();
  }
  get attributable(): boolean {
    return this.#oneOf(AT.attributable, YES_NO) === 't';
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

  #hasNoFurtherSubid(): boolean {
    for (let place = AT.subid1; place <= AT.subid4; place += 1) if (!this.#isNothing(place)) return false;
    return true;
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
    if (this.#isNothing(AT.country)) return;
    const length = this.until(AT.country) - this.from(AT.country);
    if (length !== 2 || countries[this.#countryNumber()] === undefined)
      refuse(AT.country, this.#plain(AT.country), 'two capital letters');
  }

  #countryNumber(): number {
    const from = this.from(AT.country);
    return ((this.bytes[from] ?? 0) << 8) | (this.bytes[from + 1] ?? 0);
  }

  #checkDay(): void {
    const from = this.from(AT.geo_data_on);
    if (this.until(AT.geo_data_on) - from === lastDay.length && this.#isAt(from, lastDay)) return;
    const day = this.#plain(AT.geo_data_on);
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) refuse(AT.geo_data_on, day, 'a day');
    lastDay = day;
  }

  #readFlags(): readonly ClickFlag[] {
    return this.#plain(AT.flags)
      .split(',')
      .map((word) => (isFlag(word) ? word : refuse(AT.flags, word, 'a known word')));
  }

  #time(): number {
    const from = this.from(AT.click_id);
    const time = this.until(AT.click_id) - from === CLICK_ID_LENGTH ? keyTime(this.bytes, from) : null;
    return time ?? refuse(AT.click_id, this.#plain(AT.click_id), `${CLICK_ID_LENGTH} letters and digits`);
  }

  /** Mostly the click's own time. */
  #visitorSince(): number {
    const from = this.from(AT.visitor_age);
    if (this.bytes[from] === DIGIT_ZERO && this.until(AT.visitor_age) - from === 1) return this.at;
    const age = this.optional('visitor_age');
    if (age === null) return Number.NaN;
    return /^\d{1,15}$/.test(age) ? this.at - Number(age) : refuse(AT.visitor_age, age, 'milliseconds');
  }
}

const REQUIRED = [PLACE.link_code, PLACE.target, PLACE.visitor_id] as const;
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
/** Digits, `a` to `f`, `.`, `:`; and `/`, as a record that waited too long has a network there. */
const isOfAddress = (code: number) =>
  isDigit(code) || code === 0x2e || code === 0x2f || code === 0x3a || (code >= 0x61 && code <= 0x66);
