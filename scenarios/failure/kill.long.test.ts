import { afterAll, beforeAll, expect, it } from 'vitest';
import { KillScenario } from './kill.ts';

const KILLS = 50;

/** KILL_SEED=… npm run test:long -- scenarios/failure repeats a run, or tries another one. */
const SEED = Number(process.env['KILL_SEED'] ?? 20_220_616);

let scenario: KillScenario;
beforeAll(() => {
  scenario = new KillScenario();
});
afterAll(() => scenario.end());

it('fifty kills lose no answered click and no acknowledged order, and nothing is there twice', async () => {
  const { answered, kills, evidence } = await scenario.run(KILLS, SEED);
  expect(evidence.findings, `KILL_SEED=${SEED}`).toEqual([]);
  expect(evidence.orders).toBe(answered.orders.length);
  expect(evidence.decisions).toBeGreaterThanOrEqual(evidence.orders);
  expect(answered.clickIds.length).toBeGreaterThan(1_000);
  expect(Math.min(...Object.values(kills)), 'kills of each kind').toBeGreaterThan(0);
  console.log(`KILL_SEED=${SEED}: ${JSON.stringify({ kills, answered: answered.clickIds.length, ...evidence })}`);
});
