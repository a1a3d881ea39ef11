import type { SecondFactorMethod } from '../../../contract/wire/session.ts';
import type { Queryable } from '../../../platform/db/index.ts';

/** The second factors that a person has; empty where the password is all. */
export async function methodsOf(q: Queryable, userId: string): Promise<readonly SecondFactorMethod[]> {
  const [row] = await q.query<{ totp: boolean; passkey: boolean; recovery_code: boolean }>(
    `select exists (select from accounts.totp where user_id = $1 and confirmed_at is not null) as totp,
            exists (select from accounts.passkey where user_id = $1) as passkey,
            exists (select from accounts.recovery_code where user_id = $1 and used_at is null) as recovery_code`,
    [userId],
  );
  if (row === undefined || (!row.totp && !row.passkey)) return [];
  return (['totp', 'passkey', 'recovery_code'] as const).filter((method) => row[method]);
}
