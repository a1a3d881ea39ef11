/** Makes pictures of screens of the example network and says what console, axe and layout object to. See the README beside it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { openBrowser } from './chromium.ts';
import { accessibilityProblems, layoutProblems, open, openVisitor, signIn, type Theme } from './visitor.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = join(root, 'data', 'look');
const READY_MS_MAX = 240_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: 'string', default: 'nobody' },
    email: { type: 'string' },
    language: { type: 'string', default: 'en' },
    widths: { type: 'string', default: '1600,360' },
    themes: { type: 'string', default: 'light,dark' },
    pictures: { type: 'string', default: join(data, 'pictures') },
  },
});

const credentialsShape = z.looseObject({
  accounts: z.array(z.looseObject({ role: z.string(), email: z.string(), password: z.string() })),
});

interface Running {
  readonly url: string;
  readonly process: ChildProcess;
}

async function start(): Promise<Running> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(root, 'bin', 'tributary.mjs'), 'start'], {
    env: { ...process.env, PORT: String(port), TRIBUTARY_DATA: join(data, 'network') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  for (const until = Date.now() + READY_MS_MAX; Date.now() < until; ) {
    if (child.exitCode !== null) throw new Error(said);
    const ready = await fetch(`${url}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return { url, process: child };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill();
  throw new Error(`not ready after ${READY_MS_MAX / 1000} s: ${said}`);
}

/** The network of the former look, or a new one when its schema is not today's. */
async function startOrRenew(): Promise<Running> {
  const isKept = existsSync(join(data, 'network'));
  try {
    return await start();
  } catch (error) {
    if (!isKept) throw error;
    console.error('the example network of the former look does not fit any more; loading it anew');
    rmSync(join(data, 'network'), { recursive: true });
    return start();
  }
}

async function look(browser: Browser, url: string, path: string, width: number, theme: Theme): Promise<void> {
  const language = values.language === 'ru' || values.language === 'es' ? values.language : 'en';
  const visitor = await openVisitor(browser, { url, language, theme, width });
  try {
    if (values.as !== 'nobody') await signIn(visitor, account());
    await open(visitor, path);
    const name = `${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${width}-${theme}.png`;
    await visitor.page.screenshot({ path: join(values.pictures, name), fullPage: true });
    const problems = [
      ...visitor.problems,
      ...(await accessibilityProblems(visitor.page)),
      ...(await layoutProblems(visitor.page)),
    ];
    console.log(`${join(values.pictures, name)}${problems.map((problem) => `\n  ${problem}`).join('')}`);
  } finally {
    await visitor.close();
  }
}

function account(): { readonly email: string; readonly password: string } {
  const file: unknown = JSON.parse(readFileSync(join(data, 'network', 'example-credentials.json'), 'utf8'));
  const { accounts } = credentialsShape.parse(file);
  const found = accounts.find(({ role, email }) =>
    values.email === undefined ? role === values.as : email === values.email,
  );
  if (found === undefined) throw new Error(`no account for ${values.email ?? values.as} in the example network`);
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

spawnSync(process.execPath, [join(root, 'tools', 'setup', 'setup.mjs')], { stdio: 'inherit' });
mkdirSync(values.pictures, { recursive: true });
const running = await startOrRenew();
const browser = await openBrowser();
try {
  for (const path of positionals) {
    for (const width of values.widths.split(',').map(Number)) {
      for (const theme of values.themes.split(',')) {
        await look(browser, running.url, path, width, theme === 'dark' ? 'dark' : 'light');
      }
    }
  }
} finally {
  await browser.close();
  running.process.kill('SIGTERM');
}
