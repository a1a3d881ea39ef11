import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSmallNetwork, type SmallNetwork } from '../failure/small-network.ts';
import { type DataDirectory, dataDirectory } from './data-directory.ts';
import { buildProduct, type Environment, settingsOf, TributaryProcess, tributary } from './tributary-process.ts';

let data: DataDirectory;
let settings: Environment;
/** Whatever a test leaves running, because it failed, is ended with the file. */
const started: TributaryProcess[] = [];

beforeAll(() => {
  buildProduct();
  data = dataDirectory();
  settings = settingsOf(data);
});
afterAll(async () => {
  for (const each of started) await each.end('SIGKILL');
  await data.remove();
});

function start(args: readonly string[] = ['serve'], more: Environment = {}): TributaryProcess {
  const running = new TributaryProcess(args, { ...settings, ...more });
  started.push(running);
  return running;
}

async function get(address: string, path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${address}${path}`, { redirect: 'manual' });
  return { status: response.status, text: await response.text() };
}

describe('serve refuses, with status 2, one message and no stack', () => {
  const refused = async (more: Environment, missing: readonly string[] = []) => {
    const given = Object.entries({ ...settings, ...more }).filter(([name]) => !missing.includes(name));
    return tributary(['serve'], Object.fromEntries(given));
  };

  it('to run without a master key, and tells how to make one', async () => {
    const { ending, errors } = await refused({}, ['TRIBUTARY_SECRET_FILE']);
    expect(ending).toBe(2);
    expect(errors).toMatch(/^tributary: TRIBUTARY_SECRET_FILE is not set; expected: .* Remedy: .*openssl rand -hex 32/);
    expect(errors).not.toMatch(/^ +at /m);
  });

  it('a port that is none', async () => {
    const { ending, errors } = await refused({ PORT: '80a80' });
    expect(ending).toBe(2);
    expect(errors).toMatch(/^tributary: PORT is '80a80'; expected: .* Remedy: /);
  });

  it('several wrong settings at once, each with its own line', async () => {
    const { ending, errors } = await refused({ PORT: '99999', PUBLIC_URL: 'network', TRIBUTARY_ROLES: 'edge,boss' });
    expect(ending).toBe(2);
    expect(errors).toMatch(/PORT .*\n.*PUBLIC_URL .*\n.*TRIBUTARY_ROLES /);
  });

  it('a port that another program uses, and leaves no database server behind', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = other.address();
    const port = typeof taken === 'object' && taken !== null ? String(taken.port) : '';
    const { ending, errors } = await refused({ PORT: port });
    other.close();
    expect(ending).toBe(2);
    expect(errors).toMatch(new RegExp(`^tributary: .*${port}.* set PORT to a free one\\n$`));
    expect(data.serverPid()).toBeNull();
  });

  it('a directory with half an example network in it: what came in would be removed with it', async () => {
    const half = dataDirectory();
    try {
      await makeSmallNetwork(settingsOf(half));
      writeFileSync(join(half.path, 'example-loading'), 'The example network is being loaded.\n');
      const { ending, errors } = await tributary(['serve'], settingsOf(half));
      expect(ending).toBe(2);
      expect(errors).toContain('an example network whose loading was interrupted');
    } finally {
      await half.remove();
    }
  });
});

describe('a network', () => {
  let network: SmallNetwork;
  beforeAll(async () => {
    network = await makeSmallNetwork(settings);
  });

  it('says of a misspelt setting that it means nothing, and runs', async () => {
    const running = start(['serve'], { TRIBUTARY_ROLE: 'edge' });
    await running.address();
    expect(running.output).toContain('TRIBUTARY_ROLE means nothing to this version');
    expect(await running.end('SIGTERM')).toBe(0);
  });

  it('ends with status 0 on SIGTERM when what is under way is finished, and leaves no process', async () => {
    const running = start();
    const address = await running.address();
    const clicks = await Promise.all(Array.from({ length: 20 }, () => get(address, network.linkPath)));
    expect(await running.end('SIGTERM')).toBe(0);
    expect(clicks.map(({ status }) => status)).toEqual(clicks.map(() => 302));
    expect(data.serverPid()).toBeNull();
    const { output } = await tributary(['export', 'clicks'], settings);
    expect(output.trimEnd().split('\n')).toHaveLength(clicks.length);
  });

  it('is in a copy of its stopped data directory: that is its backup', async () => {
    const copy = dataDirectory();
    try {
      execFileSync('cp', ['-a', data.path, copy.path]);
      const restored = { ...settings, TRIBUTARY_DATA: copy.path };
      expect((await tributary(['ledger', 'verify'], restored)).ending).toBe(0);
      const exported = await tributary(['export', 'clicks'], restored);
      expect(exported).toMatchObject({ ending: 0, errors: '' });
      expect(exported.output.trimEnd().split('\n')).toHaveLength(20);
    } finally {
      await copy.remove();
    }
  });

  it('ends in order on Ctrl-C while it is still starting', async () => {
    const running = start();
    await running.firstOutput();
    expect(await running.end('SIGINT')).toBe(0);
    expect(data.serverPid()).toBeNull();
  });

  it('starts again on the same data, and tells of its health, readiness and counters (R-26)', async () => {
    const running = start();
    const address = await running.address();
    expect(await get(address, '/ready')).toMatchObject({ status: 200, text: expect.stringContaining('"ready"') });
    const health = await get(address, '/health');
    expect(health.status).toBe(200);
    expect(JSON.parse(health.text)).toMatchObject({ status: 'ok', roles: ['edge', 'api', 'worker'] });
    expect((await get(address, network.linkPath)).status).toBe(302);
    const metrics = await get(address, '/metrics');
    expect(metrics.status).toBe(200);
    expect(metrics.text).toMatch(/^tributary_clicks_recorded_total 1$/m);
    expect(await running.end('SIGTERM')).toBe(0);
  });

  it('answers commands beside it and without it alike', async () => {
    const commands = [
      ['export', 'clicks'],
      ['ledger', 'verify'],
      ['replay'],
      ['doctor'],
      ['why', 'none-such'],
    ] as const;
    // How much room a disk has changes with everything else that uses it, and a worker that runs says so every few seconds.
    const steady = (output: string) =>
      output.replace(/^spool .*free on its disk$/m, '').replace(/^(worker +seen at ).*$/m, '$1…');
    const answers = async () => {
      const answered = await Promise.all(commands.map((args) => tributary(args, settings)));
      return answered.map((answer) => ({ ...answer, output: steady(answer.output) }));
    };
    const running = start();
    await running.address();
    const beside = await answers();
    expect(await running.end('SIGTERM')).toBe(0);
    const alone = await answers();
    expect(beside.map(({ ending }) => ending)).toEqual([0, 0, 0, 0, 1]);
    expect(alone).toEqual(beside);
    expect(beside.at(-1)?.errors).toContain("there is no decided order 'none-such'");
    expect(data.serverPid()).toBeNull();
  });
});
