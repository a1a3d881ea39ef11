import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type TermsNetwork, termsNetwork } from '../testing.ts';
import { readListFile } from './list-file.ts';

let t: TestDatabase;
let n: TermsNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await termsNetwork(t.db);
  await n.program('listed');
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

const TEXT = 'stores special { S-1 }\nstores excluded { S-17 }\n';
const send = (body: object, member = n.advertiser) =>
  n.ask(member, 'POST', '/api/v1/programs/listed/terms/lists', {
    text: TEXT,
    list: 'special',
    file: 'S-2\nS-3',
    from: '2022-07-01',
    missing: 'keep',
    ...body,
  });

describe('a file with a list is read', () => {
  const rows = [
    { line: 1, id: 'S-1', from: null, until: null },
    { line: 2, id: 'S-2', from: '2022-07-01', until: null },
  ];
  test.each([
    ['one id a line', 'S-1\nS-2,2022-07-01\n'],
    ['with semicolons and a byte order mark', '\ufeffS-1;;\r\nS-2;2022-07-01;\r\n'],
    ['with tabs and quotes', '"S-1"\nS-2\t2022-07-01'],
  ])('%s', (_what, file) => {
    expect(readListFile(file)).toEqual({ ok: true, value: rows });
  });

  test('by the names of its columns, other columns aside', () => {
    const read = readListFile('Name,Store_ID,until\nXiaomi,S-1,\n"Honor, official",S-2,2023-01-01\n');
    expect(read).toEqual({
      ok: true,
      value: [
        { line: 2, id: 'S-1', from: null, until: null },
        { line: 3, id: 'S-2', from: null, until: '2023-01-01' },
      ],
    });
  });

  test.each([
    ['a header alone', 'store_id\n', 'no_rows'],
    ['blanks', '\n\n', 'no_rows'],
    ['a quote that is not closed', 'S-1\n"S-2\n', 'row_shape'],
  ])('and refused: %s', (_what, file, code) => {
    expect(readListFile(file)).toMatchObject({ ok: false, error: { code, field: 'file' } });
  });
});

describe('POST /api/v1/programs/{code}/terms/lists', () => {
  test('answers the changed text and what changed, and stores nothing', async () => {
    const answer = await send({ file: 'S-2\nS-2\nS-1', missing: 'end' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        text: 'stores special { S-1 S-2 from 2022-07-01 }\nstores excluded { S-17 }\n',
        rows: 3,
        added: 1,
        ended: 0,
        present: 1,
        refused: 1,
        changes: [{ id: 'S-2', becomes: 'added' }],
        findings: [{ line: 2, id: 'S-2', fault: 'repeated' }],
      },
    });
    const drafts = await t.db.transaction({ role: 'system' }, (tx) => tx.query('select from terms.draft'));
    expect(drafts).toEqual([]);
  });

  test('refuses a list that is not there, an end without a time, a file that cannot be read, and strangers', async () => {
    expect(await send({ list: 'nowhere' })).toMatchObject({ status: 404, body: { field: 'list', value: 'nowhere' } });
    expect(await send({ missing: 'end', from: null })).toMatchObject({
      status: 422,
      body: { code: 'field_required', field: 'from' },
    });
    expect(await send({ file: '"S-2' })).toMatchObject({ body: { code: 'row_shape', field: 'file' } });
    expect(await send({ from: 'soon' })).toMatchObject({ body: { field: 'from' } });
    expect((await send({}, n.other)).status).toBe(404);
  });
});
