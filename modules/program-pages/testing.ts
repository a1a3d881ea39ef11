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
import { programPageRoutes } from './index.ts';

const SYSTEM = { role: 'system' } as const;
/** Noon in Moscow. */
export const NOW = Date.parse('2022-06-15T09:00:00.000Z');

interface Member {
  readonly orgId: string;
  readonly token: string;
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Two advertisers, the first with programs, an operator, a publisher, and a server with the routes of this module. */
export interface PagesNetwork {
  readonly clock: ManualClock;
  /** The versions of rules that somebody was told of. */
  readonly told: { readonly program: string; readonly version: number; readonly at: number; readonly from: number }[];
  readonly app: HttpServer;
  readonly advertiser: Member;
  readonly other: Member;
  readonly operator: Member;
  readonly publisher: Member;
  program(code: string): Promise<{ readonly code: string; readonly advertiserOrg: string }>;
  ask(who: Member | null, method: Method, url: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

export async function pagesNetwork(db: Database): Promise<PagesNetwork> {
  const clock = manualClock(NOW);
  const told: PagesNetwork['told'] = [];
  const app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  await app.register(programPageRoutes({ db, clock, onRulesPublished: async (_tx, made) => told.push(made) }));
  await app.ready();
  const advertiser = await member(db, 'advertiser');
  return {
    clock,
    told,
    app,
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
      return made.value.program;
    },
    ask: async (who, method, url, body) => {
      const authorization = who === null ? {} : { authorization: `Bearer ${who.token}` };
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await app.inject({ method, url, headers: { ...authorization, ...type }, ...payload });
      return { status: answer.statusCode, body: answer.json() };
    },
  };
}

async function member(db: Database, kind: OrganisationKind): Promise<Member> {
  const { orgId, application } = await db.transaction(SYSTEM, async (tx) => {
    const { id } = await createOrganisation(tx, { kind, name: kind, at: NOW });
    const made = { orgId: id, name: 'robot', scopes: ['programs'], at: NOW, actor: 'test' };
    return { orgId: id, application: await createApiApplication(tx, made) };
  });
  const issued = await issueToken(db, NOW, { ...application, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return { orgId, token: issued.value.accessToken };
}
