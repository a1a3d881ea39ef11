export { acceptanceRoutes } from './acceptance-routes.ts';
export { apply, leave } from './apply.ts';
export { type Exclusion, exclude, exclusionOf, readmit } from './exclusion.ts';
export { type Application, join, type RulesRead, rulesInForce } from './join.ts';
export {
  applicationNames,
  fitting,
  judgeApplication,
  judgeEach,
  notInQueue,
  type OneOfMany,
  waitingEntries,
} from './many.ts';
export { misleadingOf } from './misleading.ts';
export type { Acceptance, Partnership, PartnershipStatus } from './model.ts';
export { tellOfRules, tellOfTerms } from './notices.ts';
export { partnerRoutes } from './partner-routes.ts';
export { type RejectionReason, rejectionsOf } from './rejections.ts';
export { type ApplicationRoutes, applicationRoutes } from './routes.ts';
export { type Against, agree, approve, block, type Change, decline, disconnect, reopen, unblock } from './service.ts';
export {
  acceptancesOf,
  listPartnerships,
  partnershipById,
  partnershipsIn,
  partnershipsOf,
  partnershipsOfAdSpace,
  partnershipsOfPublisher,
  partnershipsPage,
  rejectionCounts,
  waitingApplications,
} from './store.ts';
