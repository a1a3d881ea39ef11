import type { AuditAction } from '../../contract/audit-actions.ts';
import type { Locale } from '../../contract/wire/session.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type {
  ApiApplication,
  AuditEntry,
  AuditRecord,
  Organisation,
  OrganisationKind,
  OrganisationStatus,
  User,
  UserRole,
} from './model.ts';

/** Of `accounts.organisation o`. */
export const ORGANISATION_COLUMNS =
  'o.org_id, o.kind, o.name as organisation_name, o.status, o.status_reason, o.created_at as organisation_created_at';

export interface OrganisationRow {
  org_id: string;
  kind: OrganisationKind;
  organisation_name: string;
  status: OrganisationStatus;
  status_reason: string | null;
  organisation_created_at: Instant;
}

export function organisationOf(row: OrganisationRow): Organisation {
  return {
    id: row.org_id,
    kind: row.kind,
    name: row.organisation_name,
    status: row.status,
    statusReason: row.status_reason,
    createdAt: row.organisation_created_at,
  };
}

/** Of `accounts.member m`. */
export const MEMBER_COLUMNS =
  'm.user_id, m.org_id, m.email, m.name, m.locale, m.role, m.created_at, m.confirmed_at, m.password_hash';

export interface MemberRow {
  user_id: string;
  org_id: string;
  email: string;
  name: string;
  locale: Locale;
  role: UserRole;
  created_at: Instant;
  confirmed_at: Instant | null;
  password_hash: string;
}

export function userOf(row: MemberRow): User {
  return {
    id: row.user_id,
    orgId: row.org_id,
    email: row.email,
    name: row.name,
    locale: row.locale,
    role: row.role,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
  };
}

export async function insertOrganisation(q: Queryable, organisation: Organisation): Promise<void> {
  await q.query(
    `insert into accounts.organisation (org_id, kind, name, status, status_reason, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [
      organisation.id,
      organisation.kind,
      organisation.name,
      organisation.status,
      organisation.statusReason,
      sqlInstant(organisation.createdAt),
    ],
  );
}

/** Whether this network has been used: whoever uses it begins with an organisation. */
export async function hasOrganisations(q: Queryable): Promise<boolean> {
  const rows = await q.query('select 1 from accounts.organisation limit 1');
  return rows.length > 0;
}

/** False when the address belongs to a user already. */
export async function insertUser(q: Queryable, user: User, passwordHash: string): Promise<boolean> {
  const rows = await q.query(
    `insert into accounts.member (user_id, org_id, email, password_hash, role, name, locale, created_at, confirmed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (email) where disabled_at is null do nothing returning user_id`,
    [
      user.id,
      user.orgId,
      user.email,
      passwordHash,
      user.role,
      user.name,
      user.locale,
      sqlInstant(user.createdAt),
      user.confirmedAt === null ? null : sqlInstant(user.confirmedAt),
    ],
  );
  return rows.length === 1;
}

export interface UserWithPassword {
  readonly user: User;
  readonly passwordHash: string;
}

export async function userByEmail(q: Queryable, email: string): Promise<UserWithPassword | null> {
  const [row] = await q.query<MemberRow>(
    `select ${MEMBER_COLUMNS} from accounts.member m where email = $1 and disabled_at is null`,
    [email],
  );
  return row === undefined ? null : { user: userOf(row), passwordHash: row.password_hash };
}

export async function insertApplication(q: Queryable, application: ApiApplication, secretHash: Buffer): Promise<void> {
  await q.query(
    `insert into accounts.api_application (application_id, org_id, name, client_id, secret_hash, scopes, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      application.id,
      application.orgId,
      application.name,
      application.clientId,
      secretHash,
      application.scopes,
      sqlInstant(application.createdAt),
    ],
  );
}

export interface KnownClient {
  readonly applicationId: string;
  readonly orgId: string;
  readonly kind: OrganisationKind;
  readonly status: OrganisationStatus;
  readonly statusReason: string | null;
  readonly secretHash: Buffer;
  readonly scopes: readonly string[];
}

/** The application behind a client id, unless it was revoked. */
export async function clientById(q: Queryable, clientId: string): Promise<KnownClient | null> {
  const [row] = await q.query<{
    application_id: string;
    org_id: string;
    kind: OrganisationKind;
    status: OrganisationStatus;
    status_reason: string | null;
    secret_hash: Buffer;
    scopes: string[];
  }>(
    `select a.application_id, a.org_id, o.kind, o.status, o.status_reason, a.secret_hash, a.scopes
       from accounts.api_application a join accounts.organisation o using (org_id)
      where a.client_id = $1 and a.revoked_at is null`,
    [clientId],
  );
  if (row === undefined) return null;
  return {
    applicationId: row.application_id,
    orgId: row.org_id,
    kind: row.kind,
    status: row.status,
    statusReason: row.status_reason,
    secretHash: row.secret_hash,
    scopes: row.scopes,
  };
}

export async function revokeApplicationById(q: Queryable, applicationId: string, at: Instant): Promise<string | null> {
  const [row] = await q.query<{ org_id: string }>(
    'update accounts.api_application set revoked_at = $2 where application_id = $1 and revoked_at is null returning org_id',
    [applicationId, sqlInstant(at)],
  );
  return row?.org_id ?? null;
}

export interface NewToken {
  readonly hash: Buffer;
  readonly applicationId: string;
  readonly orgId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
}

export async function insertToken(q: Queryable, token: NewToken): Promise<void> {
  await q.query(
    `insert into accounts.access_token (token_hash, application_id, org_id, scopes, issued_at, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      token.hash,
      token.applicationId,
      token.orgId,
      token.scopes,
      sqlInstant(token.issuedAt),
      sqlInstant(token.expiresAt),
    ],
  );
}

/** Removes the application's expired tokens, and the oldest beyond `keep`. */
export async function pruneTokens(q: Queryable, applicationId: string, now: Instant, keep: number): Promise<void> {
  await q.query(
    `delete from accounts.access_token
      where application_id = $1 and (expires_at <= $2 or token_hash in (
        select token_hash from accounts.access_token where application_id = $1 order by issued_at desc offset $3))`,
    [applicationId, sqlInstant(now), keep],
  );
}

export interface KnownToken {
  readonly organisation: Organisation;
  readonly applicationId: string;
  readonly scopes: readonly string[];
}

/** What tokens stand for, by their hashes in hexadecimal; those that have expired or whose application was revoked are absent. */
export async function tokensByHash(
  q: Queryable,
  hashes: readonly Buffer[],
  now: Instant,
): Promise<ReadonlyMap<string, KnownToken>> {
  const rows = await q.query<OrganisationRow & { hash: string; application_id: string; scopes: string[] }>(
    `select encode(t.token_hash, 'hex') as hash, t.application_id, t.scopes, ${ORGANISATION_COLUMNS}
       from accounts.access_token t
       join accounts.api_application a using (application_id)
       join accounts.organisation o on o.org_id = t.org_id
      where t.token_hash = any ($1) and t.expires_at > $2 and a.revoked_at is null`,
    [hashes, sqlInstant(now)],
  );
  return new Map(
    rows.map((row) => [
      row.hash,
      { organisation: organisationOf(row), applicationId: row.application_id, scopes: row.scopes },
    ]),
  );
}

export async function insertAudit(q: Queryable, id: string, entry: AuditEntry): Promise<void> {
  await q.query(
    'insert into accounts.audit (audit_id, at, org_id, actor, action, subject, detail) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, sqlInstant(entry.at), entry.orgId, entry.actor, entry.action, entry.subject, JSON.stringify(entry.detail)],
  );
}

/** Newest first. */
export async function auditOf(q: Queryable, subject: string, limit: number): Promise<AuditRecord[]> {
  const rows = await q.query<{
    audit_id: string;
    at: Instant;
    org_id: string | null;
    actor: string;
    action: AuditAction;
    subject: string;
    detail: Record<string, unknown>;
  }>(
    `select audit_id, at, org_id, actor, action, subject, detail from accounts.audit
      where subject = $1 order by at desc, audit_id limit $2`,
    [subject, limit],
  );
  return rows.map(({ audit_id: id, org_id: orgId, ...rest }) => ({ id, orgId, ...rest }));
}
