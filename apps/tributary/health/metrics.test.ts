import { expect, test } from 'vitest';
import { networkMetrics } from './metrics.ts';

test('refused reports of orders are counted by their reason', async () => {
  const refused = new Map([['signature_invalid', 3]]);
  const metrics = networkMetrics({
    edges: async () => [],
    shipper: () => null,
    refusedOrders: () => refused,
    watched: async () => ({ alarms: [], backlogs: [], room: null }),
  });
  expect(await metrics()).toMatch(/^tributary_orders_refused\{reason="signature_invalid"\} 3$/m);
  refused.set('rate_limited', 1).set('signature_invalid', 4);
  const text = await metrics();
  expect(text).toMatch(/^tributary_orders_refused\{reason="signature_invalid"\} 4$/m);
  expect(text).toMatch(/^tributary_orders_refused\{reason="rate_limited"\} 1$/m);
});
