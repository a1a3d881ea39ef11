import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';

export interface AuditFilter {
  /** `null`: of everybody. */
  readonly orgId: string | null;
  /** One, or with a dot at its end all that begin so. */
  readonly action: string | null;
  readonly subject: string | null;
  /** A part of what it is about or of what was written down, already escaped for `ilike`. */
  readonly subjectLike: string | null;
  /** Codes and ids of programs and ad spaces whose names have that part. */
  readonly subjectsLike: readonly string[];
  readonly actor: string | null;
  /** A part of the name or address of whoever did it, already escaped for `ilike`. */
  readonly actorLike: string | null;
  readonly since: Instant | null;
  readonly before: Instant | null;
  /** Where the page before ended. */
  readonly after: { readonly at: Instant; readonly id: string } | null;
  readonly limit: number;
}

export interface AuditLine {
  readonly audit_id: string;
  readonly at: Instant;
  readonly organisation: string | null;
  readonly organisation_id: string | null;
  readonly actor: string;
  readonly actor_name: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail: Record<string, unknown>;
}

/** Newest first. */
export async function auditPageOf(q: Queryable, filter: AuditFilter): Promise<readonly AuditLine[]> {
  const instant = (at: Instant | null) => (at === null ? null : sqlInstant(at));
  return q.query<AuditLine>(
    `select a.audit_id, a.at, o.name as organisation, a.org_id as organisation_id, a.actor, a.action, a.subject, a.detail,
            coalesce(m.name, p.name, i.email) as actor_name
       from accounts.audit a
       left join accounts.organisation o using (org_id)
       left join accounts.member m on a.actor = 'user:' || m.user_id
       left join accounts.api_application p on a.actor = 'application:' || p.application_id
       left join accounts.invitation i on a.actor = 'invitation:' || i.invitation_id
      where ($1::uuid is null or a.org_id = $1)
        and ($2::text is null or a.action = $2 or $2 like '%.' and starts_with(a.action, $2)) and ($3::text is null or a.subject = $3)
        and ($4::text is null or a.actor = $4)
        and ($10::text is null or a.actor in (
          select 'user:' || user_id from accounts.member where name ilike $10 or email ilike $10
          union all select 'application:' || application_id from accounts.api_application where name ilike $10))
        and ($11::text is null or a.subject ilike $11 or a.detail::text ilike $11 or o.name ilike $11
          or a.subject in (select 'user:' || user_id from accounts.member where name ilike $11 or email ilike $11
            union all select 'organisation:' || org_id from accounts.organisation where name ilike $11)
          or string_to_array(split_part(a.subject, ':', 2), '/') && $12 or a.detail->>'program' = any ($12) or a.detail->>'ad_space' = any ($12))
        and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)
        and ($7::timestamptz is null or (a.at, a.audit_id) < ($7, $8::uuid))
      order by a.at desc, a.audit_id desc limit $9`,
    [
      filter.orgId,
      filter.action,
      filter.subject,
      filter.actor,
      instant(filter.since),
      instant(filter.before),
      instant(filter.after?.at ?? null),
      filter.after?.id ?? null,
      filter.limit,
      filter.actorLike,
      filter.subjectLike,
      filter.subjectsLike,
    ],
  );
}
