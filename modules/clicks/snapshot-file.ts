import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LinkRecord, LinkSnapshot, ProgramRecord } from './links.ts';

/**
 * The last snapshot on disk, from which an edge starts while the database is away (G-4). First line: format, programs, and what
 * links share; then one line a link: code, number of what it shares, target. Links of one ad space share nearly everything, so a
 * million of them are some 50 MB.
 */
const FORMAT = 1;

type Shared = Omit<LinkRecord, 'code' | 'linkId' | 'target'>;

interface Head {
  readonly format: typeof FORMAT;
  readonly programs: readonly ProgramRecord[];
  readonly shared: readonly Shared[];
  readonly links: number;
}

/** Written beside and renamed: whoever reads finds the old one or the new one, never a part. */
export async function writeSnapshotFile(path: string, snapshot: LinkSnapshot): Promise<void> {
  const numbers = new Map<string, number>();
  const shared: Shared[] = [];
  const lines = snapshot.links.map(({ code, linkId: _, target, ...rest }) => {
    const key = `${rest.adSpace.id} ${rest.program} ${rest.kind}`;
    const known = numbers.get(key);
    const number = known ?? shared.push(rest) - 1;
    numbers.set(key, number);
    return `${code}\t${number}${target === null ? '' : `\t${JSON.stringify(target)}`}`;
  });
  const head: Head = { format: FORMAT, programs: snapshot.programs, shared, links: lines.length };
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(beside, `${[JSON.stringify(head), ...lines].join('\n')}\n`, { mode: 0o600, flush: true });
  await rename(beside, path);
}

/** `null` where there is none, or one that another version wrote or that is cut short. */
export async function readSnapshotFile(path: string): Promise<LinkSnapshot | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) {
    return null;
  }
  const [first = '', ...lines] = text.split('\n');
  try {
    const head = readHead(first);
    // The last line ends with a line break, so one empty text follows it.
    if (head === null || lines.length !== head.links + 1) {
      return null;
    }
    return { programs: head.programs, links: lines.slice(0, -1).map((line) => readLink(line, head.shared)) };
  } catch {
    return null;
  }
}

/** The file is our own, written whole: its format number vouches for the rest. */
function readHead(line: string): Head | null {
  const value: unknown = JSON.parse(line);
  return isHead(value) ? value : null;
}

function isHead(value: unknown): value is Head {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT;
}

function readLink(line: string, shared: readonly Shared[]): LinkRecord {
  const [code = '', number = '', target] = line.split('\t');
  const rest = shared[Number(number)];
  if (rest === undefined) {
    throw new RangeError(`link ${code}: it refers to entry ${number} of ${shared.length}`);
  }
  return { ...rest, code, linkId: code.slice(0, 10), target: target === undefined ? null : String(JSON.parse(target)) };
}
