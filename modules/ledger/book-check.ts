import type { Clock, Instant } from '../../platform/clock/index.ts';
import { type Database, isUnavailable } from '../../platform/db/index.ts';
import type { Verification } from './model.ts';
import { verify } from './service/verify.ts';

/** A check of the whole book, as far as this process ran one. */
export interface CheckState {
  readonly running: { readonly done: bigint; readonly total: bigint; readonly since: Instant } | null;
  readonly last: { readonly at: Instant; readonly verification: Verification } | null;
  /** Why the latest check could not be done; `null` when it could. */
  readonly failed: 'unavailable' | 'defect' | null;
}

export interface BookCheck {
  state(): CheckState;
  /** Begins a check, unless one is under way: it reads the whole book. */
  start(): void;
}

export function bookCheck(deps: {
  readonly db: Database;
  readonly clock: Clock;
  /** Told what stopped a check. */
  readonly onTrouble: (error: unknown) => void;
}): BookCheck {
  let state: CheckState = { running: null, last: null, failed: null };
  const run = async (since: Instant): Promise<void> => {
    try {
      const verification = await verify(deps.db, {
        onProgress: (done, total) => {
          state = { ...state, running: { done, total, since } };
        },
      });
      state = { running: null, last: { at: deps.clock.now(), verification }, failed: null };
    } catch (error) {
      deps.onTrouble(error);
      state = { ...state, running: null, failed: isUnavailable(error) ? 'unavailable' : 'defect' };
    }
  };
  return {
    state: () => state,
    start: () => {
      if (state.running !== null) return;
      const since = deps.clock.now();
      state = { ...state, running: { done: 0n, total: 0n, since } };
      void run(since);
    },
  };
}
