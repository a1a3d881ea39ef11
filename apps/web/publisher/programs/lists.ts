import type { PartnershipStatus } from '../../../../contract/wire/applications.ts';
import type { ListedProgram, MetricSummary, ProgramTool } from '../../../../contract/wire/programs.ts';
import type { Formats } from '../../kit/values/format.ts';

/** Closed lists as forms offer them; the schemas stay on the server. */
export const partnershipStatusList: readonly PartnershipStatus[] = [
  'pending',
  'joined',
  'declined',
  'blocked',
  'disconnected',
];

export const toolList: readonly ProgramTool[] = ['products', 'geo_routing', 'lost_orders', 'deeplink'];

export const sortList = ['name', 'epc', 'cr', 'confirmation', 'newest'] as const;

export type MetricKey = MetricSummary['key'];

/** A figure as people read it; a dash where there is nothing to divide by. */
export function figureText(formats: Formats, program: Pick<ListedProgram, 'metrics'>, key: MetricKey): string {
  const metric = program.metrics.find((each) => each.key === key);
  if (metric === undefined || metric.value === null) return '—';
  if (metric.unit === 'money_per_100_clicks' && metric.currency !== null) {
    return formats.money(metric.value, metric.currency);
  }
  return metric.unit === 'percent' ? formats.rate(metric.value, 2) : formats.number(metric.value);
}
