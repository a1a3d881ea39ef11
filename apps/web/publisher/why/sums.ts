import type { WhyAnswer, WhyStory, WhyStoryLine } from '../../../../contract/wire/why.ts';
import { isSome, sumOf } from '../../kit/values/decimals.ts';
import { named } from '../figures/names.ts';
import type { Telling } from './telling.ts';

/** One row of the arithmetic: what it is, and what comes out. */
export interface Sum {
  readonly key: string;
  readonly what: string;
  readonly result: string;
  readonly strong?: boolean;
}

/** What the arithmetic reads of an answer. */
export interface Summed {
  readonly commission: WhyAnswer['commission'];
  readonly story: Pick<WhyStory, 'price' | 'lines' | 'fx'> & {
    readonly terms: Pick<WhyStory['terms'], 'rounding' | 'caps'>;
  };
}

interface Sums extends Pick<Telling, 't' | 'formats'> {
  readonly why: Summed;
}

/** From the price of a line to what it earns, so that every amount follows from those above it. */
export function sumsOf(line: WhyStoryLine, telling: Sums): Sum[] {
  const { why, t, formats } = telling;
  const money = (amount: string) => formats.money(amount, why.story.price.currency);
  const accrued = (amount: string) => formats.money(amount, why.commission.currency);
  const sums: Sum[] = [{ key: 'price', what: t('why.money.price'), result: money(line.price) }];
  if (line.refunded !== null) {
    sums.push({ key: 'refunded', what: t('why.money.refunded'), result: `− ${money(line.refunded)}` });
    sums.push({ key: 'kept', what: t('why.money.kept'), result: money(line.kept) });
  }
  if (line.status === 'pending' || line.status === 'approved') sums.push(...commissionOf(line, telling));
  const reason = named(t, 'reason', line.reason);
  if (isSome(line.lost)) {
    sums.push({ key: 'lost', what: t('why.money.lost'), result: accrued(line.lost) });
    sums.push({ key: 'not-earned', what: t('why.money.notEarned', { reason }), result: `− ${accrued(line.lost)}` });
  }
  if (isSome(line.deducted)) {
    const before = sumOf([line.earned, line.deducted]);
    // A correction takes back without a reason of its own.
    const why = line.reason.startsWith('PAID_') ? t('why.money.corrected') : reason;
    sums.push({ key: 'approved', what: t('why.money.approved'), result: accrued(before) });
    sums.push({
      key: 'deducted',
      what: t('why.money.deducted', { reason: why }),
      result: `− ${accrued(line.deducted)}`,
    });
  }
  const what = line.status === 'pending' ? t('why.money.willEarn') : t('why.money.earned');
  sums.push({ key: 'earned', what, result: accrued(line.earned), strong: true });
  return sums;
}

/** Rate and fixed amounts, rounding, caps, exchange: the two rounding steps of R-2 are told where they are. */
function commissionOf(line: WhyStoryLine, telling: Sums): Sum[] {
  const { why, t, formats } = telling;
  const { price, terms, fx } = why.story;
  const money = (amount: string) => formats.money(amount, price.currency);
  const rounding = terms.rounding === null ? '' : t(`why.money.rounding.${terms.rounding}`);
  const sums = [...partsOf(line, telling)];
  if (sums.length > 1 || (line.exact === null && line.fixed.some(({ currency }) => currency !== price.currency))) {
    sums.push({ key: 'rounded', what: t('why.money.together'), result: money(line.rounded) });
  } else if (line.exact !== null && !isSame(line.exact, line.rounded)) {
    sums.push({ key: 'rounded', what: t('why.money.rounded', { rounding }), result: money(line.rounded) });
  }
  sums.push(...capsOfOrder(line, telling));
  if (fx !== null) {
    const parts = { amount: money(line.capped), rate: formats.number(fx.rate) };
    const what = line.converted_exact === null ? t('why.money.divided', parts) : t('why.money.exchange', parts);
    const result = formats.money(line.converted_exact ?? line.converted, why.commission.currency, { exact: true });
    sums.push({ key: 'exchange', what, result });
  }
  if (line.converted_exact !== null && !isSame(line.converted_exact, line.converted)) {
    const what = t('why.money.rounded', { rounding });
    sums.push({ key: 'converted', what, result: formats.money(line.converted, why.commission.currency) });
  }
  return [...sums, ...capsOfPeriod(line, telling)];
}

/** The part by rate and the fixed ones. */
function partsOf(line: WhyStoryLine, { why, t, formats }: Sums): Sum[] {
  const { currency } = why.story.price;
  const sums: Sum[] = [];
  if (line.exact !== null && line.rate !== null) {
    const what = t('why.money.rate', { kept: formats.money(line.kept, currency), rate: formats.rate(line.rate) });
    sums.push({ key: 'rate', what, result: formats.money(line.exact, currency, { exact: true }) });
  }
  for (const { per, amount, currency: stated, times } of line.fixed) {
    const each = formats.money(amount, stated, { exact: true });
    const result = times === 1 ? each : `${each} × ${formats.number(times)}`;
    sums.push({ key: `fixed ${per} ${amount}`, what: t(`why.money.fixed.${per}`, { count: times }), result });
  }
  return sums;
}

type Cap = Telling['why']['story']['terms']['caps'][number];

function capsOfOrder(line: WhyStoryLine, { why, t, formats }: Sums): Sum[] {
  const { terms, price, lines } = why.story;
  const row = (cap: Cap, after: string, effect: string): Sum => ({
    key: `cap ${cap.per} ${cap.amount}`,
    what: `${t('why.money.cap', { cap: capText(cap, { t, formats }) })}: ${effect}`,
    result: formats.money(after, price.currency),
  });
  const effectOf = (isLowered: boolean) => t(isLowered ? 'why.money.capped' : 'why.money.notCapped');
  const live = lines.filter(({ status }) => status === 'pending' || status === 'approved');
  const sum = formats.money(sumOf(live.map(({ limited }) => limited)), price.currency);
  const isLowered = line.limited !== line.capped;
  const shared = live.length > 1 && isLowered ? t('why.money.capShared', { sum }) : effectOf(isLowered);
  return [
    ...capsPer(terms.caps, ['line']).map((cap) => row(cap, line.limited, effectOf(line.limited !== line.rounded))),
    ...capsPer(terms.caps, ['order']).map((cap) => row(cap, line.capped, shared)),
  ];
}

function capsOfPeriod(line: WhyStoryLine, { why, t, formats }: Sums): Sum[] {
  return capsPer(why.story.terms.caps, ['day', 'month', 'budget']).map((cap) => {
    const stated = capText(cap, { t, formats });
    const used = cap.used === null ? null : formats.money(cap.used, why.commission.currency);
    const told = used === null ? stated : t('why.money.capUsed', { cap: stated, used });
    const effect = t(line.converted === line.earned ? 'why.money.notCapped' : 'why.money.capped');
    return {
      key: `cap ${cap.per} ${cap.amount}`,
      what: `${t('why.money.cap', { cap: told })}: ${effect}`,
      result: formats.money(line.earned, why.commission.currency),
    };
  });
}

function capsPer(caps: readonly Cap[], periods: readonly Cap['per'][]): readonly Cap[] {
  return caps.filter(({ per }) => periods.includes(per));
}

function capText({ per, amount, currency }: Cap, { t, formats }: Pick<Telling, 't' | 'formats'>): string {
  return `${formats.money(amount, currency)} ${t(`why.money.per.${per}`)}`;
}

/** `2.1` and `2.10` are one amount. */
function isSame(exact: string, rounded: string): boolean {
  return !isSome(sumOf([exact, `-${rounded}`]));
}
