/** A brand that others may not use, and the forms in which it is recognised: lower case, letters and digits alone. */
interface Brand {
  readonly word: string;
  readonly forms: readonly string[];
}

/** The eleven of the example program (S-101, table 15). Russian spellings beside them where the letters alone do not lead there. */
const brands: readonly Brand[] = [
  { word: 'AliExpress', forms: ['aliexpress'] },
  { word: 'Alibaba Group', forms: ['alibabagroup'] },
  { word: 'alibaba.com', forms: ['alibabacom', 'alibaba'] },
  { word: 'Taobao', forms: ['taobao'] },
  { word: 'Tmall Global', forms: ['tmallglobal'] },
  { word: 'Tmall', forms: ['tmall', 'tmoll'] },
  { word: 'Alimama', forms: ['alimama'] },
  { word: 'AliCloud', forms: ['alicloud'] },
  { word: 'Aliyun', forms: ['aliyun'] },
  { word: 'eTao', forms: ['etao'] },
  { word: 'Juhuasuan', forms: ['juhuasuan'] },
];

export const brandWords: readonly string[] = brands.map(({ word }) => word);

/** Longer texts are no names or keywords; nothing may take long on what a stranger sends. */
const TEXT_CHARACTERS_MAX = 300;
/** "ali express", "ali ex press": a brand written apart has at most so many parts. */
const PARTS_MAX = 3;
/** A shorter brand inside a longer word is chance: "etao" is in "metaontology". */
const INSIDE_CHARACTERS_MIN = 6;

/**
 * The brand that a name, a domain or a keyword is, contains or resembles (S-104, S-105): other letters that look or sound alike, a
 * letter too many or too few, written apart. `null` where there is none.
 */
export function brandLike(text: string): string | null {
  const cut = text.slice(0, TEXT_CHARACTERS_MAX);
  for (const spelling of [soundsLike(cut), looksLike(cut)]) {
    const words = spelling.match(/[a-z0-9]+/g) ?? [];
    for (const candidate of joined(words)) {
      const brand = brands.find(({ forms }) => forms.some((form) => resembles(candidate, form)));
      if (brand !== undefined) return brand.word;
    }
  }
  return null;
}

/** Words, and neighbours written together. */
function* joined(words: readonly string[]): Generator<string> {
  for (let from = 0; from < words.length; from += 1) {
    for (let until = from + 1; until <= Math.min(words.length, from + PARTS_MAX); until += 1) {
      yield words.slice(from, until).join('');
    }
  }
}

function resembles(candidate: string, form: string): boolean {
  if (form.length >= INSIDE_CHARACTERS_MIN && candidate.includes(form)) return true;
  // Misspelt words keep their first letter; without this rule "mall" would be "Tmall".
  if (candidate[0] !== form[0]) return false;
  if (withoutRepeats(candidate) === withoutRepeats(form)) return true;
  const slips = slipsAllowed(form.length);
  return Math.abs(candidate.length - form.length) <= slips && slipsBetween(candidate, form) <= slips;
}

function withoutRepeats(word: string): string {
  return word.replace(/(.)\1+/g, '$1');
}

/** How many slips still leave a word of this length recognisable, and unlike ordinary words. */
function slipsAllowed(length: number): number {
  if (length >= 10) return 2;
  return length >= 6 ? 1 : 0;
}

/** Letters to insert, drop, replace or swap with their neighbour until `a` is `b`. */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

const SOUNDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      а: 'a',
      б: 'b',
      в: 'v',
      г: 'g',
      д: 'd',
      е: 'e',
      ё: 'e',
      ж: 'zh',
      з: 'z',
      и: 'i',
      й: 'i',
      к: 'k',
      л: 'l',
      м: 'm',
      н: 'n',
    },
    ...{
      о: 'o',
      п: 'p',
      р: 'r',
      с: 's',
      т: 't',
      у: 'u',
      ф: 'f',
      х: 'h',
      ц: 'c',
      ч: 'ch',
      ш: 'sh',
      щ: 'sh',
      ъ: '',
      ы: 'y',
      ь: '',
    },
    ...{ э: 'e', ю: 'yu', я: 'ya', і: 'i', ї: 'i', є: 'e', ґ: 'g' },
  }),
);

/** Letters and digits that are taken for Latin letters at a glance. */
const LOOKS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      а: 'a',
      в: 'b',
      е: 'e',
      ё: 'e',
      і: 'i',
      к: 'k',
      м: 'm',
      н: 'h',
      о: 'o',
      р: 'p',
      с: 'c',
      т: 't',
      у: 'y',
      х: 'x',
      ѕ: 's',
      ј: 'j',
    },
    ...{
      α: 'a',
      ε: 'e',
      ι: 'i',
      ο: 'o',
      ρ: 'p',
      τ: 't',
      υ: 'u',
      χ: 'x',
      '0': 'o',
      '1': 'l',
      '3': 'e',
      '5': 's',
      '@': 'a',
      $: 's',
    },
  }),
);

function soundsLike(text: string): string {
  return spelled(text, SOUNDS).replaceAll('ks', 'x');
}

/** Lower case, without accents and unseen marks; what is taken for a Latin letter at a glance is that letter. */
export function looksLike(text: string): string {
  return spelled(text, LOOKS);
}

function spelled(text: string, letters: ReadonlyMap<string, string>): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
  return [...plain].map((letter) => letters.get(letter) ?? letter).join('');
}
