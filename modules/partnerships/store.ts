import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, UNSEEN, type Unseen } from '../../platform/db/index.ts';
import type { RejectionReason } from '../ad-spaces/edge-face.ts';
import type { Acceptance, Partnership, PartnershipStatus } from './model.ts';

interface PartnershipRow {
  readonly ad_space_id: string;
  readonly program: string;
  readonly publisher_org: string;
  readonly advertiser_org: string;
  readonly traffic_type: string;
  readonly status: PartnershipStatus;
  readonly agreement_needed: boolean;
  readonly agreed_at: Instant | null;
  readonly agreed_by: string | null;
  readonly applied_at: Instant;
  readonly joined_at: Instant | null;
  readonly joined_through: string | null;
  readonly verdict_reason: string | null;
  readonly verdict_by: string | null;
  readonly verdict_at: Instant | null;
  readonly verdict_code: RejectionReason | null;
  readonly before_block: Partnership['beforeBlock'];
  readonly justification: string;
}

function partnershipOf(row: PartnershipRow): Partnership {
  const { verdict_reason: reason, verdict_by: by, verdict_at: at, verdict_code: code } = row;
  const { agreed_at: agreedAt, agreed_by: agreedBy } = row;
  return {
    adSpaceId: row.ad_space_id,
    program: row.program,
    publisherOrg: row.publisher_org,
    advertiserOrg: row.advertiser_org,
    trafficType: row.traffic_type,
    status: row.status,
    agreementNeeded: row.agreement_needed,
    agreed: !row.agreement_needed || agreedAt !== null,
    agreement: agreedAt === null || agreedBy === null ? null : { by: agreedBy, at: agreedAt },
    appliedAt: row.applied_at,
    joinedAt: row.joined_at,
    joinedThrough: row.joined_through,
    verdict: reason === null || by === null || at === null ? null : { reason, by, at, code },
    beforeBlock: row.before_block,
    justification: row.justification,
  };
}

export async function partnershipById(q: Queryable, adSpaceId: string, program: string): Promise<Partnership | null> {
  const [row] = await q.query<PartnershipRow>(
    'select * from partnerships.partnership where ad_space_id = $1 and program = $2',
    [adSpaceId, program],
  );
  return row === undefined ? null : partnershipOf(row);
}

/**
 * All partnerships of an ad space, held against other changes until the transaction ends. Locked in the order of the programs,
 * so that two changes of one ad space never wait for each other (T-31). The ad space is locked too: it may have none yet.
 */
export async function lockedPartnerships(q: Queryable, adSpaceId: string): Promise<Map<string, Partnership>> {
  await q.query(`select pg_advisory_xact_lock(hashtextextended('partnerships:' || $1, 0))`, [adSpaceId]);
  const rows = await q.query<PartnershipRow>(
    'select * from partnerships.partnership where ad_space_id = $1 order by program for update',
    [adSpaceId],
  );
  return new Map(rows.map((row) => [row.program, partnershipOf(row)]));
}

/** Writes the partnership as it now is. */
export async function putPartnership(q: Queryable, partnership: Partnership): Promise<void> {
  const instant = (at: Instant | null | undefined) => (at === null || at === undefined ? null : sqlInstant(at));
  await q.query(
    `insert into partnerships.partnership (
       ad_space_id, program, publisher_org, advertiser_org, traffic_type, status, agreement_needed, agreed_at, agreed_by,
       applied_at, joined_at, joined_through, verdict_reason, verdict_by, verdict_at, verdict_code, justification,
       before_block)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (ad_space_id, program) do update set
       traffic_type = excluded.traffic_type, status = excluded.status, agreement_needed = excluded.agreement_needed,
       agreed_at = excluded.agreed_at, agreed_by = excluded.agreed_by, applied_at = excluded.applied_at,
       joined_at = excluded.joined_at, joined_through = excluded.joined_through, verdict_reason = excluded.verdict_reason,
       verdict_by = excluded.verdict_by, verdict_at = excluded.verdict_at, verdict_code = excluded.verdict_code, justification = excluded.justification,
       before_block = excluded.before_block`,
    [
      partnership.adSpaceId,
      partnership.program,
      partnership.publisherOrg,
      partnership.advertiserOrg,
      partnership.trafficType,
      partnership.status,
      partnership.agreementNeeded,
      instant(partnership.agreement?.at),
      partnership.agreement?.by ?? null,
      sqlInstant(partnership.appliedAt),
      instant(partnership.joinedAt),
      partnership.joinedThrough,
      partnership.verdict?.reason ?? null,
      partnership.verdict?.by ?? null,
      instant(partnership.verdict?.at),
      partnership.verdict?.code ?? null,
      partnership.justification,
      partnership.beforeBlock === null ? null : JSON.stringify(partnership.beforeBlock),
    ],
  );
}

/** By program. */
export async function partnershipsOfAdSpace(q: Queryable, adSpaceId: string): Promise<Partnership[]> {
  const rows = await q.query<PartnershipRow>(
    'select * from partnerships.partnership where ad_space_id = $1 order by program',
    [adSpaceId],
  );
  return rows.map(partnershipOf);
}

/** Of all ad spaces of a publisher with one program. */
export async function partnershipsOfPublisher(
  q: Queryable,
  publisherOrg: string,
  program: string,
): Promise<Partnership[]> {
  const rows = await q.query<PartnershipRow>(
    'select * from partnerships.partnership where publisher_org = $1 and program = $2 order by ad_space_id',
    [publisherOrg, program],
  );
  return rows.map(partnershipOf);
}

/** Of these pairs, as far as they have one. */
export async function partnershipsOf(
  q: Queryable,
  pairs: readonly { readonly adSpaceId: string; readonly program: string }[],
): Promise<Partnership[]> {
  const rows = await q.query<PartnershipRow>(
    `select * from partnerships.partnership
      where (ad_space_id, program) in (select * from unnest($1::uuid[], $2::text[]))`,
    [pairs.map(({ adSpaceId }) => adSpaceId), pairs.map(({ program }) => program)],
  );
  return rows.map(partnershipOf);
}

/** A page of those that the transaction may see, latest application first, and how many there are. */
export async function partnershipsPage(
  q: Queryable,
  asked: {
    readonly publisherOrg: string;
    readonly adSpaceId: string | null;
    readonly program: string | null;
    readonly status: PartnershipStatus | null;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<{ readonly rows: readonly Partnership[]; readonly total: number }> {
  const rows = await q.query<PartnershipRow & { readonly total: bigint }>(
    `select *, count(*) over () as total from partnerships.partnership
      where publisher_org = $1 and ($2::uuid is null or ad_space_id = $2) and ($3::text is null or program = $3)
        and ($4::text is null or status = $4)
      order by applied_at desc, program, ad_space_id limit $5 offset $6`,
    [asked.publisherOrg, asked.adSpaceId, asked.program, asked.status, asked.limit, asked.offset],
  );
  return { rows: rows.map(partnershipOf), total: Number(rows[0]?.total ?? 0) };
}

/** Of the programs of one advertiser, or of all with `null`; who waits stands first, the longest waiting on top. */
export async function partnersOfAdvertiser(
  q: Queryable,
  asked: {
    readonly advertiserOrg: string | null;
    readonly program: string | null;
    readonly adSpaceId: string | null;
    readonly status: PartnershipStatus | null;
    /** Only those whose kind of traffic needs an agreement that is not there. */
    readonly withoutAgreement: boolean;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<{ readonly rows: readonly Partnership[]; readonly total: number }> {
  const rows = await q.query<PartnershipRow & { readonly total: bigint }>(
    `select *, count(*) over () as total from partnerships.partnership
      where ($1::uuid is null or advertiser_org = $1) and ($2::text is null or program = $2)
        and ($3::text is null or status = $3)
        and (not $4::boolean or (agreement_needed and agreed_at is null and status in ('pending', 'joined')))
        and ($5::uuid is null or ad_space_id = $5)
      order by status <> 'pending', applied_at, program, ad_space_id limit $6 offset $7`,
    [
      ...[asked.advertiserOrg, asked.program, asked.status, asked.withoutAgreement, asked.adSpaceId],
      ...[asked.limit, asked.offset],
    ],
  );
  return { rows: rows.map(partnershipOf), total: Number(rows[0]?.total ?? 0) };
}

/** How often each reason was given among the ad spaces that a program has declined; those without one count as `other` (S-131). */
export async function rejectionCounts(
  q: Queryable,
  program: string,
): Promise<readonly { readonly reason: RejectionReason; readonly count: number }[]> {
  const rows = await q.query<{ reason: RejectionReason; count: bigint }>(
    `select coalesce(verdict_code, 'other') as reason, count(*) as count from partnerships.partnership
      where program = $1 and status = 'declined' group by 1 order by 2 desc, 1`,
    [program],
  );
  return rows.map(({ reason, count }) => ({ reason, count: Number(count) }));
}

/** Organisations with an ad space that works for one of the programs. */
export async function publishersOf(q: Queryable, programs: readonly string[]): Promise<string[]> {
  const rows = await q.query<{ publisher_org: string }>(
    `select distinct publisher_org from partnerships.partnership where program = any ($1) and status = 'joined' order by 1`,
    [programs],
  );
  return rows.map(({ publisher_org }) => publisher_org);
}

/** Everybody's; for the edges' snapshot. */
export async function listPartnerships(q: Queryable): Promise<Partnership[]> {
  const rows = await q.query<PartnershipRow>('select * from partnerships.partnership');
  return rows.map(partnershipOf);
}

/** Those that a reader has not seen as they are now. */
export async function partnershipsChanged(q: Queryable, { from, snapshot }: Unseen): Promise<Partnership[]> {
  const rows = await q.query<PartnershipRow>(`select * from partnerships.partnership where ${UNSEEN}`, [
    from,
    snapshot,
  ]);
  return rows.map(partnershipOf);
}

export async function insertAcceptance(q: Queryable, id: string, acceptance: Acceptance): Promise<void> {
  await q.query(
    `insert into partnerships.acceptance
       (acceptance_id, publisher_org, ad_space_id, program, rules_of, terms_number, terms_version, terms_hash, rules_version, accepted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      acceptance.publisherOrg,
      acceptance.adSpaceId,
      acceptance.program,
      acceptance.rulesOf,
      acceptance.terms?.number ?? null,
      acceptance.terms?.version ?? null,
      acceptance.terms === null ? null : Buffer.from(acceptance.terms.hash, 'hex'),
      acceptance.rulesVersion,
      sqlInstant(acceptance.acceptedAt),
    ],
  );
}

/** An ad space that works by a program's rules, in the program that binds it to them, with what it accepted of them last. */
export interface RulesStanding {
  readonly rulesOf: string;
  readonly adSpaceId: string;
  readonly program: string;
  readonly version: number | null;
  readonly acceptedAt: Instant | null;
}

/** The rules of one program, by which those work who work with another or with itself (S-116). */
export interface RulesBinding {
  readonly rulesOf: string;
  readonly program: string;
}

/** A publisher's ad spaces that work by these rules or have applied, and the newest version that each accepted of them. */
export async function rulesStandings(
  q: Queryable,
  asked: { readonly publisherOrg: string; readonly bindings: readonly RulesBinding[] },
): Promise<RulesStanding[]> {
  const rows = await q.query<{
    rules_of: string;
    ad_space_id: string;
    program: string;
    version: number | null;
    at: Instant | null;
  }>(
    `select b.rules_of, p.ad_space_id, p.program, a.rules_version as version, a.accepted_at as at
       from unnest($2::text[], $3::text[]) b (rules_of, program)
       join partnerships.partnership p on p.program = b.program
       left join lateral (
         select rules_version, accepted_at from partnerships.acceptance a
          where a.ad_space_id = p.ad_space_id and a.rules_of = b.rules_of
          order by rules_version desc nulls last, accepted_at desc limit 1) a on true
      where p.publisher_org = $1 and p.status in ('joined', 'pending')
      order by p.program, p.ad_space_id`,
    [asked.publisherOrg, asked.bindings.map(({ rulesOf }) => rulesOf), asked.bindings.map(({ program }) => program)],
  );
  return rows.map((row) => ({
    rulesOf: row.rules_of,
    ...{ adSpaceId: row.ad_space_id, program: row.program, version: row.version, acceptedAt: row.at },
  }));
}

/** What an ad space accepted, oldest first. */
export async function acceptancesOf(q: Queryable, adSpaceId: string): Promise<Acceptance[]> {
  const rows = await q.query<{
    publisher_org: string;
    ad_space_id: string;
    program: string;
    rules_of: string;
    terms_number: number | null;
    terms_version: string | null;
    terms_hash: Buffer | null;
    rules_version: number | null;
    accepted_at: Instant;
  }>(
    `select publisher_org, ad_space_id, program, rules_of, terms_number, terms_version, terms_hash, rules_version, accepted_at
       from partnerships.acceptance where ad_space_id = $1 order by accepted_at, program, rules_of`,
    [adSpaceId],
  );
  return rows.map((row) => {
    const { terms_number: number, terms_version: version, terms_hash: hash } = row;
    const known = number !== null && version !== null && hash !== null;
    return {
      publisherOrg: row.publisher_org,
      adSpaceId: row.ad_space_id,
      program: row.program,
      rulesOf: row.rules_of,
      terms: known ? { number, version, hash: hash.toString('hex') } : null,
      rulesVersion: row.rules_version,
      acceptedAt: row.accepted_at,
    };
  });
}

/** A page of everybody's applications and partnerships in one state, those that wait longest first; with how many there are. */
export async function partnershipsIn(
  q: Queryable,
  asked: {
    readonly status: PartnershipStatus;
    readonly program: string | null;
    readonly publisherOrg: string | null;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<{ readonly found: readonly Partnership[]; readonly total: number }> {
  const filter = `status = $1 and ($2::text is null or program = $2) and ($3::uuid is null or publisher_org = $3)`;
  const values = [asked.status, asked.program, asked.publisherOrg];
  const [counted] = await q.query<{ total: number }>(
    `select count(*)::int as total from partnerships.partnership where ${filter}`,
    values,
  );
  const rows = await q.query<PartnershipRow>(
    `select * from partnerships.partnership where ${filter} order by applied_at, ad_space_id, program limit $4 offset $5`,
    [...values, asked.limit, asked.offset],
  );
  return { found: rows.map(partnershipOf), total: counted?.total ?? 0 };
}

/** How many applications wait for a decision, and since when the first does. */
export async function waitingApplications(
  q: Queryable,
): Promise<{ readonly waiting: number; readonly oldest: Instant | null }> {
  const [row] = await q.query<{ waiting: number; oldest: Instant | null }>(
    `select count(*)::int as waiting, min(applied_at) as oldest from partnerships.partnership where status = 'pending'`,
  );
  return row ?? { waiting: 0, oldest: null };
}
