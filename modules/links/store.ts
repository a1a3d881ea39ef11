import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, UNSEEN, type Unseen } from '../../platform/db/index.ts';
import type { LinkRow, ShortLink } from './model.ts';

export interface StoredLink {
  readonly code: string;
  readonly adSpaceId: string;
  readonly program: string;
  readonly publisherOrg: string;
  readonly kind: 'standard' | 'deeplink';
  readonly target: string | null;
}

export interface NewShort extends ShortLink {
  readonly publisherOrg: string;
}

interface StoredRow {
  readonly code: string;
  readonly ad_space_id: string;
  readonly program: string;
  readonly publisher_org: string;
  readonly kind: StoredLink['kind'];
  readonly target: string | null;
}

function linkOf(row: StoredRow): StoredLink {
  return {
    code: row.code,
    adSpaceId: row.ad_space_id,
    program: row.program,
    publisherOrg: row.publisher_org,
    kind: row.kind,
    target: row.target,
  };
}

/** Does nothing where the ad space has its standard link in the program already. */
export async function insertStandardLink(q: Queryable, link: StoredLink, at: Instant): Promise<void> {
  await q.query(
    `insert into links.link (code, ad_space_id, program, publisher_org, kind, target, created_at)
     values ($1, $2, $3, $4, 'standard', null, $5)
     on conflict (ad_space_id, program) where kind = 'standard' do nothing`,
    [link.code, link.adSpaceId, link.program, link.publisherOrg, sqlInstant(at)],
  );
}

export async function standardLinkOf(q: Queryable, adSpaceId: string, program: string): Promise<StoredLink | null> {
  const [row] = await q.query<StoredRow>(
    `select code, ad_space_id, program, publisher_org, kind, target from links.link
      where ad_space_id = $1 and program = $2 and kind = 'standard'`,
    [adSpaceId, program],
  );
  return row === undefined ? null : linkOf(row);
}

/** One of the links that the transaction may see. */
export async function linkByCode(q: Queryable, code: string): Promise<StoredLink | null> {
  const [row] = await q.query<StoredRow>(
    'select code, ad_space_id, program, publisher_org, kind, target from links.link where code = $1',
    [code],
  );
  return row === undefined ? null : linkOf(row);
}

/** A page of all links, by code. */
export async function linksAfter(q: Queryable, after: string, limit: number): Promise<LinkRow[]> {
  return q.query<LinkRow>(
    `select code, ad_space_id as "adSpaceId", program, target from links.link where code > $1 order by code limit $2`,
    [after, limit],
  );
}

/** A page of those that a reader has not seen, by code. */
export async function linksChanged(q: Queryable, unseen: Unseen, after: string, limit: number): Promise<LinkRow[]> {
  return q.query<LinkRow>(
    `select code, ad_space_id as "adSpaceId", program, target from links.link
      where ${UNSEEN} and code > $3 order by code limit $4`,
    [unseen.from, unseen.snapshot, after, limit],
  );
}

/** False when another one has these characters. */
export async function insertShort(q: Queryable, link: NewShort, at: Instant): Promise<boolean> {
  const rows = await q.query(
    `insert into links.short (short, code, publisher_org, query, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning short`,
    [link.short, link.code, link.publisherOrg, link.query, sqlInstant(at)],
  );
  return rows.length === 1;
}

/** The short link of a link with these parameters. */
export async function shortOf(q: Queryable, code: string, query: string): Promise<string | null> {
  const rows = await q.query<{ short: string }>('select short from links.short where code = $1 and query = $2', [
    code,
    query,
  ]);
  return rows[0]?.short ?? null;
}

/** What one of the short links stands for that the transaction may see. */
export async function shortByText(q: Queryable, short: string): Promise<Pick<ShortLink, 'code' | 'query'> | null> {
  const [row] = await q.query<Pick<ShortLink, 'code' | 'query'>>(
    'select code, query from links.short where short = $1',
    [short],
  );
  return row ?? null;
}

/** A page of all short links, by their characters. */
export async function shortsAfter(q: Queryable, after: string, limit: number): Promise<ShortLink[]> {
  return q.query<ShortLink>('select short, code, query from links.short where short > $1 order by short limit $2', [
    after,
    limit,
  ]);
}

/** A page of those that a reader has not seen. */
export async function shortsChanged(q: Queryable, unseen: Unseen, after: string, limit: number): Promise<ShortLink[]> {
  return q.query<ShortLink>(
    `select short, code, query from links.short where ${UNSEEN} and short > $3 order by short limit $4`,
    [unseen.from, unseen.snapshot, after, limit],
  );
}

/** How many links these ad spaces have in a program. */
export async function countLinks(q: Queryable, program: string, adSpaceIds: readonly string[]): Promise<number> {
  const [row] = await q.query<{ links: number }>(
    'select count(*)::int as links from links.link where program = $1 and ad_space_id = any ($2)',
    [program, adSpaceIds],
  );
  return row?.links ?? 0;
}

/** How many links these ad spaces have, in all programs. */
export async function countLinksOf(q: Queryable, adSpaceIds: readonly string[]): Promise<number> {
  const [row] = await q.query<{ links: number }>(
    'select count(*)::int as links from links.link where ad_space_id = any ($1)',
    [adSpaceIds],
  );
  return row?.links ?? 0;
}
