import type { Currency } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { organisationWithOwner } from '../accounts/index.ts';
import { barringProgram } from '../conduct/index.ts';
import { balances } from '../ledger/index.ts';
import { orderName } from '../orders/index.ts';
import { programByCode } from '../programs/index.ts';
import { openAdvances } from './advance-store.ts';
import { barringReasons } from './eligibility.ts';
import type { Bounds, Reason, Settings, UnfundedOrder } from './model.ts';
import { type Offer, offerOf, type ProgramStanding } from './offer.ts';

/** A payment advances no more orders: each is locked while it is made. */
export const ORDERS_MAX = 2_000;

/** What express payments ask of the statistics; the wiring of a process hands the functions in. */
export interface StandingDeps {
  /** Orders of a publisher whose lines are all decided, of which something is approved and not funded, the one confirmed first first. */
  readonly unfundedOrders: (q: Queryable, publisherOrg: string, limit: number) => Promise<readonly UnfundedOrder[]>;
  /** What is confirmed and not funded, and what waits for a decision, in sums. */
  readonly openAmounts: (
    q: Queryable,
    publisherOrg: string,
  ) => Promise<
    readonly {
      readonly program: string;
      readonly currency: Currency;
      readonly state: 'pending' | 'approved';
      readonly minor: bigint;
    }[]
  >;
  /** How many of its actions advertisers have paid for, counted up to `most`. */
  readonly fundedActions: (q: Queryable, publisherOrg: string, most: number) => Promise<number>;
}

/** An offer in one currency with what it was made of. */
export interface CurrencyOffer {
  readonly currency: Currency;
  readonly bounds: Bounds;
  readonly programs: readonly ProgramStanding[];
  readonly offer: Offer;
  readonly orders: readonly UnfundedOrder[];
}

/** What a publisher may ask for now, by currency; empty while nothing is offered. Needs a system transaction. */
export async function offersTo(
  q: Queryable,
  deps: StandingDeps,
  publisherOrg: string,
  settings: Settings,
  now: Instant,
): Promise<readonly CurrencyOffer[]> {
  if (!settings.enabled) return [];
  const barred = await barringOf(q, deps, publisherOrg, settings, now);
  const accounts = await accountsOf(q, deps, publisherOrg);
  const open = new Map((await openAdvances(q, publisherOrg)).map((each) => [orderName(each), each.open]));
  const unfunded = await deps.unfundedOrders(q, publisherOrg, ORDERS_MAX + open.size);
  const orders = unfunded
    .map((order) => ({ ...order, minor: order.minor - (open.get(orderName(order)) ?? 0n) }))
    .filter(({ minor }) => minor > 0n);
  const offers: CurrencyOffer[] = [];
  for (const bounds of settings.bounds) {
    const { currency } = bounds;
    const programs = accounts.filter((account) => account.currency === currency);
    if (programs.length === 0) continue;
    const own = orders.filter((order) => order.currency === currency).slice(0, ORDERS_MAX);
    const standing = { currency, programs, candidates: own, outstandingInAll: await advancedInAll(q, currency) };
    offers.push({ currency, bounds, programs, offer: offerOf(standing, bounds, settings, barred), orders: own });
  }
  return offers;
}

async function barringOf(
  q: Queryable,
  deps: StandingDeps,
  publisherOrg: string,
  settings: Settings,
  now: Instant,
): Promise<Reason[]> {
  const organisation = await organisationWithOwner(q, publisherOrg);
  const sanctioned = await barringProgram(q, publisherOrg);
  const program = sanctioned === null ? null : await programByCode(q, sanctioned);
  const publisher = {
    since: organisation?.createdAt ?? now,
    fundedActions: await deps.fundedActions(q, publisherOrg, settings.fundedActions),
    sanctionedBy: program?.name ?? sanctioned,
  };
  return barringReasons(publisher, settings, now);
}

/** What a publisher has in each program and currency. */
export async function accountsOf(
  q: Queryable,
  deps: Pick<StandingDeps, 'openAmounts'>,
  org: string,
): Promise<readonly (ProgramStanding & { readonly currency: Currency })[]> {
  const accounts = new Map<string, ProgramStanding & { readonly currency: Currency }>();
  const change = (program: string, currency: Currency, changes: Partial<ProgramStanding>): void => {
    const key = `${program} ${currency}`;
    const none = { program, currency, balance: 0n, approved: 0n, outstanding: 0n };
    accounts.set(key, { ...none, ...accounts.get(key), ...changes });
  };
  for (const { account, minor } of await balances(q, { org, kinds: ['publisher_balance', 'publisher_advance'] })) {
    const { kind, program, currency } = account;
    change(program ?? '', currency, kind === 'publisher_balance' ? { balance: minor } : { outstanding: -minor });
  }
  for (const { program, currency, state, minor } of await deps.openAmounts(q, org)) {
    if (state !== 'approved') continue;
    change(program, currency, { approved: (accounts.get(`${program} ${currency}`)?.approved ?? 0n) + minor });
  }
  return [...accounts.values()].sort((a, b) => (a.program < b.program ? -1 : 1));
}

/** Advanced to everybody and not settled. */
export async function advancedInAll(q: Queryable, currency: Currency): Promise<bigint> {
  const held = await balances(q, { currency, kinds: ['publisher_advance'] });
  return held.reduce((sum, { minor }) => sum - minor, 0n);
}
