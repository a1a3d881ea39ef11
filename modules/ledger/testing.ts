import { randomUUID } from 'node:crypto';
import { type EntryKind, type JournalEntry, type Posting, titles } from '../../core/posting/index.ts';
import type { Database } from '../../platform/db/index.ts';

/** Runs statements in one transaction as the owner of the tables: the strongest role there is below a superuser. */
export async function asOwner(db: Database, ...statements: readonly string[]): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local role tributary_owner');
    for (const statement of statements) {
      await client.query(statement);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** A publisher and an advertiser of one program, for the tests of this module. */
export interface Cast {
  readonly program: string;
  readonly publisher: string;
  readonly advertiser: string;
}

export function newCast(): Cast {
  return { program: `shop-${randomUUID().slice(0, 8)}`, publisher: randomUUID(), advertiser: randomUUID() };
}

/** A reward of `minor` kopecks, charged to the advertiser at 60 roubles a dollar. */
export function reward(cast: Cast, eventId: string, minor: bigint): JournalEntry {
  return twoLegs(cast, { kind: 'reward', eventId, minor });
}

export function deduction(cast: Cast, eventId: string, minor: bigint): JournalEntry {
  return twoLegs(cast, { kind: 'antispam_deduction', eventId, minor: -minor });
}

function twoLegs(
  cast: Cast,
  what: { readonly kind: EntryKind; readonly eventId: string; readonly minor: bigint },
): JournalEntry {
  const { program, publisher, advertiser } = cast;
  const cents = what.minor / 60n;
  const postings: Posting[] = [
    { account: { kind: 'advertiser_due', program, org: advertiser, currency: 'USD' }, minor: -cents },
    { account: { kind: 'network_fx', program, org: null, currency: 'USD' }, minor: cents },
    { account: { kind: 'network_fx', program, org: null, currency: 'RUB' }, minor: -what.minor },
    { account: { kind: 'publisher_balance', program, org: publisher, currency: 'RUB' }, minor: what.minor },
  ];
  return {
    kind: what.kind,
    title: titles[what.kind],
    cause: { source: 'test', eventId: `${program}/${what.eventId}` },
    effectiveAt: Date.UTC(2022, 5, 15, 9),
    subject: {
      program,
      orderId: what.eventId,
      lineId: '1',
      revision: 1,
      termsVersion: 'R2',
      rule: 'seller rate',
      reason: 'PAID_CIS_SELLER',
      event: 'goods_received',
    },
    fx: { base: 'USD', quote: 'RUB', rate: { digits: 600000n, scale: 4 }, source: 'internal' },
    reverses: null,
    postings,
  };
}
