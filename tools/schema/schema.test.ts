import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { currentSchema, SCHEMA_FILE } from './dump.ts';

test('migrations/schema.sql shows what the migrations make; renew it with: npm run schema', async () => {
  expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(await currentSchema());
});
