import { hash } from 'node:crypto';
import { formatWallTime, type Instant, wallTimeAt } from '../../../core/time/index.ts';
import { type ClickFact, MINUTE_MS, SUBIDS } from '../model.ts';

/** Where a click comes from, as the words of a batch name it: program, publisher, ad space, traffic type. */
export type PlaceWords = readonly [program: string, publisherOrg: string, adSpaceId: string, trafficType: string];

/** The words of a batch, each once; the cells name them by their places in these lists. */
export interface BatchWords {
  readonly places: readonly PlaceWords[];
  /** Calendar day and hour of the program's zone. */
  readonly hours: readonly (readonly [day: string, hour: number])[];
  readonly links: readonly string[];
  readonly countries: readonly string[];
  readonly devices: readonly string[];
  /** Up to five SubIDs each, '' for an absent one before the last. */
  readonly subids: readonly (readonly string[])[];
}

/** Numbers of one click in the cells: a place in each of the lists above and what the click counts as. */
export const CELL = 7;
export const FILTERED = 0;
export const COUNTED = 1;
export const UNIQUE = 2;

/** Cells are 16 bits wide: a batch has no list that is longer. */
export const BATCH_CLICKS_MAX = 65_535;

/** A batch of clicks as it waits for the rollups. */
export interface ClickBatch {
  readonly words: BatchWords;
  readonly cells: Uint16Array;
}

export interface MinuteCount {
  readonly program: string;
  readonly minute: number;
  clicks: number;
}

/** A visitor's first click of a day on an ad space, within one batch, of which the click itself does not tell whether it is the first. */
export interface Visit {
  readonly program: string;
  readonly day: string;
  readonly adSpaceId: string;
  readonly visitor: bigint;
}

/** Clicks reduced to what is written. */
export interface ReducedClicks {
  readonly visits: readonly Visit[];
  readonly minutes: readonly MinuteCount[];
  /** The batch, once it is known which of the visits nobody had made before. */
  batch(newVisits: readonly Visit[]): ClickBatch;
}

/**
 * Reduces at most `BATCH_CLICKS_MAX` clicks in one pass. Days are those of the programs' zones; a program that is not known yet has its
 * days in UTC.
 *
 * A counted click is unique if it is the first one of its visitor on its ad space that day. Most clicks say so themselves by when their
 * visitor's id was made (`visitorSince`); only the others are looked up.
 */
export function reduceClicks(clicks: readonly ClickFact[], zoneOf: (program: string) => string): ReducedClicks {
  if (clicks.length > BATCH_CLICKS_MAX)
    throw new RangeError(`reduceClicks: ${clicks.length} clicks; pass at most ${BATCH_CLICKS_MAX} at a time`);
  const lists = wordLists();
  const cells = new Uint16Array(clicks.length * CELL);
  const programs = new Map<string, ProgramTimes>();
  const visits = new Map<string, { readonly visit: Visit; readonly cell: number }>();
  let cell = 0;
  for (const click of clicks) {
    const times = timesOf(programs, click.program, zoneOf);
    const hour = times.hour(click.at, lists);
    cells[cell] = lists.place(click);
    cells[cell + 1] = hour.index;
    cells[cell + 2] = lists.links.index(click.linkCode);
    cells[cell + 3] = lists.countries.index(click.country ?? '');
    cells[cell + 4] = lists.devices.index(click.device);
    cells[cell + 5] = lists.subids(click.subids);
    cells[cell + 6] = click.counted ? COUNTED : FILTERED;
    if (click.counted) {
      times.count(click.at);
      const first = isFirst(click, hour.day, times.zone, lists);
      if (first === true) cells[cell + 6] = UNIQUE;
      else if (first === null) noteVisit(visits, click, hour.day, cell);
    }
    cell += CELL;
  }
  return {
    visits: [...visits.values()].map(({ visit }) => visit),
    minutes: [...programs.values()].flatMap(({ minutes }) => [...minutes.values()]),
    batch: (newVisits) => {
      for (const visit of newVisits) {
        const found = visits.get(visitKey(visit, visit.visitor));
        if (found !== undefined) cells[found.cell + 6] = UNIQUE;
      }
      return { words: lists.words, cells };
    },
  };
}

/** Whether the click itself tells that it is its visitor's first of the day there; `null` where it has to be looked up. */
function isFirst(click: ClickFact, day: string, zone: string, lists: ReturnType<typeof wordLists>): boolean | null {
  // Most clicks are their visitor's very first, whose name is not even read then.
  const { visitorSince } = click;
  if (visitorSince === click.at) return true;
  if (click.visitor === null) return false;
  if (visitorSince === null) return null;
  return lists.day(visitorSince, zone) === day ? false : null;
}

function noteVisit(
  visits: Map<string, { readonly visit: Visit; readonly cell: number }>,
  click: ClickFact,
  day: string,
  cell: number,
): void {
  if (click.visitor === null) return;
  const { program, adSpaceId } = click;
  const visit = { program, day, adSpaceId, visitor: visitorNumber(click.visitor) };
  const key = visitKey(visit, visit.visitor);
  // The first click of a new visit is the unique one, so uniques add up over every way to group them.
  if (!visits.has(key)) visits.set(key, { visit, cell });
}

function visitKey(visit: Omit<Visit, 'visitor'>, visitor: bigint): string {
  return `${visit.program} ${visit.day} ${visit.adSpaceId} ${visitor}`;
}

/** 64 bits of a visitor's name. */
function visitorNumber(visitor: string): bigint {
  return hash('sha256', visitor, 'buffer').readBigInt64BE(0);
}

/** The clicks of a program one after the other: mostly of the same quarter of an hour and the same minute as the one before. */
class ProgramTimes {
  readonly zone: string;
  readonly minutes = new Map<number, MinuteCount>();
  readonly #program: string;
  #quarterFrom = 0;
  #quarterUntil = 0;
  #hour: Hour = { index: 0, day: '' };
  #minuteFrom = 0;
  #minute: MinuteCount | null = null;

  constructor(program: string, zone: string) {
    this.#program = program;
    this.zone = zone;
  }

  hour(at: Instant, lists: ReturnType<typeof wordLists>): Hour {
    if (at < this.#quarterFrom || at >= this.#quarterUntil) {
      this.#hour = lists.hour(at, this.zone);
      this.#quarterFrom = Math.floor(at / QUARTER_MS) * QUARTER_MS;
      this.#quarterUntil = this.#quarterFrom + QUARTER_MS;
    }
    return this.#hour;
  }

  count(at: Instant): void {
    if (this.#minute === null || at < this.#minuteFrom || at >= this.#minuteFrom + MINUTE_MS) {
      const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
      this.#minuteFrom = minute;
      this.#minute = this.minutes.get(minute) ?? { program: this.#program, minute, clicks: 0 };
      this.minutes.set(minute, this.#minute);
    }
    this.#minute.clicks += 1;
  }
}

function timesOf(
  programs: Map<string, ProgramTimes>,
  program: string,
  zoneOf: (program: string) => string,
): ProgramTimes {
  let times = programs.get(program);
  if (times === undefined) {
    times = new ProgramTimes(program, zoneOf(program));
    programs.set(program, times);
  }
  return times;
}

/** Words in the order in which they were met first. */
class WordList {
  readonly words: string[] = [];
  readonly #places = new Map<string, number>();

  index(word: string): number {
    const known = this.#places.get(word);
    if (known !== undefined) return known;
    this.#places.set(word, this.words.length);
    return this.words.push(word) - 1;
  }
}

/** No zone changes its offset at another grid: one reading of the calendar serves a quarter of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

interface Hour {
  readonly index: number;
  readonly day: string;
}

function wordLists() {
  const links = new WordList();
  const countries = new WordList();
  const devices = new WordList();
  const hours = hourList();
  const places = placeList();
  const subids = subidList();
  const words: BatchWords = {
    places: places.words,
    hours: hours.words,
    links: links.words,
    countries: countries.words,
    devices: devices.words,
    subids: subids.words,
  };
  return {
    words,
    links,
    countries,
    devices,
    hour: hours.hour,
    day: hours.day,
    place: places.index,
    subids: subids.index,
  };
}

function hourList() {
  const words: (readonly [string, number])[] = [];
  const byName = new Map<string, Hour>();
  const zones = new Map<string, { readonly hours: Map<number, Hour>; readonly days: Map<number, string> }>();
  const ofZone = (zone: string) => {
    let known = zones.get(zone);
    if (known === undefined) {
      known = { hours: new Map(), days: new Map() };
      zones.set(zone, known);
    }
    return known;
  };
  const hour = (at: Instant, zone: string): Hour => {
    const quarter = Math.floor(at / QUARTER_MS);
    const { hours } = ofZone(zone);
    const known = hours.get(quarter);
    if (known !== undefined) return known;
    const day = formatWallTime(at, zone).slice(0, 10);
    const { hour } = wallTimeAt(at, zone);
    const name = `${day} ${hour}`;
    const made = byName.get(name) ?? { index: words.push([day, hour]) - 1, day };
    byName.set(name, made);
    hours.set(quarter, made);
    return made;
  };
  const day = (at: Instant, zone: string): string => {
    const quarter = Math.floor(at / QUARTER_MS);
    const { days } = ofZone(zone);
    const known = days.get(quarter) ?? formatWallTime(at, zone).slice(0, 10);
    days.set(quarter, known);
    return known;
  };
  return { words, hour, day };
}

function placeList() {
  const words: PlaceWords[] = [];
  const bySpace = new Map<string, number[]>();
  const index = (click: ClickFact): number => {
    const trafficType = click.trafficType ?? '';
    let known = bySpace.get(click.adSpaceId);
    if (known === undefined) {
      known = [];
      bySpace.set(click.adSpaceId, known);
    }
    for (const place of known) {
      const at = words[place];
      if (at?.[0] === click.program && at[1] === click.publisherOrg && at[3] === trafficType) return place;
    }
    const place = words.push([click.program, click.publisherOrg, click.adSpaceId, trafficType]) - 1;
    known.push(place);
    return place;
  };
  return { words, index };
}

function subidList() {
  const words: (readonly string[])[] = [];
  const single = new Map<string, number>();
  const several = new Map<string, number>();
  const index = (subids: readonly (string | null)[]): number => {
    const only = !hasFurther(subids);
    const [map, key] = only ? [single, subids[0] ?? ''] : [several, JSON.stringify(subids)];
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, words.length);
    return words.push(only ? firstAlone(key) : trimmed(fiveSubids(subids))) - 1;
  };
  return { words, index };
}

/** Whether there is a SubID1 … SubID4. */
function hasFurther(subids: readonly (string | null)[]): boolean {
  for (let index = 1; index < subids.length; index += 1) if ((subids[index] ?? '') !== '') return true;
  return false;
}

/** As `trimmed`, of the usual five. */
function firstAlone(subid: string): readonly string[] {
  return subid === '' ? [] : [withoutNul(subid)];
}

/** Without the absent ones at the end. */
function trimmed(five: readonly string[]): readonly string[] {
  return five.slice(0, five.findLastIndex((subid) => subid !== '') + 1);
}

/** SubIDs as they are kept: five, '' for an absent one, without the NUL that PostgreSQL refuses in text. */
export function fiveSubids(subids: readonly (string | null)[]): readonly string[] {
  const five: string[] = [];
  for (let index = 0; index < SUBIDS; index += 1) {
    five.push(withoutNul(subids[index] ?? ''));
  }
  return five;
}

function withoutNul(subid: string): string {
  return subid.includes('\0') ? subid.replaceAll('\0', '\uFFFD') : subid;
}
