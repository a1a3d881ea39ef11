import type { MailTopic } from '../../contract/wire/mail-settings.ts';
import type { NoticeKind } from '../../contract/wire/notices.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import { DAY_MS, MAIL_DAYS_MAX, type Notice } from './model.ts';
import { topicOfNotice } from './topics.ts';

interface NoticeRow {
  readonly notice_id: string;
  readonly org_id: string;
  readonly kind: NoticeKind;
  readonly subject: string;
  readonly data: Readonly<Record<string, string>>;
  readonly at: Instant;
  readonly read_at: Instant | null;
}

/** Answers nothing for a notice that was given before (`once`). */
export async function insertNotices(
  q: Queryable,
  notices: readonly (Omit<Notice, 'readAt'> & { readonly once: string | null })[],
): Promise<void> {
  await q.query(
    `insert into notifications.notice (notice_id, org_id, kind, subject, data, at, once)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[], $7::text[])
     on conflict (org_id, once) where once is not null do nothing`,
    [
      notices.map(({ id }) => id),
      notices.map(({ orgId }) => orgId),
      notices.map(({ kind }) => kind),
      notices.map(({ subject }) => subject),
      notices.map(({ data }) => JSON.stringify(data)),
      notices.map(({ at }) => sqlInstant(at)),
      notices.map(({ once }) => once),
    ],
  );
}

/** Newest first, those before `before`. */
export async function noticesBefore(
  q: Queryable,
  asked: { readonly orgId: string; readonly before: string | null; readonly limit: number },
): Promise<Notice[]> {
  const rows = await q.query<NoticeRow>(
    `select notice_id, org_id, kind, subject, data, at, read_at from notifications.notice
      where org_id = $1
        and ($2::uuid is null or (at, notice_id) < (select at, notice_id from notifications.notice where notice_id = $2))
      order by at desc, notice_id desc limit $3`,
    [asked.orgId, asked.before, asked.limit],
  );
  return rows.map((row) => ({
    id: row.notice_id,
    orgId: row.org_id,
    kind: row.kind,
    subject: row.subject,
    data: row.data,
    at: row.at,
    readAt: row.read_at,
  }));
}

export interface NoticesToMail {
  readonly orgId: string;
  readonly topic: MailTopic;
  readonly count: number;
}

const MAIL_AFTER_MS = 3_600_000;

/**
 * Takes the notices of every organisation whose oldest one has waited for an hour, each once, and counts by topic those that nobody has
 * read. What is older than mails may be is taken too and told nobody. Read and written as `system`.
 */
export async function takeNoticesToMail(q: Queryable, now: Instant): Promise<readonly NoticesToMail[]> {
  const rows = await q.query<{ org_id: string; kind: NoticeKind; count: number }>(
    `with taken as (
       update notifications.notice n set mailed_at = $1
        where n.mailed_at is null
          and n.org_id in (select org_id from notifications.notice where mailed_at is null and at <= $2)
        returning n.org_id, n.kind, n.read_at, n.at)
     select org_id, kind, count(*)::int as count from taken where read_at is null and at > $3
      group by org_id, kind order by org_id, kind`,
    [sqlInstant(now), sqlInstant(now - MAIL_AFTER_MS), sqlInstant(now - MAIL_DAYS_MAX * DAY_MS)],
  );
  const sums = new Map<string, NoticesToMail>();
  for (const { org_id: orgId, kind, count } of rows) {
    const topic = topicOfNotice[kind];
    if (topic === null) continue;
    const key = `${orgId} ${topic}`;
    sums.set(key, { orgId, topic, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}

export async function unreadCount(q: Queryable, orgId: string): Promise<number> {
  const [row] = await q.query<{ unread: number }>(
    'select count(*)::int as unread from notifications.notice where org_id = $1 and read_at is null',
    [orgId],
  );
  return row?.unread ?? 0;
}

/** `null` marks all of them. What was read before keeps its time. */
export async function markRead(q: Queryable, orgId: string, ids: readonly string[] | null, at: Instant): Promise<void> {
  await q.query(
    `update notifications.notice set read_at = $3
      where org_id = $1 and read_at is null and ($2::uuid[] is null or notice_id = any ($2))`,
    [orgId, ids, sqlInstant(at)],
  );
}
