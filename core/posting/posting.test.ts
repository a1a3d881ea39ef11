import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision, LineDecision, Status } from '../commission/decision.ts';
import type { Reason } from '../commission/reasons.ts';
import {
  type AccountName,
  accountKey,
  advertiserPayment,
  type Booking,
  entriesFor,
  entryKinds,
  entryProblems,
  expressFee,
  expressPayment,
  expressSettlement,
  type JournalEntry,
  legalPostings,
  merged,
  overdrawingKinds,
  reversalOf,
  titles,
  withdrawal,
} from './index.ts';

const ADVERTISER = 'advertiser-1';

interface LineSpec {
  readonly lineId?: string;
  readonly status: Status;
  readonly reason?: Reason;
  /** Order currency minor, accrual currency minor. */
  readonly now?: readonly [bigint, bigint];
  readonly approved?: readonly [bigint, bigint] | null;
}

function line(spec: LineSpec, order: string, accrual: string): LineDecision {
  const [charged, credited] = spec.now ?? [0n, 0n];
  const approved = spec.approved ?? (spec.status === 'approved' ? [charged, credited] : null);
  return {
    lineId: spec.lineId ?? '1',
    status: spec.status,
    reason: spec.reason ?? 'PAID_CIS_SELLER',
    notes: [],
    rule: 'seller rate',
    rate: { digits: 500n, scale: 2 },
    orderCommission: { minor: charged, currency: order },
    cappedCommission: { minor: charged, currency: order },
    commission: { minor: credited, currency: accrual },
    approved:
      approved === null
        ? null
        : {
            cappedCommission: { minor: approved[0] ?? 0n, currency: order },
            commission: { minor: approved[1] ?? 0n, currency: accrual },
          },
  };
}

function booking(
  lines: readonly LineSpec[],
  options: { readonly publisher?: string | null; readonly order?: string; readonly accrual?: string } = {},
): Booking {
  const { publisher = 'publisher-1', order = 'USD', accrual = 'RUB' } = options;
  const decided = lines.map((spec) => line(spec, order, accrual));
  const decision: Decision = {
    orderId: 'A1',
    program: 'shop',
    termsVersion: 'R2',
    engineVersion: '1',
    status: decided[0]?.status ?? 'no_reward',
    commission: { minor: decided.reduce((sum, each) => sum + each.commission.minor, 0n), currency: accrual },
    capped: false,
    click: null,
    adSpaceId: null,
    regime: null,
    lines: decided,
    trace: null,
  };
  return {
    decision,
    parties: { advertiserOrg: ADVERTISER, publisherOrg: publisher },
    orderCurrency: order,
    fx:
      order === accrual
        ? null
        : { base: order, quote: accrual, rate: { digits: 600000n, scale: 4 }, source: 'internal' },
  };
}

function walk(steps: readonly Booking[]): JournalEntry[] {
  let previous: Booking | null = null;
  const entries: JournalEntry[] = [];
  for (const [revision, next] of steps.entries()) {
    entries.push(...entriesFor({ previous, next, cause: { revision, event: `e${revision}`, effectiveAt: revision } }));
    previous = next;
  }
  return entries;
}

function nets(entries: readonly JournalEntry[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { account, minor } of entries.flatMap((entry) => entry.postings)) {
    const key = accountKey(account);
    sums[key] = (sums[key] ?? 0n) + minor;
  }
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, sum]) => sum !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const HOLD = 'publisher_hold/shop/publisher-1/RUB';
const BALANCE = 'publisher_balance/shop/publisher-1/RUB';
const pending: LineSpec = { status: 'pending', reason: 'AWAITING_RECEIPT', now: [100n, 6000n] };
const approved: LineSpec = { status: 'approved', now: [100n, 6000n] };

describe('the life of an order in the books (table 17)', () => {
  test('a pending line is held on both sides, in both currencies, joined through the exchange account at a rate that is kept (I-21)', () => {
    const [entry, ...others] = walk([booking([pending])]);
    expect(others).toEqual([]);
    expect(entry?.kind).toBe('hold');
    expect(nets(entry === undefined ? [] : [entry])).toEqual({
      'advertiser_hold/shop/advertiser-1/USD': -100n,
      'network_fx/shop/-/RUB': -6000n,
      'network_fx/shop/-/USD': 100n,
      [HOLD]: 6000n,
    });
    expect(entry?.fx).toEqual({ base: 'USD', quote: 'RUB', rate: { digits: 600000n, scale: 4 }, source: 'internal' });
    expect(entry?.subject).toMatchObject({ orderId: 'A1', lineId: '1', termsVersion: 'R2', rule: 'seller rate' });
  });

  test('one currency needs no exchange account', () => {
    const entries = walk([booking([{ status: 'approved', now: [690n, 690n] }], { accrual: 'USD' })]);
    expect(entries.map((entry) => entry.kind)).toEqual(['reward']);
    expect(nets(entries)).toEqual({
      'advertiser_due/shop/advertiser-1/USD': -690n,
      'publisher_balance/shop/publisher-1/USD': 690n,
    });
  });

  test.each<[string, readonly LineSpec[], readonly string[], bigint, bigint]>([
    ['E-75 awaiting receipt', [pending], ['hold'], 6000n, 0n],
    ['confirmed', [pending, approved], ['hold', 'reward'], 0n, 6000n],
    ['confirmed at once', [approved], ['reward'], 0n, 6000n],
    ['E-76 never received', [pending, { status: 'declined', reason: 'NOT_RECEIVED' }], ['hold', 'void'], 0n, 0n],
    ['E-77 refund before approval', [pending, { status: 'declined', reason: 'REFUNDED' }], ['hold', 'void'], 0n, 0n],
    [
      'E-78 refund after approval',
      [approved, { status: 'deducted', reason: 'REFUND_DEDUCTION', approved: [100n, 6000n] }],
      ['reward', 'refund_deduction'],
      0n,
      0n,
    ],
    [
      'E-80 partial refund after approval',
      [approved, { status: 'approved', reason: 'PARTIAL_REFUND', now: [60n, 3600n], approved: [100n, 6000n] }],
      ['reward', 'refund_deduction'],
      0n,
      3600n,
    ],
    [
      'E-81 refund that the cap absorbs',
      [approved, { status: 'approved', reason: 'PARTIAL_REFUND', now: [100n, 6000n] }],
      ['reward'],
      0n,
      6000n,
    ],
    [
      'refund before approval of part of a line',
      [pending, { status: 'pending', now: [60n, 3600n] }, { status: 'approved', now: [60n, 3600n] }],
      ['hold', 'correction', 'reward'],
      0n,
      3600n,
    ],
    [
      'receipt and lower amount at once',
      [pending, { status: 'approved', now: [60n, 3600n] }],
      ['hold', 'reward'],
      0n,
      3600n,
    ],
    ['E-83 violation before approval', [pending, { status: 'declined', reason: 'risk' }], ['hold', 'void'], 0n, 0n],
    [
      'E-84 violation after approval',
      [approved, { status: 'deducted', reason: 'abnormal_traffic', approved: [100n, 6000n] }],
      ['reward', 'antispam_deduction'],
      0n,
      0n,
    ],
    [
      'refund of a part, then a violation',
      [
        approved,
        { status: 'approved', reason: 'PARTIAL_REFUND', now: [60n, 3600n], approved: [100n, 6000n] },
        { status: 'deducted', reason: 'risk', approved: [100n, 6000n] },
      ],
      ['reward', 'refund_deduction', 'antispam_deduction'],
      0n,
      0n,
    ],
    [
      'receipt and refund learned at the same time',
      [{ status: 'deducted', reason: 'REFUND_DEDUCTION', approved: [100n, 6000n] }],
      ['reward', 'refund_deduction'],
      0n,
      0n,
    ],
    [
      'approval withdrawn by a correction',
      [approved, { status: 'no_reward', reason: 'VIRTUAL_PRODUCT' }],
      ['reward', 'correction'],
      0n,
      0n,
    ],
    ['the same decision again', [approved, approved], ['reward'], 0n, 6000n],
    [
      'a larger share of the cap after another line was refunded',
      [approved, { status: 'approved', now: [150n, 9000n], approved: [100n, 6000n] }],
      ['reward', 'correction'],
      0n,
      9000n,
    ],
  ])('%s', (_name, steps, kinds, hold, balance) => {
    const entries = walk(steps.map((step) => booking([step])));
    expect(entries.map((entry) => entry.kind)).toEqual(kinds);
    expect(nets(entries)[HOLD] ?? 0n).toBe(hold);
    expect(nets(entries)[BALANCE] ?? 0n).toBe(balance);
    expect(entries.flatMap(entryProblems)).toEqual([]);
  });

  test.each<[Status, Reason]>([
    ['no_reward', 'VPN_PROXY'],
    ['unresolved', 'RATE_MISSING'],
    ['not_attributed', 'NO_CLICK'],
    ['declined', 'HIDDEN_PRODUCT'],
    ['approved', 'ZERO_AMOUNT'],
  ])('%s %s books nothing', (status, reason) => {
    expect(walk([booking([{ status, reason }])])).toEqual([]);
  });

  test('a deduction for fraud has exactly the fixed name', () => {
    const entries = walk([
      booking([approved]),
      booking([{ status: 'deducted', reason: 'PPC_violation', approved: [100n, 6000n] }]),
    ]);
    expect(entries.at(-1)?.title).toBe('Antispam Deduction');
    expect(entries.at(-1)?.subject?.reason).toBe('PPC_violation');
  });

  test('when another publisher turns out to own the order, the first loses exactly what the second gets', () => {
    const entries = walk([booking([approved]), booking([approved], { publisher: 'publisher-2' })]);
    expect(entries.map((entry) => entry.kind)).toEqual(['reward', 'correction', 'reward']);
    expect(nets(entries)).toEqual({
      'advertiser_due/shop/advertiser-1/USD': -100n,
      'network_fx/shop/-/RUB': -6000n,
      'network_fx/shop/-/USD': 100n,
      'publisher_balance/shop/publisher-2/RUB': 6000n,
    });
  });

  test('a line that vanished from the order is released', () => {
    const entries = walk([booking([pending, { ...pending, lineId: '2' }]), booking([pending])]);
    expect(entries.map((entry) => [entry.kind, entry.subject?.lineId])).toEqual([
      ['hold', '1'],
      ['hold', '2'],
      ['void', '2'],
    ]);
  });

  test('lines whose ids contain separators never share a cause', () => {
    const entries = walk([
      booking([
        { ...pending, lineId: '1/2' },
        { ...pending, lineId: '1%2F2' },
      ]),
    ]);
    expect(new Set(entries.map((entry) => entry.cause.eventId)).size).toBe(2);
  });

  test('a commission that belongs to nobody is a defect, not an entry', () => {
    expect(() => walk([booking([pending], { publisher: null })])).toThrow(/belongs to no publisher/);
  });
});

const status = fc.constantFrom<Status>('pending', 'approved', 'deducted', 'declined', 'no_reward');
const reason = fc.constantFrom<Reason>('REFUND_DEDUCTION', 'PARTIAL_REFUND', 'risk', 'PAID_HOT', 'abnormal_order');
const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });

const lineSpec = fc
  .record({
    status,
    reason,
    charged: amount,
    credited: amount,
    more: fc.tuple(amount, amount),
    wasApproved: fc.boolean(),
  })
  .map(({ status: state, reason: why, charged, credited, more, wasApproved }): LineSpec => {
    const earning = state === 'approved' || state === 'pending';
    const now: [bigint, bigint] = earning ? [charged, credited] : [0n, 0n];
    const gross: [bigint, bigint] = [now[0] + more[0], now[1] + more[1]];
    const had = state === 'deducted' || (state === 'approved' && wasApproved);
    return { status: state, reason: why, now, approved: had ? gross : null };
  });

const step = fc
  .record({
    lines: fc.array(lineSpec, { minLength: 1, maxLength: 3 }),
    publisher: fc.constantFrom('publisher-1', 'publisher-2'),
    currencies: fc.constantFrom(['USD', 'RUB'] as const, ['RUB', 'RUB'] as const),
  })
  .map(({ lines, publisher, currencies: [order, accrual] }) => {
    const specs = lines.map((spec, index): LineSpec => {
      const same = order === accrual;
      const pair = (value: readonly [bigint, bigint]): [bigint, bigint] => [value[0], same ? value[0] : value[1]];
      return {
        ...spec,
        lineId: String(index),
        now: pair(spec.now ?? [0n, 0n]),
        approved: spec.approved ? pair(spec.approved) : null,
      };
    });
    return booking(specs, { publisher, order, accrual });
  });

/** What one decision alone says each account must hold. Written apart from the code under test. */
function targets(last: Booking): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  const add = (account: AccountName, minor: bigint) => {
    sums[accountKey(account)] = (sums[accountKey(account)] ?? 0n) + minor;
  };
  const { advertiserOrg, publisherOrg } = last.parties;
  for (const each of last.decision.lines) {
    const [credit, charge] =
      each.status === 'pending'
        ? (['publisher_hold', 'advertiser_hold'] as const)
        : (['publisher_balance', 'advertiser_due'] as const);
    const { cappedCommission, commission } = each;
    const program = last.decision.program;
    add({ kind: credit, program, org: publisherOrg, currency: commission.currency }, commission.minor);
    add({ kind: charge, program, org: advertiserOrg, currency: cappedCommission.currency }, -cappedCommission.minor);
    add({ kind: 'network_fx', program, org: null, currency: cappedCommission.currency }, cappedCommission.minor);
    add({ kind: 'network_fx', program, org: null, currency: commission.currency }, -commission.minor);
  }
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, sum]) => sum !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe('whatever the sequence of decisions', () => {
  test('every account of both sides ends at what the last decision says, and every entry sums to zero per currency and is legal (I-13, I-23)', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const entries = walk(steps);
        const last = steps.at(-1);
        expect(entries.flatMap(entryProblems)).toEqual([]);
        expect(nets(entries)).toEqual(last === undefined ? {} : targets(last));
      }),
      { seed: 20220615, numRuns: 2000 },
    );
  });

  test('no two entries have the same cause and kind', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const causes = walk(steps).map((entry) => `${entry.cause.eventId} ${entry.kind}`);
        expect(new Set(causes).size).toBe(causes.length);
      }),
      { seed: 20220616, numRuns: 500 },
    );
  });

  test('any order of the steps before the last one ends in equal balances (I-27)', () => {
    const permuted = fc
      .array(step, { minLength: 2, maxLength: 5 })
      .chain((steps) =>
        fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps.slice(0, -1), { minLength: steps.length - 1 })),
      );
    fc.assert(
      fc.property(permuted, ([steps, shuffled]) => {
        expect(nets(walk([...shuffled, ...steps.slice(-1)]))).toEqual(nets(walk(steps)));
      }),
      { seed: 20220617, numRuns: 500 },
    );
  });
});

describe('reversals', () => {
  const [original] = walk([booking([approved])]);
  const cause = { source: 'operator', eventId: 'r1' };
  const reverse = (earlier: JournalEntry[], part: JournalEntry['postings'] | null) => {
    if (original === undefined) {
      throw new Error('no original');
    }
    const postings = earlier.flatMap((entry) => entry.postings);
    return reversalOf({ id: 'o1', entry: original }, { cause, effectiveAt: 9, part, earlier: postings });
  };

  test('a reversal undoes every account exactly, at the original rate (I-5)', () => {
    const reversed = reverse([], null);
    expect(reversed.ok && nets(original === undefined ? [] : [original, reversed.value])).toEqual({});
    expect(reversed.ok && reversed.value.fx).toEqual(original?.fx);
    expect(reversed.ok && entryProblems(reversed.value)).toEqual([]);
  });

  test('a second reversal is refused (I-4)', () => {
    const first = reverse([], null);
    expect(reverse(first.ok ? [first.value] : [], null)).toEqual({ ok: false, error: { kind: 'already_reversed' } });
  });

  test('partial reversals never exceed the original, and the rest can still be taken back (I-4)', () => {
    const half = (original?.postings ?? []).map(({ account, minor }) => ({ account, minor: -minor / 2n }));
    const first = reverse([], half);
    const tooMuch = reverse(
      first.ok ? [first.value] : [],
      half.map(({ account, minor }) => ({ account, minor: minor + minor })),
    );
    expect(tooMuch).toMatchObject({ ok: false, error: { kind: 'exceeds_original' } });
    const rest = reverse(first.ok ? [first.value] : [], null);
    expect(rest.ok && first.ok && original && nets([original, first.value, rest.value])).toEqual({});
  });

  test('a reversal in the direction of the original is refused', () => {
    expect(reverse([], original?.postings ?? null)).toMatchObject({ ok: false, error: { kind: 'exceeds_original' } });
  });
});

describe('the chart of accounts', () => {
  test('every kind of entry has a title and a row in the table of legal postings', () => {
    expect(Object.keys(titles).sort()).toEqual([...entryKinds].sort());
    expect(Object.keys(legalPostings).sort()).toEqual([...entryKinds].sort());
  });

  test('only kinds in the closed list may lower a balance without money leaving or being taken back (I-11)', () => {
    const lowering = entryKinds.filter((kind) => ['-', '±'].includes(legalPostings[kind].publisher_balance ?? '+'));
    expect(lowering.filter((kind) => !overdrawingKinds.includes(kind))).toEqual([
      'reversal',
      'withdrawal',
      'express_fee',
    ]);
  });

  test('payments and withdrawals are legal, balanced entries', () => {
    const payment = {
      program: 'shop',
      org: 'o',
      amount: { minor: 100n, currency: 'USD' },
      cause: { source: 'bank', eventId: 'b1' },
      effectiveAt: 1,
    };
    expect([advertiserPayment(payment), withdrawal(payment)].flatMap(entryProblems)).toEqual([]);
    expect(() => withdrawal({ ...payment, amount: { minor: 0n, currency: 'USD' } })).toThrow(/more than 0/);
  });

  test('an express payment, its fee and its settlements are legal, balanced, and told apart by their causes', () => {
    const of = { payment: 'p/1', program: 'shop', publisherOrg: 'o', currency: 'RUB', minor: 500n, effectiveAt: 1 };
    const order = { orderId: 'A 1', revision: 2, termsVersion: 'R1' };
    const entries = [
      expressPayment({ ...of, order }),
      expressFee({ ...of, minor: 15n }),
      expressSettlement({ ...of, order, reason: 'ADVANCE_FUNDED', event: 'funded' }),
      expressSettlement({ ...of, order, reason: 'ADVANCE_LOWERED', event: '3' }),
      expressSettlement({ ...of, order, reason: 'ADVANCE_LOWERED', event: '4' }),
    ];
    expect(entries.flatMap(entryProblems)).toEqual([]);
    expect(new Set(entries.map(({ cause }) => cause.eventId)).size).toBe(entries.length);
    expect(entries.map(({ cause }) => cause.eventId).slice(0, 2)).toEqual(['p%2F1/shop/A%201', 'p%2F1/shop']);
    const sums = merged(entries.slice(0, 3).flatMap(({ postings }) => postings));
    expect(sums.map(({ account, minor }) => [account.kind, minor])).toEqual([
      ['publisher_balance', -15n],
      ['network_fees', 15n],
    ]);
    expect(() => expressFee({ ...of, minor: 0n })).toThrow(/more than 0/);
  });

  test('an illegal pair of accounts is named', () => {
    const entry = withdrawal({
      program: 'shop',
      org: 'o',
      amount: { minor: 100n, currency: 'USD' },
      cause: { source: 'bank', eventId: 'b1' },
      effectiveAt: 1,
    });
    expect(entryProblems({ ...entry, kind: 'hold' })).toEqual([
      "'hold' may not post -100 to publisher_balance; see the table of legal postings",
      "'hold' may not post 100 to bank; see the table of legal postings",
    ]);
  });
});
