import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { type ProductFacts, productsAt } from '../catalogue/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import { linkPath, standardLink } from './service.ts';
import { shortLink } from './short-link.ts';
import { type ClickReading, hiddenProduct, type TargetLanding, type TargetVerdict, targetRefusal } from './targets.ts';

/** Longest link that an edge answers (BAD-17). */
const LINK_CHARACTERS_MAX = 8_192;
const SUBID_NAMES = ['subid', 'subid1', 'subid2', 'subid3', 'subid4'] as const;

export type SubIdTexts = Readonly<Record<(typeof SUBID_NAMES)[number], string>>;

export interface DeeplinkDeps {
  readonly publicUrl: string;
  readonly clicks: ClickReading;
}

export interface DeeplinksAsked {
  readonly adSpaceId: string;
  readonly program: string;
  readonly urls: readonly string[];
  readonly subids: SubIdTexts;
  readonly short: boolean;
  readonly at: Instant;
}

/** A link to a page of the shop, or why there is none. */
export interface Deeplink {
  readonly url: string;
  readonly link: string | null;
  readonly shortLink: string | null;
  /** `false`: an order of this product earns nothing; `null`: not known, or no product page. */
  readonly affiliate: boolean | null;
  readonly landing: TargetLanding['kind'] | null;
  /** A page out of a mobile app, which the operator lets pass (C-36). */
  readonly fromApp: boolean;
  readonly refusal: Refusal | null;
}

/**
 * Links of an ad space to pages of a program, each judged for itself, in the order in which they were asked (S-074). A link is the standard link with
 * the page and its signature as parameters (S-096), so nothing is stored. Run it as the publisher. Refuses `not_found` and `NOT_JOINED` (S-012).
 */
export async function deeplinks(tx: Tx, deps: DeeplinkDeps, asked: DeeplinksAsked): Promise<Result<Deeplink[]>> {
  const issued = await standardLink(tx, { adSpaceId: asked.adSpaceId, program: asked.program, at: asked.at });
  if (!issued.ok) return issued;
  const program = await programByCode(tx, asked.program);
  if (program === null) return refused(noProgram(asked.program));
  const { code } = issued.value;
  const base = `${deps.publicUrl}${linkPath(code)}`;
  const judged = asked.urls.map((url) => ({ url, verdict: deps.clicks.judgeTarget(program, url) }));
  const ids = judged.flatMap(({ verdict }) => (verdict.ok ? (verdict.landing.productId ?? []) : []));
  const products = await productsAt(tx, program.code, [...new Set(ids)], asked.at);
  const made: Deeplink[] = [];
  for (const { url, verdict } of judged) {
    const one = verdict.ok
      ? linkTo(
          { ...{ base, url, verdict, subids: asked.subids }, page: deps.clicks.signedParameters(code, verdict.target) },
          products,
        )
      : none(url, targetRefusal(program, url, verdict.fault));
    made.push(asked.short && one.link !== null ? await shortened(tx, deps, one, one.link, asked.at) : one);
  }
  return ok(made);
}

function linkTo(
  to: {
    readonly base: string;
    readonly url: string;
    /** Its parameters. */
    readonly page: string;
    readonly verdict: Extract<TargetVerdict, { readonly ok: true }>;
    readonly subids: SubIdTexts;
  },
  products: ReadonlyMap<string, ProductFacts>,
): Deeplink {
  const { landing, fromApp } = to.verdict;
  const product = landing.productId === null ? undefined : products.get(landing.productId);
  if (product?.hidden === true) return none(to.url, hiddenProduct(to.url));
  const link = linkWith(to.base, to.subids, to.page);
  if (link.length > LINK_CHARACTERS_MAX) {
    const detail = `The link would have ${link.length} characters; expected at most ${LINK_CHARACTERS_MAX}.`;
    return none(to.url, { code: 'field_invalid', field: 'url', detail, expected: { kind: 'short_link' } });
  }
  const affiliate = product === undefined ? null : isAffiliate(product);
  return { url: to.url, link, shortLink: null, affiliate, landing: landing.kind, fromApp, refusal: null };
}

/** What is virtual earns nothing, like what is not affiliated (S-053). */
export function isAffiliate({ affiliate, virtual }: ProductFacts): boolean | null {
  return virtual === true ? false : affiliate;
}

/** SubIDs first in order, encoded once, the page last. */
function linkWith(base: string, subids: SubIdTexts, page: string): string {
  const own = SUBID_NAMES.filter((name) => subids[name] !== '').map(
    (name) => `${name}=${encodeURIComponent(subids[name])}`,
  );
  return `${base}?${[...own, page].join('&')}`;
}

function none(url: string, refusal: Refusal): Deeplink {
  return { url, link: null, shortLink: null, affiliate: null, landing: null, fromApp: false, refusal };
}

/** A page whose address is too long for a short link keeps its long one. */
async function shortened(tx: Tx, deps: DeeplinkDeps, one: Deeplink, link: string, at: Instant): Promise<Deeplink> {
  const short = await shortLink(tx, deps, { link, at });
  return short.ok ? { ...one, shortLink: `${deps.publicUrl}${short.value}` } : one;
}
