import type {
  CountriesShown,
  PercentShown,
  RangeShown,
  RateRow,
  RatesShown,
} from '../../../modules/program-pages/index.ts';
import type { Visit } from '../frame/visit.ts';
import { filled, labelOf } from '../words.ts';
import { conditionText } from './condition-words.ts';

/** The names that a program gives to categories, stores and lists in one language. */
export type RateLabels = ReadonlyMap<string, string>;

/** What a rate is for. */
export function subjectText(visit: Visit, { subject, percent, rule }: RateRow, labels: RateLabels): string {
  const words = visit.words.program.rates;
  const own = labels.get(rule);
  if (own !== undefined) return own;
  if (percent?.kind === 'per-product') return percent.hot ? words.hot : words.seller;
  switch (subject.kind) {
    case 'category':
      return labels.get(subject.key) ?? subject.name;
    case 'other-categories':
      return words.others;
    case 'stores':
      return labels.get(subject.key) ?? filled(words.stores, { name: subject.key });
    case 'when':
      return capital(conditionText(visit, subject.condition, labels));
    case 'all':
      return words.all;
  }
}

/** The rate itself, such as `1,15 %` or `8% + 5 € per order`. */
export function rateText(visit: Visit, { percent, fixed }: RateRow): string {
  const words = visit.words.program.rates;
  const per = { order: words.perOrder, line: words.perLine, unit: words.perUnit };
  const parts = fixed.map((each) => `${visit.formats.money(each.amount, each.currency)} ${per[each.per]}`);
  return [...(percent === null ? [] : [percentText(visit, percent)]), ...parts].join(' + ');
}

function percentText(visit: Visit, percent: PercentShown): string {
  const { formats, words } = visit;
  if (percent.kind !== 'per-product') return formats.percent(percent.percent);
  const { rates } = words.program;
  const [only, ...more] = percent.ranges;
  return only === undefined || more.length > 0 ? rates.perProduct : rangeText(visit, only);
}

export function rangeText({ formats, words }: Visit, { min, max }: RangeShown): string {
  return filled(words.program.rates.range, { min: formats.percent(min), max: formats.percent(max) });
}

/** From which volume a tier counts; `null` for what is no tier. */
export function tierText({ formats, words }: Visit, { percent }: RateRow): string | null {
  if (percent?.kind !== 'tier') return null;
  const { rates } = words.program;
  const months = percent.counts === 'orders' ? rates.tierMonth : rates.tierAmountMonth;
  const days = percent.counts === 'orders' ? rates.tierDay : rates.tierAmountDay;
  if (/^0*(\.0+)?$/.test(percent.from)) return percent.counts === 'orders' ? rates.tierFirst : rates.tierAmountFirst;
  return filled(percent.per === 'month' ? months : days, { from: formats.decimal(percent.from) });
}

/** Whose products a range is for. */
export function sellerText({ formats, words }: Visit, { kind, countries }: CountriesShown): string {
  const { rates } = words.program;
  if (kind === 'any') return rates.rangeAny;
  return filled(kind === 'in' ? rates.rangeIn : rates.rangeOutside, { countries: formats.countries(countries) });
}

export function deliveryText({ formats, words }: Visit, { kind, countries }: CountriesShown): string {
  const { rates } = words.program;
  if (kind === 'any') return rates.everywhere;
  return filled(kind === 'in' ? rates.in : rates.outside, { countries: formats.countries(countries) });
}

const DAY_MS = 86_400_000;

/** What holds for all orders: label and sentence. */
export function commonTerms(visit: Visit, rates: RatesShown): readonly (readonly [label: string, text: string])[] {
  const { formats } = visit;
  const words = visit.words.program.rates;
  const time = { time: formats.duration(rates.windowMs) };
  const window = [
    filled(rates.pick === 'last' ? words.last : words.first, time),
    ...(rates.couponFirst ? [words.coupon] : []),
  ];
  const caps = rates.caps.map(({ per, amount, currency }) =>
    filled(labelOf(words.caps, per), { amount: formats.money(amount, currency) }),
  );
  const { event, withinDays } = rates.confirmation;
  const confirmed = [
    filled(words.event, { event: labelOf(visit.words.kinds.confirmations, event) }),
    ...(withinDays === null ? [] : [filled(words.within, { time: formats.duration(withinDays * DAY_MS) })]),
  ];
  return [
    ...(rates.geoMatch === null
      ? []
      : [[words.geo, rates.geoMatch === 'country' ? words.geoCountry : words.geoRegion] as const]),
    [words.window, window.join('; ')],
    [
      words.currency,
      filled(rates.converted ? words.converted : words.accrued, { currency: formats.currency(rates.currency) }),
    ],
    ...(caps.length === 0 ? [] : [[words.cap, caps.join('; ')] as const]),
    [words.confirmation, confirmed.join(', ')],
  ];
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
