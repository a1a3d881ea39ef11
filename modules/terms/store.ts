import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { PublishedVersion, TermsProposal } from './model.ts';

export interface PublicationRow {
  readonly program: string;
  readonly number: number;
  readonly text: string;
  readonly hash: Buffer;
  readonly published_at: Instant;
}

export interface NewPublication {
  readonly program: string;
  readonly number: number;
  readonly advertiserOrg: string;
  readonly text: string;
  readonly hash: Buffer;
  readonly publishedAt: Instant;
  readonly publishedBy: string;
}

/** Held until the transaction ends: publications and rates of one program are written one after another. */
export async function lockProgram(q: Queryable, program: string): Promise<void> {
  await q.query(`select pg_advisory_xact_lock(hashtextextended('terms:' || $1, 0))`, [program]);
}

/** False when somebody published this number in the meantime. */
export async function insertPublication(q: Queryable, publication: NewPublication): Promise<boolean> {
  const rows = await q.query(
    `insert into terms.publication (program, number, advertiser_org, text, hash, published_at, published_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning number`,
    [
      publication.program,
      publication.number,
      publication.advertiserOrg,
      publication.text,
      publication.hash,
      sqlInstant(publication.publishedAt),
      publication.publishedBy,
    ],
  );
  return rows.length === 1;
}

export async function insertVersions(
  q: Queryable,
  program: string,
  number: number,
  versions: readonly PublishedVersion[],
): Promise<void> {
  const instant = (at: Instant | null) => (at === null ? null : sqlInstant(at));
  await q.query(
    `insert into terms.version (program, number, version_id, valid_from, valid_until)
     select $1, $2, * from unnest($3::text[], $4::timestamptz[], $5::timestamptz[])`,
    [
      program,
      number,
      versions.map((version) => version.id),
      versions.map((version) => instant(version.from)),
      versions.map((version) => instant(version.until)),
    ],
  );
}

/** Number and hash of the program's current publication: what a cache asks before it trusts itself. */
export async function currentHead(q: Queryable, program: string): Promise<{ number: number; hash: Buffer } | null> {
  const [row] = await q.query<{ number: number; hash: Buffer }>(
    'select number, hash from terms.publication where program = $1 order by number desc limit 1',
    [program],
  );
  return row ?? null;
}

/** The same of several programs. */
export async function currentHeads(
  q: Queryable,
  programs: readonly string[],
): Promise<{ program: string; number: number; hash: Buffer }[]> {
  return q.query<{ program: string; number: number; hash: Buffer }>(
    `select asked.program, head.number, head.hash
       from (select distinct unnest($1::text[]) as program) as asked
       cross join lateral (
         select p.number, p.hash from terms.publication p where p.program = asked.program order by p.number desc limit 1
       ) as head`,
    [programs],
  );
}

/** Hash of one publication; `null` when there is none of that number. */
export async function hashOfPublication(q: Queryable, program: string, number: number): Promise<Buffer | null> {
  const [row] = await q.query<{ hash: Buffer }>(
    'select hash from terms.publication where program = $1 and number = $2',
    [program, number],
  );
  return row?.hash ?? null;
}

/** Of an advertiser's programs but `program`: those among `named`, and those whose current text may name it as a sibling. */
export async function possibleSiblings(
  q: Queryable,
  asked: { readonly advertiserOrg: string; readonly program: string; readonly named: readonly string[] },
  limit: number,
): Promise<string[]> {
  const rows = await q.query<{ program: string }>(
    `with current as materialized (
       select distinct on (program) program, number from terms.publication
        where advertiser_org = $1 and program <> $2 order by program, number desc)
     select program from current join terms.publication using (program, number)
      where program = any($3::text[]) or (position('sibling' in text) > 0 and position($2 in text) > 0)
      order by program limit $4`,
    [asked.advertiserOrg, asked.program, asked.named, limit],
  );
  return rows.map(({ program }) => program);
}

export async function publicationByNumber(
  q: Queryable,
  program: string,
  number: number,
): Promise<PublicationRow | null> {
  const [row] = await q.query<PublicationRow>(
    'select program, number, text, hash, published_at from terms.publication where program = $1 and number = $2',
    [program, number],
  );
  return row ?? null;
}

/** Oldest first. */
export async function versionsOf(q: Queryable, program: string, number: number): Promise<PublishedVersion[]> {
  return q.query<PublishedVersion>(
    `select version_id as id, valid_from as "from", valid_until as "until" from terms.version
      where program = $1 and number = $2 order by valid_from nulls first`,
    [program, number],
  );
}

export interface RateRow {
  readonly base: string;
  readonly quote: string;
  readonly rate: string;
  readonly source: string;
  readonly revision: number;
}

/** The rates of one day as last stated. */
export async function ratesOn(q: Queryable, program: string, day: string): Promise<RateRow[]> {
  return q.query<RateRow>(
    `select distinct on (base, quote) base, quote, rate, source, revision from terms.internal_rate
      where program = $1 and day = $2 order by base, quote, revision desc`,
    [program, day],
  );
}

/** The rates of several programs' days as last stated. */
export async function ratesOfDays(
  q: Queryable,
  asked: readonly { readonly program: string; readonly day: string }[],
): Promise<(RateRow & { readonly program: string; readonly day: string })[]> {
  return q.query<RateRow & { readonly program: string; readonly day: string }>(
    `select distinct on (program, day, base, quote) program, day, base, quote, rate, source, revision from terms.internal_rate
       join unnest($1::text[], $2::date[]) as asked (program, day) using (program, day)
      order by program, day, base, quote, revision desc`,
    [asked.map(({ program }) => program), asked.map(({ day }) => day)],
  );
}

export async function insertRate(
  q: Queryable,
  rate: {
    readonly program: string;
    readonly advertiserOrg: string;
    readonly base: string;
    readonly quote: string;
    readonly day: string;
    readonly revision: number;
    readonly rate: string;
    readonly source: string;
    readonly setAt: Instant;
  },
): Promise<void> {
  await q.query(
    `insert into terms.internal_rate (program, advertiser_org, base, quote, day, revision, rate, source, set_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      rate.program,
      rate.advertiserOrg,
      rate.base,
      rate.quote,
      rate.day,
      rate.revision,
      rate.rate,
      rate.source,
      sqlInstant(rate.setAt),
    ],
  );
}

interface ProposalRow {
  readonly proposal_id: string;
  readonly program: string;
  readonly advertiser_org: string;
  readonly based_on: number;
  readonly text: string;
  readonly hash: Buffer;
  readonly reason: string;
  readonly approval: TermsProposal['approval'];
  readonly findings: TermsProposal['findings'];
  readonly affected: TermsProposal['affected'];
  readonly proposed_at: Instant;
  readonly proposed_by: string;
  readonly proposed_by_org: string;
  readonly verdict: 'approved' | 'declined' | null;
  readonly verdict_at: Instant | null;
  readonly verdict_by: string | null;
  readonly verdict_by_org: string | null;
  readonly verdict_reason: string | null;
  readonly published_number: number | null;
}

function proposalOf(row: ProposalRow): TermsProposal {
  const { verdict: outcome, verdict_at: at, verdict_by: actor, verdict_by_org: orgId, verdict_reason: reason } = row;
  const isOpen = outcome === null || at === null || actor === null || orgId === null || reason === null;
  return {
    id: row.proposal_id,
    program: row.program,
    advertiserOrg: row.advertiser_org,
    basedOn: row.based_on,
    text: row.text,
    hash: row.hash.toString('hex'),
    reason: row.reason,
    approval: row.approval,
    findings: row.findings,
    affected: row.affected,
    proposedAt: row.proposed_at,
    proposedBy: { actor: row.proposed_by, orgId: row.proposed_by_org },
    verdict: isOpen ? null : { outcome, at, by: { actor, orgId }, reason, publication: row.published_number },
  };
}

export async function insertProposal(q: Queryable, proposal: TermsProposal): Promise<void> {
  await q.query(
    `insert into terms.proposal (proposal_id, program, advertiser_org, based_on, text, hash, reason, findings, affected,
       proposed_at, proposed_by, proposed_by_org, approval)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11, $12, $13)`,
    [
      proposal.id,
      proposal.program,
      proposal.advertiserOrg,
      proposal.basedOn,
      proposal.text,
      Buffer.from(proposal.hash, 'hex'),
      proposal.reason,
      JSON.stringify(proposal.findings),
      proposal.affected === null ? null : JSON.stringify(proposal.affected),
      sqlInstant(proposal.proposedAt),
      proposal.proposedBy.actor,
      proposal.proposedBy.orgId,
      proposal.approval,
    ],
  );
}

export async function proposalById(q: Queryable, program: string, id: string): Promise<TermsProposal | null> {
  const [row] = await q.query<ProposalRow>('select * from terms.proposal where program = $1 and proposal_id = $2', [
    program,
    id,
  ]);
  return row === undefined ? null : proposalOf(row);
}

/** The one that waits for its verdict. */
export async function openProposal(q: Queryable, program: string): Promise<TermsProposal | null> {
  const [row] = await q.query<ProposalRow>('select * from terms.proposal where program = $1 and verdict is null', [
    program,
  ]);
  return row === undefined ? null : proposalOf(row);
}

/** Latest first. */
export async function proposalsOf(q: Queryable, program: string, limit: number): Promise<TermsProposal[]> {
  const rows = await q.query<ProposalRow>(
    'select * from terms.proposal where program = $1 order by proposed_at desc, proposal_id limit $2',
    [program, limit],
  );
  return rows.map(proposalOf);
}

/** Gives the verdict on an open proposal; the database refuses a second one, and the approval of who proposed. */
export async function setVerdict(
  q: Queryable,
  id: string,
  { outcome, at, by, reason, publication }: NonNullable<TermsProposal['verdict']>,
): Promise<void> {
  await q.query(
    `update terms.proposal set verdict = $2, verdict_at = $3, verdict_by = $4, verdict_by_org = $5, verdict_reason = $6,
       published_number = $7 where proposal_id = $1`,
    [id, outcome, sqlInstant(at), by.actor, by.orgId, reason, publication],
  );
}

/** When each version was first published with its present beginning, by `<id> <from>`. */
export async function announcements(q: Queryable, program: string): Promise<ReadonlyMap<string, Instant>> {
  const rows = await q.query<{ id: string; from: Instant | null; at: Instant }>(
    `select version_id as id, valid_from as "from", min(published_at) as at
       from terms.version join terms.publication using (program, number)
      where program = $1 group by version_id, valid_from`,
    [program],
  );
  return new Map(rows.map(({ id, from, at }) => [`${id} ${from}`, at]));
}

/** Latest first. */
export async function publicationsOf(
  q: Queryable,
  program: string,
  limit: number,
): Promise<{ readonly number: number; readonly publishedAt: Instant; readonly versions: number }[]> {
  return q.query<{ number: number; publishedAt: Instant; versions: number }>(
    `select number, published_at as "publishedAt",
       (select count(*)::integer from terms.version v where v.program = p.program and v.number = p.number) as versions
       from terms.publication p where program = $1 order by number desc limit $2`,
    [program, limit],
  );
}
