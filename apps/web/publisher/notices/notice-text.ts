import type { Notice } from '../../../../contract/wire/notices.ts';
import type { Formats } from '../../kit/values/format.ts';
import { named } from '../figures/names.ts';
import type { Telling } from '../statistics/dimensions.ts';

type Told = keyof typeof import('../../../../contract/words/en/notices.ts').words;

/** A notice as a sentence, with names instead of codes. */
export function noticeText({ kind, data }: Notice, { t, formats, names }: Telling): string {
  const known: Record<string, string> = { ...data };
  const change = (field: string, told: (value: string) => string): void => {
    const value = data[field];
    if (value !== undefined && value !== '') known[field] = told(value);
  };
  change('program', names.program);
  change('through', names.program);
  change('ad_space', names.adSpace);
  change('reason', (reason) => named(t, 'reason', reason));
  change('rule', (rule) => t(`conduct.rules.${rule}` as 'conduct.rules.pop', { defaultValue: rule }));
  change('indicator', (indicator) =>
    t(`notices.indicator.${indicator}` as 'notices.indicator.low_cr', { defaultValue: indicator }),
  );
  const { currency = '' } = data;
  for (const amount of ['amount', 'before', 'after', 'fee', 'net'])
    change(amount, (told) => formats.money(told, currency));
  for (const figure of ['value', 'limit']) change(figure, (told) => decimalsIn(told, formats));
  change('orders', formats.number);
  change('day', formats.day);
  change('valid_from', (at) => formats.instant(at));
  return t(`told.${toldKey(kind, data)}`, { replace: known });
}

/** An amount or a share as the reader's language writes it, each digit kept; anything else as it is. */
function decimalsIn(text: string, formats: Formats): string {
  return /^-?\d+\.\d+$/.test(text) ? formats.decimal(text) : text;
}

/** Which sentence tells a notice: some kinds have more than one. */
function toldKey(kind: Notice['kind'], data: Notice['data']): Told {
  if (kind === 'application_approved' && (data['through'] ?? '') !== '') return 'application_approved_through';
  if (kind !== 'partnership_unblocked') return kind;
  const { status } = data;
  return status === 'joined' || status === 'pending' ? `partnership_unblocked_${status}` : kind;
}

/** Where one can see what a notice is about. */
export function noticeLink({
  kind,
  subject,
  data,
}: Notice): { readonly to: string; readonly search: Record<string, string> } | null {
  const { program, order, day } = data;
  const [, of, id = ''] = /^(program|partnership|ad_space):(.+)$/.exec(subject) ?? [];
  if (kind.startsWith('conduct_') || kind === 'partnership_blocked') return { to: '/publisher/conduct', search: {} };
  if (kind.startsWith('express_')) return { to: '/publisher/balance', search: {} };
  if (program !== undefined && order !== undefined) return { to: '/publisher/actions/why', search: { program, order } };
  if (kind === 'orders_declined' || kind === 'orders_reopened') {
    const status = kind === 'orders_declined' ? 'declined' : 'pending';
    return { to: '/publisher/actions', search: { program: program ?? '', status } };
  }
  if (program !== undefined && day !== undefined) {
    return { to: '/publisher/statistics', search: { program, rows: 'ad_space', from: day, to: day } };
  }
  if (of === 'program') return { to: `/publisher/programs/${encodeURIComponent(id)}`, search: {} };
  // The ad space's page tells how it stands to each program.
  if (of === 'partnership' || of === 'ad_space') return { to: `/publisher/ad-spaces/${id.split('/')[0]}`, search: {} };
  return null;
}
