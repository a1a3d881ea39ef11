/** The face for processes that answer clicks: rows, without routes and what they load. */
export type { Partnership, PartnershipStatus } from './model.ts';
export { listPartnerships, partnershipsChanged } from './store.ts';
