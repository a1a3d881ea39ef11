import type { ExpressSettings, ExpressSettingsBody } from '../../../../contract/wire/express-payments.ts';
import { comparedTo, isSome, leastOf, lessOf, percentOf } from '../../kit/values/decimals.ts';
import { placesOf, readAmount } from '../../kit/values/read-amount.ts';

/** The limits of one currency as they are typed. */
export interface LimitDraft {
  readonly currency: string;
  readonly per_publisher: string;
  readonly in_all: string;
  readonly minimum: string;
}

/** The settings as they are typed. */
export interface SettingsDraft {
  readonly enabled: boolean;
  readonly fee_percent: string;
  readonly account_days: string;
  readonly funded_actions: string;
  readonly limits: readonly LimitDraft[];
}

export const DAYS_MAX = 3_650;
export const ACTIONS_MAX = 1_000_000;
const FEE_PLACES_MAX = 4;
const FEE_MAX = '50';

/** Fields of numbers that are counted, with the most that each may be. */
export const counts = { account_days: DAYS_MAX, funded_actions: ACTIONS_MAX } as const;
export type CountName = keyof typeof counts;
export const limitNames = ['minimum', 'per_publisher', 'in_all'] as const;
export type LimitName = (typeof limitNames)[number];

export function draftOf(settings: ExpressSettings, decimal: (exact: string) => string): SettingsDraft {
  return {
    enabled: settings.enabled,
    fee_percent: decimal(settings.fee_percent),
    account_days: String(settings.account_days),
    funded_actions: String(settings.funded_actions),
    limits: settings.limits.map((limit) => ({
      currency: limit.currency,
      per_publisher: decimal(limit.per_publisher),
      in_all: decimal(limit.in_all),
      minimum: decimal(limit.minimum),
    })),
  };
}

/** A percentage with as many places as it was typed with; `null` where it is none from 0 to 50. */
export function readFee(typed: string): string | null {
  const text = typed.trim().replace(',', '.');
  const [, places = ''] = /^\d{1,2}(?:\.(\d+))?$/.exec(text) ?? [];
  const isRead = /^\d{1,2}(\.\d+)?$/.test(text) && places.length <= FEE_PLACES_MAX;
  return isRead && comparedTo(text, FEE_MAX) <= 0 ? text.replace(/^0(?=\d)/, '') : null;
}

export function readCount(typed: string, most: number): number | null {
  const text = typed.trim();
  return /^\d{1,7}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

type Limit = ExpressSettingsBody['limits'][number];

/** What stands wrong in a row of limits: not read, or out of order. */
export type LimitFault = 'unread' | 'nothing' | 'over_publisher' | 'over_all';

export function readLimit(
  draft: LimitDraft,
  language: string,
): { readonly limit: Limit | null; readonly faults: Readonly<Partial<Record<LimitName, LimitFault>>> } {
  const read = (name: LimitName) => readAmount(draft[name], language, placesOf(draft.currency));
  const { minimum, per_publisher, in_all } = {
    minimum: read('minimum'),
    per_publisher: read('per_publisher'),
    in_all: read('in_all'),
  };
  const faults: Partial<Record<LimitName, LimitFault>> = {};
  if (minimum === null) faults.minimum = 'unread';
  if (per_publisher === null) faults.per_publisher = 'unread';
  if (in_all === null) faults.in_all = 'unread';
  if (minimum !== null && !isSome(minimum)) faults.minimum = 'nothing';
  if (minimum !== null && per_publisher !== null && comparedTo(minimum, per_publisher) > 0)
    faults.minimum = 'over_publisher';
  if (per_publisher !== null && in_all !== null && comparedTo(per_publisher, in_all) > 0)
    faults.per_publisher = 'over_all';
  const isWhole = minimum !== null && per_publisher !== null && in_all !== null && Object.keys(faults).length === 0;
  return { limit: isWhole ? { currency: draft.currency, per_publisher, in_all, minimum } : null, faults };
}

/** As the API takes it; `null` while something cannot be read. */
export function readSettings(draft: SettingsDraft, language: string): Omit<ExpressSettingsBody, 'version'> | null {
  const fee_percent = readFee(draft.fee_percent);
  const account_days = readCount(draft.account_days, DAYS_MAX);
  const funded_actions = readCount(draft.funded_actions, ACTIONS_MAX);
  const limits = draft.limits.flatMap((each) => readLimit(each, language).limit ?? []);
  if (fee_percent === null || account_days === null || funded_actions === null) return null;
  if (limits.length < draft.limits.length) return null;
  return { enabled: draft.enabled, fee_percent, account_days, funded_actions, limits };
}

const SAMPLE = '1000';

/** What a publisher with 1,000 approved and nothing advanced gets by these limits. */
export function effectOf(
  limit: Limit,
  feePercent: string,
): { readonly approved: string; readonly advanced: string; readonly fee: string; readonly net: string } {
  const places = placesOf(limit.currency);
  const approved = places === 0 ? SAMPLE : `${SAMPLE}.${'0'.repeat(places)}`;
  const possible = leastOf(approved, limit.per_publisher, limit.in_all);
  const nothing = lessOf(approved, approved);
  const advanced = comparedTo(possible, limit.minimum) < 0 || !isSome(possible) ? nothing : possible;
  const fee = percentOf(advanced, feePercent);
  return { approved, advanced, fee, net: lessOf(advanced, fee) };
}
