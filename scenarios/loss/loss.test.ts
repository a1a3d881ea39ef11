import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctorContradictions } from './evidence.ts';
import { Rig } from './rig.ts';
import { runScenario } from './run-scenario.ts';
import { shortened } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/** `npm run losstest` breaks the same things for minutes and looks at latencies too. */
const SEED = 20_220_617;

const onDisk = new Set(['spool-full', 'disk-refuses', 'segment-damaged', 'last-line-torn']);

/** One rig for all of a kind: what it holds of earlier scenarios is compared again after each. */
describe.each([
  ['processes', scenarios.filter(({ name }) => !onDisk.has(name))],
  ['disks', scenarios.filter(({ name }) => onDisk.has(name))],
])('no answered click is lost or doubled by broken %s', (_, some) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
  });
  afterAll(() => rig.remove());

  it.each(some.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    { timeout: 120_000 },
    async (_name, scenario) => {
      const outcome = await runScenario(rig, shortened(scenario), SEED);
      expect(outcome.contradictions).toEqual([]);
      expect(outcome.answered).toBeGreaterThan(0);
    },
  );

  it('and tributary doctor says what was lost or refused, and nothing else', { timeout: 60_000 }, async () => {
    await rig.endEdges();
    expect(await doctorContradictions(rig)).toEqual([]);
  });
});
