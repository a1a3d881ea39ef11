import { randomUUID } from 'node:crypto';
import type { Instant } from '../../../core/time/index.ts';
import { adSpaceById } from '../../../modules/ad-spaces/index.ts';
import { askExpress, changeSettings } from '../../../modules/express-payments/index.ts';
import { fundedActions, openAmounts, unfundedOrders } from '../../../modules/stats/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Credentials } from './credentials.ts';
import { expectOk } from './establish.ts';

const actor = 'example network';
const hourMs = 3_600_000;

/** Of the publisher whose payment waits. */
const asker = 'Second Purse';

/** What the network decided: four of its publishers have as many funded actions, one has not yet. */
const rules = {
  enabled: true,
  fee_percent: '3',
  account_days: 90,
  funded_actions: 100,
  limits: [
    { currency: 'RUB', per_publisher: '3000.00', in_all: '10000.00', minimum: '300.00' },
    { currency: 'EUR', per_publisher: '100.00', in_all: '400.00', minimum: '5.00' },
    { currency: 'USD', per_publisher: '60.00', in_all: '200.00', minimum: '5.00' },
  ],
  version: 0,
};

/** Lets the network pay express, and one publisher have asked for it: on the last day a payment waits for its transfer. */
export async function addExpress(tx: Tx, adSpaces: Credentials['ad_spaces'], now: Instant): Promise<void> {
  const asking = adSpaces.find((one) => one.name === asker);
  const found = asking === undefined ? null : await adSpaceById(tx, asking.id);
  if (found === null) throw new Error(`example network: no ad space ${asker}`);
  expectOk(await changeSettings(tx, rules, { at: now - 100 * 24 * hourMs, actor }));
  const asked = { currency: 'RUB', amount: '2000.00', key: randomUUID() };
  const deps = { unfundedOrders, openAmounts, fundedActions };
  expectOk(await askExpress(tx, deps, { publisherOrg: found.orgId, asked, at: now - 3 * hourMs, actor }));
}
