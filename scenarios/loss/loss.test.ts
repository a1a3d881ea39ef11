import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctorContradictions } from './evidence.ts';
import { Rig } from './rig.ts';
import { runScenario } from './run-scenario.ts';
import { shortened } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/** `npm run losstest` breaks the same things for minutes and looks at latencies too. */
const SEED = 20_220_617;

/** One rig for all: what it holds of earlier scenarios is compared again after each. */
let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open();
});
afterAll(() => rig.remove());

it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'no answered click is lost or doubled: %s',
  { timeout: 300_000 },
  async (_name, scenario) => {
    const outcome = await runScenario(rig, shortened(scenario), SEED);
    expect(outcome.contradictions).toEqual([]);
    expect(outcome.answered).toBeGreaterThan(0);
  },
);

it('tributary doctor then names what was lost and refused, and nothing else', async () => {
  await rig.endEdges();
  expect(await doctorContradictions(rig)).toEqual([]);
});
