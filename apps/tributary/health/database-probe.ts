import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../../platform/db/index.ts';

/** Whoever asks whether the network is ready waits a few seconds at most: a database that takes longer is as good as away. */
const ANSWER_MS_MAX = 2_000;

/**
 * Asks whether the database answers within `millisecondsMax`. Those who ask while a question is under way share it, so that a database that
 * hangs is not asked by ever more connections.
 */
export function databaseProbe(db: Database, millisecondsMax = ANSWER_MS_MAX): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null;
  return () => {
    asking ??= db
      .transaction({ role: 'system' }, (tx) => tx.query('select 1'))
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asking = null;
      });
    return Promise.race([asking, pause(millisecondsMax, false, { ref: false })]);
  };
}
