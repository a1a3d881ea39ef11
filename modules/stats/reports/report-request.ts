import { z } from 'zod';
import type { Result } from '../../../contract/errors/index.ts';
import type { Instant } from '../../../core/time/index.ts';
import { readList, readRange, readStatuses, refuse, text } from '../request-parts.ts';
import {
  commonDimensions,
  type Dimension,
  dimensions,
  type FilterDimension,
  isByStatus,
  type ReportQuery,
  rollupOf,
  sortMeasures,
} from './report-query.ts';

/** Rows of one answer: a screen shows fewer, a program pages. */
const ROWS_DEFAULT = 100;
const ROWS_MAX = 1000;
/** Deep pages cost as much as all rows before them; who needs more exports. */
const OFFSET_MAX = 100_000;
/** The parameters of a report as they stand in the address; unknown ones and repeated ones are refused by it. */
export const reportParameters = z.strictObject({
  since: text.describe(
    'First calendar day (YYYY-MM-DD), in the zone of each program. Default: 30 days before `until`.',
  ),
  until: text.describe('The day after the last. Default: tomorrow.'),
  group_by: text.describe(`Comma list of ${dimensions.join(', ')}. Default: day.`),
  program: text.describe('Codes of programs, separated by commas.'),
  ad_space: text.describe('Ids of ad spaces, separated by commas.'),
  subid: text.describe('One SubID exactly; empty for clicks without it.'),
  subid1: text,
  subid2: text,
  subid3: text,
  subid4: text,
  country: text.describe('ISO 3166-1 alpha-2 codes, separated by commas; empty for unknown.'),
  device: text.describe('desktop, mobile, tablet or other, separated by commas.'),
  hour: text.describe('Hours of the day, 0 to 23, separated by commas.'),
  link: text.describe('Codes of links, separated by commas; empty for actions without a known click.'),
  traffic_type: text.describe('Keys of traffic types, separated by commas.'),
  status: text.describe('States of actions, separated by commas. Clicks have none and are not shown then.'),
  sort: text.describe(`One of ${[...dimensions, ...sortMeasures].join(', ')}; a leading - orders downwards.`),
  limit: z.coerce.number().int().min(1).max(ROWS_MAX).default(ROWS_DEFAULT),
  offset: z.coerce.number().int().min(0).max(OFFSET_MAX).default(0),
});

export type ReportParameters = z.output<typeof reportParameters>;

/** Filters that take several values; a SubID may hold commas itself. */
const listed: readonly FilterDimension[] = [
  'program',
  'ad_space',
  'traffic_type',
  'link',
  'country',
  'device',
  'hour',
  'status',
];
const exact: readonly FilterDimension[] = ['subid', 'subid1', 'subid2', 'subid3', 'subid4'];

/** What a request asks for, or what is wrong with it: nothing is ever silently shortened (BAD-104 … BAD-106). */
export function readReportRequest(
  parameters: ReportParameters,
  now: Instant,
  publisherOrg: string | null,
): Result<ReportQuery> {
  const range = readRange(parameters, now);
  if (!range.ok) return range;
  const groupBy = readGroups(parameters.group_by ?? 'day');
  if (!groupBy.ok) return groupBy;
  const filters = readFilters(parameters);
  if (!filters.ok) return filters;
  const together = checkTogether({ groupBy: groupBy.value, filters: filters.value });
  if (!together.ok) return together;
  const sort = readSort(parameters.sort, groupBy.value);
  if (!sort.ok) return sort;
  const { limit, offset } = parameters;
  return {
    ok: true,
    value: {
      ...range.value,
      groupBy: groupBy.value,
      filters: filters.value,
      sort: sort.value,
      limit,
      offset,
      publisherOrg,
    },
  };
}

function readGroups(list: string): Result<readonly Dimension[]> {
  const names = list.split(',').map((name) => name.trim());
  const groups: Dimension[] = [];
  for (const name of names) {
    const dimension = dimensions.find((known) => known === name);
    if (dimension === undefined)
      return refuse('unknown_field', 'group_by', name, `Expected some of ${dimensions.join(', ')}.`);
    if (groups.includes(dimension))
      return refuse('parameter_invalid', 'group_by', list, `${name} stands twice; expected it once.`, {
        kind: 'each_once',
      });
    groups.push(dimension);
  }
  return { ok: true, value: groups };
}

function readFilters(parameters: ReportParameters): Result<ReportQuery['filters']> {
  const filters: Partial<Record<FilterDimension, readonly string[]>> = {};
  for (const name of listed) {
    const values = readList(name, parameters[name]);
    if (!values.ok) return values;
    if (values.value !== null) filters[name] = values.value;
  }
  for (const name of exact) {
    const value = parameters[name];
    if (value !== undefined) filters[name] = [value];
  }
  const status = readStatuses(filters.status ?? []);
  if (!status.ok) return status;
  const noHour = filters.hour?.find((hour) => !/^([01]?\d|2[0-3])$/.test(hour));
  if (noHour !== undefined)
    return refuse('parameter_invalid', 'hour', noHour, 'Expected hours from 0 to 23.', { kind: 'hours' });
  return { ok: true, value: filters };
}

/** Clicks are counted by one of these beside the common dimensions; orders, which a report by status is about, by any. */
function checkTogether(query: Pick<ReportQuery, 'groupBy' | 'filters'>): Result<null> {
  const found = isByStatus(query) ? { ok: true as const } : rollupOf(query);
  if (found.ok) return { ok: true, value: null };
  const detail =
    `Clicks are counted by ${commonDimensions.join(', ')}, and beside these by one of hour, link, country, device or the SubIDs; ` +
    'expected at most one of the latter in group_by and filters together.';
  return refuse('combination_unsupported', 'group_by', found.apart.join(','), detail);
}

function readSort(sort: string | undefined, groupBy: readonly Dimension[]): Result<ReportQuery['sort']> {
  if (sort === undefined) return { ok: true, value: null };
  const descending = sort.startsWith('-');
  const name = descending ? sort.slice(1) : sort;
  const by = [...groupBy, ...sortMeasures].find((known) => known === name);
  if (by !== undefined) return { ok: true, value: { by, descending } };
  const expected = [...groupBy, ...sortMeasures].join(', ');
  return refuse('unknown_field', 'sort', sort, `Expected one of ${expected}, with a leading - to order downwards.`);
}
