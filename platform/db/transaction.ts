import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

/**
 * Something SQL can be sent to. Rows come as `columnTypes` maps them; the caller names their shape. Statements are executed in the order
 * in which they are asked for; whoever needs several answers asks for all and waits once (`Promise.all`).
 */
export interface Queryable {
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** One open transaction. It refuses queries after its end. */
export interface Tx extends Queryable {
  /** The connection itself, for COPY streams only. */
  readonly client: PoolClient;
  /** Runs `work`; if it throws, what it wrote is undone and the transaction stays usable. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
  /** Has the transaction wait for `work` before it commits, and fail with it: for writing whose answers nobody needs before. */
  later(work: Promise<unknown>): void;
}

/** On whose behalf a transaction runs: decides the SQL role and which rows it sees (R-19, invariant 7). */
export type Actor =
  | { readonly role: 'app'; readonly org: string | null }
  | { readonly role: 'system' }
  | { readonly role: 'ingest' };

export interface TransactionOptions {
  /** READ COMMITTED unless said otherwise. */
  readonly isolation?: 'repeatable read' | 'serializable';
  /**
   * The connection keeps the plans of this transaction's statements for the next one: for work that comes all the time and finds every
   * row by a key. Scans of whole tables are out of question in it, so that a plan made while the tables were empty is the right one when
   * they are full. Its statements are sent as they are asked for, without waiting for the answer to the one before; COPY is not for it.
   */
  readonly keepPlans?: boolean;
}

/** A transaction that loses a conflict this often is in a fight that more tries do not end: report it instead. */
const TRIES_MAX = 5;

/** First pause after a lost conflict; doubled each time and spread at random so that the same two do not meet again. */
const RETRY_PAUSE_MS = 5;

/** SQLSTATEs after which the same work may simply be run again: serialisation failure and deadlock. */
const RETRIED_STATES: ReadonlySet<string> = new Set(['40001', '40P01']);

/** SQLSTATE of a kept plan whose columns a migration changed (and of little else). Run again, on a connection without it. */
const STALE_PLAN_STATE = '0A000';

/** SQLSTATE of a statement in a transaction in which an earlier one has failed. */
const IN_FAILED_TRANSACTION = '25P02';

/** Which paths plans may take where they are kept; compiling them would cost more than it saves. */
const KEPT_PLAN_SETTINGS = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit']
  .map((name) => `; set local ${name} = off`)
  // Planned once a connection: left to itself the server plans a statement anew each time while it believes that to be cheaper.
  .concat('; set local plan_cache_mode = force_generic_plan')
  .join('');

/**
 * How long a transaction may wait for a server that is being restarted. Until BEGIN is answered nothing has happened, so trying again is
 * safe; it spares every caller a failure for the second a restart takes.
 */
const AWAY_MS_MAX = 5_000;
const AWAY_PAUSE_MS = 50;

/** Refused, reset, ended by an administrator, starting up. */
const AWAY_CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03']);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Where connections come from, and how long one may take to begin. */
export interface Connections {
  readonly pool: Pool;
  readonly silentMsMax: number;
}

/**
 * Runs `work` in one transaction as `actor` and commits. `work` may run more than once (after a deadlock or serialisation
 * failure), so it must have no effect outside the transaction. Anything else it throws rolls back and is thrown on.
 */
export async function runTransaction<T>(
  connections: Connections,
  actor: Actor,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const begin = beginStatements(actor, options);
  const nameOf = options.keepPlans === true ? statementNames(actor.role) : null;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(connections, { begin, nameOf }, work);
    } catch (error) {
      if (tries >= TRIES_MAX || !(isRetried(error) || (nameOf !== null && isStalePlan(error)))) {
        throw error;
      }
      await pause(RETRY_PAUSE_MS * 2 ** tries * Math.random());
    }
  }
}

/** Role and tenant travel in the same message as BEGIN: a transaction costs one round trip before its first query. */
function beginStatements(actor: Actor, options: TransactionOptions): string {
  const isolation = options.isolation === undefined ? '' : ` isolation level ${options.isolation}`;
  // Set even when there is no organisation: the setting of a transaction must never come from elsewhere.
  const org = actor.role === 'app' && actor.org !== null ? actor.org : '';
  if (org !== '' && !UUID.test(org)) {
    throw new TypeError(`actor.org: '${org}' is no UUID; pass the id of an organisation, or null for none`);
  }
  const plans = options.keepPlans === true ? KEPT_PLAN_SETTINGS : '';
  return `begin${isolation}; set local role tributary_${actor.role}; set local tributary.org = '${org}'${plans}`;
}

/** The name under which a connection keeps the plan of a statement; `null` for one whose plan is not kept. */
type NameOf = (text: string) => string | null;

/** Plans that a process names; the texts of SQL are written in our source, so that there are no more of them than this. */
const NAMES_MAX = 500;
const names = new Map<string, string>();

/** Per role, since what a plan may read depends on it. */
function statementNames(role: Actor['role']): NameOf {
  return (text) => {
    const key = `${role} ${text}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    if (names.size >= NAMES_MAX) return null;
    const name = createHash('sha256').update(key).digest('base64url');
    names.set(key, name);
    return name;
  };
}

interface Start {
  readonly begin: string;
  readonly nameOf: NameOf | null;
}

async function attempt<T>(
  connections: Connections,
  { begin, nameOf }: Start,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await begun(connections, begin);
  // Only while nothing is under way: the driver reads it before each statement.
  Reflect.set(client, 'pipeline', nameOf !== null);
  const { tx, written, end, cause } = openTx(client, nameOf);
  let broken: Error | undefined;
  try {
    const value = await work(tx);
    await written();
    await end();
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') {
      throw new Error(
        'transaction: the work ended normally, but a statement in it had failed and PostgreSQL rolled everything back; ' +
          'use tx.savepoint around a statement whose failure is expected',
      );
    }
    return value;
  } catch (error) {
    await end();
    broken = await rollBack(client);
    const first = cause(error);
    if (nameOf !== null && isStalePlan(first)) broken ??= new Error('it keeps plans that are out of date');
    throw first;
  } finally {
    Reflect.set(client, 'pipeline', false);
    // A connection that could not even roll back is in an unknown state: it is closed, not reused.
    client.release(broken);
  }
}

/** A connection on which the transaction has begun; waits a little for a server that is away, and once for one that is silent. */
async function begun({ pool, silentMsMax }: Connections, begin: string): Promise<PoolClient> {
  const until = Date.now() + AWAY_MS_MAX;
  for (;;) {
    let client: PoolClient | null = null;
    try {
      client = await pool.connect();
      await answeredWithin(silentMsMax, client.query(begin));
      return client;
    } catch (error) {
      client?.release(true);
      if (Date.now() > until || !isAway(error)) {
        throw error;
      }
      await pause(AWAY_PAUSE_MS);
    }
  }
}

/** Fails with `ETIMEDOUT` where no answer came in time. */
async function answeredWithin<T>(millisecondsMax: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    const tell = () => reject(Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' }));
    // An answer that has come while this process was busy is read before it is missed.
    timer = setTimeout(() => setImmediate(tell), millisecondsMax);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // The driver gives a connection that ended under it no code, before a query or during it.
  return AWAY_CODES.has(code) || /^Connection terminated|not queryable$/.test(error.message);
}

async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

interface OpenTx {
  readonly tx: Tx;
  /** Waits for what was left for later. */
  written(): Promise<unknown>;
  /** Of statements that somebody asked for and did not wait for, those not sent yet are refused, and the one under way ends first. */
  end(): Promise<unknown>;
  /** Why the work failed: of statements sent together the later ones only tell that an earlier one had failed. */
  cause(error: unknown): unknown;
}

function openTx(client: PoolClient, nameOf: NameOf | null): OpenTx {
  let open = true;
  let savepoints = 0;
  let failure: unknown = null;
  const send = async <R extends object>(text: string, values?: readonly unknown[]): Promise<R[]> => {
    if (!open) {
      throw new Error('transaction: used after its end; await every query inside the work function');
    }
    try {
      if (values === undefined) return (await client.query<R & Record<string, unknown>>(text)).rows;
      const name = nameOf?.(text) ?? null;
      const statement = { text, values: [...values], ...(name === null ? {} : { name }) };
      return (await client.query<R & Record<string, unknown>>(statement)).rows;
    } catch (error) {
      if (sqlState(error) !== IN_FAILED_TRANSACTION) failure = error;
      throw error;
    }
  };
  // The driver wants to be asked one thing at a time where it does not send ahead.
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const sendInTurn = <R extends object>(text: string, values?: readonly unknown[]): Promise<R[]> => {
    const answer = waiting === 0 ? send<R>(text, values) : last.then(() => send<R>(text, values));
    waiting += 1;
    last = answer
      .catch(() => undefined)
      .finally(() => {
        waiting -= 1;
      });
    return answer;
  };
  const query = nameOf === null ? sendInTurn : send;
  const savepoint = async <T>(work: () => Promise<T>): Promise<T> => {
    savepoints += 1;
    const name = `savepoint_${savepoints}`;
    await query(`savepoint ${name}`);
    try {
      const value = await work();
      await query(`release savepoint ${name}`);
      return value;
    } catch (error) {
      // Where even this fails the connection is gone; the first error says why.
      await query(`rollback to savepoint ${name}`).catch(() => undefined);
      throw error;
    }
  };
  const left: Promise<unknown>[] = [];
  const later = (work: Promise<unknown>): void => {
    // Until it is waited for; a failure in between is told then.
    work.catch(() => undefined);
    left.push(work);
  };
  const end = () => {
    open = false;
    return last;
  };
  const cause = (error: unknown) => (sqlState(error) === IN_FAILED_TRANSACTION ? (failure ?? error) : error);
  return { tx: { client, query, savepoint, later }, written: () => Promise.all(left), end, cause };
}

function isStalePlan(error: unknown): boolean {
  return sqlState(error) === STALE_PLAN_STATE;
}

function isRetried(error: unknown): boolean {
  return RETRIED_STATES.has(sqlState(error) ?? '');
}

/** The five-letter SQLSTATE of an error from PostgreSQL (such as `23505` for a duplicate key), or null for other errors. */
export function sqlState(error: unknown): string | null {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) {
    return error.code;
  }
  return null;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
