import { type ManualClock, manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import {
  callerGuard,
  createApiApplication,
  createOrganisation,
  issueToken,
  type OrganisationKind,
} from '../accounts/index.ts';
import { createProgram, type NewProgram } from '../programs/index.ts';
import type { BacktestDeps, PricedOrders } from './backtests/backtests.ts';
import { type AffectedOrders, type PublishingDeps, termsRoutes } from './index.ts';

const SYSTEM = { role: 'system' } as const;
/** Noon in Moscow. */
export const NOW = Date.parse('2022-06-15T09:00:00.000Z');

/** A version with one rate, as small as it can be. */
export const versionText = (id: string, interval: string, percent: string): string => `
version ${id} ${interval} {
  clicks last within 72 hours
  geo match by country
  reward in USD
  round half even
  confirm on "goods received" within 90 days
  rule paid: pay ${percent} % as PAID_NONCIS_CATEGORY
}
`;

/** The terms of a whole program; `more` stands before the versions. */
export const termsText = (code: string, versions: string, more = ''): string =>
  `program ${code} "${code}"\ntime zone Europe/Moscow\norders in USD\n${more}${versions}`;

export const termsUrl = (code: string, rest = ''): string => `/api/v1/programs/${code}/terms${rest}`;

/** Who calls, as the database knows him. */
export interface Member {
  readonly orgId: string;
  readonly actor: string;
  readonly token: string;
}

/** What the program has of orders, in tests that have none: a number to recognise. */
export function someOrders(asked: Parameters<PublishingDeps['affectedOrders']>[0]): AffectedOrders {
  const decided = {
    orders: 2,
    publishers: 1,
    compared: 2,
    would_differ: 1,
    undecidable: 0,
    commission: [{ currency: 'USD', before: '2.00', after: '3.00' }],
  };
  const shown = (at: number) => new Date(at).toISOString();
  return {
    from: asked.from === null ? null : shown(asked.from),
    until: shown(asked.until),
    decided,
    undecided: { orders: 1 },
  };
}

/** Orders that are priced when a test says so, two steps of half of them each. */
export interface SlowOrders {
  readonly price: BacktestDeps['priceOrders'];
  readonly report: PricedOrders;
  /** Lets the pricing that waits take its next step. */
  step(): Promise<void>;
}

function slowOrders(): SlowOrders {
  const steps: (() => void)[] = [];
  const asked: (() => void)[] = [];
  const turn = () =>
    new Promise<void>((resolve) => {
      steps.push(resolve);
      asked.shift()?.();
    });
  const report: PricedOrders = {
    orders: 10,
    changed: 4,
    undecidable: 1,
    cost: { old: [{ amount: '5.00', currency: 'USD' }], new: [{ amount: '6.00', currency: 'USD' }] },
    cap_hits: { old: 0, new: 1 },
    winners: [],
    losers: [],
    most_changed: [],
  };
  return {
    report,
    price: async ({ onProgress, signal }) => {
      for (const done of [5, 10]) {
        await turn();
        await onProgress(done, 10);
        if (signal.aborted) return null;
      }
      return report;
    },
    step: async () => {
      if (steps.length === 0) await new Promise<void>((resolve) => asked.push(resolve));
      steps.shift()?.();
    },
  };
}

/** Two advertisers, the first with programs, the operator, a publisher, and a server with the routes of this module. */
export interface TermsNetwork {
  readonly clock: ManualClock;
  readonly orders: SlowOrders;
  readonly app: HttpServer;
  readonly deps: PublishingDeps;
  readonly advertiser: Member;
  readonly other: Member;
  readonly operator: Member;
  readonly publisher: Member;
  program(code: string, more?: Partial<NewProgram>): Promise<string>;
  ask(
    who: Member,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
}

export async function termsNetwork(db: Database): Promise<TermsNetwork> {
  const clock = manualClock(NOW);
  const deps: PublishingDeps = { db, affectedOrders: async (asked) => someOrders(asked) };
  const advertiser = await member(db, 'advertiser');
  const orders = slowOrders();
  const app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  await app.register(termsRoutes({ ...deps, clock, priceOrders: orders.price }));
  await app.ready();
  return {
    clock,
    orders,
    app,
    deps,
    advertiser,
    other: await member(db, 'advertiser'),
    operator: await member(db, 'operator'),
    publisher: await member(db, 'publisher'),
    program: async (code, more = {}) => {
      const base = { homeUrl: 'https://shop.example/', allowedHosts: ['shop.example'], timeZone: 'Europe/Moscow' };
      const input = { ...base, code, name: code, advertiserOrg: advertiser.orgId, at: NOW, actor: 'test', ...more };
      const keys = { current: new Uint8Array(32), previous: [] };
      const made = await db.transaction(SYSTEM, (tx) => createProgram(tx, input, keys));
      if (!made.ok) throw new Error(made.error.detail);
      return code;
    },
    ask: async (who, method, url, body) => {
      const headers = { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' };
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const answer = await app.inject({ method, url, headers, ...payload });
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
    },
  };
}

async function member(db: Database, kind: OrganisationKind): Promise<Member> {
  const { orgId, application } = await db.transaction(SYSTEM, async (tx) => {
    const { id } = await createOrganisation(tx, { kind, name: kind, at: NOW });
    const made = { orgId: id, name: 'robot', scopes: ['terms'], at: NOW, actor: 'test' };
    return { orgId: id, application: await createApiApplication(tx, made) };
  });
  const issued = await issueToken(db, NOW, { ...application, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return { orgId, actor: `application:${application.applicationId}`, token: issued.value.accessToken };
}
