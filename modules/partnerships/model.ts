import type { Instant } from '../../core/time/instant.ts';

/**
 * `pending` asked for, `joined` works, `declined` refused by the program, `blocked` stopped by the program after a breach,
 * `disconnected` left by the publisher.
 */
export type PartnershipStatus = 'pending' | 'joined' | 'declined' | 'blocked' | 'disconnected';

/** An ad space and a program, and how they stand to each other. */
export interface Partnership {
  readonly adSpaceId: string;
  readonly program: string;
  readonly publisherOrg: string;
  readonly trafficType: string;
  readonly status: PartnershipStatus;
  /** Whether the program's kind of traffic needs the advertiser's agreement (S-125). */
  readonly agreementNeeded: boolean;
  /** `false` only where an agreement is needed and there is none. */
  readonly agreed: boolean;
  readonly appliedAt: Instant;
  readonly joinedAt: Instant | null;
  /** Code of the program whose approval joined this one too; `null` where it was applied for itself (S-115). */
  readonly joinedThrough: string | null;
  /** Why it was declined or blocked, by whom and when (S-090). */
  readonly verdict: { readonly reason: string; readonly by: string; readonly at: Instant } | null;
}
