import { decisionFromJson, decisionToJson, factsFromJson } from '../../core/commission/index.ts';
import { formatDecimal } from '../../core/money/decimal.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import type { OrderRef } from '../orders/index.ts';
import { orderAmount } from './action.ts';
import { sourcesFromJson, sourcesToJson, storedFacts } from './codec.ts';
import type { StoredDecision } from './model.ts';

/** Orders with the same bare id that are named when somebody has to choose. */
const NAMESAKES_MAX = 20;

interface DecisionRow {
  readonly program: string;
  readonly order_id: string;
  readonly revision: number;
  readonly decided_at: Instant;
  readonly advertiser_org: string;
  readonly publisher_org: string | null;
  readonly click_id: string | null;
  readonly event: string;
  readonly terms_publication: number | null;
  readonly facts: unknown;
  readonly sources: unknown;
  readonly decision: unknown;
}

const COLUMNS = `d.program, d.order_id, d.revision, d.decided_at, d.advertiser_org, d.publisher_org, d.click_id, d.event,
  d.terms_publication, d.facts, d.sources, d.decision`;

function storedDecision(row: DecisionRow): StoredDecision {
  return {
    program: row.program,
    orderId: row.order_id,
    revision: row.revision,
    decidedAt: row.decided_at,
    advertiserOrg: row.advertiser_org,
    publisherOrg: row.publisher_org,
    event: row.event,
    clickId: row.click_id,
    termsPublication: row.terms_publication,
    facts: factsFromJson(row.facts),
    sources: sourcesFromJson(row.sources),
    decision: decisionFromJson(row.decision),
  };
}

const LATEST = 'commissions.current c join commissions.decision d using (program, order_id, revision)';

/** The latest decisions of these orders, as far as they have one and the reader may see it. */
export async function latestDecisions(q: Queryable, refs: readonly OrderRef[]): Promise<StoredDecision[]> {
  if (refs.length === 0) return [];
  const rows = await q.query<DecisionRow>(
    // Laterals with a limit stay as they are written: each order is found by its key, whatever the planner believes of the tables.
    `select ${COLUMNS} from unnest($1::text[], $2::text[]) as asked (program, order_id)
       cross join lateral (select revision from commissions.current c
         where c.program = asked.program and c.order_id = asked.order_id limit 1) as c
       cross join lateral (select * from commissions.decision d
         where d.program = asked.program and d.order_id = asked.order_id and d.revision = c.revision limit 1) as d`,
    [refs.map(({ program }) => program), refs.map(({ orderId }) => orderId)],
  );
  return rows.map(storedDecision);
}

/** Every decision of an order, the first one first. */
export async function decisionsOfOrder(q: Queryable, ref: OrderRef, limit: number): Promise<StoredDecision[]> {
  const rows = await q.query<DecisionRow>(
    `select ${COLUMNS} from commissions.decision d where d.program = $1 and d.order_id = $2 order by d.revision desc limit $3`,
    [ref.program, ref.orderId, limit],
  );
  return rows.map(storedDecision).reverse();
}

/** The last order of a page, by order time. */
export interface OrderCursor {
  readonly orderedAt: Instant;
  readonly orderId: string;
}

/** The latest decisions of a program for orders made in [from, until), in order of order time; paged by the last one seen. */
export async function latestDecisionsOf(
  q: Queryable,
  range: {
    readonly program: string;
    /** Only what is attributed to this publisher. */
    readonly publisherOrg?: string;
    readonly from: Instant;
    readonly until: Instant;
    readonly after: OrderCursor | null;
    readonly limit: number;
  },
): Promise<StoredDecision[]> {
  const rows = await q.query<DecisionRow>(
    `select ${COLUMNS} from ${LATEST}
      where program = $1 and c.ordered_at >= $2 and c.ordered_at < $3
        and ($4::timestamptz is null or (c.ordered_at, order_id) > ($4, $5)) and ($7::uuid is null or c.publisher_org = $7)
      order by c.ordered_at, order_id limit $6`,
    [
      range.program,
      sqlInstant(range.from),
      sqlInstant(range.until),
      range.after === null ? null : sqlInstant(range.after.orderedAt),
      range.after?.orderId ?? null,
      range.limit,
      range.publisherOrg ?? null,
    ],
  );
  return rows.map(storedDecision);
}

/**
 * Of the orders made in [from, until): how many keep the terms of their decision, of how many publishers they are, and how many would be
 * decided under other terms when something happens to them.
 */
export async function countAffected(
  q: Queryable,
  range: { readonly program: string; readonly from: Instant; readonly until: Instant },
): Promise<{ readonly decided: number; readonly publishers: number; readonly undecided: number }> {
  const [row] = await q.query<{ decided: number; publishers: number; undecided: number }>(
    `select count(*) filter (where keeps)::int as decided, count(distinct publisher_org) filter (where keeps)::int as publishers,
            count(*) filter (where not keeps)::int as undecided
       from (select c.publisher_org, c.status <> 'not_attributed' and d.terms_publication is not null as keeps from ${LATEST}
              where program = $1 and c.ordered_at >= $2 and c.ordered_at < $3) as orders`,
    [range.program, sqlInstant(range.from), sqlInstant(range.until)],
  );
  return row ?? { decided: 0, publishers: 0, undecided: 0 };
}

/** How many orders made in [from, until) have a decision. */
export async function countDecided(
  q: Queryable,
  range: {
    readonly program: string;
    /** Only what is attributed to this publisher. */
    readonly publisherOrg?: string;
    readonly from: Instant;
    readonly until: Instant;
  },
): Promise<number> {
  const [row] = await q.query<{ n: number }>(
    `select count(*)::int as n from commissions.current
      where program = $1 and ordered_at >= $2 and ordered_at < $3 and ($4::uuid is null or publisher_org = $4)`,
    [range.program, sqlInstant(range.from), sqlInstant(range.until), range.publisherOrg ?? null],
  );
  return row?.n ?? 0;
}

export interface DecisionKey extends OrderRef {
  readonly revision: number;
}

/** Every decision ever stored, superseded ones included, in order of their keys after `after`. */
export async function decisionsAfter(
  q: Queryable,
  after: DecisionKey | null,
  limit: number,
): Promise<StoredDecision[]> {
  const rows = await q.query<DecisionRow>(
    `select ${COLUMNS} from commissions.decision d
      where $1::text is null or (d.program, d.order_id, d.revision) > ($1, $2, $3)
      order by d.program, d.order_id, d.revision limit $4`,
    [after?.program ?? null, after?.orderId ?? null, after?.revision ?? null, limit],
  );
  return rows.map(storedDecision);
}

export async function countDecisions(q: Queryable): Promise<bigint> {
  const [row] = await q.query<{ n: bigint }>('select count(*) as n from commissions.decision');
  return row?.n ?? 0n;
}

/**
 * Decided orders that `name` may mean, among those the reader sees: `program/order_id` or a bare order id. An id may itself contain
 * slashes, so both readings are tried.
 */
export async function findDecided(q: Queryable, name: string): Promise<OrderRef[]> {
  const rows = await q.query<{ program: string; order_id: string }>(
    `select program, order_id from commissions.current
      where order_id = $1 or (program = split_part($1, '/', 1) and order_id = substr($1, length(split_part($1, '/', 1)) + 2))
      order by program limit $2`,
    [name, NAMESAKES_MAX],
  );
  return rows.map(({ program, order_id }) => ({ program, orderId: order_id }));
}

/** Adds decisions and makes each the latest of its order. */
export async function insertDecisions(tx: Tx, decisions: readonly StoredDecision[]): Promise<void> {
  // The latest in key order, so that two transactions that decide the same orders wait for each other instead of deadlocking.
  await tx.query(
    `with w as materialized (
       select * from json_to_recordset($1::json) as w(
         program text, order_id text, revision integer, decided_at timestamptz, advertiser_org uuid, publisher_org uuid,
         ad_space_id uuid, click_id text, event text, status text, commission_minor bigint, currency char(3), terms_version text,
         terms_publication integer, engine_version text, facts_hash text, facts json, sources json, decision json,
         ordered_at timestamptz, order_amount numeric)
     ), latest as (
       insert into commissions.current as c (program, order_id, revision, advertiser_org, publisher_org, ordered_at, status,
         commission_minor, currency, order_amount)
       select w.program, w.order_id, w.revision, w.advertiser_org, w.publisher_org, w.ordered_at, w.status, w.commission_minor,
              w.currency, w.order_amount
         from w order by w.program, w.order_id
       on conflict (program, order_id) do update set revision = excluded.revision, publisher_org = excluded.publisher_org,
         ordered_at = excluded.ordered_at, status = excluded.status, commission_minor = excluded.commission_minor,
         currency = excluded.currency, order_amount = excluded.order_amount
     )
     insert into commissions.decision (program, order_id, revision, decided_at, advertiser_org, publisher_org, ad_space_id, click_id,
       event, status, commission_minor, currency, terms_version, terms_publication, engine_version, facts_hash, facts, sources, decision)
     select w.program, w.order_id, w.revision, w.decided_at, w.advertiser_org, w.publisher_org, w.ad_space_id, w.click_id, w.event,
            w.status, w.commission_minor, w.currency, w.terms_version, w.terms_publication, w.engine_version,
            decode(w.facts_hash, 'hex'), w.facts, w.sources, w.decision
       from w`,
    [JSON.stringify(decisions.map(decisionRow))],
  );
}

function decisionRow(stored: StoredDecision): object {
  const { decision, facts } = stored;
  const { json, hash } = storedFacts(facts);
  return {
    program: stored.program,
    order_id: stored.orderId,
    revision: stored.revision,
    advertiser_org: stored.advertiserOrg,
    publisher_org: stored.publisherOrg,
    status: decision.status,
    commission_minor: String(decision.commission.minor),
    currency: decision.commission.currency,
    ordered_at: sqlInstant(facts.orderedAt),
    order_amount: formatDecimal(orderAmount(stored)),
    decided_at: sqlInstant(stored.decidedAt),
    ad_space_id: decision.adSpaceId,
    click_id: stored.clickId,
    event: stored.event,
    terms_version: decision.termsVersion,
    terms_publication: stored.termsPublication,
    engine_version: decision.engineVersion,
    facts_hash: hash.toString('hex'),
    facts: json,
    sources: sourcesToJson(stored.sources),
    decision: decisionToJson({ ...decision, trace: null }),
  };
}
