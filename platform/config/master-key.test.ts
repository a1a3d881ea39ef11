import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveKey, openMasterKey } from './index.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tributary-key-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the first start makes a key that only we can read, and every later one reads the same', () => {
  const config = { mode: 'start', secretFile: null, dataDir: join(directory, 'new') } as const;
  const first = openMasterKey(config);
  expect(openMasterKey(config)).toEqual(first);
  expect(openMasterKey({ ...config, mode: 'command' })).toEqual(first);
  expect(first.bytes).toHaveLength(32);
  expect(first.warning).toBe(null);
  expect(statSync(join(config.dataDir, 'master.key')).mode & 0o777).toBe(0o600);
});

test('a key file that is named but absent is never made silently', () => {
  const secretFile = join(directory, 'absent.key');
  for (const mode of ['start', 'serve', 'command'] as const) {
    expect(() => openMasterKey({ mode, secretFile, dataDir: directory })).toThrow(
      /absent\.key does not exist.*openssl rand/,
    );
  }
  expect(() => openMasterKey({ mode: 'command', secretFile: null, dataDir: join(directory, 'empty') })).toThrow(
    'Start the network once',
  );
});

test('a damaged key file is refused, not replaced', () => {
  const secretFile = join(directory, 'damaged.key');
  writeFileSync(secretFile, 'abc', { mode: 0o600 });
  expect(() => openMasterKey({ mode: 'start', secretFile, dataDir: directory })).toThrow(
    'must hold 64 hexadecimal digits',
  );
  expect(readFileSync(secretFile, 'utf8')).toBe('abc');
});

test('a key that this account may not read is named, with what to do', () => {
  const secretFile = join(directory, 'closed.key');
  writeFileSync(secretFile, `${'ab'.repeat(32)}\n`, { mode: 0o000 });
  // Root reads everything: then there is nothing to refuse.
  const open = () => openMasterKey({ mode: 'serve', secretFile, dataDir: directory });
  if (process.getuid?.() === 0) expect(open().bytes).toHaveLength(32);
  else expect(open).toThrow(/may not read .*closed\.key.*chown/);
});

test('a key that others can read is used with a warning, since container secrets are often mounted so', () => {
  const secretFile = join(directory, 'open.key');
  writeFileSync(secretFile, `${'ab'.repeat(32)}\n`);
  chmodSync(secretFile, 0o644);
  expect(openMasterKey({ mode: 'serve', secretFile, dataDir: directory }).warning).toContain('chmod 600');
});

test('derived keys are stable, differ by purpose and have the asked length', () => {
  const master = { bytes: Buffer.from('00'.repeat(32), 'hex'), warning: null };
  const hex = (purpose: string, bytes?: number) => Buffer.from(deriveKey(master, purpose, bytes)).toString('hex');
  expect(hex('click id')).toBe(hex('click id'));
  expect(hex('click id')).not.toBe(hex('session'));
  expect(hex('click id', 16)).toHaveLength(32);
  // The derivation is part of the format of every click id in the world: it may never change.
  expect(hex('click id')).toMatchInlineSnapshot(`"1eaf143b6281911524b78cd59cfc4689d61a3e3eae3a26d00ffaace56ecf074e"`);
});
