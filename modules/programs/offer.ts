import type { MetricSummary, ProgramsQuery, ProgramTool } from '../../contract/wire/programs.ts';
import { compareDecimals, type Decimal, parseDecimal } from '../../core/money/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { Program } from './model.ts';
import { type OfferedCode, offeredCodes, type SettingsAsked, wordsOf } from './offer-store.ts';
import { programsByCodes } from './store.ts';

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

interface Candidate {
  readonly listed: OfferedCode;
  readonly metrics: readonly MetricSummary[];
}

/**
 * A page of the catalogue (S-023). Settings are asked of the database; by figures it is sorted and cut here. The programs themselves are read for the
 * page alone, and so are figures that decide nothing: those of thousands take many times what the page takes.
 */
export async function searchOffers(q: Queryable, deps: OfferDeps, asked: ProgramsQuery): Promise<OfferPage> {
  const fitting = await withTool(deps, await offeredCodes(q, settingsAsked(asked)), asked.tool);
  const isMeasured = asksFigures(asked);
  const figures = isMeasured ? await deps.metricsOf(fitting.map(({ code }) => code)) : NO_FIGURES;
  const found = fitting
    .map((listed) => ({ listed, metrics: figures.get(listed.code) ?? [] }))
    .filter((candidate) => figuresFit(candidate, asked))
    .sort(orders[asked.sort]);
  const begin = asked.after === '' ? 0 : found.findIndex(({ listed }) => listed.code === asked.after) + 1;
  const cut = found.slice(begin, begin + asked.limit);
  const page = isMeasured ? cut : await measured(deps, cut);
  const isLast = begin + asked.limit >= found.length;
  return {
    offers: await offersOf(q, deps, page),
    total: found.length,
    next: isLast ? null : (page.at(-1)?.listed.code ?? null),
  };
}

const NO_FIGURES: ReadonlyMap<string, readonly MetricSummary[]> = new Map();

function asksFigures({ sort, epc_min, cr_min, confirmation_min }: ProgramsQuery): boolean {
  const isSorted = sort === 'epc' || sort === 'cr' || sort === 'confirmation';
  return isSorted || [epc_min, cr_min, confirmation_min].some((least) => least !== undefined);
}

async function measured(deps: OfferDeps, candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
  const figures = await deps.metricsOf(candidates.map(({ listed }) => listed.code));
  return candidates.map(({ listed }) => ({ listed, metrics: figures.get(listed.code) ?? [] }));
}

function settingsAsked(asked: ProgramsQuery): SettingsAsked {
  const { category, country, recruiting, traffic_kind: trafficKind } = asked;
  return {
    words: wordsOf(asked.q),
    codes: asked.codes?.split(','),
    category,
    country,
    recruiting,
    trafficKind,
  };
}

async function withTool(
  deps: OfferDeps,
  listed: readonly OfferedCode[],
  tool: ProgramTool | undefined,
): Promise<readonly OfferedCode[]> {
  switch (tool) {
    case undefined:
    case 'deeplink':
      return listed;
    case 'geo_routing':
      return listed.filter(({ isRouted }) => isRouted);
    case 'lost_orders':
      return listed.filter(({ lostOrders }) => lostOrders);
    case 'products': {
      const stocked = await deps.withProducts(listed.map(({ code }) => code));
      return listed.filter(({ code }) => stocked.has(code));
    }
  }
}

async function offersOf(q: Queryable, deps: OfferDeps, page: readonly Candidate[]): Promise<readonly Offered[]> {
  const codes = page.map(({ listed }) => listed.code);
  const programs = await programsByCodes(q, codes);
  const stocked = await deps.withProducts(codes);
  return page.flatMap(({ listed, metrics }) => {
    const program = programs.get(listed.code);
    return program === undefined ? [] : [{ program, tools: toolsOf(program, stocked), metrics }];
  });
}

export function toolsOf(program: Program, stocked: ReadonlySet<string>): ProgramTool[] {
  const tools: ProgramTool[] = ['deeplink'];
  if (stocked.has(program.code)) tools.push('products');
  if (program.geoRouting.mode !== 'off') tools.push('geo_routing');
  if (program.lostOrders) tools.push('lost_orders');
  return tools;
}

/** A program without the figure does not fit a threshold of it. */
function figuresFit(offer: Candidate, asked: ProgramsQuery): boolean {
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

function figureOf({ metrics }: Candidate, key: MetricSummary['key']): Decimal | null {
  return decimal(metrics.find((metric) => metric.key === key)?.value ?? null);
}

function decimal(text: string | null): Decimal | null {
  return text === null ? null : parseDecimal(text);
}

type Order = (a: Candidate, b: Candidate) => number;

const { compare } = new Intl.Collator('en');

const byCode: Order = (a, b) => (a.listed.code < b.listed.code ? -1 : 1);

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
  name: (a, b) => compare(a.listed.name, b.listed.name) || byCode(a, b),
  newest: (a, b) => b.listed.createdAt - a.listed.createdAt || byCode(a, b),
  epc: byFigure('epc'),
  cr: byFigure('cr'),
  confirmation: byFigure('confirmation'),
};
