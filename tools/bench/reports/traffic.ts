import type { ClickFact } from '../../../modules/stats/index.ts';

/** What the generated clicks are spread over. Ad spaces belong to one publisher and one program each, links to one ad space. */
export const spread = {
  programs: 5,
  publishers: 50,
  spaces: 200,
  links: 2_000,
  countries: 30,
  devices: ['desktop', 'mobile', 'tablet', 'other'],
  /** SubIDs of an ad space that come again and again, out of `subids` in all. */
  subidsOfSpace: 20,
  subids: 600,
  /** Percent of clicks without SubID, and with one that comes once: the number of a click in the publisher's own system. */
  withoutSubid: 30,
  ownSubid: 10,
} as const;

export function uuid(kind: number, number: number): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export const advertiser = uuid(3, 1);
export const programCode = (number: number): string => `program${number}`;
export const publisherOf = (space: number): string => uuid(1, space % spread.publishers);
export const programOf = (space: number): string => programCode(space % spread.programs);
export const trafficTypeOf = (space: number): string =>
  ['content_site', 'coupons', 'email', 'youtube'][space % 4] ?? '';
export const linkOf = (link: number): string => `link${String(link).padStart(26, '0')}`;
export const countryOf = (country: number): string =>
  `${String.fromCharCode(65 + (country % 26))}${country < 26 ? 'A' : 'B'}`;
export const subidOf = (space: number, number: number): string => `sub-${(space * 7 + number) % spread.subids}`;

/** Clicks that come one after the other, `perSecond` in a second, from `at` on. */
export function clickFacts(random: () => number, count: number, at: number, perSecond: number): ClickFact[] {
  const below = (limit: number) => Math.floor(random() * limit);
  return Array.from({ length: count }, (_, index) => {
    const link = below(spread.links);
    const space = link % spread.spaces;
    const when = at + Math.floor((index * 1000) / perSecond);
    const drawn = below(100);
    const { withoutSubid, ownSubid } = spread;
    const own = drawn < withoutSubid + ownSubid ? `${when}-${random()}` : subidOf(space, below(spread.subidsOfSpace));
    return {
      clickId: `${when}.${index}`,
      at: when,
      program: programOf(space),
      adSpaceId: uuid(2, space),
      publisherOrg: publisherOf(space),
      subids: [drawn < withoutSubid ? null : own, null, null, null, null],
      linkCode: linkOf(link),
      country: countryOf(below(spread.countries)),
      device: spread.devices[below(spread.devices.length)] ?? 'other',
      trafficType: trafficTypeOf(space),
      flags: [],
      counted: drawn !== 99,
      visitor: `visitor${random()}`,
      visitorSince: when,
    };
  });
}
