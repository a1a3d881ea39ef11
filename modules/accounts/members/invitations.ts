import { randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refused } from '../../../contract/errors/index.ts';
import type { Acceptance, InvitationPreview, NewInvitation } from '../../../contract/wire/members.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { hashSecret } from '../../../platform/secrets/index.ts';
import { type Bound, countTry, mailsTo } from '../attempts/attempts.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { linkEnded } from '../mail-links/mail-links.ts';
import type { User } from '../model.ts';
import { lockAddress, lockOrganisation } from '../person/store.ts';
import { createUser, emailRefusal, normalEmail, recordAudit } from '../service.ts';
import { isToken, newToken } from '../sessions/model.ts';
import { userByEmail } from '../store.ts';
import * as store from './store.ts';

/** Of one organisation: a big one in a day, not a way to write to the whole world (T-28). */
const invitationsOfOrganisation: Bound = { free: 50, most: 50, windowMs: 86_400_000 };
const INVITATION_DAYS = 7;
const DAY_MS = 86_400_000;

/** Asks somebody to join, by mail. Refuses `email_taken` where the person works here already. */
export async function invite(
  deps: PeopleDeps,
  by: User,
  asked: NewInvitation,
): Promise<Result<{ readonly id: string }>> {
  const email = normalEmail(asked.email);
  const problem = emailRefusal(email);
  if (problem !== null) return refused(problem);
  const now = deps.clock.now();
  const { orgId } = by;
  return deps.db.transaction(SYSTEM, async (tx) => {
    const known = await userByEmail(tx, email);
    if (known?.user.orgId === orgId)
      return refused({ code: 'email_taken', field: 'email', value: email, detail: `${email} works here already.` });
    const counted = [
      { what: ['mail to', email], bound: mailsTo },
      { what: ['invitations of', orgId], bound: invitationsOfOrganisation },
    ];
    const allowed = await countTry(tx, counted, now);
    if (!allowed.ok) return allowed;
    const id = randomUUID();
    const token = newToken();
    const invitation = { id, org_id: orgId, email, role: asked.role, created_at: now };
    const kept = { expires_at: now + INVITATION_DAYS * DAY_MS, token_hash: hashSecret(token), invited_by_user: by.id };
    if (!(await store.insertInvitation(tx, { ...invitation, ...kept }))) return refused(pending(email));
    const organisation = await lockOrganisation(tx, orgId);
    const record = { at: now, orgId, actor: `user:${by.id}`, subject: `invitation:${id}` };
    await recordAudit(tx, { ...record, action: 'member.invited', detail: { email, role: asked.role } });
    const data = {
      link: `/app/invitation?token=${token}`,
      organisation: organisation?.name ?? '',
      inviter: by.name,
      days: String(INVITATION_DAYS),
    };
    await deps.sendMail(tx, { to: email, orgId, locale: by.locale, kind: 'invitation', data });
    return ok({ id });
  });
}

export async function withdraw(deps: PeopleDeps, by: User, id: string): Promise<Result<null>> {
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    if (!(await store.withdrawInvitation(tx, by.orgId, id, now)))
      return refused({ code: 'not_found', field: 'id', detail: 'Your organisation has no such invitation.' });
    const record = { at: now, orgId: by.orgId, actor: `user:${by.id}`, subject: `invitation:${id}` };
    await recordAudit(tx, { ...record, action: 'invitation.withdrawn', detail: {} });
    return ok(null);
  });
}

/** What somebody is invited to, for the page that the link leads to. */
export async function preview(deps: PeopleDeps, token: string): Promise<Result<InvitationPreview>> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    const found = await invitationOf(tx, deps, token);
    if (found === null) return refused(linkEnded());
    const organisation = await lockOrganisation(tx, found.org_id);
    const { email, role, invited_by } = found;
    return ok({ organisation: organisation?.name ?? '', email, role, invited_by });
  });
}

/** Makes the person, whose address the link has proven. A password that is refused leaves the invitation open. */
export async function accept(deps: PeopleDeps, asked: Acceptance): Promise<Result<{ readonly email: string }>> {
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const found = await invitationOf(tx, deps, asked.token);
    if (found === null) return refused(linkEnded());
    const { id, org_id: orgId, email, role } = found;
    await lockAddress(tx, email);
    const { name, password, locale } = asked;
    const person = { orgId, email, password, role, name, locale };
    const user = await createUser(tx, { ...person, at: now, actor: `invitation:${id}` });
    if (!user.ok) return user;
    await store.markAccepted(tx, id, now);
    const record = { at: now, orgId, actor: `user:${user.value.id}`, subject: `invitation:${id}` };
    await recordAudit(tx, { ...record, action: 'invitation.accepted', detail: { email, role } });
    return ok({ email });
  });
}

async function invitationOf(tx: Tx, deps: PeopleDeps, token: string): Promise<store.Invitation | null> {
  return isToken(token) ? store.invitationByHash(tx, hashSecret(token), deps.clock.now()) : null;
}

function pending(email: string): Refusal {
  return { code: 'invitation_pending', field: 'email', value: email, detail: `${email} has an open invitation.` };
}
