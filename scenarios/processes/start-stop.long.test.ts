import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DataDirectory, dataDirectory } from './data-directory.ts';
import { until } from './liveness.ts';
import { buildProduct, type Environment, settingsOf, TributaryProcess, tributary } from './tributary-process.ts';

/** The first start is promised within a minute on an idle machine. */
const LOADING_MS_MAX = 300_000;

let data: DataDirectory;
let settings: Environment;
const started: TributaryProcess[] = [];

beforeAll(async () => {
  buildProduct();
  data = dataDirectory();
  settings = { ...settingsOf(data), PORT: await freePort() };
});
afterAll(async () => {
  for (const each of started) await each.end('SIGKILL');
  await data.remove();
});

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return String(address.port);
}

/** A first start that is under way: it answers, and has begun to load. */
async function loading(): Promise<TributaryProcess> {
  const running = new TributaryProcess(['start'], settings);
  started.push(running);
  await until('the example is being loaded', LOADING_MS_MAX, async () => {
    return existsSync(join(data.path, 'example-loading')) && (await status('/health')) === 200;
  });
  return running;
}

function status(path: string): Promise<number | null> {
  return fetch(`http://127.0.0.1:${settings['PORT']}${path}`).then(
    (response) => response.status,
    () => null,
  );
}

it('a first start that is killed or stopped begins anew at the next, which ends with the whole example network', async () => {
  const credentials = join(data.path, 'example-credentials.json');
  const first = await loading();
  expect([await status('/ready'), await status('/g/anything/')]).toEqual([503, 503]);
  expect(await first.end('SIGKILL')).toBe('SIGKILL');

  const second = await loading();
  expect(second.output).toContain('was interrupted; it begins anew');
  expect(await second.end('SIGTERM')).toBe(0);
  expect(data.serverPid()).toBeNull();
  expect(existsSync(credentials)).toBe(false);

  const third = await loading();
  await until('the example network runs', LOADING_MS_MAX, async () => (await status('/ready')) === 200);
  await third.address();
  expect(existsSync(credentials)).toBe(true);
  const doctor = await tributary(['doctor', '--json'], settings);
  expect(JSON.parse(doctor.output)).toMatchObject({ findings: [] });
  expect(await third.end('SIGTERM')).toBe(0);
  expect(data.serverPid()).toBeNull();
});
