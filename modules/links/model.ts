import type { AdSpaceStatus } from '../ad-spaces/index.ts';
import type { PartnershipStatus } from '../partnerships/index.ts';
import type { GeoRouting, LandingPattern, ProgramStatus } from '../programs/index.ts';

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
  readonly cookieMs: number;
  readonly geoRouting: GeoRouting;
}

export interface LinkSnapshot {
  readonly links: readonly LinkRecord[];
  readonly programs: readonly ProgramRecord[];
}

/** A link as its publisher is given it. */
export interface IssuedLink {
  readonly code: string;
  readonly program: string;
  readonly kind: 'standard' | 'deeplink';
  /** Path below the public address, for example `/g/<code>/`. */
  readonly path: string;
}
