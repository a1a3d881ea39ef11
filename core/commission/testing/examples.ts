import { decimal } from '../../money/index.ts';
import { type Instant, parseInstant } from '../../time/index.ts';
import type {
  ClickFacts,
  LandingFacts,
  LineFacts,
  OrderEventFacts,
  OrderFacts,
  ViolationCode,
} from '../facts/facts.ts';

/**
 * The worked examples E-01 … E-99 of docs/domain/aliexpress-ru-cis.terms.md, read from the table itself. A row is kept as its cells;
 * `exampleFacts` and `exampleExpectation` say what they mean. Pure: the caller reads the file.
 */
export interface ExampleRow {
  readonly id: string;
  /** Letter and title of the part of the table, for example `A. Delivered to CIS: seller-set rates`. */
  readonly part: string;
  readonly time: string;
  readonly countries: string;
  readonly vpn: string;
  readonly link: string;
  readonly seller: string;
  readonly category: string;
  readonly flags: string;
  readonly price: string;
  readonly setRates: string;
  readonly rate: string;
  readonly arithmetic: string;
  readonly commission: string;
  readonly status: string;
  readonly reason: string;
}

export interface Examples {
  readonly rows: readonly ExampleRow[];
  /** Category keys by their labels, from table 6. */
  readonly categories: ReadonlyMap<string, string>;
}

export interface ExampleExpectation {
  readonly status: string;
  readonly reason: string;
  /** Notes that the row names; others may be there besides. */
  readonly notes: readonly string[];
  /** As written, without the sign; `null` where the line was never priced. */
  readonly rate: string | null;
  /** Sum of the lines in the order's currency after the cap, for example `38.00 USD`; `null` where the row does not say. */
  readonly orderCommission: string | null;
  /** What is earned after all events, for example `2280.00 RUB`; `null` where undetermined. */
  readonly commission: string | null;
  /** What was taken back after approval, for example `24.00 RUB`; `null` where the row speaks of none. */
  readonly deducted: string | null;
}

export const RC = 'aliexpress-ru-cis-new';
export const WW = 'aliexpress-ww';

const HOUR_MS = 3_600_000;
const DEFAULT_TIME = '2022-06-15 12:00:00.000';
const ZONE = 'Europe/Moscow';

export function readExamples(document: string): Examples {
  const lines = document.split('\n');
  const rows: ExampleRow[] = [];
  const categories = new Map<string, string>();
  let part = '';
  for (const line of lines) {
    if (line.startsWith('### ')) part = line.slice('### '.length);
    if (line.startsWith('## ')) part = line.slice('## '.length);
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : [];
    if (part.startsWith('6. ') && cells.length === 5) categories.set(cells[1] ?? '', cells[0] ?? '');
    if (/^E-\d\d$/.test(cells[0] ?? '')) rows.push(toRow(cells, part));
  }
  return { rows, categories };
}

function toRow(cells: readonly string[], part: string): ExampleRow {
  const [id = '', time = '', countries = '', vpn = '', link = '', seller = '', category = '', flags = ''] = cells;
  const [price = '', setRates = '', rate = '', arithmetic = '', commission = '', status = '', reason = ''] =
    cells.slice(8);
  return {
    id,
    part,
    time,
    countries,
    vpn,
    link,
    seller,
    category,
    flags,
    price,
    setRates,
    rate,
    arithmetic,
    commission,
    status,
    reason,
  };
}

/** The facts of a row, with the fixtures of section 21 where the row is silent. */
export function exampleFacts(row: ExampleRow, { categories }: Examples): OrderFacts {
  const { orderedAt, clicksAt } = moments(row);
  const [, delivery = ''] = row.countries.split(' → ');
  const currency = row.price.endsWith('RUB') ? 'RUB' : 'USD';
  const life = lifeOf(row, orderedAt);
  return {
    orderId: row.id,
    program: programOf(row),
    orderedAt,
    deliveryCountry: delivery,
    currency,
    internalRates: { 'USD/RUB': decimal(/internal rate (\d+\.\d+)/.exec(row.reason)?.[1] ?? '60.0000') },
    clicks: clicksAt.map((at, index) => clickOf(row, at, index)),
    customer: null,
    coupon: null,
    volume: null,
    used: { day: null, month: null, budget: null },
    goodsReceived: life.received,
    events: life.events,
    lines: linesOf(row, orderedAt, categories),
  };
}

function programOf(row: ExampleRow): string {
  const routedTo = /routed to (RC|WW)/.exec(row.link)?.[1];
  return (routedTo ?? row.link.slice(0, 2)) === 'WW' ? WW : RC;
}

function moments({ time }: ExampleRow): { readonly orderedAt: Instant; readonly clicksAt: readonly Instant[] } {
  const stated = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/.exec(time)?.[0];
  const orderedAt = moscow(stated ?? DEFAULT_TIME);
  if (time === 'no click on record') return { orderedAt, clicksAt: [] };
  const ages = [...time.matchAll(/click \+ (?:(\d+):(\d\d):(\d\d)\.(\d{3})|(\d+) h)/g)].map((age) => ageMs(age));
  if (ages.length > 0) return { orderedAt, clicksAt: ages.map((age) => orderedAt - age) };
  const clickedAt = /click (\d{4}-\d\d-\d\d \d\d:\d\d)/.exec(time)?.[1];
  return { orderedAt, clicksAt: [clickedAt === undefined ? orderedAt - HOUR_MS : moscow(`${clickedAt}:00.000`)] };
}

function ageMs([, hours, minutes, seconds, ms, wholeHours]: RegExpExecArray): number {
  if (wholeHours !== undefined) return Number(wholeHours) * HOUR_MS;
  return Number(hours) * HOUR_MS + Number(minutes) * 60_000 + Number(seconds) * 1_000 + Number(ms);
}

function moscow(text: string): Instant {
  const parsed = parseInstant(text, { assumedZone: ZONE });
  if (!parsed.ok) throw new Error(`not a time: ${text}`);
  return parsed.value;
}

function clickOf(row: ExampleRow, at: Instant, index: number): ClickFacts {
  const [country = ''] = row.countries.split(' → ');
  return {
    clickId: `c${index + 1}`,
    at,
    country,
    anonymizer: row.vpn === 'yes' ? 'yes' : row.vpn === 'no' ? 'no' : 'unknown',
    landing: landingOf(row),
    adSpace: {
      id: `P${index + 1}`,
      code: null,
      kind: 'content_site',
      trafficType: 'content_site',
      dropshipping: false,
      blocked: false,
      agreed: true,
    },
    routedFrom: row.link.includes('routed to') ? (row.link.startsWith('WW') ? WW : RC) : null,
  };
}

const ORDERED_PRODUCT = 'P1';
const OTHER_PRODUCT = 'P2';

/** `home`, `item`, `other item S`, `item S`, `shop S`, after the program's letters. */
function landingOf(row: ExampleRow): LandingFacts {
  const link = row.link.slice('RC:'.length);
  const redirected = link.includes('redirected');
  const store = /(?:item|shop) (S-\w+)/.exec(link)?.[1] ?? null;
  if (link.startsWith('shop')) return { kind: 'shop', productId: null, storeId: store, redirected };
  if (link.startsWith('home')) return { kind: 'home', productId: null, storeId: null, redirected };
  if (store !== null) return { kind: 'item', productId: OTHER_PRODUCT, storeId: store, redirected };
  return { kind: 'item', productId: ORDERED_PRODUCT, storeId: storeOf(row), redirected };
}

function storeOf({ seller }: ExampleRow): string {
  const store = seller.split(' / ')[1] ?? '';
  return store.startsWith('CHUWI') ? 'S-CHUWI' : store;
}

function linesOf(row: ExampleRow, orderedAt: Instant, categories: Examples['categories']): LineFacts[] {
  const amounts = row.price.replace(/ (USD|RUB)$/, '').split(' + ');
  const flags = row.flags.split(' ');
  return amounts.map((amount, index) => ({
    lineId: String(index + 1),
    productId: ORDERED_PRODUCT,
    storeId: storeOf(row),
    sellerCountry: row.seller.slice(0, 2),
    category: categoryOf(row.category, categories),
    amount: decimal(amount),
    quantity: 1,
    affiliate: flags.includes('A') ? true : flags.includes('N') ? false : null,
    hot: flags.includes('H'),
    virtual: flags.includes('V'),
    hidden: flags.includes('X'),
    sellerRate: setRate(row.setRates, 'std', orderedAt),
    hotRate: setRate(row.setRates, 'hot', orderedAt),
  }));
}

/** By its label in table 6; a remark in brackets is no part of it. Other words are categories the terms do not name. */
function categoryOf(text: string, categories: Examples['categories']): string {
  const label = text.replace(/ \(.*\)$/, '');
  return categories.get(label) ?? label.toLowerCase().replaceAll(' ', '_');
}

/** `std 5.00 → 8.00`: the new rate holds from the increase on. */
function setRate(text: string, kind: 'std' | 'hot', orderedAt: Instant): LineFacts['sellerRate'] {
  const [, before, after] = new RegExp(`${kind} (\\d+\\.\\d+)(?: → (\\d+\\.\\d+))?`).exec(text) ?? [];
  if (before === undefined) return null;
  return decimal(after !== undefined && orderedAt >= moscow('2022-08-16 00:00:00.000') ? after : before);
}

interface Life {
  readonly received: boolean;
  readonly events: readonly OrderEventFacts[];
}

const DAY_MS = 24 * HOUR_MS;

/** What the row's second column says about the life of the order, as events some days apart. */
function lifeOf(row: ExampleRow, orderedAt: Instant): Life {
  const received = { id: 'received', type: 'goods_received', at: orderedAt + 10 * DAY_MS } as const;
  const what = eventOf(row);
  if (what === null) return { received: row.status !== 'pending', events: [] };
  const after = /after (approval|withdrawal)/.test(row.time);
  const event = { ...what, at: orderedAt + (after ? 20 : 5) * DAY_MS };
  if (after) return { received: true, events: [event, received] };
  // One of several lines: the others still arrive.
  const rest = what.type === 'refunded' && what.lines !== null;
  return { received: rest, events: rest ? [received, event] : [event] };
}

type WithoutTime<T> = T extends { readonly at: Instant } ? Omit<T, 'at'> : never;

function eventOf(row: ExampleRow): WithoutTime<OrderEventFacts> | null {
  if (row.part.startsWith('L.')) {
    return { id: 'violation', type: 'violation', violation: violationOf(row.reason), lines: null };
  }
  if (row.time.startsWith('closed')) return { id: 'closed', type: 'closed' };
  const refunded = { id: 'refunded', type: 'refunded' } as const;
  if (row.time.startsWith('full refund')) return { ...refunded, lines: null };
  if (row.time.startsWith('1 of 2 lines')) return { ...refunded, lines: [{ lineId: '2', amount: null }] };
  const amount = row.time.startsWith('half of') ? '500.00' : /^(\d+\.\d\d) of/.exec(row.time)?.[1];
  return amount === undefined ? null : { ...refunded, lines: [{ lineId: '1', amount: decimal(amount) }] };
}

const violations: readonly ViolationCode[] = [
  'abnormal_traffic',
  'abnormal_order',
  'PPC_violation',
  'SID_black_list',
  'risk',
];

function violationOf(reason: string): ViolationCode {
  const found = violations.find((code) => reason.startsWith(code));
  if (found === undefined) throw new Error(`not a violation: ${reason}`);
  return found;
}

export function exampleExpectation(row: ExampleRow): ExampleExpectation {
  const [reason = ''] = row.reason.split(/[ ,;]/);
  const rate = /^(\d+\.\d+) %/.exec(row.rate)?.[1] ?? null;
  return {
    status: row.status.replace(' + deduction', ''),
    reason,
    notes: ['CAPPED', 'VPN_UNVERIFIED', 'GEO_ROUTED', 'REDIRECTED']
      .filter((note) => new RegExp(`[+] ${note}|still ${note}`).test(row.reason))
      .concat(row.reason.includes('(hot needs item link)') ? ['HOT_NEEDS_ITEM_LINK'] : []),
    rate,
    ...amountsOf(row),
  };
}

function amountsOf({
  commission,
}: ExampleRow): Pick<ExampleExpectation, 'orderCommission' | 'commission' | 'deducted'> {
  const none = { orderCommission: null, commission: null, deducted: null };
  if (commission === 'undetermined') return none;
  const taken = /−(\d+\.\d\d (?:RUB|USD))|deduction (\d+\.\d\d)/.exec(commission);
  const earned = commission.startsWith('−') ? null : /(?:^|= )(\d+\.\d\d (?:RUB|USD))(?!.* = )/.exec(commission)?.[1];
  const currency = (earned ?? taken?.[1] ?? '').slice(-3);
  return {
    orderCommission: /^(\d+\.\d\d (?:USD|RUB)) =/.exec(commission)?.[1] ?? null,
    commission: earned ?? `0.00 ${currency}`,
    deducted: taken === null ? null : (taken[1] ?? `${taken[2]} ${currency}`),
  };
}
