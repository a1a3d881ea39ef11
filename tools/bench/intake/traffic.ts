import { Agent, request } from 'node:http';
import { everydayProducts } from '../../../apps/tributary/example/products.ts';
import type { Instant } from '../../../core/time/index.ts';
import { issueToken } from '../../../modules/accounts/index.ts';
import type { Program } from '../../../modules/programs/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import type { IntakeNetwork } from './network.ts';

/** Clicks made beforehand, each for several orders: two orders on one click are two orders. */
const CLICKS = 1_000;
const CLICKS_AT_A_TIME = 32;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';

/** A program with a click of its own and its advertiser's token. */
export interface Seller {
  readonly program: Program;
  readonly token: string;
  readonly clickIds: readonly string[];
  readonly market: Market;
}

/** Where a program's customers are, and what they pay with. */
interface Market {
  readonly currency: string;
  readonly country: string;
  /** The first numbers of their addresses. */
  readonly network: string;
}

/**
 * Programs in which every order earns, however many there are: at a rate, at another with a conversion of currencies, and by the volume of
 * the month. The example's others cap what a publisher earns in a day or a month, and a benchmark is at the cap after a moment.
 */
const MARKETS: Readonly<Record<string, Market>> = {
  'aliexpress-ru-cis-new': { currency: 'USD', country: 'RU', network: '95.24.16' },
  'aliexpress-ww': { currency: 'USD', country: 'DE', network: '87.128.10' },
  'hotel-nights': { currency: 'EUR', country: 'DE', network: '87.128.10' },
};

/** The kind of the example's ad space that earns nothing by clicks from Russia. */
const DROPSHIPPER = 'online_store';

/** These programs with clicks through the ad spaces that joined them, made by HTTP at the edge. */
export async function sellersOf(network: IntakeNetwork): Promise<Seller[]> {
  const { established } = network;
  const agent = new Agent({ keepAlive: true, maxSockets: CLICKS_AT_A_TIME });
  const programs = [...established.programs.values()].flatMap((program) => {
    const market = MARKETS[program.code];
    return market === undefined ? [] : [{ program, market }];
  });
  const sellers: Seller[] = [];
  for (const { program, market } of programs) {
    const links = established.credentials.ad_spaces.flatMap(({ kind, links: paths }) =>
      kind === DROPSHIPPER ? [] : (paths[program.code] ?? []),
    );
    const clicks = Array.from({ length: Math.ceil(CLICKS / programs.length) }, (_, index) => {
      const path = `${new URL(links[index % links.length] ?? '', 'http://localhost').pathname}?subid=s${index % 50}`;
      return clickAt(agent, network.port, path, `${market.network}.${1 + (index % 250)}`, program.clickParameter);
    });
    const clickIds = await Promise.all(clicks);
    const token = await tokenOf(network, program.code);
    sellers.push({ program, token, clickIds, market });
  }
  agent.destroy();
  await network.clicksStored(sellers.reduce((sum, { clickIds }) => sum + clickIds.length, 0));
  return sellers;
}

function clickAt(agent: Agent, port: number, path: string, address: string, parameter: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'user-agent': BROWSER, 'x-forwarded-for': address };
    const asked = request({ agent, port, host: '127.0.0.1', path, headers }, (answer) => {
      answer.resume();
      const id =
        answer.headers.location === undefined ? null : new URL(answer.headers.location).searchParams.get(parameter);
      if (id === null)
        reject(new Error(`click ${path}: expected a redirect with ${parameter}, got ${answer.statusCode}`));
      else resolve(id);
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function tokenOf({ established, network }: IntakeNetwork, program: string): Promise<string> {
  const email = established.credentials.programs.find(({ code }) => code === program)?.advertiser_email;
  const application = established.credentials.api_applications.find(({ owner_email }) => owner_email === email);
  if (application === undefined) throw new Error(`no API application for the advertiser of ${program}`);
  const { client_id: clientId, client_secret: clientSecret } = application;
  const issued = await issueToken(network.db, systemClock.now(), { clientId, clientSecret, scopes: ['orders'] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

/** An order of one everyday product that nobody has reported yet. */
export interface NewOrder {
  readonly seller: Seller;
  readonly orderId: string;
  readonly clickId: string;
  readonly productId: string;
  readonly amount: string;
  readonly orderedAt: string;
}

/** Which orders are to be made: their numbers, and since when they were ordered. */
export interface OrderSeries {
  readonly first: number;
  readonly count: number;
  readonly since: Instant;
}

/** New orders of all programs in turn. */
export function newOrders(sellers: readonly Seller[], { first, count, since }: OrderSeries): NewOrder[] {
  const until = systemClock.now();
  return Array.from({ length: count }, (_, index) => {
    // One after the other, as shops have them.
    const orderedAt = new Date(since + Math.floor(((until - since) * (index + 1)) / count)).toISOString();
    const number = first + index;
    const seller = sellers[number % sellers.length];
    const clickId = seller?.clickIds[number % seller.clickIds.length];
    const product = everydayProducts[number % everydayProducts.length];
    if (seller === undefined || clickId === undefined || product === undefined)
      throw new Error('no seller, click or product');
    const amount = `${10 + (number % 90)}.50`;
    return { seller, orderId: `BENCH-${number}`, clickId, productId: product.productId, amount, orderedAt };
  });
}

/** The whole request that reports an order. */
export function requestOf({ seller, orderId, clickId, productId, amount, orderedAt }: NewOrder): string {
  const body = JSON.stringify({
    program: seller.program.code,
    order_id: orderId,
    ordered_at: orderedAt,
    currency: seller.market.currency,
    click_id: clickId,
    delivery_country: seller.market.country,
    customer: 'new',
    lines: [{ line_id: '1', product_id: productId, amount, quantity: 1 }],
  });
  return [
    'POST /api/v1/orders HTTP/1.1',
    'host: localhost',
    `authorization: Bearer ${seller.token}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

/** The same orders as a file, in the columns of `tributary import orders`. */
export function fileOf(orders: readonly NewOrder[]): Buffer {
  const rows = orders.map(({ seller, orderId, clickId, productId, amount, orderedAt }) =>
    [orderId, orderedAt, amount, seller.market.currency, clickId, seller.market.country, productId].join(','),
  );
  return Buffer.from(
    `${['order_id,ordered_at,amount,currency,click_id,delivery_country,product_id', ...rows].join('\n')}\n`,
  );
}
