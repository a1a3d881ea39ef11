import { afterAll, beforeAll, expect, it } from 'vitest';
import { KillScenario } from './kill.ts';

/** A start, or a recovery of the database, takes about two seconds; `kill.long.test.ts` kills ten times as often. */
const KILLS = 5;
const SEED = 20_220_615;

let scenario: KillScenario;
beforeAll(() => {
  scenario = new KillScenario();
});
afterAll(() => scenario.end());

it('every answered click and every acknowledged order is there once, with its decision and its money, whoever is killed and when', {
  timeout: 400_000,
}, async () => {
  const { answered, kills, evidence } = await scenario.run(KILLS, SEED);
  expect(evidence.findings, `seed ${SEED}`).toEqual([]);
  expect(evidence.orders).toBe(answered.orders.length);
  expect(evidence.decisions).toBeGreaterThanOrEqual(evidence.orders);
  expect(answered.clickIds.length).toBeGreaterThan(100);
  expect(kills).toEqual({ network: 2, database: 2, both: 1, starting: 0 });
});
