import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { SealedSecret } from '../../platform/secrets/index.ts';
import type { StoredMail } from './model.ts';

interface MailRow {
  readonly mail_id: string;
  readonly org_id: string | null;
  readonly recipient: string;
  readonly locale: string;
  readonly kind: string;
  readonly created_at: Instant;
  readonly status: StoredMail['status'];
  readonly tries: number;
  readonly next_try_at: Instant;
  readonly last_error: string | null;
  readonly settled_at: Instant | null;
  readonly has_text: boolean;
}

/** With what it says, still sealed. */
interface SealedRow extends MailRow {
  readonly box: Buffer | null;
  readonly key_id: string | null;
}

export interface SealedMail {
  readonly mail: StoredMail;
  readonly sealed: SealedSecret | null;
}

const COLUMNS = `mail_id, org_id, recipient, locale, kind, created_at, status, tries, next_try_at, last_error, settled_at,
  box is not null as has_text`;

function mailOf(row: MailRow): StoredMail {
  return {
    id: row.mail_id,
    orgId: row.org_id,
    recipient: row.recipient,
    locale: row.locale,
    kind: row.kind,
    createdAt: row.created_at,
    status: row.status,
    tries: row.tries,
    nextTryAt: row.next_try_at,
    lastError: row.last_error,
    settledAt: row.settled_at,
    hasText: row.has_text,
  };
}

function sealedOf(row: SealedRow): SealedMail {
  const sealed = row.box === null || row.key_id === null ? null : { box: row.box, keyId: row.key_id };
  return { mail: mailOf(row), sealed };
}

export async function insertMail(
  q: Queryable,
  mail: Pick<StoredMail, 'id' | 'orgId' | 'recipient' | 'locale' | 'kind'> & { readonly at: Instant },
  { box, keyId }: SealedSecret,
): Promise<void> {
  await q.query(
    `insert into notifications.mail (mail_id, org_id, recipient, locale, kind, box, key_id, created_at, next_try_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [mail.id, mail.orgId, mail.recipient, mail.locale, mail.kind, box, keyId, sqlInstant(mail.at)],
  );
}

/** Takes the next mail whose time has come: nobody else gets it before `until`. Counts the try, whose outcome is not known yet. */
export async function claimMail(q: Queryable, now: Instant, until: Instant): Promise<SealedMail | null> {
  const [row] = await q.query<SealedRow>(
    `update notifications.mail set next_try_at = $2, tries = tries + 1, last_error = null
      where mail_id = (select mail_id from notifications.mail where status = 'waiting' and next_try_at <= $1
                        order by next_try_at, mail_id limit 1 for update skip locked)
      returning ${COLUMNS}, box, key_id`,
    [sqlInstant(now), sqlInstant(until)],
  );
  return row === undefined ? null : sealedOf(row);
}

/** What was sent is not kept: its link may still be good. */
export async function markSent(q: Queryable, id: string, at: Instant): Promise<void> {
  await q.query(
    `update notifications.mail set status = 'sent', settled_at = $2, box = null, key_id = null, last_error = null
      where mail_id = $1 and status = 'waiting'`,
    [id, sqlInstant(at)],
  );
}

/** Mails whose last try failed in this way (a regular expression) have their next one now; those that are being sent do not. */
export async function wakeMails(q: Queryable, failure: string, now: Instant): Promise<void> {
  await q.query(
    `update notifications.mail set next_try_at = $2 where status = 'waiting' and next_try_at > $2 and last_error ~ $1`,
    [failure, sqlInstant(now)],
  );
}

export async function markTryAgain(q: Queryable, id: string, nextTryAt: Instant, error: string): Promise<void> {
  await q.query(
    `update notifications.mail set next_try_at = $2, last_error = $3 where mail_id = $1 and status = 'waiting'`,
    [id, sqlInstant(nextTryAt), error],
  );
}

export async function markFailed(q: Queryable, id: string, at: Instant, error: string): Promise<void> {
  await q.query(
    `update notifications.mail set status = 'failed', settled_at = $2, last_error = $3
      where mail_id = $1 and status = 'waiting'`,
    [id, sqlInstant(at), error],
  );
}

export async function forgetMails(q: Queryable, before: Instant): Promise<void> {
  await q.query('delete from notifications.mail where created_at < $1', [sqlInstant(before)]);
}

export async function sealedMail(q: Queryable, id: string): Promise<SealedMail | null> {
  const [row] = await q.query<SealedRow>(`select ${COLUMNS}, box, key_id from notifications.mail where mail_id = $1`, [
    id,
  ]);
  return row === undefined ? null : sealedOf(row);
}

/** Newest first, those before `before`. */
export async function mailsBefore(
  q: Queryable,
  asked: { readonly before: string | null; readonly status: StoredMail['status'] | null; readonly limit: number },
): Promise<StoredMail[]> {
  const rows = await q.query<MailRow>(
    `select ${COLUMNS} from notifications.mail
      where ($1::uuid is null or (created_at, mail_id) < (select created_at, mail_id from notifications.mail where mail_id = $1))
        and ($2::text is null or status = $2)
      order by created_at desc, mail_id desc limit $3`,
    [asked.before, asked.status, asked.limit],
  );
  return rows.map(mailOf);
}

/** To whom these mails went, by id; unknown ones are absent. Needs a system transaction. */
export async function mailRecipients(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await q.query<{ id: string; recipient: string }>(
    'select mail_id as id, recipient from notifications.mail where mail_id = any ($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, recipient }) => [id, recipient]));
}
