import { formatDecimal } from '../../money/decimal.ts';
import type { Instant } from '../../time/instant.ts';
import type { ListEntry, ProgramTerms, TermsVersion } from '../model.ts';
import { printSibling } from '../printing/print.ts';
import { compareVersions, named, type VersionOf } from './compare.ts';
import { englishWords } from './diff-english.ts';
import { type AboutText, type Phrases, phrasesOf } from './diff-phrases.ts';
import { russianWords } from './diff-russian.ts';
import { spanishWords } from './diff-spanish.ts';
import type { DiffWords, TellIn } from './diff-words.ts';

/** Languages in which differences can be told. A further one is one more set of words. */
export const diffLocales = ['en', 'ru', 'es'] as const;
export type DiffLocale = (typeof diffLocales)[number];

const wordsOf: Readonly<Record<DiffLocale, DiffWords>> = { en: englishWords, ru: russianWords, es: spanishWords };

function phrasesIn(locale: DiffLocale, tell: TellIn | null): Phrases {
  return phrasesOf(tell === null ? wordsOf[locale] : { ...wordsOf[locale], ...tell });
}

/**
 * What changes from one version to another, one plain sentence a change, for example
 * "From 2022-03-01 00:00 Europe/Moscow the rate of category Mobile phone outside CIS rises from 2.30 % to 2.50 %."
 * Empty when both say the same.
 */
export function diffVersions(
  before: VersionOf,
  after: VersionOf,
  locale: DiffLocale = 'en',
  tell: TellIn | null = null,
): string[] {
  return versionSentences(before, after, phrasesIn(locale, tell));
}

function versionSentences(before: VersionOf, after: VersionOf, phrases: Phrases): string[] {
  const since = phrases.since(after.version.from, after.terms.timeZone, after.version.id);
  return compareVersions(before, after).map((change) => phrases.sentence(since, phrases.change(change)));
}

/** What changes from one file of a program to another: names, lists, notices, and each version against the one it replaces. */
export function diffTerms(
  before: ProgramTerms,
  after: ProgramTerms,
  locale: DiffLocale = 'en',
  tell: TellIn | null = null,
): string[] {
  const phrases = phrasesIn(locale, tell);
  const changes = [
    ...namedTexts({ name: before.name }, { name: after.name }, phrases.about.name),
    ...namedTexts({ zone: before.timeZone }, { zone: after.timeZone }, phrases.about.timeZone),
    ...namedTexts(
      { list: before.orderCurrencies.join(', ') },
      { list: after.orderCurrencies.join(', ') },
      phrases.about.orders,
    ),
    ...namedTexts(before.categoryNames, after.categoryNames, phrases.about.category),
    ...namedTexts(joined(before.countrySets), joined(after.countrySets), phrases.about.countries),
    ...listChanges(before.storeLists, after.storeLists, phrases, after.timeZone),
    ...listChanges(before.productLists, after.productLists, phrases, after.timeZone),
    ...listChanges(before.adSpaceGroups, after.adSpaceGroups, phrases, after.timeZone),
    ...namedTexts(rateTexts(before, phrases), rateTexts(after, phrases), phrases.about.internalRate),
    ...namedTexts(siblingTexts(before), siblingTexts(after), phrases.about.sibling),
    ...namedTexts(noticeTexts(before, phrases), noticeTexts(after, phrases), phrases.about.notice),
  ];
  return [...changes, ...versionChanges(before, after, phrases)];
}

function namedTexts(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  about: AboutText,
): string[] {
  const entries = [Object.entries(before), Object.entries(after)] as const;
  return named(
    entries[0],
    entries[1],
    ([name]) => name,
    ([, text]) => text,
  ).map((change) => about(change.name, change.before, change.after));
}

function joined(sets: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(sets).map(([name, members]) => [name, [...members].sort().join(' ')]));
}

function listChanges(
  before: Readonly<Record<string, readonly ListEntry[]>>,
  after: Readonly<Record<string, readonly ListEntry[]>>,
  phrases: Phrases,
  zone: string,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const texts = (entries: readonly ListEntry[] = []) => {
      const times = new Map<string, string[]>();
      for (const { id, from, until } of entries)
        times.set(id, [...(times.get(id) ?? []), phrases.interval(from, until, zone)]);
      return Object.fromEntries([...times].map(([id, list]) => [id, list.join(', ')]));
    };
    return namedTexts(texts(before[name]), texts(after[name]), (id, was, is) => phrases.about.entry(name, id, was, is));
  });
}

function rateTexts(terms: ProgramTerms, phrases: Phrases): Record<string, string> {
  const from = (at: Instant | null) => (at === null ? '' : ` ${phrases.interval(at, null, terms.timeZone)}`);
  return Object.fromEntries(
    terms.internalRates.map((one) => [`${one.base}/${one.quote}${from(one.from)}`, formatDecimal(one.rate)]),
  );
}

function siblingTexts({ siblings }: ProgramTerms): Record<string, string> {
  return Object.fromEntries(siblings.map((one) => [`${one.program} (${one.regime})`, printSibling(one)]));
}

function noticeTexts(terms: ProgramTerms, phrases: Phrases): Record<string, string> {
  const told = (notice: ProgramTerms['notices'][number]) => noticeText(notice, terms.timeZone, phrases);
  return Object.fromEntries(terms.notices.map((notice) => [notice.name, told(notice)]));
}

function noticeText(
  { from, until, surfaces, concerns, text }: ProgramTerms['notices'][number],
  zone: string,
  phrases: Phrases,
): string {
  const bounds = phrases.interval(from, until, zone);
  return `${text} (${bounds}; ${surfaces.join(', ')}${concerns === null ? '' : `; ${concerns}`})`;
}

function versionChanges(before: ProgramTerms, after: ProgramTerms, phrases: Phrases): string[] {
  const old = new Map(before.versions.map((version) => [version.id, version]));
  const sentences: string[] = [];
  for (const version of before.versions) {
    if (!after.versions.some(({ id }) => id === version.id)) sentences.push(phrases.versionRemoved(version.id));
  }
  after.versions.forEach((version, index) => {
    const same = old.get(version.id);
    if (same === undefined) {
      sentences.push(phrases.versionAdded(version.id, interval(version, after, phrases)));
      const previous = after.versions[index - 1];
      if (previous !== undefined)
        sentences.push(...versionSentences({ terms: after, version: previous }, { terms: after, version }, phrases));
      return;
    }
    const [was, is] = [interval(same, before, phrases), interval(version, after, phrases)];
    if (was !== is) sentences.push(phrases.versionMoved(version.id, was, is));
    for (const change of compareVersions({ terms: before, version: same }, { terms: after, version })) {
      sentences.push(phrases.versionSays(version.id, phrases.change(change)));
    }
  });
  return sentences;
}

function interval(version: TermsVersion, terms: ProgramTerms, phrases: Phrases): string {
  return phrases.interval(version.from, version.until, terms.timeZone);
}
