import { type Refusal, shownValue } from '../../contract/errors/index.ts';
import type { TrafficTypeRule, TrafficTypeStatus } from './model.ts';
import { headingStatus } from './rules.ts';

type Kind = readonly [key: string, parent: string | null];

const kinds: readonly Kind[] = [
  ['mobile', null],
  ['targeting', null],
  ['targeting.facebook', 'targeting'],
  ['targeting.vkontakte', 'targeting'],
  ['targeting.mytarget', 'targeting'],
  ['targeting.other', 'targeting'],
  ['targeting.tiktok', 'targeting'],
  ['content_site', null],
  ['other', null],
  ['price_comparison', null],
  ['forum', null],
  ['loyalty', null],
  ['messenger', null],
  ['coupon', null],
  ['youtube', null],
  ['toolbar', null],
  ['social_group', null],
  ['email', null],
  ['teaser_banner', null],
  ['cashback', null],
  ['contextual', null],
];

/** Every kind of traffic that a program can speak about, in the order in which its table is shown (S-123); two are called "other" (S-128). */
export const trafficKindList: readonly Omit<TrafficTypeRule, 'status'>[] = kinds.map(([key, parent]) => ({
  key,
  parent,
  labelKey: `traffic.${key}`,
}));

/** A table of traffic types from the statuses that somebody chose for its rows; headings follow from them (S-127). */
export function trafficTableOf(
  chosen: readonly { readonly key: string; readonly status: TrafficTypeStatus }[],
  present: readonly TrafficTypeRule[],
): readonly TrafficTypeRule[] | Refusal {
  if (chosen.length === 0) return [];
  const statuses = new Map(chosen.map(({ key, status }) => [key, status]));
  const known = [...trafficKindList, ...present.filter(({ key }) => !trafficKindList.some((kind) => kind.key === key))];
  const headings = new Set(known.map(({ parent }) => parent));
  const rows = known.filter(({ key }) => !headings.has(key));
  const unknown = [...statuses.keys()].find((key) => !rows.some((row) => row.key === key));
  const missing = rows.find(({ key }) => !statuses.has(key));
  if (unknown !== undefined || missing !== undefined || statuses.size !== chosen.length) {
    const value = unknown ?? missing?.key ?? null;
    const detail = `types: expected each kind once, and no heading; got ${shownValue(value)} ${unknown === undefined ? 'too rarely or too often' : 'which is none'}.`;
    const extra = { allowed: rows.map(({ key }) => key) };
    return {
      code: 'field_invalid',
      field: 'types',
      value: shownValue(value),
      detail,
      extra,
      expected: { kind: 'each_once' },
    };
  }
  const rules = rows.map((row) => ({ ...row, status: statuses.get(row.key) ?? ('prohibited' as const) }));
  return known.map((kind) => ({
    ...kind,
    status: headingStatus(rules, kind.key) ?? statuses.get(kind.key) ?? 'prohibited',
  }));
}
