import type { OrderFacts } from '../../core/commission/facts.ts';
import { type CompiledTerms, decide } from '../../core/commission/index.ts';
import type { Decimal } from '../../core/money/decimal.ts';
import { moneyToDecimal } from '../../core/money/money.ts';
import type { PercentSource, TermsVersion } from '../../core/terms/model.ts';
import { versionAt } from '../../core/terms/version-at.ts';
import { dayAt, dayInterval, monthAt, monthInterval } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Gathered } from './gather.ts';
import { type Period, selectEarned, selectVolume } from './store.ts';

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

/**
 * Adds volume and used-up caps to the facts. They depend on who earns, so the order is first decided without them. A later decision
 * of the same order for the same publisher keeps the numbers of the first: what others did since must not re-price it. The caller holds
 * the program's periods (`lockPeriods`).
 */
export async function withPeriods(tx: Tx, gathered: Gathered, compiled: CompiledTerms): Promise<OrderFacts> {
  const { facts, terms, previous, sources } = gathered;
  const version = versionAt(terms.terms, facts.orderedAt);
  const owner = publisherOf(decide(compiled, facts, { trace: false }).adSpaceId, sources.publishers);
  if (version === null || owner === null) {
    return facts;
  }
  if (previous !== null && previous.publisherOrg === owner && previous.facts.orderedAt === facts.orderedAt) {
    return { ...facts, volume: previous.facts.volume, used: previous.facts.used };
  }
  const { volumePer, caps } = questionsOf(version);
  const ref = { program: facts.program, orderId: facts.orderId };
  const periods = { ...calendarPeriods(facts.orderedAt, terms.terms.timeZone), budget: version };
  const earned = async (per: 'day' | 'month' | 'budget'): Promise<Decimal | null> => {
    if (!caps.has(per)) {
      return null;
    }
    const publisherOrg = per === 'budget' ? null : owner;
    const currency = version.accrualCurrency;
    const minor = await selectEarned(tx, { ref, publisherOrg, period: periods[per], currency });
    return moneyToDecimal({ minor, currency });
  };
  return {
    ...facts,
    volume:
      volumePer === null
        ? null
        : await selectVolume(tx, { ref, publisherOrg: owner, period: periods[volumePer], before: facts.orderedAt }),
    used: { day: await earned('day'), month: await earned('month'), budget: await earned('budget') },
  };
}

function calendarPeriods(at: number, zone: string): { readonly day: Period; readonly month: Period } {
  return { day: dayInterval(dayAt(at, zone), zone), month: monthInterval(monthAt(at, zone), zone) };
}

/** The organisation behind an ad space among the sources; `null` when nobody earns. */
export function publisherOf(adSpaceId: string | null, publishers: Readonly<Record<string, string>>): string | null {
  return adSpaceId === null ? null : (publishers[adSpaceId] ?? null);
}
