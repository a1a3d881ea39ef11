import { organisationNames } from '../../../modules/accounts/index.ts';
import { feedCounters, hotProducts } from '../../../modules/catalogue/index.ts';
import { publishedSections } from '../../../modules/program-pages/index.ts';
import {
  isOffered,
  listPrograms,
  type Program,
  type TrafficTypeRule,
  trafficTypesOf,
} from '../../../modules/programs/index.ts';
import { type Metric, metrics } from '../../../modules/stats/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type PageLanguage, pageLanguages } from '../../../platform/http/index.ts';
import type { SiteDeps } from '../deps.ts';

/** Tools that a program can be searched by. */
export const toolKeys = ['feed', 'hot', 'deeplinks', 'lost_orders', 'geo_routing'] as const;
export type ToolKey = (typeof toolKeys)[number];

/** A program as the catalogue lists it. */
export interface CatalogueEntry {
  readonly program: Program;
  readonly advertiser: string;
  /** By language; English where there is none. */
  readonly description: Readonly<
    Record<PageLanguage, { readonly text: string; readonly language: PageLanguage } | null>
  >;
  readonly metrics: readonly Metric[];
  readonly tools: readonly ToolKey[];
  readonly traffic: readonly TrafficTypeRule[];
}

/** Figures of a list may be so old: it is read far more often than it changes. */
const KEPT_MS = 60_000;

/** Reads the catalogue once a minute at most, however often it is searched. */
export function catalogueReader(deps: Pick<SiteDeps, 'db' | 'clock'>): () => Promise<readonly CatalogueEntry[]> {
  let kept: { readonly until: number; readonly entries: Promise<readonly CatalogueEntry[]> } | null = null;
  return () => {
    const now = deps.clock.now();
    if (kept !== null && now < kept.until) return kept.entries;
    const entries = deps.db.transaction({ role: 'system' }, (tx) => readEntries(tx, now));
    const mine = { until: now + KEPT_MS, entries };
    kept = mine;
    // What could not be read is asked for again.
    entries.catch(() => {
      if (kept === mine) kept = null;
    });
    return entries;
  };
}

async function readEntries(tx: Tx, now: number): Promise<readonly CatalogueEntry[]> {
  const offered = (await listPrograms(tx)).filter(isOffered);
  const names = await organisationNames(
    tx,
    offered.map(({ advertiserOrg }) => advertiserOrg),
  );
  const entries: CatalogueEntry[] = [];
  for (const program of offered) {
    entries.push({
      program,
      advertiser: names.get(program.advertiserOrg) ?? '',
      description: await descriptions(tx, program.code),
      metrics: (await metrics(tx, program.code, now)) ?? [],
      tools: await toolsOf(tx, program, now),
      traffic: await trafficTypesOf(tx, program.code),
    });
  }
  return entries.toSorted((a, b) => (a.program.name < b.program.name ? -1 : 1));
}

async function descriptions(tx: Tx, program: string): Promise<CatalogueEntry['description']> {
  const found: Partial<Record<PageLanguage, CatalogueEntry['description']['en']>> = {};
  for (const language of pageLanguages) {
    const { description } = await publishedSections(tx, program, language);
    found[language] =
      description === undefined ? null : { text: description.content.text, language: description.locale };
  }
  return { en: found.en ?? null, ru: found.ru ?? null, es: found.es ?? null };
}

async function toolsOf(tx: Tx, program: Program, now: number): Promise<ToolKey[]> {
  const has: Record<ToolKey, boolean> = {
    feed: (await feedCounters(tx, program.code)).products !== null,
    hot: (await hotProducts(tx, program.code, now, 1)).length > 0,
    deeplinks: program.allowedHosts.length > 0,
    lost_orders: program.lostOrders,
    geo_routing: program.geoRouting.mode !== 'off',
  };
  return toolKeys.filter((tool) => has[tool]);
}
