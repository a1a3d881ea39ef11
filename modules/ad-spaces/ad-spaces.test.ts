import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf, createOrganisation } from '../accounts/index.ts';
import {
  type AdSpaceStatus,
  adSpaceByCode,
  adSpaceById,
  adSpacesById,
  createAdSpace,
  listAdSpaces,
  setAdSpaceStatus,
} from './index.ts';

const SYSTEM = { role: 'system' } as const;
const AT = Date.parse('2022-06-15T09:00:00.000Z');
let t: TestDatabase;
let db: Database;
let publisher: string;
let stranger: string;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  const organisation = () =>
    db.transaction(SYSTEM, (tx) => createOrganisation(tx, { kind: 'publisher', name: 'Publisher', at: AT }));
  publisher = (await organisation()).id;
  stranger = (await organisation()).id;
});
afterAll(() => t.drop());

const create = (orgId: string) =>
  db.transaction({ role: 'app', org: publisher }, (tx) =>
    createAdSpace(tx, { orgId, name: 'Site', kind: 'content_site', trafficType: 'content_site', at: AT }),
  );
const move = (id: string, status: AdSpaceStatus) =>
  db.transaction(SYSTEM, (tx) =>
    setAdSpaceStatus(tx, { id, status, reason: 'looked at it', at: AT, actor: 'operator' }),
  );

test('a new ad space waits for a verdict and is found by id and code', async () => {
  const adSpace = await create(publisher);
  expect(adSpace).toMatchObject({ status: 'pending', dropshipping: false, url: null });
  expect(adSpace.code).toMatch(/^[0-9a-f]{10}$/);
  const found = await db.transaction({ role: 'app', org: publisher }, async (tx) => [
    await adSpaceById(tx, adSpace.id),
    await adSpaceByCode(tx, adSpace.code),
    (await adSpacesById(tx, [adSpace.id])).get(adSpace.id),
    (await listAdSpaces(tx)).find(({ id }) => id === adSpace.id),
  ]);
  expect(found).toEqual([adSpace, adSpace, adSpace, adSpace]);
});

test('the publisher is told of each verdict, with the reason of one against it', async () => {
  const adSpace = await create(publisher);
  await move(adSpace.id, 'rejected');
  await move(adSpace.id, 'pending');
  await move(adSpace.id, 'active');
  await move(adSpace.id, 'blocked');
  const notices = await db.transaction({ role: 'app', org: publisher }, (tx) =>
    tx.query<{ kind: string; data: object }>(
      'select kind, data from notifications.notice where subject = $1 order by kind',
      [`ad_space:${adSpace.id}`],
    ),
  );
  expect(notices).toEqual([
    { kind: 'ad_space_approved', data: { ad_space: 'Site' } },
    { kind: 'ad_space_blocked', data: { ad_space: 'Site', reason: 'looked at it' } },
    { kind: 'ad_space_rejected', data: { ad_space: 'Site', reason: 'looked at it' } },
    { kind: 'ad_space_reopened', data: { ad_space: 'Site' } },
  ]);
});

describe('between tenants (I-32, I-33)', () => {
  test('nobody sees or makes an ad space of another', async () => {
    const adSpace = await create(publisher);
    const asStranger = await db.transaction({ role: 'app', org: stranger }, async (tx) => [
      await adSpaceById(tx, adSpace.id),
      await adSpaceByCode(tx, adSpace.code),
      (await adSpacesById(tx, [adSpace.id])).size,
      await listAdSpaces(tx),
    ]);
    expect(asStranger).toEqual([null, null, 0, []]);
    expect(await db.transaction({ role: 'app', org: null }, (tx) => listAdSpaces(tx))).toEqual([]);
    await expect(create(stranger)).rejects.toThrow('row-level security');
  });

  test('a publisher cannot approve its own ad space', async () => {
    const adSpace = await create(publisher);
    const approving = db.transaction({ role: 'app', org: publisher }, (tx) =>
      setAdSpaceStatus(tx, { id: adSpace.id, status: 'active', reason: 'it is mine', at: AT, actor: 'publisher' }),
    );
    await expect(approving).rejects.toThrow('permission denied');
  });
});

describe('the verdict', () => {
  test('follows the table of states and is in the audit with its reason (I-34)', async () => {
    const { id } = await create(publisher);
    for (const status of ['rejected', 'pending', 'active', 'blocked', 'active'] as const) {
      expect(await move(id, status)).toMatchObject({ ok: true, value: { status } });
    }
    expect(await move(id, 'rejected')).toMatchObject({
      error: { code: 'transition_not_possible', detail: expect.stringContaining('pending') },
    });
    const audit = await db.transaction(SYSTEM, (tx) => auditOf(tx, `ad_space:${id}`, 10));
    expect(audit).toHaveLength(5);
    expect(audit[0]).toMatchObject({ orgId: publisher, actor: 'operator', detail: { reason: 'looked at it' } });
  });

  test('of two at once, one counts', async () => {
    const { id } = await create(publisher);
    const answers = await Promise.all([move(id, 'active'), move(id, 'rejected')]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
