import { randomFillSync, timingSafeEqual } from 'node:crypto';
import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import type { LandingFacts } from '../../../core/commission/facts/facts.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Anonymizer } from '../model.ts';
import { type ClickTime, clickTime } from './click-time.ts';
import { type ClickKey, type ClickKeys, sign, signerOf } from './keys.ts';
import { decodeToken, encodeToken } from './token-text.ts';

/**
 * A click id: 60 bytes as 96 lower-case letters and digits, which sort by time.
 *
 *   0   6  time, milliseconds      31   7  code of the ad space
 *   6   1  format                  38   2  country, anonymiser, landing kind, redirected
 *   7   1  number of the key       40   1  marks
 *   8  16  random                  41   4  keyed hash of the landing's product, 0 for none
 *  24   7  campaign code           45   4  keyed hash of the landing's store, 0 for none
 *                                  49  11  MAC over all before it
 *
 * An order can be decided by it even when the click's row is gone.
 */
export const CLICK_ID_LENGTH = 96;

const BYTES = 60;
const FORMAT = 1;
const AT_FORMAT = 6;
const AT_KEY = 7;
const AT_RANDOM = 8;
const RANDOM_BYTES = 16;
const AT_PROGRAM = 24;
const AT_AD_SPACE = 31;
const AT_FACTS = 38;
const AT_MARKS = 40;
const AT_PRODUCT = 41;
const AT_STORE = 45;
const AT_MAC = 49;

const MARK_NOT_SPOOLED = 1;
const MARK_NOT_ATTRIBUTABLE = 2;
const MARK_ROUTED = 4;
const MARK_NOT_AGREED = 8;
const MARK_DROPSHIPPING = 16;

const anonymizers: readonly Anonymizer[] = ['unknown', 'no', 'yes'];
const landingKinds = ['home', 'item', 'shop', 'category'] as const;

/** What a click id says about its click. */
export interface ClickToken {
  readonly clickId: string;
  readonly at: Instant;
  readonly keyId: number;
  /** Campaign code of the program in which the click counts. */
  readonly campaignCode: string;
  readonly adSpaceCode: string;
  readonly country: string | null;
  readonly anonymizer: Anonymizer;
  readonly landing: {
    readonly kind: LandingFacts['kind'];
    readonly redirected: boolean;
    readonly product: number;
    readonly store: number;
  };
  /** `false`: the spool could not be written, so there may be no row for it. */
  readonly spooled: boolean;
  readonly attributable: boolean;
  readonly routed: boolean;
  readonly agreed: boolean;
  readonly dropshipping: boolean;
}

/** What the edge puts into an id. */
export interface ClickIdContent
  extends Omit<ClickToken, 'clickId' | 'keyId' | 'campaignCode' | 'adSpaceCode' | 'spooled'> {
  /** `codeReference` of the campaign code and of the ad space's code. */
  readonly program: Buffer;
  readonly adSpace: Buffer;
}

/**
 * Why a text is no click id of ours: `malformed` is none at all, `unknown_key` names a key that is not accepted (any more) for its
 * time, `forged` has a wrong MAC.
 */
export type ClickIdFault = 'malformed' | 'unknown_key' | 'forged';

const CODE_PATTERN = /^[0-9a-z]{10}$/;
const CODE_HALF = 36 ** 5;
const REFERENCE_BYTES = 7;

/** A 10-character code as seven bytes. Throws on anything else: codes are made by us. */
export function codeReference(code: string): Buffer {
  if (!CODE_PATTERN.test(code)) {
    throw new RangeError(`code '${code}': expected 10 lower-case letters and digits`);
  }
  const value = Number.parseInt(code.slice(0, 5), 36) * CODE_HALF + Number.parseInt(code.slice(5), 36);
  const bytes = Buffer.alloc(REFERENCE_BYTES);
  bytes.writeUIntBE(Math.floor(value / 256), 0, 6);
  bytes[6] = value % 256;
  return bytes;
}

function referencedCode(bytes: Buffer, at: number): string {
  const value = bytes.readUIntBE(at, 6) * 256 + (bytes[at + 6] ?? 0);
  const half = (part: number) => part.toString(36).padStart(5, '0');
  return half(Math.floor(value / CODE_HALF)) + half(value % CODE_HALF);
}

/** Makes the ids of one process, never one that is earlier than the last, even when the clock is set back. */
export interface ClickIdMaker {
  /** Times for clicks. */
  readonly time: ClickTime;
  make(content: ClickIdContent, options: { readonly spooled: boolean }): string;
  /** The keyed hash of a product's or store's id as ids carry it. */
  landingHash(kind: 'product' | 'store', id: string | null): number;
}

/** Random bytes are fetched in blocks: one call for each click would cost more than all the rest of the id. */
const RANDOM_BLOCK_BYTES = 8192;

export function createClickIdMaker(keys: ClickKeys, clock: Clock): ClickIdMaker {
  const key = keys.current;
  const { signed, sign: seal } = signerOf(key, AT_MAC, BYTES - AT_MAC);
  const block = Buffer.alloc(RANDOM_BLOCK_BYTES);
  let used = RANDOM_BLOCK_BYTES;
  return {
    time: clickTime(clock),
    make: (content, { spooled }) => {
      if (used === RANDOM_BLOCK_BYTES) {
        randomFillSync(block);
        used = 0;
      }
      putPart(signed, AT_RANDOM, block, used, RANDOM_BYTES);
      used += RANDOM_BYTES;
      writeContent(signed, key.id, content, spooled);
      seal();
      return encodeToken(signed);
    },
    landingHash: (kind, id) => landingHash(key, kind, id),
  };
}

/** `copy` makes an object for a part of a buffer, which costs more than so few bytes. */
function putPart(target: Buffer, at: number, source: Buffer, from: number, length: number): void {
  for (let index = 0; index < length; index += 1) {
    target[at + index] = source[from + index] ?? 0;
  }
}

function writeContent(bytes: Buffer, keyId: number, content: ClickIdContent, spooled: boolean): void {
  bytes.writeUIntBE(content.at, 0, 6);
  bytes[AT_FORMAT] = FORMAT;
  bytes[AT_KEY] = keyId;
  putPart(bytes, AT_PROGRAM, content.program, 0, REFERENCE_BYTES);
  putPart(bytes, AT_AD_SPACE, content.adSpace, 0, REFERENCE_BYTES);
  const kind = landingKinds.indexOf(content.landing.kind);
  const anonymizer = anonymizers.indexOf(content.anonymizer);
  const facts =
    (countryNumber(content.country) << 6) | (anonymizer << 4) | (kind << 2) | (content.landing.redirected ? 2 : 0);
  bytes.writeUInt16BE(facts, AT_FACTS);
  bytes[AT_MARKS] =
    (spooled ? 0 : MARK_NOT_SPOOLED) |
    (content.attributable ? 0 : MARK_NOT_ATTRIBUTABLE) |
    (content.routed ? MARK_ROUTED : 0) |
    (content.agreed ? 0 : MARK_NOT_AGREED) |
    (content.dropshipping ? MARK_DROPSHIPPING : 0);
  bytes.writeUInt32BE(content.landing.product, AT_PRODUCT);
  bytes.writeUInt32BE(content.landing.store, AT_STORE);
}

/** 0 for unknown, else 1 … 676. */
function countryNumber(country: string | null): number {
  return country === null ? 0 : 1 + (country.charCodeAt(0) - 65) * 26 + (country.charCodeAt(1) - 65);
}

function countryOf(value: number): string | null {
  return value === 0 ? null : String.fromCharCode(65 + Math.floor((value - 1) / 26), 65 + ((value - 1) % 26));
}

function landingHash(key: ClickKey, kind: 'product' | 'store', id: string | null): number {
  // Zero means none, so a hash that happens to be zero becomes one.
  return id === null ? 0 : sign(key, `${kind} ${id}`).readUInt32BE(0) || 1;
}

/** Opens an id that came back from a shop. Its length is checked before any work, its MAC in constant time. */
export function openClickId(keys: ClickKeys, text: string): Result<ClickToken, ClickIdFault> {
  const bytes = text.length === CLICK_ID_LENGTH ? decodeToken(text) : null;
  if (bytes === null || bytes[AT_FORMAT] !== FORMAT) {
    return refused('malformed');
  }
  const key = keys.accepted.get(bytes[AT_KEY] ?? -1);
  const at = bytes.readUIntBE(0, 6);
  if (key === undefined || (key.retiredAt !== null && at > key.retiredAt)) {
    return refused('unknown_key');
  }
  const mac = sign(key, bytes.subarray(0, AT_MAC)).subarray(0, BYTES - AT_MAC);
  return timingSafeEqual(mac, bytes.subarray(AT_MAC)) ? ok(readContent(text, bytes, at, key.id)) : refused('forged');
}

function readContent(clickId: string, bytes: Buffer, at: Instant, keyId: number): ClickToken {
  const facts = bytes.readUInt16BE(AT_FACTS);
  const marks = bytes[AT_MARKS] ?? 0;
  return {
    clickId,
    at,
    keyId,
    campaignCode: referencedCode(bytes, AT_PROGRAM),
    adSpaceCode: referencedCode(bytes, AT_AD_SPACE),
    country: countryOf(facts >>> 6),
    anonymizer: anonymizers[(facts >>> 4) & 3] ?? 'unknown',
    landing: {
      kind: landingKinds[(facts >>> 2) & 3] ?? 'home',
      redirected: (facts & 2) !== 0,
      product: bytes.readUInt32BE(AT_PRODUCT),
      store: bytes.readUInt32BE(AT_STORE),
    },
    spooled: (marks & MARK_NOT_SPOOLED) === 0,
    attributable: (marks & MARK_NOT_ATTRIBUTABLE) === 0,
    routed: (marks & MARK_ROUTED) !== 0,
    agreed: (marks & MARK_NOT_AGREED) === 0,
    dropshipping: (marks & MARK_DROPSHIPPING) !== 0,
  };
}

/** The time an id names, unchecked: only good for finding its row. `null` where the text is no click id. */
export function clickIdTime(text: string): Instant | null {
  return clickIdBytes(text)?.readUIntBE(0, 6) ?? null;
}

/** The bytes of an id, unchecked; `null` where the text is no click id. */
export function clickIdBytes(text: string): Buffer | null {
  const bytes = text.length === CLICK_ID_LENGTH ? decodeToken(text) : null;
  return bytes === null || bytes[AT_FORMAT] !== FORMAT ? null : bytes;
}

/**
 * The landing of a click known by its id alone. The id holds hashes, so product and store come out only if they are among the ones
 * asked about: those of the order's lines, which are the only ones a decision compares with.
 */
export function landingOfToken(
  keys: ClickKeys,
  token: ClickToken,
  asked: { readonly productIds: readonly string[]; readonly storeIds: readonly string[] },
): LandingFacts {
  const key = keys.accepted.get(token.keyId);
  const find = (kind: 'product' | 'store', hash: number, ids: readonly string[]) =>
    key === undefined || hash === 0 ? null : (ids.find((id) => landingHash(key, kind, id) === hash) ?? null);
  return {
    kind: token.landing.kind,
    productId: find('product', token.landing.product, asked.productIds),
    storeId: find('store', token.landing.store, asked.storeIds),
    redirected: token.landing.redirected,
  };
}
