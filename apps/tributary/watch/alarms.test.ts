import { describe, expect, it } from 'vitest';
import { type AlarmName, alarmsOf, type Observed } from './alarms.ts';
import { spoolFindings } from './findings.ts';
import type { SpoolReport } from './spools.ts';

const NOW = Date.UTC(2026, 8, 1, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;

const edge: Observed['edges'][number] = {
  name: 'edge-1',
  unspooled: 0,
  spool: { recorded: 5, failed: 0, commits: 5, trouble: null },
  geoDataOn: '2026-06-17',
  clockAheadMs: 0,
};
const shipper = { stored: 5, repeated: 0, parked: 0, lost: 0, segmentsDeleted: 0, trouble: null };
const nothingWaits = { segments: 0, bytes: 0, records: 0, oldestAt: null };
const backlog = { spool: 'edge-1', segments: 1, bytes: 5_000, waiting: nothingWaits };
const well: Observed = { edges: [edge], shipper, backlogs: [backlog], room: 10_000_000_000, parkedInAll: 0 };
const waitingSince = (oldestAt: number) => ({ segments: 1, bytes: 900, records: 3, oldestAt });

const alarms = (changes: Partial<Observed>) => alarmsOf({ ...well, ...changes }, NOW);

describe('an alarm', () => {
  it('is given by nothing that is well', () => {
    expect(alarms({})).toEqual([]);
    expect(alarms({ backlogs: [{ ...backlog, waiting: waitingSince(NOW - MINUTE / 2) }] })).toEqual([]);
    // They were put aside since the start, and have been stored since then.
    expect(alarms({ shipper: { ...shipper, parked: 2 } })).toEqual([]);
    expect(alarms({ edges: [{ ...edge, clockAheadMs: 2_000 }] })).toEqual([]);
    expect(alarms({ edges: [], shipper: null, backlogs: [], room: null })).toEqual([]);
  });

  it.each<[AlarmName, Partial<Observed>, RegExp]>([
    [
      'spool_unwritable',
      { edges: [{ ...edge, spool: { ...edge.spool, trouble: 'ENOSPC: no space left on device' } }] },
      /edge-1 .*ENOSPC.*Give the disk room/,
    ],
    ['clicks_unspooled', { edges: [{ ...edge, unspooled: 7 }] }, /7 clicks without a durable record/],
    ['shipping_failing', { shipper: { ...shipper, trouble: 'connect ECONNREFUSED' } }, /ECONNREFUSED.*database back/],
    [
      'backlog_old',
      { backlogs: [{ ...backlog, waiting: waitingSince(NOW - 2 * MINUTE) }] },
      /900 bytes .*edge-1, the oldest for 120 s.*role worker/,
    ],
    ['disk_short', { room: 3_000_000 }, /3 MB are free/],
    ['clicks_parked', { parkedInAll: 2 }, /2 records .*tributary clicks parked/],
    ['clicks_parked', { shipper: { ...shipper, parked: 3 }, parkedInAll: null }, /3 records .*tributary clicks parked/],
    ['clicks_lost', { shipper: { ...shipper, lost: 2 } }, /2 records .*tributary doctor/],
    [
      'clock_set_back',
      { edges: [{ ...edge, clockAheadMs: 3_600_000 }] },
      /edge-1 was set back: .*3600 s ahead.*start this process again/,
    ],
    ['geo_data_old', { edges: [{ ...edge, geoDataOn: '2024-01-01' }] }, /2024-01-01, 974 days old.*TRIBUTARY_GEOIP/],
  ])('%s says what is the matter and what to do', (name, changes, sentence) => {
    expect(alarms(changes)).toEqual([{ name, sentence: expect.stringMatching(sentence) }]);
  });
});

describe('doctor finds', () => {
  const books = {
    segment: '0000000001-00',
    spool: 'edge-1',
    position: 4_000,
    nextOrdinal: 20,
    recorded: 17,
    stored: 17,
    repeated: 0,
    parked: 0,
    lost: 3,
    damaged: [[1_000, 2_000]] as const,
    confirmedAt: NOW,
    deletedAt: null,
  };
  const totals = { spool: 'edge-1', segments: 1n, recorded: 20n, stored: 17n, repeated: 1n, parked: 2n, lost: 0n };
  const spool = { spool: 'edge-1', totals, backlog, unspooled: null };
  const report: SpoolReport = { spools: [spool], damaged: [], vanished: [], parked: [], room: null };
  const findings = (changes: Partial<SpoolReport>) => spoolFindings({ ...report, ...changes }, NOW);

  it('nothing where all is well', () => {
    expect(findings({})).toEqual([]);
  });

  it('a damaged segment by its name, byte ranges and number of clicks, until its file was moved away', () => {
    const [finding, ...others] = findings({ damaged: [{ books, path: '/data/spool/edge-1/0000000001-00.spool' }] });
    expect(others).toEqual([]);
    expect(finding).toMatch(
      /0000000001-00 of edge-1: 3 clicks are lost, bytes 1000 to 2000 .*0000000001-00\.spool; move/,
    );
    expect(findings({ damaged: [{ books: { ...books, deletedAt: NOW }, path: null }] })).toEqual([]);
  });

  it('a segment whose file is gone before the store has all of it', () => {
    expect(findings({ vanished: [books] })).toEqual([expect.stringMatching(/its file is gone, .* up to byte 4000/)]);
  });

  it('books that do not add up', () => {
    const state = { ...spool, totals: { ...totals, stored: 16n } };
    expect(findings({ spools: [state] })).toEqual([expect.stringMatching(/20 records were read, but 16 are stored/)]);
  });

  it('clicks that wait for longer than a minute', () => {
    const waits = { ...backlog, waiting: waitingSince(NOW - 2 * MINUTE) };
    expect(findings({ spools: [{ ...spool, backlog: waits }] })).toEqual([
      expect.stringMatching(/3 clicks wait to be stored, the oldest since 2026-09-01T11:58:00.000Z/),
    ]);
  });

  it('clicks without a durable record, for a week', () => {
    const noted = (lastAt: number) => ({ ...spool, unspooled: { count: 9, lastAt, reason: 'ENOSPC' } });
    expect(findings({ spools: [noted(NOW - 6 * DAY)] })).toEqual([
      expect.stringMatching(/edge-1: 9 clicks were redirected without a durable record.*ENOSPC/),
    ]);
    expect(findings({ spools: [noted(NOW - 8 * DAY)] })).toEqual([]);
  });

  it('records that were put aside, with the reason of the first', () => {
    const record = { segment: 's', ordinal: 1, parkedAt: NOW, reason: 'no such country', record: 'x' };
    expect(findings({ parked: [record] })).toEqual([
      expect.stringMatching(/2 records .*no such country.*tributary clicks retry-parked/),
    ]);
  });
});
