import { Readable } from 'node:stream';
import { expectOk } from '../../apps/tributary/example/establish.ts';
import { type AdSpaceKey, rc, ww } from '../../apps/tributary/example/people.ts';
import type { OrderEventFacts, OrderFacts } from '../../core/commission/index.ts';
import { type ExampleRow, type Examples, exampleFacts } from '../../core/commission/testing/examples.ts';
import { decimal, formatDecimal } from '../../core/money/index.ts';
import { withdrawal } from '../../core/posting/index.ts';
import { dayAt, formatInstant, type Instant } from '../../core/time/index.ts';
import { importProducts, importRates } from '../../modules/catalogue/index.ts';
import { post } from '../../modules/ledger/index.ts';
import { changeProgram, listPrograms } from '../../modules/programs/index.ts';
import { setInternalRate, termsOf } from '../../modules/terms/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { NewEvent } from '../support/client.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';

const SYSTEM = { role: 'system' } as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const actor = 'scenario';

/** Before the first order of the examples, so that everything they rest on is known when it happens. */
const BEGINNING = Date.UTC(2021, 11, 20, 9);
/** From when a higher rate of a product holds, where a row names two (E-61 … E-65). */
const RAISED_AT = '2022-08-16T00:00:00+03:00';

export const advertisers: Readonly<Record<string, string>> = {
  [rc]: 'affiliates@ru-cis.test',
  [ww]: 'affiliates@worldwide.test',
};

export interface Earner {
  readonly adSpace: AdSpaceKey;
  readonly email: string;
}

const notes: Earner = { adSpace: 'notes', email: 'anna@gadget-notes.test' };
const rival: Earner = { adSpace: 'compare', email: 'dmitri@deal-meter.test' };

/** Rows that speak of the whole balance of a publisher have one to themselves. */
const alone: Readonly<Record<string, Earner>> = {
  'E-78': { adSpace: 'coupons', email: 'boris@code-corner.test' },
  'E-87': { adSpace: 'cashback', email: 'clara@second-purse.test' },
};

/** Whose link a row's click is made on; the second click of a row is another publisher's (E-69). */
export function earnerOf(row: ExampleRow, click = 0): Earner {
  return click === 0 ? (alone[row.id] ?? notes) : rival;
}

export interface YearOptions {
  readonly rows: readonly ExampleRow[];
  readonly examples: Examples;
  /** Internal rate USD/RUB of every day. */
  readonly internalRate: string;
  readonly geoRouting: boolean;
}

/** One order of the table with everything that happens to it. */
interface Story {
  readonly row: ExampleRow;
  readonly facts: OrderFacts;
  readonly clickIds: (string | null)[];
}

/** Something that happens at a moment of the year. */
interface Happening {
  readonly at: Instant;
  readonly happen: () => Promise<void>;
}

/**
 * Lets the orders of the worked examples happen in a network of their own, in the order of time: visitors click, clicks are carried into
 * the store, the advertiser reports the order and what becomes of it, publishers withdraw. The clock stands at each moment.
 */
export async function liveThrough(options: YearOptions): Promise<TestNetwork> {
  const clock = manualClock(BEGINNING);
  const stories = options.rows.map((row): Story => ({ row, facts: exampleFacts(row, options.examples), clickIds: [] }));
  const net = await openTestNetwork({ clock, prepare: ({ db }) => prepare(db, options, stories) });
  try {
    await stock(net, stories);
    const happenings = stories.flatMap((story) => happeningsOf(net, story)).sort((a, b) => a.at - b.at);
    for (const { at, happen } of happenings) {
      clock.set(at);
      await happen();
    }
    return net;
  } catch (error) {
    await net.close();
    throw error;
  }
}

/** What is settled before the first visitor comes: the internal rates, and whether clicks are routed between the two programs. */
async function prepare(db: Database, options: YearOptions, stories: readonly Story[]): Promise<void> {
  const days = new Set(stories.map(({ facts }) => dayAt(facts.orderedAt, 'Europe/Moscow')));
  await db.transaction(SYSTEM, async (tx) => {
    const by = { at: BEGINNING, actor };
    for (const day of days) {
      const stated = { program: rc, base: 'USD', quote: 'RUB', day, rate: decimal(options.internalRate) };
      expectOk(await setInternalRate(tx, { ...stated, source: 'fixture', ...by }));
    }
    for (const program of options.geoRouting ? await listPrograms(tx) : []) {
      const { code, geoRouting } = program;
      if (geoRouting.pair !== null)
        expectOk(await changeProgram(tx, code, { geoRouting: { ...geoRouting, mode: 'on' } }, by));
    }
  });
}

/** The catalogue of each program: what the rows say of their products and of the pages that links lead to. */
async function stock({ network }: TestNetwork, stories: readonly Story[]): Promise<void> {
  const { db, clock } = network;
  const programs = await db.transaction(SYSTEM, (tx) => listPrograms(tx));
  for (const program of programs) {
    const own = stories.filter(({ facts }) => facts.program === program.code);
    if (own.length === 0) continue;
    const refused: unknown[] = [];
    const file = (rows: readonly object[]) => ({
      program,
      format: 'jsonl' as const,
      stream: Readable.from([Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))]),
      at: BEGINNING,
      author: actor,
      onFinding: (finding: { readonly severity: string }) => {
        if (finding.severity === 'refused') refused.push(finding);
      },
    });
    expectOk(await importProducts(db, clock, file(own.flatMap(productRows))));
    const terms = await db.transaction(SYSTEM, (tx) => termsOf(tx, program.code));
    const rates = own.flatMap(rateRows);
    if (rates.length > 0) expectOk(await importRates(db, clock, { ...file(rates), terms }));
    if (refused.length > 0) throw new Error(`products of the examples: ${JSON.stringify(refused)}`);
  }
}

/** Products are named after their row, so that none is another row's. */
function named(row: ExampleRow, productId: string): string {
  return `${row.id}-${productId}`;
}

function productRows({ row, facts }: Story): object[] {
  const [line] = facts.lines;
  if (line?.productId == null) throw new Error(`${row.id}: no product`);
  const ordered = {
    product_id: named(row, line.productId),
    store_id: line.storeId,
    seller_country: line.sellerCountry,
    category: line.category,
    ...(line.affiliate === null ? {} : { affiliate: line.affiliate }),
    hot: line.hot,
    virtual: line.virtual,
    hidden: line.hidden,
  };
  // The link leads to another item, of this shop or of another one.
  const others = facts.clicks.flatMap(({ landing }) =>
    landing.kind !== 'item' || landing.productId === null || landing.productId === line.productId
      ? []
      : [{ product_id: named(row, landing.productId), store_id: landing.storeId }],
  );
  return [ordered, ...others];
}

function rateRows({ row, facts }: Story): object[] {
  const [line] = facts.lines;
  const percent = (kind: string): string | undefined => new RegExp(`${kind} (\\d+\\.\\d+)`).exec(row.setRates)?.[1];
  const [std, hot] = [percent('std'), percent('hot')];
  if (line?.productId == null || (std === undefined && hot === undefined)) return [];
  const product_id = named(row, line.productId);
  const raised = /→ (\d+\.\d+)/.exec(row.setRates)?.[1];
  const first = {
    product_id,
    ...(std === undefined ? {} : { seller_rate: std }),
    ...(hot === undefined ? {} : { hot_rate: hot }),
    valid_from: formatInstant(facts.orderedAt - 5 * DAY_MS),
  };
  return raised === undefined ? [first] : [first, { product_id, seller_rate: raised, valid_from: RAISED_AT }];
}

function happeningsOf(net: TestNetwork, story: Story): Happening[] {
  const { row, facts } = story;
  const { program, orderId, orderedAt } = facts;
  const advertiser = advertisers[program] ?? '';
  const clicks = facts.clicks.map(({ at }, index) => ({
    at,
    happen: async () => {
      story.clickIds[index] = await clickOf(net, story, index);
    },
  }));
  const order = {
    at: orderedAt,
    happen: async () => {
      await net.shipper.runOnce();
      await net.report(advertiser, {
        program,
        orderId,
        orderedAt,
        currency: facts.currency,
        deliveryCountry: facts.deliveryCountry,
        clickIds: story.clickIds.flatMap((id) => id ?? []),
        lines: facts.lines.map(({ lineId, productId, amount }) => ({
          lineId,
          productId: productId === null ? null : named(row, productId),
          amount: formatDecimal(amount),
        })),
      });
    },
  };
  const events = lifeOf(facts).map((event) => ({ at: event.at, happen: () => net.happened(advertiser, event) }));
  const withdrawn = row.time.includes('after withdrawal') || row.time.includes('and withdrawal');
  return [
    ...clicks,
    order,
    ...events,
    ...(withdrawn ? [{ at: orderedAt + 15 * DAY_MS, happen: () => withdraw(net, story) }] : []),
  ];
}

/** Pages of the shop that the kinds of links of the table lead to. */
function targetOf({ row, facts }: Story, click: number): string | undefined {
  const landing = facts.clicks[click]?.landing;
  // No page of the shop: the visitor is sent to the home page instead (C-29).
  if (landing?.redirected === true) return 'https://shop-of-others.test/item/1.html';
  if (landing?.kind === 'item' && landing.productId !== null) {
    return `https://aliexpress.ru/item/${named(row, landing.productId)}.html`;
  }
  return landing?.kind === 'shop' ? `https://aliexpress.ru/store/${landing.storeId}` : undefined;
}

/** An address of the country in which a row's visitor clicks, with or without an anonymiser; of an unknown network where that is not known. */
const addresses: Readonly<Record<string, string>> = {
  'RU no': '95.24.16.20',
  'RU yes': '95.24.17.20',
  'RU unknown': '46.228.64.7',
  'DE no': '87.128.10.20',
  'DE yes': '5.9.10.20',
  'KZ no': '178.89.0.20',
  'BY no': '178.120.4.20',
  'UZ no': '84.54.64.20',
  'AM no': '37.252.64.20',
  'GE no': '92.241.64.20',
  'UA no': '178.150.0.20',
  'ES no': '80.24.10.20',
  'FR no': '90.0.10.20',
  'PL no': '83.0.10.20',
  'IT no': '79.0.10.20',
};

function clickOf(net: TestNetwork, story: Story, index: number): Promise<string> {
  const { row, facts } = story;
  const click = facts.clicks[index];
  const address = addresses[`${click?.country} ${click?.anonymizer}`];
  if (address === undefined) throw new Error(`${row.id}: no address in ${click?.country}`);
  const target = targetOf(story, index);
  const link = net.established.linkCode(earnerOf(row, index).adSpace, row.link.startsWith('WW') ? ww : rc);
  return net.click({ link, address, ...(target === undefined ? {} : { target }), subid: row.id });
}

/** What becomes of an order, in the order of time. */
function lifeOf({ program, orderId, orderedAt, goodsReceived, events }: OrderFacts): NewEvent[] {
  const told = events.map((event): NewEvent => ({ program, orderId, at: event.at, ...contentOf(event) }));
  const isTold = events.some(({ type }) => type === 'goods_received');
  return goodsReceived && !isTold
    ? [...told, { program, orderId, at: orderedAt + 10 * DAY_MS, type: 'goods_received' }]
    : told;
}

function contentOf(event: OrderEventFacts): Pick<NewEvent, 'type' | 'violation' | 'lines'> {
  if (event.type === 'violation') return { type: event.type, violation: event.violation };
  if (event.type !== 'refunded' || event.lines === null) return { type: event.type };
  const lines = event.lines.map(({ lineId, amount }) => ({
    line_id: lineId,
    ...(amount === null ? {} : { amount: formatDecimal(amount) }),
  }));
  return { type: event.type, lines };
}

/** The publisher takes out all it has: the 60.00 RUB of the base order. */
async function withdraw({ network, balances }: TestNetwork, { row, facts }: Story): Promise<void> {
  const { email } = earnerOf(row);
  const payable = (await balances(email)).filter(({ account }) => account === 'publisher_balance');
  const [balance] = payable;
  if (balance?.organisation == null || balance.balance !== '60.00' || payable.length !== 1) {
    throw new Error(`${row.id}: expected 60.00 RUB to withdraw; got ${JSON.stringify(payable)}`);
  }
  const entry = withdrawal({
    program: facts.program,
    org: balance.organisation,
    amount: { minor: 6000n, currency: 'RUB' },
    cause: { source: 'bank', eventId: `transfer of ${row.id}` },
    effectiveAt: network.clock.now(),
  });
  const booked = await network.db.transaction(SYSTEM, (tx) => post(tx, [entry]));
  if (!booked.ok) throw new Error(`${row.id}: the withdrawal was refused`);
}
