import type { ClickFlag, SubIds } from '../model.ts';

/** Longest address that is answered (BAD-17); what browsers and messengers carry safely is far less. */
export const URL_LENGTH_MAX = 8192;

/** Longest SubID kept for reports; the whole is kept in the raw request (BAD-10). */
const SUBID_LENGTH_MAX = 512;

/** The path and query of a click address, not yet judged. */
export interface ClickUrl {
  readonly code: string;
  /** Everything after `?`, as it came. */
  readonly query: string;
}

const PREFIX = '/g/';

/** Splits `/g/<code>`, `/g/<code>/` and `/g/<code>/anything`, each with or without a query; `null` for another address. */
export function splitClickUrl(url: string): ClickUrl | null {
  if (!url.startsWith(PREFIX)) {
    return null;
  }
  const question = url.indexOf('?');
  const pathEnd = question < 0 ? url.length : question;
  const slash = url.indexOf('/', PREFIX.length);
  const code = url.slice(PREFIX.length, slash < 0 || slash > pathEnd ? pathEnd : slash);
  return { code, query: question < 0 ? '' : url.slice(question + 1) };
}

/** What the query of a click says. */
export interface ClickQuery {
  readonly subids: SubIds;
  /** `ulp`, decoded once; `null` when absent or empty. */
  readonly target: string | null;
  /** `ulp` was there and its percent-encoding is broken. */
  readonly targetUnreadable: boolean;
  /** `sig`, the signature of the target, empty where it has no value; `null` when absent. */
  readonly signature: string | null;
  readonly flags: readonly ClickFlag[];
  /** Whether something of it could not be kept as it came. */
  readonly changed: boolean;
}

const SUBID_NAMES: ReadonlyMap<string, number> = new Map([
  ['subid', 0],
  ['subid1', 1],
  ['subid2', 2],
  ['subid3', 3],
  ['subid4', 4],
]);

const EMPTY: ClickQuery = {
  subids: [null, null, null, null, null],
  target: null,
  targetUnreadable: false,
  signature: null,
  flags: [],
  changed: false,
};

/** Reads the parameters that mean something to a click; the first of a name counts (BAD-12), unknown names are ignored. */
export function readClickQuery(query: string): ClickQuery {
  if (query === '') {
    return EMPTY;
  }
  const raw: (string | undefined)[] = [undefined, undefined, undefined, undefined, undefined];
  let target: string | undefined;
  let signature: string | undefined;
  let duplicate = false;
  for (let at = 0; at <= query.length; ) {
    const ampersand = query.indexOf('&', at);
    const end = ampersand < 0 ? query.length : ampersand;
    const equals = query.indexOf('=', at);
    const nameEnd = equals < 0 || equals > end ? end : equals;
    const name = query.slice(at, nameEnd);
    const value = query.slice(Math.min(nameEnd + 1, end), end);
    const subid = SUBID_NAMES.get(name);
    if (subid !== undefined) {
      duplicate ||= raw[subid] !== undefined;
      raw[subid] ??= value;
    } else if (name === 'ulp') {
      duplicate ||= target !== undefined;
      target ??= value;
    } else if (name === 'sig') {
      duplicate ||= signature !== undefined;
      signature ??= value;
    }
    at = end + 1;
  }
  return judged(raw, { target, signature, duplicate });
}

interface TargetParts {
  readonly target: string | undefined;
  readonly signature: string | undefined;
  readonly duplicate: boolean;
}

function judged(raw: readonly (string | undefined)[], parts: TargetParts): ClickQuery {
  const { target: rawTarget, duplicate } = parts;
  const flags: ClickFlag[] = duplicate ? ['duplicate_param'] : [];
  const subid = (index: number) => keptSubId(raw[index], flags);
  const subids: SubIds = [subid(0), subid(1), subid(2), subid(3), subid(4)];
  const target = rawTarget === undefined || rawTarget === '' ? null : decodeOnce(rawTarget);
  const targetUnreadable = target === null && rawTarget !== undefined && rawTarget !== '';
  const changed = flags.length > 0 || targetUnreadable;
  return { subids, target, targetUnreadable, signature: signatureText(parts.signature), flags, changed };
}

/** Nothing in a signature needs to be encoded; some encode it all the same. */
function signatureText(raw: string | undefined): string | null {
  return raw === undefined ? null : raw.includes('%') ? (decodeOnce(raw) ?? raw) : raw;
}

const CONTROL = /[\u0000-\u001f\u007f]/;
const CONTROLS = /[\u0000-\u001f\u007f]/g;

function keptSubId(raw: string | undefined, flags: ClickFlag[]): string | null {
  if (raw === undefined || raw === '') {
    return null;
  }
  if (raw.length <= SUBID_LENGTH_MAX && PLAIN.test(raw)) {
    return raw;
  }
  // Bytes that are no UTF-8 stay in the escaped form in which they came (BAD-11).
  let text = decodeOnce(raw) ?? raw;
  if (CONTROL.test(text)) {
    addFlag(flags, 'control_bytes');
    text = text.replace(CONTROLS, (character) => encodeURIComponent(character));
  }
  if (text.length > SUBID_LENGTH_MAX) {
    addFlag(flags, 'subid_long');
    // Not between the two halves of one character.
    const cut = text.slice(0, SUBID_LENGTH_MAX);
    return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
  }
  return text;
}

function addFlag(flags: ClickFlag[], flag: ClickFlag): void {
  if (!flags.includes(flag)) {
    flags.push(flag);
  }
}

/** Stands for itself: most SubIDs are made of nothing else. */
const PLAIN = /^[\w.~-]*$/;

/** Percent-decoding as forms do it, once; `null` when it is broken. */
function decodeOnce(raw: string): string | null {
  const spaced = raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  try {
    return decodeURIComponent(wellEncoded(spaced));
  } catch {
    return null;
  }
}

/** Bytes beyond ASCII that a sender did not encode arrive as one character each; they are meant as UTF-8. */
function wellEncoded(text: string): string {
  return /[^\u0000-\u007f]/.test(text)
    ? text.replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`)
    : text;
}

/** The value of a cookie, `null` where the header has none of that name. */
export function cookieValue(header: string, name: string): string | null {
  for (let at = header.indexOf(`${name}=`); at >= 0; at = header.indexOf(`${name}=`, at + 1)) {
    const before = header[at - 1];
    if (at === 0 || before === ' ' || before === ';') {
      const start = at + name.length + 1;
      const end = header.indexOf(';', start);
      return header.slice(start, end < 0 ? header.length : end).trim();
    }
  }
  return null;
}
