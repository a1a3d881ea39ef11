import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseHome, findDatabaseHome } from './home.ts';

/** Neither owner nor group of anything here, as the server's account is when root starts it. */
const STRANGER = { name: 'stranger', uid: 54321, gid: 54321 };

let parent: string;
let said: string[];

beforeEach(() => {
  parent = mkdtempSync(join(realpathSync(tmpdir()), 'tributary-home-'));
  said = [];
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const closed = (name: string) => join(parent, 'closed', name);

function home(dataDir: string): string {
  mkdirSync(join(parent, 'closed'), { recursive: true, mode: 0o700 });
  const system = { account: STRANGER, state: join(parent, 'state') };
  return databaseHome(dataDir, (message) => said.push(message), system).directory;
}

test('below a closed directory the home is elsewhere, recorded, said once, and found again', () => {
  const directory = home(closed('data'));
  expect(directory).toMatch(new RegExp(`^${parent}/state/[0-9a-f]{16}-[0-9a-f]{8}$`));
  expect(statSync(directory).mode & 0o777).toBe(0o711);
  expect([home(closed('data')), findDatabaseHome(closed('data'))]).toEqual([directory, directory]);
  expect(said).toEqual([
    expect.stringMatching(/will live in .* because PostgreSQL runs as stranger, who may not enter .*database\.json/),
  ]);
});

test('two data directories never share a database: a copy is refused until it has a copy of the database too', () => {
  const original = home(closed('data'));
  cpSync(closed('data'), closed('copy'), { recursive: true });
  expect(() => home(closed('copy'))).toThrow(`belongs to ${closed('data')}; ${closed('copy')} is a copy of that`);
  expect(() => findDatabaseHome(closed('copy'))).toThrow('copy the database too');
  cpSync(original, `${original}-copy`, { recursive: true });
  const record = { directory: `${original}-copy`, data_directory: closed('copy') };
  writeFileSync(join(closed('copy'), 'database.json'), JSON.stringify(record));
  expect(home(closed('copy'))).toBe(`${original}-copy`);
  expect(home(closed('data'))).toBe(original);
});

test('a database that is recorded and gone is not replaced by an empty one', () => {
  const original = home(closed('data'));
  rmSync(original, { recursive: true });
  expect(() => home(closed('data'))).toThrow(`${original}, which is not there. Restore it from your backup`);
});

test('a data directory that was moved keeps its database', () => {
  const original = home(closed('data'));
  renameSync(closed('data'), closed('moved'));
  expect(home(closed('moved'))).toBe(original);
});

test('a data directory that was deleted and made again starts with an empty database', () => {
  const original = home(closed('data'));
  rmSync(closed('data'), { recursive: true });
  expect(home(closed('data'))).not.toBe(original);
});

test('where the account may pass, the home is in the data directory', () => {
  chmodSync(parent, 0o711);
  const dataDir = join(parent, 'open');
  expect(home(dataDir)).toBe(join(dataDir, 'postgres'));
  expect(statSync(dataDir).mode & 0o777).toBe(0o711);
  expect(said).toEqual([]);
});
