import { type Dimension, dimensions, isFilter, type ReportQuery } from './report-query.ts';

/** How a dimension is read: what rows are grouped by, and its word in the answer. Names are ours; values are always parameters (T-12). */
interface Reading {
  readonly group: string;
  readonly word: string;
}

/** Takes a value and tells how a statement names it. */
export type Parameter = (value: unknown) => string;

const plain = (column: string): Reading => ({ group: column, word: column });

/** The same of a rollup `r` with its place `p` and of actions, which are called `r` and `p` both. */
export const readings: Readonly<Record<Dimension, Reading>> = {
  day: { group: 'r.day', word: 'r.day::text' },
  month: plain("to_char(r.day, 'YYYY-MM')"),
  hour: { group: 'r.hour', word: "lpad(r.hour::text, 2, '0')" },
  program: plain('p.program'),
  ad_space: { group: 'p.ad_space_id', word: "coalesce(p.ad_space_id::text, '')" },
  traffic_type: plain('p.traffic_type'),
  link: plain('r.link'),
  subid: plain('r.subid'),
  subid1: plain('r.subid1'),
  subid2: plain('r.subid2'),
  subid3: plain('r.subid3'),
  subid4: plain('r.subid4'),
  country: plain('r.country'),
  device: plain('r.device'),
  status: plain('r.status'),
};

/** The columns of a group, one more than there are dimensions: there is a key without any. */
export function words(query: ReportQuery): readonly string[] {
  return ["''::text as d_all", ...query.groupBy.map((dimension) => `${readings[dimension].word} as d_${dimension}`)];
}

export function groupBy(query: ReportQuery, more: readonly string[]): string {
  // The key of everything: without it there would be a row where nothing was found.
  return `group by ${["''::text", ...query.groupBy.map((dimension) => readings[dimension].group), ...more].join(', ')}`;
}

/** An action, and what is summed by program, holds what a place says itself. */
export function inOneTable(expression: string): string {
  return expression.replaceAll(/\bp\./g, 'r.');
}

/** The dimensions that are grouped or filtered by. */
export function askedDimensions({ groupBy, filters }: Pick<ReportQuery, 'groupBy' | 'filters'>): readonly Dimension[] {
  return dimensions.filter((name) => groupBy.includes(name) || (isFilter(name) && filters[name] !== undefined));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Compared in the column's own type, so that an index can be used; what no column of that type can hold is nobody's. */
export function clickFilter(dimension: Dimension, accepted: readonly string[], parameter: Parameter): string {
  const column = readings[dimension].group;
  if (dimension === 'ad_space') return `${column} = any(${parameter(accepted.filter((id) => UUID.test(id)))}::uuid[])`;
  if (dimension === 'hour') return `${column} = any(${parameter(hours(accepted))}::smallint[])`;
  return `${column} = any(${parameter(accepted)}::text[])`;
}

function hours(accepted: readonly string[]): readonly number[] {
  return accepted.filter((hour) => /^\d{1,2}$/.test(hour)).map(Number);
}
