import type { ClickFact } from '../../../modules/stats/index.ts';

/**
 * What the generated clicks are spread over. Links, countries and SubIDs come as they do in life: the second half as often as the first, the
 * third a third as often (Zipf). A link belongs to an ad space in a program, an ad space to a publisher and up to three programs.
 */
export const spread = {
  advertisers: 4,
  programs: 20,
  publishers: 1_000,
  spaces: 3_000,
  programsOfSpace: 3,
  links: 40_000,
  countries: 60,
  devices: ['mobile', 'desktop', 'tablet', 'other'],
  /** SubIDs of an ad space that come again and again: places on a page for most, key words for every fiftieth publisher. */
  subids: 12,
  manySubids: 5_000,
  manySubidsEvery: 50,
  /** Percent of clicks without SubID, and with one that comes once: the number of a click in the publisher's own system. */
  withoutSubid: 30,
  ownSubid: 10,
} as const;

export function uuid(kind: number, number: number): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export const programNumberOf = (link: number): number =>
  (spaceOf(link) + (Math.floor(link / spread.spaces) % spread.programsOfSpace)) % spread.programs;
export const spaceOf = (link: number): number => link % spread.spaces;
export const programCode = (number: number): string => `program${number}`;
/** The advertiser of the program of the link that is clicked most. */
export const advertiser = uuid(3, 0);
export const advertiserOf = (program: number): string => uuid(3, program % spread.advertisers);
/** Publisher 0 has the link that is clicked most, and is one of those with many SubIDs. */
export const publisherOf = (space: number): string => uuid(1, space % spread.publishers);
export const programOf = (link: number): string => programCode(programNumberOf(link));
export const adSpaceOf = (space: number): string => uuid(2, space);
export const trafficTypeOf = (space: number): string =>
  ['content_site', 'coupons', 'email', 'youtube'][space % 4] ?? '';
export const linkOf = (link: number): string => `link${String(link).padStart(22, '0')}`;
export const countryOf = (country: number): string =>
  `${String.fromCharCode(65 + (country % 26))}${'ABC'[Math.floor(country / 26)] ?? ''}`;
export const subidsOf = (space: number): number =>
  (space % spread.publishers) % spread.manySubidsEvery === 0 ? spread.manySubids : spread.subids;
export const subidOf = (space: number, number: number): string => `sub-${space}-${number}`;

/** Clicks that come one after the other, `perSecond` in a second, from `at` on. */
export function clickFacts(random: () => number, count: number, at: number, perSecond: number): ClickFact[] {
  const below = (limit: number) => Math.floor(random() * limit);
  const ranked = (limit: number) => Math.floor(limit ** random()) - 1;
  return Array.from({ length: count }, (_, index) => {
    const link = ranked(spread.links);
    const space = spaceOf(link);
    const when = at + Math.floor((index * 1000) / perSecond);
    const drawn = below(100);
    const { withoutSubid, ownSubid } = spread;
    const own = drawn < withoutSubid + ownSubid ? `${when}-${random()}` : subidOf(space, ranked(subidsOf(space)));
    return {
      clickId: `${when}.${index}`,
      at: when,
      program: programOf(link),
      adSpaceId: adSpaceOf(space),
      publisherOrg: publisherOf(space),
      subids: [drawn < withoutSubid ? null : own, null, null, null, null],
      linkCode: linkOf(link),
      country: countryOf(ranked(spread.countries)),
      device: spread.devices[ranked(spread.devices.length)] ?? 'other',
      trafficType: trafficTypeOf(space),
      flags: [],
      counted: drawn !== 99,
      visitor: `visitor${random()}`,
      visitorSince: when,
    };
  });
}
