import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { Organisation, OrganisationKind, OrganisationStatus, User } from './model.ts';
import {
  MEMBER_COLUMNS,
  type MemberRow,
  ORGANISATION_COLUMNS,
  type OrganisationRow,
  organisationOf,
  userOf,
} from './store.ts';

/** What kind of organisation this is; `null` where there is none with the id. Needs a system transaction: a tenant sees its own only. */
export async function organisationKindOf(q: Queryable, id: string): Promise<OrganisationKind | null> {
  const [row] = await q.query<{ kind: OrganisationKind }>('select kind from accounts.organisation where org_id = $1', [
    id,
  ]);
  return row?.kind ?? null;
}

export interface ListedOrganisation extends Organisation {
  /** Whom to write to; `null` where everybody was removed. */
  readonly owner: { readonly name: string; readonly email: string } | null;
  readonly members: number;
}

export interface OrganisationsAsked {
  readonly kind: OrganisationKind | null;
  readonly status: OrganisationStatus | null;
  /** A part of its name, or of the address of one of its people. */
  readonly text: string | null;
  /** A queue begins with those that have waited longest. */
  readonly sort: 'newest' | 'oldest';
  /** The last of the page before. */
  readonly before: { readonly at: Instant; readonly id: string } | null;
  readonly limit: number;
}

/** Organisations with their owners. Needs a system transaction. */
export async function organisationsMatching(q: Queryable, asked: OrganisationsAsked): Promise<ListedOrganisation[]> {
  const { kind, status, text, sort, before, limit } = asked;
  const [further, direction] = sort === 'oldest' ? (['>', 'asc'] as const) : (['<', 'desc'] as const);
  const pattern = text === null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await q.query<OrganisationRow & OwnerRow>(
    `select ${ORGANISATION_COLUMNS}, ${OWNER_COLUMNS} from accounts.organisation o
      where ($1::text is null or o.kind = $1) and ($2::text is null or o.status = $2)
        and ($3::text is null or o.name ilike $3 or exists (
          select from accounts.member m where m.org_id = o.org_id and m.disabled_at is null and m.email ilike $3))
        and ($4::timestamptz is null or (o.created_at, o.org_id) ${further} ($4, $5::uuid))
      order by o.created_at ${direction}, o.org_id ${direction} limit $6`,
    [kind, status, pattern, before === null ? null : sqlInstant(before.at), before?.id ?? null, limit],
  );
  return rows.map(listedOf);
}

/** One of them; `null` where there is none with the id. */
export async function organisationWithOwner(q: Queryable, id: string): Promise<ListedOrganisation | null> {
  const [row] = await q.query<OrganisationRow & OwnerRow>(
    `select ${ORGANISATION_COLUMNS}, ${OWNER_COLUMNS} from accounts.organisation o where o.org_id = $1`,
    [id],
  );
  return row === undefined ? null : listedOf(row);
}

/** The people of an organisation, those who were removed left out, in the order in which they came. */
export async function peopleOf(q: Queryable, orgId: string, limit: number): Promise<User[]> {
  const rows = await q.query<MemberRow>(
    `select ${MEMBER_COLUMNS} from accounts.member m where m.org_id = $1 and m.disabled_at is null
      order by m.created_at, m.user_id limit $2`,
    [orgId, limit],
  );
  return rows.map(userOf);
}

/** How many organisations wait for the network, and since when the first does. */
export async function waitingOrganisations(
  q: Queryable,
): Promise<{ readonly waiting: number; readonly oldest: Instant | null }> {
  const [row] = await q.query<{ waiting: number; oldest: Instant | null }>(
    `select count(*)::int as waiting, min(created_at) as oldest from accounts.organisation where status = 'pending'`,
  );
  return row ?? { waiting: 0, oldest: null };
}

interface OwnerRow {
  readonly owner_name: string | null;
  readonly owner_email: string | null;
  readonly members: number;
}

const OWNER = `(select %s from accounts.member m where m.org_id = o.org_id and m.role = 'owner' and m.disabled_at is null
  order by m.created_at, m.user_id limit 1)`;
const OWNER_COLUMNS = `${OWNER.replace('%s', 'm.name')} as owner_name, ${OWNER.replace('%s', 'm.email')} as owner_email,
  (select count(*)::int from accounts.member m where m.org_id = o.org_id and m.disabled_at is null) as members`;

function listedOf(row: OrganisationRow & OwnerRow): ListedOrganisation {
  const { owner_name: name, owner_email: email, members } = row;
  return { ...organisationOf(row), owner: name === null || email === null ? null : { name, email }, members };
}
