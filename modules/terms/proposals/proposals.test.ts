import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { auditOf } from '../../accounts/index.ts';
import { approveProposal, currentPublication, publishTerms } from '../index.ts';
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

const FIRST = versionText('A', 'from 2022-01-01', '5.00');
/** From 1 June, two weeks ago. */
const BACK_DATED = `${versionText('A', 'from 2022-01-01 until 2022-06-01', '5.00')}${versionText('B', 'from 2022-06-01', '6.00')}`;

const system = <T>(work: (tx: Tx) => Promise<T>) => t.db.transaction(SYSTEM, work);
const current = async (code: string) => (await system((tx) => currentPublication(tx, code)))?.number;

/** A program whose first publication pays 5 %. */
async function started(code: string): Promise<string> {
  await n.program(code);
  const answer = await n.ask(n.advertiser, 'POST', termsUrl(code), { text: termsText(code, FIRST), based_on: 0 });
  expect(answer).toMatchObject({ status: 200, body: { publication: 1, versions: [{ id: 'A' }] } });
  return code;
}

const propose = (code: string, versions = BACK_DATED, more: object = {}) =>
  n.ask(n.advertiser, 'POST', termsUrl(code, '/proposals'), {
    text: termsText(code, versions),
    based_on: 1,
    reason: 'agreed with partners in May',
    ...more,
  });
async function proposed(code: string): Promise<string> {
  const answer = await propose(code);
  expect(answer.status).toBe(201);
  return Object(answer.body).id;
}
const judge = (who: 'advertiser' | 'operator' | 'other', code: string, id: string, step: 'approve' | 'decline') =>
  n.ask(n[who], 'POST', termsUrl(code, `/proposals/${id}/${step}`), { reason: 'seen the figures' });

describe('two managers save the same terms (BAD-110)', () => {
  const next = (percent: string, month: string) =>
    `${versionText('A', `from 2022-01-01 until 2022-${month}-01`, '5.00')}${versionText('B', `from 2022-${month}-01`, percent)}`;

  test('the second is told the name of what is current, what the first changed, and what his own text would change', async () => {
    const code = await started('conflict');
    const save = (percent: string, month: string, language = 'en') =>
      n.ask(n.advertiser, 'POST', termsUrl(code, `?language=${language}`), {
        text: termsText(code, next(percent, month)),
        based_on: 1,
      });
    expect(await save('6.00', '07')).toMatchObject({ status: 200, body: { publication: 2 } });
    const late = await save('7.00', '08');
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'version_conflict', field: 'based_on', value: '1', current: 2, current_version: 'A' },
    });
    expect(Object(late.body).diff).toEqual({
      based_on_to_current: [
        'Version A is valid from 1 Jan 2022, 00:00 until 1 Jul 2022, 00:00 Europe/Moscow instead of from 1 Jan 2022, 00:00 Europe/Moscow.',
        'Version B is new; it is valid from 1 Jul 2022, 00:00 Europe/Moscow.',
        'From 1 Jul 2022, 00:00 Europe/Moscow the rate of rule paid rises from 5.00 % to 6.00 %.',
      ],
      current_to_yours: [
        'Version A is valid from 1 Jan 2022, 00:00 until 1 Aug 2022, 00:00 Europe/Moscow instead of from 1 Jan 2022, 00:00 until 1 Jul 2022, 00:00 Europe/Moscow.',
        'Version B is valid from 1 Aug 2022, 00:00 Europe/Moscow instead of from 1 Jul 2022, 00:00 Europe/Moscow.',
        'In version B the rate of rule paid rises from 6.00 % to 7.00 %.',
      ],
    });
    expect(Object((await save('7.00', '08', 'ru')).body).diff.current_to_yours).toContain(
      'В версии B ставка правила paid повышается с 6,00 % до 7,00 %.',
    );
  });

  test('a base that never was has no changes to tell', async () => {
    const code = await started('no-base');
    const answer = await n.ask(n.advertiser, 'POST', termsUrl(code), {
      text: termsText(code, next('6.00', '07')),
      based_on: 9,
    });
    expect(answer).toMatchObject({ status: 409, body: { diff: { based_on_to_current: null } } });
    expect(Object(answer.body).diff.current_to_yours).toHaveLength(3);
  });
});

describe('terms valid from yesterday (BAD-111)', () => {
  test('are refused, with the time they speak about and the orders made in it', async () => {
    const code = await started('refused');
    const answer = await n.ask(n.advertiser, 'POST', termsUrl(code), {
      text: termsText(code, BACK_DATED),
      based_on: 1,
    });
    const [from, until] = ['2022-05-31T21:00:00.000Z', '2022-06-15T09:00:00.000Z'];
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'back_dated_terms',
        findings: [
          { what: 'version A', from, until },
          { what: 'version B', from, until },
        ],
        affected: {
          from,
          until,
          decided: { orders: 2, publishers: 1, commission: [{ currency: 'USD', before: '2.00', after: '3.00' }] },
          undecided: { orders: 1 },
        },
      },
    });
    expect(await current(code)).toBe(1);
  });

  test('come into force when somebody of the operator approves what the advertiser proposed, not before', async () => {
    const code = await started('two-yes');
    const answer = await propose(code);
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'open', based_on: 1, proposed_by: n.advertiser.actor, affected: { decided: { orders: 2 } } },
    });
    expect(await current(code)).toBe(1);
    const { id } = Object(answer.body);
    for (const who of [n.advertiser, n.operator]) {
      expect(await n.ask(who, 'GET', termsUrl(code, '/proposals'))).toMatchObject({
        body: { proposals: [{ id, status: 'open' }] },
      });
      const one = await n.ask(who, 'GET', termsUrl(code, `/proposals/${id}`));
      expect(one).toMatchObject({ body: { id, text: termsText(code, BACK_DATED) } });
    }
    const approved = await judge('operator', code, id, 'approve');
    expect(approved).toMatchObject({
      status: 200,
      body: {
        proposal: { status: 'approved', verdict: { by: n.operator.actor, reason: 'seen the figures', publication: 2 } },
        publication: { publication: 2, versions: [{ id: 'A' }, { id: 'B' }] },
      },
    });
    expect((await system((tx) => currentPublication(tx, code)))?.text).toBe(termsText(code, BACK_DATED));
    const audit = await system((tx) => auditOf(tx, `program:${code}`, 10));
    expect(audit.find(({ action }) => action === 'terms.proposed')).toMatchObject({ actor: n.advertiser.actor });
    expect(audit.find(({ detail }) => detail['proposal'] === id && 'number' in detail)).toMatchObject({
      actor: n.operator.actor,
      action: 'terms.published',
      detail: { number: 2, proposed_by: n.advertiser.actor },
    });
    expect(await judge('operator', code, id, 'approve')).toMatchObject({
      status: 409,
      body: { code: 'proposal_decided' },
    });
  });

  test('nobody approves his own proposal: not by the route, not in the module, not in the database', async () => {
    const code = await started('own-yes');
    const id = await proposed(code);
    expect(await judge('advertiser', code, id, 'approve')).toMatchObject({
      status: 403,
      body: { code: 'second_person_required' },
    });
    const given = { program: code, id, reason: 'mine', at: NOW };
    for (const by of [
      { actor: n.advertiser.actor, orgId: n.operator.orgId },
      { actor: 'application:colleague', orgId: n.advertiser.orgId },
    ]) {
      const answer = await system((tx) => approveProposal(tx, { ...given, ...by }));
      expect(answer).toMatchObject({ error: { code: 'second_person_required' } });
      const write = system((tx) =>
        tx.query(
          `update terms.proposal set verdict = 'approved', verdict_at = now(), verdict_by = $2, verdict_by_org = $3,
             verdict_reason = 'mine', published_number = 1 where proposal_id = $1`,
          [id, by.actor, by.orgId],
        ),
      );
      await expect(write).rejects.toThrow('proposal_takes_two');
    }
    expect(await current(code)).toBe(1);
  });

  test('one proposal waits at a time; declined by the operator or taken back by its author, it changes nothing', async () => {
    const code = await started('declined');
    const first = await proposed(code);
    expect(await propose(code)).toMatchObject({ status: 409, body: { code: 'proposal_open', proposal: first } });
    expect(await judge('operator', code, first, 'decline')).toMatchObject({
      status: 200,
      body: { status: 'declined' },
    });
    const second = await proposed(code);
    expect(await judge('advertiser', code, second, 'decline')).toMatchObject({ body: { status: 'declined' } });
    expect(await judge('operator', code, second, 'approve')).toMatchObject({ body: { code: 'proposal_decided' } });
    expect(await current(code)).toBe(1);
  });

  test('of two approvals at once, one publishes', async () => {
    const code = await started('approved-twice');
    const id = await proposed(code);
    const answers = await Promise.all([1, 2, 3].map(() => judge('operator', code, id, 'approve')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(await current(code)).toBe(2);
  });

  test('an approval is for what was proposed: neither over a newer publication nor for more of the past', async () => {
    const code = await started('overtaken');
    const id = await proposed(code);
    const ends = versionText('A', 'from 2022-01-01 until 2023-01-01', '5.00');
    await system((tx) => publishTerms(tx, { program: code, text: termsText(code, ends), at: NOW, actor: 'test' }));
    expect(await judge('operator', code, id, 'approve')).toMatchObject({
      status: 409,
      body: { code: 'version_conflict', diff: { current_to_yours: expect.any(Array) } },
    });

    const later = await started('outdated');
    const soon = `${BACK_DATED.replace('from 2022-06-01 {', 'from 2022-06-01 until 2022-06-17 {')}${versionText('C', 'from 2022-06-17', '9.00')}`;
    const waiting = Object((await propose(later, soon)).body).id;
    n.clock.set(NOW + 3 * DAY_MS);
    expect(await judge('operator', later, waiting, 'approve')).toMatchObject({
      status: 409,
      body: { code: 'proposal_outdated', findings: [{ what: 'version C' }] },
    });
    n.clock.set(NOW);
    expect(await judge('operator', later, waiting, 'approve')).toMatchObject({ status: 200 });
  });

  test('what does not reach into the past needs no proposal, and an unreadable text or an old base makes none', async () => {
    const code = await started('no-need');
    const future = `${versionText('A', 'from 2022-01-01 until 2022-07-01', '5.00')}${versionText('B', 'from 2022-07-01', '6.00')}`;
    for (const versions of [future, FIRST]) {
      expect(await propose(code, versions)).toMatchObject({ status: 422, body: { code: 'not_back_dated' } });
    }
    expect(await propose(code, 'nonsense')).toMatchObject({ status: 422, body: { code: 'terms_invalid' } });
    expect(await propose(code, BACK_DATED, { based_on: 2 })).toMatchObject({
      status: 409,
      body: { code: 'version_conflict' },
    });
    for (const [more, field] of [
      [{ reason: ' ' }, 'reason'],
      [{ based_on: 0 }, 'based_on'],
      [{ text: 5 }, 'text'],
    ] as const) {
      expect(await propose(code, BACK_DATED, more)).toMatchObject({ status: 422, body: { field } });
    }
  });
});

describe('who sees and does what', () => {
  test('a program of another advertiser is not there, and publishers publish and propose nothing', async () => {
    const code = await started('mine-only');
    const id = await proposed(code);
    const body = { text: termsText(code, BACK_DATED), based_on: 1 };
    for (const [method, rest, sent] of [
      ['POST', '', body],
      ['POST', '/proposals', { ...body, reason: 'mine' }],
      ['GET', '/proposals', undefined],
      ['GET', `/proposals/${id}`, undefined],
      ['POST', `/proposals/${id}/decline`, { reason: 'no' }],
    ] as const) {
      expect(await n.ask(n.other, method, termsUrl(code, rest), sent)).toMatchObject({
        status: 404,
        body: { field: 'program' },
      });
      expect((await n.ask(n.publisher, method, termsUrl(code, rest), sent)).status).toBe(403);
      expect((await n.app.inject({ method, url: termsUrl(code, rest) })).statusCode).toBe(401);
    }
    const elsewhere = await started('elsewhere');
    expect(await judge('operator', elsewhere, id, 'approve')).toMatchObject({
      status: 404,
      body: { field: 'proposal' },
    });
    expect(await judge('operator', 'nowhere', id, 'approve')).toMatchObject({
      status: 404,
      body: { field: 'program' },
    });
  });

  test('the database shows an organisation its own proposals only, and lets nobody change a text or a verdict (I-32)', async () => {
    const code = await started('kept');
    const id = await proposed(code);
    const seen = (org: string | null) =>
      t.db.transaction({ role: 'app', org }, (tx) => tx.query('select from terms.proposal where program = $1', [code]));
    expect((await seen(n.advertiser.orgId)).length).toBe(1);
    for (const org of [null, n.other.orgId, n.publisher.orgId]) expect(await seen(org)).toEqual([]);
    await expect(system((tx) => tx.query(`update terms.proposal set text = 'x'`))).rejects.toThrow('permission denied');
    await judge('operator', code, id, 'decline');
    const again = `update terms.proposal set verdict_reason = 'other' where proposal_id = '${id}'`;
    await expect(system((tx) => tx.query(again))).rejects.toThrow('given once');
    await expect(t.db.pool.query('set role tributary_owner; delete from terms.proposal')).rejects.toThrow('only grows');
  });
});
