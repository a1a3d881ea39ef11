import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { citation } from '../../contract/citation.ts';
import { withdrawal } from '../../core/posting/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf } from '../accounts/index.ts';
import { ORDERED_AT, RC } from '../commissions/testing.ts';
import { balances, post } from '../ledger/index.ts';
import { orderHistory } from '../orders/index.ts';
import { approve, block, join, partnershipById } from '../partnerships/index.ts';
import { testAdSpace } from '../partnerships/testing.ts';
import { notesOf } from './case-store.ts';
import { scaleIn } from './cases.ts';
import {
  appealSanction,
  conductRules,
  dismissCase,
  foreseen,
  type Level,
  liftSanction,
  openCase,
  type Sanction,
  sanctionAtOnce,
  sanctionCase,
  setScale,
  voidedPlaces,
} from './index.ts';

import { sanctionsBefore } from './store.ts';
import { booked, type ConductNetwork, conductNetwork } from './testing.ts';

const AT = ORDERED_AT + 3_600_000;
const by = { at: AT, actor: 'user:otto' };
let t: TestDatabase;
let db: Database;
let n: ConductNetwork;
beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
});
afterAll(() => t.drop());

const asSystem = <T>(work: (tx: Tx) => Promise<T>) => db.transaction({ role: 'system' }, work);
const standing = async (id: string) => (await asSystem((tx) => partnershipById(tx, id, RC)))?.status;

interface Wanted {
  readonly rule: string;
  readonly level: Level;
  readonly adSpace?: string;
  readonly violation?: Sanction['violation'];
}

async function sanction({ rule, level, adSpace, violation = null }: Wanted): Promise<Sanction> {
  const whom = { program: RC, publisherOrg: adSpace === undefined ? n.publisher : null, adSpaceId: adSpace ?? null };
  const made = await asSystem((tx) =>
    sanctionAtOnce(tx, n.deps, { ...whom, rule, level, violation, reason: 'Seen on 15 June.', ...by }),
  );
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}

const apply = async () => {
  const adSpace = await testAdSpace(db, n.publisher);
  return asSystem((tx) => join(tx, { adSpaceId: adSpace.id, program: RC, trafficType: 'content_site', at: AT }));
};

describe('the scale (C-38, table 14)', () => {
  test('twelve rules are numbered 1 to 12, two stand beside them; each has its default', () => {
    expect(conductRules.flatMap(({ number }) => number ?? [])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const defaults = Object.fromEntries(conductRules.map(({ key, first, again }) => [key, `${first}/${again}`]));
    expect(defaults).toMatchObject({
      misleading: 'warning/block',
      brand_search: 'block_and_void/block_and_void',
      damage: 'block/block',
      unlawful: 'block_and_void/block_and_void',
      refund_urging: 'expelled/expelled',
      hidden_promotion: 'block_and_void/block_and_void',
    });
  });

  test('a program may be stricter, with an audit record; a warned publisher is blocked the next time', async () => {
    n = await conductNetwork(db);
    const asked = { program: RC, publisherOrg: n.publisher, adSpaceId: null, rule: 'misleading', level: null };
    const suggested = async () => {
      const told = await asSystem((tx) => foreseen(tx, n.deps, asked));
      return told.ok && told.value.suggested;
    };
    expect(await suggested()).toBe('warning');
    const warned = await sanction({ rule: 'misleading', level: 'warning' });
    expect(await suggested()).toBe('block');
    await asSystem((tx) => liftSanction(tx, { id: warned.id, reason: 'It was somebody else.', ...by }));
    expect(await suggested()).toBe('warning');
    const step = { rule: 'damage', first: 'warning', again: 'expelled' } as const;
    expect(await asSystem((tx) => setScale(tx, { program: RC, ...step, ...by }))).toEqual({ ok: true, value: step });
    expect((await asSystem((tx) => scaleIn(tx, RC))).find(({ rule }) => rule === 'damage')).toEqual(step);
    expect((await asSystem((tx) => auditOf(tx, `program:${RC}`, 1)))[0]).toMatchObject({
      action: 'conduct.scale_changed',
      detail: { from: { first: 'block' }, to: step },
    });
    expect(await asSystem((tx) => setScale(tx, { program: RC, ...step, rule: 'rudeness', ...by }))).toMatchObject({
      error: { code: 'RULE_UNKNOWN' },
    });
  });
});

describe('cases', () => {
  test('a complaint of the type forced_action opens a case that names rule 2 (S-094); a second one is its note', async () => {
    n = await conductNetwork(db);
    const about = { program: RC, publisherOrg: null, adSpaceId: n.first.id, rule: 'forced_action' };
    const complain = (evidence: string) =>
      asSystem((tx) => openCase(tx, n.deps, { ...about, origin: 'complaint', evidence, ...by }));
    const opened = await complain('A form stands before the link.');
    expect(opened).toMatchObject({ ok: true, value: { ruleNumber: 2, rulesVersion: 3, publisherOrg: n.publisher } });
    const again = await complain('Here too.');
    const id = opened.ok ? opened.value.id : '';
    expect(again.ok && again.value.id).toBe(id);
    expect((await asSystem((tx) => notesOf(tx, id, 10))).map(({ text }) => text)).toEqual(['Here too.']);
    const dismissed = await asSystem((tx) => dismissCase(tx, { id, reason: 'The form is optional.', ...by }));
    expect(dismissed).toMatchObject({ ok: true, value: { status: 'dismissed' } });
    expect(
      await asSystem((tx) =>
        sanctionCase(tx, n.deps, { caseId: id, level: 'block', violation: null, reason: 'x', ...by }),
      ),
    ).toMatchObject({ error: { code: 'transition_not_possible' } });
    expect(await standing(n.first.id)).toBe('joined');
    expect(await complain('Once more.')).toMatchObject({ ok: true, value: { status: 'open' } });
  });

  test('an unknown ad space, publisher or rule opens nothing', async () => {
    const about = { program: RC, publisherOrg: null, adSpaceId: null, rule: 'pop', evidence: 'x', ...by } as const;
    const codes = [];
    for (const wrong of [
      { adSpaceId: n.publisher },
      { publisherOrg: n.first.id },
      { adSpaceId: n.first.id, rule: 'x' },
      { adSpaceId: n.first.id, publisherOrg: n.second.id },
      {},
    ]) {
      const answer = await asSystem((tx) => openCase(tx, n.deps, { ...about, origin: 'person', ...wrong }));
      codes.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(codes).toEqual(['not_found', 'not_found', 'RULE_UNKNOWN', 'not_found', 'field_required']);
  });
});

describe('a block (S-090)', () => {
  test('of one ad space stops that one, with rule, version and reason for its publisher; lifting lets it work again', async () => {
    n = await conductNetwork(db);
    await n.sell(n.first, 'B1', '20.00');
    const made = await sanction({ rule: 'unlawful', level: 'block', adSpace: n.first.id });
    expect(made).toMatchObject({ ruleNumber: 6, rulesVersion: 3, effect: { adSpaces: 1, declined: { actions: 0 } } });
    expect(await standing(n.first.id)).toBe('blocked');
    expect(await standing(n.second.id)).toBe('joined');
    const shown = await asSystem((tx) => partnershipById(tx, n.first.id, RC));
    expect(shown?.verdict).toMatchObject({ code: 'rules', reason: 'Seen on 15 June.' });
    expect(await n.statusOf('B1')).toBe('pending 6000 AWAITING_RECEIPT');
    expect(await apply()).toMatchObject({ ok: true });
    await asSystem((tx) => liftSanction(tx, { id: made.id, reason: 'Proven innocent.', ...by }));
    expect(await standing(n.first.id)).toBe('joined');
    // Sent twice it is the same; a colleague with other words is told that somebody was faster.
    expect(await asSystem((tx) => liftSanction(tx, { id: made.id, reason: 'Proven innocent.', ...by }))).toMatchObject({
      ok: true,
    });
    const late = { id: made.id, reason: 'A mistake.', ...by, actor: 'colleague' };
    expect(await asSystem((tx) => liftSanction(tx, late))).toMatchObject({
      error: { code: 'transition_not_possible', value: 'lifted' },
    });
    const told = await asSystem((tx) =>
      tx.query<{ kind: string }>(
        `select kind from notifications.notice where org_id = $1 and kind like 'partnership_%' order by kind`,
        [n.publisher],
      ),
    );
    expect(told.map(({ kind }) => kind)).toEqual(['partnership_blocked', 'partnership_unblocked']);
    const actions = (await asSystem((tx) => auditOf(tx, `sanction:${made.id}`, 9))).map(({ action }) => action).sort();
    expect(actions).toEqual(['sanction.imposed', 'sanction.lifted']);
  });

  test('does nothing where it would reach something else than was told before', async () => {
    n = await conductNetwork(db);
    const accused = { program: RC, publisherOrg: null, adSpaceId: n.first.id, rule: 'unlawful' } as const;
    const opened = await asSystem((tx) => openCase(tx, n.deps, { ...accused, origin: 'person', evidence: 'x', ...by }));
    if (!opened.ok) throw new Error(opened.error.detail);
    await n.sell(n.first, 'T1', '20.00');
    const judgement = {
      caseId: opened.value.id,
      level: 'block_and_void',
      violation: null,
      reason: 'x',
      ...by,
    } as const;
    const impose = (declined: number) =>
      asSystem((tx) => sanctionCase(tx, n.deps, { ...judgement, expected: { ad_spaces: 1, declined, deducted: 0 } }));
    expect(await impose(0)).toMatchObject({ error: { code: 'SANCTION_REACH_CHANGED' } });
    expect([await standing(n.first.id), await n.statusOf('T1')]).toEqual(['joined', 'pending 6000 AWAITING_RECEIPT']);
    expect(await impose(1)).toMatchObject({ ok: true, value: { effect: { declined: { actions: 1 } } } });
    expect(await standing(n.first.id)).toBe('blocked');
  });

  test('rule 7 is handled as rule 6 and names itself (S-099)', async () => {
    const made = await sanction({ rule: 'damage', level: 'block', adSpace: n.second.id });
    expect(citation(made)).toBe('rule 7 (damage) of version 3 of the rules');
    expect(await standing(n.second.id)).toBe('blocked');
  });

  test('of a publisher stops all its ad spaces and those to come, until the last such sanction is lifted', async () => {
    n = await conductNetwork(db);
    const one = await sanction({ rule: 'pop', level: 'block' });
    const two = await sanction({ rule: 'damage', level: 'block' });
    expect([one.effect.adSpaces, two.effect.adSpaces]).toEqual([2, 0]);
    expect(await apply()).toMatchObject({ error: { code: 'BLOCKED_IN_PROGRAM' } });
    await asSystem((tx) => liftSanction(tx, { id: one.id, reason: 'x', ...by }));
    expect(await standing(n.first.id)).toBe('blocked');
    expect(await apply()).toMatchObject({ error: { code: 'BLOCKED_IN_PROGRAM' } });
    await asSystem((tx) => liftSanction(tx, { id: two.id, reason: 'x', ...by }));
    expect([await standing(n.first.id), await standing(n.second.id)]).toEqual(['joined', 'joined']);
    expect(await apply()).toMatchObject({ ok: true, value: { status: 'pending' } });
  });

  test('what the program itself had blocked before stays blocked when a sanction is lifted', async () => {
    n = await conductNetwork(db);
    await asSystem((tx) => block(tx, { adSpaceId: n.first.id, program: RC, ...by, reason: 'ours' }));
    const made = await sanction({ rule: 'pop', level: 'block' });
    await asSystem((tx) => liftSanction(tx, { id: made.id, reason: 'x', ...by }));
    expect([await standing(n.first.id), await standing(n.second.id)]).toEqual(['blocked', 'joined']);
  });

  test('beside an application at the same moment: the publisher is kept out, whichever is first (T-31)', async () => {
    n = await conductNetwork(db);
    const adSpace = await testAdSpace(db, n.publisher);
    const asked = { adSpaceId: adSpace.id, program: RC, at: AT };
    await Promise.all([
      asSystem((tx) => join(tx, { ...asked, trafficType: 'content_site' })),
      sanction({ rule: 'pop', level: 'block' }),
    ]);
    await asSystem((tx) => approve(tx, { ...asked, actor: 'x' }));
    expect(await standing(adSpace.id)).not.toBe('joined');
  });
});

describe('a block that voids (S-105)', () => {
  test('declines what is pending as PPC_violation, keeps what was approved, and lets later orders earn nothing', async () => {
    n = await conductNetwork(db);
    await n.sell(n.first, 'V1', '20.00');
    await n.sell(n.first, 'V2', '40.00');
    await n.sell(n.second, 'V3', '20.00');
    await n.happens('V2', { type: 'goods_received' });
    const told = await asSystem((tx) =>
      foreseen(tx, n.deps, {
        program: RC,
        publisherOrg: null,
        adSpaceId: n.first.id,
        rule: 'brand_search',
        level: null,
      }),
    );
    const made = await sanction({ rule: 'brand_search', level: 'block_and_void', adSpace: n.first.id });
    expect(made).toMatchObject({ violation: 'PPC_violation', ruleNumber: 9 });
    expect(made.effect.declined).toEqual({ actions: 1, amounts: [{ currency: 'RUB', minor: '6000' }] });
    expect(told).toMatchObject({ ok: true, value: { level: 'block_and_void', effect: made.effect } });
    expect(await Promise.all(['V1', 'V2', 'V3'].map(n.statusOf))).toEqual([
      'declined 0 PPC_violation',
      'approved 12000 PAID_CIS_SELLER',
      'pending 6000 AWAITING_RECEIPT',
    ]);
    const [event] = await asSystem((tx) => orderHistory(tx, { program: RC, orderId: 'V1' }));
    expect(event?.event.reason).toMatch(/^PPC_violation: rule 9 \(brand_search\) of version 3 of the rules\. /);
    const places = [n.first, n.second].map(({ id }) => ({ program: RC, publisherOrg: n.publisher, adSpaceId: id }));
    expect([...(await asSystem((tx) => voidedPlaces(tx, places)))]).toEqual([0]);
    await asSystem((tx) => liftSanction(tx, { id: made.id, reason: 'x', ...by }));
    expect([...(await asSystem((tx) => voidedPlaces(tx, places)))]).toEqual([]);
    expect(await n.statusOf('V1')).toBe('declined 0 PPC_violation');
  });
});

describe('expelled (S-089, S-109)', () => {
  test('approved 60.00 + 120.00, withdrawn, and pending 30.00: 30.00 declined, −180.00 on the balance; no way back', async () => {
    n = await conductNetwork(db);
    await n.sell(n.first, 'X1', '20.00');
    await n.sell(n.second, 'X2', '40.00');
    await n.sell(n.first, 'X3', '10.00');
    await n.happens('X1', { type: 'goods_received' });
    await n.happens('X2', { type: 'goods_received' });
    const money = { amount: { minor: 18_000n, currency: 'RUB' }, effectiveAt: AT };
    const holder = { program: RC, org: n.publisher };
    const paid = withdrawal({ ...holder, ...money, cause: { source: 'payout', eventId: n.publisher } });
    expect(await asSystem((tx) => post(tx, [paid]))).toMatchObject({ ok: true });
    const made = await sanction({ rule: 'refund_urging', level: 'expelled', adSpace: n.first.id });
    expect(made).toMatchObject({
      adSpaceId: null,
      ruleNumber: null,
      violation: 'abnormal_order',
      effect: {
        adSpaces: 2,
        declined: { actions: 1, amounts: [{ currency: 'RUB', minor: '3000' }] },
        deducted: { actions: 2, amounts: [{ currency: 'RUB', minor: '18000' }] },
      },
    });
    expect(await Promise.all(['X1', 'X2', 'X3'].map(n.statusOf))).toEqual([
      'deducted 0 abnormal_order',
      'deducted 0 abnormal_order',
      'declined 0 abnormal_order',
    ]);
    expect(await booked(db, n.publisher)).toEqual([
      ['Reward', 6_000n],
      ['Reward', 12_000n],
      ['Withdrawal', -18_000n],
      ['Antispam Deduction', -6_000n],
      ['Antispam Deduction', -12_000n],
    ]);
    const kept = await asSystem((tx) => balances(tx, { org: n.publisher }));
    expect(kept.filter(({ minor }) => minor !== 0n)).toMatchObject([{ minor: -18_000n }]);
    expect(await apply()).toMatchObject({ error: { code: 'PERMANENTLY_REMOVED' } });
    expect(await asSystem((tx) => liftSanction(tx, { id: made.id, reason: 'x', ...by }))).toMatchObject({
      error: { code: 'transition_not_possible' },
    });
    const more = { program: RC, publisherOrg: n.publisher, adSpaceId: null, rule: 'pop', level: 'block' } as const;
    expect(
      await asSystem((tx) => sanctionAtOnce(tx, n.deps, { ...more, violation: null, reason: 'x', ...by })),
    ).toMatchObject({ error: { code: 'transition_not_possible' } });
  });

  test('leaves nothing half done when one of its consequences fails', async () => {
    n = await conductNetwork(db);
    await n.sell(n.first, 'H1', '20.00');
    const broken = { ...n.deps, orders: { ...n.deps.orders, onOrdersChanged: () => Promise.reject(new Error('no')) } };
    const asked = { program: RC, publisherOrg: n.publisher, adSpaceId: null, rule: 'refund_urging' };
    const judgement = { level: 'expelled', violation: null, reason: 'x', ...by } as const;
    await expect(asSystem((tx) => sanctionAtOnce(tx, broken, { ...asked, ...judgement }))).rejects.toThrow('no');
    expect(await standing(n.first.id)).toBe('joined');
    expect(await n.statusOf('H1')).toBe('pending 6000 AWAITING_RECEIPT');
    const all = { program: null, publisherOrg: n.publisher, level: null, standing: null };
    expect(await asSystem((tx) => sanctionsBefore(tx, all, null, 9))).toEqual([]);
  });
});

describe('the publisher', () => {
  test('reads its own sanctions and no one else’s, and may object to them alone', async () => {
    n = await conductNetwork(db);
    const made = await sanction({ rule: 'pop', level: 'warning' });
    const told = await asSystem((tx) =>
      tx.query(`select kind, subject, data from notifications.notice where org_id = $1 and kind like 'conduct_%'`, [
        n.publisher,
      ]),
    );
    const data = { program: 'AliExpress RU&CIS NEW', rule: 'pop', reason: 'Seen on 15 June.' };
    expect(told).toEqual([{ kind: 'conduct_warned', subject: `sanction:${made.id}`, data }]);
    const stranger = (await conductNetwork(db)).publisher;
    const all = { program: null, publisherOrg: null, level: null, standing: null };
    const seenBy = (org: string) => db.transaction({ role: 'app', org }, (tx) => sanctionsBefore(tx, all, null, 99));
    expect((await seenBy(n.publisher)).map(({ id }) => id)).toEqual([made.id]);
    expect(await seenBy(stranger)).toEqual([]);
    const appeal = { id: made.id, text: 'The pop-up was the shop’s.', ...by };
    expect(await asSystem((tx) => appealSanction(tx, { ...appeal, publisherOrg: stranger }))).toMatchObject({
      error: { code: 'not_found' },
    });
    await asSystem((tx) => appealSanction(tx, { ...appeal, publisherOrg: n.publisher }));
    const waiting = await asSystem((tx) => sanctionsBefore(tx, { ...all, standing: 'appealed' }, null, 99));
    expect(waiting.map(({ id }) => id)).toContain(made.id);
  });

  test('cannot read cases, notes or whom else a sanction stopped, nor change anything', async () => {
    for (const statement of [
      'select * from conduct.case_file',
      'select * from conduct.note',
      'select * from conduct.stopped',
      `update conduct.sanction set lifted_reason = 'x'`,
    ]) {
      await expect(db.transaction({ role: 'app', org: n.publisher }, (tx) => tx.query(statement))).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});
