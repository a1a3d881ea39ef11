import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { ErrorCode, Refusal } from '../../contract/errors/index.ts';

/** Sheets of a million rows stay below; a larger one is sent as CSV. */
const COMPRESSED_BYTES_MAX = 64 * 1024 ** 2;
/** All parts together, as the archive declares them; more than a part declares is never unpacked. */
const EXPANDED_BYTES_MAX = 512 * 1024 ** 2;
/** Sheets shrink to a tenth or a thirtieth; what shrinks to less than a hundredth is no table (T-7). */
const RATIO_MAX = 100;
/** Small parts are allowed to be repetitive. */
const RATIO_FROM_BYTES = 1024 ** 2;
/** A workbook has a dozen parts and one for each sheet and picture. */
const ENTRIES_MAX = 2_000;

/** The spreadsheet cannot be read or is not accepted; becomes a value again in the modules that read files. */
export class UnreadableSheet extends Error {
  readonly refusal: Refusal;

  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.refusal = { code, field: null, detail };
  }
}

/** The parts of a ZIP archive by name. Names are only compared, never used as paths of files. */
export interface Archive {
  has(name: string): boolean;
  names(): Iterable<string>;
  /** The unpacked bytes of a part. */
  read(name: string): AsyncGenerator<Buffer, void, undefined>;
  close(): void;
}

/** Opens the archive and checks what it declares, before anything is unpacked. Throws UnreadableSheet. */
export async function openArchive(path: string, bytes: number): Promise<Archive> {
  if (bytes > COMPRESSED_BYTES_MAX) throw tooLarge(`${bytes} bytes, more than ${COMPRESSED_BYTES_MAX}`);
  const zip = await orUnreadable(openPromise(path, { autoClose: false, lazyEntries: true, decodeStrings: false }));
  try {
    const parts = await orUnreadable(partsOf(zip));
    return {
      has: (name) => parts.has(name),
      names: () => parts.keys(),
      read: (name) => unpacked(zip, name, parts.get(name)),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function partsOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > ENTRIES_MAX) throw tooLarge(`${zip.entryCount} parts, more than ${ENTRIES_MAX}`);
  const parts = new Map<string, Entry>();
  let expanded = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileNameRaw.toString('utf8');
    // Of two parts of one name one program would read the first and another the second.
    if (parts.has(name)) throw new UnreadableSheet('spreadsheet_unreadable', 'Two parts of it have the same name.');
    parts.set(name, entry);
    expanded += entry.uncompressedSize;
    if (expanded > EXPANDED_BYTES_MAX) throw tooLarge(`more than ${EXPANDED_BYTES_MAX} bytes when unpacked`);
    if (entry.uncompressedSize > RATIO_FROM_BYTES && entry.uncompressedSize > RATIO_MAX * entry.compressedSize)
      throw tooLarge(`a part that grows more than ${RATIO_MAX} times when unpacked`);
  }
  return parts;
}

async function* unpacked(
  zip: ZipFile,
  name: string,
  entry: Entry | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  if (entry === undefined) throw new UnreadableSheet('spreadsheet_unreadable', `It has no ${name}.`);
  const stream: Readable = await orUnreadable(zip.openReadStreamPromise(entry));
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orUnreadable(chunks.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

/** What the archive's reader objects to is the file's fault; what the disk says is not. */
async function orUnreadable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UnreadableSheet || !(error instanceof Error) || 'syscall' in error) throw error;
    throw new UnreadableSheet('spreadsheet_unreadable', `It is damaged: ${error.message}.`);
  }
}

function tooLarge(what: string): UnreadableSheet {
  return new UnreadableSheet('file_too_large', `The spreadsheet has ${what}; split it, or send it as CSV.`);
}
