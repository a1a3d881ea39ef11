import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A network in processes of its own, as people start it. */
export interface StartedNetwork {
  readonly url: string;
  stop(): Promise<void>;
}

export interface Account {
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS_MAX = 240_000;
const LOOK_AGAIN_MS = 200;

/**
 * Starts the built product (`npm run prestart`) on a free port and waits until it is ready. Throws with what it said where it ends instead.
 * `mode` start: with the example network.
 */
export async function startNetwork(options: {
  readonly mode: 'start' | 'serve';
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<StartedNetwork> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(root, 'bin', 'tributary.mjs'), options.mode], {
    env: { ...process.env, ...options.env, PORT: String(port), TRIBUTARY_DATA: options.dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  for (const until = Date.now() + READY_MS_MAX; Date.now() < until; ) {
    if (child.exitCode !== null) throw new Error(`tributary ${options.mode} ended: ${said}`);
    const ready = await fetch(`${url}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  await stop();
  throw new Error(`tributary ${options.mode} was not ready after ${READY_MS_MAX / 1000} s: ${said}`);
}

const credentialsShape = z.looseObject({
  accounts: z.array(z.looseObject({ role: z.string(), email: z.string(), password: z.string() })),
});

/** Accounts of the example network, from the file it writes for whoever starts it. */
export function exampleAccounts(dataDir: string): readonly Account[] {
  return credentialsShape.parse(JSON.parse(readFileSync(join(dataDir, 'example-credentials.json'), 'utf8'))).accounts;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
