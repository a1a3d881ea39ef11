import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unreachableParent } from './account.ts';
import { embeddedBinaries, packageRoot } from './binaries.ts';

/** Neither owner nor group of anything here. */
const STRANGER = { name: 'stranger', uid: 54321, gid: 54321 };

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(realpathSync(tmpdir()), 'tributary-binaries-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('library links that an install without scripts left out are made', () => {
  const root = join(directory, 'without-links');
  cpSync(packageRoot(), root, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  const link = join(root, 'native', 'lib', 'libpq.so.5');
  expect(existsSync(link)).toBe(false);
  const binaries = embeddedBinaries(null, () => undefined, { root, state: directory });
  expect(existsSync(link)).toBe(true);
  expect(binaries).toEqual({ directory: join(root, 'native', 'bin'), major: 18 });
});

test('programs below a directory that the server may not enter are copied once to where it may, and run from there', () => {
  const closed = join(directory, 'closed');
  cpSync(packageRoot(), join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
  chmodSync(closed, 0o700);
  const said: string[] = [];
  const places = { root: join(closed, 'package'), state: join(directory, 'state') };
  const first = embeddedBinaries(STRANGER, (message) => said.push(message), places);
  const second = embeddedBinaries(STRANGER, (message) => said.push(message), places);
  expect(first.directory).toBe(join(directory, 'state', 'postgres-18.4.0-beta.17', 'bin'));
  expect(second).toEqual(first);
  expect(said).toHaveLength(1);
  expect(lstatSync(join(first.directory, 'postgres')).mode & 0o777).toBe(0o755);
  expect(existsSync(join(first.directory, '..', 'lib', 'libpq.so.5'))).toBe(true);
});

test('the first closed directory on the way is the one that is named', () => {
  const closed = join(directory, 'first', 'second');
  cpSync(join(packageRoot(), 'scripts'), join(closed, 'third'), { recursive: true });
  chmodSync(directory, 0o711);
  chmodSync(join(directory, 'first'), 0o755);
  chmodSync(closed, 0o700);
  expect(unreachableParent(join(closed, 'third', 'not-yet-there'), STRANGER)).toBe(closed);
  expect(unreachableParent(join(directory, 'first'), STRANGER)).toBe(null);
});
