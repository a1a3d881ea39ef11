import type { Locale } from '../../../contract/wire/session.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import type { UserRole } from '../model.ts';

export interface MemberOfOrganisation {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  readonly confirmed: boolean;
  readonly second_factor: boolean;
  readonly created_at: Instant;
  readonly last_seen_at: Instant | null;
}

export async function membersOf(q: Queryable, orgId: string): Promise<readonly MemberOfOrganisation[]> {
  return q.query<MemberOfOrganisation>(
    `select m.user_id as id, m.email, m.name, m.role, m.confirmed_at is not null as confirmed, m.created_at,
            exists (select from accounts.totp t where t.user_id = m.user_id and t.confirmed_at is not null)
              or exists (select from accounts.passkey p where p.user_id = m.user_id) as second_factor,
            (select max(last_seen_at) from accounts.session s where s.user_id = m.user_id) as last_seen_at
       from accounts.member m where m.org_id = $1 and m.disabled_at is null order by m.created_at, m.user_id`,
    [orgId],
  );
}

/** To be told what happens to all of the organisation. */
export async function ownersOf(
  q: Queryable,
  orgId: string,
): Promise<readonly { readonly email: string; readonly locale: Locale }[]> {
  return q.query(
    `select email, locale from accounts.member where org_id = $1 and role = 'owner' and disabled_at is null order by user_id`,
    [orgId],
  );
}

/** How many owners an organisation has but for one person; call it while the organisation is locked. */
export async function otherOwners(q: Queryable, orgId: string, userId: string): Promise<number> {
  const rows = await q.query(
    `select 1 from accounts.member where org_id = $1 and user_id <> $2 and role = 'owner' and disabled_at is null`,
    [orgId, userId],
  );
  return rows.length;
}

export interface Invitation {
  readonly id: string;
  readonly org_id: string;
  readonly email: string;
  readonly role: UserRole;
  readonly invited_by: string;
  readonly created_at: Instant;
  readonly expires_at: Instant;
}

const OPEN = 'i.accepted_at is null and i.withdrawn_at is null and i.expires_at > $2';
const COLUMNS = 'i.invitation_id as id, i.org_id, i.email, i.role, m.name as invited_by, i.created_at, i.expires_at';

export async function openInvitations(q: Queryable, orgId: string, now: Instant): Promise<readonly Invitation[]> {
  return q.query<Invitation>(
    `select ${COLUMNS} from accounts.invitation i join accounts.member m on m.user_id = i.invited_by
      where i.org_id = $1 and ${OPEN} order by i.created_at, i.invitation_id`,
    [orgId, sqlInstant(now)],
  );
}

export async function invitationByHash(q: Queryable, hash: Buffer, now: Instant): Promise<Invitation | null> {
  const [row] = await q.query<Invitation>(
    `select ${COLUMNS} from accounts.invitation i join accounts.member m on m.user_id = i.invited_by
      where i.token_hash = $1 and ${OPEN} for update of i`,
    [hash, sqlInstant(now)],
  );
  return row ?? null;
}

export interface NewInvitationRow extends Omit<Invitation, 'invited_by'> {
  readonly token_hash: Buffer;
  readonly invited_by_user: string;
}

/** False where the address has an open invitation to the organisation. */
export async function insertInvitation(q: Queryable, row: NewInvitationRow): Promise<boolean> {
  // One that has expired makes room.
  await q.query(
    `update accounts.invitation set withdrawn_at = expires_at
      where org_id = $1 and email = $2 and accepted_at is null and withdrawn_at is null and expires_at <= $3`,
    [row.org_id, row.email, sqlInstant(row.created_at)],
  );
  const rows = await q.query(
    `insert into accounts.invitation (invitation_id, org_id, email, role, token_hash, invited_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning invitation_id`,
    [
      row.id,
      row.org_id,
      row.email,
      row.role,
      row.token_hash,
      row.invited_by_user,
      sqlInstant(row.created_at),
      sqlInstant(row.expires_at),
    ],
  );
  return rows.length > 0;
}

export async function markAccepted(q: Queryable, id: string, at: Instant): Promise<void> {
  await q.query('update accounts.invitation set accepted_at = $2 where invitation_id = $1', [id, sqlInstant(at)]);
}

export async function withdrawInvitation(q: Queryable, orgId: string, id: string, at: Instant): Promise<boolean> {
  const rows = await q.query(
    `update accounts.invitation set withdrawn_at = $3
      where org_id = $1 and invitation_id = $2 and accepted_at is null and withdrawn_at is null returning invitation_id`,
    [orgId, id, sqlInstant(at)],
  );
  return rows.length > 0;
}
