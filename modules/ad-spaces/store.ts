import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, UNSEEN, type Unseen } from '../../platform/db/index.ts';
import type { AdSpace, AdSpaceStatus, Proof, Verdict } from './model.ts';

interface AdSpaceRow {
  readonly ad_space_id: string;
  readonly code: string;
  readonly org_id: string;
  readonly name: string;
  readonly kind: string;
  readonly traffic_type: string;
  readonly dropshipping: boolean;
  readonly status: AdSpaceStatus;
  readonly url: string | null;
  readonly description: string;
  readonly prelander_url: string | null;
  readonly rewards: AdSpace['rewards'];
  readonly behaviours: AdSpace['behaviours'];
  readonly proof_code: string;
  readonly proof_method: Proof['method'];
  readonly proven_at: Instant | null;
  readonly proof_checked_at: Instant | null;
  readonly held_for: AdSpace['heldFor'];
  readonly verdict_code: Verdict['code'] | null;
  readonly verdict_rule: string | null;
  readonly verdict_reason: string | null;
  readonly verdict_by: string | null;
  readonly verdict_at: Instant | null;
  readonly archived_from: AdSpaceStatus | null;
  readonly created_at: Instant;
}

function adSpaceOf(row: AdSpaceRow): AdSpace {
  return {
    id: row.ad_space_id,
    code: row.code,
    orgId: row.org_id,
    name: row.name,
    kind: row.kind,
    trafficType: row.traffic_type,
    dropshipping: row.dropshipping,
    status: row.status,
    url: row.url,
    description: row.description,
    prelanderUrl: row.prelander_url,
    rewards: row.rewards,
    behaviours: row.behaviours,
    proof: {
      code: row.proof_code,
      method: row.proof_method,
      provenAt: row.proven_at,
      checkedAt: row.proof_checked_at,
    },
    heldFor: row.held_for,
    verdict: verdictOf(row),
    archivedFrom: row.archived_from,
    createdAt: row.created_at,
  };
}

function verdictOf(row: AdSpaceRow): Verdict | null {
  const { verdict_code: code, verdict_rule: rule, verdict_reason: reason, verdict_by: by, verdict_at: at } = row;
  return code === null || reason === null || by === null || at === null ? null : { code, rule, reason, by, at };
}

/** Every column but the key and those of the database, with its value; inserting and changing write the same. */
function columnsOf(adSpace: AdSpace): Readonly<Record<string, unknown>> {
  const { proof, verdict } = adSpace;
  const instant = (at: Instant | null | undefined) => (at === null || at === undefined ? null : sqlInstant(at));
  return {
    code: adSpace.code,
    org_id: adSpace.orgId,
    name: adSpace.name,
    kind: adSpace.kind,
    traffic_type: adSpace.trafficType,
    dropshipping: adSpace.dropshipping,
    status: adSpace.status,
    url: adSpace.url,
    description: adSpace.description,
    prelander_url: adSpace.prelanderUrl,
    rewards: adSpace.rewards,
    behaviours: adSpace.behaviours,
    proof_code: proof.code,
    proof_method: proof.method,
    proven_at: instant(proof.provenAt),
    proof_checked_at: instant(proof.checkedAt),
    held_for: JSON.stringify(adSpace.heldFor),
    verdict_code: verdict?.code ?? null,
    verdict_rule: verdict?.rule ?? null,
    verdict_reason: verdict?.reason ?? null,
    verdict_by: verdict?.by ?? null,
    verdict_at: instant(verdict?.at),
    archived_from: adSpace.archivedFrom,
    created_at: sqlInstant(adSpace.createdAt),
  };
}

export async function insertAdSpace(q: Queryable, adSpace: AdSpace): Promise<void> {
  const columns = columnsOf(adSpace);
  const names = Object.keys(columns);
  await q.query(
    `insert into ad_spaces.ad_space (ad_space_id, ${names.join(', ')})
     values ($1, ${names.map((_, index) => `$${index + 2}`).join(', ')})`,
    [adSpace.id, ...Object.values(columns)],
  );
}

/** Writes the ad space as it now is. */
export async function putAdSpace(q: Queryable, adSpace: AdSpace): Promise<void> {
  const columns = columnsOf(adSpace);
  const settings = Object.keys(columns).map((name, index) => `${name} = $${index + 2}`);
  await q.query(`update ad_spaces.ad_space set ${settings.join(', ')} where ad_space_id = $1`, [
    adSpace.id,
    ...Object.values(columns),
  ]);
}

/** The ad space, held against other changes until the transaction ends. */
export async function lockedAdSpace(q: Queryable, id: string): Promise<AdSpace | null> {
  const [row] = await q.query<AdSpaceRow>('select * from ad_spaces.ad_space where ad_space_id = $1 for update', [id]);
  return row === undefined ? null : adSpaceOf(row);
}

export async function countAdSpaces(q: Queryable, orgId: string): Promise<number> {
  const [row] = await q.query<{ count: bigint }>('select count(*) from ad_spaces.ad_space where org_id = $1', [orgId]);
  return Number(row?.count ?? 0);
}

export async function adSpaceById(q: Queryable, id: string): Promise<AdSpace | null> {
  const [row] = await q.query<AdSpaceRow>('select * from ad_spaces.ad_space where ad_space_id = $1', [id]);
  return row === undefined ? null : adSpaceOf(row);
}

/** By id; ids that are unknown, or not the tenant's, are missing in the answer. */
export async function adSpacesById(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, AdSpace>> {
  const rows = await q.query<AdSpaceRow>('select * from ad_spaces.ad_space where ad_space_id = any($1)', [ids]);
  return new Map(rows.map((row) => [row.ad_space_id, adSpaceOf(row)]));
}

/** Ids of ad spaces with this in their name. `like`: escaped for `ilike`. */
export async function adSpacesNamed(q: Queryable, like: string): Promise<string[]> {
  const rows = await q.query<{ ad_space_id: string }>(
    'select ad_space_id from ad_spaces.ad_space where name ilike $1',
    [like],
  );
  return rows.map(({ ad_space_id: id }) => id);
}

export async function adSpaceByCode(q: Queryable, code: string): Promise<AdSpace | null> {
  const [row] = await q.query<AdSpaceRow>('select * from ad_spaces.ad_space where code = $1', [code]);
  return row === undefined ? null : adSpaceOf(row);
}

/** Ad spaces by their codes; unknown ones are absent. */
export async function adSpacesByCodes(q: Queryable, codes: readonly string[]): Promise<ReadonlyMap<string, AdSpace>> {
  const rows = await q.query<AdSpaceRow>('select * from ad_spaces.ad_space where code = any ($1)', [codes]);
  return new Map(rows.map((row) => [row.code, adSpaceOf(row)]));
}

/** All that the transaction may see, oldest first: a publisher its own, the system everybody's. */
export async function listAdSpaces(q: Queryable): Promise<AdSpace[]> {
  const rows = await q.query<AdSpaceRow>('select * from ad_spaces.ad_space order by created_at, ad_space_id');
  return rows.map(adSpaceOf);
}

/** Those that wait for a verdict of the network, oldest first. */
export async function waitingAdSpaces(q: Queryable, limit: number, offset: number): Promise<AdSpace[]> {
  const rows = await q.query<AdSpaceRow>(
    `select * from ad_spaces.ad_space where status = 'pending' order by created_at, ad_space_id limit $1 offset $2`,
    [limit, offset],
  );
  return rows.map(adSpaceOf);
}

/** Those that a reader has not seen as they are now. */
export async function adSpacesChanged(q: Queryable, { from, snapshot }: Unseen): Promise<AdSpace[]> {
  const rows = await q.query<AdSpaceRow>(`select * from ad_spaces.ad_space where ${UNSEEN}`, [from, snapshot]);
  return rows.map(adSpaceOf);
}

/** A page of an organisation's ad spaces by id; of one status where it is named. */
export async function adSpacesAfter(
  q: Queryable,
  asked: {
    readonly orgId: string;
    readonly status: AdSpaceStatus | null;
    readonly after: string;
    readonly limit: number;
  },
): Promise<AdSpace[]> {
  const rows = await q.query<AdSpaceRow>(
    `select * from ad_spaces.ad_space
      where org_id = $1 and ad_space_id > $2 and ($4::text is null or status = $4) order by ad_space_id limit $3`,
    [asked.orgId, asked.after, asked.limit, asked.status],
  );
  return rows.map(adSpaceOf);
}

/** A page of everybody's ad spaces in one state, the oldest first; with how many there are. */
export async function adSpacesIn(
  q: Queryable,
  asked: {
    readonly status: AdSpaceStatus | null;
    readonly orgId: string | null;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<{ readonly found: readonly AdSpace[]; readonly total: number; readonly oldest: Instant | null }> {
  const filter = `($1::text is null or status = $1) and ($2::uuid is null or org_id = $2)`;
  const values = [asked.status, asked.orgId];
  const [counted] = await q.query<{ total: number; oldest: Instant | null }>(
    `select count(*)::int as total, min(created_at) as oldest from ad_spaces.ad_space where ${filter}`,
    values,
  );
  const rows = await q.query<AdSpaceRow>(
    `select * from ad_spaces.ad_space where ${filter} order by created_at, ad_space_id limit $3 offset $4`,
    [...values, asked.limit, asked.offset],
  );
  return { found: rows.map(adSpaceOf), total: counted?.total ?? 0, oldest: counted?.oldest ?? null };
}
