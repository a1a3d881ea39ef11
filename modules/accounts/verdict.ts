import { ok, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { organisationWithOwner } from './directory.ts';
import type { Organisation, OrganisationStatus } from './model.ts';
import { recordAudit } from './service.ts';

/** What the network may make of an organisation, and from where. */
const FROM: Readonly<Record<'pending' | 'active' | 'declined' | 'blocked', readonly OrganisationStatus[]>> = {
  // A decline that is taken back: it waits again.
  pending: ['declined'],
  active: ['pending', 'declined', 'blocked'],
  declined: ['pending'],
  blocked: ['unconfirmed', 'pending', 'active', 'declined'],
};

export interface OrganisationVerdict {
  readonly id: string;
  readonly status: 'pending' | 'active' | 'declined' | 'blocked';
  /** For the organisation to read; needed to decline and to block. */
  readonly reason: string | null;
  /** The status that whoever decides was looking at; any other has been decided about meanwhile. */
  readonly from?: OrganisationStatus | undefined;
  readonly at: Instant;
  readonly actor: string;
}

/**
 * The network lets an organisation in, declines it, blocks it or lets it in again. Needs a system transaction. Refuses `not_found`,
 * `transition_not_possible` (also for the network's own organisation: whoever blocked that would lock everybody out), `field_required`.
 */
export async function judgeOrganisation(tx: Tx, verdict: OrganisationVerdict): Promise<Result<Organisation>> {
  const { id, status, at, actor } = verdict;
  await tx.query('select org_id from accounts.organisation where org_id = $1 for update', [id]);
  const organisation = await organisationWithOwner(tx, id);
  if (organisation === null) {
    const detail = 'There is no such organisation.';
    return refused({ code: 'not_found', field: 'organisation', value: shownValue(id), detail });
  }
  const { status: from, kind } = organisation;
  const possible = FROM[status].filter((each) => verdict.from === undefined || each === verdict.from);
  if (kind === 'operator' || !possible.includes(from)) {
    const whose = kind === 'operator' ? ' and the network’s own' : '';
    const detail = `The organisation is ${from}${whose}; to become ${status} it must be ${(possible.length > 0 ? possible : FROM[status]).join(' or ')}.`;
    return refused({
      code: 'transition_not_possible',
      field: 'status',
      value: status,
      detail,
      extra: { current: from },
    });
  }
  const isAgainst = status === 'declined' || status === 'blocked';
  if (isAgainst && verdict.reason === null) {
    const detail = 'Expected the reason; it is shown to the organisation.';
    return refused({ code: 'field_required', field: 'reason', detail });
  }
  const reason = isAgainst ? verdict.reason : null;
  await tx.query('update accounts.organisation set status = $2, status_reason = $3 where org_id = $1', [
    id,
    status,
    reason,
  ]);
  const audit = { at, actor, orgId: id, action: `organisation.${status}` as const, subject: `organisation:${id}` };
  await recordAudit(tx, { ...audit, detail: { from, reason } });
  return ok({ ...organisation, status, statusReason: reason });
}
