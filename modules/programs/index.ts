export { draftProgram } from './editing.ts';
export { type EditingRoutes, missingOf, programEditingRoutes } from './editing-routes.ts';
export { programKeyRoutes } from './key-routes.ts';
export { isBeforeApproval, isOffered, moveProgram } from './life.ts';
export { programsManaged } from './managed-store.ts';
export type {
  GeoRouting,
  LandingPattern,
  Program,
  ProgramKeys,
  ProgramStatus,
  Recruiting,
  TrafficTypeRule,
  TrafficTypeStatus,
} from './model.ts';
export type { OfferDeps } from './offer.ts';
export { offeredByName, offeredCodes, similarPrograms, trafficTypesByProgram } from './offer-store.ts';
export { type ProgramRoutes, programRoutes } from './routes.ts';
export { headingStatus, hostAllowed, selectableTrafficType } from './rules.ts';
export {
  type By,
  changeProgram,
  createProgram,
  type NewProgram,
  noProgram,
  renewProgramKeys,
  revisionSecretOf,
  rotateSigningSecret,
  setRecruiting,
  setTrafficTypes,
  signingSecretsOf,
  verifyPostbackKey,
} from './service.ts';
export {
  listPrograms,
  programByCampaignCode,
  programByCode,
  programsAcceptingRulesOf,
  programsByCodes,
  programsNamed,
  trafficTypesOf,
  waitingPrograms,
} from './store.ts';
export { isFor, leftToPair } from './target-countries.ts';
export { tellIn } from './tell-in.ts';
export { trafficKindList } from './traffic-kinds.ts';
export {
  setTrafficPolicy,
  type TrafficPolicyRow,
  trafficPolicy,
} from './traffic-policy.ts';
