import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
