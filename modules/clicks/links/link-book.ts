import { CODE_CHARACTERS, HALF_CHARACTERS, halfOf, LinkTable, type TableParts } from './link-table.ts';
import type { BookChanges, LinkAdSpace, LinkRow, LinkSnapshot, PartnershipRecord, ProgramRecord } from './links.ts';

/** An ad space in a program: what all its links there share, as far as it is known. */
export interface Place {
  readonly adSpaceId: string;
  readonly program: string;
  /** `null` until its row has come. */
  readonly adSpace: LinkAdSpace | null;
  readonly partnership: PartnershipRecord | null;
}

/** Told of what changes, to compute it anew. */
export interface BookReader {
  programChanged(code: string): void;
  placeChanged(number: number): void;
}

/** What a short link stands for. */
export interface ShortTarget {
  readonly code: string;
  /** Parameters of a click that come with it, as in an address. */
  readonly query: string;
}

/** What a book is kept as; see `snapshot-file.ts`. */
export interface BookParts {
  readonly mark: string | null;
  readonly programs: readonly ProgramRecord[];
  readonly adSpaces: readonly LinkAdSpace[];
  readonly places: readonly Place[];
  readonly shorts: readonly (readonly [short: string, code: string, query: string])[];
  readonly table: TableParts;
}

/**
 * All links, programs and what decides about them, as facts, in little memory: a link is 16 bytes and refers to its place; what changes
 * about an ad space, a partnership or a program is changed in one place for all its links.
 */
export class LinkBook {
  /** How far it has read the database; `null` when nobody can say, and then only all of it is enough. */
  mark: string | null;
  readonly #programs = new Map<string, ProgramRecord>();
  readonly #places: Place[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #adSpaces = new Map<string, { facts: LinkAdSpace | null; readonly places: number[] }>();
  readonly #shorts = new Map<string, ShortTarget>();
  readonly #table: LinkTable;
  #reader: BookReader | null = null;

  constructor(parts: BookParts | null = null) {
    this.mark = parts?.mark ?? null;
    this.#table = new LinkTable(parts?.table);
    for (const program of parts?.programs ?? []) this.#programs.set(program.code, program);
    for (const adSpace of parts?.adSpaces ?? []) this.#putAdSpace(adSpace);
    for (const { adSpaceId, program, partnership } of parts?.places ?? []) {
      const number = this.#numberOf(adSpaceId, program);
      if (partnership !== null) this.#replace(number, { partnership });
    }
    for (const [short, code, query] of parts?.shorts ?? []) this.#shorts.set(short, { code, query });
  }

  get links(): number {
    return this.#table.links;
  }

  get programs(): ReadonlyMap<string, ProgramRecord> {
    return this.#programs;
  }

  get places(): readonly Place[] {
    return this.#places;
  }

  get table(): LinkTable {
    return this.#table;
  }

  /** Number of a place in `places`, −1 where there is none. */
  numberOf(adSpaceId: string, program: string): number {
    return this.#numbers.get(key(adSpaceId, program)) ?? -1;
  }

  short(short: string): ShortTarget | undefined {
    return this.#shorts.get(short);
  }

  /** The arrays themselves, not copies: to be written out before the next change. */
  get parts(): BookParts {
    return {
      mark: this.mark,
      programs: [...this.#programs.values()],
      adSpaces: [...this.#adSpaces.values()].flatMap(({ facts }) => (facts === null ? [] : [facts])),
      places: this.#places,
      shorts: [...this.#shorts].map(([short, { code, query }]) => [short, code, query]),
      table: this.#table.parts,
    };
  }

  /** The one that computes from these facts; it is told of changes from now on. */
  readBy(reader: BookReader): void {
    this.#reader = reader;
  }

  /** Enters rows, be they new, changed or known already. A link whose code is none is told to `onProblem` and left out. */
  apply(changes: BookChanges, onProblem: (problem: string) => void): void {
    for (const program of changes.programs) {
      this.#programs.set(program.code, program);
      this.#reader?.programChanged(program.code);
    }
    for (const adSpace of changes.adSpaces) this.#putAdSpace(adSpace);
    for (const partnership of changes.partnerships) {
      this.#replace(this.#numberOf(partnership.adSpaceId, partnership.program), { partnership });
    }
    for (const link of changes.links) this.#putLink(link, onProblem);
    for (const { short, code, query } of changes.shorts) this.#shorts.set(short, { code, query });
  }

  #putAdSpace(facts: LinkAdSpace): void {
    const known = this.#adSpaces.get(facts.id);
    if (known === undefined) {
      this.#adSpaces.set(facts.id, { facts, places: [] });
      return;
    }
    known.facts = facts;
    for (const number of known.places) this.#replace(number, { adSpace: facts });
  }

  #putLink(link: LinkRow, onProblem: (problem: string) => void): void {
    const { code } = link;
    const first = halfOf(code, 0);
    const second = halfOf(code, HALF_CHARACTERS);
    if (code.length !== CODE_CHARACTERS || first < 0 || second < 0) {
      onProblem(
        `link '${code}': expected ${CODE_CHARACTERS} characters that begin with 10 lower-case letters and digits`,
      );
      return;
    }
    this.#table.set(first, second, { place: this.#numberOf(link.adSpaceId, link.program), target: link.target });
  }

  #numberOf(adSpaceId: string, program: string): number {
    const name = key(adSpaceId, program);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    let entry = this.#adSpaces.get(adSpaceId);
    if (entry === undefined) {
      entry = { facts: null, places: [] };
      this.#adSpaces.set(adSpaceId, entry);
    }
    const number = this.#places.push({ adSpaceId, program, adSpace: entry.facts, partnership: null }) - 1;
    this.#numbers.set(name, number);
    entry.places.push(number);
    return number;
  }

  #replace(number: number, change: Partial<Place>): void {
    const place = this.#places[number];
    if (place !== undefined) {
      this.#places[number] = { ...place, ...change };
      this.#reader?.placeChanged(number);
    }
  }
}

/** The book of a snapshot. */
export function bookOf(snapshot: LinkSnapshot, onProblem: (problem: string) => void): LinkBook {
  const book = new LinkBook();
  book.apply(
    {
      programs: snapshot.programs,
      adSpaces: snapshot.links.map(({ adSpace }) => adSpace),
      partnerships: snapshot.links.map(({ adSpace, program, publisherOrg, partnership }) => ({
        adSpaceId: adSpace.id,
        program,
        publisherOrg,
        ...partnership,
      })),
      links: snapshot.links.map(({ code, adSpace, program, target }) => ({
        code,
        adSpaceId: adSpace.id,
        program,
        target,
      })),
      shorts: snapshot.shorts ?? [],
    },
    onProblem,
  );
  return book;
}

function key(adSpaceId: string, program: string): string {
  return `${adSpaceId} ${program}`;
}
