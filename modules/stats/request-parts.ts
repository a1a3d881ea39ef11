import { z } from 'zod';
import {
  type ErrorCode,
  type Expectation,
  type Refusal,
  type Result,
  refused,
  shownValue,
} from '../../contract/errors/index.ts';
import { type Status, statuses } from '../../core/commission/decision.ts';
import { type CalendarDay, dayAt, type Instant, parseInstant } from '../../core/time/index.ts';
import { DAY_MS } from './model.ts';

/** A year and a month, so that a month can be compared with that of the year before. */
const RANGE_DAYS_MAX = 400;
const RANGE_DAYS_DEFAULT = 30;
/** Values of one filter; more are better asked without it. */
const FILTER_VALUES_MAX = 100;
const TEXT_CHARACTERS_MAX = 4000;
/** The earliest zone is 14 hours ahead of UTC: a day later, today has begun nowhere. */
const EARLIEST_ZONE_MS = 14 * 3_600_000;

/** NUL is the one character that PostgreSQL refuses in text. */
export const text = z
  .string()
  .max(TEXT_CHARACTERS_MAX)
  .refine((value) => !value.includes('\0'), 'expected text without NUL characters')
  .optional();

/** The asked days, or the last 30. */
export function readRange(
  { since, until }: { readonly since?: string | undefined; readonly until?: string | undefined },
  now: Instant,
): Result<{ readonly since: CalendarDay; readonly until: CalendarDay }> {
  const end = until === undefined ? dayStart(dayAt(now + EARLIEST_ZONE_MS, 'UTC')) + DAY_MS : readDay(until);
  if (end === null)
    return refuse('parameter_invalid', 'until', until, 'Expected a day such as 2022-06-15.', { kind: 'date' });
  const start = since === undefined ? end - RANGE_DAYS_DEFAULT * DAY_MS : readDay(since);
  if (start === null)
    return refuse('parameter_invalid', 'since', since, 'Expected a day such as 2022-06-15.', { kind: 'date' });
  const length = (end - start) / DAY_MS;
  if (length < 1 || length > RANGE_DAYS_MAX) {
    const detail = `The range has ${length} days; expected 1 to ${RANGE_DAYS_MAX}.`;
    return refused({
      ...{ code: 'range_invalid', field: 'until', value: until ?? dayAt(end, 'UTC'), detail },
      extra: { days: length, max: RANGE_DAYS_MAX },
    });
  }
  return { ok: true, value: { since: dayAt(start, 'UTC'), until: dayAt(end, 'UTC') } };
}

function readDay(day: string): Instant | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  const parsed = parseInstant(day, { assumedZone: 'UTC' });
  return parsed.ok ? parsed.value : null;
}

function dayStart(day: CalendarDay): Instant {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Values with commas between; `null` where the parameter was not sent. */
export function readList(name: string, value: string | undefined): Result<readonly string[] | null> {
  const values = value?.split(',').map((each) => each.trim()) ?? null;
  if (values !== null && values.length > FILTER_VALUES_MAX) {
    const detail = `Expected at most ${FILTER_VALUES_MAX} values.`;
    return refuse('parameter_invalid', name, String(values.length), detail, {
      kind: 'items_max',
      count: FILTER_VALUES_MAX,
    });
  }
  return { ok: true, value: values };
}

export function readStatuses(values: readonly string[]): Result<readonly Status[]> {
  const known = values.flatMap((value) => statuses.find((status) => status === value) ?? []);
  const unknown = values.find((value) => !statuses.some((status) => status === value));
  if (unknown === undefined) return { ok: true, value: known };
  const expectedWords = statuses.join(', ');
  return refuse('parameter_invalid', 'status', unknown, `Expected some of ${expectedWords}.`, {
    kind: 'one_of',
    value: expectedWords,
  });
}

export function refuse(
  code: ErrorCode,
  field: string,
  value: string | undefined,
  detail: string,
  expected?: Expectation,
): Result<never> {
  const refusal: Refusal = { code, field, detail, ...(expected === undefined ? {} : { expected }) };
  return refused(value === undefined ? refusal : { ...refusal, value: shownValue(value) });
}
