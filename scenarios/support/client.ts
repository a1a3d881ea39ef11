import type { z } from 'zod';
import type { Credentials } from '../../apps/tributary/example/credentials.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import {
  type BalanceAnswer,
  balancesShape,
  type HistoryAnswer,
  historyShape,
  orderShape,
  type ReportAnswer,
  reportedShape,
  reportShape,
  tokenShape,
  type WhyAnswer,
  whyShape,
} from './answers.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Visit {
  /** Code of the link. */
  readonly link: string;
  /** Address of the visitor; its country is what the country data say. */
  readonly address: string;
  /** Page of the shop that the link is to lead to. */
  readonly target?: string;
  readonly subid?: string;
}

/** What a partner of the network does over HTTP. Whoever acts is named by e-mail address. */
export interface Client {
  /** Follows a link as a browser would; resolves with where the browser is sent. */
  follow(visit: Visit): Promise<URL>;
  /** The same, and resolves with the click id that arrives at the shop. */
  click(visit: Visit): Promise<string>;
  get(who: string, path: string): Promise<Answer>;
  post(who: string, path: string, body: unknown): Promise<Answer>;
  /** Expect what they ask for to be there; throw with the answer otherwise. */
  report(who: string, order: NewOrder): Promise<z.output<typeof reportedShape>>;
  happened(who: string, event: NewEvent): Promise<void>;
  order(who: string, name: string): Promise<z.output<typeof orderShape>>;
  why(who: string, name: string, language?: string): Promise<WhyAnswer>;
  balances(who: string): Promise<readonly BalanceAnswer[]>;
  /** Everything that was ever booked on the accounts of an organisation, latest first. */
  history(who: string): Promise<readonly HistoryAnswer[]>;
  reports(who: string, query: Readonly<Record<string, string>>): Promise<ReportAnswer>;
}

export interface NewOrder {
  readonly program: string;
  readonly orderId: string;
  readonly orderedAt: Instant;
  readonly currency: string;
  readonly clickIds: readonly string[];
  readonly deliveryCountry?: string | null;
  readonly customer?: 'new' | 'returning';
  readonly coupon?: string;
  readonly lines: readonly {
    readonly lineId: string;
    readonly amount: string;
    readonly productId?: string | null;
    readonly category?: string;
  }[];
}

export interface NewEvent {
  readonly program: string;
  readonly orderId: string;
  readonly type: string;
  readonly at: Instant;
  readonly violation?: string;
  readonly lines?: readonly unknown[];
}

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';

interface ClientOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly credentials: Credentials;
}

export function client(options: ClientOptions): Client {
  const tokens = new Map<string, { readonly text: string; readonly until: Instant }>();
  const bearer = async (who: string): Promise<string> => {
    const known = tokens.get(who);
    if (known !== undefined && options.clock.now() < known.until) return known.text;
    const issued = await issueToken(options, who);
    tokens.set(who, issued);
    return issued.text;
  };
  const ask = async (who: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = { authorization: `Bearer ${await bearer(who)}`, 'content-type': 'application/json' };
    const answer = await fetch(`${options.url}${path}`, { ...init, headers });
    return { status: answer.status, body: await answer.json() };
  };
  const read = async <S extends z.ZodType>(who: string, path: string, shape: S): Promise<z.output<S>> =>
    expected(await ask(who, path), path, shape);
  const post = (who: string, path: string, body: unknown): Promise<Answer> =>
    ask(who, path, { method: 'POST', body: JSON.stringify(body) });
  return {
    follow: (visit) => follow(options, visit),
    click: async (visit) => clickIdOf(await follow(options, visit)),
    get: (who, path) => ask(who, path),
    post,
    report: async (who, order) =>
      expected(await post(who, '/api/v1/orders', orderJson(order)), order.orderId, reportedShape),
    happened: async (who, event) => {
      const path = `/api/v1/programs/${event.program}/orders/${event.orderId}/events`;
      const { type, at, violation, lines } = event;
      const answer = await post(who, path, { type, at: formatInstant(at), violation, lines });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    },
    order: (who, name) => read(who, `/api/v1/orders/${name}`, orderShape),
    why: (who, name, language = 'en') => read(who, `/api/v1/orders/${name}/why?language=${language}`, whyShape),
    balances: async (who) => (await read(who, '/api/v1/balances', balancesShape)).results,
    history: async (who) => {
      const all: HistoryAnswer[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const before: string = next === '' ? '' : `&before=${next}`;
        const page: z.output<typeof historyShape> = await read(
          who,
          `/api/v1/balances/history?limit=500${before}`,
          historyShape,
        );
        all.push(...page.results);
        next = page.next;
      }
      return all;
    },
    reports: (who, query) => read(who, `/api/v1/reports?${new URLSearchParams(query)}`, reportShape),
  };
}

function expected<S extends z.ZodType>({ status, body }: Answer, what: string, shape: S): z.output<S> {
  if (status >= 300) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return shape.parse(body);
}

async function issueToken({ url, clock, credentials }: ClientOptions, who: string) {
  const application = credentials.api_applications.find(({ owner_email }) => owner_email === who);
  if (application === undefined) throw new Error(`no API application of ${who}`);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: application.client_id,
    client_secret: application.client_secret,
    scope: application.scopes.join(' '),
  });
  const answer = await fetch(`${url}/api/token/`, { method: 'POST', body: form });
  const body: unknown = await answer.json();
  const issued = expected({ status: answer.status, body }, `token of ${who}`, tokenShape);
  return { text: issued.access_token, until: clock.now() + issued.expires_in * 1000 };
}

async function follow({ url }: ClientOptions, { link, address, target, subid }: Visit): Promise<URL> {
  const query = new URLSearchParams({
    ...(target === undefined ? {} : { ulp: target }),
    ...(subid === undefined ? {} : { subid }),
  });
  const answer = await fetch(`${url}/g/${link}/?${query}`, {
    redirect: 'manual',
    headers: { 'user-agent': BROWSER, 'x-forwarded-for': address },
  });
  const location = answer.headers.get('location');
  if (answer.status !== 302 || location === null) throw new Error(`click on ${link}: ${answer.status}, no redirect`);
  return new URL(location);
}

function clickIdOf(location: URL): string {
  const clickId = location.searchParams.get('admitad_uid') ?? location.searchParams.get('tribid');
  if (clickId === null) throw new Error(`${location.href} carries no click id`);
  return clickId;
}

function orderJson(order: NewOrder): object {
  return {
    program: order.program,
    order_id: order.orderId,
    ordered_at: formatInstant(order.orderedAt),
    currency: order.currency,
    ...(order.clickIds.length === 0 ? {} : { click_ids: order.clickIds }),
    ...(order.deliveryCountry == null ? {} : { delivery_country: order.deliveryCountry }),
    ...(order.customer === undefined ? {} : { customer: order.customer }),
    ...(order.coupon === undefined ? {} : { coupon: order.coupon }),
    lines: order.lines.map(({ lineId, amount, productId, category }) => ({
      line_id: lineId,
      amount,
      ...(productId == null ? {} : { product_id: productId }),
      ...(category === undefined ? {} : { category }),
    })),
  };
}
