import type { Instant } from '../../core/time/instant.ts';

/**
 * `draft`: being written; `pending`: waits for the operator; `declined`: sent back with a reason; `active`: earns; `stopped`: by its
 * advertiser; `suspended`: by the operator, with a reason; `archived`: over.
 */
export type ProgramStatus = 'draft' | 'pending' | 'declined' | 'active' | 'stopped' | 'suspended' | 'archived';

export interface ReasonTranslations {
  readonly ru?: string | undefined;
  readonly es?: string | undefined;
}

/** Whether new ad spaces may apply; joined ones are not touched by it (S-028). */
export interface Recruiting {
  readonly state: 'open' | 'suspended';
  /** Shown to everybody while suspended; `null` when open. */
  readonly reason: string | null;
  /** The reason in Russian and Spanish, as far as it was written. */
  readonly translations?: ReasonTranslations;
  readonly since: Instant;
}

/** Sends a click to the paired program where its country earns there and the ad space is joined to both (S-114, R-15). */
export interface GeoRouting {
  /** Code of the other program of the pair; `null` where there is none. */
  readonly pair: string | null;
  readonly mode: 'off' | 'test' | 'on';
  /** Share of the clicks that is routed in mode `test`, from 0 to 1 with at most six decimals. */
  readonly share: number;
  /** Countries (ISO 3166-1 alpha-2) whose clicks belong to this program; `null`: all that its pair does not name. */
  readonly countries: readonly string[] | null;
}

/** What a landing address of the shop shows, recognised by the path of its URL. */
export interface LandingPattern {
  readonly kind: 'item' | 'shop' | 'category';
  /**
   * Path of the URL with `{product}`, `{store}` or `{category}` for the part that is the id and `*` for any text within one
   * segment, for example `/item/{product}.html`.
   */
  readonly path: string;
}

export interface Program {
  /** Names the program for ever, for example `aliexpress-ru-cis-new`. */
  readonly code: string;
  readonly name: string;
  readonly advertiserOrg: string;
  /** 10 hexadecimal digits; ends the code of every link of the program and names it in conversions. */
  readonly campaignCode: string;
  readonly actionCode: string;
  readonly tariffCode: string;
  /** Where the standard link leads. */
  readonly homeUrl: string;
  /** The page behind the standard link shows affiliate products only (S-072). */
  readonly affiliateOnlyLanding: boolean;
  /** What the shop sells, from `programCategories`; the catalogue is searched by it. */
  readonly categories: readonly string[];
  /** Target countries (ISO 3166-1 alpha-2), as shown and searched; empty: all. What an order earns is in the terms. */
  readonly countries: readonly string[];
  /** Host names to which a link may lead, lower case; a leading `*.` allows every host below. */
  readonly allowedHosts: readonly string[];
  readonly landingPatterns: readonly LandingPattern[];
  /** Name of the URL parameter that carries the click id to the shop, for example `admitad_uid`. */
  readonly clickParameter: string;
  /** Where a visitor is sent while the program is stopped; `null` for a page that says so. */
  readonly fallbackUrl: string | null;
  /** Whether deeplinks without our signature lead to the home page, as altered ones do (S-096). */
  readonly signedLinksOnly: boolean;
  readonly status: ProgramStatus;
  /** What the operator said when it declined or suspended the program; `null` otherwise. */
  readonly statusReason: string | null;
  readonly statusSince: Instant;
  readonly recruiting: Recruiting;
  /** IANA name; days and months of the program are counted in it. */
  readonly timeZone: string;
  /** Currency of orders that name none; `null` where they must name it. */
  readonly defaultCurrency: string | null;
  /** Whether publishers may claim orders that were not attributed. */
  readonly lostOrders: boolean;
  /** Lifetime of the click's cookie in milliseconds. */
  readonly cookieMs: number;
  readonly geoRouting: GeoRouting;
  /** Whether orders may be reported by a pixel of the shop's page, unverified until a server reports them too. */
  readonly pixelAllowed: boolean;
  /** Programs that an approved ad space joins at the same moment (S-115). */
  readonly joinsAlso: readonly string[];
  /** Programs whose rules are accepted by applying to this one, besides its own (S-116). */
  readonly rulesWith: readonly string[];
  /** Changes of terms are announced at least so many days before they begin. */
  readonly termsNoticeDays: number;
  /** Whether terms are published by two people of the advertiser, never by one. */
  readonly termsNeedTwo: boolean;
  /** When the table of traffic types changed last; `null` for a program without one (S-130). */
  readonly trafficTypesChangedAt: Instant | null;
  readonly createdAt: Instant;
}

export type TrafficTypeStatus = 'allowed' | 'by_agreement' | 'prohibited' | 'restricted';

/** One row of a program's table of traffic types, in the order in which it is shown (S-123). */
export interface TrafficTypeRule {
  /** For example `targeting.facebook`. */
  readonly key: string;
  readonly parent: string | null;
  /** Key of its label in the catalogues of the languages. */
  readonly labelKey: string;
  /** Of a heading it follows from its children: `restricted` where they differ (S-127). */
  readonly status: TrafficTypeStatus;
}

/** Secrets of a program in plain text; shown once, when they are made. */
export interface ProgramKeys {
  /** 32 characters; proves that a conversion comes from the advertiser. */
  readonly postbackKey: string;
  /** 40 characters; secret of reconciliation requests. */
  readonly revisionSecret: string;
  /** `whsec_` and base64 of 256 bits; signs reports of orders (T-18). */
  readonly signingSecret: string;
}
