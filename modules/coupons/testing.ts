import { type ManualClock, manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { callerGuard, createApiApplication, issueToken } from '../accounts/index.ts';
import type { AdSpace } from '../ad-spaces/index.ts';
import { NETWORK_START, testAdSpace, testJoin, testProgram, testPublisher } from '../partnerships/testing.ts';
import type { Program } from '../programs/index.ts';
import { couponRoutes } from './index.ts';

const SYSTEM = { role: 'system' } as const;
const HOUR_MS = 3_600_000;

/** Two shops, a publisher with an ad space that works for the first, a stranger, and a server with the routes of this module. */
export interface CouponNetwork {
  readonly clock: ManualClock;
  readonly app: HttpServer;
  readonly shop: Program;
  readonly otherShop: Program;
  readonly space: AdSpace;
  readonly strangeSpace: AdSpace;
  /** Tokens with the scope `coupons`, and one without it. */
  readonly tokens: Readonly<Record<'shop' | 'otherShop' | 'publisher' | 'stranger' | 'scopeless', string>>;
  ask(who: string, method: 'GET' | 'POST', url: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

export async function couponNetwork(db: Database): Promise<CouponNetwork> {
  const clock = manualClock(NETWORK_START + HOUR_MS);
  const { program: shop } = await testProgram(db, { code: 'shop' });
  const { program: otherShop } = await testProgram(db, { code: 'other-shop' });
  const publisher = await testPublisher(db);
  const stranger = await testPublisher(db);
  const space = await testAdSpace(db, publisher);
  await testJoin(db, space, shop);
  const strangeSpace = await testAdSpace(db, stranger);
  const token = async (orgId: string, scopes = ['coupons']): Promise<string> => {
    const client = await db.transaction(SYSTEM, (tx) =>
      createApiApplication(tx, { orgId, name: 'robot', scopes, at: NETWORK_START, actor: 'test' }),
    );
    const issued = await issueToken(db, clock.now(), { ...client, scopes: [] });
    if (!issued.ok) throw new Error(issued.error.detail);
    return issued.value.accessToken;
  };
  const tokens = {
    shop: await token(shop.advertiserOrg),
    otherShop: await token(otherShop.advertiserOrg),
    publisher: await token(publisher),
    stranger: await token(stranger),
    scopeless: await token(shop.advertiserOrg, ['orders']),
  };
  const app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  await app.register(couponRoutes({ db, clock }));
  await app.ready();
  const ask: CouponNetwork['ask'] = async (who, method, url, body) => {
    const headers = { authorization: `Bearer ${who}`, 'content-type': 'application/json' };
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
    const answer = await app.inject({ method, url, headers, ...payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { clock, app, shop, otherShop, space, strangeSpace, tokens, ask };
}
