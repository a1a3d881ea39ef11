import type { OrderFacts } from '../../core/commission/facts.ts';
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
import { type EarnedKey, NO_VOLUME, type Period, selectEarned, selectVolumes, type Volume } from './period-store.ts';

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

/**
 * Opens the books of the periods in which `counting` orders count. Who earns is decided by `ownerOf`, without periods. Orders of the
 * batch itself (`all`) are counted from memory, the rest by statements whose number does not grow with the orders. The caller holds the
 * programs' periods (`lockPeriods`).
 */
export async function openPeriods(
  tx: Tx,
  all: readonly Gathered[],
  counting: readonly Gathered[],
  ownerOf: (gathered: Gathered) => string | null,
): Promise<PeriodBook> {
  const batch = new Map(
    all.flatMap(({ previous }) => (previous === null ? [] : [[nameOf(previous), counted(previous)] as const])),
  );
  const questions = new Map(counting.map((gathered) => [gathered, questionOf(gathered, ownerOf(gathered))]));
  const without = all.map(({ record }) => record);
  const volumes = await storedVolumes(tx, questions, without);
  const earned = await storedEarned(tx, questions, without);
  const usedOf = (key: EarnedKey | null, currency: Currency, { orderId }: OrderFacts): Decimal | null => {
    if (key === null) return null;
    const others = [...batch.values()].filter((one) => one.orderId !== orderId && isEarnedIn(one, key));
    const minor = others.reduce((sum, one) => sum + one.minor, earned.get(keyName(key)) ?? 0n);
    return moneyToDecimal({ minor, currency });
  };
  return {
    put: (stored) => batch.set(nameOf(stored), counted(stored)),
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
      const { volume, currency, earned: keys } = question;
      const used = (cap: Cap) => usedOf(keys[cap], currency, facts);
      return {
        ...facts,
        volume: volume === null ? null : added(volumes.get(gathered), batch, facts, question.owner, volume),
        used: { day: used('day'), month: used('month'), budget: used('budget') },
      };
    },
  };
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
  without: readonly OrderRef[],
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
    without,
  );
  return new Map(asking.map(({ gathered }, index) => [gathered, found[index] ?? NO_VOLUME]));
}

async function storedEarned(
  tx: Tx,
  questions: ReadonlyMap<Gathered, Question | null>,
  without: readonly OrderRef[],
): Promise<ReadonlyMap<string, bigint>> {
  const keys = new Map<string, EarnedKey>();
  for (const question of questions.values()) {
    for (const key of question === null ? [] : Object.values(question.earned)) {
      if (key !== null) keys.set(keyName(key), key);
    }
  }
  const found = await selectEarned(tx, [...keys.values()], without);
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

/** The orders of the batch that come before this one, added to the stored ones. */
function added(
  stored: Volume | undefined,
  batch: ReadonlyMap<string, Counted>,
  facts: OrderFacts,
  owner: string,
  period: Period,
): Volume {
  let { orders, amount } = stored ?? NO_VOLUME;
  for (const one of batch.values()) {
    const isCounted = one.status === 'pending' || one.status === 'approved';
    if (one.program !== facts.program || one.publisherOrg !== owner || !isCounted || !isIn(one, period)) continue;
    if (!isBefore(one, facts)) continue;
    orders += 1;
    amount = addDecimals(amount, one.orderAmount);
  }
  return { orders, amount };
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
