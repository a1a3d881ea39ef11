import { hash } from 'node:crypto';
import { type BatchWords, CELL, type ClickBatch, COUNTED, FILTERED, type PlaceWords, UNIQUE } from './click-batch.ts';

/** A place and the number that stands for it in every rollup. */
export interface Place {
  readonly place: bigint;
  readonly words: PlaceWords;
}

/** What a rollup counts by beside place and day. */
export type RollupName = 'space' | 'hour' | 'link' | 'country' | 'device' | 'subid';

/** Rows to add to one rollup, as columns of equal length, in the order of its key. */
export interface RollupRows {
  readonly name: RollupName;
  readonly places: readonly bigint[];
  readonly days: readonly string[];
  /** Nothing for `space`, else the dimension of each row: for `subid` places in `fives`. */
  readonly values: readonly number[];
  readonly clicks: readonly number[];
  readonly unique: readonly number[];
  readonly filtered: readonly number[];
  /** A bit for each hour of the day. */
  readonly hours: readonly number[];
}

/** What is counted over all ad spaces of a program and traffic type as well. */
export const programRollups = ['hour', 'country', 'device'] as const;

/** Rows to add to the sums by program, as columns of equal length, in one order for every writer. */
export interface ProgramRows {
  readonly name: (typeof programRollups)[number];
  readonly programs: readonly string[];
  readonly trafficTypes: readonly string[];
  readonly days: readonly string[];
  readonly values: readonly number[];
  readonly clicks: readonly number[];
  readonly unique: readonly number[];
  readonly filtered: readonly number[];
}

/** Many batches as the sums that are added to the rollups. */
export interface RollupSums {
  readonly places: readonly Place[];
  readonly links: readonly string[];
  readonly countries: readonly string[];
  readonly devices: readonly string[];
  readonly fives: readonly Five[];
  readonly rollups: readonly RollupRows[];
  readonly programs: readonly ProgramRows[];
}

export interface Five {
  readonly digest: bigint;
  readonly subids: readonly string[];
}

/** Eight bytes that stand for a place: two places share them once in ten million networks with a million places each. */
export function placeNumber(words: PlaceWords): bigint {
  return digest64(words);
}

/** Eight bytes that stand for five SubIDs, without the absent ones at the end, in a key, which has an ad space and a day beside it. */
function subidDigest(subids: readonly string[]): bigint {
  return digest64(subids);
}

function digest64(words: readonly string[]): bigint {
  return hash('sha256', JSON.stringify(words), 'buffer').readBigInt64BE(0);
}

const NONE = new Uint32Array(0);
/** Hours are their own words. */
const HOURS = 24;

/**
 * Sums batches for every rollup. Every writer adds its rows in the order of the key, so that two of them wait for each other but never
 * lock each other out.
 */
export function sumBatches(batches: readonly ClickBatch[]): RollupSums {
  const words = batches.map((batch) => batch.words);
  const places = sortedPlaces(words);
  const days = sortedWords(words.map(({ hours }) => hours.map(([day]) => day)));
  const links = sortedWords(words.map((each) => each.links));
  const countries = sortedWords(words.map((each) => each.countries));
  const devices = sortedWords(words.map((each) => each.devices));
  const fives = sortedFives(words);
  const placeDays = places.places.length * days.words.length;
  const tallies = {
    space: new Tally(placeDays, 1),
    hour: new Tally(placeDays, HOURS),
    link: new Tally(placeDays, links.words.length),
    country: new Tally(placeDays, countries.words.length),
    device: new Tally(placeDays, devices.words.length),
    subid: new Tally(placeDays, fives.fives.length),
  };
  for (const [at, { words: own, cells }] of batches.entries()) {
    const placeAt = places.translated[at] ?? NONE;
    const dayAt = days.translated[at] ?? NONE;
    const [linkAt, countryAt] = [links.translated[at] ?? NONE, countries.translated[at] ?? NONE];
    const [deviceAt, fiveAt] = [devices.translated[at] ?? NONE, fives.translated[at] ?? NONE];
    for (let cell = 0; cell < cells.length; cell += CELL) {
      const hour = cells[cell + 1] ?? 0;
      const placeDay = (placeAt[cells[cell] ?? 0] ?? 0) * days.words.length + (dayAt[hour] ?? 0);
      const kind = cells[cell + 6] ?? FILTERED;
      const ofDay = own.hours[hour]?.[1] ?? 0;
      const bit = 1 << ofDay;
      tallies.space.add(placeDay, 0, kind, bit);
      tallies.hour.add(placeDay, ofDay, kind, bit);
      tallies.link.add(placeDay, linkAt[cells[cell + 2] ?? 0] ?? 0, kind, bit);
      tallies.country.add(placeDay, countryAt[cells[cell + 3] ?? 0] ?? 0, kind, bit);
      tallies.device.add(placeDay, deviceAt[cells[cell + 4] ?? 0] ?? 0, kind, bit);
      tallies.subid.add(placeDay, fiveAt[cells[cell + 5] ?? 0] ?? 0, kind, bit);
    }
  }
  const rows = (name: RollupName) => tallies[name].rows(name, places.places, days.words);
  return {
    places: places.places,
    links: links.words,
    countries: countries.words,
    devices: devices.words,
    fives: fives.fives,
    rollups: [rows('space'), rows('hour'), rows('link'), rows('country'), rows('device'), rows('subid')],
    programs: programRows(tallies, places.places, days.words),
  };
}

/** The sums over all places of a program and traffic type: of the sums, as there are fewer of these than clicks. */
function programRows(
  tallies: Readonly<Record<(typeof programRollups)[number], Tally>>,
  places: readonly Place[],
  days: readonly string[],
): readonly ProgramRows[] {
  const words = places.map(({ words: [program, , , trafficType] }) => [program, trafficType] as const);
  const found = sortedOnce(
    [words],
    (pair) => pair.join('\n'),
    (pair) => ({ pair, name: pair.join('\n') }),
    (a, b) => compare(a.name, b.name),
  );
  const ofPlace = found.translated[0] ?? NONE;
  return programRollups.map((name) => {
    const { groups, values, ...counts } = tallies[name].coarser(ofPlace, found.things.length, days.length).columns();
    const pairs = groups.map((group) => found.things[Math.floor(group / days.length)]?.pair ?? (['', ''] as const));
    return {
      name,
      programs: pairs.map(([program]) => program),
      trafficTypes: pairs.map(([, trafficType]) => trafficType),
      days: groups.map((group) => days[group % days.length] ?? ''),
      values,
      clicks: counts.clicks,
      unique: counts.unique,
      filtered: counts.filtered,
    };
  });
}

/** Up to so many possible rows there is a counter for each, in 16 MB; beyond that only for those that occur. */
const DENSE_ROWS_MAX = 1_000_000;
/** Numbers of a row: filtered, counted and unique clicks, as the kinds of clicks are numbered, and the bits of their hours. */
const NUMBERS = 4;
const HOURS_AT = 3;

type Found = readonly [keys: ArrayLike<number>, at: readonly number[], counts: ArrayLike<number>];

/** Counts by place, day and one more dimension, all of them small numbers. */
class Tally {
  readonly #width: number;
  readonly #dense: Uint32Array | null;
  readonly #sparse = new Map<number, number>();
  readonly #counts: number[] = [];
  /** Looked for once, when everything is added. */
  #keys: Found | null = null;

  constructor(placeDays: number, width: number) {
    this.#width = width;
    this.#dense = placeDays * width <= DENSE_ROWS_MAX ? new Uint32Array(placeDays * width * NUMBERS) : null;
  }

  add(placeDay: number, value: number, kind: number, hour: number): void {
    const key = placeDay * this.#width + value;
    if (this.#dense !== null) {
      const at = key * NUMBERS + kind;
      this.#dense[at] = (this.#dense[at] ?? 0) + 1;
      this.#dense[key * NUMBERS + HOURS_AT] = (this.#dense[key * NUMBERS + HOURS_AT] ?? 0) | hour;
      return;
    }
    const row = this.#rowOf(key);
    this.#counts[row + kind] = (this.#counts[row + kind] ?? 0) + 1;
    this.#counts[row + HOURS_AT] = (this.#counts[row + HOURS_AT] ?? 0) | hour;
  }

  rows(name: RollupName, places: readonly Place[], days: readonly string[]): RollupRows {
    const { groups, ...columns } = this.columns();
    return {
      name,
      places: groups.map((key) => places[Math.floor(key / days.length)]?.place ?? 0n),
      days: groups.map((key) => days[key % days.length] ?? ''),
      ...columns,
    };
  }

  /** What was counted, as columns in the order of the keys. */
  columns() {
    const [keys, at, counts] = this.#found();
    const count = (kind: number) => Array.from(at, (row) => counts[row + kind] ?? 0);
    const unique = count(UNIQUE);
    return {
      groups: Array.from(keys, (key) => Math.floor(key / this.#width)),
      values: Array.from(keys, (key) => key % this.#width),
      clicks: count(COUNTED).map((counted, row) => counted + (unique[row] ?? 0)),
      unique,
      filtered: count(FILTERED),
      hours: count(HOURS_AT),
    };
  }

  /** The same with fewer places: `ofPlace` says which of them stands for each. */
  coarser(ofPlace: Uint32Array, places: number, days: number): Tally {
    const coarser = new Tally(places * days, this.#width);
    const [keys, at, counts] = this.#found();
    for (let index = 0; index < at.length; index += 1) {
      const key = keys[index] ?? 0;
      const place = Math.floor(key / (this.#width * days));
      const moved = key + ((ofPlace[place] ?? 0) - place) * this.#width * days;
      coarser.#addRow(moved, counts, at[index] ?? 0);
    }
    return coarser;
  }

  #addRow(key: number, counts: ArrayLike<number>, from: number): void {
    const [into, row] = this.#dense === null ? [this.#counts, this.#rowOf(key)] : [this.#dense, key * NUMBERS];
    for (let kind = 0; kind < HOURS_AT; kind += 1)
      into[row + kind] = (into[row + kind] ?? 0) + (counts[from + kind] ?? 0);
    into[row + HOURS_AT] = (into[row + HOURS_AT] ?? 0) | (counts[from + HOURS_AT] ?? 0);
  }

  #rowOf(key: number): number {
    let row = this.#sparse.get(key);
    if (row === undefined) {
      row = this.#counts.push(0, 0, 0, 0) - NUMBERS;
      this.#sparse.set(key, row);
    }
    return row;
  }

  /** Keys with a count, in their order, where their counters begin, and the counters. */
  #found(): Found {
    this.#keys ??= this.#dense === null ? this.#sorted() : present(this.#dense);
    return this.#keys;
  }

  #sorted(): Found {
    const keys = Float64Array.from(this.#sparse.keys()).sort();
    return [keys, Array.from(keys, (key) => this.#sparse.get(key) ?? 0), this.#counts];
  }
}

function present(dense: Uint32Array): Found {
  const keys: number[] = [];
  const at: number[] = [];
  for (let row = 0; row < dense.length; row += NUMBERS) {
    if (dense[row + HOURS_AT] === 0) continue;
    keys.push(row / NUMBERS);
    at.push(row);
  }
  return [keys, at, dense];
}

/** The words of all batches, each once and in order, and for each batch where its own words stand among them. */
function sortedWords(lists: readonly (readonly string[])[]) {
  const { things, translated } = sortedOnce(lists, same, same, compare);
  return { words: things, translated };
}

function same(word: string): string {
  return word;
}

function sortedPlaces(words: readonly BatchWords[]) {
  const { things, translated } = sortedOnce(
    words.map((each) => each.places),
    (place) => place.join('\n'),
    (place): Place => ({ place: placeNumber(place), words: place }),
    (a, b) => compare(a.place, b.place),
  );
  return { places: things, translated };
}

function sortedFives(words: readonly BatchWords[]) {
  const { things, translated } = sortedOnce(
    words.map((each) => each.subids),
    (five) => (five.length === 1 ? (five[0] ?? '') : five.join('\0')),
    (five) => {
      const digest = subidDigest(five);
      return { digest, subids: five, rounded: Number(digest) };
    },
    // Big integers are compared slowly, and there are many of these; rounding keeps their order but for a few neighbours.
    (a, b) => a.rounded - b.rounded || compare(a.digest, b.digest),
  );
  return { fives: things, translated };
}

/**
 * What all lists hold, each thing once by its name and in order, and for each list where its own stand in that order. A name is looked up once,
 * in the order of the lists, as this is where most of the time goes.
 */
function sortedOnce<Own, Thing>(
  lists: readonly (readonly Own[])[],
  nameOf: (own: Own) => string,
  make: (own: Own) => Thing,
  inOrder: (a: Thing, b: Thing) => number,
): { readonly things: readonly Thing[]; readonly translated: readonly Uint32Array[] } {
  const met = new Map<string, number>();
  const things: { readonly thing: Thing; readonly number: number }[] = [];
  const translated = lists.map((list) => {
    const numbers = new Uint32Array(list.length);
    let at = 0;
    for (const own of list) {
      const name = nameOf(own);
      let number = met.get(name);
      if (number === undefined) {
        number = things.length;
        met.set(name, number);
        things.push({ thing: make(own), number });
      }
      numbers[at] = number;
      at += 1;
    }
    return numbers;
  });
  things.sort((a, b) => inOrder(a.thing, b.thing));
  const ranks = new Uint32Array(things.length);
  for (const [rank, { number }] of things.entries()) ranks[number] = rank;
  for (const numbers of translated)
    for (let at = 0; at < numbers.length; at += 1) numbers[at] = ranks[numbers[at] ?? 0] ?? 0;
  return { things: things.map(({ thing }) => thing), translated };
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
