import type { MetricSummary, ProgramsQuery, ProgramTool } from '../../contract/wire/programs.ts';
import { compareDecimals, type Decimal, parseDecimal } from '../../core/money/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { Program } from './model.ts';
import { offeredPrograms, takersOf } from './store.ts';

/** What the catalogue asks of modules that come later; handed in by the wiring. */
export interface OfferDeps {
  /** The figures of programs by code; a program without any is absent. */
  metricsOf(codes: readonly string[]): Promise<ReadonlyMap<string, readonly MetricSummary[]>>;
  /** Those of them that have products. */
  withProducts(codes: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface Offered {
  readonly program: Program;
  readonly tools: readonly ProgramTool[];
  readonly metrics: readonly MetricSummary[];
}

export interface OfferPage {
  readonly offers: readonly Offered[];
  readonly total: number;
  readonly next: string | null;
}

/** A page of the catalogue (S-023). Programs are some hundreds, so that all that fit the settings are looked at, and the page is cut last. */
export async function searchOffers(q: Queryable, deps: OfferDeps, asked: ProgramsQuery): Promise<OfferPage> {
  const takers = asked.traffic_kind === undefined ? null : await takersOf(q, asked.traffic_kind);
  const fitting = (await offeredPrograms(q)).filter(
    (program) => settingsFit(program, asked) && (takers === null || takers.has(program.code)),
  );
  const codes = fitting.map(({ code }) => code);
  const [figures, stocked] = [await deps.metricsOf(codes), await deps.withProducts(codes)];
  const offers = fitting
    .map((program) => ({
      program,
      tools: toolsOf(program, stocked),
      metrics: figures.get(program.code) ?? [],
    }))
    .filter((offer) => (asked.tool === undefined || offer.tools.includes(asked.tool)) && figuresFit(offer, asked))
    .sort(orders[asked.sort]);
  const begin = asked.after === '' ? 0 : offers.findIndex(({ program }) => program.code === asked.after) + 1;
  const page = offers.slice(begin, begin + asked.limit);
  const isLast = begin + asked.limit >= offers.length;
  return { offers: page, total: offers.length, next: isLast ? null : (page.at(-1)?.program.code ?? null) };
}

export function toolsOf(program: Program, stocked: ReadonlySet<string>): ProgramTool[] {
  const tools: ProgramTool[] = ['deeplink'];
  if (stocked.has(program.code)) tools.push('products');
  if (program.geoRouting.mode !== 'off') tools.push('geo_routing');
  if (program.lostOrders) tools.push('lost_orders');
  return tools;
}

function settingsFit(program: Program, asked: ProgramsQuery): boolean {
  const words = asked.q.toLocaleLowerCase('en').split(/\s+/).filter(Boolean);
  const text = `${program.name} ${program.code} ${program.homeUrl}`.toLocaleLowerCase('en');
  return (
    words.every((word) => text.includes(word)) &&
    (asked.category === undefined || program.categories.includes(asked.category)) &&
    (asked.country === undefined || program.countries.length === 0 || program.countries.includes(asked.country)) &&
    (asked.recruiting === undefined || program.recruiting.state === asked.recruiting)
  );
}

/** A program without the figure does not fit a threshold of it. */
function figuresFit(offer: Offered, asked: ProgramsQuery): boolean {
  const thresholds = [
    ['epc', asked.epc_min],
    ['cr', asked.cr_min],
    ['confirmation', asked.confirmation_min],
  ] as const;
  return thresholds.every(([key, least]) => {
    if (least === undefined) return true;
    const value = figureOf(offer, key);
    const bound = decimal(least);
    return value !== null && bound !== null && compareDecimals(value, bound) >= 0;
  });
}

function figureOf({ metrics }: Offered, key: MetricSummary['key']): Decimal | null {
  return decimal(metrics.find((metric) => metric.key === key)?.value ?? null);
}

function decimal(text: string | null): Decimal | null {
  return text === null ? null : parseDecimal(text);
}

type Order = (a: Offered, b: Offered) => number;

const byCode: Order = (a, b) => (a.program.code < b.program.code ? -1 : 1);

/** Greatest first; those without the figure last. */
const byFigure =
  (key: MetricSummary['key']): Order =>
  (a, b) => {
    const [left, right] = [figureOf(a, key), figureOf(b, key)];
    if (left === null || right === null) return left === right ? byCode(a, b) : left === null ? 1 : -1;
    return compareDecimals(right, left) || byCode(a, b);
  };

const orders: Readonly<Record<ProgramsQuery['sort'], Order>> = {
  code: byCode,
  name: (a, b) => a.program.name.localeCompare(b.program.name, 'en') || byCode(a, b),
  newest: (a, b) => b.program.createdAt - a.program.createdAt || byCode(a, b),
  epc: byFigure('epc'),
  cr: byFigure('cr'),
  confirmation: byFigure('confirmation'),
};
