import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rc } from '../../apps/tributary/example/people.ts';
import {
  type ExampleRow,
  exampleExpectation,
  exampleFacts,
  readExamples,
} from '../../core/commission/testing/examples.ts';
import { replay } from '../../modules/commissions/index.ts';
import { seal, verify } from '../../modules/ledger/index.ts';
import { termsOfPublication } from '../../modules/terms/index.ts';
import type { HistoryAnswer } from '../support/answers.ts';
import type { TestNetwork } from '../support/network.ts';
import { advertisers, earnerOf, liveThrough } from './year.ts';

const anna = 'anna@gadget-notes.test';
const examples = readExamples(readFileSync('docs/domain/aliexpress-ru-cis.terms.md', 'utf8'));

/** Rows that need a setting which all others have differently. */
const isRouted = ({ part }: ExampleRow): boolean => part.startsWith('M.');
const otherRate = ({ reason }: ExampleRow): string | undefined => /internal rate (\d+\.\d+)/.exec(reason)?.[1];

const groups = [
  {
    name: 'a year of the program',
    rows: examples.rows.filter((row) => !isRouted(row) && otherRate(row) === undefined),
    internalRate: '60.0000',
    geoRouting: false,
  },
  {
    name: 'with GEO routing switched on between the pair',
    rows: examples.rows.filter(isRouted),
    internalRate: '60.0000',
    geoRouting: true,
  },
  {
    name: 'on a day with another internal rate',
    rows: examples.rows.filter((row) => otherRate(row) !== undefined),
    internalRate: '60.05',
    geoRouting: false,
  },
] as const;

it('executes all 99 worked examples through the whole network, each once', () => {
  const ids = groups.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(ids.toSorted()).toEqual(Array.from({ length: 99 }, (_, index) => `E-${String(index + 1).padStart(2, '0')}`));
});

describe.each(groups)('$name', (group) => {
  let net: TestNetwork;
  const histories = new Map<string, readonly HistoryAnswer[]>();
  beforeAll(async () => {
    net = await liveThrough({ ...group, examples });
    for (const { email } of group.rows.map((row) => earnerOf(row, exampleFacts(row, examples).clicks.length - 1))) {
      if (!histories.has(email)) histories.set(email, await net.history(email));
    }
  });
  afterAll(() => net.close());

  it.each(
    group.rows.map((row) => [row.id, row] as const),
  )('%s: the order, its why and its ledger say what the row says', async (_id, row) => {
    const facts = exampleFacts(row, examples);
    const expected = exampleExpectation(row);
    const name = `${facts.program}/${facts.orderId}`;
    const advertiser = advertisers[facts.program] ?? '';
    const [{ decision }, why] = [await net.order(advertiser, name), await net.why(advertiser, name)];
    const [line] = why.lines;
    expect({
      status: why.status,
      reason: line?.reason,
      rate: line?.rate,
      notes: expected.notes.filter((note) => why.lines.some(({ notes }) => notes.includes(note))),
      commission: expected.commission && `${why.commission.amount} ${why.commission.currency}`,
    }).toEqual({
      status: expected.status,
      reason: expected.reason,
      rate: expected.rate,
      notes: expected.notes,
      commission: expected.commission,
    });
    expect(decision).toMatchObject({ status: why.status, commission: why.commission, click_id: why.click_id });
    expect(why.sentences.join(' ')).toContain(why.commission.amount === '0.00' ? '' : why.commission.amount);
    const booked = bookings(row, histories);
    expect(booked.payable).toBe(why.status === 'pending' ? '0.00' : why.commission.amount);
    expect(booked.held).toBe(why.status === 'pending' ? why.commission.amount : '0.00');
    expect(booked.deducted).toBe(expected.deducted === null ? '0.00' : expected.deducted.slice(0, -4));
  });

  it('the book is in order, every decision replays, nothing failed on our side', async () => {
    await seal(net.network.db);
    expect((await verify(net.network.db)).findings).toEqual([]);
    expect(await replay(net.network.db, { termsOfPublication })).toMatchObject({ differences: 0 });
    expect(net.troubles).toEqual([]);
  });
});

describe('what the rows say beside their amounts', () => {
  let net: TestNetwork;
  const rows = ['E-09', 'E-69', 'E-70', 'E-71', 'E-72', 'E-75', 'E-78', 'E-84', 'E-85', 'E-87'];
  beforeAll(async () => {
    const chosen = examples.rows.filter(({ id }) => rows.includes(id));
    net = await liveThrough({ rows: chosen, examples, internalRate: '60.0000', geoRouting: false });
  });
  afterAll(() => net.close());

  const bookedOn = async (id: string, email: string): Promise<readonly string[]> =>
    (await net.history(email))
      .filter((each) => each.order_id === id)
      .toReversed()
      .map(({ title, account, amount, currency }) => `${title}: ${account} ${amount} ${currency}`);

  it('E-75: an unconfirmed order is held, not payable', async () => {
    expect(await bookedOn('E-75', anna)).toEqual(['Hold: publisher_hold 60.00 RUB']);
  });

  it('E-84: an order flagged after approval is taken back by an entry named exactly "Antispam Deduction"', async () => {
    expect(await bookedOn('E-84', anna)).toEqual([
      'Hold: publisher_hold 60.00 RUB',
      'Reward: publisher_hold -60.00 RUB',
      'Reward: publisher_balance 60.00 RUB',
      'Antispam Deduction: publisher_balance -60.00 RUB',
    ]);
    const taken = (await net.history(anna)).find(({ title }) => title === 'Antispam Deduction');
    expect(taken).toMatchObject({ order_id: 'E-84', reason: 'abnormal_traffic' });
  });

  it('E-78, E-87: after a withdrawal the balance falls below zero', async () => {
    for (const [id, title] of [
      ['E-78', 'Refund deduction'],
      ['E-87', 'Antispam Deduction'],
    ] as const) {
      const { email } = earnerOf(rowOf(id));
      const entries = (await net.history(email)).filter(({ account }) => account === 'publisher_balance');
      expect(entries.toReversed().map((each) => `${each.title} ${each.amount}`)).toEqual([
        'Reward 60.00',
        'Withdrawal -60.00',
        `${title} -60.00`,
      ]);
      expect(await net.balances(email)).toContainEqual(
        expect.objectContaining({ account: 'publisher_balance', balance: '-60.00', currency: 'RUB' }),
      );
    }
  });

  it('E-69: the last click earns; the publisher of the earlier one sees nothing of the order', async () => {
    const { email } = earnerOf(rowOf('E-69'), 1);
    expect(await net.why(email, `${rc}/E-69`)).toMatchObject({ status: 'approved', commission: { amount: '60.00' } });
    expect((await net.get(anna, `/api/v1/orders/${rc}/E-69/why`)).status).toBe(404);
    expect(await bookedOn('E-69', anna)).toEqual([]);
  });

  it('E-70: an order without a click belongs to nobody, and the program takes no claims for lost orders', async () => {
    expect(await net.why(advertisers[rc] ?? '', `${rc}/E-70`)).toMatchObject({
      status: 'not_attributed',
      click_id: null,
    });
    expect((await net.get(anna, `/api/v1/orders/${rc}/E-70/why`)).status).toBe(404);
    expect((await net.get(anna, `/api/v1/programs/${rc}`)).body).toMatchObject({ lost_orders: false });
  });

  it('E-09, E-71, E-72: what earns nothing leaves no trace in the ledger', async () => {
    for (const id of ['E-09', 'E-71', 'E-72']) {
      expect([id, await bookedOn(id, anna)]).toEqual([id, []]);
      expect((await net.why(advertisers[rc] ?? '', `${rc}/${id}`)).postings).toEqual([]);
    }
  });

  it('E-85: an order flagged before approval releases what was held', async () => {
    expect(await bookedOn('E-85', anna)).toEqual([
      'Hold: publisher_hold 60.00 RUB',
      'Hold released: publisher_hold -60.00 RUB',
    ]);
  });
});

function rowOf(id: string): ExampleRow {
  const row = examples.rows.find((each) => each.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  return row;
}

interface Booked {
  readonly payable: string;
  readonly held: string;
  /** What deductions took, without sign. */
  readonly deducted: string;
}

function bookings(row: ExampleRow, histories: ReadonlyMap<string, readonly HistoryAnswer[]>): Booked {
  const { clicks } = exampleFacts(row, examples);
  const all = histories.get(earnerOf(row, clicks.length - 1).email) ?? [];
  const own = all.filter(({ order_id }) => order_id === row.id);
  const sum = (which: (each: HistoryAnswer) => boolean): number =>
    own.filter(which).reduce((minor, { amount }) => minor + Math.round(Number(amount) * 100), 0);
  const text = (minor: number): string => (minor / 100).toFixed(2);
  return {
    payable: text(sum(({ account }) => account === 'publisher_balance')),
    held: text(sum(({ account }) => account === 'publisher_hold')),
    deducted: text(-sum(({ title, account }) => account === 'publisher_balance' && /[Dd]eduction$/.test(title)) || 0),
  };
}
