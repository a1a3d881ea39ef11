import type { Notice, ProgramTerms } from '../../core/terms/index.ts';
import { dayAt } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { PageLocale, Sections } from './model.ts';

/** Where a notice warns that holds now; news are told by their dates instead. */
const warningSurfaces = ['page', 'feed', 'hot', 'calculator'] as const;
export type WarningSurface = (typeof warningSurfaces)[number];

/** A notice that holds now, in a language that is told. */
export interface ShownNotice {
  readonly name: string;
  readonly surfaces: readonly WarningSurface[];
  readonly text: string;
  readonly locale: PageLocale;
}

/**
 * What holds at `now` and warns of something: the page's own notices, and those of the terms that it gives no wording of its own, in English,
 * as the terms are written (S-031).
 */
export function shownNotices(
  { notices }: Sections,
  terms: ProgramTerms | null,
  { now, zone }: { readonly now: Instant; readonly zone: string },
): readonly ShownNotice[] {
  const today = dayAt(now, zone);
  const own = (notices?.content.items ?? []).filter(
    ({ from, until }) => from <= today && (until === null || today < until),
  );
  const stated = terms?.notices.filter(
    ({ name, from, until }) =>
      (from === null || from <= now) && (until === null || now < until) && !own.some((each) => each.name === name),
  );
  return [
    ...own.map((each) => shown(each, notices?.locale ?? 'en')),
    ...(stated ?? []).map((each) => shown(each, 'en')),
  ].filter(({ surfaces }) => surfaces.length > 0);
}

function shown(
  { name, surfaces, text }: { readonly name: string; readonly surfaces: readonly string[]; readonly text: string },
  locale: PageLocale,
): ShownNotice {
  return { name, surfaces: warningSurfaces.filter((each) => surfaces.includes(each)), text, locale };
}

/** News that the terms tell, before they hold as well. */
export function statedNews({ notices }: ProgramTerms, at: Instant): readonly Notice[] {
  return notices.filter(({ surfaces, until }) => surfaces.includes('news') && (until === null || at < until));
}
