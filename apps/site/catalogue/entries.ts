import { organisationNames } from '../../../modules/accounts/index.ts';
import { programsWithHot, programsWithProducts } from '../../../modules/catalogue/index.ts';
import { descriptionsOf } from '../../../modules/program-pages/index.ts';
import {
  offeredCodes,
  type Program,
  programsByCodes,
  type TrafficTypeRule,
  trafficTypesByProgram,
} from '../../../modules/programs/index.ts';
import type { Metric } from '../../../modules/stats/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type PageLanguage, pageLanguages } from '../../../platform/http/index.ts';
import type { SiteDeps } from '../deps.ts';
import { formatsOf } from '../formats.ts';
import { summaryOf } from '../frame/summary.ts';
import { labelOf, wordsOf } from '../words.ts';
import { folded } from './words-found.ts';

/** Tools that a program can be searched by. */
export const toolKeys = ['feed', 'hot', 'deeplinks', 'lost_orders', 'geo_routing'] as const;
export type ToolKey = (typeof toolKeys)[number];

/** What the catalogue says of a program in one language. */
export interface EntryText {
  /** The beginning of its description, with the language that is in; English where there is none in the reader's. */
  readonly summary: { readonly text: string; readonly language: PageLanguage } | null;
  /** What a search looks at, folded. */
  readonly searched: string;
}

/** A program as the catalogue lists it. */
export interface CatalogueEntry {
  readonly program: Program;
  /** The other program of its pair, where that is on offer. */
  readonly pair: Program | null;
  readonly advertiser: string;
  readonly texts: Readonly<Record<PageLanguage, EntryText>>;
  readonly metrics: readonly Metric[];
  readonly tools: readonly ToolKey[];
  readonly traffic: readonly TrafficTypeRule[];
}

/** A list may be so old: it is read far more often than it changes. */
const KEPT_MS = 60_000;
/** So that thousands of programs need little memory. */
const SUMMARY_CHARACTERS = 170;
const SEARCHED_CHARACTERS = 600;

/** Reads the catalogue once a minute at most, however often it is searched. */
export function catalogueReader(
  deps: Pick<SiteDeps, 'db' | 'clock' | 'figuresOf'>,
): () => Promise<readonly CatalogueEntry[]> {
  let kept: { readonly until: number; readonly entries: Promise<readonly CatalogueEntry[]> } | null = null;
  return () => {
    const now = deps.clock.now();
    if (kept !== null && now < kept.until) return kept.entries;
    const entries = readEntries(deps, now);
    const mine = { until: now + KEPT_MS, entries };
    kept = mine;
    // What could not be read is asked for again.
    entries.catch(() => {
      if (kept === mine) kept = null;
    });
    return entries;
  };
}

/** As many questions for thousands of programs as for one. */
async function readEntries(
  { db, figuresOf }: Pick<SiteDeps, 'db' | 'figuresOf'>,
  now: number,
): Promise<readonly CatalogueEntry[]> {
  const { programs, names, descriptions, toolsOf, traffic } = await db.transaction({ role: 'system' }, (tx) =>
    readTold(tx, now),
  );
  const figures = await figuresOf(programs.map(({ code }) => code));
  const byCode = new Map(programs.map((program) => [program.code, program]));
  const entries = programs.map((program): CatalogueEntry => {
    const advertiser = names.get(program.advertiserOrg) ?? '';
    const told = descriptions.get(program.code);
    const text = (language: PageLanguage) =>
      textOf({ program, advertiser, language, description: told?.get(language) });
    return {
      program,
      pair: byCode.get(program.geoRouting.pair ?? '') ?? null,
      advertiser,
      texts: { en: text('en'), ru: text('ru'), es: text('es') },
      metrics: figures.get(program.code) ?? [],
      tools: toolsOf(program),
      traffic: traffic.get(program.code) ?? [],
    };
  });
  return entries.toSorted((a, b) => (a.program.name < b.program.name ? -1 : 1));
}

async function readTold(tx: Tx, now: number) {
  const codes = (await offeredCodes(tx)).map(({ code }) => code);
  const programs = [...(await programsByCodes(tx, codes)).values()];
  const advertisers = [...new Set(programs.map(({ advertiserOrg }) => advertiserOrg))];
  const stocked = await programsWithProducts(tx, codes);
  const hot = await programsWithHot(tx, [...stocked], now);
  return {
    programs,
    names: await organisationNames(tx, advertisers),
    descriptions: await descriptionsOf(tx, codes, pageLanguages),
    traffic: await trafficTypesByProgram(tx, codes),
    toolsOf: (program: Program): ToolKey[] => {
      const has: Record<ToolKey, boolean> = {
        feed: stocked.has(program.code),
        hot: hot.has(program.code),
        deeplinks: program.allowedHosts.length > 0,
        lost_orders: program.lostOrders,
        geo_routing: program.geoRouting.mode !== 'off',
      };
      return toolKeys.filter((tool) => has[tool]);
    },
  };
}

interface Told {
  readonly program: Program;
  readonly advertiser: string;
  readonly language: PageLanguage;
  readonly description: { readonly content: { readonly text: string }; readonly locale: PageLanguage } | undefined;
}

function textOf({ program, advertiser, language, description }: Told): EntryText {
  const { categories } = wordsOf(language).kinds;
  const text = description?.content.text ?? '';
  const searched = [
    program.name,
    program.code,
    advertiser,
    ...program.categories.map((category) => labelOf(categories, category)),
    ...program.countries.map(formatsOf(language).country),
    summaryOf(text, SEARCHED_CHARACTERS),
  ];
  return {
    summary:
      description === undefined ? null : { text: summaryOf(text, SUMMARY_CHARACTERS), language: description.locale },
    searched: folded(searched.join(' ')),
  };
}
