import { decimal } from '../../core/money/decimal.ts';
import type { Database } from '../../platform/db/index.ts';
import type { AdSpace } from '../ad-spaces/index.ts';
import { click, decisionOf, type Neighbours, neighbours, RC, report } from '../commissions/testing.ts';
import { history } from '../ledger/index.ts';
import { type EventContent, recordEvents, recordOrders } from '../orders/index.ts';
import { testAdSpace, testJoin, testProgram, testPublisher } from '../partnerships/testing.ts';
import type { Program } from '../programs/index.ts';
import type { SanctionDeps } from './sanctions.ts';

/** A publisher with two joined ad spaces in the example program, whose orders are really decided and booked. */
export interface ConductNetwork {
  readonly net: Neighbours;
  readonly deps: SanctionDeps;
  readonly program: Program;
  readonly publisher: string;
  readonly first: AdSpace;
  readonly second: AdSpace;
  /** An order of `amount` dollars through an ad space, at 5 % and 60 rubles a dollar. */
  sell(adSpace: AdSpace, orderId: string, amount: string): Promise<void>;
  happens(orderId: string, content: EventContent): Promise<void>;
  statusOf(orderId: string): Promise<string>;
}

const SYSTEM = { role: 'system' } as const;

/** One in each database: a process may run several files of tests. */
const programs = new WeakMap<Database, Promise<Program>>();

async function programOf(db: Database): Promise<Program> {
  const known =
    programs.get(db) ?? testProgram(db, { code: RC, name: 'AliExpress RU&CIS NEW' }).then((made) => made.program);
  programs.set(db, known);
  return known;
}

export async function conductNetwork(db: Database): Promise<ConductNetwork> {
  const rc = await programOf(db);
  const net = neighbours();
  const publisher = await testPublisher(db);
  const [first, second] = [await testAdSpace(db, publisher), await testAdSpace(db, publisher)];
  for (const adSpace of [first, second]) {
    await testJoin(db, adSpace, rc);
    net.clicks.set(adSpace.id, click(adSpace.id, { publisherOrg: publisher, adSpaceId: adSpace.id }));
  }
  const deps: SanctionDeps = {
    orders: net.recordDeps,
    rulesInForce: async () => ({ version: 3, rules: [{ number: 9, key: 'brand_search', text: 'No brand keywords.' }] }),
    isPublisher: async (_q, id) => id === publisher,
  };
  return {
    net,
    deps,
    program: rc,
    publisher,
    first,
    second,
    sell: async (adSpace, orderId, amount) => {
      const lines = [{ lineId: '1', productId: 'P1', amount: decimal(amount), quantity: 1, place: 0 }];
      const order = report({ orderId, clickIds: [adSpace.id], lines, advertiserOrg: rc.advertiserOrg });
      await db.transaction(SYSTEM, (tx) => recordOrders(tx, net.recordDeps, [order]));
    },
    happens: async (orderId, content) => {
      const at = net.clock.now();
      const base = { program: RC, advertiserOrg: rc.advertiserOrg, orderId, channel: 'api', reason: null } as const;
      const event = { ...base, id: `${orderId}-${content.type}`, at, content };
      await db.transaction(SYSTEM, (tx) => recordEvents(tx, net.recordDeps, [event]));
    },
    statusOf: async (orderId) => {
      const { decision } = await decisionOf(db, { program: RC, orderId });
      return `${decision.status} ${decision.commission.minor} ${decision.lines[0]?.reason}`;
    },
  };
}

/** What was booked on a publisher's balance, oldest first: title and amount in minor units. */
export async function booked(db: Database, org: string): Promise<[string, bigint][]> {
  const rows = await db.transaction(SYSTEM, (tx) => history(tx, { org, kinds: ['publisher_balance'] }));
  return rows.map((row): [string, bigint] => [row.title, row.minor]).reverse();
}
