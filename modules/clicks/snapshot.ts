import { isDeepStrictEqual } from 'node:util';
import { codeReference } from './click-id.ts';
import type { LinkRecord, LinkSnapshot, ProgramRecord } from './links.ts';
import { parseHttp, type TargetOptions, type Targets, targetsOf } from './target.ts';

/** A program as the edge keeps it: its record and what was computed from it once. */
export interface EdgeProgram {
  readonly record: ProgramRecord;
  readonly targets: Targets;
  /** For click ids. */
  readonly reference: Buffer;
  /** Where visitors of a stopped program go; `null`: to a page that says so. */
  readonly fallbackUrl: string | null;
  readonly routeCountries: ReadonlySet<string> | null;
}

/** What all links of one ad space to one target of one program share; a million links are far fewer of these. */
export interface EdgeLink {
  readonly link: Omit<LinkRecord, 'code' | 'linkId'>;
  readonly program: EdgeProgram;
  readonly adSpaceReference: Buffer;
}

/** All links and programs, in memory. Immutable: a change makes a new one. */
export interface EdgeSnapshot {
  find(code: string): EdgeLink | undefined;
  program(code: string): EdgeProgram | undefined;
  /** Some link of an ad space in a program; tells how the two stand to each other. */
  ofAdSpace(adSpaceId: string, program: string): EdgeLink | undefined;
  readonly links: number;
  /** For the next snapshot: programs that did not change keep what was computed from them, and their targets. */
  readonly programs: ReadonlyMap<string, EdgeProgram>;
}

/**
 * Makes the snapshot of what `modules/links` says. A program or link that cannot be used (an address that is none) is left out and
 * told to `onProblem`: one bad row must not take all links away.
 */
export function edgeSnapshot(
  source: LinkSnapshot,
  options: TargetOptions,
  onProblem: (problem: string) => void,
  before: EdgeSnapshot | null = null,
): EdgeSnapshot {
  const programs = new Map<string, EdgeProgram>();
  for (const record of source.programs) {
    const known = before?.programs.get(record.code);
    const isSame = known !== undefined && isDeepStrictEqual(known.record, record);
    tryOr(onProblem, () => programs.set(record.code, isSame ? known : edgeProgram(record, options)));
  }
  const links = new Map<string, EdgeLink>();
  const shared = new Map<string, EdgeLink>();
  const byAdSpace = new Map<string, EdgeLink>();
  for (const link of source.links) {
    const program = programs.get(link.program);
    if (program !== undefined) {
      tryOr(onProblem, () => {
        const entry = sharedEntry(shared, link, program);
        links.set(link.code, entry);
        byAdSpace.set(`${link.adSpace.id} ${link.program}`, entry);
      });
    }
  }
  return {
    find: (code) => links.get(code),
    program: (code) => programs.get(code),
    ofAdSpace: (adSpaceId, program) => byAdSpace.get(`${adSpaceId} ${program}`),
    links: links.size,
    programs,
  };
}

function tryOr(onProblem: (problem: string) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    onProblem(error instanceof Error ? error.message : String(error));
  }
}

function edgeProgram(record: ProgramRecord, options: TargetOptions): EdgeProgram {
  const { countries } = record.geoRouting;
  return {
    record,
    targets: targetsOf(record, options),
    reference: codeReference(record.campaignCode),
    fallbackUrl: record.fallbackUrl === null ? null : (parseHttp(record.fallbackUrl)?.href ?? null),
    routeCountries: countries === undefined || countries === null ? null : new Set(countries),
  };
}

function sharedEntry(shared: Map<string, EdgeLink>, link: LinkRecord, program: EdgeProgram): EdgeLink {
  const key = `${link.adSpace.id} ${link.program} ${link.target ?? ''}`;
  const known = shared.get(key);
  if (known !== undefined) {
    return known;
  }
  const { code: _code, linkId: _linkId, ...rest } = link;
  const entry = { link: rest, program, adSpaceReference: codeReference(link.adSpace.code) };
  shared.set(key, entry);
  return entry;
}
