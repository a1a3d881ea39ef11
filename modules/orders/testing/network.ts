import { manualClock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import {
  callerGuard,
  createApiApplication,
  createOrganisation,
  issueToken,
  type OrganisationKind,
} from '../../accounts/index.ts';
import {
  createProgram,
  type NewProgram,
  type Program,
  type ProgramKeys,
  revisionSecretOf,
  signingSecretsOf,
} from '../../programs/index.ts';
import type { OpenedClickId, OrdersDeps } from '../deps.ts';
import { orderDeskRoutes } from '../desk/desk-routes.ts';
import { ORDERS_BURST, ORDERS_PER_SECOND, quota } from '../intake/intake.ts';
import type { OrderRef } from '../model.ts';
import { orderRoutes } from '../routes.ts';
import { NOON } from '../testing.ts';
import { refusals } from '../tracking/refusals.ts';

/** A small network for the tests of the intake: two advertisers with programs, a server with the routes of this module. */
export interface TestNetwork {
  readonly app: HttpServer;
  readonly deps: OrdersDeps;
  readonly clock: ReturnType<typeof manualClock>;
  readonly decided: OrderRef[];
  readonly defects: unknown[];
  /** While set, deciding an order throws it. */
  failing: Error | null;
  readonly shop: Program & ProgramKeys;
  readonly foreign: Program & ProgramKeys;
  readonly tokens: {
    readonly advertiser: string;
    readonly other: string;
    readonly operator: string;
    readonly publisher: string;
  };
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string, token?: string): Promise<Answer>;
  postOrder(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  postEvent(orderId: string, body: unknown): Promise<Answer>;
  /** What the intake log of the advertiser says of an order of the shop. */
  intakeOf(orderId: string): Promise<unknown>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
  readonly bytes: Buffer;
}

const SYSTEM = { role: 'system' } as const;
export const masterKeys = { current: Buffer.alloc(32, 7), previous: [] };

export async function testNetwork(db: Database): Promise<TestNetwork> {
  const clock = manualClock(NOON);
  const decided: OrderRef[] = [];
  const defects: unknown[] = [];
  const advertiser = await member(db, 'advertiser', 'Shop');
  const other = await member(db, 'advertiser', 'Other shop');
  const operator = await member(db, 'operator', 'Network');
  const publisher = await member(db, 'publisher', 'Blog');
  const shop = await program(db, {
    code: 'shop',
    advertiserOrg: advertiser.orgId,
    defaultCurrency: 'USD',
    timeZone: 'Europe/Moscow',
  });
  const foreign = await program(db, { code: 'foreign', advertiserOrg: other.orgId, pixelAllowed: false });
  await program(db, { code: 'sister', advertiserOrg: advertiser.orgId });
  await program(db, { code: 'old', advertiserOrg: advertiser.orgId, status: 'archived' });
  const network: Omit<TestNetwork, 'app' | 'deps' | keyof ReturnType<typeof requests>> = {
    clock,
    decided,
    defects,
    failing: null,
    shop,
    foreign,
    tokens: { advertiser: advertiser.token, other: other.token, operator: operator.token, publisher: publisher.token },
  };
  const deps: OrdersDeps = {
    db,
    clock,
    onOrdersChanged: async (_tx, refs) => {
      if (network.failing !== null) throw network.failing;
      decided.push(...refs);
    },
    onDefect: (error) => defects.push(error),
    openClickId: (clickId) => openedClick(clickId, { shop, foreign }),
    termsOf: async (_q, programs) =>
      new Map(programs.map((code) => [code, { orderCurrencies: ['USD', 'RUB', 'JPY'] }])),
    summaryOf: async () => new Map(),
    signingSecretsOf: (q, program, at) => signingSecretsOf(q, program, masterKeys, at),
    revisionSecretOf: (q, program) => revisionSecretOf(q, program, masterKeys),
    quota: quota(clock, ORDERS_PER_SECOND, ORDERS_BURST),
    refusals: refusals(clock),
  };
  const app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  await app.register(orderRoutes(deps));
  await app.register(orderDeskRoutes(deps));
  await app.ready();
  return Object.assign(network, { app, deps, ...requests(app, advertiser.token) });
}

function requests(app: HttpServer, advertiserToken: string) {
  const post: TestNetwork['post'] = (url, body, headers = {}) =>
    send(app, { method: 'POST', url, body, headers: { authorization: `Bearer ${advertiserToken}`, ...headers } });
  const get: TestNetwork['get'] = (url, token = advertiserToken) =>
    send(app, { method: 'GET', url, body: null, headers: { authorization: `Bearer ${token}` } });
  return {
    post,
    get,
    postOrder: (body: unknown, headers: Readonly<Record<string, string>> = {}) => post('/api/v1/orders', body, headers),
    postEvent: (orderId: string, body: unknown) =>
      post(`/api/v1/programs/shop/orders/${encodeURIComponent(orderId)}/events`, body),
    intakeOf: async (orderId: string): Promise<unknown> => {
      const { body } = await get(`/api/v1/intake?program=shop&order_id=${encodeURIComponent(orderId)}`);
      return body['results'];
    },
  };
}

/** Click ids of the tests: `click-<program>`, `late-<program>`, `forged-…`; everything else is no id of ours. */
function openedClick(clickId: string, programs: Readonly<Record<string, Program>>): OpenedClickId {
  const [kind, code] = clickId.split('-');
  if (kind === 'forged') return { ok: false, error: 'forged' };
  const owner = programs[code ?? ''];
  if (owner === undefined) return { ok: false, error: 'malformed' };
  return {
    ok: true,
    value: { campaignCode: owner.campaignCode, at: kind === 'late' ? NOON + 60_000 : NOON - 2 * 60 * 60_000 },
  };
}

async function member(db: Database, kind: OrganisationKind, name: string) {
  const { org, client } = await db.transaction(SYSTEM, async (tx) => {
    const org = await createOrganisation(tx, { kind, name, at: NOON });
    const client = await createApiApplication(tx, { orgId: org.id, name, scopes: ['orders'], at: NOON, actor: 'test' });
    return { org, client };
  });
  const issued = await issueToken(db, NOON, {
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    scopes: ['orders'],
  });
  if (!issued.ok) throw new Error(issued.error.detail);
  return { orgId: org.id, token: issued.value.accessToken };
}

async function program(db: Database, settings: Partial<NewProgram> & Pick<NewProgram, 'code' | 'advertiserOrg'>) {
  const shared = {
    name: settings.code,
    homeUrl: 'https://shop.example/',
    allowedHosts: ['shop.example'],
    at: NOON,
    actor: 'test',
  };
  const created = await db.transaction(SYSTEM, (tx) => createProgram(tx, { ...shared, ...settings }, masterKeys));
  if (!created.ok) throw new Error(created.error.detail);
  const { program, ...secrets } = created.value;
  return { ...program, ...secrets };
}

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** Where it comes from; this machine if left out. */
  readonly from?: string;
}

/** A body that is text or bytes goes as it is, anything else as JSON. */
export async function send(app: HttpServer, { method, url, body, headers, from = '127.0.0.1' }: Sent): Promise<Answer> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const payload = isRaw ? body : JSON.stringify(body);
  const sent = body === null ? { headers } : { payload, headers: { 'content-type': 'application/json', ...headers } };
  const answer = await app.inject({ method, url, remoteAddress: from, ...sent });
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: isJson ? answer.json() : {},
    bytes: answer.rawPayload,
  };
}
