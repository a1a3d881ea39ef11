import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Instant } from '../../platform/clock/index.ts';

/** Clicks of an edge that were redirected without a durable record, through all its lives. */
export interface UnspooledNote {
  readonly count: number;
  readonly lastAt: Instant | null;
  /** What the spool said at that time. */
  readonly reason: string | null;
}

const NOTHING: UnspooledNote = { count: 0, lastAt: null, reason: null };
const ENDING = '.unspooled';

/** Written over in place, always at this length: that works on most disks that have no room left. */
const NOTE_BYTES = 512;
const REASON_LENGTH_MAX = 200;
/** How often the count is looked at; a kill may cost what came since. */
const LOOK_MS = 1_000;

/** Keeps the count of one edge in a file, for whoever asks later: `tributary doctor`, after a start, after a crash. */
export interface NoteKeeper {
  close(): Promise<void>;
}

export async function keepUnspooledNote(
  directory: string,
  name: string,
  clock: Clock,
  present: () => { readonly unspooled: number; readonly reason: string | null },
): Promise<NoteKeeper> {
  const path = join(directory, `${name}${ENDING}`);
  const before = await readNote(path);
  let kept = 0;
  let lastReason: string | null = null;
  let writing: Promise<void> = Promise.resolve();
  // Made while there is room for it; without it there is no note, and that is no reason not to start.
  await mkdir(directory, { recursive: true, mode: 0o700 }).then(
    () => write(path, before),
    () => undefined,
  );
  const look = async (): Promise<void> => {
    const { unspooled, reason } = present();
    lastReason = reason ?? lastReason;
    if (unspooled === kept) return;
    const isWritten = await write(path, { count: before.count + unspooled, lastAt: clock.now(), reason: lastReason });
    if (isWritten) kept = unspooled;
  };
  const again = (): Promise<void> => {
    writing = writing.then(look);
    return writing;
  };
  const timer = setInterval(() => void again(), LOOK_MS).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await again();
    },
  };
}

/** The notes of all edges of a data directory, by the edge's name. */
export async function unspooledNotes(directory: string): Promise<ReadonlyMap<string, UnspooledNote>> {
  const names = await readdir(directory).catch(() => []);
  const notes = names
    .filter((name) => name.endsWith(ENDING))
    .sort()
    .map(async (name) => [name.slice(0, -ENDING.length), await readNote(join(directory, name))] as const);
  return new Map(await Promise.all(notes));
}

async function readNote(path: string): Promise<UnspooledNote> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [count = '', lastAt = '', reason = ''] = text.trimEnd().split('\t');
  if (!/^\d{1,15}$/.test(count)) return NOTHING;
  return {
    count: Number(count),
    lastAt: /^\d{1,15}$/.test(lastAt) ? Number(lastAt) : null,
    reason: reason === '' ? null : reason,
  };
}

async function write(path: string, { count, lastAt, reason }: UnspooledNote): Promise<boolean> {
  const shown = (reason ?? '').replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, REASON_LENGTH_MAX);
  const bytes = Buffer.from(`${count}\t${lastAt ?? ''}\t${shown}`.padEnd(NOTE_BYTES - 1).concat('\n'));
  try {
    const file = await open(path, 'r+').catch(() => open(path, 'w', 0o600));
    try {
      await file.write(bytes, 0, bytes.length, 0);
    } finally {
      await file.close();
    }
    return true;
  } catch {
    // Tried again at the next look: the disk is full, which is why there is something to note.
    return false;
  }
}
