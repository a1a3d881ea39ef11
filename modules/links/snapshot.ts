import type { Queryable } from '../../platform/db/index.ts';
import { type AdSpace, listAdSpaces } from '../ad-spaces/index.ts';
import { listPartnerships, type Partnership } from '../partnerships/index.ts';
import { listPrograms, type Program } from '../programs/index.ts';
import type { LinkRecord, LinkSnapshot, ProgramRecord } from './model.ts';
import { linksAfter, type StoredLink } from './store.ts';

/** Rows fetched at once: a few megabytes, whatever the number of links. */
const PAGE_ROWS = 10_000;
const LINK_ID_CHARACTERS = 10;

/**
 * Everything the edges need to answer clicks. Run it in one repeatable-read system transaction, so that the parts fit together.
 * Each module answers for its own rows; a link whose ad space or partnership is not among them is left out.
 */
export async function linkSnapshot(q: Queryable): Promise<LinkSnapshot> {
  const programs = await listPrograms(q);
  const adSpaces = new Map((await listAdSpaces(q)).map((adSpace) => [adSpace.id, adSpaceFacts(adSpace)]));
  const partnerships = new Map(
    (await listPartnerships(q)).map((one) => [key(one.adSpaceId, one.program), partnershipFacts(one)]),
  );
  const links: LinkRecord[] = [];
  for (let after = ''; ; ) {
    const page = await linksAfter(q, after, PAGE_ROWS);
    for (const link of page) {
      const adSpace = adSpaces.get(link.adSpaceId);
      const partnership = partnerships.get(key(link.adSpaceId, link.program));
      if (adSpace !== undefined && partnership !== undefined) links.push(linkRecord(link, adSpace, partnership));
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return { links, programs: programs.map(programRecord) };
    after = last.code;
  }
}

function key(adSpaceId: string, program: string): string {
  return `${adSpaceId} ${program}`;
}

/** One object for all links of the ad space. */
function adSpaceFacts(adSpace: AdSpace): LinkRecord['adSpace'] {
  const { id, code, kind, trafficType, dropshipping, status } = adSpace;
  return { id, code, kind, trafficType, dropshipping, status };
}

function partnershipFacts({ status, agreed, trafficType }: Partnership): LinkRecord['partnership'] {
  return { status, agreed, trafficType };
}

function linkRecord(
  link: StoredLink,
  adSpace: LinkRecord['adSpace'],
  partnership: LinkRecord['partnership'],
): LinkRecord {
  return {
    code: link.code,
    linkId: link.code.slice(0, LINK_ID_CHARACTERS),
    adSpace,
    publisherOrg: link.publisherOrg,
    program: link.program,
    partnership,
    kind: link.kind,
    target: link.target,
  };
}

function programRecord(program: Program): ProgramRecord {
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
    cookieMs: program.cookieMs,
    geoRouting: program.geoRouting,
  };
}
