import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type Bound, countTry, forgiveTries, mailsTo } from '../attempts/attempts.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { endLinks, LINK_HOURS, linkEnded, makeLink, readLink, useLink } from '../mail-links/mail-links.ts';
import type { User } from '../model.ts';
import { hashPassword, passwordRefusal } from '../passwords.ts';
import { deleteFactors } from '../second-factor/store.ts';
import { normalEmail } from '../service.ts';
import type { Client } from '../sessions/model.ts';
import { endSessions } from '../sessions/service.ts';
import { forgetDevices } from '../sessions/store.ts';
import { userByEmail } from '../store.ts';
import { tell } from '../tell.ts';
import { changePerson, confirmPerson, personById } from './store.ts';

const HOUR_MS = 3_600_000;
const resetsOfNetwork: Bound = { free: 30, most: 30, windowMs: HOUR_MS };

/** Mails a way to a new password to whoever has this address here. The answer does not tell whether somebody has. */
export async function askReset(deps: PeopleDeps, asked: string, client: Client): Promise<Result<null>> {
  const email = normalEmail(asked);
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const counted = [
      { what: ['reset from', client.network], bound: resetsOfNetwork },
      { what: ['mail to', email], bound: mailsTo },
    ];
    const allowed = await countTry(tx, counted, now);
    if (!allowed.ok) return allowed;
    const known = await userByEmail(tx, email);
    if (known !== null) await sendReset(tx, deps, known.user, now);
    return ok(null);
  });
}

export async function sendReset(tx: Tx, deps: PeopleDeps, user: User, now: Instant): Promise<void> {
  const token = await makeLink(tx, 'reset_password', { userId: user.id, email: user.email }, now);
  const { email: to, orgId, locale } = user;
  const data = { link: `/app/reset?token=${token}`, hours: String(LINK_HOURS.reset_password) };
  await deps.sendMail(tx, { to, orgId, locale, kind: 'reset_password', data });
}

/** A new password by the link of a mail; every session ends. A second factor is still asked for at the next sign-in. */
export async function completeReset(
  deps: PeopleDeps,
  { token, password }: { readonly token: string; readonly password: string },
  confirmed: (tx: Tx, user: User, now: Instant) => Promise<unknown>,
): Promise<Result<null>> {
  const now = deps.clock.now();
  const owner = await deps.db.transaction(SYSTEM, async (tx) => {
    const link = await readLink(tx, 'reset_password', token, now);
    return link === null ? null : personById(tx, link.userId);
  });
  if (owner === null) return refused(linkEnded());
  // Before the link is used up: whoever chose a weak one may choose again.
  const problem = passwordRefusal(password, [owner.user.email.split('@')[0] ?? '', owner.user.name]);
  if (problem !== null) return refused(problem);
  const passwordHash = await hashPassword(password);
  return deps.db.transaction(SYSTEM, async (tx) => {
    const link = await useLink(tx, 'reset_password', token, now);
    if (!link.ok) return link;
    const { user } = owner;
    await changePerson(tx, user.id, { passwordHash });
    await confirmPerson(tx, user.id, now);
    await confirmed(tx, user, now);
    await endLinks(tx, user.id, null, now);
    if (user.confirmedAt === null) await withoutStrangers(tx, user);
    await endSessions(tx, { user, except: null, actor: `user:${user.id}`, now });
    await forgiveTries(tx, ['sign-in', user.email, '']);
    await tell(tx, deps, { user, action: 'user.password_changed', at: now, detail: { by: 'reset' } });
    return ok(null);
  });
}

/**
 * Until now nobody had proven to read this address: whoever registered with it may have been somebody else, who waits for its owner to
 * come. What such a person could have left behind to get in again goes.
 */
async function withoutStrangers(tx: Tx, { id }: User): Promise<void> {
  await deleteFactors(tx, id);
  await forgetDevices(tx, id);
}
