import type { PartnershipStatus } from '../../../../contract/wire/applications.ts';
import type { ProgramCategory } from '../../../../contract/wire/program-editing.ts';
import type { ListedProgram, MetricSummary, ProgramTool } from '../../../../contract/wire/programs.ts';
import type { Formats } from '../../kit/format.ts';

/** Closed lists as forms offer them; the schemas stay on the server. */
export const partnershipStatusList: readonly PartnershipStatus[] = [
  'pending',
  'joined',
  'declined',
  'blocked',
  'disconnected',
];

export const categoryList: readonly ProgramCategory[] = [
  ...(['marketplace', 'electronics', 'fashion', 'beauty', 'home', 'children', 'food', 'sports', 'auto'] as const),
  ...(['travel', 'finance', 'insurance', 'telecom', 'software', 'games', 'education', 'services', 'other'] as const),
];

export const toolList: readonly ProgramTool[] = ['products', 'geo_routing', 'lost_orders', 'deeplink'];

export const sortList = ['name', 'epc', 'cr', 'confirmation', 'newest'] as const;

/** Countries that programs of such networks most often name; others are found by typing their code. */
export const countryList: readonly string[] = [
  ...['AM', 'AZ', 'BY', 'GE', 'KG', 'KZ', 'MD', 'RU', 'TJ', 'TM', 'UA', 'UZ', 'AT', 'AU', 'BE', 'BG', 'BR', 'CA', 'CH'],
  ...['CL', 'CN', 'CO', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GR', 'HU', 'IE', 'IL', 'IN', 'IT', 'JP', 'KR'],
  ...['LT', 'LV', 'MX', 'NL', 'NO', 'PE', 'PL', 'PT', 'RO', 'RS', 'SA', 'SE', 'SK', 'TH', 'TR', 'US', 'VN', 'ZA'],
];

export type MetricKey = MetricSummary['key'];

/** A figure as people read it; a dash where there is nothing to divide by. */
export function figureText(formats: Formats, program: Pick<ListedProgram, 'metrics'>, key: MetricKey): string {
  const metric = program.metrics.find((each) => each.key === key);
  if (metric === undefined || metric.value === null) return '—';
  if (metric.unit === 'money_per_100_clicks' && metric.currency !== null) {
    return formats.money(metric.value, metric.currency);
  }
  return metric.unit === 'percent' ? formats.rate(metric.value) : formats.number(metric.value);
}
