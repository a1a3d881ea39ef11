import pg from 'pg';

/** PostgreSQL's type numbers, from `pg_type.dat`; they never change. */
const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
const TEXT_ARRAY: number = 1009;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const TIMESTAMPTZ_ARRAY = 1185;
const NUMERIC_ARRAY = 1231;

/**
 * How column values arrive: `bigint` columns as BigInt, `numeric` as its exact text, `timestamptz` as an Instant (whole
 * milliseconds, microseconds cut off), `date` as 'YYYY-MM-DD', `json(b)` parsed. Arrays of these likewise. The driver's
 * defaults would lose money (numeric arrays become floats) or depend on the machine's time zone (dates).
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: 'text' | 'binary') => {
    if (format === 'binary') {
      return pg.types.getTypeParser(type, 'binary');
    }
    return parsers.get(type) ?? pg.types.getTypeParser(type, 'text');
  },
};

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [INT8, (text) => BigInt(text)],
  [DATE, (text) => text],
  [TIMESTAMPTZ, parseInstant],
  [INT8_ARRAY, (text) => elements(text, BigInt)],
  [DATE_ARRAY, (text) => elements(text, (element) => element)],
  [TIMESTAMPTZ_ARRAY, (text) => elements(text, parseInstant)],
  [NUMERIC_ARRAY, (text) => elements(text, (element) => element)],
]);

function elements<T>(text: string, parse: (element: string) => T): (T | null)[] {
  const texts: (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY, 'text')(text);
  return texts.map((element) => (element === null ? null : parse(element)));
}

/** `2022-06-15 09:00:00.123456+00` or with an offset such as `+05:30` → milliseconds. */
function parseInstant(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,6})?([+-]\d\d)(:\d\d)?$/.exec(text);
  if (match === null) {
    throw new RangeError(
      `timestamptz: '${text}' is outside what Tributary stores (years 0001 to 9999, no infinity); correct the row`,
    );
  }
  const [, day, clock, fraction = '', hours, minutes = ':00'] = match;
  return Date.parse(`${day}T${clock}${fraction.slice(0, 4)}${hours}${minutes}`);
}

/** RFC 3339 text, UTC with milliseconds, for a `timestamptz` parameter. Throws on what is no instant. */
export function sqlInstant(at: number): string {
  if (!Number.isSafeInteger(at)) {
    throw new RangeError(`sqlInstant: ${at} is no instant; pass whole milliseconds since 1970-01-01T00:00:00Z`);
  }
  return new Date(at).toISOString();
}
