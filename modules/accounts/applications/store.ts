import type { Instant } from '../../../core/time/instant.ts';
import type { Queryable } from '../../../platform/db/index.ts';

export interface OwnApplication {
  readonly id: string;
  readonly name: string;
  readonly client_id: string;
  readonly scopes: string[];
  readonly created_at: Instant;
  readonly last_token_at: Instant | null;
}

/** Those that were not revoked, oldest first. */
export async function applicationsOf(q: Queryable, orgId: string): Promise<readonly OwnApplication[]> {
  return q.query<OwnApplication>(
    `select application_id as id, name, client_id, scopes, created_at,
            (select max(issued_at) from accounts.access_token t where t.application_id = a.application_id) as last_token_at
       from accounts.api_application a where org_id = $1 and revoked_at is null order by created_at, application_id`,
    [orgId],
  );
}
