import type { Clock } from '../../../platform/clock/index.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import { linkHash } from '../chain.ts';
import { becomeSealer, insertLinks, type Link, lastLink, selectUnsealed } from '../chain-store.ts';

/** Entries sealed in one transaction: a few megabytes in memory, a few tens of milliseconds. */
const BATCH = 2_000;

/** Pause between two looks for new entries: the tail stays unsealed for less than a second. */
const PAUSE_MS = 500;

/** Extends the hash chain by all committed entries that wait for it; answers how many. Safe to run in several processes. */
export async function seal(db: Database): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await db.transaction({ role: 'system' }, sealBatch);
    total += sealed;
    if (sealed < BATCH) {
      return total;
    }
  }
}

async function sealBatch(tx: Tx): Promise<number> {
  if (!(await becomeSealer(tx))) {
    return 0;
  }
  // Read after the lock is held: the chain's end as the last sealer left it.
  const end = await lastLink(tx);
  const links: Link[] = [];
  let position = end?.position ?? 0n;
  let hash = end?.hash ?? null;
  for (const entry of await selectUnsealed(tx, BATCH)) {
    position += 1n;
    hash = linkHash(hash, entry);
    links.push({ position, entryId: entry.id, hash });
  }
  if (links.length > 0) {
    await insertLinks(tx, links);
  }
  return links.length;
}

/** A loop that seals until it is stopped. */
export interface Sealer {
  start(): void;
  /** Seals once more and resolves when nothing is running any more. */
  stop(): Promise<void>;
  /** When it last looked, and what went wrong then, for health reports. */
  state(): { readonly lastRunAt: number | null; readonly lastError: Error | null };
}

/** Makes the sealer of a process. A failed run (an absent database) is kept for `state` and tried again. */
export function createSealer(deps: { readonly db: Database; readonly clock: Clock }): Sealer {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let started = false;
  let lastRunAt: number | null = null;
  let lastError: Error | null = null;

  const run = async (): Promise<void> => {
    try {
      await seal(deps.db);
      lastError = null;
    } catch (error) {
      lastError = error instanceof Error ? error : new Error(String(error));
    }
    lastRunAt = deps.clock.now();
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      running = run().then(() => {
        if (started) {
          schedule();
        }
      });
    }, PAUSE_MS);
  };
  return {
    start: () => {
      if (!started) {
        started = true;
        schedule();
      }
    },
    stop: async () => {
      started = false;
      if (timer !== null) {
        clearTimeout(timer);
      }
      await running;
      await run();
    },
    state: () => ({ lastRunAt, lastError }),
  };
}
