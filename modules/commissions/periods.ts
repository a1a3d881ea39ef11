import type { OrderFacts } from '../../core/commission/facts/facts.ts';
import { addDecimals, type Decimal } from '../../core/money/decimal.ts';
import { type Currency, moneyToDecimal } from '../../core/money/money.ts';
import type { PercentSource, TermsVersion } from '../../core/terms/model.ts';
import { versionAt } from '../../core/terms/version-at.ts';
import { dayAt, dayInterval, type Instant, monthAt, monthInterval } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { OrderRef } from '../orders/index.ts';
import { orderAmount } from './action.ts';
import type { Gathered } from './gather.ts';
import type { StoredDecision } from './model.ts';
import {
  lockPeriods,
  NO_VOLUME,
  type PeriodQuestion,
  selectEarned,
  selectVolumes,
  type Volume,
} from './period-store.ts';
import { NO_TURNOVER, negative, type Period, sum, type Turnover, withoutZeros } from './turnover.ts';

/** What a version asks about the period of an order; most ask nothing. */
interface PeriodQuestions {
  readonly volumePer: 'day' | 'month' | null;
  readonly caps: ReadonlySet<'day' | 'month' | 'budget'>;
}

const NOTHING_ASKED: PeriodQuestions = { volumePer: null, caps: new Set() };

function questionsOf(version: TermsVersion): PeriodQuestions {
  const sources = version.rules.flatMap((rule) => (rule.then.kind === 'pay' ? [rule.then.reward.percent] : []));
  const tiers = sources.find((source): source is PercentSource & { kind: 'by-volume' } => source?.kind === 'by-volume');
  const caps = version.caps.flatMap(({ per }) => (per === 'line' || per === 'order' ? [] : [per]));
  return { volumePer: tiers?.per ?? null, caps: new Set(caps) };
}

/** Whether the order can only be decided when everything before it in its period has been: then orders go one by one. */
export function countsPeriods({ terms, facts }: Gathered): boolean {
  const version = versionAt(terms.terms, facts.orderedAt);
  const { volumePer, caps } = version === null ? NOTHING_ASKED : questionsOf(version);
  return volumePer !== null || caps.size > 0;
}

/** An order as periods count it: as its latest decision says. */
interface Counted {
  readonly program: string;
  readonly orderId: string;
  readonly publisherOrg: string | null;
  readonly orderedAt: Instant;
  readonly status: string;
  readonly minor: bigint;
  readonly currency: string;
  readonly orderAmount: Decimal;
}

/** What a batch of orders has to know of its periods. */
export interface PeriodBook {
  /**
   * The facts with volume and used-up caps, as they stand when everything before this order is decided. A later decision of the same
   * order for the same publisher keeps the numbers of the first: what others did since must not re-price it.
   */
  readonly factsOf: (gathered: Gathered) => OrderFacts;
  /** Tells of a decision of the batch; those after it count it. */
  readonly put: (stored: StoredDecision) => void;
}

/** What one order asks; only orders that earn somebody something ask. */
interface Question {
  readonly owner: string;
  readonly volume: Period | null;
  readonly earned: Readonly<Record<Cap, EarnedKey | null>>;
  readonly currency: Currency;
}

type Cap = 'day' | 'month' | 'budget';

type EarnedKey = PeriodQuestion;

/**
 * Opens the books of the periods in which `counting` orders count, and keeps others out of them until `tx` ends. Who earns is decided by
 * `ownerOf`, without periods. What orders of the batch itself (`all`) were decided to make is counted from memory, the rest by statements
 * whose number does not grow with the orders.
 */
export async function openPeriods(
  tx: Tx,
  all: readonly Gathered[],
  counting: readonly Gathered[],
  ownerOf: (gathered: Gathered) => string | null,
): Promise<PeriodBook> {
  const questions = new Map(counting.map((gathered) => [gathered, questionOf(gathered, ownerOf(gathered))]));
  const [, volumes, earned] = await Promise.all([
    lockPeriods(tx, new Set([...questions].flatMap(([{ facts }, question]) => locksOf(facts.program, question)))),
    storedVolumes(tx, questions),
    storedEarned(tx, questions),
  ]);
  const batch = batchOf(all);
  const usedOf = (key: EarnedKey | null, currency: Currency, facts: OrderFacts): Decimal | null => {
    if (key === null) return null;
    const minor = batch.sum(facts, (one) => isEarnedIn(one, key)).minor;
    return moneyToDecimal({ minor: minor + (earned.get(keyName(key)) ?? 0n), currency });
  };
  const volumeOf = (gathered: Gathered, owner: string, period: Period): Volume => {
    const { facts } = gathered;
    const stored = volumes.get(gathered) ?? NO_VOLUME;
    const more = batch.sum(facts, (one) => isVolumeOf(one, facts, owner, period));
    const amount = withoutZeros(addDecimals(stored.amount, more.amount));
    return { orders: stored.orders + more.orders, amount };
  };
  return {
    put: batch.put,
    factsOf: (gathered) => {
      const { facts } = gathered;
      const question = questions.get(gathered) ?? null;
      if (question === null) return facts;
      const { previous } = gathered;
      if (
        previous !== null &&
        previous.publisherOrg === question.owner &&
        previous.facts.orderedAt === facts.orderedAt
      ) {
        return { ...facts, volume: previous.facts.volume, used: previous.facts.used };
      }
      const { volume, currency, earned: keys, owner } = question;
      const used = (cap: Cap) => usedOf(keys[cap], currency, facts);
      return {
        ...facts,
        volume: volume === null ? null : volumeOf(gathered, owner, volume),
        used: { day: used('day'), month: used('month'), budget: used('budget') },
      };
    },
  };
}

/** The orders of a batch: what they are decided to make now, less what they made before, which is among the stored sums. */
function batchOf(all: readonly Gathered[]) {
  const before = new Map(
    all.flatMap(({ previous }) => (previous === null ? [] : [[nameOf(previous), counted(previous)] as const])),
  );
  const now = new Map(before);
  return {
    put: (stored: StoredDecision): void => {
      now.set(nameOf(stored), counted(stored));
    },
    /** For the order that asks, which does not count itself. */
    sum: (asking: OrderFacts, counts: (one: Counted) => boolean): Turnover => {
      let turnover = NO_TURNOVER;
      const own = nameOf(asking);
      for (const [name, one] of now) {
        if (name !== own && counts(one)) turnover = sum(turnover, turnoverOf(one));
      }
      for (const one of before.values()) {
        if (counts(one)) turnover = sum(turnover, negative(turnoverOf(one)));
      }
      return turnover;
    },
  };
}

function turnoverOf({ orderAmount: amount, minor }: Counted): Turnover {
  return { orders: 1, amount, minor };
}

/** Whoever asks for a budget counts with everybody; the others only with orders of the same publisher. */
function locksOf(program: string, question: Question | null): string[] {
  if (question === null) return [];
  const own = `${program} ${question.owner}`;
  return question.earned.budget === null ? [own] : [program, own];
}

function questionOf({ facts, terms }: Gathered, owner: string | null): Question | null {
  const version = versionAt(terms.terms, facts.orderedAt);
  if (version === null || owner === null) return null;
  const { volumePer, caps } = questionsOf(version);
  const periods = { ...calendarPeriods(facts.orderedAt, terms.terms.timeZone), budget: version };
  const currency = version.accrualCurrency;
  const earnedIn = (cap: Cap): EarnedKey | null =>
    caps.has(cap)
      ? {
          program: facts.program,
          publisherOrg: cap === 'budget' ? null : owner,
          from: periods[cap].from,
          until: periods[cap].until,
          currency,
        }
      : null;
  return {
    owner,
    currency,
    volume: volumePer === null ? null : periods[volumePer],
    earned: { day: earnedIn('day'), month: earnedIn('month'), budget: earnedIn('budget') },
  };
}

async function storedVolumes(
  tx: Tx,
  questions: ReadonlyMap<Gathered, Question | null>,
): Promise<ReadonlyMap<Gathered, Volume>> {
  const asking = [...questions].flatMap(([gathered, question]) => {
    const { program, orderId, orderedAt: before } = gathered.facts;
    const period = question?.volume ?? null;
    return question === null || period === null
      ? []
      : [{ gathered, asked: { program, publisherOrg: question.owner, ...period, before, orderId } }];
  });
  const found = await selectVolumes(
    tx,
    asking.map(({ asked }) => asked),
  );
  return new Map(asking.map(({ gathered }, index) => [gathered, found[index] ?? NO_VOLUME]));
}

async function storedEarned(
  tx: Tx,
  questions: ReadonlyMap<Gathered, Question | null>,
): Promise<ReadonlyMap<string, bigint>> {
  const keys = new Map<string, EarnedKey>();
  for (const question of questions.values()) {
    for (const key of question === null ? [] : Object.values(question.earned)) {
      if (key !== null) keys.set(keyName(key), key);
    }
  }
  const found = await selectEarned(tx, [...keys.values()]);
  return new Map([...keys.keys()].map((name, index) => [name, found[index] ?? 0n]));
}

function keyName(key: EarnedKey): string {
  return JSON.stringify([key.program, key.publisherOrg, key.from, key.until, key.currency]);
}

function counted(stored: StoredDecision): Counted {
  const { program, orderId, publisherOrg, facts, decision } = stored;
  return {
    program,
    orderId,
    publisherOrg,
    orderedAt: facts.orderedAt,
    status: decision.status,
    minor: decision.commission.minor,
    currency: decision.commission.currency,
    orderAmount: orderAmount(stored),
  };
}

function isIn({ orderedAt }: Counted, { from, until }: Period): boolean {
  return (from === null || orderedAt >= from) && (until === null || orderedAt < until);
}

function isEarnedIn(one: Counted, key: EarnedKey): boolean {
  const isOwner = key.publisherOrg === null || one.publisherOrg === key.publisherOrg;
  return one.program === key.program && isOwner && one.currency === key.currency && isIn(one, key);
}

/** An order of the batch that is in the volume of the one that asks. */
function isVolumeOf(one: Counted, facts: OrderFacts, owner: string, period: Period): boolean {
  const isCounted = one.status === 'pending' || one.status === 'approved';
  return (
    isCounted &&
    one.program === facts.program &&
    one.publisherOrg === owner &&
    isIn(one, period) &&
    isBefore(one, facts)
  );
}

/** By order time, then by the bytes of the order id, as the database compares. */
function isBefore(one: Counted, { orderedAt, orderId }: OrderFacts): boolean {
  if (one.orderedAt !== orderedAt) return one.orderedAt < orderedAt;
  return Buffer.compare(Buffer.from(one.orderId), Buffer.from(orderId)) < 0;
}

function nameOf({ program, orderId }: OrderRef): string {
  return `${program} ${orderId}`;
}

function calendarPeriods(at: number, zone: string): { readonly day: Period; readonly month: Period } {
  return { day: dayInterval(dayAt(at, zone), zone), month: monthInterval(monthAt(at, zone), zone) };
}

/** The organisation behind an ad space among the sources; `null` when nobody earns. */
export function publisherOf(adSpaceId: string | null, publishers: Readonly<Record<string, string>>): string | null {
  return adSpaceId === null ? null : (publishers[adSpaceId] ?? null);
}
