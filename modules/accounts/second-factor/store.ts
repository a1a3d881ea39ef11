import type { SecondFactorMethod } from '../../../contract/wire/session.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import type { SealedSecret } from '../../../platform/secrets/index.ts';

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

export interface StoredTotp {
  readonly sealed: SealedSecret;
  readonly isConfirmed: boolean;
  /** The step of the last code that was taken. */
  readonly lastStep: number;
}

/** Locked until the transaction ends, so that one code is not taken twice at the same moment. */
export async function totpOf(q: Queryable, userId: string): Promise<StoredTotp | null> {
  const [row] = await q.query<{
    secret_box: Buffer;
    secret_key_id: string;
    confirmed_at: Instant | null;
    last_step: bigint;
  }>('select secret_box, secret_key_id, confirmed_at, last_step from accounts.totp where user_id = $1 for update', [
    userId,
  ]);
  if (row === undefined) return null;
  const sealed = { box: row.secret_box, keyId: row.secret_key_id };
  return { sealed, isConfirmed: row.confirmed_at !== null, lastStep: Number(row.last_step) };
}

/** A secret that is still to be confirmed; one before that was not is replaced. */
export async function writeTotp(q: Queryable, userId: string, sealed: SealedSecret, at: Instant): Promise<void> {
  await q.query(
    `insert into accounts.totp (user_id, secret_box, secret_key_id, created_at, last_step) values ($1, $2, $3, $4, 0)
     on conflict (user_id) do update set secret_box = excluded.secret_box, secret_key_id = excluded.secret_key_id,
       created_at = excluded.created_at, last_step = 0
     where accounts.totp.confirmed_at is null`,
    [userId, sealed.box, sealed.keyId, sqlInstant(at)],
  );
}

/** A code was taken: it is good once, and the first one confirms the secret. */
export async function takeStep(q: Queryable, userId: string, step: number, at: Instant): Promise<void> {
  await q.query(
    'update accounts.totp set last_step = $2, confirmed_at = coalesce(confirmed_at, $3) where user_id = $1',
    [userId, step, sqlInstant(at)],
  );
}

export async function deleteTotp(q: Queryable, userId: string): Promise<boolean> {
  const rows = await q.query(
    'delete from accounts.totp where user_id = $1 and confirmed_at is not null returning user_id',
    [userId],
  );
  return rows.length > 0;
}

export interface StoredPasskey {
  readonly credential_id: string;
  readonly user_id: string;
  readonly name: string;
  readonly public_key: Buffer;
  readonly counter: bigint;
  readonly transports: readonly string[];
  readonly created_at: Instant;
  readonly last_used_at: Instant | null;
}

export async function passkeysOf(q: Queryable, userId: string): Promise<readonly StoredPasskey[]> {
  return q.query<StoredPasskey>(
    'select * from accounts.passkey where user_id = $1 order by created_at, credential_id',
    [userId],
  );
}

/** A passkey whoever it belongs to; locked until the transaction ends, so that one signature is not taken twice at the same moment. */
export async function passkeyById(q: Queryable, id: string): Promise<StoredPasskey | null> {
  const [row] = await q.query<StoredPasskey>('select * from accounts.passkey where credential_id = $1 for update', [
    id,
  ]);
  return row ?? null;
}

export type NewStoredPasskey = Omit<StoredPasskey, 'last_used_at'>;

/** False where the key is known already. */
export async function insertPasskey(q: Queryable, key: NewStoredPasskey): Promise<boolean> {
  const rows = await q.query(
    `insert into accounts.passkey (credential_id, user_id, name, public_key, counter, transports, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning credential_id`,
    [key.credential_id, key.user_id, key.name, key.public_key, key.counter, key.transports, sqlInstant(key.created_at)],
  );
  return rows.length > 0;
}

export async function markPasskeyUsed(q: Queryable, id: string, counter: number, at: Instant): Promise<void> {
  await q.query('update accounts.passkey set counter = $2, last_used_at = $3 where credential_id = $1', [
    id,
    counter,
    sqlInstant(at),
  ]);
}

export async function deletePasskey(q: Queryable, userId: string, id: string): Promise<boolean> {
  const rows = await q.query(
    'delete from accounts.passkey where user_id = $1 and credential_id = $2 returning credential_id',
    [userId, id],
  );
  return rows.length > 0;
}

/** Every second factor of a person, with the recovery codes. */
export async function deleteFactors(q: Queryable, userId: string): Promise<void> {
  for (const table of ['totp', 'passkey', 'recovery_code'])
    await q.query(`delete from accounts.${table} where user_id = $1`, [userId]);
}

export async function writeRecoveryCodes(q: Queryable, userId: string, hashes: readonly Buffer[]): Promise<void> {
  await q.query('delete from accounts.recovery_code where user_id = $1', [userId]);
  await q.query('insert into accounts.recovery_code (user_id, code_hash) select $1, unnest($2::bytea[])', [
    userId,
    hashes,
  ]);
}

export async function takeRecoveryCode(q: Queryable, userId: string, hash: Buffer, at: Instant): Promise<boolean> {
  const rows = await q.query(
    `update accounts.recovery_code set used_at = $3
      where user_id = $1 and code_hash = $2 and used_at is null returning user_id`,
    [userId, hash, sqlInstant(at)],
  );
  return rows.length > 0;
}

export async function recoveryCodesLeft(q: Queryable, userId: string): Promise<number> {
  const [row] = await q.query<{ count: bigint }>(
    'select count(*) as count from accounts.recovery_code where user_id = $1 and used_at is null',
    [userId],
  );
  return Number(row?.count ?? 0n);
}
