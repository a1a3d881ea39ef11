import {
  type PageLocale,
  pageLocales,
  type SectionContent,
  type SectionKind,
  sectionContents,
} from '../../contract/wire/program-page.ts';
import type { Instant } from '../../core/time/instant.ts';

export type { PageLocale, SectionContent, SectionKind };
export { pageLocales };

/** One section in one language. `program` is `null` where all pages of the network show it. */
export interface SectionName {
  readonly program: string | null;
  readonly kind: SectionKind;
  readonly locale: PageLocale;
}

/** A published text; an edition never changes, the next one takes its place. */
export interface Edition<K extends SectionKind = SectionKind> {
  readonly kind: K;
  /** Of the content: English where the asked language has none (S-132). */
  readonly locale: PageLocale;
  /** Counts the publications in this language. */
  readonly number: number;
  readonly content: SectionContent<K>;
  /** Of rules: which English edition this text says. */
  readonly saysNumber: number | null;
  readonly publishedAt: Instant;
  /** Since when the page says it: it moves with published changes only (S-130). Of announced rules it lies ahead. */
  readonly changedAt: Instant;
}

export interface Draft {
  readonly content: SectionContent<SectionKind>;
  readonly savedAt: Instant;
  readonly savedBy: string;
}

/** The sections of a page by kind; what was never published is absent. */
export type Sections = { readonly [K in SectionKind]?: Edition<K> };

/** The numbered rules in force; sanctions and acceptances cite number and version (S-111). */
export interface ConductRules {
  readonly version: number;
  readonly changedAt: Instant;
  readonly rules: readonly { readonly number: number; readonly key: string; readonly text: string }[];
}

/** Rules that are published and not in force yet. */
export interface AnnouncedRules {
  readonly version: number;
  readonly from: Instant;
  readonly rules: Edition<'rules'>;
}

/** Texts whose translation may not lag behind: what binds people is shown in English rather than outdated. */
export function isBinding(kind: SectionKind): boolean {
  return kind === 'rules';
}

/** The stored content as its kind's schema reads it. Throws where a row was not written by us. */
export function contentOf<K extends SectionKind>(kind: K, stored: unknown): SectionContent<K> {
  return sectionContents[kind].parse(stored) as SectionContent<K>;
}

/**
 * Which of the editions in all languages a reader of `locale` sees: the own language, else English, else whatever there is. A translation
 * of binding text counts only while it says the present English edition.
 */
export function editionFor(locale: PageLocale, latest: readonly Edition[]): Edition | null {
  const english = latest.find((edition) => edition.locale === 'en') ?? null;
  const own = latest.find((edition) => edition.locale === locale) ?? null;
  if (own === null) return english ?? latest[0] ?? null;
  const outdated = isBinding(own.kind) && english !== null && own.saysNumber !== english.number;
  return outdated ? english : own;
}
