import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeCredentials } from '../../apps/tributary/example/credentials.ts';
import { expectOk } from '../../apps/tributary/example/establish.ts';
import { rc } from '../../apps/tributary/example/people.ts';
import { historyDays } from '../../apps/tributary/example/plan.ts';
import { startWorker, type Worker } from '../../apps/tributary/worker.ts';
import { dayAt } from '../../core/time/index.ts';
import { internalRatesOn, setInternalRate } from '../../modules/terms/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';

const DAY_MS = 86_400_000;
const RUN_MS_MAX = 120_000;
const END = '--- end of block ---';

/** A block of commands of the page, and the output shown below it. */
interface Step {
  readonly commands: string;
  readonly shown: string;
}

const page = readFileSync('docs/walkthrough.md', 'utf8');
const steps: readonly Step[] = [...page.matchAll(/```sh\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```)?/g)].map(
  ([, commands = '', shown = '']) => ({ commands, shown }),
);

let net: TestNetwork;
let worker: Worker;
beforeAll(async () => {
  const now = systemClock.now();
  // The example's history begins that long ago, and its internal rates with it.
  const establishedAt = now - (historyDays + 1) * DAY_MS;
  net = await openTestNetwork({
    clock: systemClock,
    establishedAt,
    // Midnight in Moscow may fall between two commands; then the next day has this day's rate.
    prepare: ({ db }) =>
      db.transaction({ role: 'system' }, async (tx) => {
        const rates = await internalRatesOn(tx, rc, dayAt(now, 'Europe/Moscow'));
        const rate = rates['USD/RUB'];
        if (rate === undefined) throw new Error('no internal rate today');
        const day = dayAt(now + DAY_MS, 'Europe/Moscow');
        const stated = { program: rc, base: 'USD', quote: 'RUB', day, rate, source: 'example figures' };
        expectOk(await setInternalRate(tx, { ...stated, at: now, actor: 'scenario' }));
      }),
  });
  await writeCredentials(net.dataDir, net.credentials);
  const onTrouble = (error: unknown) => {
    net.troubles.push(error);
  };
  worker = startWorker({ network: net.network, dataDir: net.dataDir, onTrouble });
});
afterAll(async () => {
  await worker.stop();
  await net.close();
});

it(
  'the commands of the walk-through do what the page shows, from the click to the why and the books',
  async () => {
    const outputs = await run(steps.map(({ commands }) => commands));
    const compared = (choose: (step: Step, index: number) => string) =>
      steps.map((step, index) => `${step.commands}\n${comparable(choose(step, index))}`);
    expect(compared((_step, index) => outputs[index] ?? '')).toEqual(compared(({ shown }) => shown));
    expect(net.troubles).toEqual([]);
  },
  RUN_MS_MAX,
);

/** Runs the blocks in one shell, as a reader pastes them, and takes their output apart again. */
async function run(blocks: readonly string[]): Promise<string[]> {
  const script = blocks.map((block) => `${block}\necho '${END}'\n`).join('');
  const { PATH, HOME } = process.env;
  const shell = spawn('bash', ['-euo', 'pipefail'], {
    env: {
      PATH,
      HOME,
      BASE: net.url,
      CREDENTIALS: `${net.dataDir}/example-credentials.json`,
      DATABASE_URL: net.databaseUrl,
      TRIBUTARY_DATA: net.dataDir,
      TMPDIR: tmpdir(),
      // What npm keeps belongs to no test, and an account without a home has no place for it.
      npm_config_cache: join(net.dataDir, 'npm'),
      // Its remarks about settings of this machine, and news of itself, are no output of the product.
      npm_config_loglevel: 'error',
      npm_config_update_notifier: 'false',
    },
  });
  shell.stdin.end(script);
  const ended = new Promise<number | null>((resolve) => shell.once('close', resolve));
  const [output, errors, status] = await Promise.all([text(shell.stdout), text(shell.stderr), ended]);
  if (status !== 0) throw new Error(`status ${status}\n${output}\n${errors}`);
  return output.split(`${END}\n`).slice(0, blocks.length);
}

/** What differs from run to run is replaced by its kind. */
function comparable(output: string): string {
  return (
    output
      .replaceAll(/http:\/\/(localhost|127\.0\.0\.1):\d+/g, 'BASE')
      .replaceAll(/admitad_uid=[\w-]+|click [\w-]{60,}/g, 'CLICK')
      .replaceAll(/\/g\/[0-9a-z]{30}\//g, 'LINK')
      .replaceAll(/walkthrough-\d+/g, 'ORDER')
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}/g, 'ID')
      .replaceAll(/goods_received-[0-9a-f]{32}/g, 'EVENT')
      // The example network has more orders than this one.
      .replaceAll(/\d+ (?=decisions replayed|entries,|sealed,|waiting)/g, 'N ')
      .replaceAll('EUR 0.00, ', '')
      .replaceAll(/[ \t\r]+$/gm, '')
      .trim()
  );
}
