import type { Locale } from '../../../contract/wire/session.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import type { Organisation, OrganisationStatus, UserRole } from '../model.ts';
import {
  MEMBER_COLUMNS,
  type MemberRow,
  ORGANISATION_COLUMNS,
  type OrganisationRow,
  organisationOf,
  type UserWithPassword,
  userOf,
} from '../store.ts';

/** Somebody who was not removed. */
export async function personById(q: Queryable, userId: string): Promise<UserWithPassword | null> {
  const [row] = await q.query<MemberRow>(
    `select ${MEMBER_COLUMNS} from accounts.member m where user_id = $1 and disabled_at is null`,
    [userId],
  );
  return row === undefined ? null : { user: userOf(row), passwordHash: row.password_hash };
}

/** Holds an address until the transaction ends, whether somebody has it or not. */
export async function lockAddress(q: Queryable, email: string): Promise<void> {
  await q.query('select pg_advisory_xact_lock(4022, hashtext($1))', [email]);
}

export interface PersonChange {
  readonly name?: string | undefined;
  readonly locale?: Locale | undefined;
  readonly email?: string | undefined;
  readonly passwordHash?: string | undefined;
  readonly role?: UserRole | undefined;
}

export async function changePerson(q: Queryable, userId: string, change: PersonChange): Promise<void> {
  await q.query(
    `update accounts.member
        set name = coalesce($2, name), locale = coalesce($3, locale), email = coalesce($4, email),
            password_hash = coalesce($5, password_hash), role = coalesce($6, role)
      where user_id = $1`,
    [
      userId,
      change.name ?? null,
      change.locale ?? null,
      change.email ?? null,
      change.passwordHash ?? null,
      change.role ?? null,
    ],
  );
}

/** Writes down that the person reads the address. */
export async function confirmPerson(q: Queryable, userId: string, at: Instant): Promise<void> {
  await q.query('update accounts.member set confirmed_at = coalesce(confirmed_at, $2) where user_id = $1', [
    userId,
    sqlInstant(at),
  ]);
}

export async function disablePerson(q: Queryable, userId: string, at: Instant): Promise<void> {
  await q.query('update accounts.member set disabled_at = $2 where user_id = $1 and disabled_at is null', [
    userId,
    sqlInstant(at),
  ]);
}

/** The organisation, locked until the transaction ends. */
export async function lockOrganisation(q: Queryable, orgId: string): Promise<Organisation | null> {
  const [row] = await q.query<OrganisationRow>(
    `select ${ORGANISATION_COLUMNS} from accounts.organisation o where org_id = $1 for no key update`,
    [orgId],
  );
  return row === undefined ? null : organisationOf(row);
}

export async function writeStatus(
  q: Queryable,
  orgId: string,
  status: OrganisationStatus,
  reason: string | null,
): Promise<void> {
  await q.query('update accounts.organisation set status = $2, status_reason = $3 where org_id = $1', [
    orgId,
    status,
    reason,
  ]);
}

export async function renameOrganisation(q: Queryable, orgId: string, name: string): Promise<void> {
  await q.query('update accounts.organisation set name = $2 where org_id = $1', [orgId, name]);
}
