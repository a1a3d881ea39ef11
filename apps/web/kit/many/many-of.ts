import type { QueueName } from '../../../../contract/wire/moderation-many.ts';
import type { Query } from '../api/api.ts';

/** What is decided about many at once, and where: a queue of the network, or an advertiser's applications. */
export interface ManyOf {
  /** What the entries are. */
  readonly things: QueueName;
  /** Where the entries are read, with what narrows them beside the search. */
  readonly list: { readonly path: string; readonly query: Query };
  /** Where a verdict goes, and what its body says besides the verdict. */
  readonly verdicts: { readonly path: string; readonly body: object };
  /** Addresses (their beginnings) that load again after a verdict. */
  readonly renews: readonly string[];
  /** The screen on which one entry is looked at. */
  readonly placeOf: (key: string) => { readonly to: string; readonly search: Readonly<Record<string, string>> };
}

/** Reasons of the closed list (S-131). */
export const reasonCodes = ['rules', 'audience', 'information', 'interest', 'other'] as const;
