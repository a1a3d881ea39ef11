import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ShipperStatus } from '../../modules/clicks/index.ts';
import type { EdgeRole } from '../edge/index.ts';

export interface MetricSources {
  readonly edge: () => EdgeRole | null;
  readonly shipper: () => ShipperStatus | null;
}

type Reading = readonly [name: string, help: string, read: () => number | null];

/** What a monitor reads: recorded = stored + parked must hold, and `unspooled` must not grow. */
export function networkMetrics({ edge, shipper }: MetricSources): () => Promise<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const readings: readonly Reading[] = [
    ['tributary_links', 'Links that the edge knows.', () => edge()?.status().links ?? null],
    [
      'tributary_clicks_recorded',
      'Clicks redirected with a durable record since start.',
      () => edge()?.status().recorded ?? null,
    ],
    [
      'tributary_clicks_unspooled',
      'Clicks redirected although the spool could not be written.',
      () => edge()?.status().unspooled ?? null,
    ],
    ['tributary_clicks_stored', 'Clicks carried into the store since start.', () => shipper()?.stored ?? null],
    ['tributary_clicks_repeated', 'Clicks that were in the store already.', () => shipper()?.repeated ?? null],
    ['tributary_clicks_parked', 'Records that cannot be stored, kept aside.', () => shipper()?.parked ?? null],
    ['tributary_clicks_lost', 'Records that were damaged in the spool.', () => shipper()?.lost ?? null],
  ];
  for (const [name, help, read] of readings) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read();
        if (value === null) this.reset();
        else this.set(value);
      },
    });
  }
  return () => registry.metrics();
}
