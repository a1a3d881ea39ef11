/**
 * The one way in which days and times are written: on public pages, in the cabinets, in mails and in refusals. English names the month, as
 * its numeric dates are read in two ways; Russian and Spanish write dots as the pages of a program do (S-130). Hours go to 24 everywhere.
 */
export function dayText(language: string, day: string): string {
  return dayAtText(language, Date.parse(`${day}T00:00:00Z`), 'UTC');
}

/** The day of an instant in a zone. */
export function dayAtText(language: string, at: number, zone: string): string {
  return written(language, partsOf(at, zone));
}

/** Day and minute of an instant in a zone. */
export function instantText(language: string, at: number, zone: string): string {
  const parts = partsOf(at, zone);
  return `${written(language, parts)}, ${parts.hour}:${parts.minute}`;
}

/** The same to the second, for what happens quickly. */
export function secondText(language: string, at: number, zone: string): string {
  const parts = partsOf(at, zone);
  return `${written(language, parts)}, ${parts.hour}:${parts.minute}:${parts.second}`;
}

type Part = 'day' | 'month' | 'year' | 'hour' | 'minute' | 'second';
type Parts = Readonly<Record<Part, string>>;

/** As the words of dates are the same in each version of the language data, servers and browsers agree. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function written(language: string, { day, month, year }: Parts): string {
  return language === 'en' ? `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}` : `${day}.${month}.${year}`;
}

const kept = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, zone: string): Parts {
  const format = kept.get(zone) ?? numeric(zone);
  kept.set(zone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (name: Part) => parts.get(name) ?? '';
  return {
    day: part('day'),
    month: part('month'),
    year: part('year'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

function numeric(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit';
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  });
}
