import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SendMail } from '../../contract/mail.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createUser } from '../accounts/index.ts';
import { agree, approve, block, decline, join, tellOfRules, tellOfTerms, unblock } from './index.ts';
import { NETWORK_START, testAdSpace, testJoin, testProgram, testPublisher } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const AT = NETWORK_START + 1_000;
let t: TestDatabase;
let db: Database;
beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
});
afterAll(() => t.drop());

interface Row {
  readonly kind: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, string>>;
}
const told = (org: string) =>
  db.transaction({ role: 'app', org }, (tx) =>
    tx.query<Row>('select kind, subject, data from notifications.notice order by at, kind, data::text'),
  );

test('an application, its approval and the sibling that it joins are told to whom they concern (S-115)', async () => {
  const publisher = await testPublisher(db);
  const { program: ww } = await testProgram(db, { code: 'ww', name: 'Worldwide' });
  const { program: rc } = await testProgram(db, { code: 'rc', name: 'Russia', joinsAlso: ['ww'] });
  const adSpace = await testAdSpace(db, publisher, { name: 'Blog' });
  const change = { adSpaceId: adSpace.id, program: 'rc', at: AT, actor: 'manager' };
  await db.transaction(SYSTEM, (tx) => join(tx, { ...change, trafficType: 'toolbar' }));
  expect(await told(rc.advertiserOrg)).toEqual([
    {
      kind: 'application_received',
      subject: `partnership:${adSpace.id}/rc`,
      data: { program: 'Russia', ad_space: 'Blog', traffic_type: 'toolbar' },
    },
  ]);
  await db.transaction(SYSTEM, (tx) => approve(tx, { ...change, at: AT + 1 }));
  await db.transaction(SYSTEM, (tx) => approve(tx, { ...change, at: AT + 2 }));
  await db.transaction(SYSTEM, (tx) => agree(tx, { ...change, at: AT + 3 }));
  expect((await told(publisher)).map(({ kind, data }) => [kind, data])).toEqual([
    ['application_approved', { program: 'Russia', ad_space: 'Blog', through: '' }],
    ['application_approved', { program: 'Worldwide', ad_space: 'Blog', through: 'rc' }],
    ['agreement_given', { program: 'Russia', ad_space: 'Blog', traffic_type: 'toolbar' }],
  ]);
  expect(await told(ww.advertiserOrg)).toEqual([]);
});

test('a verdict is told with its reason, and its end', async () => {
  const publisher = await testPublisher(db);
  const { program } = await testProgram(db, { name: 'Shop' });
  const first = await testAdSpace(db, publisher, { name: 'Blog' });
  const second = await testAdSpace(db, publisher, { name: 'Forum' });
  const of = (adSpaceId: string, at: number) => ({ adSpaceId, program: program.code, at, actor: 'manager' });
  await db.transaction(SYSTEM, (tx) => join(tx, { ...of(first.id, AT), trafficType: 'content_site' }));
  await db.transaction(SYSTEM, (tx) => decline(tx, { ...of(first.id, AT + 1), reason: 'no content' }));
  await testJoin(db, second, program);
  await db.transaction(SYSTEM, (tx) => block(tx, { ...of(second.id, AT + 2), reason: 'spam' }));
  await db.transaction(SYSTEM, (tx) => unblock(tx, of(second.id, AT + 3)));
  expect(
    (await told(publisher))
      .slice(1)
      .map(({ kind, data }) => [kind, data['ad_space'], data['reason'] ?? data['status']]),
  ).toEqual([
    ['application_declined', 'Blog', 'no content'],
    ['partnership_blocked', 'Forum', 'spam'],
    ['partnership_unblocked', 'Forum', 'joined'],
  ]);
});

test('new terms are told to each publisher who works by them, once, with the day on which they change', async () => {
  const { program } = await testProgram(db, { name: 'Shop' });
  const [one, two, pending] = [await testPublisher(db), await testPublisher(db), await testPublisher(db)];
  for (const publisher of [one, one, two]) await testJoin(db, await testAdSpace(db, publisher), program);
  const waiting = await testAdSpace(db, pending);
  const asked = { adSpaceId: waiting.id, program: program.code, trafficType: 'content_site', at: AT };
  await db.transaction(SYSTEM, (tx) => join(tx, asked));
  const changes = (from: number) => [
    { id: 'A', from: null, until: from },
    { id: 'B', from, until: null },
  ];
  const publication = {
    program: program.code,
    text: '',
    hash: '',
    publishedAt: AT,
    versions: changes(AT + 86_400_000),
  };
  const first = { ...publication, number: 1 };
  const mails: SendMail[] = [];
  const sendMail = async (_tx: unknown, mail: SendMail): Promise<void> => {
    mails.push(mail);
  };
  const people = { orgId: one, password: 'seven quiet otters', at: AT, actor: 'test' };
  for (const [email, role] of [
    ['owner@one.test', 'owner'],
    ['viewer@one.test', 'viewer'],
  ] as const)
    await db.transaction(SYSTEM, (tx) => createUser(tx, { ...people, email, role }));
  await db.transaction(SYSTEM, (tx) => tellOfTerms(tx, first, sendMail));
  await db.transaction(SYSTEM, (tx) => tellOfTerms(tx, { ...publication, number: 2 }, sendMail));
  const terms = async (org: string) => (await told(org)).filter(({ kind }) => kind === 'terms_changed');
  const expected = {
    kind: 'terms_changed',
    subject: `program:${program.code}`,
    data: { program: 'Shop', publication: '2', valid_from: '2022-03-16T09:00:01.000Z' },
  };
  expect([await terms(one), await terms(two), await terms(pending)]).toEqual([[expected], [expected], []]);
  expect(mails).toMatchObject([
    {
      to: 'owner@one.test',
      kind: 'terms_changed',
      data: { program: 'Shop', at: '2022-03-16T09:00:01.000Z', link: `/programs/${program.code}` },
    },
  ]);
});

test('a new version of rules is told to who works by them, also where a program accepts them along (S-111, S-116)', async () => {
  const { program: rulesOf } = await testProgram(db, { name: 'Sister' });
  const { program } = await testProgram(db, { name: 'Shop', rulesWith: [rulesOf.code] });
  const { program: stranger } = await testProgram(db, { name: 'Else' });
  const [own, along, other] = [await testPublisher(db), await testPublisher(db), await testPublisher(db)];
  await testJoin(db, await testAdSpace(db, own), rulesOf);
  await testJoin(db, await testAdSpace(db, along), program);
  await testJoin(db, await testAdSpace(db, other), stranger);
  const email = 'owner@along.test';
  await db.transaction(SYSTEM, (tx) =>
    createUser(tx, { orgId: along, email, role: 'owner', password: 'seven quiet otters', at: AT, actor: 'test' }),
  );
  const mails: SendMail[] = [];
  const sendMail = async (_tx: unknown, mail: SendMail): Promise<void> => {
    mails.push(mail);
  };
  const published = { program: rulesOf.code, version: 3, at: AT, from: AT };
  expect(await db.transaction(SYSTEM, (tx) => tellOfRules(tx, published, sendMail))).toBe(2);
  const rules = async (org: string) =>
    (await told(org)).flatMap(({ kind, data }) => (kind === 'rules_changed' ? [data] : []));
  const expected = [{ program: 'Sister', version: '3' }];
  expect([await rules(own), await rules(along), await rules(other)]).toEqual([expected, expected, []]);
  expect(mails).toMatchObject([
    { to: email, kind: 'rules_changed', data: { version: '3', link: `/app/publisher/programs/${rulesOf.code}` } },
  ]);

  const ahead = { program: rulesOf.code, version: 4, at: AT, from: AT + 86_400_000 };
  expect(await db.transaction(SYSTEM, (tx) => tellOfRules(tx, ahead, sendMail))).toBe(2);
  const from = formatInstant(ahead.from);
  expect((await told(along)).find(({ kind }) => kind === 'rules_announced')?.data).toEqual({
    program: 'Sister',
    version: '4',
    valid_from: from,
  });
  expect(mails[1]).toMatchObject({ to: email, kind: 'rules_announced', data: { version: '4', at: from } });
});
