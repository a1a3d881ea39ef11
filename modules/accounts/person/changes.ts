import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import type { ProfileChange } from '../../../contract/wire/registrations.ts';
import { type Bound, countTry, forgiveTries, guesses, mailsTo } from '../attempts/attempts.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { endLinks, LINK_HOURS, linkEnded, makeLink, useLink } from '../mail-links/mail-links.ts';
import type { User } from '../model.ts';
import { hashPassword, passwordRefusal, verifyPassword } from '../passwords.ts';
import { emailRefusal, normalEmail, recordAudit } from '../service.ts';
import type { Client, Session } from '../sessions/model.ts';
import { beginSession, endSessions } from '../sessions/service.ts';
import { userByEmail } from '../store.ts';
import { tell } from '../tell.ts';
import { changePerson, confirmPerson, personById } from './store.ts';

/** Nobody changes the own address more often; each try is a mail to somebody who may not be theirs. */
const newAddresses: Bound = { free: 10, most: 10, windowMs: 24 * 3_600_000 };

/** Name and language of a person. */
export async function changeProfile(deps: PeopleDeps, user: User, change: ProfileChange): Promise<User> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    await changePerson(tx, user.id, change);
    const subject = `user:${user.id}`;
    const record = { at: deps.clock.now(), orgId: user.orgId, actor: subject, subject };
    await recordAudit(tx, { ...record, action: 'user.profile_changed', detail: { ...change } });
    return { ...user, name: change.name ?? user.name, locale: change.locale ?? user.locale };
  });
}

/** Whether what stands in the field is the person's password; each try is counted before it is looked at. */
export async function provePassword(
  deps: PeopleDeps,
  user: User,
  { field, password }: { readonly field: string; readonly password: string },
): Promise<Result<null>> {
  const now = deps.clock.now();
  const what = ['password of', user.id];
  const begun = await deps.db.transaction(SYSTEM, async (tx) => {
    const allowed = await countTry(tx, [{ what, bound: guesses }], now);
    return allowed.ok ? ok(await personById(tx, user.id)) : allowed;
  });
  if (!begun.ok) return begun;
  if (begun.value === null || !(await verifyPassword(password, begun.value.passwordHash)))
    return refused({ code: 'password_wrong', field, detail: 'This is not your present password.' });
  await deps.db.transaction(SYSTEM, (tx) => forgiveTries(tx, what));
  return ok(null);
}

/** A new password; every session of the person ends, and this browser gets a new one, whose token is answered (T-21). */
export async function changePassword(
  deps: PeopleDeps,
  session: Session,
  asked: { readonly current: string; readonly next: string; readonly client: Client },
): Promise<Result<string>> {
  const { user, secondFactor } = session;
  const proven = await provePassword(deps, user, { field: 'current_password', password: asked.current });
  if (!proven.ok) return proven;
  const problem = passwordRefusal(asked.next, [user.email.split('@')[0] ?? '', user.name], 'new_password');
  if (problem !== null) return refused(problem);
  const passwordHash = await hashPassword(asked.next);
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    await changePerson(tx, user.id, { passwordHash });
    // A link to another address too: whoever asked for it may be the reason for the new password.
    await endLinks(tx, user.id, null, now);
    await endSessions(tx, { user, except: null, actor: `user:${user.id}`, now });
    const token = await beginSession(tx, { user, client: asked.client, secondFactor, now });
    await tell(tx, deps, { user, action: 'user.password_changed', at: now, detail: { by: 'own' } });
    return ok(token);
  });
}

/** Mails a link to the address that the person wants to have; it changes when the link is followed. */
export async function askMailChange(deps: PeopleDeps, user: User, asked: string): Promise<Result<null>> {
  const email = normalEmail(asked);
  const problem = emailRefusal(email);
  if (problem !== null) return refused(problem);
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const counted = [
      { what: ['mail to', email], bound: mailsTo },
      { what: ['new addresses of', user.id], bound: newAddresses },
    ];
    const allowed = await countTry(tx, counted, now);
    if (!allowed.ok) return allowed;
    // Who asks is not told whether somebody else has the address; whoever has it needs no link.
    if ((await userByEmail(tx, email)) !== null) return ok(null);
    const token = await makeLink(tx, 'change_mail', { userId: user.id, email }, now);
    const data = { link: `/app/new-mail?token=${token}`, hours: String(LINK_HOURS.change_mail) };
    await deps.sendMail(tx, { to: email, orgId: user.orgId, locale: user.locale, kind: 'confirm_mail', data });
    return ok(null);
  });
}

/** The link was followed: the address changes, and the former one is told (T-17). */
export async function completeMailChange(deps: PeopleDeps, token: string): Promise<Result<{ readonly email: string }>> {
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const link = await useLink(tx, 'change_mail', token, now);
    if (!link.ok) return link;
    const { userId, email } = link.value;
    const person = await personById(tx, userId);
    if (person === null || (await userByEmail(tx, email)) !== null) return refused(linkEnded());
    const { user } = person;
    await changePerson(tx, userId, { email });
    await confirmPerson(tx, userId, now);
    await endLinks(tx, userId, null, now);
    const detail = { before: user.email, after: email };
    await tell(tx, deps, { user, action: 'user.mail_changed', at: now, detail, data: { mail: email } });
    return ok({ email });
  });
}
