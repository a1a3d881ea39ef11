import { type PageLanguage, pageLanguages } from '../../../platform/http/index.ts';

/** Nobody types more. */
const WORDS_MAX = 12;
/** Shorter words resemble too much. */
const TYPO_CHARACTERS_MIN = 4;
const SECOND_TYPO_CHARACTERS_MIN = 8;

interface Searched {
  readonly texts: Readonly<Record<PageLanguage, { readonly searched: string }>>;
}

/** A text as a search compares it: without case, accents and punctuation. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function wordsOf(text: string): readonly string[] {
  return folded(text).split(' ').filter(Boolean).slice(0, WORDS_MAX);
}

/** All words stand in what is said of a program, in whichever language: names of countries are typed in one's own. */
export function hasWords({ texts }: Searched, words: readonly string[]): boolean {
  return words.every((word) => pageLanguages.some((language) => texts[language].searched.includes(word)));
}

/** As `hasWords`, with a mistake of typing a word, two in a long one. */
export function resembling<E extends Searched>(entries: readonly E[], words: readonly string[]): readonly E[] {
  const said = wordsSaid(entries);
  const meant = words.map((word) => [word, ...said.filter((each) => resembles(word, each))]);
  return entries.filter((entry) => meant.every((some) => some.some((word) => hasWords(entry, [word]))));
}

const kept = new WeakMap<readonly Searched[], readonly string[]>();

/** Every word once, however many programs say it; a list is kept as long as the programs that it is of. */
function wordsSaid(entries: readonly Searched[]): readonly string[] {
  const known = kept.get(entries);
  if (known !== undefined) return known;
  const said = new Set<string>();
  for (const { texts } of entries)
    for (const language of pageLanguages) for (const word of texts[language].searched.split(' ')) said.add(word);
  const list = [...said];
  kept.set(entries, list);
  return list;
}

function resembles(word: string, said: string): boolean {
  if (word.length < TYPO_CHARACTERS_MIN) return false;
  const typos = word.length < SECOND_TYPO_CHARACTERS_MIN ? 1 : 2;
  return Math.abs(word.length - said.length) <= typos && differences(word, said) <= typos;
}

/** Letters to be added, left out, replaced or swapped with their neighbour until one word is the other. */
function differences(a: string, b: string): number {
  let [earlier, before]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (before[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (before[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (earlier[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [earlier, before] = [before, row];
  }
  return before.at(-1) ?? 0;
}
