import { activePublishers, organisationNames } from '../../../modules/accounts/index.ts';
import { type FeedCounters, feedCounters, hotProducts } from '../../../modules/catalogue/index.ts';
import { rejectionsOf } from '../../../modules/partnerships/index.ts';
import {
  type AnnouncedRules,
  announcedRules,
  draftedSections,
  publishedSections,
  type RatesShown,
  ratesShown,
  type Sections,
  type ShownNotice,
  shownNotices,
  statedNews,
} from '../../../modules/program-pages/index.ts';
import {
  isOffered,
  type Program,
  programByCode,
  programsByCodes,
  similarPrograms,
  type TrafficTypeRule,
  trafficTypesOf,
} from '../../../modules/programs/index.ts';
import type { Metric } from '../../../modules/stats/index.ts';
import { termsOf } from '../../../modules/terms/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { PageLanguage } from '../../../platform/http/index.ts';
import type { SiteDeps } from '../deps.ts';
import { exactText } from '../formats.ts';

/** Everything a program's page shows, read at one moment. */
export interface ProgramFacts {
  readonly program: Program;
  readonly advertiser: string;
  readonly sections: Sections;
  /** Published and not in force yet (S-111). */
  readonly nextRules: AnnouncedRules | null;
  readonly rates: RatesShown | null;
  readonly metrics: readonly Metric[];
  readonly similar: readonly Pick<Program, 'code' | 'name'>[];
  /** The other program of a pair that shares its contract, where there is one. */
  readonly pair: Program | null;
  readonly rulesWith: readonly Program[];
  readonly joinsAlso: readonly Program[];
  readonly traffic: readonly TrafficTypeRule[];
  readonly feed: FeedCounters;
  readonly hot: readonly HotProduct[];
  readonly rejections: Awaited<ReturnType<typeof rejectionsOf>>;
  readonly publishers: number;
  readonly notices: readonly ShownNotice[];
  readonly news: readonly NewsItem[];
}

export interface HotProduct {
  readonly id: string;
  readonly title: string | null;
  readonly category: string | null;
  readonly sellerRate: string | null;
  readonly hotRate: string | null;
}

export interface NewsItem {
  /** A calendar day; `null`: none was given. */
  readonly effective: string | null;
  readonly text: string;
  readonly language: PageLanguage;
}

const HOT_SHOWN = 12;
const SIMILAR_SHOWN = 6;

/** `null` where no such program is offered to the public. With drafts: of any program, as if everything drafted were published. */
export async function programFacts(
  { db, clock, network, metricsNow }: SiteDeps,
  code: string,
  language: PageLanguage,
  { withDrafts = false }: { readonly withDrafts?: boolean } = {},
): Promise<ProgramFacts | null> {
  const now = clock.now();
  const facts = await db.transaction({ role: 'system' }, async (tx) => {
    const program = await programByCode(tx, code);
    if (program === null || !(withDrafts || isOffered(program))) return null;
    const terms = await termsOf(tx, code);
    const sectionsAt = withDrafts ? draftedSections : publishedSections;
    const sections = await sectionsAt(tx, code, language, now);
    const others = await relatedPrograms(tx, program);
    return {
      program,
      ...others,
      advertiser: (await organisationNames(tx, [program.advertiserOrg])).get(program.advertiserOrg) ?? '',
      sections,
      nextRules: await announcedRules(tx, code, language, now),
      rates: terms === null ? null : ratesShown(terms, now, language),
      traffic: await trafficTypesOf(tx, code),
      feed: await feedCounters(tx, code),
      hot: (await hotProducts(tx, code, now, HOT_SHOWN)).map(shownProduct),
      rejections: await rejectionsOf(tx, code),
      publishers: (await activePublishers(tx)) + network.publishersBefore,
      notices: shownNotices(sections, terms, { now, zone: program.timeZone }),
      news: shownNews(sections, terms === null ? [] : statedNews(terms, now), program.timeZone),
    };
  });
  return facts === null ? null : { ...facts, metrics: (await metricsNow(code))?.metrics ?? [] };
}

async function relatedPrograms(tx: Tx, program: Program) {
  const { pair: pairCode } = program.geoRouting;
  const named = await programsByCodes(tx, [
    ...program.rulesWith,
    ...program.joinsAlso,
    ...(pairCode ? [pairCode] : []),
  ]);
  const present = (codes: readonly string[]) =>
    codes.flatMap((each) => {
      const found = named.get(each);
      return found === undefined || !isOffered(found) ? [] : [found];
    });
  return {
    similar: await similarPrograms(tx, program, SIMILAR_SHOWN),
    pair: present(pairCode === null ? [] : [pairCode])[0] ?? null,
    rulesWith: present(program.rulesWith),
    joinsAlso: present(program.joinsAlso),
  };
}

function shownProduct({ facts, attributes }: Awaited<ReturnType<typeof hotProducts>>[number]): HotProduct {
  return {
    id: facts.productId,
    title: attributes.title,
    category: facts.category,
    sellerRate: facts.sellerRate === null ? null : exactText(facts.sellerRate),
    hotRate: facts.hotRate === null ? null : exactText(facts.hotRate),
  };
}

/** Newest first (S-036); what has no date comes first, as it was written now. */
function shownNews({ news }: Sections, stated: ReturnType<typeof statedNews>, zone: string): NewsItem[] {
  const own = news?.content.items ?? [];
  const day = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone: zone });
  const fromTerms = stated
    .filter(({ name }) => !own.some((each) => each.name === name))
    .map(({ text, from }) => ({ effective: from === null ? null : day.format(from), text, language: 'en' as const }));
  const items = [
    ...own.map(({ effective, text }) => ({ effective, text, language: news?.locale ?? ('en' as const) })),
    ...fromTerms,
  ];
  return items.toSorted((a, b) => (b.effective ?? '9').localeCompare(a.effective ?? '9'));
}
