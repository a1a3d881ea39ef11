import { createHash } from 'node:crypto';
import { type BatchWords, CELL, type ClickBatch, FILTERED, type PlaceWords, UNIQUE } from './click-batch.ts';

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
}

/** Many batches as the sums that are added to the rollups. */
export interface RollupSums {
  readonly places: readonly Place[];
  readonly links: readonly string[];
  readonly countries: readonly string[];
  readonly devices: readonly string[];
  readonly fives: readonly Five[];
  readonly rollups: readonly RollupRows[];
}

export interface Five {
  readonly digest: bigint;
  readonly subids: readonly string[];
}

/** Eight bytes that stand for a place: two places share them once in ten million networks with a million places each. */
export function placeNumber(words: PlaceWords): bigint {
  return digest64(words);
}

/** Eight bytes that stand for five SubIDs in a key, which has an ad space and a day beside it. */
export function subidDigest(subids: readonly string[]): bigint {
  return digest64(subids);
}

function digest64(words: readonly string[]): bigint {
  return createHash('sha256').update(JSON.stringify(words)).digest().readBigInt64BE(0);
}

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
  const tallies = {
    space: new Tally(1),
    hour: new Tally(HOURS),
    link: new Tally(links.words.length),
    country: new Tally(countries.words.length),
    device: new Tally(devices.words.length),
    subid: new Tally(fives.fives.length),
  };
  for (const [at, { words: own, cells }] of batches.entries()) {
    const placeAt = places.translated[at] ?? [];
    const dayAt = days.translated[at] ?? [];
    const [linkAt, countryAt] = [links.translated[at] ?? [], countries.translated[at] ?? []];
    const [deviceAt, fiveAt] = [devices.translated[at] ?? [], fives.translated[at] ?? []];
    for (let cell = 0; cell < cells.length; cell += CELL) {
      const hour = cells[cell + 1] ?? 0;
      const placeDay = (placeAt[cells[cell] ?? 0] ?? 0) * days.words.length + (dayAt[hour] ?? 0);
      const kind = cells[cell + 6] ?? FILTERED;
      tallies.space.add(placeDay, 0, kind);
      tallies.hour.add(placeDay, own.hours[hour]?.[1] ?? 0, kind);
      tallies.link.add(placeDay, linkAt[cells[cell + 2] ?? 0] ?? 0, kind);
      tallies.country.add(placeDay, countryAt[cells[cell + 3] ?? 0] ?? 0, kind);
      tallies.device.add(placeDay, deviceAt[cells[cell + 4] ?? 0] ?? 0, kind);
      tallies.subid.add(placeDay, fiveAt[cells[cell + 5] ?? 0] ?? 0, kind);
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
  };
}

/** Counts by place, day and one more dimension, all of them small numbers, in one map. */
class Tally {
  readonly #width: number;
  readonly #rows = new Map<number, number>();
  readonly #clicks: number[] = [];
  readonly #unique: number[] = [];
  readonly #filtered: number[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  add(placeDay: number, value: number, kind: number): void {
    const key = placeDay * this.#width + value;
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.#clicks.push(0) - 1;
      this.#unique.push(0);
      this.#filtered.push(0);
      this.#rows.set(key, row);
    }
    if (kind === FILTERED) {
      this.#filtered[row] = (this.#filtered[row] ?? 0) + 1;
      return;
    }
    this.#clicks[row] = (this.#clicks[row] ?? 0) + 1;
    if (kind === UNIQUE) this.#unique[row] = (this.#unique[row] ?? 0) + 1;
  }

  rows(name: RollupName, places: readonly Place[], days: readonly string[]): RollupRows {
    const keys = Float64Array.from(this.#rows.keys()).sort();
    const order = Array.from(keys, (key) => this.#rows.get(key) ?? 0);
    const placeDays = Array.from(keys, (key) => Math.floor(key / this.#width));
    return {
      name,
      places: placeDays.map((key) => places[Math.floor(key / days.length)]?.place ?? 0n),
      days: placeDays.map((key) => days[key % days.length] ?? ''),
      values: Array.from(keys, (key) => key % this.#width),
      clicks: order.map((row) => this.#clicks[row] ?? 0),
      unique: order.map((row) => this.#unique[row] ?? 0),
      filtered: order.map((row) => this.#filtered[row] ?? 0),
    };
  }
}

/** The words of all batches, each once and in order, and for each batch where its own words stand among them. */
function sortedWords(lists: readonly (readonly string[])[]) {
  const words = [...new Set(lists.flat())].sort();
  const index = new Map(words.map((word, at) => [word, at]));
  return { words, translated: lists.map((list) => list.map((word) => index.get(word) ?? 0)) };
}

function sortedPlaces(words: readonly BatchWords[]) {
  const byName = new Map<string, Place>();
  const names = words.map(({ places }) =>
    places.map((place) => {
      const name = place.join('\n');
      if (!byName.has(name)) byName.set(name, { place: placeNumber(place), words: place });
      return name;
    }),
  );
  const sorted = [...byName].sort(([, a], [, b]) => compare(a.place, b.place));
  const index = new Map(sorted.map(([name], at) => [name, at]));
  return {
    places: sorted.map(([, place]) => place),
    translated: names.map((list) => list.map((name) => index.get(name) ?? 0)),
  };
}

function sortedFives(words: readonly BatchWords[]) {
  const byName = new Map<string, Five>();
  const names = words.map(({ subids }) =>
    subids.map((five) => {
      const name = five.join('\0');
      if (!byName.has(name)) byName.set(name, { digest: subidDigest(five), subids: five });
      return name;
    }),
  );
  const sorted = [...byName].sort(([, a], [, b]) => compare(a.digest, b.digest));
  const index = new Map(sorted.map(([name], at) => [name, at]));
  return {
    fives: sorted.map(([, five]) => five),
    translated: names.map((list) => list.map((name) => index.get(name) ?? 0)),
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
