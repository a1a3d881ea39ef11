import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';

export type StoppedKind = 'ad_space' | 'program';

export async function rememberStopped(
  q: Queryable,
  orgId: string,
  stopped: readonly { readonly kind: StoppedKind; readonly id: string }[],
  at: Instant,
): Promise<void> {
  await q.query(
    `insert into moderation.stopped (org_id, kind, id, stopped_at)
     select $1, *, $4 from unnest($2::text[], $3::text[]) on conflict do nothing`,
    [orgId, stopped.map(({ kind }) => kind), stopped.map(({ id }) => id), sqlInstant(at)],
  );
}

/** What was stopped with an organisation, and is forgotten by asking. */
export async function takeStopped(
  q: Queryable,
  orgId: string,
): Promise<{ readonly kind: StoppedKind; readonly id: string }[]> {
  return q.query<{ kind: StoppedKind; id: string }>(
    'delete from moderation.stopped where org_id = $1 returning kind, id',
    [orgId],
  );
}
