import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlInstant, type Tx } from './index.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const ORG = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

describe('a transaction', () => {
  test('runs with the role and the organisation of its actor, and both end with it', async () => {
    const who = (tx: Tx) =>
      tx.query<{ role: string; org: string | null }>('select current_user as role, tenancy.org() as org');
    expect(await t.db.transaction({ role: 'app', org: ORG }, who)).toEqual([{ role: 'tributary_app', org: ORG }]);
    expect(await t.db.transaction({ role: 'app', org: null }, who)).toEqual([{ role: 'tributary_app', org: null }]);
    expect(await t.db.transaction({ role: 'system' }, who)).toEqual([{ role: 'tributary_system', org: null }]);
    expect(await t.db.transaction({ role: 'ingest' }, who)).toEqual([{ role: 'tributary_ingest', org: null }]);
  });
});
void OTHER;
void sqlInstant;
