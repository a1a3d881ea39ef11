export type { AffectedOrders, InternalRateRecord, PublishedVersion, TermsProposal, TermsPublication } from './model.ts';
export {
  approveProposal,
  declineProposal,
  type PublishingDeps,
  proposeTerms,
  publishOrPreview,
} from './proposals/proposals.ts';
export { publishTerms } from './publish.ts';
export { internalRatesOfDays, internalRatesOn, setInternalRate } from './rates.ts';
export { termsRoutes } from './routes.ts';
export {
  checkProgramTerms,
  currentPublication,
  termsInForce,
  termsOf,
  termsOfPublication,
  termsValidAt,
} from './service.ts';
