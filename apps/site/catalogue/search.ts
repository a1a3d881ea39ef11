import { programCategories } from '../../../contract/closed-lists.ts';
import { headingStatus, isFor } from '../../../modules/programs/index.ts';
import { type MetricKey, metricKeys } from '../../../modules/stats/index.ts';
import { type CatalogueEntry, type ToolKey, toolKeys } from './entries.ts';
import { hasWords, resembling, wordsOf } from './words-found.ts';

/** What the catalogue is asked for, as it stands in the address; what is no answer of a form is as if it were not there. */
export interface Search {
  readonly text: string;
  readonly category: string;
  readonly country: string;
  readonly tool: ToolKey | '';
  readonly traffic: string;
  readonly metric: MetricKey | '';
  /** In the unit of the metric; empty: no bound. */
  readonly least: string;
  readonly sort: MetricKey | 'name';
  readonly page: number;
}

const TEXT_CHARACTERS_MAX = 100;
const PAGE_MAX = 10_000;
export const PAGE_SIZE = 24;

/** The last text that a query gives a name; empty without one. */
export function textIn(query: unknown, name: string): string {
  const value: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined;
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last.trim().slice(0, TEXT_CHARACTERS_MAX) : '';
}

export function searchOf(query: unknown): Search {
  const one = <T extends string>(name: string, known: readonly T[]): T | '' =>
    known.find((each) => each === textIn(query, name)) ?? '';
  const country = textIn(query, 'country').toUpperCase();
  const traffic = textIn(query, 'traffic');
  const least = textIn(query, 'least').replace(',', '.');
  const page = Number(textIn(query, 'page'));
  const sort = one('sort', metricKeys);
  return {
    text: textIn(query, 'text'),
    category: one('category', programCategories),
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    tool: one('tool', toolKeys),
    traffic: /^[a-z_.]+$/.test(traffic) ? traffic : '',
    metric: one('metric', metricKeys),
    least: /^\d{1,9}(\.\d{1,6})?$/.test(least) ? least : '',
    sort: sort === '' ? 'name' : sort,
    page: Number.isInteger(page) && page >= 1 && page <= PAGE_MAX ? page : 1,
  };
}

export interface Found {
  /** In the asked order. */
  readonly entries: readonly CatalogueEntry[];
  /** Nothing has the words as they were typed: these have words that resemble them. */
  readonly isSimilar: boolean;
}

export function found(entries: readonly CatalogueEntry[], search: Search): Found {
  const words = wordsOf(search.text);
  const exact = entries.filter((entry) => fits(entry, search) && hasWords(entry, words));
  const similar =
    exact.length > 0 || words.length === 0 ? [] : resembling(entries, words).filter((entry) => fits(entry, search));
  return { entries: sorted(similar.length > 0 ? similar : exact, search), isSimilar: similar.length > 0 };
}

function sorted(fitting: readonly CatalogueEntry[], search: Search): readonly CatalogueEntry[] {
  if (search.sort === 'name') return fitting;
  const key = search.sort;
  // Times are better the shorter they are, all else the greater it is; what is not known comes last.
  const direction = key === 'processing' || key === 'payment' ? 1 : -1;
  const missing = direction === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const value = (entry: CatalogueEntry) => measured(entry, key) ?? missing;
  return fitting.toSorted((a, b) => (value(a) === value(b) ? 0 : direction * (value(a) - value(b))));
}

function fits(entry: CatalogueEntry, search: Search): boolean {
  const { program, tools, traffic } = entry;
  const { category, country, tool, metric, least } = search;
  if (category !== '' && !program.categories.includes(category)) return false;
  if (country !== '' && !isFor(program, entry.pair, country)) return false;
  if (tool !== '' && !tools.includes(tool)) return false;
  if (search.traffic !== '' && !takes(traffic, search.traffic)) return false;
  return metric === '' || least === '' || (measured(entry, metric) ?? Number.NEGATIVE_INFINITY) >= Number(least);
}

/** A program without a table takes every kind; a heading is taken where one of its rows is. */
function takes(traffic: CatalogueEntry['traffic'], key: string): boolean {
  if (traffic.length === 0) return true;
  const row = traffic.find((each) => each.key === key);
  if (row === undefined) return false;
  if (headingStatus(traffic, key) === null) return row.status !== 'prohibited';
  return traffic.some((each) => each.parent === key && each.status !== 'prohibited');
}

function measured({ metrics }: CatalogueEntry, key: MetricKey): number | null {
  const value = metrics.find((each) => each.key === key)?.value ?? null;
  return value === null ? null : Number(value.digits) / 10 ** value.scale;
}

/** The search as a query, with another page or nothing changed. */
export function queryOf(search: Search, page = search.page): string {
  const query = new URLSearchParams();
  for (const name of ['text', 'category', 'country', 'tool', 'traffic', 'metric', 'least'] as const) {
    if (search[name] !== '') query.set(name, search[name]);
  }
  if (search.sort !== 'name') query.set('sort', search.sort);
  if (page > 1) query.set('page', String(page));
  return query.toString();
}
