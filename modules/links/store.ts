import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';

export interface StoredLink {
  readonly code: string;
  readonly adSpaceId: string;
  readonly program: string;
  readonly publisherOrg: string;
  readonly kind: 'standard' | 'deeplink';
  readonly target: string | null;
}

interface LinkRow {
  readonly code: string;
  readonly ad_space_id: string;
  readonly program: string;
  readonly publisher_org: string;
  readonly kind: StoredLink['kind'];
  readonly target: string | null;
}

function linkOf(row: LinkRow): StoredLink {
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
  const [row] = await q.query<LinkRow>(
    `select code, ad_space_id, program, publisher_org, kind, target from links.link
      where ad_space_id = $1 and program = $2 and kind = 'standard'`,
    [adSpaceId, program],
  );
  return row === undefined ? null : linkOf(row);
}

/** A page of all links, by code. */
export async function linksAfter(q: Queryable, after: string, limit: number): Promise<StoredLink[]> {
  const rows = await q.query<LinkRow>(
    `select code, ad_space_id, program, publisher_org, kind, target from links.link where code > $1 order by code limit $2`,
    [after, limit],
  );
  return rows.map(linkOf);
}

/** The tables of which the snapshot is made. */
const WATCHED = ['links.link', 'partnerships.partnership', 'ad_spaces.ad_space', 'programs.program'];

/**
 * A number that differs whenever one of the snapshot's tables was written to, from the server's own counters: it costs no lock and
 * no scan. The counters trail a commit by a second or so, and restart after a crash, which is one reload too many.
 */
export async function changeCounter(q: Queryable): Promise<string> {
  const rows = await q.query<{ counter: string }>(
    `select string_agg(concat_ws(':', relid, n_tup_ins, n_tup_upd, n_tup_del), ' ' order by relid) as counter
       from pg_stat_all_tables where relid = any ($1::text[]::regclass[])`,
    [WATCHED],
  );
  return rows[0]?.counter ?? '';
}
