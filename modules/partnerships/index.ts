export { type Exclusion, exclude, exclusionOf, readmit } from './exclusion.ts';
export { type Application, join } from './join.ts';
export type { Acceptance, Partnership, PartnershipStatus } from './model.ts';
export { agree, approve, block, type Change, decline, disconnect, unblock } from './service.ts';
export {
  acceptancesOf,
  listPartnerships,
  partnershipById,
  partnershipsOf,
  partnershipsOfAdSpace,
  partnershipsOfPublisher,
} from './store.ts';
