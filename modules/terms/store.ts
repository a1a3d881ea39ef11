import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { PublishedVersion } from './model.ts';

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
