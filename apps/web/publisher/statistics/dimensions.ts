import type { TFunction } from 'i18next';
import type { Formats } from '../../kit/values/format.ts';
import { type Names, named } from '../figures/names.ts';
import { dayPlus, type Period } from '../figures/period.ts';

/** What statistics can be grouped by, in the order of the choices. */
export const dimensions = [
  'day',
  'month',
  'hour',
  'program',
  'ad_space',
  'traffic_type',
  'link',
  'country',
  'device',
  'subid',
  'subid1',
  'subid2',
  'subid3',
  'subid4',
  'status',
] as const;
export type Dimension = (typeof dimensions)[number];

export function isDimension(name: string): name is Dimension {
  return dimensions.some((each) => each === name);
}

export interface Telling {
  readonly t: TFunction<'publisher'>;
  readonly formats: Formats;
  readonly names: Names;
}

/** Many SubIDs that came once each stand in one row of this name. */
const SEVERAL = '…';

/** A value of a dimension as people read it. */
export function valueText(dimension: string, value: string | null, { t, formats, names }: Telling): string {
  if (value === null) return t('statistics.unknown');
  switch (dimension) {
    case 'day':
      return formats.day(value);
    case 'month':
      return value;
    case 'hour':
      return `${value}:00`;
    case 'program':
      return names.program(value);
    case 'ad_space':
      return names.adSpace(value);
    case 'traffic_type':
      return t(`kinds.${value}` as 'kinds.other', { defaultValue: value });
    case 'country':
      return formats.country(value);
    case 'device':
      return named(t, 'device', value);
    case 'status':
      return named(t, 'status', value);
    default:
      return value === SEVERAL ? t('statistics.several') : value;
  }
}

export type Group = Readonly<Record<string, string | null>>;
type Chosen = Readonly<Record<string, string>>;

const DAYS_OF_CLICKS_MAX = 31;
const DAY_MS = 86_400_000;

/** Where the single clicks behind a row are; `null` where they cannot be asked for. */
export function clicksSearch(group: Group, chosen: Chosen, period: Period): Record<string, string> | null {
  const known = { ...chosen, ...withoutNull(group) };
  const { day: _day, month: _month, status, ...filters } = known;
  if (status !== undefined || hasUnknown(group)) return null;
  const { from, to } = daysOf(group, period);
  const until = dayPlus(to, 1);
  if ((Date.parse(until) - Date.parse(from)) / DAY_MS > DAYS_OF_CLICKS_MAX) return null;
  return { ...filters, since: from, until };
}

/** Reports count these; orders in other states are listed among the actions all the same. */
const COUNTED = 'approved,pending,deducted,declined';

/** Where the orders behind a row are; `null` where its value is not known. */
export function actionsSearch(group: Group, chosen: Chosen, period: Period): Record<string, string> | null {
  if (hasUnknown(group)) return null;
  const { day: _day, month: _month, subid, ...filters } = { ...chosen, ...withoutNull(group) };
  // Reports group by the first SubID; the list of orders looks for one in all five places.
  const first = subid === undefined ? {} : { subid0: subid };
  return { status: COUNTED, ...filters, ...first, ...daysOf(group, period) };
}

function hasUnknown(group: Group): boolean {
  return Object.values(group).some((value) => value === null || value === SEVERAL);
}

function withoutNull(group: Group): Record<string, string> {
  return Object.fromEntries(Object.entries(group).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** The days of a row: its day, its month as far as it is in the period, or the period. */
function daysOf({ day, month }: Group, { from, to }: Period): { readonly from: string; readonly to: string } {
  if (day != null) return { from: day, to: day };
  if (month == null) return { from, to };
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  const first = `${month}-01`;
  return { from: first > from ? first : from, to: last < to ? last : to };
}
