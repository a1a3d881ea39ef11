import type {
  AdSpaceStatus,
  ExtensionBehaviour,
  ProofMethod,
  RejectionReason,
  VisitorReward,
} from '../../contract/wire/ad-spaces.ts';
import type { Instant } from '../../core/time/instant.ts';

export type { AdSpaceStatus, RejectionReason };

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
  readonly description: string;
  readonly prelanderUrl: string | null;
  readonly rewards: VisitorReward;
  readonly behaviours: readonly ExtensionBehaviour[];
  readonly proof: Proof;
  /** Why the network looks closer: brands that it resembles (S-104), misleading phrases (S-097). */
  readonly heldFor: readonly Finding[];
  /** Why it was rejected or blocked; `null` in every other state. */
  readonly verdict: Verdict | null;
  /** Its state before it was archived; `null` unless it is. */
  readonly archivedFrom: AdSpaceStatus | null;
  readonly createdAt: Instant;
}

/** How its publisher proves that the address is his (T-29). */
export interface Proof {
  /** What is put into a file, a meta tag or a DNS record; nobody else is told it. */
  readonly code: string;
  readonly method: ProofMethod | 'operator' | null;
  readonly provenAt: Instant | null;
  /** When it was last looked for. */
  readonly checkedAt: Instant | null;
}

export interface Finding {
  /** Key of the conduct rule that it may break (table 14). */
  readonly rule: 'false_association' | 'misleading';
  readonly field: 'name' | 'domain' | 'description';
  /** The brand or the phrase, as its list has it. */
  readonly word: string;
}

export interface Verdict {
  readonly code: RejectionReason;
  /** Key of the conduct rule that it is about (table 14), where it is about one. */
  readonly rule: string | null;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}
