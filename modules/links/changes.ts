import { type ChangeMark, changeMark, type Queryable, unseenSince } from '../../platform/db/index.ts';
import { type AdSpace, adSpacesChanged, listAdSpaces } from '../ad-spaces/edge-face.ts';
import { listPartnerships, type Partnership, partnershipsChanged } from '../partnerships/edge-face.ts';
import { listPrograms, type Program, programsChanged } from '../programs/edge-face.ts';
import type { LinkAdSpace, LinkChanges, PartnershipRecord, ProgramRecord } from './model.ts';
import { linksAfter, linksChanged, shortsAfter, shortsChanged } from './store.ts';

/** Takes rows as they come, page by page; a million at once would be hundreds of megabytes. */
export type LinkSink = (changes: LinkChanges) => void;

/** Reading a page must not hold up clicks: this many rows take some milliseconds. */
const PAGE_ROWS = 2_000;

const NOTHING: LinkChanges = { programs: [], adSpaces: [], partnerships: [], links: [], shorts: [] };

/**
 * Everything the edges need to answer clicks, and the mark from which `linksSince` goes on. Run it in one repeatable-read system
 * transaction, so that the parts fit together. Each module answers for its own rows.
 */
export async function allLinks(q: Queryable, sink: LinkSink): Promise<string> {
  const mark = await changeMark(q);
  const programs = (await listPrograms(q)).map(programRecord);
  const adSpaces = (await listAdSpaces(q)).map(adSpaceFacts);
  sink({ ...NOTHING, programs, adSpaces, partnerships: (await listPartnerships(q)).map(partnershipRecord) });
  await inPages(
    (after: string) => linksAfter(q, after, PAGE_ROWS),
    ({ code }) => code,
    (links) => sink({ ...NOTHING, links }),
  );
  await inPages(
    (after: string) => shortsAfter(q, after, PAGE_ROWS),
    ({ short }) => short,
    (shorts) => sink({ ...NOTHING, shorts }),
  );
  return textOf(mark);
}

/**
 * What was committed since `mark`: every row that its reader has not seen, whatever the order in which transactions ended, and perhaps
 * some that it has. Answers the next mark; `null` when the mark is of another database, and only `allLinks` will do. `sure` is whether
 * the reader's connection has lasted since. Run it in one repeatable-read system transaction.
 */
export async function linksSince(q: Queryable, mark: string, sure: boolean, sink: LinkSink): Promise<string | null> {
  const now = await changeMark(q);
  const before = markOf(mark);
  if (before === null || before.database !== now.database) return null;
  const unseen = unseenSince(before, sure);
  const programs = (await programsChanged(q, unseen)).map(programRecord);
  const adSpaces = (await adSpacesChanged(q, unseen)).map(adSpaceFacts);
  const partnerships = (await partnershipsChanged(q, unseen)).map(partnershipRecord);
  if (programs.length + adSpaces.length + partnerships.length > 0) {
    sink({ ...NOTHING, programs, adSpaces, partnerships });
  }
  await inPages(
    (after: string) => linksChanged(q, unseen, after, PAGE_ROWS),
    ({ code }) => code,
    (links) => sink({ ...NOTHING, links }),
  );
  await inPages(
    (after: string) => shortsChanged(q, unseen, after, PAGE_ROWS),
    ({ short }) => short,
    (shorts) => sink({ ...NOTHING, shorts }),
  );
  return textOf(now);
}

/** Pages of rows in the order of their key, until one is not full. */
async function inPages<T>(
  read: (after: string) => Promise<readonly T[]>,
  keyOf: (row: T) => string,
  take: (rows: readonly T[]) => void,
): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    take(rows);
    if (rows.length < PAGE_ROWS) return;
    after = keyOf(last);
  }
}

function textOf({ database, snapshot }: ChangeMark): string {
  return `${database} ${snapshot}`;
}

function markOf(text: string): ChangeMark | null {
  const [database, snapshot] = text.split(' ');
  return database === undefined || snapshot === undefined ? null : { database, snapshot };
}

function adSpaceFacts({ id, code, kind, trafficType, dropshipping, status, prelanderUrl }: AdSpace): LinkAdSpace {
  const prelander = prelanderUrl !== null && URL.canParse(prelanderUrl) ? new URL(prelanderUrl).origin : null;
  return { id, code, kind, trafficType, dropshipping, status, prelander };
}

function partnershipRecord(partnership: Partnership): PartnershipRecord {
  const { adSpaceId, program, publisherOrg, status, agreed, trafficType } = partnership;
  return { adSpaceId, program, publisherOrg, status, agreed, trafficType };
}

export function programRecord(program: Program): ProgramRecord {
  return {
    code: program.code,
    campaignCode: program.campaignCode,
    advertiserOrg: program.advertiserOrg,
    status: program.status,
    homeUrl: program.homeUrl,
    fallbackUrl: program.fallbackUrl,
    allowedHosts: program.allowedHosts,
    landingPatterns: program.landingPatterns,
    clickParameter: program.clickParameter,
    signedLinksOnly: program.signedLinksOnly,
    cookieMs: program.cookieMs,
    geoRouting: program.geoRouting,
  };
}
