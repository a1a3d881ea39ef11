/** How days are typed: the way they are shown, by numbers, or as machines write them. */
const BY_MACHINE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const DAY_FIRST = /^(\d{1,2})([./ -])(\d{1,2})\2(\d{4})$/;
const DAY_AND_WORD = /^(\d{1,2})\.?\s+(?:de\s+)?(\p{L}+)\.?,?\s+(?:de\s+)?(\d{4})(?:\s*г\.?)?$/u;
const WORD_AND_DAY = /^(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})$/u;
const WORD_LENGTH_MIN = 3;
const MONTHS = 12;

/** The day that was typed, such as `2022-08-16`; `null` while it is none, or might be one of two. */
export function readDay(typed: string, language: string): string | null {
  const text = typed.trim().replace(/\s+/g, ' ');
  const machine = BY_MACHINE.exec(text);
  if (machine !== null) return dayOf(machine[1], machine[2], machine[3]);
  const numbers = DAY_FIRST.exec(text);
  if (numbers !== null) {
    const [, day, sign, month, year] = numbers;
    // 03/04/2022 is a day of April to one English reader and of March to the next.
    const isEither = language === 'en' && sign === '/' && Number(day) <= MONTHS && day !== month;
    return isEither ? null : dayOf(year, month, day);
  }
  const [, day, word, year] = DAY_AND_WORD.exec(text) ?? [];
  if (word !== undefined) return dayOf(year, monthOf(word, language), day);
  const [, first, second, third] = WORD_AND_DAY.exec(text) ?? [];
  return first === undefined ? null : dayOf(third, monthOf(first, language), second);
}

/** Whether a text from an address is a day as machines write it. */
export const isDay = (text: string): boolean => readDay(text, 'en') === text && BY_MACHINE.test(text);

/** `9:05` or `0905` as `09:05`; `null` while it is no time of day. */
export function readTime(typed: string): string | null {
  const [, hours, minutes] = /^([01]?\d|2[0-3])[:. ]?([0-5]\d)$/.exec(typed.trim()) ?? [];
  return hours === undefined || minutes === undefined ? null : `${hours.padStart(2, '0')}:${minutes}`;
}

function dayOf(year = '', month: string | null = '', day = ''): string | null {
  if (month === null) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  // 31 June would be the first of July.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : null;
}

/** The number of a month from its name or the beginning of one, in the language or in English. */
function monthOf(word: string, language: string): string | null {
  const typed = word.toLowerCase();
  if (typed.length < WORD_LENGTH_MIN) return null;
  for (const [index, names] of namesOf(language).entries()) {
    if (names.some((name) => name.startsWith(typed))) return String(index + 1);
  }
  return null;
}

const kept = new Map<string, readonly (readonly string[])[]>();

function namesOf(language: string): readonly (readonly string[])[] {
  const known = kept.get(language);
  if (known !== undefined) return known;
  // Russian says a month in one way by itself and in another with its day.
  const forms = [language, 'en'].flatMap((each) => [
    new Intl.DateTimeFormat(each, { month: 'long', timeZone: 'UTC' }),
    new Intl.DateTimeFormat(each, { month: 'long', day: 'numeric', timeZone: 'UTC' }),
  ]);
  const made = Array.from({ length: MONTHS }, (_, month) =>
    forms.map((form) => {
      const parts = form.formatToParts(Date.UTC(2022, month, 1));
      return parts.find(({ type }) => type === 'month')?.value.toLowerCase() ?? '';
    }),
  );
  kept.set(language, made);
  return made;
}
