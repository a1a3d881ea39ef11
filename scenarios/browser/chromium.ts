import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import chromiumPackage from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

interface Unpacked {
  readonly executable: string;
  /** Libraries for systems that lack them. */
  readonly libraries: string;
  readonly fonts: string;
}

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
 * process beside it for its own; so it is given a directory of its own, which gets its name when it is whole.
 */
async function unpacked(): Promise<Unpacked> {
  const place = join(tmpdir(), `tributary-chromium-${packageVersion()}-${process.getuid?.() ?? 'user'}`);
  if (!existsSync(place)) {
    const staging = mkdtempSync(join(tmpdir(), 'tributary-unpacking-'));
    await within({ TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }, () =>
      chromiumPackage.executablePath(),
    );
    try {
      renameSync(staging, place);
    } catch (error) {
      // Another process was first.
      rmSync(staging, { recursive: true, force: true });
      if (!existsSync(place)) throw error;
    }
  }
  return { executable: join(place, 'chromium'), libraries: join(place, 'al2023', 'lib'), fonts: join(place, 'fonts') };
}

async function within<T>(variables: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  Object.assign(process.env, variables);
  try {
    return await work();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

function packageVersion(): string {
  let directory = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  while (!existsSync(join(directory, 'bin'))) directory = dirname(directory);
  const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
