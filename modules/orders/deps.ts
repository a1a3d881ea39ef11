import type { Result } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { DurableDeps, Quota } from './intake/intake.ts';
import type { DecisionSummary, OrderRef } from './model.ts';
import type { Refusals } from './tracking/refusals.ts';

/** What a click id says of itself, checked by its signature; see `openClickId` of the clicks. */
export type OpenedClickId = Result<
  { readonly campaignCode: string; readonly at: Instant },
  'malformed' | 'unknown_key' | 'forged'
>;

export interface OrdersDeps extends DurableDeps {
  readonly openClickId: (clickId: string) => OpenedClickId;
  /** Current terms by program; programs without terms are absent. */
  readonly termsOf: (
    q: Queryable,
    programs: readonly string[],
  ) => Promise<ReadonlyMap<string, { readonly orderCurrencies: readonly string[] }>>;
  /** Present decisions by the name of their order (`orderName`); orders without one are absent. */
  readonly summaryOf: (q: Queryable, refs: readonly OrderRef[]) => Promise<ReadonlyMap<string, DecisionSummary>>;
  /** Secrets that sign reports of a program at a time, the present one first; see `signingSecretsOf` of the programs. */
  readonly signingSecretsOf: (q: Queryable, program: string, at: Instant) => Promise<readonly string[]>;
  /** Secret that signs revisions of a program by request; `null` for an unknown program. */
  readonly revisionSecretOf: (q: Queryable, program: string) => Promise<string | null>;
  readonly quota: Quota;
  readonly refusals: Refusals;
}
