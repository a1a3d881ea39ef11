import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type ErrorCode, type Expectation, shownValue } from '../../contract/errors/index.ts';
import { clicksAnswer, type SingleClick } from '../../contract/wire/clicks.ts';
import { dayAt, formatInstant, parseInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import { sqlState } from '../../platform/db/index.ts';
import { callerAccess, refuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { clickIdTime } from './id/click-id.ts';
import { type ClickFlag, clickFlags, type StoredClick } from './model.ts';
import { type ClickFilter, type ClickReader, clickFilters, evidenceOf, singleClicks } from './reading/single-clicks.ts';

export interface ClickRoutes extends ClickReader {
  readonly clock: Clock;
  /** The zone in which a program counts its days; `null` for one that does not exist, or not for this caller (T-14). */
  readonly zoneOf: (program: string, caller: Pick<Caller, 'kind' | 'orgId'>) => Promise<string | null>;
}

/** Clicks of one answer; who needs more pages, or exports. */
const PAGE_DEFAULT = 100;
const PAGE_MAX = 500;
/** Rows of a report are of days and months. */
const RANGE_DAYS_MAX = 31;
const RANGE_DAYS_DEFAULT = 1;
const FILTER_VALUES_MAX = 100;
const TEXT_CHARACTERS_MAX = 4_000;
const DAY_MS = 86_400_000;
/** `query_canceled`: the page took too long. */
const CANCELED = '57014';

/** NUL is the one character that PostgreSQL refuses in text. */
const text = z
  .string()
  .max(TEXT_CHARACTERS_MAX)
  .refine((value) => !value.includes('\0'), 'expected text without NUL characters')
  .optional();

/** The parameters as they stand in the address; dimensions are those of reports. */
const clickParameters = z.strictObject({
  program: z.string().max(100).describe('Code of the program.'),
  since: text.describe('First calendar day (YYYY-MM-DD) in the zone of the program. Default: the day before `until`.'),
  until: text.describe(`The day after the last, at most ${RANGE_DAYS_MAX} days later. Default: tomorrow.`),
  hour: text.describe('Hours of the day, 0 to 23, separated by commas.'),
  ad_space: text.describe('Ids of ad spaces, separated by commas.'),
  traffic_type: text.describe('Keys of traffic types, separated by commas.'),
  link: text.describe('Codes of links, separated by commas.'),
  subid: text.describe('One SubID exactly; empty for clicks without it.'),
  subid1: text,
  subid2: text,
  subid3: text,
  subid4: text,
  country: text.describe('ISO 3166-1 alpha-2 codes, separated by commas; empty for unknown.'),
  device: text.describe('desktop, mobile, tablet or other, separated by commas.'),
  flag: text.describe('What was noticed, separated by commas, such as `altered_target`.'),
  click: text.describe('One click by its id.'),
  before: text.describe('Only older clicks than this one: `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
});
type Parameters = z.output<typeof clickParameters>;

/** `GET /api/v1/clicks`: the single clicks behind a row of a report, for those whose clicks they are. */
export function clickRoutes(deps: ClickRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: callerAccess('statistics') };
    const schema = { querystring: clickParameters, response: { 200: clicksAnswer } };
    app.get('/api/v1/clicks', { config, schema }, async (request) => {
      const caller = requireCaller(request);
      const { program, limit } = request.query;
      const zone = await deps.zoneOf(program, caller);
      if (zone === null) return wrong('not_found', 'program', program, 'There is no program of this code.');
      const query = {
        ...{ program, zone, limit, hours: readHours(request.query.hour) },
        ...readRange(request.query, dayAt(deps.clock.now() + DAY_MS, zone)),
        filters: readFilters(request.query),
        flags: readFlags(request.query.flag),
        click: readId('click', request.query.click, 'Expected the id of a click.'),
        before: readId('before', request.query.before, 'Expected the id of a click: `next` of the page before.'),
      };
      const actor =
        caller.kind === 'operator' ? { role: 'system' as const } : { role: 'app' as const, org: caller.orgId };
      const clicks = await singleClicks(deps, actor, query).catch((error: unknown) => {
        if (sqlState(error) !== CANCELED) throw error;
        const detail = 'Finding these clicks takes too long; expected fewer days, or a link or an ad space.';
        return wrong('too_many_clicks', 'since', query.since, detail);
      });
      const evidence = caller.kind === 'operator' ? await evidenceOf(deps, clicks) : new Map<string, string>();
      const last = clicks.length < limit ? undefined : clicks.at(-1);
      return {
        clicks: clicks.map((click) => shownClick(click, evidence.get(click.clickId) ?? null)),
        next: last?.clickId ?? null,
      };
    });
  };
}

function readRange({ since, until }: Parameters, tomorrow: string): { readonly since: string; readonly until: string } {
  const end = dayOf('until', until ?? tomorrow);
  const start = since === undefined ? end - RANGE_DAYS_DEFAULT * DAY_MS : dayOf('since', since);
  const days = (end - start) / DAY_MS;
  if (days < 1 || days > RANGE_DAYS_MAX) {
    wrong('range_invalid', 'until', until ?? tomorrow, `The range has ${days} days; expected 1 to ${RANGE_DAYS_MAX}.`);
  }
  return { since: dayAt(start, 'UTC'), until: dayAt(end, 'UTC') };
}

function dayOf(field: string, day: string): number {
  const parsed = /^\d{4}-\d\d-\d\d$/.test(day) ? parseInstant(day, { assumedZone: 'UTC' }) : null;
  return parsed?.ok === true
    ? parsed.value
    : wrong('parameter_invalid', field, day, 'Expected a day such as 2022-06-15.', { kind: 'date' });
}

function readHours(hours: string | undefined): readonly number[] | null {
  if (hours === undefined) return null;
  const words = hours.split(',').map((hour) => hour.trim());
  const unknown = words.find((hour) => !/^([01]?\d|2[0-3])$/.test(hour));
  return unknown === undefined
    ? words.map(Number)
    : wrong('parameter_invalid', 'hour', unknown, 'Expected hours from 0 to 23.', { kind: 'hours' });
}

function readFlags(words: string | undefined): readonly ClickFlag[] | null {
  if (words === undefined) return null;
  return words.split(',').map((word) => {
    const known = clickFlags.find((flag) => flag === word.trim());
    const flags = clickFlags.join(', ');
    return (
      known ?? wrong('parameter_invalid', 'flag', word, `Expected some of ${flags}.`, { kind: 'one_of', value: flags })
    );
  });
}

function readId(name: 'click' | 'before', id: string | undefined, expected: string): string | null {
  if (id === undefined) return null;
  return clickIdTime(id) === null
    ? wrong('parameter_invalid', name, id, expected, { kind: name === 'before' ? 'page_mark' : 'click_id' })
    : id;
}

function readFilters(parameters: Parameters): Partial<Record<ClickFilter, readonly string[]>> {
  const filters: Partial<Record<ClickFilter, readonly string[]>> = {};
  for (const name of filterNames) {
    const value = parameters[name];
    if (value === undefined) continue;
    // A SubID may hold commas itself.
    const values = name.startsWith('subid') ? [value] : value.split(',').map((each) => each.trim());
    if (values.length > FILTER_VALUES_MAX) {
      const detail = `Expected at most ${FILTER_VALUES_MAX} values.`;
      wrong('parameter_invalid', name, String(values.length), detail, { kind: 'items_max', count: FILTER_VALUES_MAX });
    }
    filters[name] = values;
  }
  return filters;
}

const filterNames = Object.keys(clickFilters).filter((name): name is ClickFilter => name in clickFilters);

function wrong(code: ErrorCode, field: string, value: string, detail: string, expected?: Expectation): never {
  return refuse({ code, field, value: shownValue(value), detail, ...(expected === undefined ? {} : { expected }) });
}

function shownClick(click: StoredClick, query: string | null): SingleClick {
  return {
    click_id: click.clickId,
    at: formatInstant(click.at),
    program: click.program,
    publisher: click.publisherOrg,
    ad_space: click.adSpaceId,
    traffic_type: click.trafficType,
    link: click.linkCode,
    country: click.country,
    device: click.device,
    subids: [...click.subids],
    landing: click.landing.kind,
    target: click.target,
    anonymizer: click.anonymizer,
    routed_from: click.routedFrom,
    attributable: click.attributable,
    flags: [...click.flags],
    query,
  };
}
