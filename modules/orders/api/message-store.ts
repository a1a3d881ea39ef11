import type { Instant } from '../../../core/time/index.ts';
import { type Database, type Queryable, sqlInstant, type Tx } from '../../../platform/db/index.ts';

/** A message whose signature has been checked. Its id belongs to the program whose secret signed it. */
export interface SignedMessage {
  readonly program: string;
  readonly id: string;
  /** SHA-256 of the body. */
  readonly digest: Buffer;
  /** The order it tells of, as far as that can be read. */
  readonly orderId: string | null;
  readonly receivedAt: Instant;
}

/** A message that recorded something before. */
export interface KnownMessage {
  readonly orderId: string;
  readonly hasSameContent: boolean;
}

/** Program and id in one text; both are free of blanks. */
export function messageName({ program, id }: Pick<SignedMessage, 'program' | 'id'>): string {
  return `${program} ${id}`;
}

/**
 * Remembers messages in the transaction that records what they say, before it locks anything else. Answers by message those that have been
 * recorded before; they must record nothing now. One that is on record in a transaction under way is waited for. What records nothing in
 * the end is to be forgotten in the same transaction. No two of `messages` may have the same name.
 */
export async function rememberMessages(
  tx: Tx,
  messages: readonly SignedMessage[],
): Promise<ReadonlyMap<SignedMessage, KnownMessage>> {
  if (messages.length === 0) return new Map();
  // Always in the same order: two transactions with the same messages wait for each other in a row, not in a ring.
  const fresh = await tx.query<{ program: string; id: string }>(
    `insert into orders.signed_message (program, message_id, digest, order_id, received_at)
     select program, id, decode(digest, 'base64'), order_id, received_at
     from jsonb_to_recordset($1::jsonb)
       as message (program text, id text, digest text, order_id text, received_at timestamptz)
     order by program collate "C", id collate "C"
     on conflict do nothing
     returning program, message_id as id`,
    [JSON.stringify(messages.map(messageJson))],
  );
  const names = new Set(fresh.map(messageName));
  const repeated = messages.filter((message) => !names.has(messageName(message)));
  if (repeated.length === 0) return new Map();
  const rows = await messagesByName(tx, repeated);
  return new Map(repeated.map((message) => [message, knownAs(message, rows.get(messageName(message)))]));
}

function messageJson({ program, id, digest, orderId, receivedAt }: SignedMessage): object {
  const received = sqlInstant(receivedAt);
  // Without an order id nothing is recorded, so the row ends with its transaction.
  return { program, id, digest: digest.toString('base64'), order_id: orderId ?? '', received_at: received };
}

interface MessageRow {
  readonly program: string;
  readonly id: string;
  readonly digest: Buffer;
  readonly orderId: string;
}

async function messagesByName(
  q: Queryable,
  messages: readonly SignedMessage[],
): Promise<ReadonlyMap<string, MessageRow>> {
  const rows = await q.query<MessageRow>(
    `select program, message_id as id, digest, order_id as "orderId"
     from unnest($1::text[], $2::text[]) as asked (program, message_id) join orders.signed_message using (program, message_id)`,
    [messages.map(({ program }) => program), messages.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [messageName(row), row]));
}

function knownAs(message: SignedMessage, row: MessageRow | undefined): KnownMessage {
  // Forgotten after it was found: only the forgetting of old messages can do that, and it will be found as new the next time.
  if (row === undefined) throw new Error(`signed message ${messageName(message)}: gone while it was read`);
  return { orderId: row.orderId, hasSameContent: row.digest.equals(message.digest) };
}

/** Forgets messages of this transaction that recorded nothing: corrected, they may come again under their ids. */
export async function forgetMessages(tx: Tx, messages: readonly SignedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `delete from orders.signed_message
     where (program, message_id) in (select * from unnest($1::text[], $2::text[]))`,
    [messages.map(({ program }) => program), messages.map(({ id }) => id)],
  );
}

const DAY_MS = 86_400_000;
/**
 * Ids are remembered longer than a usual sender repeats a message (75.6 hours in the example of Standard Webhooks). After that the
 * signature's time protects: it is far older than its tolerance.
 */
export const MESSAGES_REMEMBERED_MS = 4 * DAY_MS;
/** Forgotten in one transaction; small enough that none is held up. */
const FORGOTTEN_MAX = 5_000;

/** Forgets the ids of messages that are old enough. Answers how many. */
export async function forgetOldMessages(db: Database, now: Instant): Promise<number> {
  let all = 0;
  for (;;) {
    const rows = await db.transaction({ role: 'system' }, (tx) =>
      tx.query(
        `delete from orders.signed_message where (program, message_id) in (
           select program, message_id from orders.signed_message where received_at < $1 order by received_at limit $2
         ) returning message_id`,
        [sqlInstant(now - MESSAGES_REMEMBERED_MS), FORGOTTEN_MAX],
      ),
    );
    all += rows.length;
    if (rows.length < FORGOTTEN_MAX) return all;
  }
}
