import { createHash } from 'node:crypto';
import { dayAt } from '../../core/time/index.ts';
import { type ClickFact, MINUTE_MS, SUBIDS } from './model.ts';

/** What a click adds to each rollup it belongs to. */
export interface ClickGrain {
  readonly program: string;
  readonly day: string;
  readonly publisherOrg: string;
  readonly adSpaceId: string;
  readonly trafficType: string;
  readonly country: string;
  /** Exactly five; absent ones are ''. */
  readonly subids: readonly string[];
  clicks: number;
  unique: number;
  filtered: number;
}

export interface MinuteCount {
  readonly program: string;
  readonly minute: number;
  clicks: number;
}

/** A visitor's first click of a day on an ad space, within one batch. */
export interface Visit {
  readonly program: string;
  readonly day: string;
  readonly adSpaceId: string;
  readonly visitor: bigint;
}

/** A batch of clicks reduced to what is written. */
export interface ClickBatch {
  readonly visits: readonly Visit[];
  readonly minutes: readonly MinuteCount[];
  /** The finest grain; the coarser rollups are sums of it. `newVisits` holds the keys of the visits nobody had made before. */
  grains(newVisits: ReadonlySet<string>): readonly ClickGrain[];
}

/** Reduces clicks to sums. Days are those of the programs' zones; a program that is not known yet has its days in UTC. */
export function reduceClicks(clicks: readonly ClickFact[], zoneOf: (program: string) => string): ClickBatch {
  const visits = new Map<string, Visit>();
  const minutes = new Map<string, MinuteCount>();
  const placed = clicks.map((click) => ({ click, day: dayAt(click.at, zoneOf(click.program)) }));
  for (const { click, day } of placed) {
    if (!click.counted) continue;
    countMinute(minutes, click);
    const visit = visitOf(click, day);
    if (visit !== null) visits.set(visitKey(visit), visit);
  }
  return {
    visits: [...visits.values()],
    minutes: [...minutes.values()],
    grains: (newVisits) => sumGrains(placed, newVisits),
  };
}

/** Names a visit in the set that `grains` takes. */
export function visitKey(visit: Visit): string {
  return `${visit.program} ${visit.day} ${visit.adSpaceId} ${visit.visitor}`;
}

/** 16 bytes that stand for the five SubIDs in a key; two different fives never share them in practice. */
export function subidDigest(subids: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(subids)).digest().subarray(0, 16);
}

/** SubIDs as they are kept: five, '' for an absent one, without the NUL that PostgreSQL refuses in text. */
export function fiveSubids(subids: readonly (string | null)[]): readonly string[] {
  return Array.from({ length: SUBIDS }, (_, index) => (subids[index] ?? '').replaceAll('\0', '\uFFFD'));
}

function sumGrains(
  placed: readonly { readonly click: ClickFact; readonly day: string }[],
  newVisits: ReadonlySet<string>,
): readonly ClickGrain[] {
  const unseen = new Set(newVisits);
  const grains = new Map<string, ClickGrain>();
  for (const { click, day } of placed) {
    const grain = grainOf(grains, click, day);
    if (!click.counted) {
      grain.filtered += 1;
      continue;
    }
    grain.clicks += 1;
    const visit = visitOf(click, day);
    // The first click of a new visit is the unique one, so uniques add up over every way to group them.
    if (visit !== null && unseen.delete(visitKey(visit))) grain.unique += 1;
  }
  return [...grains.values()];
}

function grainOf(grains: Map<string, ClickGrain>, click: ClickFact, day: string): ClickGrain {
  const dimensions = {
    program: click.program,
    day,
    publisherOrg: click.publisherOrg,
    adSpaceId: click.adSpaceId,
    trafficType: click.trafficType ?? '',
    country: click.country ?? '',
    subids: fiveSubids(click.subids),
  };
  const key = JSON.stringify(dimensions);
  const known = grains.get(key);
  if (known !== undefined) return known;
  const grain = { ...dimensions, clicks: 0, unique: 0, filtered: 0 };
  grains.set(key, grain);
  return grain;
}

function countMinute(minutes: Map<string, MinuteCount>, click: ClickFact): void {
  const minute = Math.floor(click.at / MINUTE_MS) * MINUTE_MS;
  const key = `${click.program} ${minute}`;
  const known = minutes.get(key);
  if (known === undefined) minutes.set(key, { program: click.program, minute, clicks: 1 });
  else known.clicks += 1;
}

function visitOf(click: ClickFact, day: string): Visit | null {
  if (click.visitor === null) return null;
  return { program: click.program, day, adSpaceId: click.adSpaceId, visitor: visitorNumber(click.visitor) };
}

/** 64 bits of a hash: two of a million visitors of a day share one with a chance of 1 in 37 million. */
function visitorNumber(visitor: string): bigint {
  return createHash('sha256').update(visitor).digest().readBigInt64BE(0);
}
