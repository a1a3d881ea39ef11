import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLinked } from './install.mjs';
import { nodeRefusal } from './node-version.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

let clone: string;

/** A clone whose packages are installed, with two small sources. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'tributary-clone-'));
  for (const path of [
    'tools/setup',
    'bin',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    cpSync(join(REPOSITORY, path), join(clone, path), { recursive: true });
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(clone, 'node_modules'));
  source('core/rule.ts', 'export const rate: number = 5;\n');
  source('core/rule.test.ts', 'throw new Error("tests are not part of the product");\n');
  source('apps/tributary/cli.ts', "import { rate } from '../../core/rule.ts';\nconsole.log('rate', rate);\n");
  source('migrations/sql/0001_first.sql', 'select 1;\n');
  source('programs/example.terms', 'program example\n');
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function source(path: string, text: string): void {
  mkdirSync(join(clone, path, '..'), { recursive: true });
  writeFileSync(join(clone, path), text);
}

async function run(script: string): Promise<{ readonly output: string; readonly status: number }> {
  const child = spawn(process.execPath, [join(clone, script)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const [status] = await once(child, 'close');
  return { output, status };
}

const setup = () => run('tools/setup/setup.mjs');

test('a first run builds the product with what it reads, and the command line works', async () => {
  expect(await run('bin/tributary.mjs')).toMatchObject({
    status: 2,
    output: expect.stringContaining('npm run prestart'),
  });
  const { output, status } = await setup();
  expect(status, output).toBe(0);
  expect(output).toMatch(/^setup: built the product \(\d+\.\d s\)\n$/);
  expect(await run('bin/tributary.mjs')).toEqual({ status: 0, output: 'rate 5\n' });
  expect(readFileSync(join(clone, 'dist/migrations/sql/0001_first.sql'), 'utf8')).toBe('select 1;\n');
  expect(existsSync(join(clone, 'dist/programs/example.terms'))).toBe(true);
  expect(existsSync(join(clone, 'dist/core/rule.test.js'))).toBe(false);
});

test('a second run says and does nothing; a changed source is built again; a removed one disappears', async () => {
  await setup();
  expect(await setup()).toEqual({ status: 0, output: '' });
  source('core/rule.ts', 'export const rate: number = 7;\n');
  source('core/extra.ts', 'export const extra = 1;\n');
  await setup();
  expect((await run('bin/tributary.mjs')).output).toBe('rate 7\n');
  expect(existsSync(join(clone, 'dist/core/extra.js'))).toBe(true);
  rmSync(join(clone, 'core/extra.ts'));
  await setup();
  expect(existsSync(join(clone, 'dist/core/extra.js'))).toBe(false);
});

test('several at once build once', async () => {
  const outputs = (await Promise.all([setup(), setup(), setup()])).map(({ output }) => output);
  expect(outputs.filter((output) => output.includes('built the product'))).toHaveLength(1);
  expect(outputs.filter((output) => output === '')).toHaveLength(2);
});

test('the lock of a setup that was killed does not stop the next', async () => {
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'exit');
  source('dist/.setup-lock/pid', String(dead.pid));
  expect((await setup()).output).toContain('built the product');
});

test('a source that does not parse stops the setup with its place, and the next run tries again', async () => {
  source('core/rule.ts', 'export const rate = ;\n');
  const broken = await setup();
  expect(broken.status).toBe(1);
  expect(broken.output).toMatch(/setup: the build failed.*core\/rule\.ts\(1,21\)/s);
  source('core/rule.ts', 'export const rate = 5;\n');
  expect((await setup()).output).toContain('built the product');
});

test('an old Node is refused with its version, ours and the way to a newer one', () => {
  expect(nodeRefusal('20.18.1')).toMatch(/needs Node 20\.19\.0 or newer, and this is Node 20\.18\.1.*nvm install/);
  expect(nodeRefusal('18.20.0')).not.toBe(null);
  expect(['20.19.0', '20.20.2', '22.0.0', '24.1.0'].map(nodeRefusal)).toEqual([null, null, null, null]);
});

test('the link that npx follows leads to the command line of this clone', () => {
  expect(isLinked(REPOSITORY)).toBe(true);
});
