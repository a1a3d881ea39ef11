import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, UNSEEN, type Unseen } from '../../platform/db/index.ts';
import type { AdSpace, AdSpaceStatus } from './model.ts';

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
    createdAt: row.created_at,
  };
}

export async function insertAdSpace(q: Queryable, adSpace: AdSpace): Promise<void> {
  await q.query(
    `insert into ad_spaces.ad_space
       (ad_space_id, code, org_id, name, kind, traffic_type, dropshipping, status, url, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      adSpace.id,
      adSpace.code,
      adSpace.orgId,
      adSpace.name,
      adSpace.kind,
      adSpace.trafficType,
      adSpace.dropshipping,
      adSpace.status,
      adSpace.url,
      sqlInstant(adSpace.createdAt),
    ],
  );
}

/** Sets the status if the ad space still has the one it is changed from. */
export async function moveStatus(q: Queryable, id: string, from: AdSpaceStatus, to: AdSpaceStatus): Promise<boolean> {
  const rows = await q.query(
    'update ad_spaces.ad_space set status = $3 where ad_space_id = $1 and status = $2 returning ad_space_id',
    [id, from, to],
  );
  return rows.length === 1;
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

/** Those that a reader has not seen as they are now. */
export async function adSpacesChanged(q: Queryable, { from, snapshot }: Unseen): Promise<AdSpace[]> {
  const rows = await q.query<AdSpaceRow>(`select * from ad_spaces.ad_space where ${UNSEEN}`, [from, snapshot]);
  return rows.map(adSpaceOf);
}

/** A page of an organisation's ad spaces by id. */
export async function adSpacesAfter(q: Queryable, orgId: string, after: string, limit: number): Promise<AdSpace[]> {
  const rows = await q.query<AdSpaceRow>(
    'select * from ad_spaces.ad_space where org_id = $1 and ad_space_id > $2 order by ad_space_id limit $3',
    [orgId, after, limit],
  );
  return rows.map(adSpaceOf);
}
