import { dayAt } from '../../core/time/index.ts';
import { clickIdTime, decodeClick, exportClicks, segmentBooks } from '../../modules/clicks/index.ts';
import { type Dimension, report, settleClicks } from '../../modules/stats/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { listSegments, readSegment } from '../../platform/spool/index.ts';
import { tributary } from '../processes/tributary-process.ts';
import type { Rig } from './rig.ts';
import type { Answered } from './visitors.ts';

/** What is on the disk and in the store after everything came to rest. */
export interface Kept {
  /** Ids in the spools: the set W. */
  readonly spooled: readonly string[];
  /** Ids in the store, one entry a row: the set S. */
  readonly stored: readonly string[];
  /** Rows whose day is not the one of their id's own time. */
  readonly onAnotherDay: number;
  readonly books: {
    readonly recorded: number;
    readonly stored: number;
    readonly repeated: number;
    readonly parked: number;
  };
  readonly segments: number;
  readonly lost: number;
  /** Clicks as reports count them, by each way of grouping: every sum is the number of stored clicks. */
  readonly reported: Readonly<Record<string, bigint>>;
}

/** More segments than any scenario makes. */
const SEGMENTS_MAX = 100_000;

/** Bytes of a segment read at once. */
const READ_BYTES = 4 * 1_048_576;
const DAY_MS = 86_400_000;
const GROUPINGS: readonly (readonly Dimension[])[] = [['program'], ['ad_space'], ['country'], ['subid'], ['day']];

export async function gather(rig: Rig): Promise<Kept> {
  const spooled = await spooledIds(rig.spoolDir);
  const { stored, onAnotherDay } = await storedIds(rig.db);
  const books = await rig.db.transaction({ role: 'system' }, (tx) => segmentBooks(tx, SEGMENTS_MAX));
  const sum = (of: (each: (typeof books)[number]) => number) => books.reduce((total, each) => total + of(each), 0);
  return {
    spooled,
    stored,
    onAnotherDay,
    books: {
      recorded: sum(({ recorded }) => recorded),
      stored: sum((each) => each.stored),
      repeated: sum(({ repeated }) => repeated),
      parked: sum(({ parked }) => parked),
    },
    segments: books.length,
    lost: sum(({ lost }) => lost),
    reported: await reportedClicks(rig.db),
  };
}

/** Ids of the clicks in the spools below a directory, read as the shipper reads them. */
export async function spooledIds(spoolDir: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { path } of await listSegments(spoolDir)) {
    for (let position = 0; ; ) {
      const part = await readSegment(path, position, READ_BYTES);
      for (const { text } of part.records) {
        const click = decodeClick(text);
        if (click.ok) ids.push(click.value.clickId);
      }
      if (part.position === position || part.closedWith !== null) break;
      position = part.position;
    }
  }
  return ids;
}

async function storedIds(db: Database): Promise<{ stored: string[]; onAnotherDay: number }> {
  const stored: string[] = [];
  let onAnotherDay = 0;
  await db.transaction({ role: 'system' }, (tx) =>
    exportClicks(tx, { since: null, until: null }, ({ clickId, at }) => {
      stored.push(clickId);
      const own = clickIdTime(clickId);
      if (own === null || Math.floor(own / DAY_MS) !== Math.floor(at / DAY_MS)) onAnotherDay += 1;
    }),
  );
  return { stored, onAnotherDay };
}

async function reportedClicks(db: Database): Promise<Record<string, bigint>> {
  const now = Date.now();
  const range = { since: dayAt(now - 3 * DAY_MS, 'UTC'), until: dayAt(now + 3 * DAY_MS, 'UTC') };
  const page = { filters: {}, sort: null, limit: 1_000, offset: 0, publisherOrg: null };
  const reported: Record<string, bigint> = {};
  await db.transaction({ role: 'system' }, async (tx) => {
    await settleClicks(tx);
    for (const groupBy of GROUPINGS) {
      const { rows } = await report(tx, { ...range, ...page, groupBy });
      const clicks = rows.map((row) => (row.clicks === null ? 0n : row.clicks.counted + row.clicks.filtered));
      reported[groupBy.join(' × ')] = clicks.reduce((total, each) => total + each, 0n);
    }
  });
  return reported;
}

/** What contradicts the promises, in words; empty when all of them were kept. */
export function contradictions(answered: Answered, kept: Kept, damaged: ReadonlySet<string>): string[] {
  const spooled = new Set(kept.spooled);
  const stored = new Set(kept.stored);
  const missing = answered.durable.filter((id) => !stored.has(id));
  const unnamed = missing.filter((id) => !damaged.has(id));
  const { recorded, repeated, parked } = kept.books;
  const total = kept.stored.length;
  return [
    ...answered.surprises.slice(0, 5),
    ...some(answered.durable.length - new Set(answered.durable).size, 'click ids were answered twice'),
    ...some(
      answered.durable.filter((id) => !spooled.has(id) && !damaged.has(id)).length,
      'answered clicks are in no spool',
    ),
    ...some(unnamed.length, 'answered clicks are not in the store'),
    ...some(total - stored.size, 'rows of the store are there twice'),
    ...some(kept.spooled.filter((id) => !stored.has(id)).length, 'records of the spools are not in the store'),
    ...some(kept.stored.filter((id) => !spooled.has(id) && !damaged.has(id)).length, 'stored clicks are in no spool'),
    ...some(answered.flagged.filter((id) => spooled.has(id)).length, 'flagged ids are in the spools as if durable'),
    ...some(kept.onAnotherDay, 'stored clicks are on another day than their id'),
    ...some(recorded - kept.books.stored - repeated - parked, 'records are neither stored, repeated nor parked'),
    ...some(total - kept.books.stored, 'stored clicks are missing in the books of the segments'),
    ...some(parked, 'records are parked'),
    ...some(
      Math.abs(kept.lost - damaged.size),
      `records lost by the books (${kept.lost}) and damaged (${damaged.size}) differ`,
    ),
    ...Object.entries(kept.reported)
      .filter(([, clicks]) => clicks !== BigInt(total))
      .map(([grouping, clicks]) => `reports by ${grouping} count ${clicks} clicks, ${total} are stored`),
  ];
}

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

/** What `tributary doctor` says although nothing happened, and what it keeps to itself. */
export async function doctorContradictions(rig: Rig): Promise<string[]> {
  const { ending, output, errors } = await tributary(['doctor', '--json'], rig.settings);
  if (ending !== 0 && ending !== 1) return [`tributary doctor ended (${ending}): ${errors}`];
  const { findings }: { readonly findings: readonly string[] } = JSON.parse(output);
  const expected = rig.expectedFindings;
  const unexpected = findings.filter((finding) => !expected.some((pattern) => pattern.test(finding)));
  const unsaid = expected.filter((pattern) => !findings.some((finding) => pattern.test(finding)));
  const ought = expected.length === 0 ? 0 : 1;
  return [
    ...unexpected.map((finding) => `doctor: ${finding}`),
    ...unsaid.map((pattern) => `doctor does not say ${pattern}`),
    ...(ending === ought ? [] : [`doctor ended with ${ending}, expected ${ought}`]),
  ];
}
