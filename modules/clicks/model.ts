import type { LandingFacts } from '../../core/commission/facts/facts.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { GeoRouting, LinkRecord, ProgramRecord } from './links/links.ts';

export type { GeoRouting, LinkRecord, ProgramRecord };

/** `no`: the network is known and hosts no proxies; `yes`: it is on a list; `unknown`: there is no data. */
export type Anonymizer = 'no' | 'yes' | 'unknown';

export const devices = ['desktop', 'mobile', 'tablet', 'other'] as const;

/** What the visitor holds in its hands, as far as the User-Agent tells; `other` for televisions, consoles, tools and crawlers. */
export type Device = (typeof devices)[number];

/**
 * What was remarkable about a click, as a closed list of words. The first group says why the click earns nothing; the others only
 * inform.
 */
export const clickFlags = [
  'program_stopped',
  'space_not_active',
  'not_joined',
  'no_action',
  'prefetch',
  'bot',
  // informing
  'agreement_missing',
  'target_refused',
  'altered_target',
  'unsigned',
  'target_unreadable',
  'target_loop',
  'app_link',
  'subid_long',
  'control_bytes',
  'duplicate_param',
  'ua_missing',
  'ua_long',
  'http_tool',
  'xff_ignored',
  'dup',
  'rate',
  'clock_held',
] as const;

export type ClickFlag = (typeof clickFlags)[number];

/** `subid`, `subid1` … `subid4` as the publisher wrote them; `null` where the link had none. */
export type SubIds = readonly [string | null, string | null, string | null, string | null, string | null];

/** Where the click led, as far as a decision may ask for it, and the category for statistics. */
export interface Landing extends LandingFacts {
  readonly category: string | null;
}

/** A click as the other modules see it. */
export interface StoredClick {
  readonly clickId: string;
  /** The program in which the click counts; where it was routed, not the one of the link. */
  readonly program: string;
  readonly advertiserOrg: string;
  readonly publisherOrg: string;
  readonly at: Instant;
  readonly adSpaceId: string;
  readonly adSpaceKind: string;
  readonly trafficType: string;
  readonly dropshipping: boolean;
  /** `false` where the traffic type needs the advertiser's agreement and there was none at the click (S-125). */
  readonly agreed: boolean;
  readonly linkCode: string;
  /** ISO 3166-1 alpha-2; `null` when unknown. */
  readonly country: string | null;
  readonly anonymizer: Anonymizer;
  readonly landing: Landing;
  /** The page the visitor was sent to, without the click id. */
  readonly target: string;
  readonly subids: SubIds;
  /** First-party, random, one for each visitor and program. */
  readonly visitorId: string;
  /**
   * When the visitor's id was made, where a counted click of this program and ad space made it: `at` itself for that very click, which
   * is the visitor's first. `null` where it was made elsewhere; then only what is stored tells.
   */
  readonly visitorSince: Instant | null;
  readonly device: Device;
  readonly flags: readonly ClickFlag[];
  /** `false`: no order is ever attributed to it; the flags say why. */
  readonly attributable: boolean;
  /** The program of the link, where GEO routing moved the click to another (S-114). */
  readonly routedFrom: string | null;
}

/** A click as the edge records it: what is stored and, in addition, what only fraud screening and support may see. */
export interface RecordedClick extends StoredClick {
  /** Client address; `null` where the socket had none. */
  readonly clientAddress: string | null;
  readonly asn: number | null;
  /** Day of the data behind country and anonymiser. */
  readonly geoDataOn: string;
  readonly userAgent: string | null;
  readonly referrer: string | null;
  /** What the request said where the columns hold a shortened or changed form: whole query, whole headers. */
  readonly raw: Readonly<Record<string, string>> | null;
}
