import type { AdSpaceStatus } from '../ad-spaces/edge-face.ts';
import type { PartnershipStatus } from '../partnerships/edge-face.ts';
import type { GeoRouting, LandingPattern, ProgramStatus } from '../programs/edge-face.ts';

/** What the edge must know about one link to answer a click. Plain data; the snapshot holds one for each link. */
export interface LinkRecord {
  /** 30 characters: `linkId`, code of the ad space, campaign code of the program. */
  readonly code: string;
  /** 10 lower-case letters and digits. */
  readonly linkId: string;
  readonly adSpace: LinkAdSpace;
  readonly publisherOrg: string;
  /** Code of the program. */
  readonly program: string;
  readonly partnership: LinkPartnership;
  readonly kind: 'standard' | 'deeplink';
  /** Fixed target of a deep link; `null` means the program's home page. */
  readonly target: string | null;
}

export interface LinkAdSpace {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly trafficType: string;
  readonly dropshipping: boolean;
  readonly status: AdSpaceStatus;
  /** Origin of the page on which visitors of pop traffic act (S-107); `null` where none is declared. */
  readonly prelander: string | null;
}

export interface LinkPartnership {
  readonly status: PartnershipStatus;
  readonly agreed: boolean;
  /** Kind of traffic that the ad space uses in this program; it may differ from the ad space's main one. */
  readonly trafficType: string;
}

/** What the edge must know about one program. */
export interface ProgramRecord {
  readonly code: string;
  readonly campaignCode: string;
  readonly advertiserOrg: string;
  readonly status: ProgramStatus;
  readonly homeUrl: string;
  readonly fallbackUrl: string | null;
  readonly allowedHosts: readonly string[];
  readonly landingPatterns: readonly LandingPattern[];
  readonly clickParameter: string;
  /** Whether targets without our signature are not taken (S-096). */
  readonly signedLinksOnly: boolean;
  readonly cookieMs: number;
  readonly geoRouting: GeoRouting;
}

export interface LinkSnapshot {
  readonly links: readonly LinkRecord[];
  readonly programs: readonly ProgramRecord[];
}

/** A link as the feed of changes tells it: what it shares with others comes in rows of its own. */
export interface LinkRow {
  readonly code: string;
  readonly adSpaceId: string;
  readonly program: string;
  readonly target: string | null;
}

/** How an ad space stands to a program. */
export interface PartnershipRecord extends LinkPartnership {
  readonly adSpaceId: string;
  readonly program: string;
  readonly publisherOrg: string;
}

/** A short link: what is clicked instead of a long one. */
export interface ShortLink {
  readonly short: string;
  /** Code of the link that it stands for. */
  readonly code: string;
  /** Parameters that come with it, as they stand in an address after the question mark; empty for none. */
  readonly query: string;
}

/** Rows that are new or have changed. To enter one twice, or one that is known already, changes nothing. */
export interface LinkChanges {
  readonly programs: readonly ProgramRecord[];
  readonly adSpaces: readonly LinkAdSpace[];
  readonly partnerships: readonly PartnershipRecord[];
  readonly links: readonly LinkRow[];
  readonly shorts: readonly ShortLink[];
}

/** A link as its publisher is given it. */
export interface IssuedLink {
  readonly code: string;
  readonly program: string;
  readonly kind: 'standard' | 'deeplink';
  /** Path below the public address, for example `/g/<code>/`. */
  readonly path: string;
}
