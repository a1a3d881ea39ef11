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
import { createProgram } from '../programs/index.ts';
import { type AffectedOrders, type PublishingDeps, termsRoutes } from './index.ts';

const SYSTEM = { role: 'system' } as const;
/** Noon in Moscow. */
export const NOW = Date.parse('2022-06-15T09:00:00.000Z');

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

/** Two advertisers, the first with programs, the operator, a publisher, and a server with the routes of this module. */
export interface TermsNetwork {
  readonly clock: ManualClock;
  readonly app: HttpServer;
  readonly deps: PublishingDeps;
  readonly advertiser: Member;
  readonly other: Member;
  readonly operator: Member;
  readonly publisher: Member;
  program(code: string): Promise<string>;
  ask(
    who: Member,
    method: 'GET' | 'POST',
    url: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
}

export async function termsNetwork(db: Database): Promise<TermsNetwork> {
  const clock = manualClock(NOW);
  const deps: PublishingDeps = { db, affectedOrders: async (asked) => someOrders(asked) };
  const advertiser = await member(db, 'advertiser');
  const app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  await app.register(termsRoutes({ ...deps, clock }));
  await app.ready();
  return {
    clock,
    app,
    deps,
    advertiser,
    other: await member(db, 'advertiser'),
    operator: await member(db, 'operator'),
    publisher: await member(db, 'publisher'),
    program: async (code) => {
      const base = { homeUrl: 'https://shop.example/', allowedHosts: ['shop.example'], timeZone: 'Europe/Moscow' };
      const input = { ...base, code, name: code, advertiserOrg: advertiser.orgId, at: NOW, actor: 'test' };
      const keys = { current: new Uint8Array(32), previous: [] };
      const made = await db.transaction(SYSTEM, (tx) => createProgram(tx, input, keys));
      if (!made.ok) throw new Error(made.error.detail);
      return code;
    },
    ask: async (who, method, url, body) => {
      const headers = { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' };
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const answer = await app.inject({ method, url, headers, ...payload });
      return { status: answer.statusCode, body: answer.json() };
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
