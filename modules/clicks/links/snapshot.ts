import { isDeepStrictEqual } from 'node:util';
import { codeReference } from '../id/click-id.ts';
import { parseHttp, type TargetOptions, type Targets, targetsOf } from '../redirect/target.ts';
import { type BookReader, bookOf, LinkBook, type Place, type ShortTarget } from './link-book.ts';
import { CODE_CHARACTERS, HALF_CHARACTERS, halfOf } from './link-table.ts';
import type { LinkRecord, LinkSnapshot, ProgramRecord } from './links.ts';

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

/** What all links of one ad space in one program share; a million links are far fewer of these. */
export interface EdgeLink {
  readonly link: Omit<LinkRecord, 'code' | 'linkId'>;
  readonly program: EdgeProgram;
  readonly adSpaceReference: Buffer;
}

/** All links and programs, in memory. It follows its book: what is applied there is found here at once. */
export interface EdgeSnapshot {
  /** Makes no object, except for a link with a target of its own. */
  find(code: string): EdgeLink | undefined;
  program(code: string): EdgeProgram | undefined;
  /** The standard link of an ad space in a program; tells how the two stand to each other. */
  ofAdSpace(adSpaceId: string, program: string): EdgeLink | undefined;
  /** What a short link stands for. */
  short(short: string): ShortTarget | undefined;
  readonly links: number;
  /** For the next snapshot: programs that did not change keep what was computed from them, and their targets. */
  readonly programs: ReadonlyMap<string, EdgeProgram>;
}

/**
 * Makes the snapshot of a book, or of what `modules/links` says. A program or link that cannot be used (an address that is none) is
 * left out and told to `onProblem`: one bad row must not take all links away.
 */
export function edgeSnapshot(
  source: LinkSnapshot | LinkBook,
  options: TargetOptions,
  onProblem: (problem: string) => void,
  before: EdgeSnapshot | null = null,
): EdgeSnapshot {
  const book = source instanceof LinkBook ? source : bookOf(source, onProblem);
  return before instanceof BookSnapshot && before.book === book
    ? before
    : new BookSnapshot(book, options, onProblem, before);
}

class BookSnapshot implements EdgeSnapshot, BookReader {
  readonly book: LinkBook;
  readonly programs: Map<string, EdgeProgram>;
  readonly #options: TargetOptions;
  readonly #onProblem: (problem: string) => void;
  /** By the number of the place; `undefined` for one that cannot be used. */
  readonly #entries: (EdgeLink | undefined)[] = [];
  /** How the codes of its links end: with those of its ad space and its program. */
  readonly #endings: string[] = [];

  constructor(
    book: LinkBook,
    options: TargetOptions,
    onProblem: (problem: string) => void,
    before: EdgeSnapshot | null,
  ) {
    this.book = book;
    this.#options = options;
    this.#onProblem = onProblem;
    this.programs = new Map(before?.programs);
    for (const code of this.programs.keys()) {
      if (!book.programs.has(code)) this.programs.delete(code);
    }
    for (const code of book.programs.keys()) this.#makeProgram(code);
    book.places.forEach((place, number) => {
      this.#enter(number, place);
    });
    book.readBy(this);
  }

  get links(): number {
    return this.book.links;
  }

  find(code: string): EdgeLink | undefined {
    const first = halfOf(code, 0);
    const second = halfOf(code, HALF_CHARACTERS);
    if (code.length !== CODE_CHARACTERS || first < 0 || second < 0) {
      return undefined;
    }
    const { table } = this.book;
    for (let slot = table.find(first, second); slot >= 0; slot = table.find(first, second, slot)) {
      const place = table.place(slot);
      const entry = this.#entries[place];
      if (entry !== undefined && code.endsWith(this.#endings[place] ?? '')) {
        const target = table.target(slot);
        return target === null ? entry : withTarget(entry, target);
      }
    }
    return undefined;
  }

  program(code: string): EdgeProgram | undefined {
    return this.programs.get(code);
  }

  ofAdSpace(adSpaceId: string, program: string): EdgeLink | undefined {
    return this.#entries[this.book.numberOf(adSpaceId, program)];
  }

  short(short: string): ShortTarget | undefined {
    return this.book.short(short);
  }

  programChanged(code: string): void {
    if (this.#makeProgram(code)) {
      this.book.places.forEach((place, number) => {
        if (place.program === code) this.#enter(number, place);
      });
    }
  }

  placeChanged(number: number): void {
    const place = this.book.places[number];
    if (place !== undefined) this.#enter(number, place);
  }

  #enter(number: number, place: Place): void {
    const entry = this.#entry(place);
    this.#entries[number] = entry;
    this.#endings[number] = entry === undefined ? '' : entry.link.adSpace.code + entry.program.record.campaignCode;
  }

  /** Whether it is another one than before. */
  #makeProgram(code: string): boolean {
    const record = this.book.programs.get(code);
    const known = this.programs.get(code);
    if (record === undefined || (known !== undefined && isDeepStrictEqual(known.record, record))) {
      return false;
    }
    try {
      this.programs.set(code, edgeProgram(record, this.#options));
    } catch (error) {
      this.programs.delete(code);
      this.#onProblem(messageOf(error));
    }
    return true;
  }

  #entry({ adSpace, partnership, program: code }: Place): EdgeLink | undefined {
    const program = this.programs.get(code);
    if (adSpace === null || partnership === null || program === undefined) {
      return undefined;
    }
    const { publisherOrg, status, agreed, trafficType } = partnership;
    const standing = { status, agreed, trafficType };
    try {
      return {
        link: { adSpace, publisherOrg, program: code, partnership: standing, kind: 'standard', target: null },
        program,
        adSpaceReference: codeReference(adSpace.code),
      };
    } catch (error) {
      this.#onProblem(messageOf(error));
      return undefined;
    }
  }
}

/** Written out: spreading costs some ten times as much, and this runs for every click of such a link. */
function withTarget({ link, program, adSpaceReference }: EdgeLink, target: string): EdgeLink {
  const { adSpace, publisherOrg, program: code, partnership } = link;
  return {
    link: { adSpace, publisherOrg, program: code, partnership, kind: 'deeplink', target },
    program,
    adSpaceReference,
  };
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
