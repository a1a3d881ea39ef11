/** The face for processes that answer clicks: rows, without routes and what they load. */
export type { GeoRouting, LandingPattern, Program, ProgramStatus } from './model.ts';
export { listPrograms, programsChanged } from './store.ts';
