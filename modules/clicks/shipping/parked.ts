import type { Clock } from '../../../platform/clock/index.ts';
import { type Database, type Queryable, sqlState, type Tx } from '../../../platform/db/index.ts';
import type { StoredClick } from '../model.ts';
import { ClickReader, type ReadClick } from '../record/record-reader.ts';
import { lockBooks, type ParkedRecord, storeRecords, writeBooks } from '../store.ts';
import { monthReader, preparePartitions, reduceAgain } from './batch.ts';
import { deleteParked, parkedRecords, updateParked } from './parked-store.ts';

export interface RetryOptions {
  readonly db: Database;
  readonly clock: Clock;
  /** As the shipper's: runs in the transaction that stores the click, under the system role. */
  readonly onStored: (tx: Tx, clicks: readonly StoredClick[]) => Promise<void>;
}

/** What became of the records that were tried again. */
export interface Retried {
  readonly stored: number;
  /** Their clicks were in the store already. */
  readonly repeated: number;
  /** Still refused, with the present reason. */
  readonly parked: readonly ParkedRecord[];
}

/** A page of parked records: each takes a transaction of its own. */
const PAGE = 100;

/**
 * Tries to store every parked record again, oldest first, each for itself, and keeps the books: what is stored now is no longer parked.
 * One that is refused again stays, with the present reason. Throws where the database cannot be asked; nothing is lost by that.
 */
export async function retryParked(options: RetryOptions): Promise<Retried> {
  const counts = { stored: 0, repeated: 0 };
  const parked: ParkedRecord[] = [];
  for (let after: ParkedRecord | null = null; ; ) {
    const page: readonly ParkedRecord[] = await asked(options.db, after);
    for (const record of page) {
      const result = await retryOne(options, record);
      if (typeof result === 'string') counts[result] += 1;
      else parked.push(result);
    }
    after = page.at(-1) ?? null;
    if (after === null) return { ...counts, parked };
  }
}

function asked(db: Database, after: ParkedRecord | null): Promise<ParkedRecord[]> {
  return db.transaction({ role: 'system' }, (q: Queryable) => parkedRecords(q, { limit: PAGE, after }));
}

async function retryOne(options: RetryOptions, record: ParkedRecord): Promise<'stored' | 'repeated' | ParkedRecord> {
  const { db, clock } = options;
  const bytes = Buffer.from(record.record);
  const click = new ClickReader().read(bytes, 0, bytes.length);
  if (!click.ok) return { ...record, reason: click.error };
  try {
    const month = monthReader()(click.value.at);
    await db.transaction({ role: 'ingest' }, (tx) => preparePartitions(tx, [month]));
    return await db.transaction({ role: 'ingest' }, (tx) => store(tx, options, record, click.value));
  } catch (error) {
    // Classes 22 (data) and 23 (constraint): the record is still at fault. Anything else is not about the record.
    if (!/^2[23]/.test(sqlState(error) ?? '')) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    await db.transaction({ role: 'ingest' }, (tx) => updateParked(tx, { ...record, reason }, clock.now()));
    return { ...record, reason };
  }
}

async function store(
  tx: Tx,
  { clock, onStored }: RetryOptions,
  record: ParkedRecord,
  click: ReadClick,
): Promise<'stored' | 'repeated'> {
  const books = await lockBooks(tx, record.segment, record.segment, clock.now());
  // Somebody else may have been faster.
  if (!(await deleteParked(tx, record))) return 'repeated';
  const fresh = await storeRecords(tx, monthReader()(click.at), [click]);
  const isStored = fresh === null || fresh.size > 0;
  const outcome = isStored ? 'stored' : 'repeated';
  await writeBooks(tx, { ...books, parked: books.parked - 1, [outcome]: books[outcome] + 1 });
  if (isStored) {
    await reduceAgain(tx, [click], clock.now());
    await tx.query('set local role tributary_system');
    await onStored(tx, [click]);
  }
  return outcome;
}
