import { afterAll, beforeAll, expect, test } from 'vitest';
import { statuses } from '../../../core/commission/decision.ts';
import { seededRandom } from '../../../core/commission/testing/random-orders.ts';
import { dayAt, wallTimeAt } from '../../../core/time/index.ts';
import type { Actor } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { settleActions } from '../actions/action-rollup.ts';
import type { ActionFact, ClickFact } from '../model.ts';
import { countedStatuses } from '../model.ts';
import { rebuildStatistics, recordActions, recordClicks, recordProgram, settleClicks } from '../record.ts';
import {
  ADVERTISER,
  actionFact,
  at,
  clickFact,
  OTHER_ADVERTISER,
  OTHER_PUBLISHER,
  OTHER_SPACE,
  PUBLISHER,
  programFact,
  SPACE,
} from '../testing.ts';
import { linkSpans, sumLinkDays } from './link-sums.ts';
import { copyPlaceSubids } from './place-subids.ts';
import { type ReportNumbers, report } from './report.ts';
import type { Dimension, FilterDimension, ReportQuery, SortMeasure } from './report-query.ts';
import { sumSubidDays } from './subid-sums.ts';

const SYSTEM = { role: 'system' } as const;
const DAY_MS = 86_400_000;
const START = at('2022-05-20T00:00:00Z');
const ROUNDS = 9;
const random = seededRandom(20_220_520);
const below = (limit: number): number => Math.floor(random() * limit);
function one<T>(...values: readonly [T, ...T[]]): T {
  return values[below(values.length)] ?? values[0];
}

let t: TestDatabase;
/** Everything that was told: clicks with whether each is its visitor's first, the how manieth of its day each was, orders as they were told last. */
const clicks: { readonly fact: ClickFact; readonly isFirst: boolean }[] = [];
const ranks = new Map<ClickFact | ActionFact, number>();
const orders = new Map<string, ActionFact>();
const visits = new Set<string>();

beforeAll(async () => {
  t = await testDatabase();
  await t.db.transaction(SYSTEM, async (tx) => {
    await recordProgram(tx, programFact('p1', { timeZone: 'UTC', advertiserOrg: ADVERTISER }));
    await recordProgram(tx, programFact('p2', { timeZone: 'UTC', advertiserOrg: OTHER_ADVERTISER }));
  });
});
afterAll(() => t.drop());

/** Where a click or order comes from; some words come often, some once. */
function place(program: string) {
  const [publisherOrg, adSpaceId] = one([PUBLISHER, SPACE], [PUBLISHER, OTHER_SPACE], [OTHER_PUBLISHER, OTHER_SPACE]);
  const subids = one<readonly (string | null)[]>([], [one('a', 'b', 'c'), one('x', null)], [`w${below(12)}`]);
  return {
    ...{ publisherOrg, adSpaceId, subids, linkCode: `${program}-${adSpaceId.slice(0, 1)}-${below(4)}` },
    ...{ country: one('RU', 'KZ', null), device: one('desktop', 'mobile'), trafficType: one('email', 'coupons') },
  };
}

/** A moment until `now`: most of the last days, some late. */
function moment(now: number): number {
  return Math.max(START, now - below(below(5) === 0 ? 25 : 5) * DAY_MS - below(DAY_MS));
}

function click(now: number): ClickFact {
  const program = one('p1', 'p2');
  return clickFact(program, moment(now), { ...place(program), counted: below(5) > 0, visitor: `v${below(30)}` });
}

function order(now: number): ActionFact {
  const id = `O${below(150)}`;
  const known = orders.get(id);
  if (known !== undefined && below(3) === 0) return known;
  const program = known?.program ?? one('p1', 'p2');
  const amounts = {
    pending: 0n,
    approved: 0n,
    declined: 0n,
    deducted: 0n,
    [one('pending', 'approved')]: BigInt(below(9_999)),
  };
  const moved = known !== undefined && below(2) === 0 ? { orderedAt: known.orderedAt } : {};
  return actionFact(program, id, moment(now), {
    ...{ ...place(program), amounts, status: one(...statuses), currency: one('RUB', 'USD') },
    ...{ orderCurrency: one('USD', 'EUR'), orderAmount: BigInt(below(99_999)), newCustomer: one(true, false, null) },
    ...{
      revision: (known?.revision ?? 0) + 1,
      advertiserOrg: program === 'p1' ? ADVERTISER : OTHER_ADVERTISER,
      ...moved,
    },
  });
}

async function tell(now: number): Promise<void> {
  const facts = Array.from({ length: 120 }, () => click(now));
  const changed = new Map(Array.from({ length: 60 }, () => order(now)).map((fact) => [fact.orderId, fact]));
  await t.db.transaction(SYSTEM, async (tx) => {
    await recordClicks(tx, facts);
    await recordActions(tx, [...changed.values()]);
    await settleClicks(tx);
  });
  for (const fact of facts) {
    const visit = [fact.program, dayAt(fact.at, 'UTC'), fact.adSpaceId, fact.visitor].join();
    ranks.set(fact, clicks.filter((other) => dayOf(other.fact) === dayOf(fact)).length);
    clicks.push({ fact, isFirst: fact.counted && !visits.has(visit) });
    if (fact.counted) visits.add(visit);
  }
  for (const [id, fact] of changed) orders.set(id, fact);
}

const callers: readonly (readonly [Actor, string | null, (fact: ClickFact | ActionFact) => boolean])[] = [
  [SYSTEM, null, () => true],
  [SYSTEM, PUBLISHER, (fact) => fact.publisherOrg === PUBLISHER],
  [{ role: 'app', org: ADVERTISER }, null, (fact) => fact.program === 'p1'],
  [{ role: 'app', org: PUBLISHER }, PUBLISHER, (fact) => fact.publisherOrg === PUBLISHER],
];
const groupings: readonly (readonly Dimension[])[] = [
  ...([['link'], ['month', 'link'], ['program', 'link'], ['ad_space', 'link'], ['day', 'link'], ['subid']] as const),
  ...([
    ['subid', 'subid1'],
    ['program', 'subid'],
    ['traffic_type', 'subid1'],
    ['day', 'subid'],
    ['ad_space', 'subid'],
  ] as const),
  ...([
    ['day'],
    ['country'],
    ['day', 'device'],
    ['hour'],
    ['status', 'subid'],
    ['status', 'link'],
    ['ad_space'],
  ] as const),
];
const filterings: readonly ReportQuery['filters'][] = [
  ...[
    {},
    {},
    {},
    { program: ['p1'] },
    { traffic_type: ['email'] },
    { ad_space: [OTHER_SPACE] },
    { program: ['p2'], traffic_type: ['coupons'] },
  ],
];

function question(now: number): ReportQuery {
  const since = dayAt(START + below(30) * DAY_MS, 'UTC');
  const until = dayAt(Math.max(Date.parse(since), now - below(4) * DAY_MS) + DAY_MS, 'UTC');
  const groupBy = groupings[below(groupings.length)] ?? ['day'];
  const by = one<SortMeasure | Dimension>('clicks', 'unique_clicks', 'actions', 'new_customers', groupBy[0] ?? 'day');
  const sort = below(3) === 0 ? null : { by, descending: below(2) === 0 };
  const filters = filterings[below(filterings.length)] ?? {};
  return { since, until, groupBy, filters, sort, limit: 10_000, offset: 0, publisherOrg: null };
}

/** The names under which SubIDs are reported, where days are summed; found as the tables tell them. */
async function namesOf(query: ReportQuery) {
  const overAll =
    query.publisherOrg === null && !query.groupBy.includes('ad_space') && query.filters.ad_space === undefined;
  const isSummed = overAll && !query.groupBy.includes('status');
  if (!isSummed || !query.groupBy.some((name) => name.startsWith('subid')))
    return (fact: ClickFact | ActionFact) => fact.subids;
  const [days, named] = await t.db.transaction(SYSTEM, async (tx) => [
    new Map(
      (await tx.query<{ day: string; clicks: bigint }>('select day::text, clicks from stats.click_subid_day')).map(
        (row) => [row.day, row.clicks],
      ),
    ),
    new Set(
      (
        await tx.query<{ name: string }>(
          `select concat_ws('|', day, program, traffic_type, subid, subid1) as name from stats.click_program_subid where subid_digest <> 0`,
        )
      ).map(({ name }) => name),
    ),
  ]);
  return (fact: ClickFact | ActionFact) => {
    const day = dayOf(fact);
    const name = [day, fact.program, fact.trafficType, fact.subids[0] ?? '', fact.subids[1] ?? ''].join('|');
    const counted = days.get(day);
    // Clicks that came since their day was summed have no name yet.
    return counted === undefined || (named.has(name) && (ranks.get(fact) ?? -1) < counted) ? fact.subids : ['…', '…'];
  };
}

const whenOf = (fact: ClickFact | ActionFact) => ('at' in fact ? fact.at : fact.orderedAt);
const dayOf = (fact: ClickFact | ActionFact) => dayAt(whenOf(fact), 'UTC');

/** What the rows must be, found fact by fact. */
async function expected(query: ReportQuery, sees: (fact: ClickFact | ActionFact) => boolean) {
  const subidsOf = await namesOf(query);
  const byStatus = query.groupBy.includes('status');
  const value = (fact: ClickFact | ActionFact, name: Dimension): string | null => {
    const subids = subidsOf(fact);
    const values: Partial<Record<Dimension, string | null>> = {
      ...{ day: dayOf(fact), month: dayOf(fact).slice(0, 7), program: fact.program, ad_space: fact.adSpaceId },
      ...{ link: fact.linkCode, country: fact.country, device: fact.device, traffic_type: fact.trafficType },
      ...{
        hour: String(wallTimeAt(whenOf(fact), 'UTC').hour).padStart(2, '0'),
        status: 'status' in fact ? fact.status : null,
      },
      ...{ subid: subids[0] ?? null, subid1: subids[1] ?? null },
    };
    return values[name] ?? null;
  };
  const isAsked = (fact: ClickFact | ActionFact) =>
    sees(fact) &&
    dayOf(fact) >= query.since &&
    dayOf(fact) < query.until &&
    Object.entries(query.filters).every(([name, accepted]) =>
      accepted.includes(value(fact, name as FilterDimension) ?? ''),
    );
  const rows = new Map<string, Map<string, bigint>>();
  const add = (fact: ClickFact | ActionFact, numbers: Readonly<Record<string, bigint>>) => {
    const group = JSON.stringify(query.groupBy.map((name) => value(fact, name)));
    for (const key of [group, 'total']) {
      const row = rows.get(key) ?? new Map<string, bigint>();
      rows.set(key, row);
      for (const [name, number] of Object.entries(numbers)) row.set(name, (row.get(name) ?? 0n) + number);
    }
  };
  for (const { fact, isFirst } of byStatus ? [] : clicks)
    if (isAsked(fact)) add(fact, fact.counted ? { counted: 1n, unique: isFirst ? 1n : 0n } : { filtered: 1n });
  for (const fact of orders.values()) {
    if (!isAsked(fact)) continue;
    const isCounted = countedStatuses.some((status) => status === fact.status);
    add(fact, { [fact.status]: 1n, newCustomers: isCounted && fact.newCustomer === true ? 1n : 0n });
    for (const [state, minor] of Object.entries(fact.amounts)) add(fact, { [`${state} ${fact.currency}`]: minor });
    add(fact, { [`sales ${fact.orderCurrency}`]: isCounted ? fact.orderAmount : 0n });
  }
  return new Map([...rows].map(([key, row]) => [key, plainRow(row)]));
}

function plainRow(numbers: Iterable<readonly [string, bigint]>) {
  return Object.fromEntries([...numbers].filter(([, number]) => number !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function numbersOf({ clicks: counts, actions, newCustomers, rewards, sales }: ReportNumbers) {
  return plainRow([
    ...Object.entries(counts ?? {}),
    ...Object.entries(actions),
    ['newCustomers', newCustomers] as const,
    ...rewards.flatMap(({ currency, pending, approved, declined, deducted }) =>
      Object.entries({ pending, approved, declined, deducted }).map(
        ([state, minor]) => [`${state} ${currency}`, minor] as const,
      ),
    ),
    ...sales.map(({ currency, minor }) => [`sales ${currency}`, minor] as const),
  ]);
}

async function expectRight(now: number): Promise<void> {
  for (const [actor, publisherOrg, sees] of Array.from({ length: 4 }, () => callers).flat()) {
    const query = { ...question(now), publisherOrg };
    const wanted = await expected(query, sees);
    await t.db.transaction(actor, async (tx) => {
      const found = await report(tx, query);
      const rows = found.rows.map(
        (row) => [JSON.stringify(query.groupBy.map((name) => row.group[name] ?? null)), numbersOf(row)] as const,
      );
      expect(
        new Map([...rows, ...(wanted.has('total') ? [['total', numbersOf(found.total)] as const] : [])]),
        JSON.stringify({ actor, query }),
      ).toEqual(wanted);
      expect(found.rowsTotal).toBe(rows.length);
      const [offset, limit] = [below(5), 1 + below(7)];
      const page = await report(tx, { ...query, offset, limit });
      expect(page.rows).toEqual(found.rows.slice(offset, offset + limit));
      expect([page.total, page.rowsTotal]).toEqual([found.total, found.rowsTotal]);
    });
  }
}

test('whatever sums are kept, a report tells what the facts told one by one add up to, in any order and page, for everybody', async () => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const now = START + round * 4 * DAY_MS;
    await tell(now);
    if (round % 3 !== 0) await t.db.transaction(SYSTEM, settleActions);
    await expectRight(now);
    const made = await t.db.transaction(SYSTEM, async (tx) => [
      await sumSubidDays(tx, now, { day: 5, program: 3 }),
      await sumLinkDays(tx, now),
      await copyPlaceSubids(tx, now, 2),
    ]);
    expect(made.every((days) => days > 0)).toBe(true);
    await expectRight(now);
  }
  await t.db.transaction(SYSTEM, (tx) =>
    rebuildStatistics(tx, {
      clicks: (told) => told(clicks.map(({ fact }) => fact)),
      actions: (told) => told([...orders.values()]),
    }),
  );
  await expectRight(START + ROUNDS * 4 * DAY_MS);
});

test('a range is put together from the last sum of each month, less the one before it begins, and single days', () => {
  const summed = new Set(['2022-05-09', '2022-05-10', '2022-05-30', '2022-05-31', '2022-06-01', '2022-06-05']);
  expect(linkSpans({ since: '2022-05-11', until: '2022-06-08' }, summed)).toEqual({
    added: ['2022-05-31', '2022-06-05'],
    taken: ['2022-05-10'],
    single: ['2022-06-06', '2022-06-07'],
  });
  expect(linkSpans({ since: '2022-05-30', until: '2022-06-01' }, summed)).toEqual({
    added: [],
    taken: [],
    single: ['2022-05-30', '2022-05-31'],
  });
});
