/** The face for processes that answer clicks: rows, without routes and what they load. */
export type { AdSpace, AdSpaceStatus, RejectionReason } from './model.ts';
export { adSpacesChanged, listAdSpaces } from './store.ts';
