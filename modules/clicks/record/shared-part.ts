import { crc32 } from 'node:zlib';
import { PLACE, type RecordField, recordFields, unescaped } from './record-form.ts';

/** What clicks of one ad space in one program share, read once for all of them. */
export interface Shared {
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

/** Of a click that has not been read. */
export const NO_SHARED: Shared = {
  program: '',
  advertiserOrg: '',
  publisherOrg: '',
  adSpaceId: '',
  adSpaceKind: '',
  trafficType: '',
  dropshipping: false,
  agreed: false,
  columns: Buffer.alloc(0),
};

/** Shared parts that are remembered; of two that want the same place the last. */
const SLOTS = 4096;

/** Shared parts by their text, found without making a text of it: most clicks of a batch have one that was met before. */
export class SharedParts {
  readonly #slots: (readonly [text: Buffer, shared: Shared] | undefined)[] = new Array(SLOTS).fill(undefined);

  of(bytes: Buffer, from: number, until: number): Shared {
    let sum = until - from;
    // Of the ids, which are random, every fourth digit tells enough.
    for (let at = from; at < until; at += 4) sum = (Math.imul(sum, 31) + (bytes[at] ?? 0)) | 0;
    const slot = sum & (SLOTS - 1);
    const found = this.#slots[slot];
    if (found !== undefined && isSame(found[0], bytes, from, until)) return found[1];
    const text = Buffer.from(bytes.subarray(from, until));
    const made = readShared(text.toString());
    this.#slots[slot] = [text, made];
    return made;
  }
}

function isSame(text: Buffer, bytes: Buffer, from: number, until: number): boolean {
  return text.length === until - from && bytes.compare(text, 0, text.length, from, until) === 0;
}

/** A field of a record is not what it has to be. */
export class FieldError extends Error {}

export function refuse(place: number, value: string | null, expected: string): never {
  throw new FieldError(
    `${recordFields[place - 1]}: ${value === null ? 'nothing' : `'${value.slice(0, 60)}'`}; expected ${expected}`,
  );
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function readShared(text: string): Shared {
  const parts = text.split('\t');
  const field = (name: RecordField): string =>
    unescaped(parts[PLACE[name] - 1] ?? '') ?? refuse(PLACE[name], null, 'a value');
  const uuid = (name: RecordField): string => {
    const value = field(name);
    return UUID.test(value) ? value.toLowerCase() : refuse(PLACE[name], value, 'a UUID');
  };
  const yes = (name: RecordField): boolean => {
    const value = field(name);
    return value === 't' || (value === 'f' ? false : refuse(PLACE[name], value, 't, f'));
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
