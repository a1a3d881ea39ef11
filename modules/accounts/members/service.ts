import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import type { Members } from '../../../contract/wire/members.ts';
import { formatInstant } from '../../../core/time/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import type { User, UserRole } from '../model.ts';
import { organisationNames } from '../names.ts';
import { changePerson, disablePerson, lockOrganisation, personById } from '../person/store.ts';
import { endSessions } from '../sessions/service.ts';
import { tell } from '../tell.ts';
import * as store from './store.ts';

export async function membersAndInvitations(deps: PeopleDeps, orgId: string): Promise<Members> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    const members = await store.membersOf(tx, orgId);
    const invitations = await store.openInvitations(tx, orgId, deps.clock.now());
    return {
      members: members.map((member) => ({
        ...member,
        created_at: formatInstant(member.created_at),
        last_seen_at: member.last_seen_at === null ? null : formatInstant(member.last_seen_at),
      })),
      invitations: invitations.map((invitation) => ({
        ...invitation,
        created_at: formatInstant(invitation.created_at),
        expires_at: formatInstant(invitation.expires_at),
      })),
    };
  });
}

/** Another role; what the person may do changes with the next request. Refuses to take the last owner away. */
export async function changeRole(
  deps: PeopleDeps,
  by: User,
  { id, role }: { readonly id: string; readonly role: UserRole },
): Promise<Result<null>> {
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const found = await lockedMember(tx, by, id, role === 'owner');
    if (!found.ok) return found;
    const before = found.value.role;
    if (before === role) return ok(null);
    await changePerson(tx, id, { role });
    const event = { user: found.value, actor: `user:${by.id}`, at: now, detail: { before, after: role } };
    const data = { organisation: await nameOf(tx, by.orgId), role };
    await tell(tx, deps, { ...event, action: 'member.role_changed', data });
    return ok(null);
  });
}

/** The person is out at once; what they did keeps their name. Refuses to take the last owner away. */
export async function removeMember(deps: PeopleDeps, by: User, id: string): Promise<Result<null>> {
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const found = await lockedMember(tx, by, id, false);
    if (!found.ok) return found;
    const user = found.value;
    const actor = `user:${by.id}`;
    await disablePerson(tx, id, now);
    await endSessions(tx, { user, except: null, actor, now });
    const event = { user, actor, at: now, detail: { email: user.email, role: user.role } };
    await tell(tx, deps, { ...event, action: 'member.removed', data: { organisation: await nameOf(tx, by.orgId) } });
    return ok(null);
  });
}

async function nameOf(tx: Tx, orgId: string): Promise<string> {
  return (await organisationNames(tx, [orgId])).get(orgId) ?? orgId;
}

/** One of the organisation, which is locked, so that two owners do not remove each other at the same moment. */
async function lockedMember(tx: Tx, by: User, id: string, staysOwner: boolean): Promise<Result<User>> {
  await lockOrganisation(tx, by.orgId);
  const user = (await personById(tx, id))?.user;
  if (user?.orgId !== by.orgId)
    return refused({ code: 'not_found', field: 'id', detail: 'Your organisation has no such member.' });
  const isLast = user.role === 'owner' && !staysOwner && (await store.otherOwners(tx, by.orgId, id)) === 0;
  if (!isLast) return ok(user);
  return refused({ code: 'last_owner', field: 'id', value: user.email, detail: `${user.email} is the only owner.` });
}
