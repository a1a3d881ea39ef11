import type { Status } from '../../core/commission/decision.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { OrderRef } from '../orders/index.ts';

/** Which actions of a publisher: of all its ad spaces or of one, in these states. */
export interface ActionsOfPublisher {
  readonly program: string;
  readonly publisherOrg: string;
  readonly adSpaceId: string | null;
  readonly statuses: readonly Status[];
}

export interface PublisherAction extends OrderRef {
  readonly advertiserOrg: string;
  readonly status: Status;
}

/** A page of them by order id. */
export async function actionsOfPublisher(
  q: Queryable,
  asked: ActionsOfPublisher,
  after: string | null,
  limit: number,
): Promise<PublisherAction[]> {
  const rows = await q.query<{ order_id: string; advertiser_org: string; status: Status }>(
    `select order_id, c.advertiser_org, c.status from ${OF_PUBLISHER} and ($5::text is null or order_id > $5)
      order by order_id limit $6`,
    [...valuesOf(asked), after, limit],
  );
  return rows.map((row) => ({
    program: asked.program,
    orderId: row.order_id,
    advertiserOrg: row.advertiser_org,
    status: row.status,
  }));
}

export interface ActionTotal {
  readonly status: Status;
  readonly currency: string;
  readonly actions: number;
  /** What they earn, in minor units. */
  readonly minor: bigint;
}

/** How many there are and what they earn, by state and currency. */
export async function actionTotals(q: Queryable, asked: ActionsOfPublisher): Promise<ActionTotal[]> {
  return q.query<ActionTotal & object>(
    `select c.status, c.currency, count(*)::int as actions, sum(c.commission_minor)::bigint as minor from ${OF_PUBLISHER}
      group by 1, 2 order by 2, 1`,
    valuesOf(asked),
  );
}

/** What of a publisher is not decided yet, in all programs: how many actions, and what they may earn, by currency. */
export async function undecidedTotals(q: Queryable, publisherOrg: string): Promise<Omit<ActionTotal, 'status'>[]> {
  return q.query<Omit<ActionTotal, 'status'> & object>(
    `select currency, count(*)::int as actions, sum(commission_minor)::bigint as minor from commissions.current
      where publisher_org = $1 and status in ('pending', 'unresolved') group by 1 order by 1`,
    [publisherOrg],
  );
}

const OF_PUBLISHER = `commissions.current c join commissions.decision d using (program, order_id, revision)
  where program = $1 and c.publisher_org = $2 and ($3::uuid is null or d.ad_space_id = $3) and c.status = any ($4)`;

function valuesOf({ program, publisherOrg, adSpaceId, statuses }: ActionsOfPublisher) {
  return [program, publisherOrg, adSpaceId, statuses];
}
