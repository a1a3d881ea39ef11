import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { type BookParts, LinkBook, type Place } from './link-book.ts';
import { isTable } from './link-table.ts';
import type { LinkAdSpace, PartnershipRecord, ProgramRecord } from './links.ts';

/**
 * The last snapshot on disk, from which an edge starts while the database is away (G-4): a header of 8 words; programs, ad spaces and
 * places as JSON, filled up to whole words; then the table of links and its targets, byte for byte as they lie in memory. So a million
 * links are read in one go and need no work afterwards.
 */
const MAGIC = 0x6b6e6c54;
const FORMAT = 4;
const HEADER_WORDS = 8;
const HEADER_BYTES = HEADER_WORDS * 4;
/** The checksum is the third word and covers what follows it. */
const SUMMED_FROM = 12;

/** What is not the table. Ad spaces and programs are named by their position in the lists. */
interface Head {
  readonly mark: string | null;
  readonly programs: readonly ProgramRecord[];
  readonly adSpaces: readonly LinkAdSpace[];
  readonly places: readonly (readonly [
    adSpaceId: string | number,
    program: string,
    partnership:
      | readonly [publisherOrg: string, status: PartnershipRecord['status'], agreed: boolean, trafficType: string]
      | null,
  ])[];
  readonly shorts: BookParts['shorts'];
}

/**
 * Written beside and renamed: whoever reads finds the old one or the new one, never a part. The book may change as soon as this has
 * returned its promise: what is written is what it was.
 */
export async function writeSnapshotFile(path: string, book: LinkBook): Promise<void> {
  const bytes = encode(book.parts);
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** `null` where there is none, or one that another version wrote, that is cut short or damaged. */
export async function readSnapshotFile(path: string): Promise<LinkBook | null> {
  const bytes = await readWhole(path);
  if (bytes === null || bytes.byteLength < HEADER_BYTES) {
    return null;
  }
  const [magic, format, sum, headBytes = 0, slotWords = 0, targetBytes = 0, links = 0] = new Uint32Array(
    bytes,
    0,
    HEADER_WORDS,
  );
  const slotsAt = HEADER_BYTES + whole(headBytes);
  const targetsAt = slotsAt + slotWords * 4;
  if (magic !== MAGIC || format !== FORMAT || bytes.byteLength !== targetsAt + targetBytes) {
    return null;
  }
  const slots = new Uint32Array(bytes, slotsAt, slotWords);
  if (crc32(new Uint8Array(bytes, SUMMED_FROM)) !== sum || !isTable({ links, slots })) {
    return null;
  }
  // The file is our own, written whole: format and checksum vouch for the rest.
  const head: Head = JSON.parse(Buffer.from(bytes, HEADER_BYTES, headBytes).toString());
  const table = { links, slots, targets: Buffer.from(bytes, targetsAt, targetBytes) };
  return new LinkBook({ ...head, places: head.places.map((place) => placeOf(place, head)), table });
}

/** One read, however many links. */
async function readWhole(path: string): Promise<ArrayBuffer | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(size);
      let read = 0;
      while (read < size) {
        const { bytesRead } = await file.read(bytes, read, size - read, read);
        if (bytesRead === 0) return null;
        read += bytesRead;
      }
      return bytes.buffer;
    } finally {
      await file.close();
    }
  } catch {
    // Absent or unreadable: the database has all of it.
    return null;
  }
}

function encode({ mark, programs, adSpaces, places, shorts, table }: BookParts): Uint8Array {
  const numbers = new Map(adSpaces.map(({ id }, number) => [id, number]));
  const rows = places.map((place): Head['places'][number] => {
    const { partnership: p } = place;
    const adSpace = numbers.get(place.adSpaceId) ?? place.adSpaceId;
    return [adSpace, place.program, p === null ? null : [p.publisherOrg, p.status, p.agreed, p.trafficType]];
  });
  const head: Head = { mark, programs, adSpaces, places: rows, shorts };
  const json = Buffer.from(JSON.stringify(head));
  const slotsAt = HEADER_BYTES + whole(json.length);
  const { slots, targets, links } = table;
  const bytes = new Uint8Array(slotsAt + slots.byteLength + targets.length);
  bytes.set(json, HEADER_BYTES);
  bytes.set(new Uint8Array(slots.buffer, slots.byteOffset, slots.byteLength), slotsAt);
  bytes.set(targets, slotsAt + slots.byteLength);
  const header = new Uint32Array(bytes.buffer, 0, HEADER_WORDS);
  header.set([MAGIC, FORMAT, 0, json.length, slots.length, targets.length, links]);
  header[2] = crc32(bytes.subarray(SUMMED_FROM));
  return bytes;
}

function placeOf([adSpace, program, partnership]: Head['places'][number], { adSpaces }: Head): Place {
  const facts = typeof adSpace === 'number' ? (adSpaces[adSpace] ?? null) : null;
  const adSpaceId = facts?.id ?? String(adSpace);
  if (partnership === null) return { adSpaceId, program, adSpace: facts, partnership };
  const [publisherOrg, status, agreed, trafficType] = partnership;
  return {
    adSpaceId,
    program,
    adSpace: facts,
    partnership: { adSpaceId, program, publisherOrg, status, agreed, trafficType },
  };
}

/** The next multiple of a word. */
function whole(bytes: number): number {
  return (bytes + 3) & ~3;
}
