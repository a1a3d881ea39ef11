import type { MailKind } from '../../contract/mail.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { PeopleDeps } from './deps.ts';
import { ownersOf } from './members/store.ts';
import type { User } from './model.ts';
import { actorNames } from './names.ts';
import { recordAudit } from './service.ts';

/**
 * What can happen to the security of an account, as the audit names it, and the mail that tells its person: whoever has a session of theirs
 * could have done it (T-17). Nobody can switch these mails off.
 */
const securityMails = {
  'user.password_changed': 'password_changed',
  'user.mail_changed': 'mail_changed',
  'second_factor.added': 'second_factor_added',
  'second_factor.removed': 'second_factor_removed',
  'second_factor.codes_renewed': 'recovery_codes_renewed',
  'second_factor.code_used': 'recovery_code_used',
  'session.new_device': 'sign_in_new_device',
  'sessions.ended_by_network': 'sessions_ended',
  'member.role_changed': 'role_changed',
  'member.removed': 'member_removed',
} as const satisfies Readonly<Record<string, MailKind>>;

export interface SecurityEvent {
  /** As they were before; the mail goes to the address of then. */
  readonly user: User;
  readonly action: keyof typeof securityMails;
  readonly at: Instant;
  /** Who did it; the person, if left out. */
  readonly actor?: string;
  /** For the audit; never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** What the mail says beside the moment. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Writes it into the audit and tells the person by mail, both in the transaction of what happened. */
export async function tell(tx: Tx, deps: Pick<PeopleDeps, 'sendMail'>, event: SecurityEvent): Promise<void> {
  const { user, action, at, detail = {}, data = {} } = event;
  const { email: to, orgId, locale } = user;
  const subject = `user:${user.id}`;
  // Signing in changes nothing that others rely on.
  if (action !== 'session.new_device')
    await recordAudit(tx, { at, orgId, actor: event.actor ?? subject, action, subject, detail });
  await deps.sendMail(tx, { to, orgId, locale, kind: securityMails[action], data: { at: formatInstant(at), ...data } });
}

export interface OwnersEvent {
  readonly orgId: string;
  readonly kind: 'application_made' | 'application_ended' | 'program_keys_renewed';
  readonly at: Instant;
  /** Who did it, as the audit names it. */
  readonly actor: string;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * Tells every owner of an organisation of keys with which programs act in its name: whoever took over one person's session shall not make
 * some unseen (T-17). The audit has it already. Needs the system transaction of what happened.
 */
export async function tellOwners(tx: Tx, deps: Pick<PeopleDeps, 'sendMail'>, event: OwnersEvent): Promise<void> {
  const { orgId, kind, at, actor } = event;
  const by = (await actorNames(tx, [actor])).get(actor)?.name ?? actor;
  const data = { at: formatInstant(at), by, ...event.data };
  for (const { email: to, locale } of await ownersOf(tx, orgId))
    await deps.sendMail(tx, { to, orgId, locale, kind, data });
}
