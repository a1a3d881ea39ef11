import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../../platform/db/index.ts';
import type { Channel } from '../model.ts';

/** A request as it came. What is kept has no secrets in it. */
export interface RawRequest {
  readonly id: string;
  readonly channel: Channel;
  readonly receivedAt: Instant;
  readonly method: string;
  /** With its query; of a row of a file the name of the file and the line. */
  readonly path: string;
  readonly body: Buffer;
  readonly contentType: string | null;
  readonly remoteAddress: string | null;
  readonly requestId: string | null;
}

/** A request with its secrets, to be judged. */
export interface ReceivedRequest extends RawRequest {
  readonly secretPath: string;
  readonly secretBody: Buffer;
}

/** What became of a request. */
export interface Verdict {
  readonly program: string | null;
  readonly advertiserOrg: string | null;
  readonly orderId: string | null;
  readonly verdict: string;
  readonly resultCode: string | null;
  readonly httpStatus: number;
  readonly detail: object;
}

export type IntakeEntry = RawRequest & Verdict;

const COLUMNS = `id, channel, program, advertiser_org, received_at, method, path, body, content_type, remote_address, request_id, verdict,
  result_code, http_status, order_id, detail`;

export async function insertIntake(tx: Tx, entries: readonly IntakeEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `insert into orders.intake (${COLUMNS})
     select id, channel, program, advertiser_org, received_at, method, path, decode(body, 'base64'), content_type, remote_address,
       request_id, verdict, result_code, http_status, order_id, detail
     from jsonb_to_recordset($1::jsonb) as entry (${ENTRY_COLUMNS})`,
    [JSON.stringify(entries.map(entryJson))],
  );
}

/** Keeps a request of an unproven sender in one of its slots: an empty one, or else in the place of the oldest. */
export async function putQuarantine(
  tx: Tx,
  entry: IntakeEntry,
  slots: { readonly first: number; readonly count: number },
): Promise<void> {
  // One at a time among those who share the slots: two at once would choose the same one, and the first entry would be gone.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('quarantine ' || $1::text, 0))`, [slots.first]);
  await tx.query(
    `insert into orders.quarantine (slot, ${COLUMNS})
     select (
       select slot from generate_series($2::int, $2::int + $3::int - 1) as slot left join orders.quarantine kept using (slot)
       order by kept.received_at nulls first, kept.id limit 1
     ), id, channel, program, advertiser_org, received_at, method, path, decode(body, 'base64'), content_type,
       remote_address, request_id, verdict, result_code, http_status, order_id, detail
     from jsonb_to_recordset($1::jsonb) as entry (${ENTRY_COLUMNS})
     on conflict (slot) do update set id = excluded.id, channel = excluded.channel, program = excluded.program,
       advertiser_org = excluded.advertiser_org, received_at = excluded.received_at, method = excluded.method,
       path = excluded.path, body = excluded.body, content_type = excluded.content_type,
       remote_address = excluded.remote_address, request_id = excluded.request_id, verdict = excluded.verdict,
       result_code = excluded.result_code, http_status = excluded.http_status, order_id = excluded.order_id,
       detail = excluded.detail`,
    [JSON.stringify([entryJson(entry)]), slots.first, slots.count],
  );
}

const ENTRY_COLUMNS = `id uuid, channel text, program text, advertiser_org uuid, received_at timestamptz, method text, path text,
  body text, content_type text, remote_address text, request_id text, verdict text, result_code text, http_status integer,
  order_id text, detail jsonb`;

function entryJson(entry: IntakeEntry): object {
  return {
    id: entry.id,
    channel: entry.channel,
    program: entry.program,
    advertiser_org: entry.advertiserOrg,
    received_at: sqlInstant(entry.receivedAt),
    method: entry.method,
    path: storable(entry.path),
    body: entry.body.toString('base64'),
    content_type: entry.contentType === null ? null : storable(entry.contentType),
    remote_address: entry.remoteAddress,
    request_id: entry.requestId,
    verdict: entry.verdict,
    result_code: entry.resultCode,
    http_status: entry.httpStatus,
    order_id: entry.orderId,
    detail: storableDetail(entry.detail),
  };
}

/** What JSON writes for the characters that cannot be stored; it may also stand in a text that only looks like them. */
const DOUBTFUL = /\\u(?:0000|d[89a-f])/;

function storableDetail(detail: object): unknown {
  const text = JSON.stringify(detail);
  if (!DOUBTFUL.test(text)) return detail;
  return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value));
}

/** PostgreSQL takes neither NUL nor half a surrogate pair, and what comes from outside may hold both. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');
}

export interface IntakeQuery {
  readonly program: string | null;
  /** Also what names no program, or none that there is. */
  readonly unnamed: boolean;
  readonly verdict: string | null;
  readonly orderId: string | null;
  readonly channel: Channel | null;
  /** `refused`: only what changed nothing because something was wrong with it. */
  readonly result: 'taken' | 'refused' | null;
  readonly limit: number;
  readonly offset: number;
}

interface IntakeColumns {
  readonly id: string;
  readonly channel: Channel;
  readonly program: string | null;
  readonly advertiser_org: string | null;
  readonly received_at: Instant;
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  readonly content_type: string | null;
  readonly remote_address: string | null;
  readonly request_id: string | null;
  readonly verdict: string;
  readonly result_code: string | null;
  readonly http_status: number;
  readonly order_id: string | null;
  readonly detail: object;
}

const CONDITION = `($1::text is null or program = $1 or ($5 and program is null)) and ($2::text is null or verdict = $2) and ($3::text is null or order_id = $3)
  and ($4::text is null or channel = $4)`;
/** Written out, so that what is refused is found by its own index however seldom it is: only a refusal has a sentence. */
const IS_REFUSED = `jsonb_typeof(detail -> 'detail') = 'string'`;

function conditionOf({ result }: IntakeQuery): string {
  if (result === null) return CONDITION;
  return `${CONDITION} and ${result === 'refused' ? IS_REFUSED : `(${IS_REFUSED}) is not true`}`;
}

const valuesOf = ({ program, verdict, orderId, channel, unnamed }: IntakeQuery): unknown[] => [
  program,
  verdict,
  orderId,
  channel,
  unnamed,
];

/** Newest first. `table` is one of the two logs, never a word from outside. */
export async function listIntake(
  q: Queryable,
  table: 'intake' | 'quarantine',
  query: IntakeQuery,
): Promise<IntakeEntry[]> {
  const rows = await q.query<IntakeColumns>(
    `select ${COLUMNS} from orders.${table} where ${conditionOf(query)} order by received_at desc, id desc limit $6 offset $7`,
    [...valuesOf(query), query.limit, query.offset],
  );
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    program: row.program,
    advertiserOrg: row.advertiser_org,
    receivedAt: row.received_at,
    method: row.method,
    path: row.path,
    body: row.body,
    contentType: row.content_type,
    remoteAddress: row.remote_address,
    requestId: row.request_id,
    verdict: row.verdict,
    resultCode: row.result_code,
    httpStatus: row.http_status,
    orderId: row.order_id,
    detail: row.detail,
  }));
}

export async function countIntake(q: Queryable, table: 'intake' | 'quarantine', query: IntakeQuery): Promise<number> {
  const rows = await q.query<{ count: bigint }>(
    `select count(*) as count from orders.${table} where ${conditionOf(query)}`,
    valuesOf(query),
  );
  return Number(rows[0]?.count ?? 0n);
}
