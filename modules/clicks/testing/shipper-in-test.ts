import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { listSegments, openSpool } from '../../../platform/spool/index.ts';
import type { RecordedClick, StoredClick } from '../model.ts';
import { createShipper, type ShipperOptions } from '../shipping/shipper.ts';
import { booksOfSegments, findClicks } from '../store.ts';
import { recordedClick } from './recorded-click.ts';

export const AT = Date.UTC(2022, 5, 15, 9);
export const DAY = 86_400_000;
export const clock = manualClock(AT);

/** What a store must take as it is: a text with the byte that PostgreSQL refuses, tabs, ends of lines. */
const HARD: Partial<RecordedClick> = {
  clientAddress: '203.0.113.1',
  subids: ['a\tb\\n\n', null, '\\N', '🦩', ''],
  raw: { query: 'subid=a%09b', x_forwarded_for: '<svg onload="\u0000">' },
};

export function click(changes: Partial<RecordedClick> = {}): RecordedClick {
  return recordedClick(changes.at ?? AT, { ...HARD, ...changes });
}

export const storedForm = ({
  clientAddress: _a,
  asn: _b,
  geoDataOn: _c,
  userAgent: _d,
  referrer: _e,
  raw: _f,
  ...stored
}: RecordedClick) => stored;

/** A spool directory of its own for each test, and one database for all of a file. */
export function shipperInTest() {
  let t: TestDatabase;
  let root = '';
  beforeAll(async () => {
    t = await testDatabase();
  });
  afterAll(async () => {
    await t.drop();
  });
  beforeEach(async () => {
    clock.set(AT);
    root = await mkdtemp(join(tmpdir(), 'tributary-shipper-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  async function spooled(records: readonly string[], segmentBytes = 1_000_000): Promise<void> {
    const spool = await openSpool({ directory: join(root, 'edge-1'), segmentBytes });
    await Promise.all(records.map((record) => new Promise((resolve) => spool.append(record, resolve))));
    await spool.close();
  }

  function shipper(changes: Partial<ShipperOptions> = {}) {
    // What is told is good until it has been told; only ids are kept here.
    const announced: Pick<StoredClick, 'clickId'>[] = [];
    const onStored = async (_: unknown, clicks: readonly StoredClick[]) => {
      for (const { clickId } of clicks) announced.push({ clickId });
    };
    return { announced, ships: createShipper({ db: t.db, spoolDir: root, clock, onStored, ...changes }) };
  }

  const asSystem = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => t.db.transaction({ role: 'system' }, work);

  const find = (program: string, ids: readonly string[]) => asSystem((tx) => findClicks(tx, program, ids));

  const books = async () => {
    const segments = await listSegments(root);
    return asSystem((tx) =>
      booksOfSegments(
        tx,
        segments.map(({ id }) => id),
      ),
    );
  };

  const its = {
    get db(): TestDatabase['db'] {
      return t.db;
    },
    get url(): string {
      return t.url;
    },
    get root(): string {
      return root;
    },
  };
  return { its, spooled, shipper, asSystem, find, books };
}
