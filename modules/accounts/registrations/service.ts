import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import type { Confirmed, RegistrationRequest } from '../../../contract/wire/registrations.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type Bound, countTry, mailsTo } from '../attempts/attempts.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { LINK_HOURS, linkEnded, makeLink, useLink } from '../mail-links/mail-links.ts';
import type { User } from '../model.ts';
import { hashPassword, passwordRefusal } from '../passwords.ts';
import { sendReset } from '../person/password-reset.ts';
import { confirmPerson, lockAddress, lockOrganisation, personById, writeStatus } from '../person/store.ts';
import { createOrganisation, createUser, emailRefusal, normalEmail, recordAudit } from '../service.ts';
import type { Client } from '../sessions/model.ts';
import { userByEmail } from '../store.ts';

const HOUR_MS = 3_600_000;

/** From one network; an office or a conference, not a farm (T-28). */
const registrationsOfNetwork: Bound = { free: 20, most: 20, windowMs: HOUR_MS };

/**
 * Registers an organisation with its owner and mails the link that confirms the address. Where the address is known already, its owner is
 * mailed a way in instead; the answer, and the work done for it, are the same (T-28).
 */
export async function register(deps: PeopleDeps, asked: RegistrationRequest, client: Client): Promise<Result<null>> {
  const email = normalEmail(asked.email);
  const own = [email.split('@')[0] ?? '', asked.name, asked.organisation];
  const problem = emailRefusal(email) ?? passwordRefusal(asked.password, own);
  if (problem !== null) return refused(problem);
  const now = deps.clock.now();
  const counted = [
    { what: ['registration from', client.network], bound: registrationsOfNetwork },
    { what: ['mail to', email], bound: mailsTo },
  ];
  const allowed = await deps.db.transaction(SYSTEM, (tx) => countTry(tx, counted, now));
  if (!allowed.ok) return allowed;
  await deps.db.transaction(SYSTEM, async (tx) => {
    // Two registrations of one address at the same moment come one after the other.
    await lockAddress(tx, email);
    const known = await userByEmail(tx, email);
    if (known === null) return begin(tx, deps, { ...asked, email }, now);
    // As slow as making a person.
    await hashPassword(asked.password);
    return sendReset(tx, deps, known.user, now);
  });
  return ok(null);
}

async function begin(tx: Tx, deps: PeopleDeps, asked: RegistrationRequest, now: Instant): Promise<void> {
  const { kind, organisation, name, email, password, locale } = asked;
  const made = await createOrganisation(tx, { kind, name: organisation, status: 'unconfirmed', at: now });
  const person = { orgId: made.id, email, password, role: 'owner', name, locale, confirmed: false } as const;
  const user = await createUser(tx, { ...person, at: now, actor: 'registration' });
  // Invited or registered otherwise in this very moment: nothing is left behind, and the sender may try again.
  if (!user.ok) throw new Error(`registration: ${user.error.detail}`);
  const subject = `organisation:${made.id}`;
  const record = { at: now, orgId: made.id, actor: `user:${user.value.id}`, subject };
  await recordAudit(tx, { ...record, action: 'organisation.registered', detail: { kind, name: organisation } });
  await sendConfirmation(tx, deps, user.value, now);
}

async function sendConfirmation(tx: Tx, deps: PeopleDeps, user: User, now: Instant): Promise<void> {
  const token = await makeLink(tx, 'confirm_mail', { userId: user.id, email: user.email }, now);
  const { email: to, orgId, locale } = user;
  const data = { link: `/app/confirm?token=${token}`, hours: String(LINK_HOURS.confirm_mail) };
  await deps.sendMail(tx, { to, orgId, locale, kind: 'confirm_mail', data });
}

/** Mails the link once more to somebody who has not followed it. */
export async function confirmAgain(deps: PeopleDeps, user: User): Promise<Result<null>> {
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const allowed = await countTry(tx, [{ what: ['mail to', user.email], bound: mailsTo }], now);
    if (!allowed.ok || user.confirmedAt !== null) return allowed;
    await sendConfirmation(tx, deps, user, now);
    return ok(null);
  });
}

/** The person reads the address: a publisher may begin, an advertiser waits for the network. */
export async function confirm(deps: PeopleDeps, token: string): Promise<Result<Confirmed>> {
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const link = await useLink(tx, 'confirm_mail', token, now);
    if (!link.ok) return link;
    const person = await personById(tx, link.value.userId);
    if (person === null || person.user.email !== link.value.email) return refused(linkEnded());
    const status = await markConfirmed(tx, person.user, now);
    return ok({ email: person.user.email, organisation_status: status });
  });
}

/** The address is proven; the organisation of a first proof goes on from `unconfirmed`. Answers its status. */
export async function markConfirmed(tx: Tx, user: User, now: Instant): Promise<Confirmed['organisation_status']> {
  await confirmPerson(tx, user.id, now);
  const organisation = await lockOrganisation(tx, user.orgId);
  if (organisation === null) throw new Error(`organisation ${user.orgId} of a person is not there`);
  if (organisation.status !== 'unconfirmed') return organisation.status;
  const status = organisation.kind === 'advertiser' ? 'pending' : 'active';
  await writeStatus(tx, organisation.id, status, null);
  const change = { before: organisation.status, after: status };
  const record = { at: now, orgId: user.orgId, actor: `user:${user.id}`, subject: `organisation:${user.orgId}` };
  await recordAudit(tx, { ...record, action: 'organisation.confirmed', detail: change });
  return status;
}
