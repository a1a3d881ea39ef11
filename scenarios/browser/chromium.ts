import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

interface Unpacked {
  readonly executable: string;
  /** Libraries for systems that lack them. */
  readonly libraries: string;
  readonly fonts: string;
}

const TURN_MS_MAX = 60_000;
const TURN_PAUSE_MS = 100;

/** A browser of its own process, to be closed by whoever opens it. */
export async function openBrowser(): Promise<Browser> {
  const { executable, libraries, fonts } = await unpacked();
  const env = { ...process.env };
  if (!existsSync('/etc/fonts/fonts.conf')) env['FONTCONFIG_PATH'] = fonts;
  if (spawnSync(executable, ['--version'], { env }).status !== 0) {
    env['LD_LIBRARY_PATH'] = [libraries, env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  }
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: executable,
    env: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    // Chromium refuses its sandbox to root; what it opens here are our own pages.
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--font-render-hinting=none',
      '--disable-gpu',
      '--force-color-profile=srgb',
    ],
  });
}

/**
 * Unpacks the package once a version and account. It would unpack into the temporary directory itself and take a half-written file of a
 * process beside it for its own; so it is given a directory of its own, which gets its name when it is whole. By a process of its own: what
 * else runs in this one meanwhile must not find its temporary files in there.
 */
async function unpacked(): Promise<Unpacked> {
  const place = join(tmpdir(), `tributary-chromium-${packageVersion()}-${process.getuid?.() ?? 'user'}`);
  if (!existsSync(place)) await unpackTo(place);
  return { executable: join(place, 'chromium'), libraries: join(place, 'al2023', 'lib'), fonts: join(place, 'fonts') };
}

/** Unpacking takes seconds of a whole core, so processes that begin together leave it to one of them. */
async function unpackTo(place: string): Promise<void> {
  const turn = `${place}.turn`;
  await takeTurn(turn, place);
  const staging = mkdtempSync(join(tmpdir(), 'tributary-unpacking-'));
  try {
    if (existsSync(place)) return;
    await unpackInto(staging);
    renameSync(staging, place);
  } catch (error) {
    // Otherwise another process was first.
    if (!existsSync(place)) throw error;
  } finally {
    for (const path of [staging, turn]) rmSync(path, { recursive: true, force: true });
  }
}

/** Resolves also when another process has unpacked it, or has held the turn for so long that it must have been killed. */
async function takeTurn(turn: string, place: string): Promise<void> {
  for (const until = Date.now() + TURN_MS_MAX; Date.now() < until && !existsSync(place); ) {
    try {
      mkdirSync(turn);
      return;
    } catch {
      await setTimeout(TURN_PAUSE_MS);
    }
  }
}

const UNPACK = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;

async function unpackInto(directory: string): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', UNPACK], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    env: { ...process.env, TMPDIR: directory, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`the browser could not be unpacked into ${directory}: status ${status}`);
}

function packageVersion(): string {
  let directory = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  while (!existsSync(join(directory, 'bin'))) directory = dirname(directory);
  const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
