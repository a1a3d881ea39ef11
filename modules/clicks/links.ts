import type { LinkRecord, ProgramRecord as LinksProgramRecord, LinkSnapshot as LinksSnapshot } from '../links/index.ts';

export type { LinkRecord };

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

export interface LinkSnapshot extends Pick<LinksSnapshot, 'links'> {
  readonly programs: readonly ProgramRecord[];
}
