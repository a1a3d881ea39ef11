import { ok, type Result, refused } from '../../contract/errors/index.ts';
import type { SectionSeen } from '../../contract/wire/program-page.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { type PageLocale, pageLocales, type SectionContent } from './model.ts';
import { type By, changedSince, type PageOf, publishDraft } from './service.ts';
import { draftsOf, latestEdition, type RulesEdition, rulesEditions } from './store.ts';

/** The rules of a program in one version, with the time in which they are in force. */
export interface RulesVersion {
  readonly version: number;
  /** Of an announced version ahead. */
  readonly from: Instant;
  /** When the next version takes its place; `null`: there is none. */
  readonly until: Instant | null;
  readonly publishedBy: string;
  readonly texts: readonly {
    readonly locale: PageLocale;
    readonly publishedAt: Instant;
    readonly content: SectionContent<'rules'>;
  }[];
}

/** Told of each new version in the transaction that publishes it; answers how many publishers it told. */
export type OnRulesPublished = (
  tx: Tx,
  published: { readonly program: string; readonly version: number; readonly at: Instant; readonly from: Instant },
) => Promise<number>;

/** A page of the versions, newest first, and where the next page begins. */
export async function rulesVersions(
  q: Queryable,
  program: string,
  asked: { readonly before: number | null; readonly limit: number },
): Promise<{ readonly versions: readonly RulesVersion[]; readonly next: number | null }> {
  // One more than asked tells whether there are more; one newer tells when the first of these ended.
  const { before } = asked;
  const editions = await rulesEditions(q, program, {
    before: before === null ? null : before + 1,
    limit: asked.limit + (before === null ? 1 : 2),
  });
  const numbers = [...new Set(editions.map(({ version }) => version))];
  const all = numbers.map((version, index) => versionOf(editions, version, numbers[index - 1] ?? null));
  const older = all.filter(({ version }) => before === null || version < before);
  const versions = older.slice(0, asked.limit);
  return { versions, next: older.length > asked.limit ? (versions.at(-1)?.version ?? null) : null };
}

function versionOf(editions: readonly RulesEdition[], version: number, newer: number | null): RulesVersion {
  const english = (number: number) => editions.find((each) => each.version === number && each.locale === 'en');
  const own = english(version);
  if (own === undefined) throw new Error(`program-pages: version ${version} of the rules has no English text`);
  return {
    version,
    from: own.from,
    until: newer === null ? null : (english(newer)?.from ?? null),
    publishedBy: own.publishedBy,
    texts: pageLocales.flatMap((locale) => {
      const said = editions.find((each) => each.version === version && each.locale === locale);
      return said === undefined ? [] : [{ locale, publishedAt: said.publishedAt, content: said.content }];
    }),
  };
}

export interface RulesAsked {
  /** `null`: at once. */
  readonly from: Instant | null;
  /** Each language as whoever publishes has looked at it. */
  readonly over?: readonly (SectionSeen & { readonly locale: PageLocale })[] | undefined;
}

export interface PublishedRules {
  readonly version: number;
  readonly from: Instant;
  readonly published: readonly PageLocale[];
  readonly told: number;
}

/**
 * Publishes the drafts of the rules in all languages at once: English first, for it makes the version that the others say. A new version
 * may begin later, on `from`. All or none. Needs a system transaction. Refuses `no_draft`, `section_changed` where a
 * colleague was faster, and what publishing one of them refuses.
 */
export async function publishRules(
  tx: Tx,
  page: NonNullable<PageOf>,
  { from, over = [] }: RulesAsked,
  by: By,
  onPublished: OnRulesPublished,
): Promise<Result<PublishedRules>> {
  for (const { locale, ...seen } of over) {
    const changed = await changedSince(tx, { page, kind: 'rules', locale }, seen);
    if (changed !== null) return refused(changed);
  }
  const drafts = await draftsOf(tx, page.code);
  const locales = pageLocales.filter((locale) =>
    drafts.some((each) => each.kind === 'rules' && each.locale === locale),
  );
  if (locales.length === 0) {
    return refused({ code: 'no_draft', field: null, detail: 'The rules have no draft in any language.' });
  }
  // A translation begins with the version that it says; asked for alone it has no day of its own.
  const isVersion = locales.includes('en');
  const beginsOf = (locale: PageLocale) => (isVersion && locale !== 'en' ? null : from);
  for (const locale of locales) {
    const published = await publishDraft(tx, { page, kind: 'rules', locale, from: beginsOf(locale) }, by);
    if (!published.ok) return published;
  }
  const english = await latestEdition(tx, { program: page.code, kind: 'rules', locale: 'en' });
  if (english === null) throw new Error(`program-pages: no English rules of ${page.code} after their publication`);
  const { number: version, changedAt } = english;
  const told = isVersion ? await onPublished(tx, { program: page.code, version, at: by.at, from: changedAt }) : 0;
  return ok({ version, from: changedAt, published: locales, told });
}
