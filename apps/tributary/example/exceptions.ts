import type { Instant } from '../../../core/time/instant.ts';
import type { Visit } from './clicks.ts';
import { type AdSpaceKey, rc, ww } from './people.ts';
import { dayMs, hourMs, type PlannedOrder } from './plan.ts';
import { type ExampleProduct, everydayProducts, specialProducts } from './products.ts';
import type { Random } from './random.ts';
import type { Fate } from './story.ts';
import { addressIn, hostingAddress, userAgents } from './visitors.ts';

/** One kind of order that earns nothing or is treated apart; each shows a different reason in the lists. */
interface Kind {
  readonly program: string;
  readonly adSpace: AdSpaceKey;
  readonly from: string;
  readonly to: string | null;
  readonly product: ExampleProduct;
  readonly target: string | null;
  readonly hosting?: true;
  readonly hoursLater?: number;
}

const everyday = everydayProducts[0];
const home = null;

/** None of these counts as an action, so that they do not move the figures of the program's page (S-042, C-26). */
const kinds: readonly Kind[] = [
  { program: rc, adSpace: 'notes', from: 'DE', to: 'RU', product: everyday, target: home },
  { program: rc, adSpace: 'notes', from: 'DE', to: 'DE', product: everyday, target: home, hosting: true },
  { program: rc, adSpace: 'dropship', from: 'RU', to: 'RU', product: everyday, target: home },
  { program: rc, adSpace: 'coupons', from: 'RU', to: 'RU', product: specialProducts.excludedStore, target: home },
  { program: rc, adSpace: 'cashback', from: 'RU', to: 'RU', product: specialProducts.virtual, target: home },
  { program: rc, adSpace: 'compare', from: 'KZ', to: 'KZ', product: specialProducts.nonAffiliate, target: home },
  { program: rc, adSpace: 'channel', from: 'RU', to: 'RU', product: specialProducts.russian, target: home },
  { program: rc, adSpace: 'notes', from: 'RU', to: 'RU', product: specialProducts.noRate, target: home },
  { program: rc, adSpace: 'notes', from: 'BY', to: null, product: everyday, target: home },
  { program: rc, adSpace: 'cashback', from: 'RU', to: 'RU', product: everyday, target: home, hoursLater: 80 },
  { program: ww, adSpace: 'notes', from: 'RU', to: 'RU', product: everyday, target: home },
];

const roundsOfKinds = 6;
const unclickedOrders = 8;
const open: Fate = { outcome: 'open', decidedAt: null, paidAt: null };

interface Exceptional {
  readonly visits: readonly Visit[];
  readonly sold: readonly { readonly order: PlannedOrder; readonly visit: Visit }[];
  readonly fates: readonly Fate[];
  readonly unclicked: readonly PlannedOrder[];
}

/**
 * Orders that show every way of earning nothing. They lie before the last 30 days, where one more click does not move the program's
 * figures.
 */
export function exceptionalOrders(now: Instant, random: Random, orderId: () => string): Exceptional {
  const sold = Array.from({ length: roundsOfKinds }, () => kinds)
    .flat()
    .map((kind) => {
      const at = now - random.int(35 * 24, 190 * 24) * hourMs;
      const from: Visit = {
        at,
        country: kind.from,
        program: kind.program,
        adSpace: kind.adSpace,
        address: kind.hosting === true ? hostingAddress(random) : addressIn(kind.from, random),
        userAgent: random.pick(userAgents),
        prefetch: false,
        subids: ['exceptions', null, null, null, null],
        target: kind.target,
      };
      return { visit: from, order: exceptional(kind, at + (kind.hoursLater ?? 1) * hourMs, random, orderId()) };
    });
  const unclicked = Array.from({ length: unclickedOrders }, () => {
    const at = now - random.int(40, 180) * dayMs;
    return exceptional(
      { program: rc, adSpace: 'notes', from: 'RU', to: 'RU', product: everyday, target: home },
      at,
      random,
      orderId(),
    );
  });
  return { visits: sold.map(({ visit }) => visit), sold, fates: sold.map(() => open), unclicked };
}

function exceptional(kind: Kind, at: Instant, random: Random, orderId: string): PlannedOrder {
  return {
    orderId,
    program: kind.program,
    click: null,
    at,
    deliveryCountry: kind.to,
    currency: 'USD',
    customer: 'returning',
    coupon: null,
    lines: [{ productId: kind.product.productId, amountMinor: BigInt(random.int(800, 6_000)) }],
  };
}
