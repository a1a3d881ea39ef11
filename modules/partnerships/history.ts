import type { ApplicationEvent } from '../../contract/wire/applications.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { type AuditRecord, actorNames, auditOf, type Caller } from '../accounts/index.ts';
import type { Partnership } from './model.ts';

/** A partnership that changed more often shows its latest changes. */
const HISTORY_MAX = 50;

type Side = ApplicationEvent['side'];

const EVENTS: Readonly<Record<string, ApplicationEvent['event']>> = {
  'partnership.applied': 'applied',
  'partnership.joined': 'joined',
  'partnership.joined_along': 'joined_along',
  'partnership.agreed': 'agreed',
  'partnership.declined': 'declined',
  'partnership.reopened': 'reopened',
  'partnership.blocked': 'blocked',
  'partnership.unblocked': 'unblocked',
  'partnership.disconnected': 'disconnected',
};

/**
 * What happened to an application, newest first, from the audit: when, why, and who. Of other organisations a reader learns the side, not the
 * person; the network reads everybody's name. Needs a system transaction; the caller has checked that the reader may see the partnership.
 */
export async function historyOf(
  q: Queryable,
  partnership: Partnership,
  reader: Pick<Caller, 'kind' | 'orgId'>,
): Promise<ApplicationEvent[]> {
  const { adSpaceId, program } = partnership;
  const records = await auditOf(q, `partnership:${adSpaceId}/${program}`, HISTORY_MAX);
  const actors = await actorNames(
    q,
    records.map(({ actor }) => actor),
  );
  return records.flatMap((record) => {
    const who = actors.get(record.actor);
    const mayName = reader.kind === 'operator' || who?.orgId === reader.orgId;
    const by = { side: sideOf(who?.orgId ?? null, partnership), by: mayName ? (who?.name ?? null) : null };
    return eventOf(record, by);
  });
}

/** Who belongs to neither side acts for the network, as its jobs do. */
function sideOf(orgId: string | null, { publisherOrg, advertiserOrg }: Partnership): Side {
  if (orgId === publisherOrg) return 'publisher';
  return orgId === advertiserOrg ? 'advertiser' : 'network';
}

function eventOf({ action, at, detail }: AuditRecord, by: Pick<ApplicationEvent, 'side' | 'by'>): ApplicationEvent[] {
  const event = EVENTS[action];
  const reason = typeof detail['reason'] === 'string' ? detail['reason'] : null;
  return event === undefined ? [] : [{ at: formatInstant(at), event, reason, ...by }];
}
