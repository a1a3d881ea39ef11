import { dayAt, type Instant } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { type ActionFact, type ClickFact, DAY_MS, MINUTE_MS, type PaidFact, type ProgramFact } from './model.ts';
import { reduceClicks, visitKey } from './rollup.ts';
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
 * then a replayed spool changes nothing here.
 */
export async function recordClicks(tx: Tx, clicks: readonly ClickFact[]): Promise<void> {
  if (clicks.length === 0) return;
  const zoneOf = await zones(tx, clicks);
  const batch = reduceClicks(clicks, zoneOf);
  const newVisits = await store.insertVisits(tx, batch.visits);
  await store.addToRollups(tx, batch.grains(new Set(newVisits.map(visitKey))));
  await store.addToMinutes(tx, batch.minutes);
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
    [...latest.values()].map((action) => ({ action, day: dayAt(action.orderedAt, zoneOf(action.program)) })),
  );
}

/** Notes when the advertiser paid for actions that were recorded before; returns how many of them are known. */
export async function recordPaid(tx: Tx, paid: readonly PaidFact[]): Promise<number> {
  return await store.updatePaid(tx, paid);
}

/** Forgets minutes and visitors older than every trailing window; a job calls it daily. Reports are not touched. */
export async function pruneStatistics(tx: Tx, now: Instant): Promise<number> {
  const before = now - MINUTES_KEPT_DAYS * DAY_MS;
  return await store.deleteBefore(tx, Math.floor(before / MINUTE_MS) * MINUTE_MS, dayAt(before, 'UTC'));
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
  await store.deleteClicks(tx);
  await sources.clicks((clicks) => recordClicks(tx, clicks));
  await store.deleteActions(tx);
  await sources.actions((actions) => recordActions(tx, actions));
}

async function zones(tx: Tx, facts: readonly { readonly program: string }[]): Promise<(program: string) => string> {
  const programs = await store.programsNamed(tx, [...new Set(facts.map((fact) => fact.program))]);
  return (program) => programs.get(program)?.timeZone ?? ZONE_UNTOLD;
}
