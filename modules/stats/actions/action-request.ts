import { z } from 'zod';
import type { Result } from '../../../contract/errors/index.ts';
import type { Status } from '../../../core/commission/decision.ts';
import { type CalendarDay, formatInstant, type Instant, parseInstant } from '../../../core/time/index.ts';
import { SUBIDS } from '../model.ts';
import { readList, readRange, readStatuses, refuse, text } from '../request-parts.ts';

/** Actions of one answer. */
const PAGE_DEFAULT = 50;
const PAGE_MAX = 500;

/** The parameters of the list of actions as they stand in the address. */
export const actionParameters = z.strictObject({
  since: text.describe(
    'First calendar day (YYYY-MM-DD) of orders, in the zone of each program. Default: 30 days before `until`.',
  ),
  until: text.describe('The day after the last. Default: tomorrow.'),
  status: text.describe('States, separated by commas.'),
  reason: text.describe('Codes of reasons, separated by commas; risk stands for all five codes of violations (S-087).'),
  program: text.describe('Codes of programs, separated by commas.'),
  ad_space: text.describe('Ids of ad spaces, separated by commas.'),
  traffic_type: text.describe('Keys of traffic types, separated by commas.'),
  link: text.describe('Codes of links, separated by commas.'),
  country: text.describe('Of the click: ISO 3166-1 alpha-2 codes, separated by commas; empty for unknown.'),
  device: text.describe('desktop, mobile, tablet or other, separated by commas.'),
  hour: text.describe('Hours of the day of the order, 0 to 23, separated by commas.'),
  subid: text.describe('Exactly this SubID, in any of the five places.'),
  subid0: text.describe('Exactly this SubID in the first place, as reports group by it; empty for orders without it.'),
  subid1: text,
  subid2: text,
  subid3: text,
  subid4: text,
  order: text.describe('Exactly this order id.'),
  paid: z.enum(['yes', 'no']).optional().describe('Whether the advertiser has paid for it.'),
  before: text.describe('`next` of the page before.'),
  totals: z
    .enum(['yes', 'no'])
    .default('yes')
    .describe('Sums over all pages, with the first; `no` for a list that need not wait for them.'),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
});
export type ActionParameters = z.output<typeof actionParameters>;

export interface ActionQuery {
  readonly since: CalendarDay;
  readonly until: CalendarDay;
  /** `null` is any. */
  readonly statuses: readonly Status[] | null;
  readonly reasons: readonly string[] | null;
  readonly programs: readonly string[] | null;
  readonly adSpaces: readonly string[] | null;
  readonly words: Readonly<Partial<Record<ActionWord, readonly string[]>>>;
  readonly hours: readonly number[] | null;
  readonly subid: string | null;
  readonly orderId: string | null;
  readonly paid: boolean | null;
  readonly before: ActionKey | null;
  readonly limit: number;
  readonly publisherOrg: string | null;
}

/** Columns of one word each, by the parameters that ask for them. */
export const actionWords = {
  traffic_type: 'traffic_type',
  link: 'link',
  country: 'country',
  device: 'device',
  subid0: 'subid',
  subid1: 'subid1',
  subid2: 'subid2',
  subid3: 'subid3',
  subid4: 'subid4',
} as const;
export type ActionWord = keyof typeof actionWords;
const wordNames = Object.keys(actionWords).filter((name): name is ActionWord => name in actionWords);

/** The place of an action in the list. */
export interface ActionKey {
  readonly orderedAt: Instant;
  readonly program: string;
  readonly orderId: string;
}

/** `risk` aggregates the other types of violation (C-34). */
const RISK = 'risk';
const violations = ['abnormal_traffic', 'abnormal_order', 'PPC_violation', 'SID_black_list', RISK];

export function readActionRequest(
  parameters: ActionParameters,
  now: Instant,
  publisherOrg: string | null,
): Result<ActionQuery> {
  const range = readRange(parameters, now);
  if (!range.ok) return range;
  const lists = readLists(parameters);
  if (!lists.ok) return lists;
  const words = readWords(parameters);
  if (!words.ok) return words;
  const hours = readHours(parameters.hour);
  if (!hours.ok) return hours;
  const before = readBefore(parameters.before);
  if (!before.ok) return before;
  const { subid, order, paid, limit } = parameters;
  return {
    ok: true,
    value: {
      ...range.value,
      ...lists.value,
      words: words.value,
      hours: hours.value,
      subid: subid ?? null,
      orderId: order ?? null,
      paid: paid === undefined ? null : paid === 'yes',
      before: before.value,
      limit,
      publisherOrg,
    },
  };
}

function readLists(
  parameters: ActionParameters,
): Result<Pick<ActionQuery, 'statuses' | 'reasons' | 'programs' | 'adSpaces'>> {
  const [states, reasons, programs, adSpaces] = [
    readList('status', parameters.status),
    readList('reason', parameters.reason),
    readList('program', parameters.program),
    readList('ad_space', parameters.ad_space),
  ];
  if (!states.ok) return states;
  if (!reasons.ok) return reasons;
  if (!programs.ok) return programs;
  if (!adSpaces.ok) return adSpaces;
  const statuses = states.value === null ? null : readStatuses(states.value);
  if (statuses?.ok === false) return statuses;
  return {
    ok: true,
    value: {
      statuses: statuses?.value ?? null,
      reasons: reasons.value?.flatMap((reason) => (reason === RISK ? violations : reason)) ?? null,
      programs: programs.value,
      adSpaces: adSpaces.value,
    },
  };
}

function readWords(parameters: ActionParameters): Result<ActionQuery['words']> {
  const words: Partial<Record<ActionWord, readonly string[]>> = {};
  for (const name of wordNames) {
    const value = parameters[name];
    // A SubID may hold commas itself.
    const values = name.startsWith('subid')
      ? { ok: true as const, value: value === undefined ? null : [value] }
      : readList(name, value);
    if (!values.ok) return values;
    if (values.value !== null) words[name] = values.value;
  }
  return { ok: true, value: words };
}

function readHours(list: string | undefined): Result<readonly number[] | null> {
  const hours = readList('hour', list);
  if (!hours.ok) return hours;
  const unknown = hours.value?.find((hour) => !/^([01]?\d|2[0-3])$/.test(hour));
  if (unknown !== undefined)
    return refuse('parameter_invalid', 'hour', unknown, 'Expected hours from 0 to 23.', { kind: 'hours' });
  return { ok: true, value: hours.value?.map(Number) ?? null };
}

/** A key as it travels: opaque to whoever pages, and refused where it is not one of ours. */
export function keyText({ orderedAt, program, orderId }: ActionKey): string {
  return Buffer.from(JSON.stringify([formatInstant(orderedAt), program, orderId])).toString('base64url');
}

const key = z.tuple([z.string(), z.string(), z.string()]);

function readBefore(before: string | undefined): Result<ActionKey | null> {
  if (before === undefined) return { ok: true, value: null };
  const parsed = key.safeParse(jsonOf(Buffer.from(before, 'base64url').toString()));
  const at = parsed.success ? parseInstant(parsed.data[0], { assumedZone: 'UTC' }) : null;
  if (!parsed.success || at?.ok !== true || parsed.data.some((part) => part.includes('\0'))) {
    return refuse('parameter_invalid', 'before', before, 'Expected `next` of the page before.', { kind: 'page_mark' });
  }
  return { ok: true, value: { orderedAt: at.value, program: parsed.data[1], orderId: parsed.data[2] } };
}

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Names of the columns of SubIDs. */
export const subidColumns = Array.from({ length: SUBIDS }, (_, index) => (index === 0 ? 'subid' : `subid${index}`));
