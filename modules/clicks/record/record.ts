import type { Result } from '../../../contract/errors/index.ts';
import type { RecordedClick, StoredClick } from '../model.ts';
import { FORM } from './record-form.ts';
import { ClickReader } from './record-reader.ts';

const SPECIAL = /[\\\t\n\r\u0000]/;
const SPECIALS = /[\\\t\n\r\u0000]/g;

/**
 * PostgreSQL stores no NUL; it is shown as the sign for it. A backslash is followed by a hyphen, so that the database can undo one kind of
 * special character after the other (`clicks.plain`).
 */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\-',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\u0000': '\u2400',
};

function field(text: string | null): string {
  if (text === null) {
    return '\\N';
  }
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPES[character] ?? '') : text;
}

const flag = (value: boolean) => (value ? 't' : 'f');

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

/** Codes, ids, countries and addresses come out of parsers of ours that let no special character through. */
export function encodeClick(click: RecordedClick, known: KnownParts | null = null): string {
  const { at, subids, visitorSince } = click;
  const raw = click.raw === null ? null : JSON.stringify(click.raw).replaceAll('\\u0000', '\u2400');
  return (
    `${FORM}\t${known?.shared ?? sharedPart(click)}\t${click.clickId}\t${click.linkCode}` +
    `\t${click.country ?? '\\N'}\t${click.device}\t${click.flags.length === 0 ? '' : click.flags.join(',')}` +
    `\t${visitorSince === null ? '\\N' : at - visitorSince}\t${click.visitorId}` +
    `\t${field(subids[0])}\t${field(subids[1])}\t${field(subids[2])}\t${field(subids[3])}\t${field(subids[4])}` +
    `\t${click.anonymizer}\t${click.asn ?? '\\N'}\t${click.geoDataOn}\t${known?.landing ?? landingPart(click)}` +
    `\t${flag(click.attributable)}\t${field(click.routedFrom)}` +
    `\t${click.clientAddress ?? '\\N'}\t${field(click.userAgent)}\t${field(click.referrer)}\t${field(raw)}`
  );
}

/** Reads a record back whole. The error says which field is wrong. */
export function decodeClick(record: string): Result<StoredClick, string> {
  const bytes = Buffer.from(record);
  const read = new ClickReader().read(bytes, 0, bytes.length);
  return read.ok ? { ok: true, value: read.value.whole() } : read;
}
