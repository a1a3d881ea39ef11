import { expect, test } from 'vitest';
import { networkMetrics } from './metrics.ts';

const nothing = { alarms: [], backlogs: [], room: null, books: null };

test('refused reports of orders are counted by their reason', async () => {
  const refused = new Map([['signature_invalid', 3]]);
  const metrics = networkMetrics({
    edges: async () => [],
    shipper: () => null,
    refusedOrders: () => refused,
    watched: async () => nothing,
  });
  expect(await metrics()).toMatch(/^tributary_orders_refused_total\{reason="signature_invalid"\} 3$/m);
  refused.set('rate_limited', 1).set('signature_invalid', 4);
  const text = await metrics();
  expect(text).toMatch(/^tributary_orders_refused_total\{reason="signature_invalid"\} 4$/m);
  expect(text).toMatch(/^tributary_orders_refused_total\{reason="rate_limited"\} 1$/m);
});

const status = { links: 20, recorded: 5, unspooled: 1, pages: pagesOf(), geoDataOn: '2026-06-17', clockAheadMs: 0 };
const spool = { recorded: 5, failed: 1, commits: 4, trouble: null };

function pagesOf() {
  const none = { link_not_found: 0, offer_ended: 0, link_not_in_use: 0 };
  return { ...none, address_too_long: 0, method_not_allowed: 0, not_ready: 0 };
}

const edge = (name: string, restarts: number) => ({ name, pid: 1, restarts, ...status, spool });
const totals = { spool: 'edge-1', segments: 1n, recorded: 9n, stored: 6n, repeated: 2n, parked: 1n, lost: 3n };
const segment = {
  ...{ segment: '0000000001-0a', spool: 'edge-1', position: 90, nextOrdinal: 12, damaged: [] },
  ...{ recorded: 9, stored: 6, repeated: 2, parked: 1, lost: 3, confirmedAt: null, deletedAt: null },
};

test('of every spool and of its newest segments the books are there: recorded = stored + repeated + parked', async () => {
  const text = await networkMetrics({
    edges: async () => [],
    shipper: () => null,
    watched: async () => ({ ...nothing, books: { totals: [totals], segments: [segment] } }),
  })();
  for (const [outcome, count] of Object.entries({ recorded: 9, stored: 6, repeated: 2, parked: 1, lost: 3 })) {
    expect(text).toContain(`\ntributary_spool_records{spool="edge-1",outcome="${outcome}"} ${count}\n`);
    expect(text).toContain(
      `\ntributary_segment_records{spool="edge-1",segment="0000000001-0a",outcome="${outcome}"} ${count}\n`,
    );
  }
});

test('what only grows is a counter and ends in _total, and nothing else does; everything has a help text', async () => {
  const read = networkMetrics({
    edges: async () => [edge('edge-1', 0), edge('edge-2', 3)],
    shipper: () => ({ stored: 4, repeated: 0, parked: 0, lost: 0, segmentsDeleted: 0, trouble: null }),
    watched: async () => nothing,
  });
  await read();
  const text = await read();
  // Asked twice it counts once.
  expect(text).toMatch(/^tributary_clicks_recorded_total 10$/m);
  expect(text).toMatch(/^tributary_clicks_stored_total 4$/m);
  expect(text).toMatch(/^tributary_edge_restarts_total\{edge="edge-2"\} 3$/m);
  const types = [...text.matchAll(/^# TYPE (tributary_\S+) (\S+)$/gm)].map(([, name = '', type = '']) => ({
    name,
    type,
  }));
  expect(types.length).toBeGreaterThan(15);
  for (const { name, type } of types) {
    expect(`${name} ${type === 'counter'}`).toBe(`${name} ${name.endsWith('_total')}`);
    expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.*\\.$`, 'm'));
  }
});

test('a process without edge and worker tells no counts of clicks', async () => {
  const text = await networkMetrics({ edges: async () => [], shipper: () => null, watched: async () => nothing })();
  expect(text).not.toMatch(/^tributary_(clicks|links)/m);
});
