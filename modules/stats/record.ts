import { dayAt, type Instant, wallTimeAt } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { deleteActionSums, settleActions } from './actions/action-rollup.ts';
import { BATCH_CLICKS_MAX, reduceClicks } from './clicks/click-batch.ts';
import * as clickStore from './clicks/click-store.ts';
import { sumBatches } from './clicks/rollup.ts';
import * as subidStore from './clicks/subid-store.ts';
import { type ActionFact, type ClickFact, DAY_MS, MINUTE_MS, type PaidFact, type ProgramFact } from './model.ts';
import { forgetLinkDays } from './reports/link-sums.ts';
import { forgetPlaceSubids } from './reports/place-subids.ts';
import { sumAllSubidDays } from './reports/subid-sums.ts';
import * as store from './store.ts';

/** Days of a program that statistics have not been told of are counted in this zone. */
const ZONE_UNTOLD = 'UTC';

/** Longest trailing window of the metrics that reads minutes, and some days of grace for clicks that arrive late. */
const MINUTES_KEPT_DAYS = 40;

/**
 * Tells statistics of a program, or that something of it changed. Call it before the program's first click, in the transaction
 * that makes the program, and again when its zone, cookie or accrual currency changes. Days that were counted keep their zone.
 */
export async function recordProgram(tx: Tx, fact: ProgramFact): Promise<void> {
  await store.upsertProgram(tx, fact);
}

/**
 * Counts clicks. The caller passes each click once, in the transaction that stores it for the first time, as `system`:
 * then a replayed spool changes nothing here. They are in the rollups after the next `settleClicks`.
 */
export async function recordClicks(tx: Tx, clicks: readonly ClickFact[]): Promise<void> {
  if (clicks.length === 0) return;
  const zoneOf = await zones(tx, clicks);
  for (let from = 0; from < clicks.length; from += BATCH_CLICKS_MAX) {
    const some = clicks.length <= BATCH_CLICKS_MAX ? clicks : clicks.slice(from, from + BATCH_CLICKS_MAX);
    const reduced = reduceClicks(some, zoneOf);
    const newVisits = await clickStore.insertVisits(tx, reduced.visits);
    await clickStore.insertBatch(tx, reduced.batch(newVisits), reduced.minutes);
  }
}

/** Batches that are added together: some hundred thousand clicks, which need less than 100 MB. */
const SETTLED_TOGETHER = 32;

/**
 * Adds waiting clicks to the rollups, as `system`. Whoever reads rollups calls it first, so that they show every click that was counted
 * before; a job calls it too, so that few are waiting. Adding many batches at once is what makes a click cheap.
 */
export async function settleClicks(tx: Tx): Promise<void> {
  for (;;) {
    const batches = await clickStore.takeBatches(tx, SETTLED_TOGETHER);
    if (batches.length > 0) await clickStore.addToRollups(tx, sumBatches(batches));
    if (batches.length < SETTLED_TOGETHER) return;
  }
}

/**
 * Remembers orders as they were decided last, in the transaction of the decision, as `system`. Idempotent: the same revision
 * again changes nothing, an earlier one never replaces a later one.
 */
export async function recordActions(tx: Tx, actions: readonly ActionFact[]): Promise<void> {
  if (actions.length === 0) return;
  const zoneOf = await zones(tx, actions);
  const latest = new Map<string, ActionFact>();
  for (const action of actions) {
    const key = JSON.stringify([action.program, action.orderId]);
    const known = latest.get(key);
    if (known === undefined || known.revision <= action.revision) latest.set(key, action);
  }
  await store.upsertActions(
    tx,
    [...latest.values()].map((action) => {
      const zone = zoneOf(action.program);
      return { action, day: dayAt(action.orderedAt, zone), hour: wallTimeAt(action.orderedAt, zone).hour };
    }),
  );
}

/** Notes when the advertiser paid for actions that were recorded before; returns how many of them are known. */
export async function recordPaid(tx: Tx, paid: readonly PaidFact[]): Promise<number> {
  return await store.updatePaid(tx, paid);
}

/** SubIDs that were folded can be found by name on their day and on so many days after it, in every zone. */
const SINGLES_KEPT_DAYS = 3;

/** Forgets minutes and visitors older than every trailing window, and the names of singles that were folded; a job calls it daily. */
export async function pruneStatistics(tx: Tx, now: Instant): Promise<number> {
  await subidStore.lockSubids(tx);
  await subidStore.forgetSingles(tx, dayAt(now - SINGLES_KEPT_DAYS * DAY_MS, 'UTC'));
  await forgetLinkDays(tx, now);
  await forgetPlaceSubids(tx, now);
  const before = now - MINUTES_KEPT_DAYS * DAY_MS;
  return await store.deleteBefore(tx, Math.floor(before / MINUTE_MS) * MINUTE_MS, dayAt(before, 'UTC'));
}

/** Days that are looked at again for clicks that came late from a spool. */
const FOLDED_AGAIN_DAYS = 8;

/**
 * Sums SubIDs that came once on a day, where an ad space has many of them, into one row named "…"; a job calls it every minute. Returns how
 * many rows went. Numbers of single clicks are no words to report by: without this reports by SubID would have as many rows as there were
 * clicks. Totals stay as they are, and so does every SubID that came twice: one that is folded and comes again gets its own row with the next
 * call. A report that asks for a SubID by name finds it until `pruneStatistics` forgets its day.
 */
export async function foldSubids(tx: Tx, now: Instant): Promise<number> {
  const day = (ago: number) => dayAt(now - ago * DAY_MS, 'UTC');
  await subidStore.lockSubids(tx);
  await subidStore.unfoldSubids(tx, day(SINGLES_KEPT_DAYS));
  return await subidStore.foldSingles(tx, day(FOLDED_AGAIN_DAYS), day(SINGLES_KEPT_DAYS));
}

/** Where statistics are told everything anew from: each function calls `tell` with batches of facts, oldest first. */
export interface FactSources {
  readonly clicks: (tell: (clicks: readonly ClickFact[]) => Promise<void>) => Promise<void>;
  readonly actions: (tell: (actions: readonly ActionFact[]) => Promise<void>) => Promise<void>;
}

/**
 * Makes the statistics anew from the facts, in one transaction: readers see the old numbers until the new ones are complete.
 * Statistics are a projection; nothing reads money from them.
 */
export async function rebuildStatistics(tx: Tx, sources: FactSources): Promise<void> {
  await subidStore.lockSubids(tx);
  await clickStore.deleteClicks(tx);
  await sources.clicks(async (clicks) => {
    await recordClicks(tx, clicks);
    await settleClicks(tx);
  });
  // Of old days too, which the job does not look at; it forgets later which they were.
  await subidStore.foldSingles(tx, '-infinity', '-infinity');
  await sumAllSubidDays(tx);
  await store.deleteActions(tx);
  await deleteActionSums(tx);
  await sources.actions((actions) => recordActions(tx, actions));
  await settleActions(tx);
}

async function zones(tx: Tx, facts: readonly { readonly program: string }[]): Promise<(program: string) => string> {
  const names = new Set<string>();
  for (const { program } of facts) names.add(program);
  const programs = await store.programsNamed(tx, [...names]);
  return (program) => programs.get(program)?.timeZone ?? ZONE_UNTOLD;
}
