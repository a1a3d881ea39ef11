import type { AdSpaceKey } from '../../apps/tributary/example/people.ts';
import { type Instant, parseInstant } from '../../core/time/index.ts';
import type { ManualClock } from '../../platform/clock/index.ts';
import type { DecisionAnswer } from '../support/answers.ts';
import type { NewOrder } from '../support/client.ts';
import type { TestNetwork } from '../support/network.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Addresses of access networks in these countries. */
const addresses = { RU: '95.24.16.20', DE: '87.128.10.20', ES: '80.24.10.20' } as const;

export interface Sale extends Omit<NewOrder, 'orderedAt' | 'clickIds' | 'program' | 'currency'> {
  readonly adSpace: AdSpaceKey;
  /** Where the visitor clicks. */
  readonly from?: keyof typeof addresses;
  /** How long before the order; ten minutes if left out. */
  readonly clickedBefore?: number;
  /** An earlier click on a link of this ad space. */
  readonly after?: AdSpaceKey;
}

/** One program's advertiser at work: its visitors come, buy, and it says what becomes of the orders. */
export interface ShopWindow {
  /** Lets a visitor click and order; the clock then stands at `at`. Resolves with what the advertiser is answered. */
  sell(at: string, sale: Sale): Promise<DecisionAnswer>;
  happens(at: string, orderId: string, type: string): Promise<DecisionAnswer>;
  now(orderId: string): Promise<DecisionAnswer>;
}

export interface ShopOptions {
  readonly program: string;
  readonly currency: string;
  readonly advertiser: string;
}

export function shopWindow(
  net: TestNetwork,
  clock: ManualClock,
  { program, currency, advertiser }: ShopOptions,
): ShopWindow {
  const click = (at: Instant, adSpace: AdSpaceKey, from: keyof typeof addresses): Promise<string> => {
    clock.set(at);
    return net.click({ link: net.established.linkCode(adSpace, program), address: addresses[from] });
  };
  const now = async (orderId: string): Promise<DecisionAnswer> =>
    decided((await net.order(advertiser, `${program}/${orderId}`)).decision);
  return {
    now,
    sell: async (at, { adSpace, from = 'RU', clickedBefore = 10 * MINUTE_MS, after, ...order }) => {
      const orderedAt = instant(at);
      const clickedAt = orderedAt - clickedBefore;
      const clickIds = after === undefined ? [] : [await click(clickedAt - MINUTE_MS, after, from)];
      clickIds.push(await click(clickedAt, adSpace, from));
      clock.set(orderedAt);
      await net.shipper.runOnce();
      return decided((await net.report(advertiser, { ...order, program, currency, orderedAt, clickIds })).decision);
    },
    happens: async (at, orderId, type) => {
      clock.set(instant(at));
      await net.happened(advertiser, { program, orderId, type, at: instant(at) });
      return now(orderId);
    },
  };
}

/** `paid 12.00 EUR: PAID_AGREEMENT` and the like, as a person would sum an answer up. */
export function summary({ status, commission, lines }: DecisionAnswer): string {
  const reasons = [...new Set(lines.map(({ reason }) => reason))].join(' ');
  return `${status} ${commission.amount} ${commission.currency} ${reasons}`;
}

function decided(decision: DecisionAnswer | null): DecisionAnswer {
  if (decision === null) throw new Error('the order has no decision');
  return decision;
}

export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(`no instant: ${text}`);
  return parsed.value;
}
