import type { Instant } from '../../core/time/instant.ts';
import type { RejectionReason } from '../ad-spaces/edge-face.ts';

/**
 * `pending` asked for, `joined` works, `declined` refused by the program, `blocked` stopped by the program after a breach,
 * `disconnected` left by the publisher.
 */
export type PartnershipStatus = 'pending' | 'joined' | 'declined' | 'blocked' | 'disconnected';

/** Why somebody decided against an ad space, who and when. */
export interface Verdict {
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
  /** Out of the closed list (S-131), where one was named. */
  readonly code?: RejectionReason | null;
}

/** An ad space and a program, and how they stand to each other. */
export interface Partnership {
  readonly adSpaceId: string;
  readonly program: string;
  readonly publisherOrg: string;
  readonly advertiserOrg: string;
  readonly trafficType: string;
  readonly status: PartnershipStatus;
  /** Whether the kind of traffic needs the advertiser's agreement in this program (S-125). */
  readonly agreementNeeded: boolean;
  /** `false` only where an agreement is needed and there is none: clicks then earn nothing (`AGREEMENT_MISSING`). */
  readonly agreed: boolean;
  readonly agreement: { readonly by: string; readonly at: Instant } | null;
  readonly appliedAt: Instant;
  readonly joinedAt: Instant | null;
  /** Code of the program whose approval joined this one too; `null` where it was applied for itself (S-115). */
  readonly joinedThrough: string | null;
  /** Why it was declined or blocked, by whom and when (S-090). */
  readonly verdict: Verdict | null;
  /** Where a blocked one stood before: there it stands again when the block ends. */
  readonly beforeBlock: { readonly status: PartnershipStatus; readonly verdict: Verdict | null } | null;
  /** What the publisher said of traffic that is taken by agreement; else empty. */
  readonly justification: string;
}

/** A publisher's consent to the rules of a program, given by applying to it or to a sibling (S-116). */
export interface Acceptance {
  readonly publisherOrg: string;
  readonly adSpaceId: string;
  /** The program applied to. */
  readonly program: string;
  /** The program whose rules were accepted. */
  readonly rulesOf: string;
  /** The publication and version valid at that moment; `null` while the program had published none. */
  readonly terms: { readonly number: number; readonly version: string; readonly hash: string } | null;
  /** Version of the conduct rules (S-111); `null` while the program had published none. */
  readonly rulesVersion: number | null;
  readonly acceptedAt: Instant;
}

/** What happens to a partnership. The end of a block is none of these: it leads back to where the partnership stood. */
export type PartnershipStep = 'approve' | 'decline' | 'reopen' | 'block' | 'disconnect';

/** From which states a step is possible, and where it leads. A step to where it already stands changes nothing. */
export const STEPS: Readonly<
  Record<PartnershipStep, { readonly from: readonly PartnershipStatus[]; readonly to: PartnershipStatus }>
> = {
  approve: { from: ['pending'], to: 'joined' },
  decline: { from: ['pending'], to: 'declined' },
  reopen: { from: ['declined'], to: 'pending' },
  block: { from: ['pending', 'joined', 'disconnected', 'declined'], to: 'blocked' },
  disconnect: { from: ['pending', 'joined'], to: 'disconnected' },
};
