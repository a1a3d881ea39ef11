import type { AdvertiserPaymentPreviewBody } from '../../../../contract/wire/advertiser-payments.ts';

/** Which orders a payment is for, as it is chosen and typed. */
export interface Choice {
  readonly by: 'day' | 'list';
  readonly until: string;
  readonly list: string;
}

/** As many as the API takes at once. */
export const LISTED_MAX = 5_000;

/** One number in each line; each once, however often it is written. */
export function listed(list: string): readonly string[] {
  const lines = list.split(/[\n\r;]+/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

export type ChoiceFault = 'untilMissing' | 'listMissing' | 'listLong';

/** As the API takes it, or what is missing. */
export function readChoice(program: string, { by, until, list }: Choice): AdvertiserPaymentPreviewBody | ChoiceFault {
  if (by === 'day') return until === '' ? 'untilMissing' : { program, until };
  const orders = listed(list);
  if (orders.length === 0) return 'listMissing';
  return orders.length > LISTED_MAX ? 'listLong' : { program, orders: [...orders] };
}
