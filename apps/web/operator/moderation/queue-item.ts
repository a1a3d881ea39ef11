import type { Fact } from '../look/facts.tsx';

/** One thing that waits, as the flow shows it. */
export interface QueueItem {
  readonly key: string;
  readonly name: string;
  /** Whose it is, or what kind of thing. */
  readonly note: string;
  readonly since: string;
  readonly facts: readonly Fact[];
}

export const queueNames = ['organisations', 'ad_spaces', 'programs', 'applications'] as const;
export type QueueName = (typeof queueNames)[number];

export interface Decision {
  readonly item: QueueItem;
  readonly approve: boolean;
  readonly reason: string;
  readonly code: string;
}
