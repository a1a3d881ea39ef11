import { type AdSpace, adSpaceById, createAdSpace } from '../../modules/ad-spaces/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';

export type Role = 'publisher' | 'advertiser' | 'operator';

/** The example's people and programs with a little traffic, so that no list is empty: clicks, orders in several states, money. */
export interface BusyNetwork extends TestNetwork {
  /** A product that earns. */
  readonly product: string;
  accountOf(role: Role): { readonly email: string; readonly password: string };
  /** Another active ad space of the publisher of `accountOf`, in no program yet. */
  addAdSpace(name: string): Promise<AdSpace>;
}

const DAY_MS = 86_400_000;
export const PROGRAM = 'aliexpress-ru-cis-new';
/** Addresses that the country data place in Kazakhstan and Russia. */
const VISITORS = ['178.89.0.1', '77.88.55.60'] as const;
const ORDERS = 6;
/** One moment for all networks of a process, which then share what was established. */
const ESTABLISHED_AT = systemClock.now() - 30 * DAY_MS;

export async function openBusyNetwork(): Promise<BusyNetwork> {
  const network = await openTestNetwork({ clock: systemClock, establishedAt: ESTABLISHED_AT });
  const accountOf = (role: Role) => {
    const found = network.credentials.accounts.find((account) => account.role === role);
    if (found === undefined) throw new Error(`the example has no ${role}`);
    return found;
  };
  const product = network.credentials.products.find(({ program, affiliate }) => program === PROGRAM && affiliate);
  if (product === undefined) throw new Error(`the example has no affiliate product of ${PROGRAM}`);
  await trade(network, product.product_id);
  const addAdSpace = (name: string) => anotherAdSpace(network, accountOf('publisher').email, name);
  return { ...network, accountOf, addAdSpace, product: product.product_id };
}

function anotherAdSpace({ network, credentials }: TestNetwork, owner: string, name: string): Promise<AdSpace> {
  const known = credentials.ad_spaces.find(({ owner_email }) => owner_email === owner);
  return network.db.transaction({ role: 'system' }, async (tx) => {
    const orgId = (await adSpaceById(tx, known?.id ?? ''))?.orgId;
    if (orgId === undefined) throw new Error(`${owner} has no ad space yet`);
    const url = `https://${name.toLowerCase().replaceAll(' ', '-')}.test/`;
    const place = { orgId, name, url, kind: 'content_site', trafficType: 'content_site' };
    return createAdSpace(tx, { ...place, status: 'active', at: systemClock.now() });
  });
}

/** Clicks on the first ad space's link and orders after them: approved, waiting, refunded. */
async function trade(network: TestNetwork, product: string): Promise<void> {
  const space = network.credentials.ad_spaces.find(({ links }) => links[PROGRAM] !== undefined);
  const program = network.credentials.programs.find(({ code }) => code === PROGRAM);
  const link = new URL(space?.links[PROGRAM] ?? 'nowhere:').pathname.split('/')[2];
  if (program === undefined || link === undefined) throw new Error(`the example has no link for ${PROGRAM}`);
  const clickIds: string[] = [];
  for (let number = 0; number < ORDERS * 3; number += 1) {
    const address = VISITORS[number % VISITORS.length] ?? VISITORS[0];
    clickIds.push(await network.click({ link, address, subid: `campaign-${number % 2}` }));
  }
  await network.shipper.runOnce();
  for (let number = 0; number < ORDERS; number += 1) {
    const orderId = `BROWSER-${number + 1}`;
    const clickId = clickIds[number * 3];
    if (clickId === undefined) throw new Error('a click was not made');
    await network.report(program.advertiser_email, {
      program: PROGRAM,
      orderId,
      orderedAt: systemClock.now(),
      currency: 'USD',
      clickIds: [clickId],
      deliveryCountry: number % 2 === 0 ? 'KZ' : 'RU',
      lines: [{ lineId: '1', amount: `${20 + number}.00`, productId: product }],
    });
    const happened = { program: PROGRAM, orderId, at: systemClock.now() };
    if (number < 4) await network.happened(program.advertiser_email, { ...happened, type: 'goods_received' });
    if (number === 3) await network.happened(program.advertiser_email, { ...happened, type: 'refunded' });
  }
}
