import { createHash } from 'node:crypto';
import { LinkBook } from '../../../modules/clicks/index.ts';
import type { LinkChanges } from '../../../modules/links/index.ts';

const PROGRAM = { code: 'shop', campaignCode: 'cccccccccc' } as const;
/** Publishers have some hundred links in an ad space. */
const LINKS_AN_AD_SPACE = 100;
/** Every so many-th link leads to a page of its own. */
const DEEP_EVERY = 10;

const NOTHING: LinkChanges = { programs: [], adSpaces: [], partnerships: [], links: [], shorts: [] };

/** Code of the link of a number: the same each time. */
export function linkCode(number: number): string {
  const own = BigInt(`0x${createHash('sha256').update(String(number)).digest('hex').slice(0, 13)}`);
  return `${own.toString(36).padStart(10, '0').slice(-10)}${spaceCode(Math.floor(number / LINKS_AN_AD_SPACE))}${PROGRAM.campaignCode}`;
}

/** A book of so many links. */
export function manyLinks(count: number): LinkBook {
  const book = new LinkBook();
  const apply = (changes: Partial<LinkChanges>): void =>
    book.apply({ ...NOTHING, ...changes }, (problem) => {
      throw new Error(problem);
    });
  apply({ programs: [program] });
  for (let from = 0; from < count; from += LINKS_AN_AD_SPACE) {
    const number = from / LINKS_AN_AD_SPACE;
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const kind = 'content_site';
    const adSpace = {
      id,
      code: spaceCode(number),
      kind,
      trafficType: kind,
      dropshipping: false,
      prelander: null,
      status: 'active',
    } as const;
    const publisherOrg = `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;
    const standing = { status: 'joined', agreed: true, trafficType: kind } as const;
    apply({
      adSpaces: [adSpace],
      partnerships: [{ adSpaceId: id, program: PROGRAM.code, publisherOrg, ...standing }],
      links: Array.from({ length: Math.min(LINKS_AN_AD_SPACE, count - from) }, (_, index) => ({
        code: linkCode(from + index),
        adSpaceId: id,
        program: PROGRAM.code,
        target: index % DEEP_EVERY === 1 ? `https://shop.example/item/${from + index}.html?from=newsletter` : null,
      })),
    });
  }
  return book;
}

function spaceCode(number: number): string {
  return number.toString(16).padStart(10, '0');
}

const program = {
  ...PROGRAM,
  advertiserOrg: '33333333-3333-4333-8333-333333333333',
  status: 'active',
  homeUrl: 'https://shop.example/',
  fallbackUrl: null,
  allowedHosts: ['shop.example'],
  landingPatterns: [{ kind: 'item', path: '/item/{product}.html' }],
  clickParameter: 'tribid',
  signedLinksOnly: false,
  cookieMs: 86_400_000,
  geoRouting: { pair: null, mode: 'off', share: 0, countries: null },
} as const;
