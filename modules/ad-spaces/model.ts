import type { Instant } from '../../core/time/instant.ts';

export type AdSpaceStatus = 'pending' | 'active' | 'blocked' | 'rejected';

/** A place where a publisher advertises: a site, a channel, a bot, an extension. */
export interface AdSpace {
  readonly id: string;
  /** 10 hexadecimal digits; the middle part of every link code of the ad space. */
  readonly code: string;
  readonly orgId: string;
  readonly name: string;
  /** For example `content_site`, `youtube`, `browser_extension`. */
  readonly kind: string;
  /** Key of its main traffic type in the tables of the programs (S-129). */
  readonly trafficType: string;
  readonly dropshipping: boolean;
  readonly status: AdSpaceStatus;
  readonly url: string | null;
  readonly createdAt: Instant;
}
