export { callerGuard, callerOf, requireCaller } from './caller.ts';
export { organisationKindOf } from './directory.ts';
export type {
  ApiApplication,
  ApiCredentials,
  AuditEntry,
  AuditRecord,
  Caller,
  Organisation,
  OrganisationKind,
  User,
  UserRole,
} from './model.ts';
export { organisationNames } from './names.ts';
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
export { auditOf, hasOrganisations } from './store.ts';
