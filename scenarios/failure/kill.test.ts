import { afterAll, beforeAll, expect, it } from 'vitest';
import { KillScenario } from './kill.ts';

const KILLS = 5;
const SEED = 20_220_615;

let scenario: KillScenario;
beforeAll(() => {
  scenario = new KillScenario();
});
afterAll(() => scenario.end());

it('every answered click and every acknowledged order is there once, with its decision and its money, however often processes are killed', {
  timeout: 120_000,
}, async () => {
  const { answered, kills, evidence } = await scenario.run(KILLS, SEED);
  expect(evidence.findings, `seed ${SEED}`).toEqual([]);
  expect(evidence.orders).toBe(answered.orders.length);
  expect(answered.clickIds.length).toBeGreaterThan(100);
});
