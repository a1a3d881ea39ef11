import { ok, type Refusal, type Result, refused } from '../../../contract/errors/index.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../../platform/db/index.ts';
import { hashSecret } from '../../../platform/secrets/index.ts';
import { isToken, newToken } from '../sessions/model.ts';

export type LinkPurpose = 'confirm_mail' | 'reset_password' | 'change_mail';

const HOUR_MS = 3_600_000;

/** How long each kind of link is good. */
export const LINK_HOURS: Readonly<Record<LinkPurpose, number>> = {
  confirm_mail: 48,
  reset_password: 2,
  change_mail: 24,
};

export interface MailLink {
  readonly userId: string;
  readonly email: string;
}

/** Makes a link's token, which stands in the mail and nowhere else; earlier links of the person for the same end. */
export async function makeLink(
  tx: Tx,
  purpose: LinkPurpose,
  { userId, email }: MailLink,
  now: Instant,
): Promise<string> {
  const token = newToken();
  await endLinks(tx, userId, purpose, now);
  await tx.query(
    `insert into accounts.mail_link (token_hash, purpose, user_id, email, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    [hashSecret(token), purpose, userId, email, sqlInstant(now), sqlInstant(now + LINK_HOURS[purpose] * HOUR_MS)],
  );
  return token;
}

/** What a link stands for, without using it up; `null` where it has ended. */
export async function readLink(
  q: Queryable,
  purpose: LinkPurpose,
  token: string,
  now: Instant,
): Promise<MailLink | null> {
  if (!isToken(token)) return null;
  const [row] = await q.query<{ user_id: string; email: string }>(
    `select user_id, email from accounts.mail_link
      where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3`,
    [hashSecret(token), purpose, sqlInstant(now)],
  );
  return row === undefined ? null : { userId: row.user_id, email: row.email };
}

/** Uses a link up. Refuses `link_ended`, whether it was used, is too old or never was (T-17). */
export async function useLink(tx: Tx, purpose: LinkPurpose, token: string, now: Instant): Promise<Result<MailLink>> {
  const [row] = isToken(token)
    ? await tx.query<{ user_id: string; email: string }>(
        `update accounts.mail_link set used_at = $3
          where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3 returning user_id, email`,
        [hashSecret(token), purpose, sqlInstant(now)],
      )
    : [];
  if (row === undefined) return refused(linkEnded());
  return ok({ userId: row.user_id, email: row.email });
}

/** Ends the open links of a person, of one purpose or of all. */
export async function endLinks(q: Queryable, userId: string, purpose: LinkPurpose | null, now: Instant): Promise<void> {
  await q.query(
    `update accounts.mail_link set used_at = $3
      where user_id = $1 and purpose = coalesce($2, purpose) and used_at is null`,
    [userId, purpose, sqlInstant(now)],
  );
}

export function linkEnded(): Refusal {
  return { code: 'link_ended', field: 'token', detail: 'The link was used before, is too old or is not one of ours.' };
}
