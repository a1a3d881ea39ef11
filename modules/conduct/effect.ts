import type { Status } from '../../core/commission/decision.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { type ActionTotal, actionTotals } from '../commissions/index.ts';
import { countLinks } from '../links/index.ts';
import { type Partnership, partnershipById, partnershipsOfPublisher } from '../partnerships/index.ts';
import { type Accused, type Effect, type Level, type Sum, stops, voids } from './model.ts';

/** States in which nobody has decided yet whether an action earns. */
const UNDECIDED: readonly Status[] = ['pending', 'unresolved'];

/** States of actions that a sanction of this level turns: all that earn or may yet earn, or only those (S-089, S-105). */
export function statusesTurned(level: Level): readonly Status[] {
  if (!voids(level)) return [];
  return level === 'expelled' ? [...UNDECIDED, 'approved'] : UNDECIDED;
}

/** Who is expelled is so with everything it has, whatever place the case was about (S-109). */
export function reachOf(accused: Accused, level: Level): Accused {
  return level === 'expelled' ? { ...accused, adSpaceId: null } : accused;
}

/** The partnerships that a sanction stops, those already blocked among them. */
export async function partnershipsUnder(q: Queryable, accused: Accused, level: Level): Promise<readonly Partnership[]> {
  const { program, publisherOrg, adSpaceId } = reachOf(accused, level);
  if (!stops(level)) return [];
  if (adSpaceId === null) return partnershipsOfPublisher(q, publisherOrg, program);
  const one = await partnershipById(q, adSpaceId, program);
  return one === null ? [] : [one];
}

/** What a sanction would do now: how many ad spaces and links it stops, how many actions it declines or takes back, and what they earn. */
export async function effectOf(q: Queryable, accused: Accused, level: Level): Promise<Effect> {
  const { program, publisherOrg, adSpaceId } = reachOf(accused, level);
  const stopped = (await partnershipsUnder(q, accused, level)).filter(({ status }) => status !== 'blocked');
  const ids = stopped.map((partnership) => partnership.adSpaceId);
  const statuses = statusesTurned(level);
  const totals = statuses.length === 0 ? [] : await actionTotals(q, { program, publisherOrg, adSpaceId, statuses });
  return {
    adSpaces: ids.length,
    links: ids.length === 0 ? 0 : await countLinks(q, program, ids),
    declined: summed(totals.filter(({ status }) => status !== 'approved')),
    deducted: summed(totals.filter(({ status }) => status === 'approved')),
  };
}

function summed(totals: readonly ActionTotal[]): Effect['declined'] {
  const byCurrency = new Map<string, bigint>();
  for (const { currency, minor } of totals) byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + minor);
  const amounts: Sum[] = [...byCurrency]
    .filter(([, minor]) => minor !== 0n)
    .map(([currency, minor]) => ({ currency, minor: String(minor) }));
  return { actions: totals.reduce((sum, { actions }) => sum + actions, 0), amounts };
}
