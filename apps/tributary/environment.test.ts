import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../platform/config/index.ts';
import { openAsnTable } from '../../platform/geoip/index.ts';
import { shareGeoTables } from '../../platform/geoip/testing.ts';
import { commandEnvironment, openDatabase } from './environment.ts';
import { startProcess } from './start/process.ts';
import { DatabaseNotOpened, UsageError } from './usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-environment-'));
beforeAll(async () => {
  // Kept before anybody is refused: a start that ends early would otherwise still be keeping it when the folder is removed.
  shareGeoTables(folder);
  await openAsnTable(join(folder, 'geoip'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a database that cannot be opened is told as what it is, not as a defect', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const result = readConfig({}, 'command');
  if (!result.ok) throw new Error('the variables are not valid');
  const refused = openDatabase({ ...result.config, dataDir: file });
  await expect(refused).rejects.toThrow(DatabaseNotOpened);
  await expect(refused).rejects.toThrow(file);
});

test('a command in a directory without a network says so, and makes none', async () => {
  const nowhere = join(folder, 'nowhere');
  const before = process.env['TRIBUTARY_DATA'];
  process.env['TRIBUTARY_DATA'] = nowhere;
  try {
    const asked = commandEnvironment().withDatabase(async () => 'answered');
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(/no network in .*nowhere/);
    expect(existsSync(nowhere)).toBe(false);
  } finally {
    if (before === undefined) delete process.env['TRIBUTARY_DATA'];
    else process.env['TRIBUTARY_DATA'] = before;
  }
});

describe('what a person can put right is said without a stack', () => {
  const start = (variables: Readonly<Record<string, string>>) => {
    const result = readConfig({ PORT: '0', TRIBUTARY_DATA: folder, TRIBUTARY_EXAMPLE: 'off', ...variables }, 'start');
    if (!result.ok) throw new Error('the variables are not valid');
    const output = { say: () => undefined, onDay: () => undefined };
    return startProcess(result.config, output, new AbortController().signal);
  };

  test('a master key that is not there', async () => {
    const refused = start({ TRIBUTARY_SECRET_FILE: join(folder, 'absent.key') });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(/absent\.key does not exist.*openssl/);
  });

  test('data of countries that are none', async () => {
    const file = join(folder, 'junk.mmdb');
    writeFileSync(file, 'junk');
    const refused = start({ TRIBUTARY_GEOIP: file });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(/junk\.mmdb/);
  });

  test('a name that is no address of this machine', async () => {
    const refused = start({ HOST: 'nowhere.invalid' });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(/nowhere\.invalid.*set HOST/);
  });
});
