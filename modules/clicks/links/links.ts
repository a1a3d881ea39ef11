import type {
  LinkAdSpace,
  LinkChanges,
  LinkRecord,
  LinkRow,
  ProgramRecord as LinksProgramRecord,
  LinkSnapshot as LinksSnapshot,
  PartnershipRecord,
  ShortLink,
} from '../../links/edge-face.ts';

export type { LinkAdSpace, LinkRecord, LinkRow, PartnershipRecord, ShortLink };

/** Which of two paired programs a click's country belongs to. */
export interface GeoRouting {
  readonly pair: string | null;
  readonly mode: 'off' | 'test' | 'on';
  /** Share of visitors that is routed in mode `test`, from 0 to 1. */
  readonly share: number;
  /** Countries whose clicks belong to this program; `null`: all that its pair does not name. Absent: never routed here. */
  readonly countries?: readonly string[] | null;
}

/** What the edge needs of a program. */
export interface ProgramRecord extends Omit<LinksProgramRecord, 'geoRouting'> {
  readonly geoRouting: GeoRouting;
}

/** All links and programs, each link with everything about it: for few links, as tests and small set-ups have them. */
export interface LinkSnapshot extends Pick<LinksSnapshot, 'links'> {
  readonly programs: readonly ProgramRecord[];
  readonly shorts?: readonly ShortLink[];
}

/** Rows of `modules/links` that are new or changed: facts for the book. */
export interface BookChanges extends Omit<LinkChanges, 'programs'> {
  readonly programs: readonly ProgramRecord[];
}
