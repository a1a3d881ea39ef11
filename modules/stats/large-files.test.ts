import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { auditOf, callerGuard, createApiApplication, createOrganisation, issueToken } from '../accounts/index.ts';
import { metricsNow } from './metrics/metrics-now.ts';
import { recordActions, recordProgram } from './record.ts';
import { statsRoutes } from './routes.ts';
import { actionFact, at, OTHER_PUBLISHER, PUBLISHER, programFact } from './testing.ts';

const NOW = at('2022-06-15T09:00:00.000Z');
const ROWS = 51_000;
const clock = manualClock(NOW);
let t: TestDatabase;
let app: HttpServer;
let token: string;

beforeAll(async () => {
  t = await testDatabase();
  token = await t.db
    .transaction({ role: 'system' }, async (tx) => {
      await createOrganisation(tx, { id: PUBLISHER, kind: 'publisher', name: 'Many', at: NOW });
      const robot = { orgId: PUBLISHER, name: 'robot', scopes: ['statistics'], at: NOW, actor: 'test' };
      const client = await createApiApplication(tx, robot);
      await recordProgram(tx, programFact('rc'));
      const amounts = { pending: 101n, approved: 0n, declined: 0n, deducted: 0n };
      await recordActions(tx, [
        actionFact('rc', 'FIRST', NOW - 60_000, { amounts, subids: ['s0'] }),
        actionFact('rc', 'FOREIGN', NOW - 60_000, { amounts, publisherOrg: OTHER_PUBLISHER }),
      ]);
      await tx.query(
        `insert into stats.action
       select (jsonb_populate_record(a, jsonb_build_object('order_id', 'B' || n, 'subid', 's' || n))).*
       from stats.action a, generate_series(1, $1::int) n where order_id = 'FIRST'`,
        [ROWS - 1],
      );
      return client;
    })
    .then(async (client) => {
      const issued = await issueToken(t.db, NOW, { ...client, scopes: [] });
      return issued.ok ? issued.value.accessToken : '';
    });
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(statsRoutes({ db: t.db, clock, metricsNow: metricsNow({ db: t.db, clock }) }));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const file = (path: string) => app.inject({ url: `/api/v1/${path}`, headers: { authorization: `Bearer ${token}` } });
const lines = (text: string) => text.trimEnd().split('\n');

test('more orders than fit a page or a batch leave as one file, each once, of nobody else, with its record (I-34)', async () => {
  const answer = await file('actions/export?format=jsonl');
  expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.length);
  const orders = lines(answer.body).map((line) => String(JSON.parse(line).order_id));
  expect(orders).toHaveLength(ROWS);
  expect(new Set(orders).size).toBe(ROWS);
  expect(orders).not.toContain('FOREIGN');
  const [record] = await t.db.transaction({ role: 'system' }, (tx) => auditOf(tx, `organisation:${PUBLISHER}`, 1));
  expect(record).toMatchObject({ action: 'actions.exported', detail: { rows: ROWS } });
}, 60_000);

test('a report of more groups than fit a page leaves as one file that adds up to its total (S-021)', async () => {
  const answer = await file('reports/export?group_by=subid&sort=subid');
  const [head = '', ...rows] = lines(answer.body);
  const place = head.trim().split(',').indexOf('"pending_RUB"');
  expect(rows).toHaveLength(ROWS);
  const sum = rows.reduce((total, row) => total + BigInt(row.split(',')[place]?.replace(/["\r.]/g, '') ?? ''), 0n);
  expect(sum).toBe(101n * BigInt(ROWS));
}, 60_000);

test('nothing of a file stays on the disk, and three at once are all answered', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => file('actions/export?order=B7')));
  expect(answers.map(({ statusCode, body }) => [statusCode, lines(body).length])).toEqual(Array(3).fill([200, 2]));
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('tributary-outgoing-'))).toEqual([]);
});
