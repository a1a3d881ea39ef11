import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '../../../core/time/instant.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import { type Database, isUnavailable, type Tx } from '../../../platform/db/index.ts';
import type { OrderRef } from '../model.ts';
import { writeNewOrders } from '../record/new-orders.ts';
import type { RecordDeps } from '../record/record.ts';
import { lockOrderKeys, markUndecided, setDecided, undecidedOrders } from '../store.ts';
import { type IntakeEntry, insertIntake, putQuarantine } from './intake-store.ts';

export interface DurableDeps extends RecordDeps {
  readonly db: Database;
  /** Told of failures that are ours, after which the work went on without the part that failed. */
  readonly onDefect: (error: unknown, what: string) => void;
}

/** A decision that failed is tried again after this time, doubled each time, at most daily. */
const DECIDE_AGAIN_MS = 30_000;
const DECIDE_AGAIN_MS_MAX = 24 * 60 * 60_000;
/** Orders that one call of `retryPending` takes; each is a transaction of its own, so that one that fails holds up none. */
const RETRIED_ORDERS_MAX = 200;

/**
 * Records in one transaction together with the decision. If that fails, the work is done again without deciding: what was reported
 * is never lost to a defect in deciding it, and `retryPending` decides it later. Throws only when not even that is possible.
 */
export async function recordDurably<T>(deps: DurableDeps, work: (tx: Tx, deps: RecordDeps) => Promise<T>): Promise<T> {
  try {
    return await deps.db.transaction({ role: 'system' }, (tx) => work(tx, deps), { keepPlans: true });
  } catch (error) {
    if (isUnavailable(error)) throw error;
    const again = deps.clock.now() + DECIDE_AGAIN_MS;
    const undecided = {
      ...deps,
      onOrdersChanged: async (tx: Tx, refs: readonly OrderRef[]) => {
        await writeNewOrders(tx);
        await markUndecided(tx, refs, again);
      },
    };
    const value = await deps.db.transaction({ role: 'system' }, (tx) => work(tx, undecided));
    deps.onDefect(error, 'an order was recorded, but could not be decided; the decision will be tried again');
    return value;
  }
}

/**
 * Decides again what could not be decided when it was recorded, and looks once more for clicks that were being stored at that moment.
 * Answers how many succeeded and how many failed once more.
 */
export async function retryPending(deps: DurableDeps): Promise<{ readonly decided: number; readonly failed: number }> {
  const system = { role: 'system' } as const;
  const now = deps.clock.now();
  const waiting = await deps.db.transaction(system, (tx) => undecidedOrders(tx, now, RETRIED_ORDERS_MAX));
  let failed = 0;
  for (const order of waiting) {
    try {
      await deps.db.transaction(system, async (tx) => {
        await lockOrderKeys(tx, [order]);
        await deps.onOrdersChanged(tx, [{ program: order.program, orderId: order.orderId }], []);
        await setDecided(tx, order);
      });
    } catch (error) {
      failed += 1;
      const pause = Math.min(DECIDE_AGAIN_MS * 2 ** Math.min(order.attempts, 20), DECIDE_AGAIN_MS_MAX);
      await deps.db.transaction(system, (tx) => markUndecided(tx, [order], now + pause));
      deps.onDefect(error, `order ${order.program}/${order.orderId} could not be decided (try ${order.attempts + 1})`);
    }
  }
  return { decided: waiting.length - failed, failed };
}

/** Keeps a request that changed nothing, with its verdict. */
export async function keepInIntake(db: Database, entry: IntakeEntry): Promise<void> {
  await db.transaction({ role: 'system' }, (tx) => insertIntake(tx, [entry]));
}

/** Requests of unproven senders kept at a time; see the table `orders.quarantine`. */
const QUARANTINE_CORNERS = 100;
const QUARANTINE_SLOTS_PER_CORNER = 100;
export const QUARANTINE_BODY_BYTES_MAX = 16 * 1024;

export async function keepInQuarantine(db: Database, entry: IntakeEntry): Promise<void> {
  const corner = numberOf(entry.remoteAddress ?? '') % QUARANTINE_CORNERS;
  const bounded = { ...entry, body: entry.body.subarray(0, QUARANTINE_BODY_BYTES_MAX) };
  const slots = { first: corner * QUARANTINE_SLOTS_PER_CORNER, count: QUARANTINE_SLOTS_PER_CORNER };
  await db.transaction({ role: 'system' }, (tx) => putQuarantine(tx, bounded, slots));
}

function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** Ids of one millisecond count on in the twelve bits after it (RFC 9562, 6.2): their order is the order in which they were made. */
let last = { at: 0, count: 0 };
const COUNT_MAX = 0xfff;

/** A UUID of version 7: entries of one time lie side by side in the index. */
export function intakeId(now: Instant): string {
  last = { at: now, count: now === last.at ? Math.min(last.count + 1, COUNT_MAX) : 0 };
  const bytes = Buffer.concat([Buffer.alloc(8), randomBytes(8)]);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.count, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Names under which secrets come: of tracking requests, of files, of token requests. */
const SECRET_NAMES =
  'postback_key|postback_hash|pk|revision_key|revision_sign|client_secret|signing_secret|access_token|token|password';
const SECRET_NAME = new RegExp(`^(?:${SECRET_NAMES})$`, 'i');
/** Known by their look wherever they stand; `+`, `/` and `=` may be percent-encoded, and `/` may have a backslash in JSON. */
const SIGNING_SECRET = /whsec_(?:[A-Za-z0-9+/=%]|\\\/)+/g;
const PARAMETER = /((?:^|[?&\s])([^=&?#\s]{1,100})=)[^&#\s]*/g;
const SECRET_MEMBER = new RegExp(`("(?:${SECRET_NAMES})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
/** Headers of a part are few and short; without bounds a body that begins them again and again would take minutes. */
const SECRET_PART = new RegExp(
  `(name="?(?:${SECRET_NAMES})"?[^\\r\\n]{0,200}\\r?\\n(?:[^\\r\\n]{1,200}\\r?\\n){0,8}\\r?\\n)[^\\r\\n]*`,
  'gi',
);

/** Blacks out secrets in an address or a form, also under names that are percent-encoded (T-19). */
export function withoutSecrets(text: string): string {
  return text
    .replace(PARAMETER, (whole, before: string, name: string) =>
      SECRET_NAME.test(percentDecoded(name)) ? `${before}[redacted]` : whole,
    )
    .replace(SIGNING_SECRET, '[redacted]');
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The body as it is kept, without secrets in whatever form it is, as a body that is refused for its type may hold them as well. Bytes
 * that are not text stay as they are where nothing is blacked out.
 */
export function bodyWithoutSecrets(body: Buffer): Buffer {
  const text = body.toString('latin1');
  const isJson = /^\s*[[{]/.test(text);
  const clean = (isJson ? text : withoutSecrets(text).replace(SECRET_PART, '$1[redacted]'))
    .replace(SECRET_MEMBER, '$1"[redacted]"')
    .replace(SIGNING_SECRET, '[redacted]');
  return clean === text ? body : Buffer.from(clean, 'latin1');
}

export interface Quota {
  /** `null` when the caller may go on, else the seconds after which it may. */
  take(key: string): number | null;
}

/** Orders of one advertiser: far above any shop, low enough that a loop gone wrong does not push the others aside (BAD-66). */
export const ORDERS_PER_SECOND = 2_000;
export const ORDERS_BURST = 4_000;

export function quota(clock: Clock, perSecond: number, burst: number): Quota {
  const buckets = new Map<string, { tokens: number; at: Instant }>();
  return {
    take(key) {
      const now = clock.now();
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      buckets.set(key, bucket);
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      bucket.at = now;
      if (bucket.tokens < 1) return (1 - bucket.tokens) / perSecond;
      bucket.tokens -= 1;
      return null;
    },
  };
}
