import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../../platform/db/index.ts';
import type { EventChannel, OrderRef, StoredEvent } from '../model.ts';
import { refArrays } from '../store.ts';
import type { HeadChanges } from './merge.ts';
import { decodeContent, decodeHead, isEventType } from './payload.ts';

export interface EventRow extends OrderRef {
  readonly advertiserOrg: string;
  readonly arrival: number;
  readonly digest: Buffer;
  /** `null` for a change of the head. */
  readonly event: StoredEvent | null;
  readonly head: HeadChanges | null;
}

export interface NewEventRow extends OrderRef {
  readonly advertiserOrg: string;
  readonly id: string;
  readonly arrival: number;
  readonly type: string;
  readonly at: Instant;
  readonly channel: EventChannel;
  readonly payload: string;
  readonly digest: Buffer;
  readonly reason: string | null;
}

export async function insertEvents(tx: Tx, events: readonly NewEventRow[], at: Instant): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into orders.order_events (program, order_id, event_id, advertiser_org, arrival, type, at, channel, payload, digest,
       reason, recorded_at)
     select program, order_id, event_id, advertiser_org, arrival, type, at, channel, payload, decode(digest, 'hex'), reason, $2
     from jsonb_to_recordset($1::jsonb) as event (program text, order_id text, event_id text, advertiser_org uuid, arrival integer,
       type text, at timestamptz, channel text, payload jsonb, digest text, reason text)`,
    [JSON.stringify(events.map(eventJson)), sqlInstant(at)],
  );
}

function eventJson(event: NewEventRow): object {
  return {
    program: event.program,
    order_id: event.orderId,
    event_id: event.id,
    advertiser_org: event.advertiserOrg,
    arrival: event.arrival,
    type: event.type,
    at: sqlInstant(event.at),
    channel: event.channel,
    payload: JSON.parse(event.payload),
    digest: event.digest.toString('hex'),
    reason: event.reason,
  };
}

interface EventColumns {
  readonly program: string;
  readonly order_id: string;
  readonly event_id: string;
  readonly advertiser_org: string;
  readonly arrival: number;
  readonly type: string;
  readonly at: Instant;
  readonly channel: EventChannel;
  readonly payload: object;
  readonly digest: Buffer;
  readonly reason: string | null;
  readonly recorded_at: Instant;
}

/** Events in order of arrival, also those that wait for their order. */
export async function eventsByRefs(q: Queryable, refs: readonly OrderRef[]): Promise<EventRow[]> {
  if (refs.length === 0) return [];
  const rows = await q.query<EventColumns>(
    `select program, order_id, event_id, advertiser_org, arrival, type, at, channel, payload, digest, reason, recorded_at
     from orders.order_events
     join (select distinct * from unnest($1::text[], $2::text[])) as asked (program, order_id) using (program, order_id)
     order by program, order_id, arrival`,
    refArrays(refs),
  );
  return rows.map((row) => ({
    program: row.program,
    orderId: row.order_id,
    advertiserOrg: row.advertiser_org,
    arrival: row.arrival,
    digest: row.digest,
    head: row.type === 'amended' ? decodeHead(row.payload) : null,
    event: isEventType(row.type)
      ? {
          id: row.event_id,
          at: row.at,
          arrival: row.arrival,
          content: decodeContent(row.type, row.payload),
          reason: row.reason,
          channel: row.channel,
          recordedAt: row.recorded_at,
        }
      : null,
  }));
}

export interface ParkedEvent extends OrderRef {
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: Instant;
}

/** Events recorded before `before` whose order has still not come, of one program or all, oldest first: somebody should ask for it (G-8). */
export async function parkedEvents(
  q: Queryable,
  asked: { readonly program: string | null; readonly before: Instant; readonly limit: number },
): Promise<ParkedEvent[]> {
  return q.query<ParkedEvent>(
    `select e.program, e.order_id as "orderId", e.event_id as "eventId", e.type, e.recorded_at as "recordedAt"
     from orders.order_events e
     where ($1::text is null or e.program = $1) and e.recorded_at < $2
       and not exists (select from orders.orders o where o.program = e.program and o.order_id = e.order_id)
     order by e.recorded_at, e.order_id, e.event_id limit $3`,
    [asked.program, sqlInstant(asked.before), asked.limit],
  );
}
