import { join } from 'node:path';
import { type CalendarDay, dayInterval, wallTimeAt } from '../../../core/time/index.ts';
import type { Actor, Database } from '../../../platform/db/index.ts';
import { overlaps } from '../archive/archive.ts';
import { readArchiveFile, type Span } from '../archive/archive-file.ts';
import { archiveParts } from '../archive/archive-store.ts';
import { clickIdTime } from '../id/click-id.ts';
import type { ClickFlag, StoredClick } from '../model.ts';
import { keptQueries, newestClicks } from './single-clicks-store.ts';

/** Columns of clicks by which reports are grouped, by the names that reports give them. */
export const clickFilters = {
  ad_space: 'ad_space_id',
  traffic_type: 'traffic_type',
  link: 'link_code',
  subid: 'subid',
  subid1: 'subid1',
  subid2: 'subid2',
  subid3: 'subid3',
  subid4: 'subid4',
  country: 'country',
  device: 'device',
} as const;
export type ClickFilter = keyof typeof clickFilters;

export interface SingleClicksQuery {
  readonly program: string;
  /** IANA zone of the program, in which its days are. */
  readonly zone: string;
  readonly since: CalendarDay;
  /** The day after the last. */
  readonly until: CalendarDay;
  /** Hours of the day, 0 to 23; `null` for all. */
  readonly hours: readonly number[] | null;
  /** Accepted values; '' stands for "unknown" or "none". */
  readonly filters: Readonly<Partial<Record<ClickFilter, readonly string[]>>>;
  /** Only clicks with one of these flags; `null` for all. */
  readonly flags: readonly ClickFlag[] | null;
  /** Only the click of this id; `null` for all. */
  readonly click: string | null;
  /** Only older clicks than this one, by its id. */
  readonly before: string | null;
  readonly limit: number;
}

export interface ClickReader {
  readonly db: Database;
  /** The archive's directory. */
  readonly archive: string;
  /** The hours in which there may be clicks that fit and that the reader may see: nothing else is looked through. */
  readonly hoursOf: (actor: Reader, query: SingleClicksQuery) => Promise<readonly DayHours[]>;
}

export type Reader = Exclude<Actor, { role: 'ingest' }>;

/** A day of the program's zone, with a bit for each of its hours. */
export interface DayHours {
  readonly day: CalendarDay;
  readonly hours: number;
}

/**
 * The newest single clicks behind a row of a report, those of archived months included, each seen by its publisher, its advertiser and the
 * system. Click ids sort by time, so the last one's id is where the next page begins.
 */
export async function singleClicks(
  reader: ClickReader,
  actor: Reader,
  query: SingleClicksQuery,
): Promise<readonly StoredClick[]> {
  const span = { from: dayInterval(query.since, query.zone).from, until: dayInterval(query.until, query.zone).from };
  const { db, archive } = reader;
  const spans = query.click === null ? await spansWithClicks(reader, actor, query) : instantOf(query.click, span);
  const columns = Object.fromEntries(
    Object.entries(clickFilters).flatMap(([name, column]) => {
      const accepted = Object.entries(query.filters).find(([filter]) => filter === name)?.[1];
      return accepted === undefined ? [] : [[column, accepted]];
    }),
  );
  const { program, flags, before, limit } = query;
  if (spans.length === 0) return [];
  const asked = { program, spans, columns, flags, before, limit };
  const found = new Map<string, StoredClick>();
  const note = (click: StoredClick) => {
    if (query.click === null || query.click === click.clickId) found.set(click.clickId, click);
  };
  // The database first: a month that leaves it meanwhile is then in the archive, and met twice at worst.
  for (const click of await db.transaction(actor, (tx) => newestClicks(tx, asked))) note(click);
  const org = actor.role === 'app' ? (actor.org ?? '') : null;
  for (const part of await db.transaction({ role: 'system' }, archiveParts)) {
    if (!overlaps(part, span)) continue;
    const inFile = { spans, columns: { ...columns, program: [program] }, org, flags, before, newestFirst: true, limit };
    await readArchiveFile(join(archive, part.file), inFile, note);
  }
  return [...found.values()].toSorted((a, b) => (a.clickId < b.clickId ? 1 : -1)).slice(0, limit);
}

/** What the operator sees beside: the parameters of those clicks of which something could not be taken as it came (S-096). */
export async function evidenceOf(
  { db }: ClickReader,
  clicks: readonly StoredClick[],
): Promise<ReadonlyMap<string, string>> {
  const flagged = clicks.filter(({ flags }) => flags.length > 0);
  return flagged.length === 0 ? new Map() : db.transaction({ role: 'system' }, (tx) => keptQueries(tx, flagged));
}

/** The parts of the asked days in which something may be found, the next page's before its first click; neighbours are one. */
async function spansWithClicks(
  { hoursOf }: ClickReader,
  actor: Reader,
  query: SingleClicksQuery,
): Promise<readonly Span[]> {
  const asked = query.hours === null ? ALL_HOURS : query.hours.reduce((bits, hour) => bits | (1 << hour), 0);
  const last = query.before === null ? null : clickIdTime(query.before);
  const spans: { from: number; until: number }[] = [];
  const days = await hoursOf(actor, query);
  for (const { day, hours } of days.toSorted((one, other) => (one.day < other.day ? -1 : 1))) {
    for (const { from, until } of hoursOfDay(dayInterval(day, query.zone), query.zone, hours & asked)) {
      if (last !== null && from > last) continue;
      const before = spans.at(-1);
      if (before?.until === from) before.until = until;
      else spans.push({ from, until });
    }
  }
  return spans;
}

/** An id tells when its click was made, so that one click is not looked for among all of a day. */
function instantOf(click: string, { from, until }: Span): readonly Span[] {
  const at = clickIdTime(click);
  return at === null || at < from || at >= until ? [] : [{ from: at, until: at + 1 }];
}

const ALL_HOURS = 2 ** 24 - 1;
/** No zone changes its offset at another grid. */
const QUARTER_MS = 15 * 60_000;

/** The parts of a day that lie in these hours of the zone, a bit each; an hour that comes twice when clocks are set back counts twice. */
function hoursOfDay({ from, until }: Span, zone: string, hours: number): readonly Span[] {
  if (hours === ALL_HOURS) return [{ from, until }];
  const spans: { from: number; until: number }[] = [];
  for (let at = from; at < until; at += QUARTER_MS) {
    if (((hours >> wallTimeAt(at, zone).hour) & 1) === 0) continue;
    const last = spans.at(-1);
    if (last?.until === at) last.until = at + QUARTER_MS;
    else spans.push({ from: at, until: at + QUARTER_MS });
  }
  return spans;
}
