import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../platform/config/index.ts';
import { openDatabase } from './environment.ts';
import { DatabaseNotOpened } from './usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-environment-'));
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
