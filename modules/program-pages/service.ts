import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import { networkSections, programSections, type SectionSeen } from '../../contract/wire/program-page.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { beginningOf } from './beginning.ts';
import {
  type AnnouncedRules,
  type ConductRules,
  type Edition,
  editionFor,
  isBinding,
  type PageLocale,
  type SectionContent,
  type SectionKind,
  type Sections,
} from './model.ts';
import * as store from './store.ts';

/** Who changes a page, and when. */
export interface By {
  readonly at: Instant;
  readonly actor: string;
}

/** The program whose page it is, or `null` for what every page of the network shows. */
export type PageOf = { readonly code: string; readonly advertiserOrg: string } | null;

interface Named<K extends SectionKind = SectionKind> {
  readonly page: PageOf;
  readonly kind: K;
  readonly locale: PageLocale;
}

/**
 * Keeps what is not published yet. Needs a system transaction; the caller has checked whose program it is. Refuses `section_changed` where
 * the writer began `over` something that is not there any more.
 */
export async function saveDraft<K extends SectionKind>(
  tx: Tx,
  input: Named<K> & { readonly content: SectionContent<K>; readonly over?: SectionSeen | undefined },
  by: By,
): Promise<Result<null>> {
  const name = nameOf(input);
  await store.lockSection(tx, name);
  if (input.over !== undefined && !(await isStillThere(tx, name, input.over))) return refused(changedMeanwhile(input));
  const draft = { content: input.content, savedAt: by.at, savedBy: by.actor };
  await store.putDraft(tx, name, draft);
  await audited(tx, input, 'program_page.draft_saved', by, {});
  return ok(null);
}

/** What is wrong where somebody else saved or published a section since it was `seen`; `null`: nothing. */
export async function changedSince(tx: Tx, input: Named, seen: SectionSeen): Promise<Refusal | null> {
  return (await isStillThere(tx, nameOf(input), seen)) ? null : changedMeanwhile(input);
}

async function isStillThere(tx: Tx, name: ReturnType<typeof nameOf>, seen: SectionSeen): Promise<boolean> {
  const [edition, draft] = [await store.latestEdition(tx, name), await store.lockedDraft(tx, name)];
  const savedAt = draft === null ? null : formatInstant(draft.savedAt);
  return (edition?.number ?? 0) === seen.number && savedAt === seen.saved_at;
}

/** Throws the draft away. Refuses `no_draft`. */
export async function discardDraft(tx: Tx, input: Named, by: By): Promise<Result<null>> {
  if (!(await store.removeDraft(tx, nameOf(input)))) return refused(noDraft(input));
  await audited(tx, input, 'program_page.draft_discarded', by, {});
  return ok(null);
}

/** Makes the draft what everybody reads. Refuses `no_draft` and what `publishSection` refuses. */
export async function publishDraft(
  tx: Tx,
  input: Named & { readonly from?: Instant | null },
  by: By,
): Promise<Result<Edition>> {
  const draft = await store.lockedDraft(tx, nameOf(input));
  if (draft === null) return refused(noDraft(input));
  const published = await publishSection(tx, { ...input, content: draft.content }, by);
  if (published.ok) await store.removeDraft(tx, nameOf(input));
  return published;
}

/**
 * Publishes a section in one language; its change date is `by.at`, or `from` of rules that are announced. Needs a system transaction.
 * Refuses `nothing_to_publish` where the page says this already, so that no date moves without a change (S-130), `rules_untranslated` for
 * rules that have no English text yet, and `rules_begin` where they cannot begin then.
 */
export async function publishSection<K extends SectionKind>(
  tx: Tx,
  input: Named<K> & { readonly content: SectionContent<K>; readonly from?: Instant | null },
  by: By,
): Promise<Result<Edition>> {
  const { kind, locale, content } = input;
  const name = nameOf(input);
  await store.lockSection(tx, name);
  const before = await store.latestEdition(tx, name);
  const number = (before?.number ?? 0) + 1;
  const english = isBinding(kind) ? await store.latestEdition(tx, { ...name, locale: 'en' }) : null;
  // Equal English text must be recognised as such, so that it is compared under the number it already has.
  const says = isBinding(kind) ? (english?.number ?? (locale === 'en' ? number : null)) : null;
  if (isBinding(kind) && says === null) return refused(untranslated(input));
  if (before !== null && before.saysNumber === says && isDeepStrictEqual(before.content, content)) {
    const detail = `The section ${kind} in ${locale} says this since its publication ${before.number}.`;
    return refused({ code: 'nothing_to_publish', field: null, detail });
  }
  const begins = beginningOf({ locale, from: input.from ?? null, at: by.at, english });
  if (!begins.ok) return begins;
  const saysOwn = isBinding(kind) && locale === 'en' ? number : says;
  const edition: Edition = {
    kind,
    locale,
    number,
    content,
    saysNumber: saysOwn,
    publishedAt: by.at,
    changedAt: begins.value,
  };
  await store.insertEdition(tx, name, edition, by.actor);
  await audited(
    tx,
    input,
    'program_page.published',
    by,
    begins.value === by.at ? { number } : { number, from: formatInstant(begins.value) },
  );
  return ok(edition);
}

/** What a page shows a reader of `locale` at `at`, by section; the sections of the network too. */
export async function publishedSections(
  q: Queryable,
  program: string,
  locale: PageLocale,
  at: Instant,
): Promise<Sections> {
  const [own, shared] = [
    await store.latestEditions(q, program, programSections, at),
    await store.latestEditions(q, null, networkSections, at),
  ];
  return sectionsFor(locale, [...own, ...shared]);
}

/** What the page would show at `at` if every draft were published then: a preview for its writers. */
export async function draftedSections(
  q: Queryable,
  program: string,
  locale: PageLocale,
  at: Instant,
): Promise<Sections> {
  const own = await store.latestEditions(q, program, programSections, at);
  const drafts = await store.draftsOf(q, program);
  const englishRules = drafts.some((each) => each.kind === 'rules' && each.locale === 'en');
  const drafted = drafts.map(({ kind, locale: language, draft: { content } }): Edition => {
    const before = own.find((each) => each.kind === kind && each.locale === language);
    const english = own.find((each) => each.kind === kind && each.locale === 'en');
    const says = isBinding(kind) ? (english?.number ?? 0) + (englishRules ? 1 : 0) : null;
    const number = language === 'en' && says !== null ? says : (before?.number ?? 0) + 1;
    return { kind, locale: language, number, content, saysNumber: says, publishedAt: at, changedAt: at };
  });
  const kept = own.filter((each) => !drafted.some(({ kind, locale: of }) => kind === each.kind && of === each.locale));
  return sectionsFor(locale, [...kept, ...drafted, ...(await store.latestEditions(q, null, networkSections, at))]);
}

/** What programs say they sell, in the language of a reader or in English; those without a description are absent. */
export async function descriptionsOf(
  q: Queryable,
  programs: readonly string[],
  locales: readonly PageLocale[],
): Promise<ReadonlyMap<string, ReadonlyMap<PageLocale, Edition<'description'>>>> {
  const found = new Map<string, ReadonlyMap<PageLocale, Edition<'description'>>>();
  for (const [program, editions] of await store.latestEditionsOf(q, programs, 'description')) {
    const shown = locales.flatMap((locale) => {
      const { description } = sectionsFor(locale, editions);
      return description === undefined ? [] : [[locale, description] as const];
    });
    found.set(program, new Map(shown));
  }
  return found;
}

/** The newest version of their numbered rules, in force or announced, of those programs that have published some. */
export async function rulesVersionsOf(q: Queryable, programs: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = await store.latestEditionsOf(q, programs, 'rules');
  const versions = [...found].flatMap(([program, editions]) => {
    const english = editions.find(({ locale }) => locale === 'en');
    return english === undefined ? [] : [[program, english.number] as const];
  });
  return new Map(versions);
}

function sectionsFor(locale: PageLocale, editions: readonly Edition[]): Sections {
  const kinds = new Set(editions.map(({ kind }) => kind));
  const shown = [...kinds].flatMap((kind) => {
    const edition = editionFor(
      locale,
      editions.filter((each) => each.kind === kind),
    );
    return edition === null ? [] : [[kind, edition] as const];
  });
  return Object.fromEntries(shown);
}

/** The numbered rules of a program in force at `at`, with the version that an acceptance or a sanction cites; `null`: none. */
export async function conductRules(
  q: Queryable,
  program: string,
  locale: PageLocale,
  at: Instant,
): Promise<ConductRules | null> {
  const editions = await store.latestEditions(q, program, ['rules'], at);
  const english = editions.find((edition) => edition.locale === 'en');
  const shown = sectionsFor(locale, editions).rules;
  if (english === undefined || shown === undefined) return null;
  return { version: english.number, changedAt: english.changedAt, rules: shown.content.rules };
}

/** The version of the rules that is published and not in force yet at `at`, with its text for readers of `locale`; `null`: none. */
export async function announcedRules(
  q: Queryable,
  program: string,
  locale: PageLocale,
  at: Instant,
): Promise<AnnouncedRules | null> {
  const editions = await store.latestEditions(q, program, ['rules'], null);
  const english = editions.find((edition) => edition.locale === 'en');
  const { rules } = sectionsFor(locale, editions);
  if (english === undefined || rules === undefined || english.changedAt <= at) return null;
  return { version: english.number, from: english.changedAt, rules };
}

function nameOf({ page, kind, locale }: Named) {
  return { program: page?.code ?? null, advertiserOrg: page?.advertiserOrg ?? null, kind, locale };
}

function changedMeanwhile({ kind, locale }: Named) {
  const detail = `The section ${kind} in ${locale} was saved or published by somebody else since you opened it.`;
  return { code: 'section_changed', field: null, detail } as const;
}

function noDraft({ kind, locale }: Named) {
  return { code: 'no_draft', field: null, detail: `The section ${kind} has no draft in ${locale}.` } as const;
}

function untranslated({ locale }: Named) {
  const detail = `There is no English edition of the rules that a text in ${locale} could be a translation of.`;
  return { code: 'rules_untranslated', field: 'locale', value: locale, detail } as const;
}

async function audited(
  tx: Tx,
  { page, kind, locale }: Named,
  action: AuditAction,
  by: By,
  detail: object,
): Promise<void> {
  await recordAudit(tx, {
    ...by,
    orgId: page?.advertiserOrg ?? null,
    action,
    subject: page === null ? 'network' : `program:${page.code}`,
    detail: { section: kind, locale, ...detail },
  });
}
