import { decide, ENGINE_VERSION } from '../../../core/commission/index.ts';
import type { ProgramTerms } from '../../../core/terms/model.ts';
import type { Database } from '../../../platform/db/index.ts';
import { canonicalDecision } from '../codec.ts';
import type { CommissionDeps, StoredDecision } from '../model.ts';
import { countDecisions, type DecisionKey, decisionsAfter } from '../store.ts';
import { termsOfDecision } from '../terms-of-decision.ts';
import { compiled } from './decide-orders.ts';

/** Decisions read at a time: bounds the memory whatever the number of orders. */
const CHUNK = 1_000;

/** Differences listed in full; more of them say the same thing again. */
const LISTED_MAX = 100;

export interface ReplayDifference {
  readonly program: string;
  readonly orderId: string;
  readonly revision: number;
  readonly stored: string;
  readonly replayed: string;
}

export interface ReplayReport {
  readonly decisions: number;
  readonly differences: number;
  /** Decisions that another version of the engine had made. */
  readonly otherEngine: number;
  /** The first of them, in the order of program, order and revision. */
  readonly listed: readonly ReplayDifference[];
}

/**
 * Decides every stored decision again, superseded ones included, from its stored facts under its stored terms, and compares.
 * Reads only, in chunks, beside running writers.
 */
export async function replay(
  db: Database,
  deps: Pick<CommissionDeps, 'termsOfPublication'>,
  onProgress?: (done: number, total: number) => void,
): Promise<ReplayReport> {
  const total = Number(await db.transaction({ role: 'system' }, countDecisions));
  const listed: ReplayDifference[] = [];
  let decisions = 0;
  let differences = 0;
  let otherEngine = 0;
  let after: DecisionKey | null = null;
  for (;;) {
    const from: DecisionKey | null = after;
    const chunk = await db.transaction({ role: 'system' }, async (tx) => {
      const stored = await decisionsAfter(tx, from, CHUNK);
      const terms = new Map<string, ProgramTerms>();
      for (const each of stored) {
        const key = termsKey(each);
        terms.set(key, terms.get(key) ?? (await termsOfDecision(tx, deps, each)));
      }
      return { stored, terms };
    });
    for (const stored of chunk.stored) {
      const terms = chunk.terms.get(termsKey(stored));
      const difference = terms === undefined ? null : differenceOf(stored, terms);
      decisions += 1;
      otherEngine += stored.decision.engineVersion === ENGINE_VERSION ? 0 : 1;
      if (difference !== null) {
        differences += 1;
        if (listed.length < LISTED_MAX) {
          listed.push(difference);
        }
      }
    }
    onProgress?.(decisions, Math.max(total, decisions));
    after = chunk.stored.at(-1) ?? null;
    if (chunk.stored.length < CHUNK) {
      return { decisions, differences, otherEngine, listed };
    }
  }
}

function termsKey({ program, termsPublication }: StoredDecision): string {
  return `${program} ${termsPublication}`;
}

/** Which engine decided is not compared: a newer one must give the same answer. */
function differenceOf(stored: StoredDecision, terms: ProgramTerms): ReplayDifference | null {
  const again = decide(compiled(terms), stored.facts, { trace: false });
  const replayed = canonicalDecision({ ...again, engineVersion: stored.decision.engineVersion });
  const kept = canonicalDecision(stored.decision);
  const { program, orderId, revision } = stored;
  return replayed === kept ? null : { program, orderId, revision, stored: kept, replayed };
}
