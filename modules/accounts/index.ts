export { accountRoutes } from './account-routes.ts';
export { countTry } from './attempts/attempts.ts';
export { idsOf, type NamedSubject, type NameSubjects, type Subjects } from './audit/subjects.ts';
export { callerGuard, callerOf, requireCaller, requireRecentProof, requireSession } from './caller.ts';
export { activePublishers } from './counts.ts';
export type { PeopleDeps } from './deps.ts';
export {
  type ListedOrganisation,
  organisationKindOf,
  organisationsMatching,
  organisationWithOwner,
  peopleOf,
  waitingOrganisations,
} from './directory.ts';
export type {
  ApiApplication,
  ApiCredentials,
  AuditEntry,
  AuditRecord,
  Caller,
  Organisation,
  OrganisationKind,
  OrganisationStatus,
  User,
  UserRole,
} from './model.ts';
export { actorNames, organisationNames } from './names.ts';
export { tokenRoutes } from './routes.ts';
export {
  authenticate,
  createApiApplication,
  createOrganisation,
  createUser,
  type IssuedToken,
  issueToken,
  recordAudit,
  revokeApiApplication,
  TOKEN_LIFETIME_MS,
  verifyUser,
} from './service.ts';
export { SESSION_IDLE_MS, SESSION_LONGEST_MS, type Session } from './sessions/model.ts';
export { endSessionsByNetwork } from './sessions/service.ts';
export { auditOf, hasOrganisations } from './store.ts';
export { tellOwners } from './tell.ts';
export { judgeOrganisation, type OrganisationVerdict } from './verdict.ts';
