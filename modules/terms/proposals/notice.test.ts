import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { changeProgram, type NewProgram } from '../../programs/index.ts';
import { approveProposal, currentPublication } from '../index.ts';
import { NOW, type TermsNetwork, termsNetwork, termsText, termsUrl, versionText } from '../testing.ts';

const SYSTEM = { role: 'system' } as const;
const DAY_MS = 86_400_000;
let t: TestDatabase;
let n: TermsNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await termsNetwork(t.db);
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

const until = (day: string) =>
  `${versionText('A', `from 2022-01-01 until ${day}`, '5.00')}${versionText('B', `from ${day}`, '6.00')}`;

const system = <T>(work: (tx: Tx) => Promise<T>) => t.db.transaction(SYSTEM, work);
const publish = (code: string, text: string, basedOn = 1) =>
  n.ask(n.advertiser, 'POST', termsUrl(code), { text, based_on: basedOn });
const preview = (code: string, text: string, language = 'en') =>
  n.ask(n.advertiser, 'POST', termsUrl(code, `/preview?language=${language}`), { text, based_on: 1 });
const propose = (code: string, text: string) =>
  n.ask(n.advertiser, 'POST', termsUrl(code, '/proposals'), { text, based_on: 1, reason: 'agreed with partners' });

/** A program that has promised 14 days of notice, with a first publication that pays 5 %. */
async function started(code: string, more: Partial<NewProgram> = {}): Promise<string> {
  await n.program(code, { termsNoticeDays: 14, ...more });
  const first = termsText(code, versionText('A', 'from 2022-01-01', '5.00'));
  expect((await publish(code, first, 0)).status).toBe(200);
  return code;
}

describe('the notice that partners were promised', () => {
  test('is kept to the millisecond: 14 days ahead is published, a day less is refused with the earliest day', async () => {
    const code = await started('notice');
    // 15 June 12:00 Moscow + 14 days.
    const early = await publish(code, termsText(code, until('2022-06-29T11:59:59')));
    expect(early).toMatchObject({
      status: 422,
      body: {
        code: 'notice_too_short',
        earliest: '2022-06-29T09:00:00.000Z',
        findings: [{ what: 'version A' }, { what: 'version B', problem: expect.stringContaining('before 2022-06-29') }],
      },
    });
    expect((await publish(code, termsText(code, until('2022-06-29T12:00:01')))).status).toBe(200);
  });

  test('holds for lists too, and not for the internal rate of a day', async () => {
    const code = await started('notice-lists');
    const list = (from: string) => `stores excluded { S1 from ${from} }\n`;
    const versions = `${versionText('A', 'from 2022-01-01', '5.00')}`;
    expect(await publish(code, termsText(code, versions, list('2022-06-20')))).toMatchObject({
      status: 422,
      body: { code: 'notice_too_short', value: 'store list excluded: S1' },
    });
    const rate = 'internal rate USD/RUB 60.0000 from 2022-06-16\n';
    expect((await publish(code, termsText(code, versions, rate))).status).toBe(200);
  });

  test('is not owed before the operator has approved the program: nobody works under its terms yet', async () => {
    const code = await started('notice-draft', { status: 'draft' });
    expect((await publish(code, termsText(code, until('2022-06-01')))).status).toBe(200);
    expect((await n.ask(n.publisher, 'GET', termsUrl(code))).status).toBe(404);
    await system((tx) => changeProgram(tx, code, { status: 'active' }, { at: NOW, actor: 'test' }));
    expect((await n.ask(n.publisher, 'GET', termsUrl(code))).status).toBe(200);
    expect(await publish(code, termsText(code, until('2022-06-10')), 2)).toMatchObject({
      body: { code: 'back_dated_terms' },
    });
  });

  test('is shortened with the yes of the operator, not of a colleague', async () => {
    const code = await started('notice-exception');
    const made = await propose(code, termsText(code, until('2022-06-20')));
    expect(made).toMatchObject({ status: 201, body: { approval: 'operator', affected: null } });
    const id = Object(made.body).id;
    const verdict = { program: code, id, reason: 'seen', at: NOW };
    const colleague = { ...verdict, actor: 'user:second', orgId: n.advertiser.orgId };
    expect(await system((tx) => approveProposal(tx, colleague))).toMatchObject({
      error: { code: 'second_person_required' },
    });
    const approved = await n.ask(n.operator, 'POST', termsUrl(code, `/proposals/${id}/approve`), { reason: 'seen' });
    expect(approved).toMatchObject({ status: 200, body: { publication: { publication: 2 } } });
  });
});

describe('terms that two people publish', () => {
  const later = (code: string) => termsText(code, until('2022-08-01'));

  test('are proposed by one and approved by another person of the same organisation, never by one alone', async () => {
    const code = await started('two', { termsNeedTwo: true });
    expect(await publish(code, later(code))).toMatchObject({ status: 403, body: { code: 'terms_need_two' } });
    const made = await propose(code, later(code));
    expect(made).toMatchObject({ status: 201, body: { approval: 'colleague', findings: [], affected: null } });
    const id = Object(made.body).id;
    const ours = await n.ask(n.advertiser, 'POST', termsUrl(code, `/proposals/${id}/approve`), { reason: 'mine' });
    expect(ours).toMatchObject({ status: 403, body: { code: 'second_person_required' } });
    const by = { program: code, id, reason: 'seen the figures', at: NOW, orgId: n.advertiser.orgId };
    const robot = await system((tx) => approveProposal(tx, { ...by, actor: 'application:other' }));
    expect(robot).toMatchObject({ error: { code: 'second_person_required' } });
    expect(await n.ask(n.other, 'POST', termsUrl(code, `/proposals/${id}/approve`), { reason: 'x' })).toMatchObject({
      status: 404,
    });
    const approved = await system((tx) => approveProposal(tx, { ...by, actor: 'user:second' }));
    expect(approved).toMatchObject({ ok: true, value: { publication: { number: 2 } } });
    expect(await system((tx) => currentPublication(tx, code))).toMatchObject({ number: 2, text: later(code) });
  });

  test('the database refuses that one person does both', async () => {
    const code = await started('two-sql', { termsNeedTwo: true });
    const id = Object((await propose(code, later(code))).body).id;
    const direct = (by: string) =>
      system((tx) =>
        tx.query(
          `update terms.proposal set verdict = 'approved', verdict_at = now(), verdict_by = $2, verdict_by_org = proposed_by_org,
             verdict_reason = 'x', published_number = 1 where proposal_id = $1`,
          [id, by],
        ),
      );
    await expect(direct(n.advertiser.actor)).rejects.toThrow('proposal_takes_two');
  });

  test('a proposal is read with what it would change, and taken back by its own side', async () => {
    const code = await started('two-back', { termsNeedTwo: true });
    const id = Object((await propose(code, later(code))).body).id;
    const read = await n.ask(n.advertiser, 'GET', termsUrl(code, `/proposals/${id}?language=ru`));
    expect(read).toMatchObject({ status: 200, body: { own: true, text: later(code), status: 'open' } });
    expect(Object(read.body).changes.at(-1)).toContain('повышается с 5,00 % до 6,00 %');
    expect(Object((await n.ask(n.operator, 'GET', termsUrl(code, `/proposals/${id}`))).body).own).toBe(false);
    const back = await n.ask(n.advertiser, 'POST', termsUrl(code, `/proposals/${id}/decline`), { reason: 'not yet' });
    expect(back).toMatchObject({ status: 200, body: { status: 'declined' } });
    expect((await propose(code, later(code))).status).toBe(201);
  });

  test('a change that the notice forbids by the time of the second yes is told as outdated', async () => {
    const code = await started('two-late', { termsNeedTwo: true });
    const id = Object((await propose(code, termsText(code, until('2022-06-30')))).body).id;
    const by = { program: code, id, reason: 'seen', orgId: n.advertiser.orgId, actor: 'user:second' };
    const late = await system((tx) => approveProposal(tx, { ...by, at: NOW + 3 * DAY_MS }));
    expect(late).toMatchObject({ error: { code: 'proposal_outdated' } });
  });
});

describe('a preview', () => {
  test('says what changes, since when, and whose yes it needs', async () => {
    const code = await started('preview', { termsNeedTwo: true });
    const told = await preview(code, termsText(code, until('2022-08-01')));
    expect(told).toMatchObject({
      status: 200,
      body: {
        publishable: true,
        errors: 0,
        current: 1,
        outdated: false,
        same: false,
        approval: 'colleague',
        findings: [],
        notice: { days: 14, earliest: '2022-06-29T09:00:00.000Z' },
        effective_from: '2022-07-31T21:00:00.000Z',
      },
    });
    expect(Object(told.body).changes).toContain(
      'From 1 Aug 2022, 00:00 Europe/Moscow the rate of rule paid rises from 5.00 % to 6.00 %.',
    );
    expect(Object((await preview(code, termsText(code, until('2022-08-01')), 'es')).body).changes.at(-1)).toContain(
      '6,00 %',
    );
    const early = await preview(code, termsText(code, until('2022-06-20')));
    expect(early.body).toMatchObject({ approval: 'operator', effective_from: '2022-06-19T21:00:00.000Z' });
    const past = await preview(code, termsText(code, until('2022-06-01')));
    expect(past.body).toMatchObject({
      approval: 'operator',
      findings: expect.arrayContaining([expect.objectContaining({ what: 'version B' })]),
    });
    const same = await preview(code, termsText(code, versionText('A', 'from 2022-01-01', '5.00')));
    expect(same.body).toMatchObject({ same: true, changes: [], approval: 'nobody', effective_from: null });
    expect((await preview(code, 'program')).body).toMatchObject({ publishable: false, changes: [] });
    expect((await preview(code, termsText('elsewhere', until('2022-08-01')))).body).toMatchObject({
      publishable: false,
      errors: 1,
    });
    expect(await system((tx) => currentPublication(tx, code))).toMatchObject({ number: 1 });
  });

  test('of a text that was begun before others published tells what they changed', async () => {
    const code = await started('preview-late');
    await publish(code, termsText(code, until('2022-07-01')));
    const told = await preview(code, termsText(code, until('2022-08-01')));
    expect(told.body).toMatchObject({ current: 2, outdated: true });
    expect(Object(told.body).changed_by_others).toContain(
      'Version B is new; it is valid from 1 Jul 2022, 00:00 Europe/Moscow.',
    );
  });
});

test('versions are listed newest first, each with when it was announced and what it changed (S-036)', async () => {
  const code = await started('versions');
  n.clock.set(NOW + DAY_MS);
  await publish(code, termsText(code, until('2022-07-01')));
  n.clock.set(NOW);
  const answer = await n.ask(n.publisher, 'GET', termsUrl(code, '/versions'));
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    versions: [
      {
        id: 'B',
        state: 'future',
        from: '2022-06-30T21:00:00.000Z',
        until: null,
        announced_at: new Date(NOW + DAY_MS).toISOString(),
        changes: ['From 1 Jul 2022, 00:00 Europe/Moscow the rate of rule paid rises from 5.00 % to 6.00 %.'],
      },
      { id: 'A', state: 'current', announced_at: new Date(NOW).toISOString(), changes: [] },
    ],
    publications: [
      { publication: 2, versions: 2 },
      { publication: 1, versions: 1 },
    ],
  });
});
