import { manualClock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { codeReference, createClickIdMaker } from '../id/click-id.ts';
import type { RecordedClick } from '../model.ts';
import { encodeClick } from '../record/record.ts';
import { ClickReader, type ReadClick } from '../record/record-reader.ts';
import { makePartitions, storeRecords } from '../store.ts';
import { advertiserOrg, publisherOrg, testKeys, testLink } from './index.ts';

/** A click with something in every field, hard to write and to read back. Tests only. */
export function recordedClick(at: number, changes: Partial<RecordedClick> = {}): RecordedClick {
  const token = {
    at,
    program: codeReference('cccccccccc'),
    adSpace: codeReference('aaaaaaaaaa'),
    country: 'RU',
    anonymizer: 'no',
    landing: { kind: 'item', redirected: false, product: 1, store: 0 },
    attributable: true,
    routed: false,
    agreed: true,
    dropshipping: false,
  } as const;
  return {
    clickId: createClickIdMaker(testKeys, manualClock(at)).make(token, { spooled: true }),
    program: 'shop',
    advertiserOrg,
    publisherOrg,
    at,
    adSpaceId: testLink().adSpace.id,
    adSpaceKind: 'content_site',
    trafficType: 'content',
    dropshipping: false,
    agreed: true,
    linkCode: testLink().code,
    country: 'RU',
    anonymizer: 'no',
    landing: { kind: 'item', productId: 'P1', storeId: null, category: null, redirected: false },
    target: 'https://shop.tld/item/P1.html',
    subids: ['a\tb\\n\r\n"quoted", yes', null, '\\N', '🦩', ''],
    visitorId: 'v1',
    visitorSince: at,
    device: 'mobile',
    flags: ['dup', 'rate'],
    attributable: true,
    routedFrom: null,
    clientAddress: '203.0.113.77',
    asn: 4_200_000_000,
    geoDataOn: '2022-05-17',
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.51 Safari/537.36',
    referrer: 'https://blog.tld/?q=a%20person',
    raw: { query: 'subid=a%09b', x_forwarded_for: '<svg onload="">' },
    ...changes,
  };
}

/** Stores clicks as a shipper does, each in its month. */
export async function storeClicks(db: Database, clicks: readonly RecordedClick[]): Promise<void> {
  const monthOf = ({ at }: RecordedClick) => new Date(at).toISOString().slice(0, 7);
  for (const month of new Set(clicks.map(monthOf))) {
    const ofMonth = clicks.filter((click) => monthOf(click) === month);
    await db.transaction({ role: 'ingest' }, (tx) => makePartitions(tx, `${month}-01`, `${month}-01`));
    await db.transaction({ role: 'ingest' }, (tx) => storeRecords(tx, month, ofMonth.map(readBack)));
  }
}

/** A click as a shipper reads it. */
export function readBack(click: RecordedClick): ReadClick {
  const bytes = Buffer.from(encodeClick(click));
  const read = new ClickReader().read(bytes, 0, bytes.length);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}
