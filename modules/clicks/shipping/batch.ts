import type { Instant } from '../../../core/time/instant.ts';
import { sqlState, type Tx } from '../../../platform/db/index.ts';
import type { SpoolRecord } from '../../../platform/spool/index.ts';
import { clickKey } from '../id/click-key.ts';
import type { StoredClick } from '../model.ts';
import type { ClickReader, ReadClick } from '../record/record-reader.ts';
import { daysWithClicks, makePartitions, type ParkedRecord, storeRecords } from '../store.ts';

/** A batch of records as it is stored. */
export interface SortedRecords {
  /** By the month of the click's own time in UTC, `YYYY-MM`. */
  readonly months: ReadonlyMap<string, readonly ReadClick[]>;
  readonly parked: readonly ParkedRecord[];
}

/**
 * Splits records into clicks to store and records to park; `refusal` parks all of them. The reader gives up what it has read before.
 */
export function sortRecords(
  reader: ClickReader,
  segment: string,
  records: readonly SpoolRecord[],
  refusal: string | null,
): SortedRecords {
  const months = new Map<string, ReadClick[]>();
  const parked: ParkedRecord[] = [];
  reader.reuse();
  const monthAt = monthReader();
  for (const record of records) {
    const click = reader.read(record.bytes, record.from, record.until);
    const reason = click.ok ? refusal : click.error;
    if (!click.ok || reason !== null) {
      parked.push({ segment, ordinal: record.ordinal, reason: reason ?? 'unreadable', record: record.text });
      continue;
    }
    const name = monthAt(click.value.at);
    const known = months.get(name);
    if (known === undefined) months.set(name, [click.value]);
    else known.push(click.value);
  }
  return { months, parked };
}

/** Name of the month of a time, `YYYY-MM`; the clicks of a batch are nearly always of one, whose name is not made again. */
export function monthReader(): (at: Instant) => string {
  let from = 0;
  let until = 0;
  let name = '';
  return (at) => {
    if (at < from || at >= until) {
      name = new Date(at).toISOString().slice(0, 7);
      from = Date.parse(`${name}-01`);
      until = Date.parse(`${monthAfter(name)}-01`);
    }
    return name;
  };
}

const LONGEST_MONTH_DAYS = 31;
const DAY_MS = 86_400_000;

function monthAfter(month: string): string {
  return new Date(Date.parse(`${month}-01`) + LONGEST_MONTH_DAYS * DAY_MS).toISOString().slice(0, 7);
}

/** Makes sure that clicks of these months can be stored, and of those after them: at a month's beginning no click waits for a table. */
export async function preparePartitions(tx: Tx, months: Iterable<string>): Promise<void> {
  for (const month of months) {
    await makePartitions(tx, `${month}-01`, `${monthAfter(month)}-01`);
  }
}

/** No day is reduced before (`TRIBUTARY_PERSONAL_DAYS` is at least this). */
const REDUCED_AFTER_DAYS = 7;

/** Clicks that come late, from a spool that was away or from those that were put aside, make their days ones that are to be reduced again. */
export async function reduceAgain(tx: Tx, clicks: readonly Pick<StoredClick, 'at'>[], now: Instant): Promise<void> {
  const until = now - REDUCED_AFTER_DAYS * DAY_MS;
  const days = new Set<string>();
  for (const { at } of clicks) {
    if (at < until) days.add(new Date(at).toISOString().slice(0, 10));
  }
  if (days.size > 0) await daysWithClicks(tx, [...days]);
}

/** Stores the records and returns the clicks that were new, each once. */
export async function storeSorted(tx: Tx, { months }: SortedRecords): Promise<readonly StoredClick[]> {
  const fresh: StoredClick[] = [];
  for (const [month, clicks] of months) {
    const stored = await storeRecords(tx, month, clicks);
    const added = stored === null ? clicks : firstOfEach(clicks, stored);
    for (const click of added) fresh.push(click);
  }
  return fresh;
}

function firstOfEach(clicks: readonly ReadClick[], keys: ReadonlySet<string>): ReadClick[] {
  const left = new Set(keys);
  return clicks.filter(({ clickId }) => left.delete(clickKey(clickId) ?? ''));
}

/** What other modules make of new clicks failed: no fault of the records. */
export class FollowUpError extends Error {}

/** SQLSTATE classes 22 (data) and 23 (constraint): the record is at fault, and trying again would not help. */
export function isRefusedData(error: unknown): boolean {
  return !(error instanceof FollowUpError) && /^2[23]/.test(sqlState(error) ?? '');
}
